/** Text set as on a page: lines of one paragraph stand below each other, the first one indented. */

const indent = (line: string): number => line.length - line.trimStart().length;
const opens = /^\s*(?:[一二三四五六七八九十][、.．]|[（(][一二三四五六七八九十][）)]|#)/;
const chinese = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’]/;

/** Runs of spaces are the setting of the page: beside Chinese they are nothing, else one space. */
const unspaced = (line: string): string =>
  line.trim().replace(/\s+/g, (_, at: number, all: string) => {
    const [before, after] = [all[at - 1] ?? "", all.slice(at).trimStart()[0] ?? ""];
    return chinese.test(before) || chinese.test(after) ? "" : " ";
  });

/** Whether most lines are set off from the margin by spaces, as tools do that keep the layout of a page. */
export function isPage(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== "");
  const set = filled.filter((line) => /^ {4,}\S/.test(line));
  return filled.length >= 30 && set.length > filled.length / 2;
}

/** Lines of a page copied without its margins: of nearly the same length, broken in the middle of sentences. */
const maxLine = 60;
const minBroken = 6;

const lengthOf = (line: string): number => line.trimEnd().length;

/** The length at which lines were broken, if they were. */
function brokenAt(lines: readonly string[]): number | undefined {
  const long = lines.filter((line) => lengthOf(line) > 15);
  const widest = long.reduce((most, line) => Math.max(most, lengthOf(line)), 0);
  const full = long.filter((line) => lengthOf(line) >= widest - 2);
  const inside = full.filter((line) => !/[。：；！？]\s*$/.test(line));
  return widest <= maxLine && inside.length >= minBroken && full.length * 2 > long.length
    ? widest
    : undefined;
}

/** Lines broken at the edge of a page, joined again; other lines as they are. */
export function rejoined(lines: readonly string[]): readonly string[] {
  const width = brokenAt(lines);
  if (width === undefined) return lines;
  const out: string[] = [];
  let open = false;
  for (const line of lines) {
    const goesOn = open && line.trim() !== "" && !opens.test(line) && !/^[\s\u3000]/.test(line);
    out.push(goesOn ? `${(out.pop() ?? "").trimEnd()}${line.trim()}` : line);
    open = lengthOf(line) >= width - 2;
  }
  return out;
}

/** The paragraphs of a page, each on one line. */
export function joined(lines: readonly string[]): string[] {
  const filled = lines.filter((line) => line.trim() !== "");
  const long = filled.filter((line) => line.trim().length > 20);
  const margin = long.reduce((least, line) => Math.min(least, indent(line)), Infinity);
  const widest = long.reduce((most, line) => Math.max(most, lengthOf(line)), 0);
  const indented = long.some((line) => indent(line) > margin + 2 && indent(line) < margin + 8);
  const out: string[] = [];
  let open = false;
  for (const line of filled) {
    const text = unspaced(line);
    if (open && indent(line) < margin + 3 && !opens.test(line)) out.push(`${out.pop() ?? ""}${text}`);
    else out.push(text);
    // Centred lines and headings stand alone; a paragraph goes on while its lines are full.
    const short = !indented || lengthOf(line) < widest - 12;
    open = indent(line) < margin + 8 && !(short && /[。：；！？]$/.test(text));
  }
  return out;
}
