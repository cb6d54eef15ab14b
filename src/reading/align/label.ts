import { canonicalLabel } from "../../language/width.ts";

/** The labels of the form come again in every report: so many are remembered, of no more than this length. */
const remembered = 2000;
const longest = 100;
const memory = new Map<string, string>();

/** A label without its numbering, notes in brackets, quotes and punctuation: what is left to recognise it by. */
export function bare(text: string): string {
  const known = memory.get(text);
  if (known !== undefined) return known;
  const found = canonicalLabel(text)
    .replace(/^(?:\(?[一二三四五六七八九十\d]{1,2}\)\.?|[一二三四五六七八九十]\.|\d{1,2}\.)/, "")
    .replace(/\(.*?\)/g, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
  if (memory.size >= remembered) memory.clear();
  if (text.length <= longest) memory.set(text, found);
  return found;
}

/** How alike two labels are, from 0 to 1: the share of neighbouring character pairs they have in common. */
export function likeness(one: string, other: string): number {
  const pairs = (text: string): string[] =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  const left = pairs(one);
  const right = pairs(other);
  if (left.length === 0 || right.length === 0) return one === other ? 1 : 0;
  const rest = [...right];
  let common = 0;
  for (const pair of left) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    common += 1;
    rest.splice(at, 1);
  }
  return (2 * common) / (left.length + right.length);
}
