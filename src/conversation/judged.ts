import { cellName, tableOf } from "../report/form.ts";
import type { Report } from "../report/report.ts";
import { printed, type WrittenReport } from "../report/written.ts";
import { printedForm } from "../report/vocabulary.ts";
import { writeOut } from "../drafting/writeOut.ts";
import { judge, type Finding } from "../rules/judge.ts";
import { openItems } from "./asking/agenda.ts";
import { contradictedTotals } from "./asking/residual.ts";

/** The draft as it stands and what is wrong with it; `findings` go into the document, `told` into the talk. */
export interface Judged {
  written: WrittenReport | null;
  findings: readonly Finding[];
  /** Without what only says that something was not said yet: that is asked for, not blamed. */
  told: readonly Finding[];
}

export function judged(report: Report): Judged {
  const written = writeOut(report);
  if (written === null) return { written, findings: [], told: [] };
  const findings = [...statedTotals(report), ...judge(printed(written))];
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
  return { written, findings, told };
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
