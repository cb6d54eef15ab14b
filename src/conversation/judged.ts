import type { CellId } from "../report/form.ts";
import type { PrintedReport } from "../report/printed.ts";
import { valueOf, type Report } from "../report/report.ts";
import { printed, type WrittenReport } from "../report/written.ts";
import { writeOut } from "../drafting/writeOut.ts";
import { judge, type Finding } from "../rules/judge.ts";
import { contradictedTotals, statedTotals, unseenTotals, withoutEchoes } from "../rules/stated.ts";
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
  const before = printedLast(report, last);
  const judging = (print: WrittenReport): Finding[] =>
    judge(printed(print), before).filter((finding) => !isExplained(report, finding));
  const totals = contradictedTotals(report);
  const plain = judging(written);
  // Words of a file are judged as they stand there.
  const drafted = ![...report.texts.values()].some((text) => text.printed === true);
  const stated = (found: readonly Finding[]): readonly Finding[] =>
    drafted ? withoutEchoes(found, plain) : found;
  const inDraft = sortOut([...statedTotals(report), ...plain], report.dismissed, value);
  const inTalk =
    totals.length === 0
      ? inDraft
      : sortOut(stated(asStated(report, written, judging)), report.dismissed, value);
  const open = new Set(openItems(report).map((item) => item.section));
  const told = inTalk.open.filter(({ cells, verdict, where }) => {
    const missing = cells.filter((cell) => !written.cells.has(cell));
    if (
      cells.length > 0 &&
      (missing.length === cells.length || (verdict === "unknown" && missing.length > 0))
    )
      return false;
    return cells.length > 0 || where === "title" || where === "preamble" || !open.has(where);
  });
  const staying = inDraft.dismissed
    .filter(({ finding }) => staysInDraft(finding))
    .map(({ finding, reason }) => ({ ...finding, message: `${finding.message}（已说明：${reason}）` }));
  return { written, findings: [...inDraft.open, ...staying], told, dismissed: inTalk.dismissed };
}

/**
 * A draft prints the sums. In the talk the totals that somebody stated against them are judged as stated: the faults are
 * then those of the file they came from, each with what would mend it.
 */
function asStated(
  report: Report,
  written: WrittenReport,
  judging: (print: WrittenReport) => Finding[],
): Finding[] {
  const cells = new Map(written.cells);
  for (const { cell, stated } of contradictedTotals(report)) cells.set(cell, stated);
  return [...unseenTotals(report, cells), ...judging({ ...written, cells })];
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
