import {
  applicants,
  requestColumns,
  requestRows,
  resultGroups,
  type RequestRow,
} from "../../report/form/requests.ts";
import type { CellId } from "../../report/form.ts";
import type { Cell } from "../blocks.ts";
import { readFigure } from "./figure.ts";
import { byWidth, placed, type Findings, type Placed, type Row } from "./grid.ts";
import { bare, likeness } from "./label.ts";

/** Table of section 三: rows by their labels, columns by the header or, where that is damaged, by the width of a row. */

const names = new Map<RequestRow, string>(requestRows.map((row) => [row.id, bare(row.label)]));
const aliases: Record<string, RequestRow> = {
  结转下一年度继续办理: "carriedOut",
  逾期不补正: "otherHandling.notCorrected",
  逾期不缴费: "otherHandling.feeUnpaid",
};
const rowsByName = new Map([...names].map(([row, name]) => [name, row]));
const groupNames = new Map(resultGroups.map((group) => [bare(group.label), group.id]));
const columnNames = new Map(requestColumns.map((column) => [bare(column.label), column.id]));
const order = requestRows.map((row) => row.id);
type ColumnId = (typeof requestColumns)[number]["id"];

/** A printed row: its label, the form's row it was found to be, and the cells right of the label. */
interface Line {
  row: RequestRow | undefined;
  label: string;
  /** Where the label begins and ends (columns of the table). */
  from: number;
  to: number;
  rest: Placed[];
  width: number;
  cells: Row;
}

const exactRow = (text: string, group: string | undefined): RequestRow | undefined => {
  const name = bare(text);
  if (name === "其他")
    return group === "otherHandling" || /^\s*3/.test(text) ? "otherHandling.other" : undefined;
  return aliases[name] ?? rowsByName.get(name);
};
const isWords = (text: string): boolean => readFigure(text).kind === "unreadable" && bare(text).length >= 4;

/** A row of column labels: 总计 and 其他 stand there too. */
function isHeader(row: Row): boolean {
  const labels = placed(row).map(({ cell }) => bare(cell.text));
  return (
    labels.some((label) => label === "申请人情况" || label === "法人或其他组织") ||
    labels.filter((label) => columnNames.has(label)).length > 1
  );
}

/** （六）其他处理 without sub-rows: only figures follow the label, and it is not merged over the next row. */
function isOneRow(label: Placed, rest: readonly Placed[], next: Row | undefined): boolean {
  const figures = rest.every(({ cell }) => readFigure(cell.text).kind !== "unreadable");
  return !(next?.includes(label.cell) ?? false) && figures && rest.length >= applicants.length;
}

/** The lines of the table; `group` is carried down from （三）… to the rows below it. */
function linesOf(table: readonly Row[], found: Findings): Line[] {
  let group: string | undefined;
  const lines: Line[] = [];
  for (const [index, cells] of table.entries()) {
    if (isHeader(cells)) continue;
    const places = placed(cells);
    const labels = places.slice(0, 4);
    let at = -1;
    let row: RequestRow | undefined;
    let opened = -1;
    for (const [place, { cell }] of labels.entries()) {
      const opens = groupNames.get(bare(cell.text));
      if (opens !== undefined) [group, opened] = [opens, place];
      const exact = exactRow(cell.text, group);
      if (exact !== undefined) [row, at] = [exact, place];
    }
    if (row === undefined) at = labels.findLastIndex(({ cell }) => isWords(cell.text));
    const label = places[at];
    if (label === undefined) continue;
    const rest = places.slice(at + 1);
    if (
      row === undefined &&
      group === "otherHandling" &&
      at === opened &&
      isOneRow(label, rest, table[index + 1])
    ) {
      row = "otherHandling.other";
      found.note("one-row 其他处理", "requests", label.cell.text);
    }
    const { cell, column: from, span } = label;
    lines.push({ row, label: cell.text, from, to: from + span, rest, width: cells.length, cells });
  }
  return lines;
}

/** Gives rows to lines whose label is damaged: by likeness, more readily where just one row is missing between two. */
function mend(lines: Line[], found: Findings): void {
  const taken = new Set(lines.map(({ row }) => row));
  for (const [at, line] of lines.entries()) {
    if (line.row !== undefined || !line.rest.some(({ cell }) => readFigure(cell.text).kind === "number"))
      continue;
    const above = order.indexOf(lines[at - 1]?.row ?? "handledTotal");
    const below = order.indexOf(lines[at + 1]?.row ?? "received");
    const scores = order
      .filter((row) => !taken.has(row))
      .map((row) => ({ row, score: likeness(names.get(row) ?? "", bare(line.label)) }))
      .sort((one, other) => other.score - one.score);
    const [best, second] = scores;
    if (best === undefined || best.score - (second?.score ?? 0) < 0.1) continue;
    const between = below - above === 2 && order.indexOf(best.row) === above + 1;
    if (best.score < (between ? 0.3 : 0.6)) continue;
    line.row = best.row;
    taken.add(best.row);
    found.note("damaged label", "requests", line.label);
  }
}

/** The columns of the header by the lowest label that names one, and where each stands. */
function headerOf(table: readonly Row[], first: number): Map<ColumnId, number> {
  const columns = new Map<ColumnId, number>();
  for (const row of table.slice(Math.max(0, first - 4), first)) {
    for (const { cell, column } of placed(row)) {
      const id = columnNames.get(bare(cell.text));
      if (id !== undefined) columns.set(id, column);
    }
  }
  return columns;
}

