import { utils, write, type Range } from "@e965/xlsx";
import { plainNumber } from "../../src/language/numerals.ts";
import type { Cell } from "../../src/reading/blocks.ts";
import { sections, tableIds, type CellId, type TableId } from "../../src/report/form.ts";
import type { PrintedCell } from "../../src/report/printed.ts";
import { tableWith } from "./tables.ts";

/** Small writers of reports in other formats than our own, for the readers to be tried on. */

export const testTitle = "青河市柳林街道办事处2025年政府信息公开工作年度报告";
export const testTexts: Record<string, readonly string[]> = {
  overview: ["2025年，本街道认真落实《中华人民共和国政府信息公开条例》。", "（一）主动公开。公开信息12条。"],
  problems: ["一是公开的范围还不够宽。改进措施：拓宽范围。"],
  other: ["2025年本街道未产生政府信息公开信息处理费。"],
};
const isTable = (id: string): id is TableId => (tableIds as readonly string[]).includes(id);
export const figureText = (cells: Readonly<Record<CellId, number>>) => (cell: CellId) =>
  plainNumber(cells[cell]);
export const printedCells = (cells: Readonly<Record<CellId, number>>): Map<CellId, PrintedCell> =>
  new Map(Object.entries(cells).map(([cell, value]) => [cell as CellId, { kind: "number", value }]));

/** A place of a table with the rows and columns it covers; undefined where another one covers it. */
interface Spanning {
  cell: Cell;
  across: number;
  down: number;
}
export function spanning(rows: readonly (readonly Cell[])[]): (Spanning | undefined)[][] {
  const seen = new Set<Cell>();
  return rows.map((row, top) =>
    row.map((cell, left) => {
      if (seen.has(cell)) return undefined;
      seen.add(cell);
      const across = row.slice(left).filter((other) => other === cell).length;
      return { cell, across, down: rows.slice(top).filter((other) => other[left] === cell).length };
    }),
  );
}

/** The table as HTML: with spans, or with an empty cell at every place that a merged one covers. */
export function htmlTable(rows: readonly (readonly Cell[])[], spans: boolean): string {
  const cells = spanning(rows).map((row) =>
    row.map((place) => {
      if (place === undefined) return spans ? "" : "<td></td>";
      const span = spans ? ` rowspan="${place.down}" colspan="${place.across}"` : "";
      return `<td${span}>${place.cell.text}</td>`;
    }),
  );
  return `<table>${cells.map((row) => `<tr>${row.join("")}</tr>`).join("")}</table>`;
}

/** A whole report as a page. */
export const htmlReport = (figure: (cell: CellId) => string, spans = true): string =>
  `<html><body><h1>${testTitle}</h1>${sections
    .map(({ id, heading }) => {
      const table = isTable(id) ? htmlTable(tableWith(id, figure), spans) : "";
      return `<h2>${heading}</h2>${table}${(testTexts[id] ?? []).map((text) => `<p>${text}</p>`).join("")}`;
    })
    .join("")}</body></html>`;

/** The same, as lines of text with tabs between the cells of a row. */
export const textReport = (figure: (cell: CellId) => string): string =>
  [
    testTitle,
    ...sections.flatMap(({ id, heading }) => [
      heading,
      ...(isTable(id)
        ? spanning(tableWith(id, figure)).map((row) => row.map((place) => place?.cell.text ?? "").join("\t"))
        : []),
      ...(testTexts[id] ?? []),
    ]),
  ].join("\n");

/** The same as one sheet, numbers as numbers; as .xlsx or as the older .xls. */
export function sheetReport(
  figure: (cell: CellId) => string,
  bookType: "xlsx" | "biff8" = "xlsx",
): Uint8Array {
  const rows: (string | number | null)[][] = [[testTitle]];
  const merges: Range[] = [];
  for (const { id, heading } of sections) {
    rows.push([heading]);
    if (isTable(id)) {
      for (const row of spanning(tableWith(id, figure))) {
        for (const [column, place] of row.entries()) {
          if (place === undefined || (place.across === 1 && place.down === 1)) continue;
          const from = { r: rows.length, c: column };
          merges.push({ s: from, e: { r: from.r + place.down - 1, c: column + place.across - 1 } });
        }
        rows.push(
          row.map((place) => {
            const text = place?.cell.text ?? "";
            return text === "" ? null : /^[\d.]+$/.test(text) ? Number(text) : text;
          }),
        );
      }
    }
    for (const text of testTexts[id] ?? []) rows.push([text]);
  }
  const sheet = utils.aoa_to_sheet(rows, { dense: true });
  sheet["!merges"] = merges;
  const book = utils.book_new(sheet, "年报");
  return new Uint8Array(write(book, { type: "array", bookType }) as ArrayBuffer);
}
