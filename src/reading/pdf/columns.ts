import { decisionRows, documentRows } from "../../report/form/disclosure.ts";
import { disputeColumns } from "../../report/form/disputes.ts";
import { requestColumns, requestRows } from "../../report/form/requests.ts";
import { bare } from "../align/label.ts";
import type { Cell } from "../blocks.ts";
import type { Glyph } from "./drawing.ts";
import { glyphLines, linesOf, type Line } from "./lines.ts";

/** Tables printed without lines: rows of figures by their distance, each with the label that must be its own. */

type Row = { y: number; cells: string[] };
interface Printed {
  y: number;
  chunks: Line[];
}
/** What is left of a page: its text, and the tables found in it. */
export interface Unruled {
  tables: { top: number; bottom: number; rows: Cell[][] }[];
  taken: Set<Glyph>;
}

const figure = /^(?:[\d.,]+|[/—–-]+)$/;
const requestLabels = new Set(requestRows.map(({ label }) => bare(label)));
const shortRows = new Set([...documentRows, ...decisionRows].map(({ label }) => bare(label)));
const isHeader = (text: string): boolean => /制发|废止|有效件|处理决定数量|收费金额/.test(text);

/** A line in pieces: what stands more than a character apart, figures more than half of one, and numbered labels. */
function chunksOf(line: readonly Glyph[]): Glyph[][] {
  const seen = line.filter(({ text }) => text.trim() !== "");
  const out: Glyph[][] = [];
  for (const [index, glyph] of seen.entries()) {
    const last = seen[index - 1];
    const gap = last === undefined ? Infinity : glyph.x - last.right;
    const digit = /\d/.test(glyph.text);
    const beside = last !== undefined && /\d/.test(last.text) !== digit;
    const next = seen[index + 1]?.text ?? "";
    const opens = digit ? /[.、．]/.test(next) : /[（(]/.test(glyph.text) && /[一二三四五六七]/.test(next);
    const numbered = opens && last !== undefined && /\p{sc=Han}/u.test(last.text);
    if (gap > glyph.size * (beside ? 0.9 : 0.6) || numbered) out.push([glyph]);
    else out.at(-1)?.push(glyph);
  }
  return beforeFigures(out);
}

const textOf = (chunk: readonly Glyph[]): string => chunk.map(({ text }) => text).join("");

/** In a row of figures a label that reaches up to the first of them is parted from it: no label ends with a figure. */
function beforeFigures(chunks: Glyph[][]): Glyph[][] {
  const at = chunks.findLastIndex((chunk) => !figure.test(textOf(chunk)));
  const chunk = chunks[at];
  const from = chunk?.findLastIndex(({ text }) => !/[\d.,]/.test(text)) ?? -1;
  if (chunk === undefined || chunks.length - at < 6 || from < 0 || from === chunk.length - 1) return chunks;
  return [...chunks.slice(0, at), chunk.slice(0, from + 1), chunk.slice(from + 1), ...chunks.slice(at + 1)];
}

const figuresAtEnd = (chunks: readonly Line[]): Line[] => {
  const from = chunks.findLastIndex(({ text }) => !figure.test(text)) + 1;
  return chunks.slice(from);
};

/** The tables of a page that has no ruling lines. Where labels and figures cannot be paired for certain, none. */
export function unruledTables(glyphs: readonly Glyph[]): Unruled {
  const owners = new Map<Line, Glyph[]>();
  const lines: Printed[] = glyphLines(glyphs).flatMap((line) => {
    const chunks = chunksOf(line).flatMap((own) => {
      const [chunk] = linesOf(own);
      if (chunk !== undefined) owners.set(chunk, own);
      return chunk ?? [];
    });
    return chunks[0] === undefined ? [] : [{ y: chunks[0].y, chunks }];
  });
  const result: Unruled = { tables: [], taken: new Set() };
  const take = (rows: Row[], used: readonly Line[]): void => {
    if (rows.length === 0) return;
    const ys = used.map(({ y }) => y);
    const cells = rows.map((row) => row.cells.map((text): Cell => ({ text })));
    result.tables.push({ top: Math.min(...ys), bottom: Math.max(...ys), rows: cells });
    for (const glyph of used.flatMap((chunk) => owners.get(chunk) ?? [])) result.taken.add(glyph);
  };
  shortTable(lines, take);
  requestsTable(lines, take);
  disputesTable(lines, take);
  result.tables.sort((one, other) => one.top - other.top);
  return result;
}

type Take = (rows: Row[], used: readonly Line[]) => void;

/** Table of section 二: the label and its figures stand in one line, the header in a line above. */
function shortTable(lines: readonly Printed[], take: Take): void {
  const rows: Row[] = [];
  const used: Line[] = [];
  for (const { y, chunks } of lines) {
    const [label, ...rest] = chunks;
    if (label === undefined) continue;
    const header = rest.length > 0 && rest.every(({ text }) => isHeader(text));
    const row =
      shortRows.has(bare(label.text)) && rest.length > 0 && rest.every(({ text }) => figure.test(text));
    if (!header && !row) continue;
    rows.push({ y, cells: chunks.map(({ text }) => text) });
    used.push(...chunks);
  }
  if (rows.some(({ cells }) => shortRows.has(bare(cells[0] ?? "")))) take(rows, used);
}

/** Table of section 三: seven figures a line; the labels left of them, each known to the form, in the same number and order. */
function requestsTable(lines: readonly Printed[], take: Take): void {
  const figures = lines.filter(({ chunks }) => figuresAtEnd(chunks).length === 7);
  const [first, last] = [figures[0], figures.at(-1)];
  if (first === undefined || last === undefined) return;
  const edge = Math.min(...figures.map(({ chunks }) => figuresAtEnd(chunks)[0]?.x ?? Infinity));
  const labels: { text: string; y: number; end: number; x: number; used: Line[] }[] = [];
  for (const { y, chunks } of lines) {
    if (y < first.y - 60 || y > last.y + 60) continue;
    for (const chunk of chunks) {
      if (chunk.x > edge - chunk.size || figure.test(chunk.text)) continue;
      const numbered = /^(?:[（(][一二三四五六七][）)]|[一二三四]、|\d[.、．])/.test(chunk.text);
      const open = labels.findLast(
        ({ x, end }) => Math.abs(x - chunk.x) < 2 * chunk.size && y - end < 2 * chunk.size,
      );
      if (!numbered && open !== undefined) {
        open.text += chunk.text;
        open.end = y;
        open.used.push(chunk);
      } else if (numbered) labels.push({ text: chunk.text, y, end: y, x: chunk.x, used: [chunk] });
    }
  }
  const known = labels.filter(({ text }) => requestLabels.has(bare(text)) || /^3[.、．]其他$/.test(text));
  known.sort((one, other) => one.y + one.end - other.y - other.end);
  const pairs = figures.map((row, index) => ({ row, label: known[index] }));
  const apart = ({ row, label }: (typeof pairs)[number]): boolean => {
    const size = label?.used[0]?.size ?? 0;
    return label === undefined || row.y < label.y - 0.6 * size || row.y > label.end + 0.6 * size;
  };
  if (known.length !== figures.length || pairs.some(apart)) {
    // Labels and figures stand there, but which belongs to which is not certain: rows of another width are unreadable.
    const raw = figures.map(({ chunks }) => figuresAtEnd(chunks).map(({ text }) => text).join(" ")).join("\n"); // prettier-ignore
    const rest = requestColumns.map(() => "");
    const rows = known.map(({ text, y }) => ({ y, cells: [text, raw, ...rest] }));
    const header = { y: first.y, cells: ["", ...requestColumns.map(({ label }) => label)] };
    return take(
      [header, ...rows],
      [...known.flatMap(({ used }) => used), ...figures.flatMap(({ chunks }) => figuresAtEnd(chunks))],
    );
  }
  take(
    pairs.map(({ row, label }) => ({
      y: row.y,
      cells: [label?.text ?? "", ...figuresAtEnd(row.chunks).map(({ text }) => text)],
    })),
    pairs.flatMap(({ row, label }) => [...figuresAtEnd(row.chunks), ...(label?.used ?? [])]),
  );
}

/** Table of section 四: one line of fifteen figures, the outcome of each in the lines above it. */
function disputesTable(lines: readonly Printed[], take: Take): void {
  const at = lines.findIndex(({ chunks }) => figuresAtEnd(chunks).length === 15 && chunks.length === 15);
  const row = lines[at];
  if (row === undefined) return;
  const head = lines.slice(Math.max(0, at - 8), at).flatMap(({ chunks }) => chunks);
  const above = head.map(({ text }) => text).join("");
  if (!/行政复议/.test(above) || !/起诉/.test(above)) return;
  const order = [...disputeColumns, ...disputeColumns, ...disputeColumns].map(({ label }) => label);
  const inColumns = row.chunks.every((own, index) =>
    labelOf(own, row.chunks, head).endsWith(order[index] ?? ""),
  );
  const inLines = disputeColumns.every(({ label }) => above.split(label).length === 4);
  const figures = row.chunks.map(({ text }) => text);
  take([{ y: row.y, cells: order }, { y: row.y, cells: inColumns || inLines ? figures : [figures.join(" ")] }], row.chunks); // prettier-ignore
}

/** What stands above a figure, nearer to it than to its neighbours. */
function labelOf(own: Line, row: readonly Line[], head: readonly Line[]): string {
  const middle = ({ x, right }: Line): number => (x + right) / 2;
  const nearest = (chunk: Line): Line | undefined => {
    const apart = (figure: Line): number => Math.abs(middle(figure) - middle(chunk));
    return row.reduce((best, figure) => (apart(figure) < apart(best) ? figure : best), own);
  };
  const above = head.filter((chunk) => chunk.right - chunk.x < 6 * chunk.size && nearest(chunk) === own);
  return above.map(({ text }) => text).join("");
}
