import { resultRows, type RequestRow } from "../../report/form/requests.ts";
import { certain, agreed, areSeparate, summed, valueOf, type Pieces } from "./pieces.ts";
import { supported, type ColumnSum, type Readings } from "./solve.ts";
import type { Budget } from "./split.ts";

/** A row of table 三 with the figures behind its label, as far as they are separated. */
export interface LabelledRow {
  label: string;
  row: RequestRow | undefined;
  found: Pieces;
}

/** Divisions tried for one row, and choices tried for all rows together, before the search gives up. */
const perRow = 40_000;
const perTable = 400;

/** Figures of rows that stand between a row with none and a row with too many may belong to their neighbours. */
function displaced(rows: readonly LabelledRow[], width: number): Set<LabelledRow> {
  const out = new Set<LabelledRow>();
  let pending: { at: number; many: boolean } | undefined;
  for (const [at, { found }] of rows.entries()) {
    const many = found.pieces.length > width;
    if (!many && found.pieces.length > 0) continue;
    if (pending !== undefined && pending.many !== many) {
      for (const row of rows.slice(pending.at, at + 1)) out.add(row);
      pending = undefined;
    } else pending = { at, many };
  }
  return out;
}

/** What is known of a row before the columns are looked at. */
interface Known {
  cells: readonly (string | undefined)[];
  readings: readonly (readonly string[])[];
  /** Whether the row can stand in a sum: all its readings are numbers that add up. */
  sums: boolean;
}

function known(found: Pieces, width: number, hasTotal: boolean): Known {
  const cells = certain(found, width);
  const whole = cells.filter((cell) => cell !== undefined);
  if (whole.length === width) {
    const values = whole.map(valueOf);
    const total = values.at(-1);
    const parts = values.slice(0, -1);
    const adds = parts.reduce<number>((sum, value) => sum + (value ?? NaN), 0) === total;
    return { cells, readings: [whole], sums: adds };
  }
  if (!hasTotal) return { cells, readings: [], sums: false };
  const budget: Budget = { left: perRow };
  const readings = summed(found, width, budget) ?? [];
  return { cells, readings, sums: readings.length > 0 };
}

/** The two sums of every column, as far as all their rows are there. */
function columnSums(rows: readonly LabelledRow[], all: readonly Known[]): ColumnSum[] {
  const at = (id: RequestRow): number => rows.findIndex(({ row }, index) => row === id && all[index]?.sums);
  const oneRow = rows.some(({ label }) => /其他处理/.test(label));
  const results = resultRows
    .map(({ id }) => id)
    .filter((id) => !oneRow || !/^otherHandling\.(?:notCorrected|feeUnpaid)$/.test(id));
  const sums = [
    { plus: results, minus: ["handledTotal" as const] },
    { plus: ["received" as const, "carriedIn" as const], minus: ["handledTotal" as const, "carriedOut" as const] }, // prettier-ignore
  ].map(({ plus, minus }) => ({ plus: plus.map(at), minus: minus.map(at) }));
  return sums.filter(({ plus, minus }) => ![...plus, ...minus].includes(-1));
}

/** The figures of every row: what is separated, what the sums decide, and undefined where they do not. */
export function figuresOf(
  rows: readonly LabelledRow[],
  width: number,
  hasTotal: boolean,
): (readonly (string | undefined)[])[] {
  const nothing = Array<undefined>(width).fill(undefined);
  const astray = displaced(rows, width);
  const twice = rows.filter(({ row }, at) => rows.findIndex((other) => other.row === row) !== at);
  const all = rows.map((row): Known => {
    if (astray.has(row)) return { cells: nothing, readings: [], sums: false };
    return known(row.found, width, hasTotal);
  });
  if (rows.every(({ found }) => areSeparate(found, width))) return all.map(({ cells }) => cells);
  const sums = hasTotal && !twice.some(({ row }) => row !== undefined) ? columnSums(rows, all) : [];
  const byValue = new Map<readonly number[], readonly string[]>();
  const readings = all.map((row): Readings =>
    row.readings.map((cells) => {
      const values = cells.map((cell) => valueOf(cell) ?? NaN);
      byValue.set(values, cells);
      return values;
    }),
  );
  const good = supported(readings, sums, { left: perTable });
  const trusted = good ?? (nearlyBalanced(readings, sums) ? readings : []);
  return all.map((row, at) => {
    const left = trusted[at]?.map((values) => byValue.get(values) ?? []) ?? [];
    return left.length === 0 ? row.cells : agreed(left);
  });
}

/** So many columns a printed mistake puts out of balance; a row divided wrongly disturbs more. */
const maxUnbalanced = 2;

/**
 * A printed table that does not add up: where every row has one reading and few columns are out of balance, the rows
 * say what is printed. Otherwise a row with a mistake may have been divided so that it adds up by chance.
 */
const nearlyBalanced = (rows: readonly Readings[], sums: readonly ColumnSum[]): boolean =>
  sums.every(({ plus, minus }) => {
    if ([...plus, ...minus].some((row) => rows[row]?.length !== 1)) return false;
    const add = (column: number, of: readonly number[]): number =>
      of.reduce((sum, row) => sum + (rows[row]?.[0]?.[column] ?? NaN), 0);
    const columns =
      rows[plus[0] ?? 0]?.[0]?.map((_, column) => add(column, plus) === add(column, minus)) ?? [];
    return columns.filter((holds) => !holds).length <= maxUnbalanced;
  });
