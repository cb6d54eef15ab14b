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
  /** What is printed: a total as the sum of its parts where all are known, else what was given or follows. */
  values: ReadonlyMap<CellId, number>;
  /** What it was concluded from, the same values by place in the form, and whether nothing contradicts: to go on from it. */
  given: ReadonlyMap<CellId, number>;
  at: Float64Array;
  sound: boolean;
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
 *
 * Goes on from an earlier conclusion where figures were only added to it and none contradict each other: then what
 * follows does not depend on the order. Otherwise it begins anew.
 */
export function conclude(given: ReadonlyMap<CellId, number>, before?: Conclusion): Conclusion {
  const added = before === undefined ? null : additions(given, before);
  if (before === undefined || added === null) return settle(given, valuesAt(given), [...ways.keys()]);
  const value = Float64Array.from(before.at);
  const due = new Set<number>();
  for (const cell of added) {
    const index = place.get(cell) ?? NaN;
    if (value[index] === given.get(cell)) continue;
    value[index] = given.get(cell) ?? NaN;
    for (const way of waysWith[index] ?? []) due.add(way);
  }
  const further = settle(given, value, [...due]);
  return further.sound ? further : conclude(given);
}

/** The cells that are given now and were not before; null where something given before changed or contradicts. */
function additions(given: ReadonlyMap<CellId, number>, before: Conclusion): CellId[] | null {
  if (!before.sound) return null;
  const added: CellId[] = [];
  let kept = 0;
  for (const [cell, value] of given) {
    const known = before.values.get(cell);
    if (known !== undefined && known !== value) return null;
    if (before.given.has(cell)) kept += 1;
    else added.push(cell);
  }
  return kept === before.given.size ? added : null;
}

/** Unknown is NaN, so that a sum with an unknown part is unknown. */
const valuesAt = (given: ReadonlyMap<CellId, number>): Float64Array =>
  Float64Array.from(cellIds, (cell) => given.get(cell) ?? NaN);

/** Tries ways, first come first served, and those that a new value opens; changes `value` and fills `reasons`. */
function settle(
  given: ReadonlyMap<CellId, number>,
  value: Float64Array,
  queue: number[],
  reasons?: Map<CellId, Implied>,
): Conclusion {
  const at = (cell: number): number => value[cell] ?? NaN;
  const waiting = new Uint8Array(ways.length);
  for (const way of queue) waiting[way] = 1;
  let sound = true;
  const put = (cell: number, found: number): void => {
    value[cell] = found;
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
    let rest = 0;
    for (const cell of way.whole) rest += at(cell);
    if (Number.isNaN(rest)) continue;
    let open = 0;
    const overridden = way.defines && at(way.parts[0] ?? NaN) !== rest;
    if (overridden) open = 1;
    else
      for (const cell of way.parts) {
        const part = at(cell);
        if (Number.isNaN(part)) open += 1;
        else rest -= part;
      }
    if ((overridden && !Number.isNaN(at(way.parts[0] ?? NaN))) || rest < 0 || (open === 0 && rest !== 0))
      sound = false;
    const takes = rest === 0 || (rest > 0 && way.closes && open === 1);
    if (open === 0 || !takes) continue;
    const unknown = way.parts.length === 1 ? way.parts : way.parts.filter((cell) => Number.isNaN(at(cell)));
    if (reasons !== undefined) {
      const reason = reasonOf(way, rest, unknown, value);
      for (const cell of unknown.flatMap(cellAt)) if (!given.has(cell)) reasons.set(cell, reason);
    }
    for (const cell of unknown) put(cell, rest);
  }
  const values = new Map<CellId, number>();
  for (const [index, cell] of cellIds.entries()) {
    const found = at(index);
    if (!Number.isNaN(found)) values.set(cell, found);
  }
  return { given, values, at: value, sound };
}

function reasonOf(way: Way, rest: number, unknown: readonly number[], value: Float64Array): Implied {
  const why = way.parts.length === 1 ? "total" : rest === 0 ? "nothing left" : "only place";
  const known = way.parts.filter((cell) => !unknown.includes(cell) && (rest > 0 || value[cell] !== 0));
  return { value: rest, why, from: [...way.whole, ...known].flatMap(cellAt) };
}

/** The values that follow from given ones, each with its reason. */
export function imply(given: ReadonlyMap<CellId, number>): ReadonlyMap<CellId, Implied> {
  const reasons = new Map<CellId, Implied>();
  settle(given, valuesAt(given), [...ways.keys()], reasons);
  return reasons;
}
