import { handledGroup, requestColumns, resultGroups, type RequestRow } from "../../report/form/requests.ts";
import { disputeBlocks, disputeColumns } from "../../report/form/disputes.ts";
import type { Block, Cell } from "../blocks.ts";

/** Tables with the cells of the form, for figures that were taken out of running text. */

/** A figure, or undefined where it cannot be told apart from its neighbours; `raw` is the print of the whole row. */
export interface ReadRow {
  label: string;
  row: RequestRow | undefined;
  figures: readonly (string | undefined)[];
  raw: string;
}

/** Cells of a row; those that cannot be told apart share one cell, which the alignment takes for nobody's. */
function cellsOf(figures: readonly (string | undefined)[], raw: string): Cell[] {
  const shared: Cell = { text: raw };
  const unknown = figures.filter((figure) => figure === undefined).length;
  // One alone, or without a digit, would be read for what it says.
  if (unknown === 1 || !/\d/.test(raw)) shared.text = `${raw}…`;
  return figures.map((figure) => (figure === undefined ? shared : { text: figure }));
}

const spread = (cell: Cell, width: number): Cell[] => Array<Cell>(width).fill(cell);

/** Table of section 三 with these columns and rows; groups as on the form. */
export function requestsTable(
  columns: readonly (typeof requestColumns)[number]["id"][],
  rows: readonly ReadRow[],
): Block {
  const handled: Cell = { text: handledGroup.label };
  const groups = new Map(resultGroups.map(({ id, label }) => [id as string, { text: label }]));
  const names = columns.map((id) => requestColumns.find((column) => column.id === id)?.label ?? id);
  const applicant: Cell = { text: "申请人情况" };
  const note: Cell = { text: "" };
  const head = [...spread(note, 3), ...spread(applicant, columns.length)];
  const header = [...spread(note, 3), ...names.map((text): Cell => ({ text }))];
  const body = rows.map(({ label, row, figures, raw }) => {
    const own: Cell = { text: label };
    const group = groups.get(row?.split(".")[0] ?? "");
    const outer = row === "received" || row === "carriedIn" || row === "carriedOut";
    const labels = outer ? spread(own, 3) : group === undefined ? [handled, own, own] : [handled, group, own];
    return [...labels, ...cellsOf(figures, raw)];
  });
  return { kind: "table", rows: [head, header, ...body] };
}

/** A stretch of table 二: the columns its header names and the rows below it. */
export interface Stretch {
  columns: readonly string[];
  rows: readonly { label: string; figures: readonly (string | undefined)[]; raw: string }[];
}

/** Table of section 二. */
export const disclosureTable = (stretches: readonly Stretch[]): Block => ({
  kind: "table",
  rows: stretches.flatMap(({ columns, rows }) => [
    [{ text: "信息内容" }, ...columns.map((text) => ({ text }))],
    ...rows.map(({ label, figures, raw }) => [{ text: label }, ...cellsOf(figures, raw)]),
  ]),
});

/** Table of section 四: fifteen figures. */
export function disputesTable(figures: readonly (string | undefined)[], raw: string): Block {
  const [first, ...suits] = disputeBlocks.map(({ label }): Cell => ({ text: label }));
  const suit: Cell = { text: "行政诉讼" };
  const width = disputeColumns.length;
  const outcomes = disputeBlocks.flatMap(() => disputeColumns.map(({ label }): Cell => ({ text: label })));
  if (first === undefined) throw new Error("the form has no blocks of outcomes");
  const top = [...spread(first, width), ...spread(suit, width * suits.length)];
  const middle = [...spread(first, width), ...suits.flatMap((cell) => spread(cell, width))];
  return { kind: "table", rows: [top, middle, outcomes, cellsOf(figures, raw)] };
}
