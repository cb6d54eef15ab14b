import { canonicalLabel } from "../../language/width.ts";
import { sections as official } from "../../report/form.ts";
import type { PrintedSection } from "../../report/printed.ts";
import { bare, likeness } from "./label.ts";

/** Headings of the trial form of 2019 that read otherwise. */
const earlier: readonly { number: string; name: string }[] = [
  { number: "五", name: "政府信息公开工作存在的主要问题及改进情况" },
];
const known = [...official.map(({ number, name }) => ({ number, name })), ...earlier].map(
  ({ number, name }) => ({ number, name: bare(name) }),
);
const maxHeading = 40;

interface Candidate {
  line: number;
  number: string;
  /** How like the official heading of its number, 0 to 1. */
  likeness: number;
}

/** A line that may open a section: 一、… 六、 short and not a sentence, or an official heading without its number. */
function candidate(text: string, line: number): Candidate | undefined {
  if (text.length > maxHeading || /[。；！？]./.test(text)) return undefined;
  const label = canonicalLabel(text.replace(/^#+\s*|\*\*/g, ""));
  const numbered = /^([一二三四五六])[.]?(?=\D)/.exec(label);
  const body = bare(label);
  if (numbered === null) {
    const exact = known.find(({ name }) => name === body);
    return exact === undefined ? undefined : { line, number: exact.number, likeness: 1 };
  }
  const number = numbered[1] ?? "";
  const names = known.filter((section) => section.number === number);
  const best = Math.max(...names.map(({ name }) => likeness(name, body)));
  return { line, number, likeness: best };
}

/**
 * The lines that open sections, in order. A list inside a section may be numbered 一、二、 too, so a heading worded like
 * the form wins over any other; an unlike one counts only where its number is due and no likely one follows.
 */
function openings(lines: readonly string[]): Candidate[] {
  const candidates = lines.flatMap((text, line) => candidate(text, line) ?? []);
  const likely = candidates.filter((found) => found.likeness >= 0.5);
  const chosen: Candidate[] = [];
  for (const { number } of official) {
    const after = chosen.at(-1)?.line ?? -1;
    const sure = likely.find((found) => found.number === number && found.line > after);
    const next = likely.find((found) => found.line > after && found.number !== number);
    const due = candidates.find(
      (found) =>
        found.number === number &&
        found.line > after &&
        found.line < (next?.line ?? Infinity) &&
        !/[。，；：]$/.test(lines[found.line] ?? ""),
    );
    const found = sure ?? due;
    if (found !== undefined) chosen.push(found);
  }
  return chosen;
}

/** Sections with their text, and the lines before the first one. */
export function splitSections(lines: readonly string[]): { before: string[]; sections: PrintedSection[] } {
  const opened = openings(lines);
  return {
    before: lines.slice(0, opened[0]?.line ?? lines.length),
    sections: opened.map(({ line, number }, index) => ({
      number,
      heading: lines[line] ?? "",
      text: lines.slice(line + 1, opened[index + 1]?.line ?? lines.length).join("\n"),
    })),
  };
}
