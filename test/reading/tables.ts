import type { Cell } from "../../src/reading/blocks.ts";
import { grids, type CellId, type TableId } from "../../src/report/form.ts";

/** A table of the form as a reader takes it apart, with these figures; merged cells are shared. */
export function tableWith(id: TableId, figure: (cell: CellId) => string): Cell[][] {
  const rows: Cell[][] = grids[id].rows.map(() => []);
  for (const [index, places] of grids[id].rows.entries()) {
    let column = 0;
    for (const place of places) {
      while (rows[index]?.[column] !== undefined) column += 1;
      const text =
        place.cell === undefined ? `${place.text}${place.note ?? ""}` : figure(place.cell as CellId);
      const cell: Cell = { text };
      for (let down = 0; down < place.rowSpan; down++)
        for (let right = 0; right < place.colSpan; right++) {
          const row = rows[index + down];
          if (row !== undefined) row[column + right] = cell;
        }
    }
  }
  return rows;
}
