import { applicants, resultRows } from "../../report/form/requests.ts";
import { cellIds, equations, isComputed, partsOf, type CellId, type Equation } from "../../report/form.ts";
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

export function residual(report: Report): Residual {
  const value = (cell: CellId): number | undefined => valueOf(report, cell);
  const row = (id: string): number | undefined => value(`requests.${id}.total` as CellId);
  const received = row("received");
  const carriedIn = row("carriedIn");
  const carriedOut = row("carriedOut");
  const handled = resultRows.reduce((sum, { id }) => sum + (row(id) ?? knownPart(report, id)), 0);
  const left =
    received === undefined || carriedIn === undefined
      ? undefined
      : received + carriedIn - handled - (carriedOut ?? knownPart(report, "carriedOut"));
  const byApplicant = applicants.flatMap(({ id, label }) => {
    const inflow = sumOf([`requests.received.${id}`, `requests.carriedIn.${id}`], value);
    if (inflow === undefined) return [];
    const settled = [...resultRows.map((result) => result.id), "carriedOut"].map((result) =>
      value(`requests.${result}.${id}` as CellId),
    );
    const open = inflow - settled.reduce<number>((sum, part) => (part === undefined ? sum : sum + part), 0);
    return open === 0 ? [] : [{ id, name: label, left: open }];
  });
  return { received, carriedIn, handled, carriedOut, left, byApplicant };
}

/** What is known of a row whose total is not: the sum of its known parts. */
function knownPart(report: Report, row: string): number {
  return applicants.reduce((sum, { id }) => {
    const part = valueOf(report, `requests.${row}.${id}` as CellId);
    return part === undefined ? sum : sum + part;
  }, 0);
}

/** Result rows whose number is known while the applicants are not. */
export function undividedRows(report: Report): string[] {
  return ["received", "carriedIn", ...resultRows.map((row) => row.id), "carriedOut"].filter((row) => {
    const total = valueOf(report, `requests.${row}.total` as CellId);
    return (
      total !== undefined &&
      applicants.some(({ id }) => valueOf(report, `requests.${row}.${id}` as CellId) === undefined)
    );
  });
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

/** Totals that somebody stated and that their parts do not make up. */
export function contradictedTotals(report: Report): { cell: CellId; stated: number; sum: number }[] {
  return cellIds.filter(isComputed).flatMap((cell) => {
    const fact = report.facts.get(cell);
    if (fact === undefined) return [];
    const parts = partsOf(cell).map((part) => valueOf(report, part));
    const sum = parts.reduce<number>((total, part) => (part === undefined ? total : total + part), 0);
    const complete = parts.every((part) => part !== undefined);
    return sum > fact.value || (complete && sum !== fact.value) ? [{ cell, stated: fact.value, sum }] : [];
  });
}
