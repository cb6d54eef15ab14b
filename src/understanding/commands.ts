import type { Prefix } from "../report/events.ts";
import type { z } from "zod";
import { isPrefix } from "../report/form.ts";
import type { Command, CommandName, Heard } from "./command.ts";
import { readNumeral } from "../language/numerals.ts";
import * as phrases from "./phrases.ts";
import { entries, find } from "./sentences/words.ts";

/** What a whole short message asks the bot to do, or null. */
const exact = new Map<string, Command>();
for (const name of Object.keys(phrases.commandPhrases) as CommandName[])
  for (const phrase of entries(phrases.commandPhrases[name]))
    if (!exact.has(phrase)) exact.set(phrase, { do: "run", name });
for (const phrase of entries(phrases.generateAnyway)) exact.set(phrase, { do: "generateAnyway" });
for (const phrase of entries(phrases.agreement)) if (!exact.has(phrase)) exact.set(phrase, { do: "agree" });
for (const phrase of entries(phrases.refusal)) if (!exact.has(phrase)) exact.set(phrase, { do: "decline" });

const polite =
  /^(?:(?:请问|请|麻烦你?|帮我|帮忙|劳驾|那就|那么|那|好的?[,，]|好了[,，]?|你好[,，]?|您好[,，]?|我想问一?下?|我想知道|想问一?下?|@\S+\s)[,，\s]*)+/;
const trailing = /(?:[。.!！~～,，\s]|吧|呗|啊|呀|哈|谢谢|一下吧|嘛)+$/;
const asking = /[?？]$|(?:吗|么)[?？]?$/;

const about = (words: string): z.infer<typeof Prefix> | undefined => {
  let row: string | undefined;
  let column: string | undefined;
  for (let index = 0; index < words.length;) {
    const found = find(words, index);
    const meaning = found?.meanings[0];
    if (meaning?.kind === "row") row ??= `requests.${meaning.row}`;
    else if (meaning?.kind === "group") row ??= `requests.${meaning.group}`;
    else if (meaning?.kind === "document") row ??= `disclosure.${meaning.row}`;
    else if (meaning?.kind === "decision") row ??= `disclosure.${meaning.row}`;
    else if (meaning?.kind === "block")
      row ??= meaning.block === "suit" ? "disputes" : `disputes.${meaning.block}`;
    else if (meaning?.kind === "applicant") column ??= meaning.columns[0];
    index = found?.end ?? index + 1;
  }
  if (column !== undefined && (row === undefined || row.startsWith("requests."))) {
    const cell = `${row ?? "requests.received"}.${column}`;
    return isPrefix(cell) ? cell : row;
  }
  return row;
};

const questions: readonly { name: CommandName; pattern: RegExp }[] = [
  {
    name: "怎么算",
    pattern:
      /^(?:什么叫做?|什么是|何为|啥叫|啥是|什么算|哪些算|怎么算|如何算|怎么填|如何填|怎么统计)(?:是|作)?[:：\s]*(?<about>[^,，。;；]{1,20})$/,
  },
  {
    name: "怎么算",
    pattern:
      /^(?<about>[^,，。;；]{1,20}?)(?:都|又|该|应该|应当|具体)?(?:怎么|如何|咋|怎样)(?:算|填|统计|计算|计|数|写|报|理解)(?:的)?$/,
  },
  {
    name: "怎么算",
    pattern:
      /^(?<about>[^,，。;；]{1,20}?)(?:都)?(?:算哪些|包括哪些|包含哪些|有哪些|指哪些|指什么|指的是什么|是什么意思|什么意思|是什么|是啥|是指什么|是啥意思)$/,
  },
  { name: "怎么算", pattern: /^(?<about>[^,，。;；]{1,16})算不算[^,，。;；]{0,12}$/ },
  { name: "怎么算", pattern: /^(?<about>[^,，。;；]{1,16}?)(?:也)?算(?:是)?[^,，。;；\d]{1,12}吗$/ },
  { name: "怎么算", pattern: /^(?<about>[^,，。;；]{0,16}?)(?:是)?(?:怎么|咋)(?:来|得来|算出来|得出来)的$/ },
  {
    name: "依据",
    pattern:
      /^(?<about>[^,，。;；]{1,20}?)(?:的|有)?(?:什么)?(?:法律|政策|文件)?依据(?:是什么|呢|在哪|有哪些)?$/,
  },
  { name: "依据", pattern: /^依据[:：\s]+(?<about>[^,，。;；]{1,20})$/ },
  {
    name: "为什么问",
    pattern: /^(?:为什么|为啥|为何|干嘛)(?:要|还要|得|需要)?(?:问|填|报)(?<about>[^,，。;；]{1,16})$/,
  },
  {
    name: "去年多少",
    pattern:
      /^(?:去年|上年|上一年|去年度)(?:我们|咱们)?(?:的)?(?<about>[^,，。;；\d]{1,14}?)(?:是|有|填了?|报了?)*(?:多少|几件|几条|几个)(?:件|条|个)?$/,
  },
];

