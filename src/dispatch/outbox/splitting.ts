/** Cuts a text into parts of at most so many bytes of UTF-8, at the end of a line, a sentence or a clause; joined they are the text. */
export function split(text: string, maxBytes: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (Buffer.byteLength(rest) > maxBytes) {
    const end = cut(rest, fitting(rest, maxBytes));
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return rest === "" && parts.length > 0 ? parts : [...parts, rest];
}

/** How many UTF-16 units from the start fit, without half characters; at least one character. */
function fitting(text: string, maxBytes: number): number {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes && end > 0) break;
    end += character.length;
  }
  return end;
}

/** Best first; each matches what stands before a good place. */
const ends = [/\n/g, /[。！？!?；;][”’」』）)]*/g, /[，,、：:\s]/g];
const figure = /[\d０-９.．,，:：%％/-]/;
const numeral = /[〇零一二两三四五六七八九十百千万亿点]/;
const joins = /^[\u200d\ufe00-\ufe0f\u20e3\p{Mark}\p{Emoji_Modifier}]/u;

/** A good place to cut, at most `limit`; marks in the first third leave parts too short. */
function cut(text: string, limit: number): number {
  const head = text.slice(0, limit);
  for (const end of ends) {
    let best = -1;
    for (const match of head.matchAll(end)) {
      const place = match.index + match[0].length;
      if (place >= limit / 3 && mayCut(text, place)) best = place;
    }
    if (best > 0) return best;
  }
  for (let place = limit; place > limit / 3; place--) if (mayCut(text, place)) return place;
  return limit;
}

/** Not inside a number (1,148 or 8:30), a character, or one that is written as several. */
function mayCut(text: string, place: number): boolean {
  const before = text.charAt(place - 1);
  const after = text.charAt(place);
  if (/[\ud800-\udbff]/.test(before) && /[\udc00-\udfff]/.test(after)) return false;
  if (before === "\u200d" || joins.test(text.slice(place, place + 2))) return false;
  if (before === "\r" && after === "\n") return false;
  if (numeral.test(before) && numeral.test(after)) return false;
  return !(figure.test(before) && figure.test(after) && (digitAt(text, place) || digitAt(text, place - 1)));
}

const digitAt = (text: string, place: number): boolean => /[\d０-９]/.test(text.charAt(place));
