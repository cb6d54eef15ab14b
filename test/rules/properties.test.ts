import { work } from "../support/work.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellIds, type CellId } from "../../src/report/form.ts";
import { organKinds, type Organ } from "../../src/report/organ.ts";
import type { PrintedCell, PrintedReport } from "../../src/report/printed.ts";
import { printed } from "../../src/report/written.ts";
import { judge } from "../../src/rules/judge.ts";
import { balancedCells, city, completeReport } from "../support/balanced.ts";

/** The row or column of a cell of table 三, the block of one of table 四. */
const near = (cell: CellId, other: CellId): boolean => {
  if (cell === other) return true;
  const [table, ...parts] = cell.split(".");
  const [otherTable, ...others] = other.split(".");
  if (table !== otherTable || table === "disclosure") return false;
  return parts.at(-1) === others.at(-1) || parts.slice(0, -1).join() === others.slice(0, -1).join();
};

const cityCells = balancedCells({ regulations: true });
const report = (cells: Record<CellId, number>): PrintedReport =>
  printed(completeReport({ organ: city, cells }));

describe("balanced tables", () => {
  it("have no finding", () => {
    fc.assert(
      fc.property(cityCells, (cells) => {
        expect(judge(report(cells))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  const summed = cellIds.filter((cell) => !cell.startsWith("disclosure."));
  it("with one changed figure have a finding at its cell, its row or its column", () => {
    fc.assert(
      fc.property(
        cityCells,
        fc.constantFrom(...summed),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        (cells, cell, by, less) => {
          const value = less && cells[cell] >= by ? cells[cell] - by : cells[cell] + by;
          const base = report(cells);
          const changed: PrintedReport = {
            ...base,
            cells: new Map(base.cells).set(cell, { kind: "number", value }),
          };
          const errors = judge(changed).filter(({ severity }) => severity === "error");
          expect(errors.some((finding) => finding.cells.some((other) => near(cell, other)))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("with one blank have exactly that blank reported as an error or a warning, nothing else in the tables", () => {
    fc.assert(
      fc.property(cityCells, fc.constantFrom(...cellIds), (cells, cell) => {
        const base = report(cells);
        const blanked: PrintedReport = {
          ...base,
          cells: new Map(base.cells).set(cell, { kind: "blank", raw: "/" }),
        };
        const found = judge(blanked).filter(({ verdict }) => verdict === "broken");
        expect(found.map((finding) => finding.cells)).toEqual([[cell]]);
      }),
      { numRuns: 150 },
    );
  });
});

describe("any printed report", () => {
  const cell: fc.Arbitrary<PrintedCell | null> = fc.oneof(
    fc.constant(null),
    fc.constant<PrintedCell>({ kind: "blank", raw: "" }),
    fc.string().map((raw): PrintedCell => ({ kind: "unreadable", raw })),
    fc.double().map((value): PrintedCell => ({ kind: "number", value })),
    fc.integer({ min: 0, max: 9 }).map((value): PrintedCell => ({ kind: "number", value })),
  );
  const words = fc.oneof(
    fc.string(),
    fc
      .array(
        fc.constantFrom(
          "收到",
          "未收到",
          "政府信息公开",
          "申请",
          "4件",
          "三条",
          "，",
          "。",
          "\n",
          "（二）",
          "(1)",
          "《",
          "〈",
          "*",
          "公开为原则，不公开为例外",
          "信息处理费",
          "12元",
          "无",
          "一是",
          "二是",
          "2024年1月1日至12月31日",
          "统计期限",
          "[",
          "\\",
          "(",
        ),
        { maxLength: 40 },
      )
      .map((parts) => parts.join("")),
  );
  const organ: fc.Arbitrary<Organ | null> = fc.oneof(
    fc.constant(null),
    fc.record({ name: words, kind: fc.constantFrom(...organKinds.map((kind) => kind.id)) }),
  );
  const any: fc.Arbitrary<PrintedReport> = fc.record({
    title: words,
    organ,
    year: fc.oneof(fc.constant(null), fc.integer({ min: 2015, max: 2030 })),
    form: fc.constantFrom("2021" as const, "2019" as const, null),
    cells: fc.array(cell, { minLength: cellIds.length, maxLength: cellIds.length }).map(
      (printed) =>
        new Map(
          cellIds.flatMap((id, index): [CellId, PrintedCell][] => {
            const found = printed[index] ?? null;
            return found === null ? [] : [[id, found]];
          }),
        ),
    ),
    preamble: words,
    sections: fc.array(
      fc.record({
        number: fc.constantFrom("一", "二", "三", "四", "五", "六", "七", ""),
        heading: fc.oneof(
          words,
          fc.constantFrom("一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"),
        ),
        text: words,
      }),
      { maxLength: 8 },
    ),
    oddities: fc.array(
      fc.record({
        kind: fc.constantFrom(
          "displaced label" as const,
          "damaged label" as const,
          "missing row" as const,
          "short row" as const,
        ),
        table: fc.constantFrom("requests" as const, "disputes" as const),
        label: words,
      }),
      { maxLength: 3 },
    ),
  });

  it("is judged without a throw, and every finding has a sentence and a basis", () => {
    fc.assert(
      fc.property(any, (report) => {
        for (const finding of judge(report)) {
          expect(finding.message).not.toBe("");
          expect(finding.basis.text).not.toBe("");
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is judged in under two seconds when every text is 100,000 characters of the words that matter", () => {
    const base = printed(completeReport());
    const parts = [
      "网站公开信息。",
      "收到政府信息公开申请3件，",
      "未收到社会公众",
      "（二）依申请公开。",
      "收到申请共计",
      "《〈一〉",
      "统计期限2025年1月1日至",
      "信息处理费3元",
      "一是\n",
      "公开 ",
    ];
    for (const part of parts) {
      const text = part.repeat(Math.ceil(100_000 / part.length));
      const sections = base.sections.map((section) => ({ ...section, text }));
      const start = work();
      expect(judge({ ...base, title: text, preamble: text, sections }).length).toBeGreaterThan(0);
      expect(work() - start).toBeLessThan(2000);
    }
  });
});
