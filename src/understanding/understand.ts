import { splitSentences } from "../language/sentences.ts";
import { narrow, visible } from "../language/width.ts";
import { type Command, type Doubt, type Heard, type Understanding } from "./command.ts";
import { readChecking } from "./checking.ts";
import { readCommand } from "./commands.ts";
import { readFigures } from "./figures/figures.ts";
import { type Taken, readContact, readNames, readYear } from "./texts/names.ts";
import { isTableHead, readPasted } from "./figures/pasted.ts";
import { askedRow } from "./requests/requestRows.ts";
import { readRewording } from "./rewording.ts";
import { asksToInvent, isCourtesy } from "./texts/smallTalk.ts";
import { readFees, readTexts } from "./texts/texts.ts";

/** Longer messages are no answers in figures. */
const longest = 12_000;

/** Words → commands, by grammar alone: pure, never guesses; what is not read is given back. */
export function understand(heard: Heard): Understanding {
  const text = visible(heard.say);
  if (text.trim() === "") return { commands: [], doubts: [], unread: [], aside: [] };
  if (text.length > longest)
    return { commands: [], doubts: [], unread: [`${text.slice(0, 60)}……`], aside: [] };
  const plain = narrow(text);
  if (isCourtesy(plain)) return { commands: [], doubts: [], unread: [], aside: [] };
  if (asksToInvent(plain))
    return { commands: [], doubts: [{ why: "not ours to fill" }], unread: [], aside: [] };
  const command =
    readYear(plain, heard) ?? readChecking(text) ?? readRewording(text, heard) ?? readCommand(plain, heard);
  if (command !== null) return { commands: [command], doubts: [], unread: [], aside: [] };
  if (isText(heard) && !addressed(plain, text, heard)) {
    const { words, figures } = withoutCorrections(text, heard);
    const told = readTexts(words, heard);
    if (told !== null) {
      const more = figures === "" ? null : readRest(narrow(figures), figures, heard);
      return { ...told, commands: [...told.commands, ...(more?.commands ?? [])], aside: [] };
    }
  } else if (!isText(heard)) {
    const told = readTexts(text, heard);
    if (told !== null) return { ...told, aside: [] };
  }
  const contact = readContact(text, heard);
  if (contact !== null) return { commands: [contact], doubts: [], unread: [], aside: [] };
  return readRest(plain, text, heard);
}

const isText = ({ asked }: Heard): boolean =>
  asked === "problems" ||
  asked === "improvements" ||
  asked === "overview" ||
  asked?.startsWith("overview.") === true;

const corrects = /改|更正|错了|不对|其实是|漏/;
const tables = /三张表|表[二三四]|[所全]有表/;

/** A figure of a table said while a paragraph is asked for: only with words of correction, or for whole tables, and read without remainder. */
function addressed(plain: string, text: string, heard: Heard): boolean {
  if (/^[\d\s|｜]+$/.test(plain) && (plain.match(/\d+/g)?.length ?? 0) >= 7) return true; // pasted figures
  if (
    text.length <= 40 &&
    /^[^，。；]{0,8}信息(?:公开)?处理费|处理费[。！]?$/.test(text) &&
    readFees(text, heard) !== null
  )
    return true;
  const paragraph = heard.asked?.startsWith("overview") === true;
  const counts = /\d\s*[件条份宗起万元]/.test(plain) && text.length <= 120 && !paragraph;
  if (!counts && (text.length > 40 || !(corrects.test(plain) || tables.test(plain)))) return false;
  const { reading, unread, aside } = readFigures(plain, text, heard);
  return (
    unread.length === 0 &&
    aside.length === 0 &&
    reading.doubts.length === 0 &&
    ([...reading.cells.values()].some((value) => value > 0) ||
      (!counts && reading.zeros.size > 0) ||
      (reading.cells.size > 0 && reading.correction))
  );
}

/** 问题：更新慢。哦对了处罚改成36件: the sentences of a paragraph that correct a figure are none of it. */
function withoutCorrections(text: string, heard: Heard): { words: string; figures: string } {
  const sentences = splitSentences(text);
  const figures = sentences.filter(
    (sentence) => corrects.test(sentence) && addressed(narrow(sentence), sentence, heard),
  );
  if (figures.length === 0 || figures.length === sentences.length) return { words: text, figures: "" };
  return {
    words: figures.reduce((words, sentence) => words.replace(sentence, ""), text),
    figures: figures.join(""),
  };
}

/** Names, the fee, pasted rows and figures, which may stand in one message. */
function readRest(plain: string, text: string, heard: Heard): Understanding {
  const commands: Command[] = [];
  const doubts: Doubt[] = [];
  const unread: string[] = [];
  let words = text;
  let figures = plain;
  const head = /^\s*(?:主动公开(?:政府信息)?|依申请公开)(?:情况)?:/.exec(plain)?.[0].length ?? 0; // 主动公开：规范性文件3件
  if (head > 0) {
    words = "。".repeat(head) + words.slice(head);
    figures = "。".repeat(head) + figures.slice(head);
  }
  const take = (taken: Taken | null): void => {
    if (taken === null) return;
    commands.push(...taken.commands);
    const hole = "。".repeat(taken.end - taken.start);
    words = words.slice(0, taken.start) + hole + words.slice(taken.end);
    figures = figures.slice(0, taken.start) + hole + figures.slice(taken.end);
  };
  take(readNames(words, heard));
  take(readFees(words, heard));
  const pasted = /\d[\s|｜]+\d+[\s|｜]+\d/.test(figures) ? readPasted(figures, askedRow(heard.asked)) : null;
  if (pasted !== null) {
    if (pasted.cells.size > 0)
      commands.push({ do: "set", cells: Object.fromEntries(pasted.cells), correction: false });
    unread.push(...pasted.strange);
    words = figures = pasted.left;
  }
  // the printed heads of columns say nothing; signs of the same length keep the places of the others
  let at = 0;
  for (const line of /\n/.test(figures) ? figures.split("\n") : []) {
    if (isTableHead(line)) {
      const blank = "。".repeat(line.length);
      words = words.slice(0, at) + blank + words.slice(at + line.length);
      figures = figures.slice(0, at) + blank + figures.slice(at + line.length);
    }
    at += line.length + 1;
  }
  const { reading, unread: more, aside } = readFigures(figures, words, heard);
  if (reading.cells.size > 0)
    commands.push({ do: "set", cells: Object.fromEntries(reading.cells), correction: reading.correction });
  if (reading.zeros.size > 0) commands.push({ do: "zero", under: [...reading.zeros] });
  for (const doubt of reading.doubts)
    if (!doubts.some((other) => JSON.stringify(other) === JSON.stringify(doubt))) doubts.push(doubt);
  unread.push(...more);
  if (commands.length + doubts.length + unread.length + aside.length === 0) unread.push(text.trim());
  return { commands, doubts, unread, aside };
}
