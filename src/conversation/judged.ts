import type { CellId } from "../report/form.ts";
import type { PrintedReport } from "../report/printed.ts";
import { valueOf, type Report } from "../report/report.ts";
import { printed, type WrittenReport } from "../report/written.ts";
import { writeOut } from "../drafting/writeOut.ts";
import { judge, type Finding } from "../rules/judge.ts";
import { contradictedTotals, statedTotals } from "../rules/stated.ts";
import { openItems } from "./asking/agenda.ts";
import { sortOut, staysInDraft, type Sorted } from "./findings/dismissals.ts";

/** The draft as it stands and what is wrong with it; `findings` go into the document, `told` into the talk. */
export interface Judged {
  written: WrittenReport | null;
  findings: readonly Finding[];
  /** Without what only says that something was not said yet: that is asked for, not blamed. */
  told: readonly Finding[];
  /** What somebody said needs no repair, with the reason. */
  dismissed: Sorted["dismissed"];
}

export function judged(report: Report, last?: Report): Judged {
  const written = writeOut(report);
  if (written === null) return { written, findings: [], told: [], dismissed: [] };
  const value = (cell: CellId): number | undefined => valueOf(report, cell);
  const all = [
    ...statedTotals(report),
    ...judge(printed(written), printedLast(report, last)).filter((finding) => !isExplained(report, finding)),
  ];
  const { open: findings, dismissed } = sortOut(withFixes(report, all), report.dismissed, value);
  const staying = dismissed
    .filter(({ finding }) => staysInDraft(finding))
    .map(({ finding, reason }) => ({ ...finding, message: `${finding.message}（已说明：${reason}）` }));
  const open = new Set(openItems(report).map((item) => item.section));
  const told = findings.filter(({ cells, verdict, where }) => {
    const missing = cells.filter((cell) => !written.cells.has(cell));
    if (
      cells.length > 0 &&
      (missing.length === cells.length || (verdict === "unknown" && missing.length > 0))
    )
      return false;
    return cells.length > 0 || where === "title" || where === "preamble" || !open.has(where);
  });
  return { written, findings: [...findings, ...staying], told, dismissed };
}

/** Last year's report as it would be printed; none while nothing is known of it. */
export function printedLast(report: Report, last: Report | undefined): PrintedReport | undefined {
  if (last === undefined || last.messages.length === 0) return undefined;
  const written = writeOut(last.organ === null ? { ...last, organ: report.organ } : last);
  return written === null ? undefined : printed(written);
}

/** Carried figures that differ from last year's report for a reason that is kept. */
const isExplained = (report: Report, { rule, cells }: Finding): boolean =>
  rule === "Y-01" &&
  report.explained.size > 0 &&
  cells.some((cell) => cell.startsWith("requests.carriedIn."));

/** The total that was stated is not what prints: what would mend it is found on a print that shows it. */
function withFixes(report: Report, findings: readonly Finding[]): Finding[] {
  const stated = contradictedTotals(report);
  if (stated.length === 0) return [...findings];
  const written = writeOut(report);
  if (written === null) return [...findings];
  const cells = new Map(written.cells);
  for (const total of stated) cells.set(total.cell, total.stated);
  const shown = judge(printed({ ...written, cells }));
  return findings.map((finding) => {
    const [cell] = finding.cells;
    const fix =
      cell !== undefined && finding.actual !== undefined && stated.some((total) => total.cell === cell)
        ? shown.find((candidate) => candidate.fix !== undefined && candidate.cells.includes(cell))?.fix
        : undefined;
    return fix === undefined || finding.fix !== undefined ? finding : { ...finding, fix };
  });
}
