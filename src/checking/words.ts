import { widthOf, wrap } from "../language/columns.ts";
import { tableOf } from "../report/form.ts";
import type { PrintedReport } from "../report/printed.ts";
import type { Finding, Severity } from "../rules/judge.ts";
import { causes } from "../rules/repair.ts";
import { basisText, placeName, severities, severityNames } from "../rules/told.ts";

/** How many findings of each severity. */
export type Tally = Record<Severity, number>;

export function tally(findings: readonly Finding[]): Tally {
  const count: Tally = { error: 0, warning: 0, notice: 0 };
  for (const { severity } of findings) count[severity] += 1;
  return count;
}

/** 错误2　提醒3; 没有发现问题. */
export function verdict(count: Tally): string {
  const parts = severities.filter((severity) => count[severity] > 0);
  if (parts.length === 0) return "没有发现问题";
  return parts.map((severity) => `${severityNames[severity]}${count[severity]}`).join("　");
}

/** The three counts as words for a row of a table; without a tally the heads of their columns. */
export const severityCounts = (count: Tally | null): string[] =>
  severities.map((severity) => (count === null ? severityNames[severity] : String(count[severity])));

/** 青山区临江街道办事处2025年; what is not printed is said to be so. */
export function unitAndYear({ organ, year }: PrintedReport): string {
  const unit = organ === null ? "没有看到单位名称" : organ.name;
  return `${unit}${year === null ? "（没有看到年份）" : `${year}年`}`;
}

/** What is said of one cause: the findings that come from it, numbered on, its repairs, what else there is to know. */
export interface Said {
  findings: readonly { number: number; finding: Finding }[];
  repairs: readonly string[];
  quotes: readonly string[];
  places: readonly string[];
  bases: readonly string[];
}

/** The findings as they are told: those of one cause together, numbered through, repairs said once. */
export function said(findings: readonly Finding[]): Said[] {
  let number = 0;
  return causes(findings).map((group) => ({
    findings: group.map((finding) => ({ number: ++number, finding })),
    repairs: (group[0]?.fix ?? []).slice(0, 3).map(({ reason }) => reason),
    quotes: distinct(group.flatMap(quoteOf)),
    places: distinct(group.filter(needsPlace).map(({ where }) => placeName(where))),
    bases: distinct(group.map(({ basis }) => basisText(basis))),
  }));
}

const distinct = (words: readonly string[]): string[] => [...new Set(words)];

/** The words of the report, where the sentence does not quote them itself. */
function quoteOf({ quote, message, where }: Finding): string[] {
  if (quote === undefined || where === "title") return [];
  const plain = quote.replace(/\s+/g, "");
  return plain.length < 4 || message.replace(/\s+/g, "").includes(plain) ? [] : [quote.trim()];
}

/** Cells name their table themselves. */
const needsPlace = ({ cells, where, message }: Finding): boolean =>
  !cells.some((cell) => tableOf(cell) === where) && !/^(?:标题|第.部分|报告开头)/.test(message);

export const choices = ["A", "B", "C"] as const;

/** How words are set off on a terminal; plain where there is none. */
export type Paint = (style: Severity | "strong" | "faint", text: string) => string;

/** The findings of one report for a terminal `width` columns wide. */
export function findingLines(findings: readonly Finding[], width: number, paint: Paint): string[] {
  return said(findings).flatMap(({ findings: told, repairs, quotes, places, bases }) => {
    const indent = " ".repeat(5);
    const line = (head: string, text: string): string[] => {
      const [first = "", ...rest] = wrap(`${indent}${head}${text}`, width, " ".repeat(5 + widthOf(head)));
      return [first.replace(head, () => paint("faint", head)), ...rest];
    };
    return [
      ...told.flatMap(({ number, finding: { severity, message } }) => {
        const label = `【${severityNames[severity]}】`;
        const [first = "", ...rest] = wrap(
          `${String(number).padStart(3)}. ${label}${message}`,
          width,
          indent,
        );
        return [first.replace(label, () => paint(severity, label)), ...rest];
      }),
      ...quotes.flatMap((quote) => line("原文　", `“${quote}”`)),
      ...places.flatMap((place) => line("位置　", place)),
      ...repairs.flatMap((repair, index) =>
        line(repairs.length === 1 ? "改法　" : `改法${choices[index] ?? ""} `, repair),
      ),
      ...bases.flatMap((basis) => line(`${basis.slice(0, 2)}　`, basis.slice(3))),
    ];
  });
}
