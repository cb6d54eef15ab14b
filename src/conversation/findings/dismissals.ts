import { isSameEvidence, isSameFinding, maxText, type Evidence } from "../../report/events.ts";
import type { Dismissal } from "../../report/report.ts";
import type { CellId } from "../../report/form.ts";
import type { Finding } from "../../rules/judge.ts";

/** 忽略: bound to rule, place, cells, values and quote; lapses when any of them changes. */

/** What a finding rests on; one without cells and quote rests on its own sentence, which names both figures. */
export function evidenceOf(finding: Finding, value: (cell: CellId) => number | undefined): Evidence {
  const { rule, where, cells, message } = finding;
  const quote = finding.quote ?? (cells.length === 0 ? message.slice(0, maxText) : undefined);
  return {
    rule,
    where,
    cells,
    values: cells.map((cell) => value(cell) ?? null),
    ...(quote === undefined ? {} : { quote }),
  };
}

export interface Sorted {
  /** What is still to be looked at; one whose dismissal has lapsed says so. */
  open: readonly Finding[];
  dismissed: readonly { finding: Finding; reason: string }[];
}

export function sortOut(
  findings: readonly Finding[],
  dismissals: readonly Dismissal[],
  value: (cell: CellId) => number | undefined,
): Sorted {
  if (dismissals.length === 0) return { open: findings, dismissed: [] };
  const told = findings.map((finding) => ({ finding, evidence: evidenceOf(finding, value) }));
  const standing = new Set(
    dismissals.filter(({ finding }) => told.some(({ evidence }) => isSameEvidence(evidence, finding))),
  );
  const open: Finding[] = [];
  const dismissed: { finding: Finding; reason: string }[] = [];
  for (const { finding, evidence } of told) {
    const found = dismissals.find((dismissal) => isSameEvidence(dismissal.finding, evidence));
    if (found !== undefined && whyNot(finding) === null) {
      dismissed.push({ finding, reason: found.reason });
      continue;
    }
    const lapsed = dismissals.find(
      (dismissal) => !standing.has(dismissal) && isSameFinding(dismissal.finding, evidence),
    );
    open.push(
      lapsed === undefined
        ? finding
        : {
            ...finding,
            message: `${finding.message}（原来忽略过：${lapsed.reason}。现在内容变了，请再看。）`,
          },
    );
  }
  return { open, dismissed };
}

const arithmetic = new Set(["B-01", "B-02", "B-03", "B-09", "B-11", "C-01", "A-01"]);
const missing = new Set(["B-04", "B-05", "B-06", "C-02", "C-03", "A-02", "S-01", "S-07", "S-09", "F-01"]);

/** Why a finding cannot be dismissed, or null: sums must come out and no part may be missing. */
export function whyNot(finding: Finding): string | null {
  if (arithmetic.has(finding.rule)) return "表里的数加起来对不上，不能忽略：请说哪个数要改。";
  if (finding.verdict === "unknown" || missing.has(finding.rule))
    return "缺的内容不能忽略：补上以后这一条就没有了。";
  return null;
}

/** An error that was dismissed still stands beside the text of a draft, unless it only sets the text against a table. */
export const staysInDraft = ({ severity, rule }: Finding): boolean =>
  severity === "error" && !rule.startsWith("X-");
