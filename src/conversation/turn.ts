import { fold, valueOf, type Report, type Source } from "../report/report.ts";
import type { Recorded, ReportEvent } from "../report/events.ts";
import { sections } from "../report/form.ts";
import { kindsOf, organKind, organKinds } from "../report/organ.ts";
import { yearFault } from "../report/period.ts";
import type { Command, Understanding } from "../understanding/command.ts";
import { understand } from "../understanding/understand.ts";
import { acknowledge } from "./words/acknowledge.ts";
import { completeSections, percentDone } from "./asking/agenda.ts";
import { apply } from "./apply.ts";
import { sayDoubt } from "./words/doubts.ts";
import { formFor, phrasesFor } from "./asking/fallback.ts";
import { pickChoice } from "./message.ts";
import { next, progressLine } from "./asking/next.ts";
import { text, type Reply } from "./reply.ts";
import { run } from "./run.ts";
import type { Outcome, Situation } from "./situation.ts";
import { sectionSummary } from "./words/review.ts";
import { namesOf } from "./words/say.ts";
import type { Talk } from "./talk.ts";
import { wording } from "./words/wording.ts";

/** One turn of the talk. Pure but for the press that prints a document on 生成 and 定稿. */
export async function turn(situation: Situation, given?: readonly Command[]): Promise<Outcome> {
  const { talk, message } = situation;
  const report = fold(situation.year, situation.recorded);
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
    return answer(
      { ...situation, talk: { ...talk, pending: null } },
      report,
      { commands, doubts: [], unread: [], aside: [] },
      pending.words,
    );
  }
  if (given?.length === 0) return question(talk, report);
  const understanding =
    given !== undefined
      ? { commands: given, doubts: [], unread: [], aside: [] }
      : understand({
          say: message.text,
          asked: askedOf(talk),
          year: situation.year,
          known: (cell) => valueOf(report, cell),
          lastYear: (cell) => situation.lastYear(cell),
        });
  const nothing = understanding.commands.length === 0 && understanding.doubts.length === 0;
  if (pending !== null && pending.insist && nothing) return again(situation, pending.question);
  return answer({ ...situation, talk: { ...talk, pending: null } }, report, understanding, message.text);
}

/** Only the open question. */
function question(talk: Talk, report: Report): Outcome {
  const found = next(report, talk.deferred);
  return {
    talk: { ...talk, asked: found?.asked ?? null, misses: 0 },
    events: [],
    replies: [text(found?.text ?? wording.allAnswered)],
  };
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
): Promise<Outcome> {
  const { talk, message, year } = situation;
  const { commands, doubts, unread, aside } = understanding;

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

  const source: Source = {
    at: situation.now.toISOString(),
    by: message.sender,
    message: message.id,
    words: words.slice(0, 120),
  };
  const applied = apply(report, situation.recorded, commands, source);
  const events = applied.events.map((event): Recorded => ({ ...source, event }));
  const after = applied.after;

  const lines: string[] = [acknowledge(report, after, commands, applied.events, words)];
  if (applied.voided.length > 0) lines.push(wording.voided(namesOf(applied.voided)));
  if (applied.refused.length > 0) lines.push(wording.refusedZero(namesOf(applied.refused)));
  lines.push(...doubts.map(sayDoubt));
  const anything =
    applied.events.length > 0 || aside.length > 0 || doubts.length > 0 || applied.refused.length > 0;
  const read =
    anything || commands.some((command) => command.do === "run" || command.do === "generateAnyway");
  if (aside.length > 0) lines.push(wording.aside(aside));
  if (unread.length > 0) lines.push(read ? wording.unreadRest(unread) : wording.notUnderstood(unread));
  lines.push(...completed(report, after, lines[0] ?? ""));

  const order = commands.find((command) => command.do === "run" || command.do === "generateAnyway");
  if (order !== undefined) {
    const ran = await run(order, {
      ...situation,
      report: after,
      recorded: [...situation.recorded, ...events],
    });
    return {
      talk: ran.talk,
      events: [...events, ...ran.events.map((event: ReportEvent): Recorded => ({ ...source, event }))],
      replies: [...said(lines), ...ran.replies],
    };
  }

  const moved = { ...talk, deferred: talk.deferred.filter((topic) => topic !== talk.asked || !anything) };
  if (!read) return missed(moved, after, lines);
  const misses = 0;
  if (doubts.length > 0)
    return { talk: { ...moved, asked: doubtTopic(doubts, talk), misses }, events, replies: said(lines) };
  const following = next(after, moved.deferred);
  return {
    talk: { ...moved, asked: following?.asked ?? null, misses },
    events,
    replies: said([...lines, following?.text ?? wording.allAnswered]),
  };
}

const said = (lines: readonly string[]): Reply[] =>
  lines.every((line) => line === "") ? [] : [text(...lines)];

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
function missed(talk: Talk, report: Report, lines: readonly string[]): Outcome {
  const following = next(report, talk.deferred);
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
      replies: [...said(lines), { type: "choices", text: following.text, choices: offered }],
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
