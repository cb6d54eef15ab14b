import { isAllowed } from "../../report/form.ts";
import {
  applicants,
  requestRows,
  resultRows,
  type Applicant,
  type RequestRow,
} from "../../report/form/requests.ts";
import {
  cellOf,
  equalities,
  equalitiesOf,
  fitting,
  mends,
  placeOf,
  stateOf,
  type Board,
  type Edits,
} from "./board.ts";

/** Edits of one cell that make every equality of the group hold and break none. */
export function singles(board: Board, group: readonly number[]): Edits[] {
  const found = new Map<number, Edits>();
  for (const index of group)
    for (const cell of equalities[index]?.cells ?? []) {
      const to = found.has(cell) ? undefined : fitting(board, index, cell);
      if (to !== undefined && mends(board, group, [{ cell, to }])) found.set(cell, [{ cell, to }]);
    }
  return [...found.values()];
}

/** A cell stands in at most three equalities, so two cells reach no more. */
const reach = 6;

/**
 * Edits of two cells that make every equality of the group hold and break none. Of two cells that mend it at least one
 * stands in an equality without the other, which gives its figure; what is left then gives the figure of the other.
 */
export function doubles(board: Board, group: readonly number[]): Edits[] {
  if (group.length > reach) return [];
  const found = new Map<string, Edits>();
  for (const index of group)
    for (const cell of equalities[index]?.cells ?? []) {
      const to = fitting(board, index, cell);
      if (to === undefined) continue;
      const first = { cell, to };
      const touched = equalitiesOf(cell).filter((other) => board.applying.includes(other));
      const left = [...new Set([...group, ...touched])].filter(
        (other) => stateOf(board, other, [first]).broken,
      );
      const [next] = left;
      if (next === undefined || left.length > 3) continue;
      for (const second of equalities[next]?.cells ?? []) {
        if (second === cell) continue;
        const value = fitting(board, next, second, [first]);
        if (value === undefined || value === board.values[second]) continue;
        const edits = [first, { cell: second, to: value }].sort((one, other) => one.cell - other.cell);
        const key = edits.map((edit) => `${edit.cell}=${edit.to}`).join();
        if (!found.has(key) && mends(board, group, edits)) found.set(key, edits);
      }
    }
  return [...found.values()];
}

const rows: readonly (readonly number[])[] = requestRows.map((row) =>
  applicants.map((column) => placeOf(`requests.${row.id}.${column.id}`)),
);

/** A row of table 三 of which all figures stand one column too far to the left or to the right. */
export function shifts(board: Board, group: readonly number[]): Edits[] {
  return rows.flatMap((row) =>
    [1, -1].flatMap((by): Edits[] => {
      const edits = row.flatMap((cell, index) => {
        const to = board.values[row[index + by] ?? NaN] ?? 0;
        return to === board.values[cell] ? [] : [{ cell, to }];
      });
      // What falls off the end of the row must be nothing.
      const lost = board.values[row[by > 0 ? 0 : row.length - 1] ?? NaN];
      const sound =
        lost === 0 && edits.length > 2 && edits.every(({ cell, to }) => isAllowed(cellOf(cell), to));
      return sound && mends(board, group, edits) ? [edits] : [];
    }),
  );
}

/** A figure of table 三 and the totals that follow it: of its row, of its column, of both. */
function followed(row: RequestRow, column: Applicant): number[] {
  const own = [placeOf(`requests.${row}.${column}`), placeOf(`requests.${row}.total`)];
  return row === "received" || row === "carriedIn" || row === "carriedOut"
    ? own
    : [...own, placeOf(`requests.handledTotal.${column}`), placeOf("requests.handledTotal.total")];
}

/** 一＋二＝三＋四 of a column; -1 where it is none of the group. */
const balanceOf = (group: readonly number[], column: Applicant | "total"): number =>
  group.find((index) => {
    const { rule, mark } = equalities[index] ?? {};
    return rule === "B-01" && mark === `requests.carriedOut.${column}`;
  }) ?? -1;

/**
 * One figure of table 三 with its totals, where these were added up from the wrong figure: then only the balance of its
 * column is broken, and that of the 总计 column with it. `excused`: that of the 总计 column, when other columns are off too.
 */
export function withTotals(board: Board, group: readonly number[], excused?: number): Edits[] {
  for (const { id: column } of applicants) {
    const balance = balanceOf(group, column);
    if (balance < 0) continue;
    const { excess, open } = stateOf(board, balance);
    if (open) return [];
    return requestRows.flatMap(({ id: row }): Edits[] => {
      if (row === "handledTotal") return [];
      const by = row === "received" || row === "carriedIn" ? -excess : excess;
      const edits = followed(row, column).map((cell) => ({ cell, to: (board.values[cell] ?? NaN) + by }));
      return possible(board, edits) && mends(board, group, edits, excused) ? [edits] : [];
    });
  }
  return [];
}

const possible = (board: Board, edits: Edits): boolean =>
  edits.every(({ cell, to }) => !board.merged.has(cell) && isAllowed(cellOf(cell), to));

/** Results told of the wrong applicant, with the two （七）总计 that were added up from them. */
export function movedResults(board: Board, group: readonly number[]): Edits[] {
  const off = applicants.filter(({ id }) => balanceOf(group, id) >= 0);
  const [one, other] = off;
  if (one === undefined || other === undefined || off.length > 2 || group.length > 2) return [];
  const { excess, open } = stateOf(board, balanceOf(group, one.id));
  if (open) return [];
  return resultRows.flatMap(({ id: row }): Edits[] => {
    const edits = [
      [`requests.${row}.${one.id}`, excess],
      [`requests.${row}.${other.id}`, -excess],
      [`requests.handledTotal.${one.id}`, excess],
      [`requests.handledTotal.${other.id}`, -excess],
    ] as const;
    const moved = edits.map(([id, by]) => ({
      cell: placeOf(id),
      to: (board.values[placeOf(id)] ?? NaN) + by,
    }));
    return possible(board, moved) && mends(board, group, moved) ? [moved] : [];
  });
}

/** The balances of several columns and of the 总计 column that is off by all of theirs: each column is a cause of its own. */
export function columnsApart(
  board: Board,
  group: readonly number[],
): { columns: number[]; total: number } | null {
  const total = balanceOf(group, "total");
  const columns = applicants.map(({ id }) => balanceOf(group, id)).filter((index) => index >= 0);
  if (total < 0 || columns.length < 2 || columns.length + 1 !== group.length) return null;
  const states = [...columns, total].map((index) => stateOf(board, index));
  const sum = columns.reduce((all, index) => all + stateOf(board, index).excess, 0);
  return states.some(({ open }) => open) || sum !== stateOf(board, total).excess ? null : { columns, total };
}