/** A noun that a question can be about: words of the form, or a pointing word; anything else is not our question. */
const nameable = (words: string): boolean => {
  let named = false;
  for (let index = 0; index < words.length;) {
    const found = find(words, index);
    if (found === undefined) return named && index > 0;
    const kind = found.meanings[0]?.kind;
    const small = found.meanings[0]?.kind === "small" ? found.meanings[0].word : undefined;
    if ((kind !== "small" && kind !== "filler") || small === "that" || small === "off") named = true;
    if (small === "lastYear" || small === "zero") return false;
    index = found.end;
  }
  return named;
};

export function readCommand(narrowed: string, heard: Heard): Command | null {
  if (narrowed.length > 40) return null;
  const whole = narrowed.trim().toLowerCase();
  if (whole === "?" || whole === "??") return { do: "run", name: "帮助" };
  const question = asking.test(whole);
  const core = whole
    .replace(/[?？]+$/, "")
    .replace(trailing, "")
    .replace(polite, "")
    .replace(/(?:呢|了呢)$/, "")
    .trim();
  if (core === "") return null;
  const command =
    exact.get(core) ??
    exact.get(core.replace(/一下$/, "")) ??
    exact.get(core.replace(/了$/, "")) ??
    (question ? exact.get(core.replace(/[吗么]$/, "")) : undefined);
  if (command !== undefined) return sensible(command, core, question, heard);
  const choice = /^(?:我?选择?|选项)?\s*(?:第\s*)?([\d一二三四五六七八九十两]{1,3})\s*(?:个|项|种|条)?$/.exec(
    core,
  );
  if (choice !== null && /^(?:我?选|第)/.test(core)) {
    const value = readNumeral(choice[1] ?? "");
    return value !== null && value > 0 && value < 100 ? { do: "choose", choice: value } : null;
  }
  for (const { name, pattern } of questions) {
    const match = pattern.exec(core);
    const words = match?.groups?.["about"];
    if (match === null || words === undefined) continue;
    if (words !== "" && !nameable(words)) continue;
    const part = about(words);
    return { do: "run", name, ...(part === undefined ? {} : { about: part }) };
  }
  return null;
}

/** 生成 and the like are orders, not questions; 撤回 alone may be what an applicant did. */
function sensible(command: Command, core: string, question: boolean, heard: Heard): Command | null {
  if (command.do !== "run") return question ? null : command;
  const orders: readonly CommandName[] = ["生成", "定稿", "跳过", "暂停", "撤销", "开始", "核对", "预览"];
  if (question && orders.includes(command.name) && !/[多少什么哪几]/.test(core)) return null;
  if (
    core === "撤回" &&
    (heard.asked?.startsWith("requests") === true || heard.asked?.startsWith("disputes") === true)
  )
    return null;
  return command;
}
