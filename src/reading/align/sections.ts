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

const others = new Map([..."一二三四五六"].flatMap((number, at) => [[number, number], [String(at + 1), number]])); // prettier-ignore
/** Numbered in another style: （一）, 第一部分, 1. and Ⅰ, which NFKC writes as I. It must be the form's heading then. */
const otherStyle =
  /^(?:\(([一二三四五六])\)|第([一二三四五六])(?:部分|章|节)|([1-6])[.](?=\D)|(I{1,3}|IV|VI?)[.])[.]?/;
const roman = ["I", "II", "III", "IV", "V", "VI"];

/** A heading of the form, word for word, whose number is written in another style. */
function otherwise(text: string, line: number): Candidate | undefined {
  if (text.length > maxHeading || !/^[#*\s]*[（(第1-6１-６Ⅰ-ⅥIV]/.test(text)) return undefined;
  const label = canonicalLabel(text.replace(/^#+\s*|\*\*/g, ""));
  const match = otherStyle.exec(label);
  if (match === null) return undefined;
  const [whole, bracketed, part, digit, letters = ""] = match;
  const number = others.get(bracketed ?? part ?? digit ?? String(roman.indexOf(letters) + 1));
  const name = label.slice(whole.length).replace(/[.]/g, "");
  const exact = known.find((section) => section.number === number && section.name === name);
  return exact === undefined ? undefined : { line, number: exact.number, likeness: 0.9 };
}
/** So many headings in another style are the style of the document, not a part of a section of the same name. */
const minOtherwise = 4;

/** A line that may open a section: 一、… 六、 short and not a sentence, or an official heading without its number. */
function candidate(text: string, line: number): Candidate | undefined {
  if (text.length > maxHeading || /[。；！？].|[，；：]$/.test(text)) return undefined;
  const label = canonicalLabel(text.replace(/^#+\s*|\*\*/g, ""));
  const numbered = /^([一二三四五六])[.]?(?=\D)/.exec(label);
  const body = bare(label);
  if (numbered === null) {
    // Without its number (an automatic list has none in the text) a heading must be the form's, word for word.
    const exact = known.find(({ name }) => name === label.replace(/[.]/g, ""));
    return exact === undefined || label.endsWith(".")
      ? undefined
      : { line, number: exact.number, likeness: 0.9 };
  }
  const number = numbered[1] ?? "";
  const names = known.filter((section) => section.number === number);
  const best = Math.max(...names.map(({ name }) => likeness(name, body)));
  // A heading is no sentence: one that ends like one gives way to one that does not.
  const sentence = /[。！？]$/.test(text);
  if (sentence && best < 0.5) return undefined;
  return { line, number, likeness: sentence ? best / 2 + 0.25 : best };
}

/**
 * The lines that open sections, in order. A list inside a section may be numbered 一、二、 too and a table of contents
 * names the headings once before: so the line most like the heading wins, the last of equals, found from 六 upwards. A
 * heading unlike the form counts only where its number is due.
 */
function openings(lines: readonly string[]): Candidate[] {
  const styled = lines.flatMap((text, line) => otherwise(text, line) ?? []);
  const inStyle = new Set(styled.map(({ number }) => number)).size >= minOtherwise;
  const candidates = lines.flatMap((text, line) => candidate(text, line) ?? []).concat(inStyle ? styled : []);
  const sure = new Map<string, Candidate>();
  let below = lines.length;
  for (const { number } of official.toReversed()) {
    const likely = candidates.filter(
      (found) => found.number === number && found.line < below && found.likeness >= 0.5,
    );
    let found: Candidate | undefined;
    for (const other of likely) if (other.likeness >= (found?.likeness ?? 0)) found = other;
    if (found === undefined) continue;
    sure.set(number, found);
    below = found.line;
  }
  const chosen: Candidate[] = [];
  for (const [index, { number }] of official.entries()) {
    const after = chosen.at(-1)?.line ?? -1;
    const next = official.slice(index + 1).map((section) => sure.get(section.number)?.line);
    const before = next.find((line) => line !== undefined) ?? lines.length;
    const due = candidates.find(
      (found) => found.number === number && found.line > after && found.line < before,
    );
    const found = sure.get(number) ?? due;
    if (found !== undefined) chosen.push(found);
  }
  return chosen;
}

/** Sections with their text, and the lines before the first one; `levels` are those the format gives to the lines. */
export function splitSections(
  lines: readonly string[],
  levels: readonly (number | undefined)[] = [],
): { before: string[]; sections: PrintedSection[] } {
  const opened = openings(lines);
  return {
    before: lines.slice(0, opened[0]?.line ?? lines.length),
    sections: opened.map(({ line, number }, index) => ({
      number,
      heading: lines[line] ?? "",
      ...levelOf(levels[line]),
      text: lines.slice(line + 1, opened[index + 1]?.line ?? lines.length).join("\n"),
    })),
  };
}

const levelOf = (level: number | undefined): { level?: number } => (level === undefined ? {} : { level });
