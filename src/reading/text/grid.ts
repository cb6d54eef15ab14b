import type { Block, Cell } from "../blocks.ts";

/** Tables whose cells are separated by tabs or upright strokes, or stand one on a line behind a tab. */

export type Table = Extract<Block, { kind: "table" }>;
/** Lines of a text that are no table, or a table. */
export type Part = { kind: "text"; lines: string[] } | { kind: "grid"; rows: string[][]; lines: string[] };

const stroke = /[|｜│┃]/;
const rule = /^[\s|｜│┃:：\-—–=+─━┄┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝═]+$/;
const isTabbed = (line: string): boolean => line.includes("\t");
const isRuled = (line: string): boolean => line.split(stroke).length > 2 || /^\s*[|｜│┃].*\S/.test(line);
/** In a table one stroke is enough, or a rule between rows. */
const goesOn = (line: string): boolean => stroke.test(line) || rule.test(line);

/** A cell of a spreadsheet that holds a line break is copied in quotation marks. */
const unquoted = (text: string): string =>
  text.replace(/(^|[\t\n])"((?:[^"\t]|""){1,300})"(?=\t|\n|$)/g, (whole, before: string, cell: string) =>
    cell.includes("\n") ? `${before}${cell.replaceAll('""', '"').replaceAll("\n", "")}` : whole,
  );

/** Lines of cells between strokes; the outermost strokes are a frame where every line has them. */
function ruledRows(lines: readonly string[]): string[][] {
  const rows = lines
    .filter((line) => !rule.test(line))
    .map((line) =>
      line
        .replaceAll("\\|", "\u0000")
        .trim()
        .split(stroke)
        .map((cell) =>
          cell
            .replaceAll("\u0000", "|")
            .replace(/<br\s*\/?>|\*\*|`/gi, "")
            .trim(),
        ),
    );
  const left = rows.every((row) => row[0] === "");
  const right = rows.every((row) => row.at(-1) === "");
  return rows.map((row) => row.slice(left ? 1 : 0, right ? -1 : undefined));
}

/** A line of a spreadsheet saved with commas: cells without marks of a sentence. */
const commaLine = /^(?:"[^"]*"|[^",。；\t]*)(?:,(?:"[^"]*"|[^",。；\t]*))+$/;
const figuresWithCommas = /(?:,\d+){3}/;
const minCommaLines = 10;

/** Lines with commas as lines with tabs, if the text is such a sheet. */
function withTabs(lines: readonly string[]): readonly string[] {
  if (lines.filter((line) => commaLine.test(line) && figuresWithCommas.test(line)).length < minCommaLines)
    return lines;
  const cells = /(?:"([^"]*)"|([^",]*))(?:,|$)/g;
  return lines.map((line) =>
    commaLine.test(line)
      ? [...line.matchAll(cells)].map(([, quoted, plain = ""]) => quoted ?? plain).join("\t")
      : line,
  );
}

/** One cell a line: a tab stands before each, an empty line between the rows, a broken cell goes on without a tab. */
function stacked(lines: readonly string[]): string[][] {
  const rows: string[][] = [[]];
  for (const line of lines) {
    const row = rows.at(-1);
    if (line.trim() === "" && !isTabbed(line)) rows.push([]);
    else if (isTabbed(line)) row?.push(line.trim());
    else row?.push(`${row.pop() ?? ""}${line.trim()}`);
  }
  return rows.filter((row) => row.length > 0);
}

const isStacked = (lines: readonly string[]): boolean => {
  const cells = lines.filter(isTabbed);
  return (
    cells.length > 3 && cells.every((line) => /^\s*\t[^\t]*$/.test(line)) && lines.some((line) => line === "")
  );
};

/** Where the table of tabs that begins here ends: empty lines may stand in it, and lines that go on with a cell. */
function tabbedEnd(lines: readonly string[], from: number): number {
  let end = from;
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (isTabbed(line)) end = at + 1;
    else if (line.trim() === "") continue;
    else if (at !== end || !/^\s*\t[^\t]*\S\s*$/.test(lines[at - 1] ?? "") || line.length > 12) break;
    else end = at + 1;
  }
  return end;
}

/** A text as tables and what stands between them. */
export function partsOf(text: string): Part[] {
  const lines = withTabs(unquoted(text).split("\n"));
  const parts: Part[] = [];
  const addLine = (line: string): void => {
    const last = parts.at(-1);
    if (last?.kind === "text") last.lines.push(line);
    else parts.push({ kind: "text", lines: [line] });
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    let end = at;
    if (isTabbed(line) && line.trim() !== "") end = tabbedEnd(lines, at);
    else if (isRuled(line) || (stroke.test(line) && isRuled(lines[at + 1] ?? "")))
      while (goesOn(lines[end] ?? "")) end += 1;
    const own = lines.slice(at, end);
    if (own.length === 0) {
      addLine(line);
      continue;
    }
    const tabbed = isTabbed(line);
    const rows = !tabbed
      ? ruledRows(own)
      : isStacked(own)
        ? stacked(own)
        : own.filter((one) => one.trim() !== "").map((one) => one.split("\t").map((cell) => cell.trim()));
    if (rows.every((row) => row.filter((cell) => cell !== "").length < 2))
      for (const one of own) addLine(one);
    else parts.push({ kind: "grid", rows, lines: own });
    at = end - 1;
  }
  return parts;
}

export const tableOf = (rows: readonly (readonly string[])[]): Table => ({
  kind: "table",
  rows: rows.map((row) => row.map((text): Cell => ({ text }))),
});
