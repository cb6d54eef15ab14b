import { fold, valueOf, type Report, type Source } from "../report/report.ts";
import type { Recorded, ReportEvent } from "../report/events.ts";
import { sections, type CellId } from "../report/form.ts";
import { kindsOf, organKind, organKinds } from "../report/organ.ts";
import { yearFault } from "../report/period.ts";
import type { Command, Understanding } from "../understanding/command.ts";
import { splitReason } from "../understanding/checking.ts";
import { understand } from "../understanding/understand.ts";
import { acknowledge } from "./words/acknowledge.ts";
import { completeSections, percentDone } from "./asking/agenda.ts";
import { apply } from "./apply.ts";
import { sayDoubt } from "./words/doubts.ts";
import { formFor, phrasesFor } from "./asking/fallback.ts";
import { pickChoice } from "./message.ts";
import { next, progressLine } from "./asking/next.ts";
import { rebound } from "./bound.ts";
import { asStated, lockedIn, onlyCarried, sparingInForce } from "./carried.ts";
import { asking, type Running } from "./closing.ts";
import { recheck } from "./findings/recheck.ts";
import { fileTurn, reasonTurn } from "./interruptions.ts";
import { carryOut, isOrder } from "./orders.ts";
import { text, type Reply } from "./reply.ts";
import type { Outcome, Situation } from "./situation.ts";
import { sectionSummary } from "./words/review.ts";
import { namesOf } from "./words/say.ts";
import type { Talk } from "./talk.ts";
import { wording } from "./words/wording.ts";

/** One turn of the talk. Pure but for the press that prints a document on 生成 and 定稿. */
export async function turn(situation: Situation, given?: readonly Command[]): Promise<Outcome> {
  const { talk, message } = situation;
  const report = fold(situation.year, situation.recorded);
  if (situation.sent !== undefined && given === undefined) {
    const taken = fileTurn(situation, report);
    if ("replies" in taken) return taken;
    const answered = await answer(
      { ...situation, talk: taken.talk },
      report,
      only([{ do: "file" }]),
      message.text,
    );
    return taken.first === "" ? answered : { ...answered, replies: [text(taken.first), ...answered.replies] };
  }
  const pending = talk.pending;
  const picked =
    pending === null || given !== undefined
      ? null
      : pickChoice(
          message.text,
          pending.choices.map((choice) => choice.label),
        );
  if (pending !== null && picked !== null) {
    const commands = pending.choices[picked]?.commands ?? [];
    const going = { ...talk, pending: null, waiting: null };
    if (commands.every((command) => command.do === "decline"))
      return { talk: { ...going, misses: 0 }, events: [], replies: [text(wording.anotherValue)] };
    return locking({ ...situation, talk: going }, report, only(commands), pending.words);
  }
  if (given !== undefined)
    return given.length === 0
      ? question(situation, report)
      : locking({ ...situation, talk: { ...talk, pending: null } }, report, only(given), message.text);
  const heard = hear(situation, report, message.text);
  const nothing = heard.commands.length === 0 && heard.doubts.length === 0;
  if (talk.waiting !== null) {
    const going = { ...situation, talk: { ...talk, pending: null, waiting: null } };
    const commands = reasonTurn(message.text, talk, () => !nothing);
    const words = commands === null || talk.waiting.what === "dismiss" ? "" : message.text;
    const unchanged = wording.notChanged[talk.waiting.what];
    if (commands !== null && commands.length > 0) return answer(going, report, only(commands), words);
    if (commands !== null) {
      const { talk: asked, replies } = asking({ ...going, report }, [unchanged]);
      return { talk: asked, events: [], replies };
    }
    const answered = await locking(going, report, heard, message.text);
    return { ...answered, replies: [text(unchanged), ...answered.replies] };
  }
  if (pending !== null && pending.insist && nothing) return again(situation, pending.question);
  return locking({ ...situation, talk: { ...talk, pending: null } }, report, heard, message.text);
}

const only = (commands: readonly Command[]): Understanding => ({
  commands,
  doubts: [],
  unread: [],
  aside: [],
});

