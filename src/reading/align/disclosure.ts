import { decisionRows, documentColumns, documentRows } from "../../report/form/disclosure.ts";
import type { CellId } from "../../report/form.ts";
import type { Cell } from "../blocks.ts";
import { byWidth, placed, type Findings, type Row } from "./grid.ts";
import { bare } from "./label.ts";

/** Table of section 二. A column is known by the header above it; the columns of the 2019 form count other things. */

const columnOf = (label: string): string | undefined => {
  if (/新制作|新公开|总数|项目数|增减|采购/.test(label)) return "2019";
  if (/制发/.test(label)) return "made";
  if (/废止/.test(label)) return "repealed";
  if (/有效/.test(label)) return "inForce";
  if (/处理决定/.test(label)) return "decision";
  if (/收费金额/.test(label)) return "fees";
  return undefined;
};

const rows: readonly { name: string; columns: readonly string[]; cell: (column: string) => CellId }[] = [
  ...documentRows.map((row) => ({
    name: bare(row.label),
    columns: documentColumns.map((column) => column.id),
    cell: (column: string) => `disclosure.${row.id}.${column}` as CellId,
  })),
  ...decisionRows.map((row) => ({
    name: bare(row.label),
    columns: [row.id === "fees" ? "fees" : "decision"],
    cell: () => `disclosure.${row.id}` as CellId,
  })),
];
const aliases: Record<string, string> = { 规范性文件: "行政规范性文件" };

/** The row of the form that a printed row is, by its first cell. */
const rowOf = (row: Row): (typeof rows)[number] | undefined => {
  const name = bare(row[0]?.text ?? "");
  return rows.find((candidate) => candidate.name === (aliases[name] ?? name));
};

/** Reads the rows of the table that stand in these rows; true if there were any. */
export function readDisclosure(table: readonly Row[], found: Findings): boolean {
  let header: { columns: (string | undefined)[]; width: number } | undefined;
  const seen = new Set<string>();
  for (const row of table) {
    const labels = row.map((cell) => columnOf(bare(cell.text)));
    if (labels.some((label) => label !== undefined)) {
      header = { columns: labels, width: row.length };
      continue;
    }
    const known = rowOf(row);
    // 行政许可 in some other table of the text is not a row of the form: there a header stands above it.
    if (known === undefined || (header === undefined && seen.size === 0)) continue;
    seen.add(known.name);
    const places = placed(row).slice(1);
    const columns = header?.columns ?? [];
    const inHeader = known.columns.map((column) => columns.indexOf(column));
    let figures: (Cell | undefined)[] | undefined;
    if (header?.width === row.length && inHeader.some((at) => at >= 0))
      figures = inHeader.map((at) => (at < 0 ? undefined : row[at]));
    else if (inHeader.every((at) => at >= 0) || !columns.some((column) => column !== undefined))
      figures = byWidth(places, known.columns.length);
    else continue;
    if (figures === undefined) {
      found.note("short row", "disclosure", row[0]?.text ?? "");
      const raw = places.map(({ cell }) => cell.text).join(" ").trim(); // prettier-ignore
      for (const column of known.columns) found.unreadable(known.cell(column), raw);
      continue;
    }
    for (const [index, figure] of figures.entries()) {
      const column = known.columns[index];
      if (figure !== undefined && column !== undefined) found.put(known.cell(column), figure);
    }
  }
  return seen.size > 0;
}

/** Notes what of the table is not there; `label` as on the form. */
export function missingFromDisclosure(found: Findings): void {
  for (const { label, id } of [...documentRows, ...decisionRows]) {
    const there = [...found.cells.keys()].some(
      (cell) => cell === `disclosure.${id}` || cell.startsWith(`disclosure.${id}.`),
    );
    if (!there) found.note("missing row", "disclosure", label);
  }
  for (const column of documentColumns) {
    if (!found.cells.has(`disclosure.normative.${column.id}`) && found.cells.has("disclosure.licensing"))
      found.note("missing column", "disclosure", column.label);
  }
}
