import { cellIds, equations, type CellId, type Equation } from "../../src/report/form.ts";
import { numberIn, type PrintedCell, type PrintedReport } from "../../src/report/printed.ts";
import type { Chance } from "./random.ts";

/** One thing done to a clean report, and what must be said of it. */
export interface Mutated {
  report: PrintedReport;
  /** What was done, for a person who looks at a miss. */
  what: string;
  last?: PrintedReport;
  /** The cells that are other than before: a finding about one of them is related. */
  cells: readonly CellId[];
  /** Rules of which one must see it; none when nothing in the report gives it away. */
  seenBy: readonly string[];
  /** For one changed cell: what it held. */
  truth?: { cell: CellId; value: number };
}

export interface Kind {
  name: string;
  group: "cell" | "table" | "structure" | "text" | "years" | "document";
  /** Rules that may speak too, besides those that must and those that name a changed cell. */
  mayBe?: readonly string[];
  /** Null where the report has nothing to do it to. */
  mutate(report: PrintedReport, chance: Chance): Mutated | null;
}

export const number = (value: number): PrintedCell => ({ kind: "number", value });

export const withCells = (
  report: PrintedReport,
  changes: Iterable<readonly [CellId, PrintedCell | null]>,
): PrintedReport => {
  const cells = new Map(report.cells);
  for (const [cell, printed] of changes) {
    if (printed === null) cells.delete(cell);
    else cells.set(cell, printed);
  }
  return { ...report, cells };
};

/** The figures left and right of an equality; unknown ones as undefined. */
function balance(report: PrintedReport, { left, right }: Equation): number | undefined {
  let sum = 0;
  for (const cell of left) sum += numberIn(report, cell) ?? NaN;
  for (const cell of right) sum -= numberIn(report, cell) ?? NaN;
  return Number.isNaN(sum) ? undefined : sum;
}

const oneRow = (report: PrintedReport): boolean =>
  !report.cells.has("requests.otherHandling.feeUnpaid.total");

/** Where （六） is printed as one row its two other rows count as nothing. */
const comparable = (report: PrintedReport): PrintedReport =>
  oneRow(report)
    ? withCells(
        report,
        cellIds
          .filter((cell) => /^requests\.otherHandling\.(?!other\.)/.test(cell))
          .map((cell) => [cell, number(0)] as const),
      )
    : report;

/** Rules whose equalities held before and do not hold now. */
export function newlyBroken(before: PrintedReport, after: PrintedReport): string[] {
  const [held, holds] = [comparable(before), comparable(after)];
  return [
    ...new Set(
      equations
        .filter((equation) => {
          const now = balance(holds, equation);
          return balance(held, equation) === 0 && now !== undefined && now !== 0;
        })
        .map(({ rule }) => rule),
    ),
  ];
}

/** Cells that stand in an equality and are printed as a number. */
export const figures = (
  report: PrintedReport,
  test: (value: number, cell: CellId) => boolean = () => true,
): CellId[] =>
  cellIds.filter((cell) => {
    const value = numberIn(report, cell);
    return !cell.startsWith("disclosure.") && value !== undefined && test(value, cell);
  });

/** The report with one figure replaced. */
export function oneCell(
  report: PrintedReport,
  cell: CellId | undefined,
  change: (value: number) => number,
): Mutated | null {
  const value = cell === undefined ? undefined : numberIn(report, cell);
  if (cell === undefined || value === undefined) return null;
  const to = change(value);
  if (to === value) return null;
  const mutated = withCells(report, [[cell, number(to)]]);
  return {
    report: mutated,
    what: `${cell}: ${value} -> ${to}`,
    cells: [cell],
    seenBy: newlyBroken(report, mutated),
    truth: { cell, value },
  };
}