/** What the message says. A change of 上年结转 is heard with its reason, and a zero there is a change like any other. */
function hear({ talk, year, lastYear }: Situation, report: Report, said: string): Understanding {
  const understood = (say: string, last: (cell: CellId) => number | undefined): Understanding =>
    understand({ say, asked: askedOf(talk), year, known: (cell) => valueOf(report, cell), lastYear: last });
  const unlocked = (cell: CellId): number | undefined =>
    cell.startsWith("requests.carriedOut.") ? undefined : lastYear(cell);
  const split = splitReason(said);
  if (split !== null && split.head !== "") {
    const heard = understood(split.head, unlocked);
    const commands = asStated(heard.commands);
    const locked = onlyCarried(heard) ? lockedIn(report, lastYear, commands) : null;
    if (locked !== null)
      return {
        ...heard,
        commands: [...commands, { do: "explain", cells: [...locked.cells], reason: split.reason }],
      };
  }
  const heard = understood(said, lastYear);
  if (!heard.doubts.some((doubt) => doubt.why === "zero denied" && doubt.lastYear !== undefined))
    return heard;
  const free = understood(said, unlocked);
  return onlyCarried(free) && free.doubts.length === 0
    ? { ...free, commands: asStated(free.commands) }
    : heard;
}

/** Holds back what needs a reason, and asks for it. */
async function locking(
  situation: Situation,
  report: Report,
  heard: Understanding,
  words: string,
): Promise<Outcome> {
  const locked = lockedIn(report, situation.lastYear, heard.commands);
  if (locked === null) return await answer(situation, report, heard, words);
  const answered = await answer(situation, report, { ...heard, commands: locked.free }, words, {
    what: "carried",
    commands: [...locked.held, { do: "explain", cells: [...locked.cells], reason: "？" }],
  });
  return { ...answered, replies: [...answered.replies, text(wording.whyCarried(locked.before, locked.now))] };
}

/** Only the open question. */
function question(situation: Situation, report: Report): Outcome {
  const { talk, replies } = asking({ ...situation, report }, [], true, wording.allAnswered);
  return { talk, events: [], replies };
}

const askedOf = (talk: Talk): string | null =>
  talk.asked === "year" || talk.asked === "kind" ? null : talk.asked;

/** The choices are offered once more. */
function again({ talk }: Situation, question: string): Outcome {
  const choices = talk.pending?.choices.map((choice) => choice.label) ?? [];
  return {
    talk,
    events: [],
    replies: [text("请回一个数字。"), { type: "choices", text: question, choices }],
  };
}

async function answer(
  situation: Situation,
  report: Report,
  understanding: Understanding,
  words: string,
  waiting: Talk["waiting"] = null,
): Promise<Outcome> {
  const { talk, message, year } = situation;
  const { doubts, unread, aside } = understanding;
  const { commands, spared } = sparingInForce(report, situation.lastYear, understanding.commands);

  const otherYear = commands.find((command) => command.do === "year");
  if (otherYear !== undefined && otherYear.year !== year) {
    const fault = yearFault(otherYear.year, situation.now);
    if (fault !== null) return { talk, events: [], replies: [text(fault)] };
    return {
      talk,
      events: [],
      replies: [],
      turnTo: { order: otherYear, commands: commands.filter((command) => command !== otherYear), words },
    };
  }

  const unclear = commands.find((command) => command.do === "organ" && command.kind === undefined);
  if (unclear?.do === "organ") return askKind(situation, unclear.name, commands);

  const repairs = commands.some((command) => command.do === "repair");
  const source: Source = {
    at: situation.now.toISOString(),
    by: message.sender,
    message: message.id,
    words: (repairs ? wording.repairSource : words).slice(0, 120),
  };
  const told = apply(report, situation.recorded, commands, source);
  const bound = rebound(report, told.after);
  const record = (event: ReportEvent): Recorded => ({ ...source, event });
  const events = [...told.events, ...bound.events].map(record);
  const after = bound.events.length === 0 ? told.after : fold(year, [...situation.recorded, ...events]);

  const lines: string[] = [acknowledge(report, after, commands, told.events, words)];
  if (told.voided.length > 0) lines.push(wording.voided(namesOf(told.voided)));
  if (told.refused.length > 0) lines.push(wording.refusedZero(namesOf(told.refused)));
  if (spared.length > 0)
    lines.push(wording.inForceKept(namesOf(spared.map((cell) => cell.slice(0, cell.lastIndexOf("."))))));
  lines.push(...bound.lines, ...doubts.map(sayDoubt));
  const anything =
    told.events.length > 0 ||
    aside.length > 0 ||
    doubts.length > 0 ||
    told.refused.length > 0 ||
    waiting !== null;
  const read = anything || spared.length > 0 || commands.some(isOrder);
  if (aside.length > 0) lines.push(wording.aside(aside));
  if (unread.length > 0) lines.push(read ? wording.unreadRest(unread) : wording.notUnderstood(unread));
  lines.push(...completed(report, after, lines[0] ?? ""));

  const running = { ...situation, report: after, recorded: [...situation.recorded, ...events] };
  const order = commands.find(isOrder);
  if (order !== undefined || repairs) {
    const ran = order === undefined ? recheck(running, said(lines)) : await carryOut(order, running);
    const spoken = { ...source, words: (ran.words ?? source.words).slice(0, 120) };
    return {
      talk: ran.talk,
      events: [...events, ...ran.events.map((event): Recorded => ({ ...spoken, event }))],
      ...(ran.lastEvents === undefined
        ? {}
        : { lastEvents: ran.lastEvents.map((event): Recorded => ({ ...spoken, event })) }),
      replies: order === undefined ? ran.replies : [...spokenLines(lines), ...ran.replies],
    };
  }

  const moved = {
    ...talk,
    waiting,
    deferred: talk.deferred.filter((topic) => topic !== talk.asked || !anything),
  };
  if (!read) return missed({ ...running, talk: moved }, lines);
  if (waiting !== null) return { talk: { ...moved, misses: 0 }, events, replies: spokenLines(lines) };
  if (doubts.length > 0)
    return {
      talk: { ...moved, asked: doubtTopic(doubts, talk), misses: 0 },
      events,
      replies: spokenLines(lines),
    };
  const closed = asking({ ...running, talk: moved }, said(lines), true, wording.allAnswered);
  return { talk: closed.talk, events, replies: closed.replies };
}

