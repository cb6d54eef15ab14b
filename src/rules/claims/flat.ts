import { wide } from "../../language/width.ts";

/** A text in one run for matching, with the way back to its characters. */
export interface Flat {
  text: string;
  /** Offset in the original for each character, and its length at the end. */
  at: readonly number[];
}

/** A line that begins like this is a new sentence, whatever the one before it ends with. */
const opens = /^(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．](?!\d)|[一二三四五六七八九十]是)/;

/**
 * Without blanks and marks of markdown, punctuation full-width, digits half-width, thousands without commas.
 * A line broken inside a sentence is put together; other line breaks stay.
 */
export function flat(text: string): Flat {
  const at: number[] = [];
  const out: string[] = [];
  const tail = (): string => out.slice(-4).join("");
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    const code = text.charCodeAt(index);
    const word = code >= 0x4e00 && code <= 0x9fff;
    if (!word) {
      if (/[ \t\r\u3000\u00a0*#]/.test(character)) continue;
      if (character === "\n" && !endsLine(tail(), text.slice(index + 1, index + 40))) continue;
      const grouped = character === "," && /^\d{3}(?!\d)/.test(text.slice(index + 1, index + 5));
      if (grouped && /(?<!\d)\d{1,3}$/.test(tail())) continue;
    }
    const digit = code >= 0xff10 && code <= 0xff19;
    out.push(digit ? String.fromCharCode(code - 0xfee0) : word ? character : (wide[character] ?? character));
    at.push(index);
  }
  at.push(text.length);
  return { text: out.join(""), at };
}

/** Whether a line break ends a sentence, by what stands before and behind it. */
function endsLine(before: string, behind: string): boolean {
  const next = behind.replace(/[ \t\u3000\u00a0*#\r]/g, "");
  if (before === "" || /[。；：！？\n]$/.test(before) || opens.test(next)) return true;
  return next.startsWith("\n") && !/[，、]$/.test(before);
}

/** A sentence or a part of it up to ；: never more, a number belongs to nothing beyond. */
export interface Sentence {
  text: string;
  /** Offset in the flat text. */
  start: number;
}

export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = [];
  for (const match of text.matchAll(/[^。；！？\n]+/g)) found.push({ text: match[0], start: match.index });
  return found;
}
