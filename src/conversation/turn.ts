import type { Recorded, ReportEvent } from "../report/events.ts";
import { sections } from "../report/form.ts";
import { yearFault } from "../report/period.ts";
import { fold, type Report, type Source } from "../report/report.ts";
import type { Command, Understanding } from "../understanding/command.ts";
import type { Proposal } from "../understanding/model/propose.ts";
import { apply } from "./apply.ts";
import { completeSections, percentDone } from "./asking/agenda.ts";
import { progressLine } from "./asking/next.ts";
import { rebound } from "./bound.ts";
import { lockedIn, sparingInForce } from "./carried.ts";
import { asking } from "./closing.ts";
import { recheck } from "./findings/recheck.ts";
import { disagreement, replacedOf } from "./people/colleagues.ts";
import { hear, only } from "./hearing.ts";
import { fileTurn, reasonTurn } from "./interruptions.ts";
import { confirmation, stillUnread } from "./model/proposing.ts";
import { wordedIn } from "./model/rework.ts";
import { pickChoice } from "./message.ts";
import { askKind, missed } from "./misses.ts";
import { carryOut, isOrder } from "./orders.ts";
import { spoken, text } from "./reply.ts";
import type { Outcome, Situation } from "./situation.ts";
import type { Talk } from "./talk.ts";
import { acknowledge } from "./words/acknowledge.ts";
import { sayDoubt } from "./words/doubts.ts";
import { sectionSummary } from "./words/review.ts";
import { namesOf, rowNames } from "./words/say.ts";
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
    if (commands.length > 0 && commands.every((command) => command.do === "agree")) {
      const { talk: asked, replies } = asking({ ...situation, report, talk: going }, wording.leftAsItWas);
      return { talk: asked, events: [], replies };
    }
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
    const left = talk.waiting.what === "dismiss" ? pending : null;
    const going = { ...situation, talk: { ...talk, pending: left, waiting: null } };
    const commands = reasonTurn(message.text, talk, () => !nothing);
    const words = commands === null || talk.waiting.what === "dismiss" ? "" : message.text;
    const unchanged = wording.notChanged[talk.waiting.what];
    if (commands !== null && commands.length > 0) return answer(going, report, only(commands), words);
    if (commands !== null) {
      const { talk: asked, replies } = asking({ ...going, report }, [unchanged]);
      return { talk: asked, events: [], replies };
    }
    const answered = await locking(
      { ...going, talk: { ...going.talk, pending: null } },
      report,
      heard,
      message.text,
    );
    return { ...answered, replies: [text(unchanged), ...answered.replies] };
  }
  if (pending !== null && pending.insist && nothing) return again(situation, pending.question);
  const { readings = [] } = situation.prepared?.proposal ?? {};
  if (readings.length > 0 && heard.unread.length > 0)
    return await proposing({ ...situation, talk: { ...talk, pending: null } }, report, heard, readings);
  const about = heard.commands.some((command) => command.do === "dismiss" || command.do === "more");
  const left = about ? pending : null;
  return locking({ ...situation, talk: { ...talk, pending: left } }, report, heard, message.text);
}

/** Holds back what needs a reason or what a colleague said otherwise, and asks. */
async function locking(
  situation: Situation,
  report: Report,
  heard: Understanding,
  words: string,
): Promise<Outcome> {
  const locked = lockedIn(report, situation.lastYear, heard.commands);
  if (locked === null) return await agreeing(situation, report, heard, words);
  const answered = await answer(situation, report, { ...heard, commands: locked.free }, words, {
    waiting: {
      what: "carried",
      commands: [...locked.held, { do: "explain", cells: [...locked.cells], reason: "？" }],
    },
  });
  return { ...answered, replies: [...answered.replies, text(wording.whyCarried(locked.before, locked.now))] };
}

/** Two values of two people for one cell: both are shown, and the person chooses. */
async function agreeing(
  situation: Situation,
  report: Report,
  heard: Understanding,
  words: string,
): Promise<Outcome> {
  const differing = disagreement(report, heard.commands, situation.message);
  if (differing === null) return await answer(situation, report, heard, words);
  const { free, pending } = differing;
  const nothing = free.length === 0 && heard.doubts.length === 0 && heard.unread.length === 0;
  const answered: Outcome = nothing
    ? { talk: { ...situation.talk, misses: 0 }, events: [], replies: [] }
    : await answer(situation, report, { ...heard, commands: free }, words, { ask: false });
  return withChoice(answered, pending);
}

