import { cellIds, sections, type CellId } from "../report/form.ts";
import type { PrintedReport } from "../report/printed.ts";
import { rules } from "./catalogue.ts";
import { read, type Where } from "./reading.ts";
import { withFixes } from "./repair.ts";
import type { Finding, Fix, Severity } from "./rule.ts";

export type { Finding, Fix, Severity, Where };

const severities: readonly Severity[] = ["error", "warning", "notice"];
const places: readonly Where[] = ["title", "preamble", ...sections.map((section) => section.id)];
const positions: ReadonlyMap<CellId, number> = new Map(cellIds.map((cell, index) => [cell, index]));

/**
 * Every rule on one printed report; the rules between years where `last`, the report of the year before, is at hand. Errors before warnings before notices; within these what is missing in the
 * make-up first, then the order of the form. An unknown whose missing cells are reported already is not said again.
 */
export function judge(report: PrintedReport, last?: PrintedReport): Finding[] {
  const reading = read(report, last);
  const applying = rules.filter(
    (rule) =>
      (rule.forms === undefined || rule.forms.includes(reading.form)) &&
      (rule.kinds === undefined || report.organ === null || rule.kinds.includes(report.organ.kind)),
  );
  const accounted = new Set<CellId>();
  const found: { finding: Finding; rank: readonly number[] }[] = [];
  // Structural rules stand first in the catalogue of each topic, and are run first.
  for (const structural of [true, false]) {
    for (const [index, rule] of applying.entries()) {
      if ((rule.structural === true) !== structural) continue;
      for (const { stands, verdict = "broken", severity = rule.severity, ...outcome } of rule.check(
        reading,
      )) {
        const silent =
          verdict === "unknown" && stands !== true && outcome.cells.every((cell) => accounted.has(cell));
        if (silent) continue;
        const { quote } = outcome;
        const finding: Finding = {
          rule: rule.id,
          severity,
          verdict,
          basis: rule.basis,
          ...outcome,
          ...(quote === undefined ? {} : { quote: reading.asPrinted(outcome.where, quote) }),
        };
        if (structural) for (const cell of finding.cells) accounted.add(cell);
        const cell = finding.cells[0];
        found.push({
          finding,
          rank: [
            severities.indexOf(severity),
            structural ? 0 : 1,
            places.indexOf(finding.where),
            cell === undefined ? -1 : (positions.get(cell) ?? -1),
            index,
          ],
        });
      }
    }
  }
  found.sort((left, right) => byRank(left.rank, right.rank));
  return withFixes(
    found.map(({ finding }) => finding),
    reading,
  );
}

function byRank(left: readonly number[], right: readonly number[]): number {
  for (const [index, rank] of left.entries()) {
    const difference = rank - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
