import { expect, test } from "vitest";
import { contentsOf } from "../../src/conversation/files/contents.ts";
import { imported } from "../../src/conversation/files/load.ts";
import { evidenceOf, whyNot } from "../../src/conversation/findings/dismissals.ts";
import { judged } from "../../src/conversation/judged.ts";
import { readReport } from "../../src/reading/read.ts";
import type { ReportEvent } from "../../src/report/events.ts";
import { fold, valueOf, type Report } from "../../src/report/report.ts";
import type { Finding } from "../../src/rules/judge.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { Interview } from "../support/interview.ts";
import { paper } from "../support/papers.ts";

const january = "2026-01-08T09:00:00+08:00";
const source = { at: january, by: { id: "a", name: "甲" }, message: "m", words: "…" };
const loaded: ReportEvent = imported(
  "x",
  contentsOf(await readReport((await paper("毛病多的年报.docx")).bytes)),
);
const folded = (...events: ReportEvent[]): Report =>
  fold(
    2025,
    [loaded, ...events].map((event) => ({ ...source, event })),
  );
const dismissing = (report: Report, finding: Finding): ReportEvent => ({
  type: "FindingDismissed",
  finding: evidenceOf(finding, (cell) => valueOf(report, cell)),
  reason: "有说明",
});

test("sums and missing parts can never be dismissed, all else can, and then is open no more", () => {
  const report = folded();
  const { told } = judged(report);
  expect(told.length).toBeGreaterThan(8);
  for (const finding of told) {
    const after = judged(folded(dismissing(report, finding))).told.map(({ message }) => message);
    if (whyNot(finding) === null) expect(after).not.toContain(finding.message);
    else expect(after).toContain(finding.message);
  }
  expect(told.filter((finding) => whyNot(finding) !== null).map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(["B-02", "B-03", "C-01"]),
  );
});

test("an error that was dismissed stays beside the text of a draft, but for text against a table", () => {
  const report = folded();
  for (const finding of judged(report).told.filter(
    ({ severity, rule }) => severity === "error" && !/^[BC]-/.test(rule),
  )) {
    const { findings } = judged(folded(dismissing(report, finding)));
    const staying = findings.find(({ message }) => message.startsWith(finding.message));
    if (finding.rule.startsWith("X-")) expect(staying).toBeUndefined();
    else expect(staying?.message).toContain("有说明");
  }
});

test("a dismissal lapses when a cell it rests on changes, says so, and stands again when the cell changes back", () => {
  const report = folded();
  const finding = judged(report).told.find(({ rule }) => rule === "A-06");
  if (finding === undefined) throw new Error("no A-06");
  const stated = (value: number): ReportEvent => ({
    type: "CellsStated",
    cells: { "disclosure.normative.made": value },
    how: "stated",
  });
  const messages = (...events: ReportEvent[]): string[] =>
    judged(folded(dismissing(report, finding), ...events))
      .told.filter(({ rule }) => rule === "A-06")
      .map(({ message }) => message);
  expect(messages()).toEqual([]);
  expect(messages(stated(4))).toEqual([expect.stringContaining("原来忽略过：有说明")]);
  expect(messages(stated(4), stated(3))).toEqual([]);
});

test("a dismissal and a file that was sent outlive a restart", async () => {
  const store = memoryStore();
  const before = new Interview(january, { store });
  await before.say("", await paper("毛病多的年报.docx"));
  expect(await before.say("忽略 3 因为区里授权")).toContain("第3条忽略了");
  const after = new Interview(january, { store });
  expect(await after.say("1")).toContain("载入好了");
  expect(await after.say("查看忽略")).toContain("区里授权");
  expect(await after.say("检查")).not.toContain("不能制定规章");
});