/** What a model made of the words that were left unread: a question, beside what the grammar read. */
async function proposing(
  situation: Situation,
  report: Report,
  heard: Understanding,
  readings: Proposal["readings"],
): Promise<Outcome> {
  const pending = confirmation(readings);
  const unread = stillUnread(heard.unread, readings);
  const nothing = heard.commands.length === 0 && unread.length === 0 && heard.aside.length === 0;
  const answered: Outcome = nothing
    ? { talk: { ...situation.talk, misses: 0 }, events: [], replies: [] }
    : await answer(situation, report, { ...heard, unread }, situation.message.text, { ask: false });
  return withChoice(answered, pending);
}

const withChoice = (answered: Outcome, pending: NonNullable<Talk["pending"]>): Outcome => ({
  ...answered,
  talk: { ...answered.talk, pending },
  replies: [
    ...answered.replies,
    { type: "choices", text: pending.question, choices: pending.choices.map(({ label }) => label) },
  ],
});

/** Only the open question. */
function question(situation: Situation, report: Report): Outcome {
  const { talk, replies } = asking({ ...situation, report }, [], true, wording.allAnswered);
  return { talk, events: [], replies };
}

/** The choices are offered once more. */
function again({ talk }: Situation, question: string): Outcome {
  const choices = talk.pending?.choices.map((choice) => choice.label) ?? [];
  return {
    talk,
    events: [],
    replies: [text("请回一个数字。"), { type: "choices", text: question, choices }],
  };
}

/** What is asked after the answer instead of the next question. */
interface Held {
  waiting?: Talk["waiting"];
  ask?: boolean;
}

async function answer(
  situation: Situation,
  report: Report,
  understanding: Understanding,
  words: string,
  { waiting = null, ask = true }: Held = {},
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
  const worded = wordedIn(situation);
  const events = [...told.events, ...bound.events, ...worded].map(record);
  const after =
    bound.events.length + worded.length === 0 ? told.after : fold(year, [...situation.recorded, ...events]);

  const lines: string[] = [acknowledge(report, after, understanding.commands, told.events, words)];
  if (told.voided.length > 0) lines.push(wording.voided(rowNames(told.voided)));
  if (told.refused.length > 0) lines.push(wording.refusedZero(namesOf(told.refused)));
  if (spared.length > 0)
    lines.push(wording.inForceKept(namesOf(spared.map((cell) => cell.slice(0, cell.lastIndexOf("."))))));
  for (const command of commands)
    if (command.do === "explain") lines.push(wording.carriedExplained(command.reason));
  // A choice between two people's values has named them already.
  if (words === message.text) lines.push(replacedOf(report, commands, message.sender));
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
    const ran =
      order === undefined ? recheck(running, said(lines)) : await carryOut(order, running, told.after);
    const own = { ...source, words: (ran.words ?? source.words).slice(0, 120) };
    return {
      talk: ran.talk,
      events: [...events, ...ran.events.map((event): Recorded => ({ ...own, event }))],
      ...(ran.lastEvents === undefined
        ? {}
        : { lastEvents: ran.lastEvents.map((event): Recorded => ({ ...own, event })) }),
      replies: order === undefined ? ran.replies : [...spoken(lines), ...ran.replies],
    };
  }

  const moved = {
    ...talk,
    waiting,
    deferred: talk.deferred.filter((topic) => topic !== talk.asked || !anything),
  };
  if (!read) return missed({ ...running, talk: moved }, lines);
  if (waiting !== null || !ask) return { talk: { ...moved, misses: 0 }, events, replies: spoken(lines) };
  if (doubts.length > 0)
    return {
      talk: { ...moved, asked: doubtTopic(doubts, talk), misses: 0 },
      events,
      replies: spoken(lines),
    };
  const closed = asking({ ...running, talk: moved }, said(lines), true, wording.allAnswered);
  return { talk: closed.talk, events, replies: closed.replies };
}

const said = (lines: readonly string[]): string[] => lines.filter((line) => line !== "");

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
