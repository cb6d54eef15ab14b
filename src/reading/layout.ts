import { readFigure } from "./align/figure.ts";
import type { Block, Cell } from "./blocks.ts";

/** Longer than any label of the form: prose. */
const prose = 200;

export const figuresIn = (rows: readonly (readonly Cell[])[]): number =>
  [...new Set(rows.flat())].filter(({ text }) => readFigure(text).kind === "number").length;

/** A table with so many figures of its own is one, whatever else was put into its cells. */
const ownFigures = 4;

/** Whether a table only serves to place text on the page: it holds other tables, has one column, or is prose. */
export function onlyPlaces(rows: readonly (readonly Cell[])[], nested: boolean): boolean {
  const longest = rows.flat().reduce((most, { text }) => Math.max(most, text.length), 0);
  const figures = figuresIn(rows);
  return (
    (nested && figures < ownFigures) ||
    rows.every((row) => row.length < 2) ||
    (longest > prose && figures < 2)
  );
}

/** The words of paragraphs and tables, a line each. */
export const wordsOf = (blocks: readonly Block[]): string =>
  blocks
    .flatMap((block) =>
      block.kind === "paragraph" ? block.text : [...new Set(block.rows.flat())].map(({ text }) => text),
    )
    .join("\n")
    .trim();

export const hasWords = (block: Block): boolean =>
  block.kind === "paragraph"
    ? block.text.trim() !== ""
    : block.rows.some((row) => row.some((cell) => cell.text.trim() !== ""));
