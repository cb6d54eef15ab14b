import fc from "fast-check";
import { expect, test } from "vitest";
import { wordParagraph } from "../../../src/drafting/model/word.ts";
import { byModel } from "../../../src/drafting/worded.ts";
import { writeOut } from "../../../src/drafting/writeOut.ts";
import { findNumbers } from "../../../src/language/numerals.ts";
import { reportWith } from "./grounds.ts";
import { good } from "./good.ts";
import { scriptedModel } from "../../support/models.ts";
import type { ReportEvent } from "../../../src/report/events.ts";

/** From the answer to the printed paragraph: what a hostile model can get into the report. */

const signs = [..."0123456789０２７一二三五九十百千万两半〇壹玖%倍成余近第年月日号条件次，、。"];
const spoiled = fc
  .tuple(
    fc.constantFrom("none", "put in", "taken out", "doubled", "turned round"),
    fc.array(fc.constantFrom(...signs), { minLength: 1, maxLength: 5 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([how, put, share]) => (wording: string): string => {
    const at = Math.floor(share * wording.length);
    if (how === "put in") return wording.slice(0, at) + put.join("") + wording.slice(at);
    if (how === "taken out") return wording.slice(0, at) + wording.slice(at + put.length);
    const clauses = wording.split(/(?<=[，；。])/);
    const index = Math.floor(share * (clauses.length - 1));
    if (how === "doubled") return [...clauses.slice(0, index + 1), ...clauses.slice(index)].join("");
    return how === "turned round" ? clauses.toReversed().join("") : wording;
  });

/** Numbers as a reader finds them; words and marks of a list that tell none are taken out. */
const numbersOf = (text: string): number[] =>
  findNumbers(text.replace(/(?<=^|[，。；])[一二三四五]是|进一步|统一|单一|一体|一般|一定/g, "")).map(
    ({ value }) => value,
  );

test("of 1,000 spoiled answers not one figure is printed that nobody stated", async () => {
  let printed = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...good), spoiled, async ({ slot, items, cells, wording }, spoil) => {
      const facts: ReportEvent[] = [
        { type: "TextStated", slot, items: [...items] },
        {
          type: "CellsStated",
          how: "stated",
          cells: { "disclosure.coercion": 7, ...cells },
        },
      ];
      const answer = spoil(wording);
      const out = await wordParagraph(
        scriptedModel(() => answer),
        { report: reportWith(...facts), slot, how: "draft" },
      );
      if (out.kind === "plain") return;
      const report = reportWith(...facts, out.event);
      const paragraphs = Object.values(writeOut(report)?.paragraphs ?? {}).flat();
      const worded = paragraphs.filter(({ remarks }) => remarks.includes(byModel));
      expect(worded).toHaveLength(1);
      printed++;
      const stated = new Set([2025, 2024, ...items.flatMap(numbersOf)]);
      for (const value of numbersOf(worded[0]?.text ?? "")) expect(stated, answer).toContain(value);
    }),
    { numRuns: 1000 },
  );
  // The property says something only if unspoiled answers get through.
  expect(printed).toBeGreaterThan(100);
});
