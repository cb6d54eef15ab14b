import { equations, type CellId } from "./form.ts";

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

/**
 * Applies every equality until nothing new follows. Counts are never negative, so when the known figures of one
 * side already reach the known other side, the rest of it is 0. A single unknown part of a row takes what is left
 * of its total; a single unknown result of a column does not: there a mistake elsewhere would be hidden.
 */
export function imply(given: ReadonlyMap<CellId, number>): ReadonlyMap<CellId, Implied> {
  const implied = new Map<CellId, Implied>();
  const value = (cell: CellId): number | undefined => given.get(cell) ?? implied.get(cell)?.value;
  let grew = true;
  while (grew) {
    grew = false;
    for (const { rule, left, right } of sides) {
      for (const [whole, parts] of [
        [left, right],
        [right, left],
      ] as const) {
        const unknown = parts.filter((cell) => value(cell) === undefined);
        if (unknown.length === 0 || whole.some((cell) => value(cell) === undefined)) continue;
        const sum = total(whole, value);
        const known = parts.filter((cell) => value(cell) !== undefined);
        const rest = sum - total(known, value);
        const from = [...whole, ...known];
        const single = unknown.length === 1 && (parts.length === 1 || rule === "B-03" || rule === "C-01");
        if (rest === 0)
          for (const cell of unknown)
            implied.set(cell, { value: 0, why: parts.length === 1 ? "total" : "nothing left", from });
        else if (single && rest > 0)
          implied.set(unknown[0] as CellId, {
            value: rest,
            why: parts.length === 1 ? "total" : "only place",
            from,
          });
        else continue;
        grew = true;
      }
    }
  }
  return implied;
}

function total(cells: readonly CellId[], value: (cell: CellId) => number | undefined): number {
  return cells.reduce((sum, cell) => sum + (value(cell) ?? 0), 0);
}
