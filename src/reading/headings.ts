import { canonicalLabel } from "../language/width.ts";
import { sections } from "../report/form.ts";
import { bare, likeness } from "./align/label.ts";

const official = sections.map(({ number, name }) => ({ number, name: bare(name) }));
const maxHeading = 40;

/** Whether a line is the heading of a section, by its number and about its words, or without its number word for word. */
export function isSectionHeading(line: string): boolean {
  const text = line.trim();
  if (text.length > maxHeading) return false;
  const number = /^([一二三四五六])\./.exec(canonicalLabel(text))?.[1];
  const words = bare(text);
  return official.some(({ number: own, name }) =>
    number === undefined ? name === words : own === number && likeness(name, words) >= 0.5,
  );
}

/** Whether a line is the title of a report: what it is and for which year, with no sentence and no path of a site. */
export function isTitle(line: string): boolean {
  const plain = line.replace(/\s+/g, "");
  return (
    plain.length <= 80 &&
    /信息公开.*(?:报告|年报)/.test(plain) &&
    /20\d\d|[二2][〇○零]/.test(plain) &&
    !/[。；：:>»|]/.test(plain)
  );
}
