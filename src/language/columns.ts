/** Text in columns of a terminal: a Chinese character is two wide. */

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const none = /[\p{Mn}\p{Me}\p{Cf}]/u;

const widthOfOne = (character: string): number => (wide.test(character) ? 2 : none.test(character) ? 0 : 1);

/** How many columns a line takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += widthOfOne(character);
  return width;
}

export const padRight = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - widthOf(text)));
export const padLeft = (text: string, width: number): string =>
  " ".repeat(Math.max(0, width - widthOf(text))) + text;

/** The text in at most `width` columns, … in the place of its middle. */
export function shortened(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const characters = [...text];
  const half = Math.max(0, Math.floor((width - 1) / 2));
  const head = taken(characters, half);
  const tail = taken(characters.toReversed(), width - 1 - widthOf(head));
  return `${head}…${[...tail].reverse().join("")}`;
}

function taken(characters: readonly string[], width: number): string {
  let out = "";
  let used = 0;
  for (const character of characters) {
    used += widthOfOne(character);
    if (used > width) break;
    out += character;
  }
  return out;
}

/** Not to stand at the beginning of a line. */
const closing = /^[，。；：！？、）》」』”’】…%,.;:!?)\]]/;
/** Figures, Latin words and paths stay together. */
const pieces = /[\w.%/\\:@-]+|\s+|[^]/gu;

/** Lines of at most `width` columns; those after the first begin with `indent`. Words longer than a line are cut. */
export function wrap(text: string, width: number, indent = ""): string[] {
  const room = Math.max(8, width);
  const lines: string[] = [];
  let line = "";
  const broken = (text.match(pieces) ?? []).flatMap((piece) =>
    widthOf(piece) > room - widthOf(indent) ? [...piece] : [piece],
  );
  for (const [index, piece] of broken.entries()) {
    const next = broken[index + 1];
    const hanging = next !== undefined && closing.test(next) ? widthOf(next) : 0;
    if (line.trim() !== "" && !closing.test(piece) && widthOf(line) + widthOf(piece) + hanging > room) {
      lines.push(line.trimEnd());
      line = indent;
      if (piece.trim() === "") continue;
    }
    line += piece;
  }
  lines.push(line.trimEnd());
  return lines;
}
