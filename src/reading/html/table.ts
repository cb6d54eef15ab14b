import type { Block, Cell } from "../blocks.ts";
import { tooBig } from "../faults.ts";
import { onlyPlaces, wordsOf } from "../layout.ts";

/** A paragraph or table of a page, with its place in the order of the source. */
export interface Placed {
  block: Block;
  at: number;
}

/** A table of the form has 15 columns; anything far beyond is not one. */
const maxColumns = 200;
const maxCells = 20_000;

interface OpenCell {
  content: Placed[];
  across: number;
  /** Rows it covers; 0: all that are left. */
  down: number;
}

/** A table being read. A cell that spans stands, as the same object, at every place it covers. */
export class OpenTable {
  readonly #rows: Cell[][] = [];
  /** What was read cell by cell, in the order of the source: all there is if the table only places things. */
  readonly #content: Placed[] = [];
  /** By column: a cell from above and how many more rows it covers. */
  #carried: ({ cell: Cell; left: number } | undefined)[] = [];
  #row: Cell[] | undefined;
  #cell: OpenCell | undefined;
  #cells = 0;
  /** What stands in cells together with tables of their own. */
  readonly #further: Placed[] = [];

  get inCell(): boolean {
    return this.#cell !== undefined;
  }

  put(placed: Placed): void {
    this.#cell?.content.push(placed);
  }

  openRow(): void {
    this.closeRow();
    this.#row = [];
  }

  openCell(across: number, down: number): void {
    this.closeCell();
    this.#row ??= [];
    this.#cells += 1;
    if (this.#cells > maxCells) throw tooBig();
    this.#cell = { content: [], across: Math.min(Math.max(across, 1), maxColumns), down };
  }

  closeCell(): void {
    const open = this.#cell;
    if (open === undefined || this.#row === undefined) return;
    this.#cell = undefined;
    this.#content.push(...open.content);
    if (open.content.some(({ block }) => block.kind === "table")) this.#further.push(...open.content);
    const cell = { text: wordsOf(open.content.map(({ block }) => block)) };
    this.#fill();
    for (let left = open.across; left > 0 && this.#row.length < maxColumns; left--) {
      const column = this.#row.length;
      if (left < open.across && this.#carried[column] !== undefined) break;
      this.#row.push(cell);
      if (open.down !== 1) this.#carried[column] = { cell, left: open.down === 0 ? Infinity : open.down };
    }
  }

  /** Cells from above that cover the next places of the row. */
  #fill(): void {
    for (let next = this.#carried[this.#row?.length ?? 0]; next !== undefined;) {
      this.#row?.push(next.cell);
      next = this.#carried[this.#row?.length ?? 0];
    }
  }

  closeRow(): void {
    this.closeCell();
    const row = this.#row;
    if (row === undefined) return;
    const own = row.length > 0;
    this.#fill();
    this.#carried = this.#carried.map((carried) =>
      carried === undefined || carried.left <= 1 ? undefined : { ...carried, left: carried.left - 1 },
    );
    this.#row = undefined;
    if (own) this.#rows.push(row);
  }

  /** A cell never reaches beyond its group of rows. */
  closeGroup(): void {
    this.closeRow();
    this.#carried = [];
  }

  /** The table, or what stood in it where it only served to place things on the page. */
  close(at: number): Placed[] {
    this.closeGroup();
    if (onlyPlaces(this.#rows, this.#further.length > 0)) return this.#content;
    return [{ block: { kind: "table", rows: this.#rows }, at }, ...this.#further];
  }
}
