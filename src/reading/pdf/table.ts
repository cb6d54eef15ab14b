import type { Cell } from "../blocks.ts";
import type { Glyph } from "./drawing.ts";
import { faceAt, type Grid } from "./grid.ts";
import { linesOf, seam, type Line } from "./lines.ts";

/** A table of a page: its cells by row and column, and where its columns stand. */
export interface PageTable {
  kind: "table";
  xs: readonly number[];
  top: number;
  bottom: number;
  rows: Cell[][];
}

/** Where a glyph stands for a cell: the middle of it. */
const middle = ({ x, right, y, size }: Glyph): { x: number; y: number } => ({
  x: (x + right) / 2,
  y: y - 0.35 * size,
});

/** Puts glyphs into the cells of the grids they stand in; what stands in none is left over. */
export function fill(
  grids: readonly Grid[],
  glyphs: readonly Glyph[],
): { tables: PageTable[]; rest: Glyph[] } {
  const inside = grids.map(() => new Map<number, Glyph[]>());
  const rest: Glyph[] = [];
  for (const glyph of glyphs) {
    const { x, y } = middle(glyph);
    let owner: number | undefined;
    let table = -1;
    for (const [index, grid] of grids.entries()) {
      const face = faceAt(grid, x, y);
      if (face === undefined) continue;
      owner = grid.owner[face.row]?.[face.column];
      // The innermost of tables within tables.
      table = index;
    }
    const cells = inside[table];
    if (owner === undefined || cells === undefined) {
      rest.push(glyph);
      continue;
    }
    const cell = cells.get(owner);
    if (cell === undefined) cells.set(owner, [glyph]);
    else cell.push(glyph);
  }
  const tables = grids.map((grid, index): PageTable => {
    const cells = new Map<number, Cell>();
    const widths = new Map<number, { left: number; right: number }>();
    for (const row of grid.owner)
      for (const [column, owner] of row.entries()) {
        const width = widths.get(owner) ?? { left: Infinity, right: -Infinity };
        width.left = Math.min(width.left, grid.xs[column] ?? 0);
        width.right = Math.max(width.right, grid.xs[column + 1] ?? 0);
        widths.set(owner, width);
      }
    const cellOf = (owner: number): Cell => {
      const width = widths.get(owner);
      const made = cells.get(owner) ?? {
        text: cellText(linesOf(inside[index]?.get(owner) ?? []), (width?.right ?? 0) - (width?.left ?? 0)),
      };
      cells.set(owner, made);
      return made;
    };
    return {
      kind: "table",
      xs: grid.xs,
      top: grid.ys[0] ?? 0,
      bottom: grid.ys.at(-1) ?? 0,
      rows: grid.owner.map((row) => row.map(cellOf)),
    };
  });
  return { tables, rest };
}

/** Word leaves 0.19 cm at either side of a cell, others less. */
const padding = 11;

/**
 * The lines of a cell as one text. A figure goes on in the next line only where it could not go on in its own: two
 * figures below each other stay two.
 */
export function cellText(lines: readonly Line[], width: number): string {
  let text = "";
  let last: Line | undefined;
  for (const line of lines) {
    if (last !== undefined) {
      const figures = /[\d.,]$/.test(text) && /^[\d.,]/.test(line.text);
      const full = last.text.length > 2 && last.right - last.x + padding + 0.6 * last.size >= width;
      text += figures ? (full ? "" : "\n") : seam(text, line.text);
    }
    text += line.text;
    last = line;
  }
  return text.trim();
}
