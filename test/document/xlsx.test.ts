import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { deliver, presses } from "../../src/conversation/delivery.ts";
import { toXlsx } from "../../src/document/xlsx.ts";
import { readReport } from "../../src/reading/read.ts";
import { cellIds, isComputed, type CellId } from "../../src/report/form.ts";
import { numberIn } from "../../src/report/printed.ts";
import { balancedCells, completeReport } from "../support/balanced.ts";

const titleOf = "青河市东山区柳林街道办事处2025年政府信息公开工作年度报告";
const sheets = (xlsx: Uint8Array): string =>
  Object.entries(unzipSync(xlsx))
    .filter(([path]) => path.startsWith("xl/worksheets/"))
    .map(([, data]) => strFromU8(data))
    .join("");

describe("the workbook of the three tables", () => {
  test("reads back with every figure, blanks as blanks, and its title", async () => {
    const some = fc.tuple(balancedCells({ regulations: true }), fc.subarray([...cellIds]));
    await fc.assert(
      fc.asyncProperty(some, async ([all, kept]) => {
        const cells = new Map<CellId, number>(kept.map((cell) => [cell, all[cell]]));
        const report = await readReport(toXlsx({ title: titleOf, cells }));
        expect(report.title).toBe(titleOf);
        expect(report.year).toBe(2025);
        expect(report.oddities).toEqual([]);
        for (const cell of cellIds) {
          expect(numberIn(report, cell), cell).toBe(cells.get(cell));
          if (!cells.has(cell)) expect(report.cells.get(cell)?.kind, cell).toBe("blank");
        }
      }),
      { numRuns: 30 },
    );
  });

  test("adds a total up once all its parts are filled in, and lets only the figures be typed", () => {
    const xml = sheets(toXlsx({ title: titleOf, cells: new Map() }));
    expect(xml.match(/<f>IF\(COUNT\(/g)).toHaveLength(cellIds.filter(isComputed).length);
    expect(xml).toContain('<f>IF(COUNT(D7,E7,F7,G7,H7,I7)&lt;6,"",SUM(D7,E7,F7,G7,H7,I7))</f>');
    expect(xml.match(/<sheetProtection sheet="1"/g)).toHaveLength(3);
    expect(xml.match(/type="whole"/g)).toHaveLength(3);
  });

  test("is the same bytes for the same figures", () => {
    const figures = { title: titleOf, cells: completeReport().cells };
    expect(toXlsx(figures)).toEqual(toXlsx(figures));
  });

  test("is handed over only when it reads back right", async () => {
    const delivery = await deliver(completeReport(), false, presses.xlsx);
    expect(delivery).toMatchObject({
      kind: "ready",
      name: expect.stringMatching(/（草稿）\.xlsx$/) as string,
    });
    const faulty = { ...presses.xlsx, write: () => presses.xlsx.write(completeReport({ year: 2024 })) };
    expect(await deliver(completeReport(), false, faulty)).toMatchObject({ kind: "withheld" });
  });
});
