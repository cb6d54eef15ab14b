import { cellIds, cellName, isComputed, partsOf, tableOf, type CellId } from "../report/form.ts";
import { valueOf, type Report } from "../report/report.ts";
import { printedForm } from "../report/vocabulary.ts";
import type { Finding } from "./rule.ts";

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

/** The same as findings: the parts are printed, the person must say which is right. */
export function statedTotals(report: Report): Finding[] {
  return contradictedTotals(report).map(({ cell, stated, sum }) => ({
    rule: cell.startsWith("disputes.") ? "C-01" : "B-03",
    severity: "error",
    verdict: "broken",
    message: `${cellName(cell)}说的是${stated}，各项加起来是${sum}，请核对是哪个数说错了。`,
    cells: [cell],
    where: tableOf(cell),
    expected: sum,
    actual: stated,
    basis: printedForm("表格“总计”一栏"),
  }));
}

/** Those of them that the sums of a print cannot show: a part of the total is not printed. */
export const unseenTotals = (report: Report, cells: ReadonlyMap<CellId, unknown>): Finding[] =>
  statedTotals(report).filter(({ cells: totals }) =>
    totals.every((total) => partsOf(total).some((part) => !cells.has(part))),
  );

/**
 * What is found with the totals as stated, without the echo of their faults in sentences that name the sums: a text
 * fault counts where it is one by the sums too.
 */
export const withoutEchoes = (asStated: readonly Finding[], bySums: readonly Finding[]): Finding[] =>
  asStated.filter(
    ({ rule, quote }) =>
      !rule.startsWith("X-") || bySums.some((other) => other.rule === rule && other.quote === quote),
  );
