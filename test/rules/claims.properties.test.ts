import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestSentences, disputeSentence } from "../../src/drafting/requests.ts";
import { writing } from "../../src/drafting/writing.ts";
import { eventsOfFacts } from "../../src/report/facts.ts";
import { cellIds, isComputed, type CellId } from "../../src/report/form.ts";
import { fold } from "../../src/report/report.ts";
import { printed } from "../../src/report/written.ts";
import type { PrintedReport } from "../../src/report/printed.ts";
import { claimsOf } from "../../src/rules/claims.ts";
import { judge } from "../../src/rules/judge.ts";
import { balancedCells, city, completeReport } from "../support/balanced.ts";

type Cells = Record<CellId, number>;
const sum = (cells: Cells, rows: readonly string[]): number =>
  rows.reduce((total, row) => total + cells[`requests.${row}.total` as CellId], 0);
const sumOf = (cells: Cells, of: readonly CellId[]): number =>
  of.reduce((total, cell) => total + cells[cell], 0);
const refused = [
  "stateSecret",
  "otherLaw",
  "safetyStability",
  "thirdParty",
  "internalAffairs",
  "processInformation",
  "enforcementFile",
  "adminQuery",
].map((row) => `refused.${row}`);
const unavailable = ["notHeld", "mustBeCreated", "unclear"].map((row) => `unavailable.${row}`);
const notProcessed = ["petition", "repeated", "publication", "excessive", "reissue"].map(
  (row) => `notProcessed.${row}`,
);
const otherHandling = ["notCorrected", "feeUnpaid", "other"].map((row) => `otherHandling.${row}`);
const suits = (cells: Cells, outcome: string): number =>
  cells[`disputes.directSuit.${outcome}` as CellId] +
  cells[`disputes.suitAfterReconsideration.${outcome}` as CellId];

/** The figures of the tables in the words of published reports, each a bound number and the cells it counts. */
const phrases: readonly ((cells: Cells) => readonly [string, number])[] = [
  (cells) => ["全市共收到政府信息公开申请N件", cells["requests.received.total"]],
  (cells) => ["本年受理依申请公开政府信息N件", cells["requests.received.total"]],
  (cells) => ["上年度结转申请N件", cells["requests.carriedIn.total"]],
  (cells) => ["全年办结政府信息公开申请N件", cells["requests.handledTotal.total"]],
  (cells) => [
    "共办理政府信息公开申请N件",
    cells["requests.received.total"] + cells["requests.carriedIn.total"],
  ],
  (cells) => ["N件结转下年度继续办理", cells["requests.carriedOut.total"]],
  (cells) => ["申请中予以公开N件", cells["requests.granted.total"]],
  (cells) => ["N件申请部分公开", cells["requests.partlyGranted.total"]],
  (cells) => ["申请不予公开N件", sum(cells, refused)],
  (cells) => ["申请无法提供的有N件", sum(cells, unavailable)],
  (cells) => ["申请不予处理N件", sum(cells, notProcessed)],
  (cells) => ["申请其他处理N件", sum(cells, otherHandling)],
  (cells) => ["政府信息公开行政复议N件", cells["disputes.reconsideration.total"]],
  (cells) => ["政府信息公开行政复议尚未审结N件", cells["disputes.reconsideration.pending"]],
  (cells) => ["因政府信息公开被提起行政诉讼N件", suits(cells, "total")],
  (cells) => ["政府信息公开行政诉讼结果维持N件", suits(cells, "upheld")],
  (cells) => ["制发行政规范性文件N件", cells["disclosure.normative.made"]],
  (cells) => ["现行有效行政规范性文件N件", cells["disclosure.normative.inForce"]],
  (cells) => ["作出行政处罚决定N件", cells["disclosure.penalties"]],
];
const phrase = fc.constantFrom(...phrases);
const of = (rule: string): boolean => /^(?:X-|A-08)/.test(rule);
const withPart = (cells: Cells, words: string): PrintedReport => {
  const base = printed(completeReport({ organ: city, cells }));
  return {
    ...base,
    sections: base.sections.map((section, index) =>
      index === 0
        ? { ...section, text: section.text.replace("申请由专人接收", `${words}。申请由专人接收`) }
        : section,
    ),
  };
};
const cityCells = balancedCells({ regulations: true });

describe("figures of the tables told in the text", () => {
  it("have no finding", () => {
    const some = fc.uniqueArray(phrase, { maxLength: 6 });
    fc.assert(
      fc.property(cityCells, some, (cells, told) => {
        const words = told
          .map((each) => each(cells))
          .map(([text, value]) => text.replace("N", String(value)));
        expect(judge(withPart(cells, words.join("。"))).filter(({ rule }) => of(rule))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("are found when one is told wrong, whatever its words", () => {
    fc.assert(
      fc.property(cityCells, phrase, fc.integer({ min: 30_000, max: 90_000 }), (cells, each, by) => {
        const [text, value] = each(cells);
        const received = /收到|受理/.test(text);
        const report = withPart(cells, text.replace("N", String(value + by)));
        // Two numbers of what came in: which is the whole cannot be told.
        const single = received
          ? {
              ...report,
              sections: report.sections.map((section) => ({
                ...section,
                text: section.text.replace(/本年(?:新收政府信息公开申请\d+件|未收到政府信息公开申请)。/, ""),
              })),
            }
          : report;
        const found = judge(single).filter(({ rule }) => of(rule));
        expect(found.map(({ actual }) => actual)).toContain(value + by);
      }),
      { numRuns: 200 },
    );
  });
});

const source = {
  at: "2026-01-05T00:00:00.000Z",
  by: { id: "clerk", name: "小王" },
  message: "m1",
  words: "",
};

describe("our own sentences", () => {
  it("are bound to their cells, every figure of them, and have no finding", () => {
    fc.assert(
      fc.property(cityCells, (cells) => {
        const stated = Object.fromEntries(
          cellIds.filter((cell) => !isComputed(cell)).map((cell) => [cell, cells[cell]]),
        );
        const events = eventsOfFacts({ year: 2025, organ: city, cells: stated });
        const report = fold(
          2025,
          events.map((event) => ({ ...source, event })),
        );
        const context = writing(report, city);
        const text = requestSentences(context) + disputeSentence(context);
        const claims = claimsOf(text, "requests", 2025);
        for (const { value, quantity } of claims) expect(value).toBe(sumOf(cells, quantity.cells));
        const figures = claims.filter(({ none }) => !none);
        expect(figures.length).toBe(text.match(/\d+(?=件)/g)?.length ?? 0);
        expect(judge(withPart(cells, text.replace(/。$/, ""))).filter(({ rule }) => of(rule))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
