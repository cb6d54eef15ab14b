import type { Glyph } from "./drawing.ts";

/** A line of print: its text, where it stands, and how big it is set. */
export interface Line {
  text: string;
  x: number;
  right: number;
  y: number;
  size: number;
}

/** Radicals that some fonts name instead of the characters that look the same. Punctuation is left as it is. */
const radicals = /[\u2E80-\u2FDF\uF900-\uFAFF]/gu;
export const plainCharacters = (text: string): string =>
  text.replace(radicals, (radical) => simplified[radical] ?? radical.normalize("NFKC"));
/** Radicals of the supplement that have no decomposition of their own. */
const simplified: Readonly<Record<string, string>> = {
  "⻅": "见", "⻆": "角", "⻉": "贝", "⻋": "车", "⻓": "长", "⻔": "门", "⻘": "青", "⻚": "页", "⻛": "风", "⻜": "飞",
  "⻝": "食", "⻢": "马", "⻣": "骨", "⻥": "鱼", "⻦": "鸟", "⻨": "麦", "⻩": "黄", "⻬": "齐", "⻮": "齿", "⻰": "龙",
  "⻳": "龟", "⻄": "西", "⻁": "虎", "⺠": "民", "⺟": "母", "⺻": "聿", "⻑": "长", "⻌": "辶", "⻤": "鬼", "⺁": "厂",
}; // prettier-ignore

/** Glyphs put into lines by their baselines, from above, each from the left. */
export function glyphLines(glyphs: readonly Glyph[]): Glyph[][] {
  const lines: { y: number; size: number; glyphs: Glyph[] }[] = [];
  for (const glyph of glyphs.toSorted((one, other) => one.y - other.y)) {
    const line = lines.at(-1);
    const apart = line === undefined ? Infinity : glyph.y - line.y;
    if (line === undefined || apart > 0.45 * Math.max(line.size, glyph.size)) {
      lines.push({ y: glyph.y, size: glyph.size, glyphs: [glyph] });
      continue;
    }
    line.glyphs.push(glyph);
    // A raised note number must not pull the line up to itself: the bigger print decides.
    if (glyph.size > line.size) [line.y, line.size] = [glyph.y, glyph.size];
  }
  return lines.map((line) => overprinted(line.glyphs.toSorted((one, other) => one.x - other.x)));
}

/** Bold made by printing twice: the second character at the same place is none. */
function overprinted(line: readonly Glyph[]): Glyph[] {
  const out: Glyph[] = [];
  for (const glyph of line) {
    const twin = out
      .slice(-3)
      .some(({ text, x }) => text === glyph.text && Math.abs(x - glyph.x) < glyph.size * 0.12);
    if (!twin) out.push(glyph);
  }
  return out;
}

const latin = /[A-Za-z]/;
const digit = /[\d.,０-９]/;
const word = /[A-Za-z0-9]/;

/**
 * The text of a line. Space between characters is set, not written: a blank stands only where one was typed, between
 * words of letters, and between figures that do not belong together.
 */
export function lineText(glyphs: readonly Glyph[]): string {
  let text = "";
  let last: Glyph | undefined;
  for (const glyph of glyphs) {
    if (last !== undefined && !/\s$/.test(text)) {
      const gap = glyph.x - last.right;
      const [before, after] = [last.text.slice(-1), glyph.text.slice(0, 1)];
      const letters = word.test(before) && word.test(after) && (latin.test(before) || latin.test(after));
      const figures = digit.test(before) && digit.test(after);
      if ((letters && gap > 0.2 * glyph.size) || (figures && gap > 0.35 * glyph.size)) text += " ";
    }
    text += glyph.text;
    if (glyph.text.trim() !== "") last = glyph;
  }
  return plainCharacters(text).replace(/[\u00a0\t]/g, " ");
}

/** The lines of these glyphs; lines of blanks are left out. */
export function linesOf(glyphs: readonly Glyph[]): Line[] {
  return glyphLines(glyphs).flatMap((line) => {
    const seen = line.filter(({ text }) => text.trim() !== "");
    const [first, last] = [seen[0], seen.at(-1)];
    if (first === undefined || last === undefined) return [];
    const sizes = seen.map(({ size }) => size).toSorted((one, other) => one - other);
    return [
      {
        text: lineText(line).trim(),
        x: first.x,
        right: Math.max(...seen.map(({ right }) => right)),
        y: last.y,
        size: sizes[Math.floor(sizes.length / 2)] ?? 0,
      },
    ];
  });
}

/** What stands between two lines of one text: nothing, but for words of letters. */
export const seam = (before: string, after: string): string =>
  /[A-Za-z0-9,;]$/.test(before) && /^[A-Za-z]/.test(after) ? " " : "";
