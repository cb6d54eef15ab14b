import { cellName, tableOf, type CellId } from "../report/form.ts";
import type { Report } from "../report/report.ts";
import { printed, type WrittenReport } from "../report/written.ts";
import { printedForm } from "../report/vocabulary.ts";
import { writeOut } from "../drafting/writeOut.ts";
import { judge, type Finding } from "../rules/judge.ts";
import { contradictedTotals } from "./asking/residual.ts";

/** The draft as it stands and what is wrong with it. In the talk a cell that nobody reported is asked for, not blamed (`blanks`). */
export function judged(
  report: Report,
  { blanks }: { blanks: boolean } = { blanks: false },
): { written: WrittenReport | null; findings: Finding[] } {
  const written = writeOut(report);
  if (written === null) return { written, findings: [] };
  const known = (cell: CellId): boolean => written.cells.has(cell);
  const findings = judge(printed(written)).filter(
    (finding) => blanks || finding.cells.length === 0 || finding.cells.some(known),
  );
  return { written, findings: [...statedTotals(report), ...findings] };
}

/** A total that somebody stated and that its parts do not make up: the parts are printed, the person must say which is right. */
function statedTotals(report: Report): Finding[] {
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