const said = (lines: readonly string[]): string[] => lines.filter((line) => line !== "");
const spokenLines = (lines: readonly string[]): Reply[] => (said(lines).length === 0 ? [] : [text(...lines)]);

/** The doubt itself is the open question; where it names a row, that row is asked. */
function doubtTopic(doubts: Understanding["doubts"], talk: Talk): string | null {
  for (const doubt of doubts) if ("row" in doubt) return doubt.row;
  return talk.asked;
}

/** Sections that this message completed: what their figures came to, unless just said, and how far the report is. */
function completed(before: Report, after: Report, said: string): string[] {
  const old = completeSections(before);
  const now = sections.filter(({ id }) => completeSections(after).has(id) && !old.has(id));
  if (now.length === 0) return [];
  const summaries = now
    .map(({ id }) => sectionSummary(after, id))
    .filter((summary) => summary !== "" && !said.includes(summary.split("，这张表")[0] ?? summary));
  return [
    ...summaries,
    `填好了：${progressLine(
      now.map(({ id }) => id),
      percentDone(after),
    )}。`,
  ];
}

/** Nothing understood: the question again; after two failures choices, after three a form to fill in. */
function missed({ talk, report, lastYear }: Running, lines: readonly string[]): Outcome {
  const following = next(report, talk.deferred, lastYear);
  const misses = talk.misses + 1;
  if (following === null)
    return {
      talk: { ...talk, asked: null, misses },
      events: [],
      replies: [text(...lines, wording.allAnswered)],
    };
  const { asked } = following;
  if (misses % 3 === 2) {
    const offered = phrasesFor(asked);
    const choices = offered.map((label) => ({
      label,
      commands: [
        ...understand({
          say: label,
          asked,
          year: report.year,
          known: (cell) => valueOf(report, cell),
          lastYear: () => undefined,
        }).commands,
      ],
    }));
    const pending = { question: following.text, choices, insist: false, words: "" };
    return {
      talk: { ...talk, asked, misses, pending },
      events: [],
      replies: [...spokenLines(lines), { type: "choices", text: following.text, choices: offered }],
    };
  }
  const form = misses % 3 === 0 ? `也可以照下面填好数再发回来：\n${formFor(asked)}` : "";
  return { talk: { ...talk, asked, misses }, events: [], replies: [text(...lines, following.text, form)] };
}

/** A name that may be of two kinds (市辖区的市 or 县级市) or of none we know: the person chooses. */
function askKind(situation: Situation, name: string, commands: readonly Command[]): Outcome {
  const possible = kindsOf(name);
  const kinds = possible.length > 0 ? possible : organKinds.map((kind) => kind.id);
  const choices = kinds.map((kind) => ({
    label: organKind(kind).name,
    commands: commands.map((command): Command => (command.do === "organ" ? { ...command, kind } : command)),
  }));
  const question = wording.kindQuestion(name);
  const pending = {
    question,
    choices,
    insist: true,
    words: situation.message.text.slice(0, 120),
  };
  return {
    talk: { ...situation.talk, asked: "kind", pending },
    events: [],
    replies: [{ type: "choices", text: question, choices: choices.map((choice) => choice.label) }],
  };
}
