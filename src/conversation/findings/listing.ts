import { isSameEvidence, type Evidence } from "../../report/events.ts";
import type { CellId } from "../../report/form.ts";
import type { Finding } from "../../rules/judge.ts";
import type { Listed } from "../talk.ts";
import { findingLines, mostLines } from "../words/review.ts";
import { evidenceOf } from "./dismissals.ts";

type Value = (cell: CellId) => number | undefined;

/** What the talk remembers of a list that was shown, so that 第2条 and 继续 mean it. */
export const listing = (of: Listed["of"], findings: readonly Finding[], value: Value): Listed | null =>
  findings.length === 0
    ? null
    : {
        of,
        findings: findings.map((finding) => evidenceOf(finding, value)),
        shown: Math.min(mostLines, findings.length),
      };

/** The finding of a list that is still there, by the number it was shown under. */
export const findingAt = (
  listed: Listed | null,
  number: number,
  findings: readonly Finding[],
  value: Value,
): { evidence: Evidence; finding: Finding | undefined } | null => {
  const evidence = listed?.findings[number - 1];
  if (evidence === undefined) return null;
  return {
    evidence,
    finding: findings.find((finding) => isSameEvidence(evidenceOf(finding, value), evidence)),
  };
};

/** The next lines of the list; what is mended by now is left out, the numbers stay. */
export function rest(
  listed: Listed,
  findings: readonly Finding[],
  value: Value,
): { text: string; listed: Listed } {
  const shown = Math.min(listed.shown + mostLines, listed.findings.length);
  const numbered: { finding: Finding; number: number }[] = [];
  for (let index = listed.shown; index < shown; index++) {
    const found = findingAt(listed, index + 1, findings, value)?.finding;
    if (found !== undefined) numbered.push({ finding: found, number: index + 1 });
  }
  const left = listed.findings.length - shown;
  return {
    text: [...findingLines(numbered), ...(left > 0 ? [`还有${left}条，发“继续”看。`] : [])].join("\n"),
    listed: { ...listed, shown },
  };
}
