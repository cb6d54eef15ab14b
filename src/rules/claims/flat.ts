/** A text in one run for matching, with the way back to its characters. */
export interface Flat {
  text: string;
  /** Offset in the original for each character, and its length at the end. */
  at: readonly number[];
}

const wide: Record<string, string> = {
  ",": "，",
  ";": "；",
  ":": "：",
  "(": "（",
  ")": "）",
  "!": "！",
  "?": "？",
};

/** A line that begins like this is a new sentence, whatever the one before it ends with. */
const opens = /^(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．](?!\d)|[一二三四五六七八九十]是)/;

/**
 * Without blanks and marks of markdown, punctuation full-width, digits half-width, thousands without commas.
 * A line broken inside a sentence is put together; other line breaks stay.
 */
export function flat(text: string): Flat {
  const at: number[] = [];
  const out: string[] = [];
  let tail = ""; // the last four characters
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (/[ \t\r\u3000\u00a0*#]/.test(character)) continue;
    if (character === "\n") {
      const next = text.slice(index + 1, index + 40).replace(/[ \t\u3000\u00a0*#\r]/g, "");
      const ends =
        tail === "" || /[。；：！？\n]$/.test(tail) || (next.startsWith("\n") && !/[，、]$/.test(tail));
      if (!ends && !opens.test(next)) continue;
    }
    if (
      character === "," &&
      /(?<!\d)\d{1,3}$/.test(tail) &&
      /^\d{3}(?!\d)/.test(text.slice(index + 1, index + 5))
    )
      continue;
    const code = character.charCodeAt(0);
    const plain =
      code >= 0xff10 && code <= 0xff19 ? String.fromCharCode(code - 0xfee0) : (wide[character] ?? character);
    out.push(plain);
    tail = tail.slice(-3) + plain;
    at.push(index);
  }
  at.push(text.length);
  return { text: out.join(""), at };
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
