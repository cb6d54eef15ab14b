import { cellIds, equations, isComputed, partsOf, type CellId } from "./form.ts";

/** A value that nobody gave and that the arithmetic of the form leaves no choice about. */
export interface Implied {
  value: number;
  /** nothing left: the known figures already make up the sum, so this one is 0. only place: it is the one figure left in its row. total: the sum of known parts. */
  why: "nothing left" | "only place" | "total";
  /** The figures it follows from. */
  from: readonly CellId[];
}

interface Sides {
  rule: string;
  left: readonly CellId[];
  right: readonly CellId[];
}

/** The sum of cells, or undefined when one of them is unknown. */
export function sumOf(
  cells: readonly CellId[],
  value: (cell: CellId) => number | undefined,
): number | undefined {
  let sum = 0;
  for (const cell of cells) {
    const part = value(cell);
    if (part === undefined) return undefined;
    sum += part;
  }
  return sum;
}

/** The balance of a column without its （七）总计: 一 + 二 = all results + 四. */
const balances: Sides[] = equations
  .filter((equation) => equation.rule === "B-01")
  .map((balance) => {
    const total = balance.right[0];
    const results = equations.find((equation) => equation.rule === "B-02" && equation.right[0] === total);
    return {
      rule: "balance",
      left: balance.left,
      right: [...(results?.left ?? []), ...balance.right.slice(1)],
    };
  });
const sides: readonly Sides[] = [...equations, ...balances];
const computedFrom: ReadonlyMap<CellId, readonly CellId[]> = new Map(
  cellIds.filter(isComputed).map((cell) => [cell, partsOf(cell)]),
);

/**
 * Applies every equality until nothing new follows. Counts are never negative, so when the known figures of one
 * side already reach the known other side, the rest of it is 0. A single unknown part of a row takes what is left
 * of its total; a single unknown result of a column does not: there a mistake elsewhere would be hidden.
 */
export function imply(given: ReadonlyMap<CellId, number>): ReadonlyMap<CellId, Implied> {
  const implied = new Map<CellId, Implied>();
  const value = (cell: CellId): number | undefined => {
    const parts = computedFrom.get(cell);
    if (parts !== undefined && given.has(cell)) {
      const sum = sumOf(parts, value);
      if (sum !== undefined) return sum;
    }
    return given.get(cell) ?? implied.get(cell)?.value;
  };
  let grew = true;
  while (grew) {
    grew = false;
    for (const { rule, left, right } of sides) {
      for (const [whole, parts] of [
        [left, right],
        [right, left],
      ] as const) {
        const sum = sumOf(whole, value);
        if (sum === undefined) continue;
        const known = parts.filter((cell) => value(cell) !== undefined);
        const unknown = parts.filter((cell) => value(cell) === undefined);
        const rest = sum - (sumOf(known, value) ?? 0);
        const single = parts.length === 1 || (unknown.length === 1 && (rule === "B-03" || rule === "C-01"));
        if (unknown.length === 0 || rest < 0 || (rest > 0 && !single)) continue;
        const why = parts.length === 1 ? "total" : rest === 0 ? "nothing left" : "only place";
        for (const cell of unknown) implied.set(cell, { value: rest, why, from: [...whole, ...known] });
        grew = true;
      }
    }
  }
  return implied;
}
