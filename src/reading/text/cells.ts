import { requestColumns, requestRows } from "../../report/form/requests.ts";
import { bare } from "../align/label.ts";
import { agreed, areSeparate, piecesOf, summed } from "./pieces.ts";

/** Rows of a table in which all figures ran into one cell, while the table has cells of its own. */

const names = new Set<string>(requestRows.map(({ label }) => bare(label)));
const width = requestColumns.length;
const perRow = 40_000;

/** The row with its figures in cells of their own, if they stood in one and can be told apart. */
export function apart(row: readonly string[]): readonly string[] {
  const label = row.findLastIndex((cell) => names.has(bare(cell)));
  const behind = row.slice(label + 1).filter((cell) => cell !== "");
  const [only = ""] = behind;
  if (label < 0 || behind.length !== 1) return row;
  const found = piecesOf(only);
  if (found.pieces.join("").length < width) return row;
  // Digits that do not add up may as well be one number, and the other cells empty.
  const figures = areSeparate(found, width)
    ? found.pieces
    : agreed(summed(found, width, { left: perRow }) ?? []);
  if (figures.length < width || figures.includes(undefined)) return row;
  return [...row.slice(0, label + 1), ...figures.map((figure) => figure ?? ""), ...row.slice(label + 2)];
}
