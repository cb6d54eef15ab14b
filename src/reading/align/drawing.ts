import type { TableId } from "../../report/form.ts";
import type { Findings, Row } from "./grid.ts";

const isFigures = (row: Row): boolean => row.filter(({ text }) => /^\s*\d[\d.,]*\s*$/.test(text)).length >= 3;

/** Cells that cover more than one place: only formats with merged cells have them. */
const merges = (table: readonly Row[]): boolean =>
  table.some((row, at) =>
    row.some((cell, column) => cell === row[column - 1] || cell === table[at - 1]?.[column]),
  );

/** Notes cells of the header that are empty, in a table that merges others: the label above or beside should cover them. */
export function noteEmptyHeader(table: readonly Row[], id: TableId, found: Findings): void {
  // A row of the form may be still without figures.
  const first = table.findIndex((row) => isFigures(row) || /^\s*[一二三四][、.．]/.test(row[0]?.text ?? ""));
  if (first < 1 || !merges(table)) return;
  const header = table.slice(0, first);
  const cells = header.flat();
  // One that covers several places is the corner of a table without words in it.
  const alone = (cell: Row[number]): boolean => cells.filter((other) => other === cell).length === 1;
  if (cells.some((cell) => cell.text.trim() === "" && alone(cell))) found.note("empty header", id, "");
}

/** Notes the first row label that is numbered 1、 instead of 1. */
export function noteNumbering(table: readonly Row[], found: Findings): void {
  const label = table.flat().find(({ text }) => /^\s*[1-8]\s*、\s*\p{Script=Han}/u.test(text))?.text;
  if (label !== undefined) found.note("label numbering", "requests", label);
}
