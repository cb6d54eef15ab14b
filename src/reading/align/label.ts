import { canonicalLabel } from "../../language/width.ts";

/** A label without its numbering, notes in brackets, quotes and punctuation: what is left to recognise it by. */
export function bare(text: string): string {
  return canonicalLabel(text)
    .replace(/^(?:\(?[一二三四五六七八九十\d]{1,2}\)\.?|[一二三四五六七八九十]\.|\d{1,2}\.)/, "")
    .replace(/\(.*?\)/g, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
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
