import type { CellId, TableId } from "../../report/form.ts";
import type { Oddity, PrintedCell } from "../../report/printed.ts";
import type { Cell } from "../blocks.ts";
import { readFigure } from "./figure.ts";

export type Row = readonly Cell[];

/** A cell of a row with the columns it covers there. */
export interface Placed {
  cell: Cell;
  column: number;
  span: number;
}

/** The cells of a row from the left, a merged one once. */
export function placed(row: Row): Placed[] {
  const out: Placed[] = [];
  for (const [column, cell] of row.entries()) {
    const last = out.at(-1);
    if (last?.cell === cell) last.span += 1;
    else out.push({ cell, column, span: 1 });
  }
  return out;
}

/** What the tables of a document were found to print; the first statement of a figure stands. */
export class Findings {
  readonly cells = new Map<CellId, PrintedCell>();
  readonly oddities: Oddity[] = [];
  /** The place each figure was read from. */
  readonly places = new Map<CellId, Cell>();
  readonly #owner = new Map<Cell, CellId>();

  /** Takes the text of a cell for a figure. One merged cell under two figures belongs to neither. */
  put(id: CellId, cell: Cell): void {
    if (this.cells.has(id)) return;
    this.places.set(id, cell);
    const owner = this.#owner.get(cell);
    const found = readFigure(cell.text);
    if (owner === undefined || found.kind === "blank") {
      this.#owner.set(cell, id);
      this.cells.set(id, found);
      return;
    }
    for (const shared of [owner, id]) this.cells.set(shared, { kind: "unreadable", raw: cell.text });
  }

  /** A figure that stands there but cannot be told from its neighbours. */
  unreadable(id: CellId, raw: string): void {
    if (!this.cells.has(id)) this.cells.set(id, { kind: "unreadable", raw });
  }

  note(kind: Oddity["kind"], table: TableId, label: string): void {
    const same = (oddity: Oddity): boolean =>
      oddity.kind === kind && oddity.table === table && oddity.label === label;
    if (!this.oddities.some(same)) this.oddities.push({ kind, table, label });
  }
}

/**
 * The figures of a row in the order of the columns, by expected width: as many cells as there are columns, or as many
 * that are not empty (a row that was shifted ends in empty cells). Undefined when neither fits.
 */
export function byWidth(cells: readonly Placed[], width: number): Cell[] | undefined {
  const filled = cells.filter(({ cell }) => cell.text !== "");
  const fitting = cells.length === width ? cells : filled.length === width ? filled : undefined;
  return fitting?.map(({ cell }) => cell);
}
