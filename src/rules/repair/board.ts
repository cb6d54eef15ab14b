import { cellIds, equations, isAllowed, type CellId, type Equation } from "../../report/form.ts";

/** The figures of a report by their place in the form, with the equalities they stand in. NaN is an unknown figure. */
export interface Board {
  values: Float64Array;
  /** Rows printed as one with another: they count as nothing and cannot be edited. */
  merged: ReadonlySet<number>;
  /** The equalities that apply, as numbers of `equalities`. */
  applying: readonly number[];
}

/** A figure to put into a cell. */
export interface Edit {
  cell: number;
  to: number;
}
export type Edits = readonly Edit[];

const places = new Map(cellIds.map((cell, index) => [cell, index]));
export const placeOf = (cell: CellId): number => places.get(cell) ?? NaN;
export const cellOf = (place: number): CellId => {
  const cell = cellIds[place];
  if (cell === undefined) throw new Error(`no cell ${place}`);
  return cell;
};

interface Equality {
  rule: Equation["rule"];
  /** The last cell of the right side, which no other equality of the rule has. */
  mark: CellId;
  cells: readonly number[];
  left: readonly number[];
  right: readonly number[];
}

export const equalities: readonly Equality[] = equations.map(({ rule, left, right }) => ({
  rule,
  mark: right.at(-1) ?? cellOf(0),
  cells: [...left, ...right].map(placeOf),
  left: left.map(placeOf),
  right: right.map(placeOf),
}));

/** The equalities each cell stands in. */
const around: readonly (readonly number[])[] = cellIds.map((_, place) =>
  equalities.flatMap(({ cells }, index) => (cells.includes(place) ? [index] : [])),
);
export const equalitiesOf = (place: number): readonly number[] => around[place] ?? [];

export function boardOf(value: (cell: CellId) => number | undefined, merged: ReadonlySet<CellId>): Board {
  const gone = new Set([...merged].map(placeOf));
  return {
    values: Float64Array.from(cellIds, (cell, place) => (gone.has(place) ? 0 : (value(cell) ?? NaN))),
    merged: gone,
    applying: equalities.flatMap(({ mark }, index) => (merged.has(mark) ? [] : [index])),
  };
}

export interface State {
  /** Left minus right of what is known. */
  excess: number;
  /** Some figure of it is unknown. */
  open: boolean;
  /** It cannot hold, whatever the unknown figures are: counts are never negative. */
  broken: boolean;
}

/** How an equality stands, with a few figures replaced. */
export function stateOf(board: Board, equality: number, edits: Edits = []): State {
  const found = equalities[equality];
  if (found === undefined) throw new Error(`no equality ${equality}`);
  const at = (place: number): number => {
    for (const edit of edits) if (edit.cell === place) return edit.to;
    return board.values[place] ?? NaN;
  };
  let excess = 0;
  let openLeft = false;
  let openRight = false;
  for (const place of found.left) {
    const value = at(place);
    if (Number.isNaN(value)) openLeft = true;
    else excess += value;
  }
  for (const place of found.right) {
    const value = at(place);
    if (Number.isNaN(value)) openRight = true;
    else excess -= value;
  }
  const broken = (!openRight && excess > 0) || (!openLeft && excess < 0);
  return { excess, open: openLeft || openRight, broken };
}

export const brokenOn = (board: Board): number[] =>
  board.applying.filter((index) => stateOf(board, index).broken);

/** What a cell must hold for an equality to hold when all the others stay; undefined when that cannot stand there. */
export function fitting(
  board: Board,
  equality: number,
  place: number,
  edits: Edits = [],
): number | undefined {
  const found = equalities[equality];
  const old = edits.find((edit) => edit.cell === place)?.to ?? board.values[place];
  if (found === undefined || old === undefined || Number.isNaN(old) || board.merged.has(place))
    return undefined;
  const { excess, open } = stateOf(board, equality, edits);
  if (open) return undefined;
  const to = found.left.includes(place) ? old - excess : old + excess;
  return isAllowed(cellOf(place), to) ? to : undefined;
}

/** Every equality of the group holds after the edits, and none that they touch is broken, but for `excused` ones. */
export function mends(board: Board, group: readonly number[], edits: Edits, excused?: number): boolean {
  if (group.some((index) => stateOf(board, index, edits).broken)) return false;
  return edits.every(({ cell }) =>
    equalitiesOf(cell).every(
      (index) => index === excused || !board.applying.includes(index) || !stateOf(board, index, edits).broken,
    ),
  );
}
