import { decisionRows, documentRows } from "../../report/form/disclosure.ts";
import { disputeBlocks, disputeColumns } from "../../report/form/disputes.ts";
import { handledGroup, requestColumns, requestRows, resultGroups } from "../../report/form/requests.ts";
import { bare } from "../align/label.ts";

/** Cells of several rows in one line, without the ends of the rows → rows, by the labels of the form. */

const requests = new Set<string>(requestRows.map(({ label }) => bare(label)));
const groups = new Set<string>([handledGroup, ...resultGroups].map(({ label }) => bare(label)));
const disclosure = new Set<string>([...documentRows, ...decisionRows].map(({ label }) => bare(label)));
const width = requestColumns.length;

/** Whether this is a label of a row or of a group of rows. */
export const isLabel = (text: string): boolean =>
  isRow(text) || groups.has(bare(text)) || disclosure.has(bare(text)) || text === "信息内容";
const isRow = (text: string): boolean => {
  const name = bare(text);
  if (name === "其他") return /^\s*3/.test(text);
  if (name === "总计") return /七/.test(text);
  return requests.has(name) || name === "结转下一年度继续办理";
};

/** Empty cells in front of a label on the form, where the labels of its groups are merged over it. */
function leading(label: string, groupLabels: number): number {
  const name = bare(label);
  if (/^(?:本年新收|上年结转|结转下)/.test(name)) return 0;
  const deep = !["予以公开", "部分公开", "总计"].includes(name);
  return Math.max(0, (deep ? 2 : 1) - groupLabels);
}

/**
 * The rows of table 三: a label, seven figures, the end of the row, then the empty cells and labels of groups in front
 * of the next label. A figure may be empty too: it counts only if as many cells are left up to the next label as the
 * form has there; else nobody knows which figure is missing.
 */
function requestRowsOf(cells: readonly string[]): string[][] {
  const labels = cells.flatMap((cell, at) => (isRow(cell) ? [at] : []));
  const head = cells.slice(0, labels[0]);
  const rows: string[][] = head.length === 0 ? [] : [head];
  let before: string[] = [];
  for (const [index, at] of labels.entries()) {
    const next = labels[index + 1] ?? cells.length;
    const figures = cells.slice(at + 1, Math.min(next, at + 1 + width));
    const between = cells.slice(at + 1 + width, next);
    const words = between.filter((cell) => cell !== "");
    const usual = next < cells.length ? leading(cells[next] ?? "", words.length) : 0;
    const fits = figures.every((cell) => cell !== "") || between.length - words.length === usual + 1;
    rows.push([...before, cells[at] ?? "", ...(fits ? figures : figures.filter((cell) => cell !== ""))]);
    before = fits ? between.slice(1) : [...Array<string>(usual).fill(""), ...words];
  }
  return rows;
}

const outcomes = new Set<string>(disputeColumns.map(({ label }) => bare(label)));
const fifteen = disputeBlocks.length * disputeColumns.length;

/** The labels of the outcomes, and behind them an end of a row and the fifteen figures. */
function disputeRowsOf(cells: readonly string[]): string[][] {
  const last = cells.findLastIndex((cell) => outcomes.has(bare(cell)));
  const behind = cells.slice(last + 1);
  const figures = behind[0] === "" ? behind.slice(1, 1 + fifteen) : behind.slice(0, fifteen);
  return [cells.slice(0, last + 1), figures];
}

/** Rows of table 二: a label, the figures behind it and the end of the row. */
function disclosureRowsOf(cells: readonly string[]): string[][] {
  const starts = cells.flatMap((cell, at) =>
    disclosure.has(bare(cell)) || cell === "信息内容" || /^第二十条/.test(cell) ? [at] : [],
  );
  return starts.map((at, index) => {
    const row = cells.slice(at, starts[index + 1] ?? cells.length);
    // The end of the row; a row without one is taken as it stands.
    return row.at(-1) === "" ? row.slice(0, -1) : row;
  });
}

/** The rows of a line of cells: one, unless the line holds several labels of rows. */
export function rowsOf(cells: readonly string[]): string[][] {
  const labels = cells.filter(isRow).length;
  if (labels > 1) return requestRowsOf(cells);
  if (
    cells.filter((cell) => outcomes.has(bare(cell))).length >= fifteen - 5 &&
    cells.some((cell) => /^\d/.test(cell))
  )
    return disputeRowsOf(cells);
  if (cells.filter((cell) => disclosure.has(bare(cell))).length > 1) return disclosureRowsOf(cells);
  return [[...cells]];
}
