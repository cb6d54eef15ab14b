import { cellIds, type CellId } from "../report/form.ts";
import type { PrintedReport } from "../report/printed.ts";
import type { Finding, Severity } from "../rules/judge.ts";
import { basisText } from "../rules/told.ts";
import type { Examined } from "./examine.ts";

/** `read --json` and `check --json` (design.md 4): public, the shapes below are what other programs rely on. */

/** What is printed in a report. */
export interface ReportJson {
  organ: { name: string; kind: string } | null;
  year: number | null;
  form: "2021" | "2019" | null;
  title: string;
  /** In the order of the form; blank is null; unreadable and absent cells are left out. */
  cells: Record<string, number | null>;
  unreadable: Record<string, string>;
  sections: { number: string; heading: string; text: string }[];
}

export interface FindingJson {
  rule: string;
  severity: Severity;
  verdict: "broken" | "unknown";
  message: string;
  cells: CellId[];
  quote?: string;
  expected?: number | string;
  actual?: number | string;
  fix?: { set: Record<string, number>; reason: string }[];
  basis: string;
}

/** One entry of `check --json`: a file that could not be read has its sentence in the place of everything else. */
export type CheckedJson =
  ({ file: string } & ReportJson & { findings: FindingJson[] }) | { file: string; error: string };

export function reportJson({ organ, year, form, title, cells, sections }: PrintedReport): ReportJson {
  const found: ReportJson["cells"] = {};
  const unreadable: ReportJson["unreadable"] = {};
  for (const id of cellIds) {
    const cell = cells.get(id);
    if (cell?.kind === "number") found[id] = cell.value;
    else if (cell?.kind === "blank") found[id] = null;
    else if (cell?.kind === "unreadable") unreadable[id] = cell.raw;
  }
  return {
    organ: organ === null ? null : { name: organ.name, kind: organ.kind },
    year,
    form,
    title,
    cells: found,
    unreadable,
    sections: sections.map(({ number, heading, text }) => ({ number, heading, text })),
  };
}

function findingJson(finding: Finding): FindingJson {
  const { rule, severity, verdict, message, cells, quote, expected, actual, fix = [], basis } = finding;
  return {
    rule,
    severity,
    verdict,
    message,
    cells: [...cells],
    ...(quote === undefined ? {} : { quote }),
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    ...(fix.length === 0
      ? {}
      : { fix: fix.slice(0, 3).map(({ set, reason }) => ({ set: { ...set }, reason })) }),
    basis: basisText(basis),
  };
}

export const checkedJson = (file: string, { report, findings }: Examined): CheckedJson => ({
  file,
  ...reportJson(report),
  findings: findings.map(findingJson),
});
