import { disputeBlocks, disputeColumns } from "../../report/form/disputes.ts";
import type { CellId } from "../../report/form.ts";
import { byWidth, placed, type Findings, type Row } from "./grid.ts";
import { bare } from "./label.ts";

/** Table of section 四: one row of figures; a column is known by the labels above it. */

const outcomes = new Map(disputeColumns.map((column) => [bare(column.label), column.id]));
const blocks = disputeBlocks.map(({ id, label }) => ({ id, name: bare(label) }));
const cells = blocks.flatMap((block) =>
  disputeColumns.map((column): CellId => `disputes.${block.id}.${column.id}`),
);
const outcomesIn = (row: Row): number =>
  placed(row).filter(({ cell }) => outcomes.has(bare(cell.text))).length;
const isHead = (row: Row): boolean =>
  row.some((cell) => outcomes.has(bare(cell.text)) || /行政复议|行政诉讼|起诉/.test(cell.text));

/** The cell of the form that a column holds, from the texts above it. */
function cellOf(above: readonly string[]): CellId | undefined {
  const outcome = above.map((text) => outcomes.get(text)).findLast((id) => id !== undefined);
  const suit = blocks.find(({ id, name }) => id !== "reconsideration" && above.includes(name));
  const block = suit?.id ?? (above.includes("行政复议") ? "reconsideration" : undefined);
  return outcome === undefined || block === undefined ? undefined : `disputes.${block}.${outcome}`;
}

/** Reads the row of figures if the table has its header; true if it has. */
export function readDisputes(table: readonly Row[], found: Findings): boolean {
  const lowest = table.findLastIndex((row) => outcomesIn(row) >= 4);
  if (lowest < 0) return false;
  const top = table.slice(0, lowest + 1).findIndex(isHead);
  const head = table.slice(top, lowest + 1);
  const row = table.slice(lowest + 1).find((candidate) => !isHead(candidate));
  if (row === undefined) return true;
  const columns = row.map((_, column) => cellOf(head.map((above) => bare(above[column]?.text ?? ""))));
  const straight = new Set(columns.filter((cell) => cell !== undefined));
  if (straight.size === columns.length && head.every((above) => above.length === row.length)) {
    for (const [column, cell] of columns.entries()) {
      const figure = row[column];
      if (cell !== undefined && figure !== undefined) found.put(cell, figure);
    }
    return true;
  }
  const figures = byWidth(placed(row), cells.length);
  if (figures === undefined) {
    found.note("short row", "disputes", "行政复议、行政诉讼");
    const raw = placed(row).map(({ cell }) => cell.text).join(" ").trim(); // prettier-ignore
    for (const cell of cells) found.unreadable(cell, raw);
  }
  for (const [index, figure] of (figures ?? []).entries()) {
    const cell = cells[index];
    if (cell !== undefined) found.put(cell, figure);
  }
  return true;
}

/** Notes which columns of the table are not there; labels as on the form. */
export function missingFromDisputes(found: Findings): void {
  for (const block of disputeBlocks) {
    for (const column of disputeColumns) {
      if (!found.cells.has(`disputes.${block.id}.${column.id}`))
        found.note("missing column", "disputes", `${block.label}${column.label}`);
    }
  }
}
