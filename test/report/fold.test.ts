import fc from "fast-check";
import { expect, it } from "vitest";
import type { Recorded, ReportEvent } from "../../src/report/events.ts";
import { askedCells, cellIds } from "../../src/report/form.ts";
import { impliedIn } from "../../src/report/explain.ts";
import { fold, valueOf, type Report } from "../../src/report/report.ts";

const event: fc.Arbitrary<ReportEvent> = fc.oneof(
  { weight: 6, arbitrary: cells("CellsStated") },
  fc
    .subarray(["disclosure", "requests", "requests.granted", "disputes.directSuit", "requests.received"], {
      minLength: 1,
    })
    .map((under): ReportEvent => ({ type: "ZeroDeclared", under })),
  fc
    .subarray([...askedCells], { minLength: 1, maxLength: 5 })
    .map((cleared): ReportEvent => ({ type: "CellsCleared", cells: cleared })),
  fc.constantFrom<ReportEvent>(
    { type: "OrganNamed", organ: { name: "青山镇人民政府", kind: "township" } },
    { type: "OrganNamed", organ: { name: "青山镇人民政府", kind: "township", contact: "电话1" } },
    { type: "ContactStated", contact: "电话2" },
    { type: "ContactStated", contact: "" },
    { type: "TextStated", slot: "problems", items: ["不够及时。"] },
    { type: "TextStated", slot: "problems", items: [] },
    { type: "Finalized" },
    { type: "RemindersSet", on: false },
    { type: "RemindersSet", on: true },
  ),
  fc.integer({ min: 0, max: 12 }).map((message): ReportEvent => ({ type: "Undone", message: `m${message}` })),
);

function cells(type: "CellsStated"): fc.Arbitrary<ReportEvent> {
  const some = fc.dictionary(fc.constantFrom(...cellIds), fc.integer({ min: 0, max: 9 }), {
    minKeys: 1,
    maxKeys: 5,
  });
  return some.map((stated) => ({ type, cells: stated, how: "stated" }));
}

const plain = (report: Report): unknown => ({
  ...report,
  facts: [...report.facts],
  former: [...report.former],
  texts: [...report.texts],
  implied: [...impliedIn(report)].sort(),
  values: cellIds.map((cell) => valueOf(report, cell)),
});

it("a fold that goes on from earlier ones equals a fold from the beginning, undo and branches included", () => {
  const growing = fc.array(fc.record({ event, branch: fc.boolean() }), { maxLength: 14 });
  fc.assert(
    fc.property(growing, (steps) => {
      let events: readonly Recorded[] = [];
      for (const [index, { event: next, branch }] of steps.entries()) {
        const source = { at: "t", by: { id: "a", name: "张三" }, message: `m${index}`, words: "" };
        const longer: readonly Recorded[] = [...events, { ...source, event: next }];
        expect(plain(fold(2025, longer))).toEqual(plain(fold(2025, structuredClone([...longer]))));
        // A branch is folded and given up, as a refused zero is.
        if (!branch) events = longer;
      }
      expect(plain(fold(2024, events))).toEqual({ ...(plain(fold(2025, events)) as object), year: 2024 });
    }),
    { numRuns: 150 },
  );
});
