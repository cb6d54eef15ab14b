import { cellIds, equations, isComputed, partsOf, type CellId } from "./form.ts";

/** A value that nobody gave and that the arithmetic of the form leaves no choice about. */
export interface Implied {
  value: number;
  /** nothing left: the known figures already make up the sum, so this one is 0. only place: it is the one figure left in its row. total: the sum of known parts. */
  why: "nothing left" | "only place" | "total";
  /** The figures it follows from. */
  from: readonly CellId[];
}

export interface Conclusion {
  implied: ReadonlyMap<CellId, Implied>;
  /** What is printed: a total as the sum of its parts where all are known, else what was given or follows. */
  values: ReadonlyMap<CellId, number>;
}

/** The sum of cells, or undefined when one of them is unknown. */
export function sumOf<Cell>(
  cells: readonly Cell[],
  value: (cell: Cell) => number | undefined,
): number | undefined {
  let sum = 0;
  for (const cell of cells) {
    const part = value(cell);
    if (part === undefined) return undefined;
    sum += part;
  }
  return sum;
}

/** One way to use an equality: what is left of the whole goes to the parts. Cells by their place in the form. */
interface Way {
  whole: readonly number[];
  parts: readonly number[];
  /** A single unknown part takes what is left, also above 0. */
  closes: boolean;
  /** The one part is a computed cell and this is how it is added up. */
  defines: boolean;
}

const place = new Map(cellIds.map((cell, index) => [cell, index]));
const placesOf = (cells: readonly CellId[]): number[] => cells.flatMap((cell) => place.get(cell) ?? []);
const cellAt = (index: number): CellId[] => cellIds.slice(index, index + 1);

/** The balance of a column without its （七）总计: 一 + 二 = all results + 四. */
const balances = equations
  .filter((equation) => equation.rule === "B-01")
  .map(({ left, right }) => ({
    rule: "balance",
    left,
    right: right.flatMap((cell) =>
      isComputed(cell)
        ? (equations.find(({ rule, right: [sum] }) => rule === "B-02" && sum === cell)?.left ?? [])
        : [cell],
    ),
  }));

const ways: readonly Way[] = [...equations, ...balances]
  .flatMap(({ rule, left, right }) => [
    { rule, whole: left, parts: right },
    { rule, whole: right, parts: left },
  ])
  .map(({ rule, whole, parts }) => {
    const [first] = parts;
    const alone = parts.length === 1;
    return {
      whole: placesOf(whole),
      parts: placesOf(parts),
      closes: alone || rule === "B-03" || rule === "C-01",
      defines: alone && first !== undefined && partsOf(first) === whole,
    };
  })
  .sort((one, other) => Number(other.defines) - Number(one.defines));
const waysWith: readonly (readonly number[])[] = cellIds.map((_, cell) =>
  ways.flatMap(({ whole, parts }, way) => (whole.includes(cell) || parts.includes(cell) ? [way] : [])),
);

/**
 * Applies every equality until nothing new follows. Counts are never negative, so when the known figures of one
 * side already reach the known other side, the rest of it is 0. A single unknown part of a row takes what is left
 * of its total; a single unknown result of a column does not: there a mistake elsewhere would be hidden.
 * Known parts override a stated total.
 */
export function conclude(given: ReadonlyMap<CellId, number>): Conclusion {
  const implied = new Map<CellId, Implied>();
  const value = cellIds.map((cell) => given.get(cell));
  // Ways to try, first come first served; `waiting` says which of them are still to come.
  const queue = [...ways.keys()];
  const waiting = new Uint8Array(ways.length).fill(1);
  const settle = (cell: number, found: Implied): void => {
    value[cell] = found.value;
    for (const id of cellAt(cell)) if (!given.has(id)) implied.set(id, found);
    for (const way of waysWith[cell] ?? []) {
      if (waiting[way] === 1) continue;
      waiting[way] = 1;
      queue.push(way);
    }
  };
  for (const index of queue) {
    waiting[index] = 0;
    const way = ways[index];
    if (way === undefined) continue;
    let rest = sumOf(way.whole, (cell) => value[cell]);
    if (rest === undefined) continue;
    const unknown: number[] = [];
    if (way.defines && value[way.parts[0] ?? NaN] !== rest) unknown.push(...way.parts);
    else
      for (const cell of way.parts) {
        const part = value[cell];
        if (part === undefined) unknown.push(cell);
        else rest -= part;
      }
    const takes = rest === 0 || (rest > 0 && way.closes && unknown.length === 1);
    if (unknown.length === 0 || !takes) continue;
    const why = way.parts.length === 1 ? "total" : rest === 0 ? "nothing left" : "only place";
    const known = way.parts.filter((cell) => !unknown.includes(cell) && (rest > 0 || value[cell] !== 0));
    const from = [...way.whole, ...known].flatMap(cellAt);
    for (const cell of unknown) settle(cell, { value: rest, why, from });
  }
  const values = new Map<CellId, number>();
  for (const [index, cell] of cellIds.entries()) {
    const found = value[index];
    if (found !== undefined) values.set(cell, found);
  }
  return { implied, values };
}

/** What follows from given values. */
export const imply = (given: ReadonlyMap<CellId, number>): Conclusion["implied"] => conclude(given).implied;
