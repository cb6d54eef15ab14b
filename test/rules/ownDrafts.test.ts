import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeOut } from "../../src/drafting/writeOut.ts";
import { eventsOfFacts, type FactsFile } from "../../src/report/facts.ts";
import { cellIds, isComputed } from "../../src/report/form.ts";
import { fold } from "../../src/report/report.ts";
import { printed } from "../../src/report/written.ts";
import { judge } from "../../src/rules/judge.ts";
import { balancedCells } from "../support/balanced.ts";
import { completeFacts } from "../support/facts.ts";

const source = { at: "2026-01-08T01:00:00.000Z", by: { id: "a", name: "甲" }, message: "m1", words: "…" };

function findings(facts: FactsFile): string[] {
  const written = writeOut(
    fold(
      facts.year,
      eventsOfFacts(facts).map((event) => ({ ...source, event })),
    ),
  );
  if (written === null) throw new Error("the organ is named");
  return judge(printed(written)).map(({ severity, rule, message }) => `${severity} ${rule} ${message}`);
}

describe("our own complete draft has no finding", () => {
  const organs = [
    ["青河市东山区柳林街道办事处", "subdistrict"],
    ["青河县石桥镇人民政府", "township"],
    ["青河市教育局", "department"],
    ["青河市人民政府", "city"],
    ["柳林街道办事处", "subdistrict"],
  ] as const;
  it.each(organs)("%s", (name, kind) => {
    for (const year of [2023, 2025]) {
      const facts = completeFacts(name, year);
      expect(findings({ ...facts, organ: { ...facts.organ, kind } })).toEqual([]);
    }
  });

  it("without a contact", () => {
    const facts = completeFacts("青河市东山区柳林街道办事处", 2025);
    expect(findings({ ...facts, organ: { name: facts.organ.name, kind: facts.organ.kind } })).toEqual([]);
  });

  it("whatever its balanced figures", () => {
    fc.assert(
      fc.property(balancedCells(), (figures) => {
        const facts = completeFacts("青河市人民政府", 2025);
        const asked = cellIds.filter((cell) => !isComputed(cell));
        const unpaid = figures["requests.otherHandling.feeUnpaid.total"] > 0;
        const drafted = findings({
          ...facts,
          organ: { ...facts.organ, kind: "city" },
          cells: Object.fromEntries(asked.map((cell) => [cell, figures[cell]])),
          text: {
            ...facts.text,
            other: {
              fee: unpaid ? "发出收费通知3件，通知收费总额300.50元，实际收到0元" : "没有收取信息处理费",
            },
          },
        });
        expect(drafted).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
