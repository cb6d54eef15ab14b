import type { Block, Cell } from "../blocks.ts";
import { isSectionHeading, isTitle } from "../headings.ts";
import type { Grid } from "./grid.ts";

const filled = (cell: Cell | undefined): cell is Cell => cell !== undefined && cell.text !== "";
const wordsOf = (row: Grid[number]): Cell[] => [...new Set(row.filter(filled))];
/** 第二十条第（一）项 stands over the whole width of table 二. */
const inside = /^第二十条/;

/** The rows from the first column with words to the last one, so that all are of one width. */
function tableOf(rows: Grid): Block {
  const used = rows.flatMap((row) => row.flatMap((cell, column) => (filled(cell) ? [column] : [])));
  const from = used.reduce((least, column) => Math.min(least, column), Infinity);
  const to = used.reduce((most, column) => Math.max(most, column), 0);
  const places = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return { kind: "table", rows: rows.map((row) => places.map((column) => row[column] ?? { text: "" })) };
}

/** A label is short and no sentence. */
const isLabel = (text: string): boolean => text.length <= 45 && !/[。；：]/.test(text);

/** Rows of several places are a table, up to the heading or title of what follows; other words are paragraphs. */
export function blocksOfSheet(grid: Grid): Block[] {
  const blocks: Block[] = [];
  let rows: Grid = [];
  const paragraph = (text: string): void => void blocks.push({ kind: "paragraph", text });
  const endTable = (): void => {
    if (rows.some((row) => wordsOf(row).length > 1)) blocks.push(tableOf(rows));
    else for (const row of rows) for (const { text } of wordsOf(row)) paragraph(text);
    rows = [];
  };
  for (const row of grid) {
    const [only, ...more] = wordsOf(row);
    const places = new Set(row.filter((cell) => cell !== undefined)).size;
    if (only === undefined) {
      // A row of the form whose figures are still blank.
      if (rows.length > 0 && places > 1) rows.push(row);
      continue;
    }
    const alone = more.length === 0;
    const opens = alone && (isSectionHeading(only.text) || isTitle(only.text));
    const short = isLabel(only.text) || (places > 1 && only.text.length <= 200);
    const inTable = rows.length > 0 ? short : inside.test(only.text);
    if (!opens && (!alone || inTable)) {
      rows.push(row);
      continue;
    }
    endTable();
    paragraph(only.text);
  }
  endTable();
  return blocks;
}
