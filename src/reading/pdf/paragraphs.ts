import { isSectionHeading } from "../headings.ts";
import { seam, type Line } from "./lines.ts";

/** The margins of the text: where most lines begin, and where the full ones end. */
export interface Margins {
  left: number;
  right: number;
}

/** From the lines of all pages of one width. Indented first lines begin further right, centred ones anywhere. */
export function marginsOf(lines: readonly Line[]): Margins {
  const longest = Math.max(0, ...lines.map(({ x, right }) => right - x));
  const long = lines.filter(({ x, right }) => right - x > 0.8 * longest);
  const starts = long.map(({ x }) => x).toSorted((one, other) => one - other);
  const ends = long.map(({ right }) => right).toSorted((one, other) => one - other);
  return {
    left: starts[Math.floor(starts.length * 0.1)] ?? 0,
    right: ends[Math.floor(ends.length * 0.75)] ?? 0,
  };
}

const alike = (one: Line, other: Line): boolean =>
  Math.abs(one.size - other.size) < 0.16 * Math.max(one.size, other.size);

/** Whether a line goes on with the sentence of the line before: that one is full, this one begins at the margin. */
function continues(line: Line, before: Line, { left, right }: Margins, pitch: number): boolean {
  const indent = (line.x - left) / line.size;
  const short = (right - before.right) / before.size;
  if (!alike(line, before) || indent > 1.2 || indent < -1.2) return false;
  // Where the line ends early, what follows must be a word too long for the rest of it.
  const room = short < 1.6 || (short < 6 && /^[A-Za-z0-9]/.test(line.text) && wordWidth(line) > short - 0.4);
  const near = line.y <= before.y || line.y - before.y < 1.6 * pitch;
  return room && near && !isSectionHeading(before.text) && !isSectionHeading(line.text);
}

/** The width of the unbroken word a line begins with, in sizes of its print. */
const wordWidth = (line: Line): number => (/^[A-Za-z0-9.,:/@_-]+/.exec(line.text)?.[0].length ?? 0) * 0.5;

/** Lines joined into paragraphs by where they begin and end; `y` falling from one line to the next is a new page. */
export function paragraphsOf(lines: readonly Line[], margins: Margins): string[] {
  const steps = lines
    .slice(1)
    .map((line, index) => line.y - (lines[index]?.y ?? 0))
    .filter((step) => step > 0)
    .toSorted((one, other) => one - other);
  const pitch = steps[Math.floor(steps.length / 3)] ?? 0;
  const out: string[] = [];
  let before: Line | undefined;
  for (const line of lines) {
    const last = out.at(-1);
    if (before !== undefined && last !== undefined && continues(line, before, margins, pitch))
      out[out.length - 1] = `${last}${seam(last, line.text)}${line.text}`;
    else out.push(line.text);
    before = line;
  }
  return out;
}
