import type { Block, Cell } from "../blocks.ts";
import { damaged } from "../faults.ts";
import { figuresIn, onlyPlaces, wordsOf } from "../layout.ts";

/** A table of the form has 15 columns; anything far beyond is not one. */
export const maxColumns = 200;

/** A table being read. A merged cell stands, as the same object, at every place it covers. */
export class OpenTable {
  style: string | undefined;
  /** Draws lines of its own, or its cells do. */
  lines = false;
  cell:
    { content: Block[]; span: number; merge: "none" | "restart" | "continue"; origin: number } | undefined;
  /** Deleted or hidden. */
  deletedRow = false;
  readonly #rows: Cell[][] = [];
  readonly #content: Block[] = [];
  #row: Cell[] = [];
  /** What stands in cells together with tables of their own. */
  readonly #further: Block[] = [];

  openRow(): void {
    this.#row = [];
    this.deletedRow = false;
  }

  /** Columns left out before the first cell of the row. */
  leaveOut(columns: number): void {
    for (let left = columns; left > 0; left--) this.#row.push({ text: "" });
  }

  openCell(origin: number): void {
    this.cell = { content: [], span: 1, merge: "none", origin };
  }

  put(block: Block): void {
    this.cell?.content.push(block);
  }

  /** Puts the cell at the places it covers; one that continues a vertical merge is the cell above it. */
  closeCell(): void {
    const { cell } = this;
    if (cell === undefined) return;
    this.cell = undefined;
    const above = cell.merge === "continue" ? this.#rows.at(-1)?.[this.#row.length] : undefined;
    if (above === undefined && !this.deletedRow) {
      this.#content.push(...cell.content);
      if (cell.content.some(({ kind }) => kind === "table")) this.#further.push(...cell.content);
    }
    const put = above ?? { text: wordsOf(cell.content), origin: cell.origin };
    if (this.#row.length + cell.span > maxColumns) throw damaged();
    for (let left = cell.span; left > 0; left--) this.#row.push(put);
  }

  closeRow(): void {
    if (!this.deletedRow) this.#rows.push(this.#row);
  }

  /** The table, or what stood in it where it only served to place things on the page. */
  close(styleDraws: (style: string | undefined) => boolean): readonly Block[] {
    const rows = this.#rows;
    if (onlyPlaces(rows, this.#further.length > 0)) return this.#content;
    const bare = !this.lines && figuresIn(rows) > 1 && !styleDraws(this.style);
    return [{ kind: "table", rows, ...(bare ? { odd: ["no borders"] as const } : {}) }, ...this.#further];
  }
}
