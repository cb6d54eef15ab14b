import { applicants, resultRows } from "../../report/form/requests.ts";
import { equations, type CellId, type Equation } from "../../report/form.ts";
import { sumOf } from "../../report/implied.ts";
import { valueOf, type Report } from "../../report/report.ts";

/** How the requests of the year are settled so far: 新收 + 上年结转 − 各项结果 − 结转下年, in 件. */
export interface Residual {
  received: number | undefined;
  carriedIn: number | undefined;
  /** Requests with a result, as far as said. */
  handled: number;
  carriedOut: number | undefined;
  /** Requests whose result is not said; negative when there are more results than requests; undefined when what came in is not known. */
  left: number | undefined;
  /** The open requests by applicant, where they can be told apart. */
  byApplicant: readonly { id: string; name: string; left: number }[];
}

/** The cells of a row. */
interface RowCells {
  id: string;
  total: CellId;
  parts: readonly CellId[];
}
const rowCells = (id: string): RowCells => ({
  id,
  total: `requests.${id}.total` as CellId,
  parts: applicants.map((applicant): CellId => `requests.${id}.${applicant.id}` as CellId),
});
const [receivedCells, carriedInCells, carriedOutCells] = ["received", "carriedIn", "carriedOut"].map(
  rowCells,
) as [RowCells, RowCells, RowCells];
const resultCells = resultRows.map((row) => rowCells(row.id));

/** Computed once for the same values: they never change, and one turn asks often. */
export function residual(report: Report): Residual {
  let found = residuals.get(report.values);
  if (found === undefined) residuals.set(report.values, (found = settle(report)));
  return found;
}
const residuals = new WeakMap<Report["values"], Residual>();

function settle(report: Report): Residual {
  const value = (cell: CellId): number | undefined => valueOf(report, cell);
  const received = value(receivedCells.total);
  const carriedIn = value(carriedInCells.total);
  const carriedOut = value(carriedOutCells.total);
  const soFar = (row: RowCells): number => value(row.total) ?? knownSum(report, row.parts);
  const handled = resultCells.reduce((sum, row) => sum + soFar(row), 0);
  const left =
    received === undefined || carriedIn === undefined
      ? undefined
      : received + carriedIn - handled - soFar(carriedOutCells);
  const byApplicant = applicants.flatMap(({ id, label }, column) => {
    const inColumn = (row: RowCells): CellId[] => row.parts.slice(column, column + 1);
    const inflow = sumOf([receivedCells, carriedInCells].flatMap(inColumn), value);
    if (inflow === undefined) return [];
    const open = inflow - knownSum(report, [...resultCells, carriedOutCells].flatMap(inColumn));
    return open === 0 ? [] : [{ id, name: label, left: open }];
  });
  return { received, carriedIn, handled, carriedOut, left, byApplicant };
}

/** The sum of those cells that are known. */
function knownSum(report: Report, cells: readonly CellId[]): number {
  return cells.reduce((sum, cell) => {
    const part = valueOf(report, cell);
    return part === undefined ? sum : sum + part;
  }, 0);
}

/** Result rows whose number is known while the applicants are not. */
export function undividedRows(report: Report): string[] {
  return [receivedCells, carriedInCells, ...resultCells, carriedOutCells]
    .filter(
      ({ total, parts }) =>
        valueOf(report, total) !== undefined && parts.some((part) => valueOf(report, part) === undefined),
    )
    .map((row) => row.id);
}

/** An equality of the form that the known figures contradict. */
export interface Imbalance {
  equation: Equation;
  left: number;
  right: number;
}

/** Equalities whose figures are all known and differ, a stated total against its parts among them. */
export function imbalances(report: Report): Imbalance[] {
  const value = (cell: CellId): number | undefined => valueOf(report, cell);
  const found: Imbalance[] = [];
  for (const equation of equations) {
    const left = sumOf(equation.left, value);
    const right = sumOf(equation.right, value);
    if (left !== undefined && right !== undefined && left !== right) found.push({ equation, left, right });
  }
  return found;
}
