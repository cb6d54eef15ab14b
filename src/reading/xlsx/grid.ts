import type { Cell } from "../blocks.ts";
import { tooBig } from "../faults.ts";

/** A sheet as its cells from the top left; a merged cell stands, as the same object, at every place it covers. */
export type Grid = (Cell | undefined)[][];

/** First and last row and column, all inclusive and from 0. */
export interface Merged {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** Far beyond any sheet with the tables of a report. */
export const maxRows = 2_000;
export const maxColumns = 200;
const maxMerges = 20_000;

/** Puts a cell into a grid; what lies far outside is left out. */
export function put(grid: Grid, row: number, column: number, text: string): void {
  if (row < maxRows && column < maxColumns) (grid[row] ??= [])[column] = { text };
}

/** The first place of a merged range gives the text of all; a place that was merged already stays as it is. */
export function merge(grid: Grid, ranges: readonly Merged[]): Grid {
  if (ranges.length > maxMerges) throw tooBig();
  const taken = new Set<Cell>();
  for (const { top, left, bottom, right } of ranges) {
    const cell = grid[top]?.[left] ?? { text: "" };
    if (taken.has(cell)) continue;
    taken.add(cell);
    for (let row = top; row <= Math.min(bottom, grid.length - 1); row++)
      for (let column = left; column <= Math.min(right, maxColumns - 1); column++)
        (grid[row] ??= [])[column] = cell;
  }
  return Array.from(grid, (row) => Array.from(row ?? []));
}

/** A number without a format of its own: without the noise of its last binary digits. */
export const plain = (value: number): string => String(Number(value.toPrecision(15)));