/** Whether the labels of the columns stand above the columns: in rows as wide as the rows of figures. */
const isStraight = (table: readonly Row[], first: number): boolean =>
  table
    .slice(Math.max(0, first - 4), first)
    .filter((row) => row.some(({ text }) => columnNames.has(bare(text))))
    .every((row) => row.length === table[first]?.length);

/** The figures of a line: where the header says, unless something else stands before them; else by width. */
function figuresOf(
  line: Line,
  columns: readonly ColumnId[],
  header: Map<ColumnId, number>,
  headerWidth: number,
) {
  const at = columns.map((id) => header.get(id));
  const first = Math.min(...at.map((column) => column ?? Infinity));
  const between = line.rest.filter(({ column, span }) => column + span <= first);
  const straight =
    at.every((column) => column !== undefined && column >= line.to) &&
    new Set(at).size === at.length &&
    line.width === headerWidth &&
    between.every(({ cell }) => cell.text === "");
  if (straight) return at.map((column): Cell | undefined => line.cells[column ?? 0]);
  return byWidth(line.rest, columns.length);
}

/** Labels that do not stand in the column where others of their rank do. */
function displaced(lines: readonly Line[]): Line[] {
  const ranks: { of: (row: RequestRow) => boolean; edge: (line: Line) => number }[] = [
    { of: (row) => row.includes("."), edge: ({ to }) => to },
    { of: (row) => ["granted", "partlyGranted", "handledTotal"].includes(row), edge: ({ from }) => from },
    { of: (row) => ["received", "carriedIn", "carriedOut"].includes(row), edge: ({ from }) => from },
  ];
  return ranks.flatMap(({ of, edge }) => {
    // （六）其他处理 as one row stands where groups do.
    const peers = lines.filter(
      ({ row, label }) => row !== undefined && of(row) && !groupNames.has(bare(label)),
    );
    const usual = mode(peers.map(edge));
    return peers.filter((line) => edge(line) !== usual);
  });
}

/** The first row that the form prints before the one above it. */
function outOfOrder(lines: readonly Line[]): Line | undefined {
  const known = lines.filter(({ row }) => row !== undefined);
  const place = ({ row }: Line): number => order.indexOf(row ?? "received");
  return known.find((line, at) => {
    const above = known[at - 1];
    return above !== undefined && place(line) < place(above);
  });
}

/** The most frequent number. */
function mode(numbers: readonly number[]): number | undefined {
  const times = new Map<number, number>();
  for (const number of numbers) times.set(number, (times.get(number) ?? 0) + 1);
  return [...times].sort(([, one], [, other]) => other - one)[0]?.[0];
}

/** The columns found in an earlier piece of the table, for a piece without a header. */
export interface RequestsState {
  columns: readonly ColumnId[];
  header: Map<ColumnId, number>;
  width: number;
}

/** Reads the rows of the table that stand in these rows; the state for a next piece, or `state` if there were none. */
export function readRequests(
  table: readonly Row[],
  state: RequestsState | undefined,
  found: Findings,
): RequestsState | undefined {
  const lines = linesOf(table, found);
  const known = lines.filter(({ row }) => row !== undefined);
  if (known.length === 0 || (state === undefined && known.length < 3)) return state;
  mend(lines, found);
  const first = table.findIndex((row) => row === known[0]?.cells);
  const header = headerOf(table, first);
  const all = requestColumns.map((column) => column.id);
  const full = known.filter(({ rest }) => byWidth(rest, all.length) !== undefined).length;
  const recognised = all.filter((id) => header.has(id));
  const own: RequestsState = {
    // Unreadable headers over rows of full width: the columns are all there.
    columns: recognised.length < all.length && full * 2 > known.length ? all : recognised,
    header,
    width: isStraight(table, first) ? (table[first]?.length ?? 0) : -1,
  };
  const use = header.size === 0 && state !== undefined && full * 2 <= known.length ? state : own;
  const edge = known.reduce((most, { width }) => Math.max(most, width), 0);
  for (const { label } of displaced(lines)) found.note("displaced label", "requests", label);
  const late = outOfOrder(lines);
  if (late !== undefined) found.note("row order", "requests", late.label);
  for (const line of lines) {
    if (line.row === undefined) continue;
    const cell = (column: ColumnId): CellId => `requests.${line.row ?? "received"}.${column}`;
    const figures = figuresOf(line, use.columns, use.header, use.width);
    if (figures === undefined) {
      found.note("short row", "requests", line.label);
      const raw = line.rest.map((place) => place.cell.text).join(" ").trim(); // prettier-ignore
      // A table cut off at its right edge lost its last figures; a row that is short in itself lost nobody knows which.
      const cut = line.width === edge && line.rest.length < use.columns.length;
      for (const [index, column] of use.columns.entries()) {
        const figure = line.rest[index];
        if (!cut) found.unreadable(cell(column), raw);
        else if (figure !== undefined) found.put(cell(column), figure.cell);
      }
      continue;
    }
    for (const [index, figure] of figures.entries()) {
      const column = use.columns[index];
      if (figure !== undefined && column !== undefined) found.put(cell(column), figure);
    }
  }
  return use;
}

/** Notes what of the table is not there; labels as on the form. */
export function missingFromRequests(found: Findings): void {
  const cells = [...found.cells.keys()];
  const oneRow = found.oddities.some(({ kind }) => kind === "one-row 其他处理");
  for (const { id, label } of requestRows) {
    if (oneRow && id.startsWith("otherHandling.")) continue;
    if (!cells.some((cell) => cell.startsWith(`requests.${id}.`)))
      found.note("missing row", "requests", label);
  }
  for (const { id, label } of requestColumns) {
    if (!cells.some((cell) => cell.startsWith("requests.") && cell.endsWith(`.${id}`)))
      found.note("missing column", "requests", label);
  }
}
