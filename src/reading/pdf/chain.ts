import { requestRows } from "../../report/form/requests.ts";
import { decisionRows, documentRows } from "../../report/form/disclosure.ts";
import { bare } from "../align/label.ts";
import type { Cell } from "../blocks.ts";
import type { PageTable } from "./table.ts";

/** A table that goes on on the next page, as one table again. */

/** Columns nearer than this (points) are one. */
const snap = 4;
const known = new Set([...requestRows, ...documentRows, ...decisionRows].map(({ label }) => bare(label)));

const near = (xs: readonly number[], x: number): boolean => xs.some((other) => Math.abs(other - x) <= snap);

/** Whether the second piece, first on its page, goes on with the first, last on its own: same edges, same columns. */
export function goesOn(first: PageTable, second: PageTable): boolean {
  // Without lines there are no edges: rows of as many cells go on.
  if (first.xs.length === 0 || second.xs.length === 0)
    return first.xs.length === second.xs.length && first.rows.at(-1)?.length === second.rows[0]?.length;
  const [one, other] = first.xs.length >= second.xs.length ? [first.xs, second.xs] : [second.xs, first.xs];
  const edges =
    Math.abs((first.xs[0] ?? 0) - (second.xs[0] ?? 0)) <= snap &&
    Math.abs((first.xs.at(-1) ?? 0) - (second.xs.at(-1) ?? 0)) <= snap;
  return edges && other.every((x) => near(one, x));
}

/** The rows of a piece over the columns of the whole: a cell stands at every column it covers. */
function spread({ xs, rows }: PageTable, all: readonly number[]): Cell[][] {
  const at = all.slice(0, -1).map((x, index) => {
    const middle = (x + (all[index + 1] ?? x)) / 2;
    return Math.max(
      0,
      Math.min(
        xs.length - 2,
        xs.findLastIndex((line) => line <= middle),
      ),
    );
  });
  return rows.map((row) => at.flatMap((column) => row[column] ?? []));
}

/** Two pieces as one; the row a page break cut in two is one row again, a label column that goes on is one cell. */
export function joined(first: PageTable, second: PageTable): PageTable {
  if (first.xs.length === 0)
    return { ...first, bottom: second.bottom, rows: [...first.rows, ...second.rows] };
  const xs = [...first.xs];
  for (const x of second.xs) if (!near(xs, x)) xs.push(x);
  xs.sort((one, other) => one - other);
  const above = spread(first, xs);
  let below = spread(second, xs);
  const [last = [], next = []] = [above.at(-1), below[0]];
  const merged = new Map<Cell, Cell>();
  if (isCut(last, next)) {
    for (const [column, cell] of next.entries()) {
      const partner = last[column];
      if (partner !== undefined && !merged.has(cell)) merged.set(cell, partner);
    }
    below = below.slice(replacesWhole(below, next) ? 1 : 0);
  } else {
    // A label merged over many rows is printed on one of the pages only, or begun on one and ended on the other.
    for (const [column, cell] of next.entries()) {
      const partner = last[column];
      if (partner === undefined || merged.has(cell)) continue;
      const one = tall(above, partner, column, -1) || tall(below, cell, column, 0);
      if (one && !opens(cell.text) && (cell.text === "" || partner.text !== "")) merged.set(cell, partner);
    }
  }
  for (const [cell, partner] of merged) if (cell !== partner) partner.text += cell.text;
  const rows = [...above, ...below.map((row) => row.map((cell) => merged.get(cell) ?? cell))];
  return { ...first, xs, bottom: second.bottom, rows };
}

const replacesWhole = (rows: readonly Cell[][], next: readonly Cell[]): boolean =>
  rows.length > 0 && next.length > 0;

/** Whether a cell covers more than the row at the edge of its piece. */
const tall = (rows: readonly Cell[][], cell: Cell, column: number, edge: number): boolean =>
  edge === 0 ? rows[1]?.[column] === cell : rows.at(-2)?.[column] === cell;

/** A label that opens a row of its own: by its number, or because the form knows it. */
const opens = (label: string): boolean =>
  /^\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]|[一二三四五六七八]、)/.test(label) ||
  known.has(bare(label));

/** Whether two rows are the halves of one: just one of them has the figures, and the second does not open a row. */
function isCut(last: readonly Cell[], next: readonly Cell[]): boolean {
  if (last.length !== next.length || last.length < 2) return false;
  const shape = (row: readonly Cell[]): string =>
    row.map((cell, index) => (cell === row[index - 1] ? "=" : "|")).join("");
  if (shape(last) !== shape(next)) return false;
  const isFigure = ({ text }: Cell): boolean => /^[\d.,\s/—-]+$/.test(text);
  const firstFigure = Math.min(
    ...[last, next].map((row) => row.findIndex(isFigure)).filter((index) => index > 0),
  );
  if (!Number.isFinite(firstFigure)) return false;
  const empty = (row: readonly Cell[]): boolean => row.slice(firstFigure).every(({ text }) => text === "");
  if (empty(last) === empty(next)) return false;
  const label = next.slice(0, firstFigure).at(-1)?.text ?? "";
  const before = last.slice(0, firstFigure).at(-1)?.text ?? "";
  if (label === "") return empty(last) && before !== "";
  return !opens(label) && !known.has(bare(before));
}
