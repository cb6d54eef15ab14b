import type { Budget } from "./split.ts";

/** Rows that can be read in several ways, and the sums their columns must satisfy. */

/** The ways to read a row, each a figure for every column. */
export type Readings = readonly (readonly number[])[];

/** Every column: the sum of the rows `plus` equals the sum of the rows `minus`. Rows by their index. */
export interface ColumnSum {
  plus: readonly number[];
  minus: readonly number[];
}

interface Signed {
  row: number;
  sign: 1 | -1;
}

/** Readings that no choice for the other rows can balance are dropped; undefined when a row has none left. */
function narrow(rows: readonly Readings[], sums: readonly (readonly Signed[])[]): Readings[] | undefined {
  const open = [...rows];
  for (let changed = true; changed;) {
    changed = false;
    for (const sum of sums) {
      const width = open[sum[0]?.row ?? 0]?.[0]?.length ?? 0;
      for (let column = 0; column < width; column++) {
        const range = sum.map(({ row, sign }) => {
          const values = (open[row] ?? []).map((reading) => sign * (reading[column] ?? NaN));
          return { low: Math.min(...values), high: Math.max(...values) };
        });
        const low = range.reduce((all, one) => all + one.low, 0);
        const high = range.reduce((all, one) => all + one.high, 0);
        for (const [at, { row, sign }] of sum.entries()) {
          const own = range[at];
          const readings = open[row];
          if (own === undefined || readings === undefined) continue;
          const kept = readings.filter((reading) => {
            const value = sign * (reading[column] ?? NaN);
            return low - own.low + value <= 0 && high - own.high + value >= 0;
          });
          if (kept.length === 0) return undefined;
          if (kept.length < readings.length) {
            open[row] = kept;
            changed = true;
            // The ranges of this column are stale now; the next round takes them anew.
            break;
          }
        }
      }
    }
  }
  return open;
}

/** One choice for every row that satisfies all sums; null when there is none, undefined when the search gave up. */
function search(
  rows: readonly Readings[],
  sums: readonly (readonly Signed[])[],
  budget: Budget,
): Readings[] | null | undefined {
  if (--budget.left < 0) return undefined;
  const open = narrow(rows, sums);
  if (open === undefined) return null;
  let at = -1;
  for (const [row, readings] of open.entries())
    if (readings.length > 1 && (at < 0 || readings.length < (open[at]?.length ?? 0))) at = row;
  if (at < 0) return open;
  for (const reading of open[at] ?? []) {
    const found = search(open.with(at, [reading]), sums, budget);
    if (found !== null) return found;
  }
  return null;
}

/**
 * For every row the readings that stand in some choice for all rows that satisfies all sums; where the search gave up a
 * reading stays. Null: no choice does. A row without readings must stand in no sum.
 */
export function supported(
  rows: readonly Readings[],
  sums: readonly ColumnSum[],
  budget: Budget,
): Readings[] | null {
  const signed = sums.map(({ plus, minus }) => [
    ...plus.map((row): Signed => ({ row, sign: 1 })),
    ...minus.map((row): Signed => ({ row, sign: -1 })),
  ]);
  const open = narrow(rows, signed);
  if (open === undefined) return null;
  const first = search(open, signed, budget);
  if (first === null) return null;
  if (first === undefined) return open;
  const good = first.map((readings) => new Set(readings));
  return open.map((readings, row) =>
    readings.filter((reading) => {
      if (good[row]?.has(reading) === true) return true;
      const found = search(open.with(row, [reading]), signed, budget);
      for (const [other, chosen] of (found ?? []).entries()) for (const one of chosen) good[other]?.add(one);
      return found !== null;
    }),
  );
}
