import { numberIn } from "../../report/printed.ts";
import type { CellId } from "../../report/form.ts";
import { valueOf } from "../../report/report.ts";
import { asking, choosing, type Ran, type Running } from "../closing.ts";
import { openIn } from "../files/checkup.ts";
import { printedIn } from "../files/held.ts";
import { judged } from "../judged.ts";
import { findingsText } from "../words/review.ts";
import { wording } from "../words/wording.ts";
import { evidenceOf, whyNot } from "./dismissals.ts";
import { findingAt, listing, rest } from "./listing.ts";
import { repairCommand, repairsOf } from "./repairs.ts";
import { contradictedTotals } from "../../rules/stated.ts";
import type { Reply } from "../reply.ts";
import type { Listed, Talk } from "../talk.ts";
import type { Finding } from "../../rules/judge.ts";
import type { Command } from "../../understanding/command.ts";

/** The faults of the report as it stands now, after a change that a file or a repair brought, and what to do next. */
export function recheck(running: Running, said: readonly string[]): Ran {
  const { report, last } = running;
  const errors = judged(report, last).told;
  if (errors.length === 0) return asking(running, said, true, wording.allAnswered);
  return withRepairs(running, [...said, findingsText(errors)], errors);
}

/** A list of faults with the repairs as numbered choices; without any, the open question follows. */
export function withRepairs(
  running: Running,
  said: readonly string[],
  told: readonly Finding[],
  ask = true,
): Ran {
  const { report } = running;
  const value = (cell: CellId): number | undefined => valueOf(report, cell);
  const talk = { ...running.talk, listed: listing("report", told, value) };
  const stated = new Map(contradictedTotals(report).map((total) => [total.cell, total.stated]));
  const repairs = repairsOf(told, (cell) => stated.get(cell) ?? value(cell));
  if (repairs.length === 0) return asking({ ...running, talk }, said, ask, ask ? wording.allAnswered : "");
  return choosing(
    { ...running, talk },
    said,
    wording.repairQuestion,
    repairs.map((repair) => ({ label: repair.label, commands: [repairCommand(repair)] })),
    wording.repairSource,
  );
}

/** What the list shown last speaks of: the report or the file, with its findings as they are now. */
function listedNow(running: Running): {
  listed: Listed | null;
  findings: readonly Finding[];
  value: (cell: CellId) => number | undefined;
} {
  const { talk, report, last } = running;
  const { listed, file } = talk;
  if (listed?.of === "file" && file !== null) {
    const printed = printedIn(file);
    return { listed, findings: openIn(running, file), value: (cell) => numberIn(printed, cell) };
  }
  const told = judged(report, last).told;
  return {
    listed: listed?.of === "report" ? listed : null,
    findings: told,
    value: (cell) => valueOf(report, cell),
  };
}

/** 继续. */
export function more(running: Running): Ran {
  const { listed, findings, value } = listedNow(running);
  if (listed === null) return asking(running, []);
  if (listed.shown >= listed.findings.length)
    return { talk: running.talk, events: [], replies: withChoices(running.talk, "后面没有了。") };
  const next = rest(listed, findings, value);
  const talk = { ...running.talk, listed: next.listed };
  return { talk, events: [], replies: withChoices(talk, next.text) };
}

/** What is said about a list; the choices that were offered with it stay open and are shown again. */
function withChoices({ pending }: Talk, said: string): Reply[] {
  const choices = pending?.choices.map(({ label }) => label) ?? [];
  return [
    { type: "text", text: said },
    ...(pending === null ? [] : [{ type: "choices" as const, text: pending.question, choices }]),
  ];
}

/** 忽略 2 因为…. */
export function dismiss(running: Running, { number, reason }: Extract<Command, { do: "dismiss" }>): Ran {
  const { listed, findings, value } = listedNow(running);
  const { talk } = running;
  const keep = (line: string): Ran => ({ talk, events: [], replies: withChoices(talk, line) });
  const found = findingAt(listed, number, findings, value);
  if (found === null) return keep(`没有第${number}条。发“检查”可以看编号。`);
  if (found.finding === undefined) return keep(`第${number}条已经没有了，不用忽略。`);
  if (
    listed?.of === "file" &&
    talk.file !== null &&
    talk.file.year !== null &&
    talk.file.year !== running.year
  )
    return keep(`这份是${talk.file.year}年的，只检查，不用忽略。`);
  const why = whyNot(found.finding);
  if (why !== null) return keep(`第${number}条没有忽略。${why}`);
  if (reason === undefined)
    return {
      talk: { ...talk, waiting: { what: "dismiss", commands: [{ do: "dismiss", number }] } },
      events: [],
      replies: [{ type: "text", text: `第${number}条为什么不用改？请回“因为……”，理由会记下来。` }],
    };
  return {
    talk,
    events: [
      {
        type: "FindingDismissed",
        finding: evidenceOf(found.finding, value),
        reason: reason.replace(/[。.!！\s]+$/, ""),
      },
    ],
    replies: withChoices(talk, wording.dismissed(number)),
  };
}

/** 查看忽略. */
export function dismissals(running: Running): Ran {
  const { dismissed } = running.report;
  if (dismissed.length === 0) return asking(running, [wording.nothingDismissed]);
  const { findings, dismissed: standing } = judged(running.report, running.last);
  const value = (cell: CellId): number | undefined => valueOf(running.report, cell);
  const messages = [...standing.map(({ finding }) => finding), ...findings];
  const lines = dismissed.map(({ finding, reason, source }, index) => {
    const now = messages.find(
      (candidate) =>
        sameRule(evidenceOf(candidate, value).cells, finding.cells) &&
        candidate.rule === finding.rule &&
        candidate.where === finding.where,
    );
    const about = now?.message ?? finding.quote ?? "现在已经没有这个问题";
    const stands = standing.some((entry) => entry.finding === now) || now === undefined;
    const lapsed = stands ? "" : "（内容变了，这次忽略已经不算）";
    return `${index + 1}. ${about.split("（原来忽略过")[0]}\n　　${source.by.name}忽略，理由：${reason}${lapsed}`;
  });
  return asking(running, ["忽略了的：", ...lines, "要恢复哪一条，回“恢复 1”。"]);
}

const sameRule = (one: readonly CellId[], other: readonly CellId[]): boolean =>
  one.length === other.length && one.every((cell, index) => cell === other[index]);

/** 恢复 2. */
export function restore(running: Running, number: number): Ran {
  const found = running.report.dismissed[number - 1];
  if (found === undefined) return asking(running, [`没有忽略过第${number}条。发“查看忽略”可以看编号。`]);
  return {
    ...asking(running, [`第${number}条恢复了，检查时会再列出来。`]),
    events: [{ type: "DismissalWithdrawn", finding: found.finding }],
  };
}
