import { requestColumns, requestRows, resultGroups, type RequestRow } from "../../report/form/requests.ts";
import { readFigure } from "../align/figure.ts";
import { bare } from "../align/label.ts";
import type { Block } from "../blocks.ts";
import { requestsTable, type ReadRow } from "./emit.ts";

/** Table 三 as on a page: a row's figures stand on one line, its label is broken over the lines around them. */

interface Word {
  text: string;
  from: number;
  to: number;
}

/** A line of the table: the figures at its end, and the words before them. */
interface Line {
  words: readonly Word[];
  figures: readonly Word[];
}

/** Fewer figures on a line of their own are no row: a number of a page. */
const minFigures = 3;
/** A line of a page is shorter, a table on pages has fewer lines. */
const maxLine = 400;
const maxLines = 400;
/** With fewer lines of figures the table is not set by lines. */
const minLines = 8;

function lineOf(text: string): Line {
  if (text.length > maxLine) return { words: [], figures: [] };
  const words = [...text.matchAll(/[^\s|]+/g)].map(({ 0: word, index }): Word => ({
    text: word,
    from: index,
    to: index + word.length,
  }));
  const cut = words.findLastIndex((word) => readFigure(word.text).kind === "unreadable") + 1;
  if (cut === 0 && words.length < minFigures) return { words, figures: [] };
  return { words: words.slice(0, cut), figures: words.slice(cut) };
}

const names = requestRows.map(({ id, label }) => ({ id, name: bare(label) }));
/** So many characters at the beginning of a label are enough to know it; none has the same. */
const enough = 5;

function sameBeginning(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

/** The row whose label begins with these words. */
function rowOf(words: string): RequestRow | undefined {
  const name = bare(words.replace(/[（(]区分处理.*$/s, "")).replace("结转下一年度", "结转下年度");
  const found = names.find((row) => sameBeginning(name, row.name) >= Math.min(enough, row.name.length))?.id;
  if (found === "otherHandling.other") return /^[3３③⒊]/.test(words) && name === "其他" ? found : undefined;
  if (found === "handledTotal") return /^.?七/.test(words) ? found : undefined;
  return found;
}

/** The label of the form with the printed mark behind its number, or what is printed where that is another text. */
function wholeLabel(row: RequestRow, printed: string): string {
  const form = requestRows.find(({ id }) => id === row)?.label ?? printed;
  const name = bare(printed.replace(/[（(]区分处理.*$/s, "")).replace("结转下一年度", "结转下年度");
  if (!bare(form).startsWith(name)) return printed;
  return form.replace(/(?<=^\d)\./, /^\s*\d\s*([、．])/.exec(printed)?.[1] ?? ".");
}

interface LabelAt {
  row: RequestRow;
  label: string;
  line: number;
}
const otherHandling = bare(resultGroups.find(({ id }) => id === "otherHandling")?.label ?? "");

/** The labels that begin in the lines, in order; （六）其他处理 is one where it has no rows of its own. */
function labelsIn(lines: readonly Line[]): LabelAt[] {
  const labels: LabelAt[] = [];
  const groups: LabelAt[] = [];
  for (const [line, { words }] of lines.entries()) {
    for (const at of words.keys()) {
      const label = words.slice(at).map(({ text }) => text).join(""); // prettier-ignore
      const row = rowOf(label);
      if (row !== undefined && labels.at(-1)?.row !== row)
        labels.push({ row, label: wholeLabel(row, label), line });
      else if (bare(label) === otherHandling) groups.push({ row: "otherHandling.other", label, line });
    }
  }
  if (labels.some(({ row }) => row.startsWith("otherHandling."))) return labels;
  return [...labels, ...groups.slice(0, 1)].sort((one, other) => one.line - other.line);
}

/** Which line holds the figures of each label: its own, else in order between the lines that are sure. */
function linesOfFigures(labels: readonly LabelAt[], lines: readonly Line[]): (number | undefined)[] {
  const withFigures = lines.flatMap(({ figures }, at) => (figures.length > 0 ? [at] : []));
  const out = labels.map(({ line }) =>
    withFigures.includes(line) && labels.filter((other) => other.line === line).length === 1
      ? line
      : undefined,
  );
  const sure = new Set(out);
  for (let from = 0; from < out.length; from++) {
    if (out[from] !== undefined) continue;
    const next = out.findIndex((line, at) => at > from && line !== undefined);
    const to = next < 0 ? out.length : next;
    const [above, below] = [out[from - 1] ?? -1, out[to] ?? lines.length];
    const between = withFigures.filter((line) => line > above && line < below && !sure.has(line));
    if (between.length === to - from) out.splice(from, between.length, ...between);
    from = to;
  }
  return out;
}

/** Where the figures of each column stand in the lines that have all of them; undefined where columns overlap. */
function columnPlaces(lines: readonly Line[], width: number): Word[] | undefined {
  const full = lines.filter(({ figures }) => figures.length === width);
  const places = Array.from({ length: width }, (_, column): Word => ({
    text: "",
    from: Math.min(...full.map(({ figures }) => figures[column]?.from ?? Infinity)),
    to: Math.max(...full.map(({ figures }) => figures[column]?.to ?? 0)),
  }));
  const apart = places.every(({ from }, column) => column === 0 || from >= (places[column - 1]?.to ?? 0));
  return full.length > 0 && apart ? places : undefined;
}

/** The figures of a line by columns; a column left empty is blank, where the places of the others leave no doubt. */
function byPlace(figures: readonly Word[], places: readonly Word[]): string[] | undefined {
  const columns = figures.map(({ from, to }) => {
    const over = places.flatMap((place, column) => (from < place.to && to > place.from ? [column] : []));
    return over.length === 1 ? over[0] : undefined;
  });
  if (columns.includes(undefined) || new Set(columns).size < columns.length) return undefined;
  return places.map((_, column) => figures[columns.indexOf(column)]?.text ?? "");
}

const maxHeader = 15;

/** The lines of the table and what they print; undefined where it is not set by lines. */
export function requestsByLines(
  texts: readonly string[],
): { from: number; to: number; block: Block } | undefined {
  const begins = /^一?[、.．]?本年新收政府信息公开(?!申请\d|申请[^数])/;
  const first = texts.findIndex((text) => begins.test(text.replace(/\s+/g, "")));
  if (first < 0) return undefined;
  const length = texts.slice(first).findIndex((text) => /结转下一?年度继续/.test(text.replace(/\s+/g, "")));
  if (length < 0 || length > maxLines) return undefined;
  let end = first + length + 1;
  const all = texts.slice(first, end + 1).map(lineOf);
  // The figures of the last row may stand on the line below its label.
  const below = all.at(-1);
  if (all.length > length + 1 && below?.words.length === 0 && below.figures.length > 0 && all[length]?.figures.length === 0) end += 1; // prettier-ignore
  const lines = all.slice(0, end - first);
  const above = texts.slice(0, first).findLastIndex((text) => /申请人情况|本列数据/.test(text));
  const from = above >= first - maxHeader && above >= 0 ? headerStart(texts, above, first) : first;
  const rows = lines.filter(({ figures }) => figures.length > 0);
  if (rows.length < minLines) return undefined;

  const header = texts.slice(from, first).join("").replace(/\s+/g, "");
  const whole = requestColumns.length;
  const noTotal = !/总计/.test(header) && rows.every(({ figures }) => figures.length === whole - 1);
  const columns = noTotal && from < first ? requestColumns.slice(0, -1) : requestColumns;
  const labels = labelsIn(lines);
  const figuresAt = linesOfFigures(labels, lines);
  const places = columnPlaces(lines, columns.length);
  const read = labels.map(({ row, label }, at): ReadRow => {
    const figures = lines[figuresAt[at] ?? -1]?.figures;
    const printed = figures?.map(({ text }) => text);
    const known =
      figures === undefined || printed === undefined
        ? undefined
        : figures.length === columns.length
          ? printed
          : places && byPlace(figures, places);
    const raw = printed?.join(" ") ?? "";
    return { row, label, figures: known ?? Array<undefined>(columns.length).fill(undefined), raw };
  });
  const block = requestsTable(columns.map(({ id }) => id), read); // prettier-ignore
  return { from, to: end, block };
}

/** Of the lines above the first row, the first that belongs to the header. */
function headerStart(texts: readonly string[], above: number, first: number): number {
  let start = Math.min(above, first);
  for (let at = first - 1; at >= 0 && at >= first - maxHeader; at--)
    if (/申请人情况|本列数据|法人或其他组织/.test(texts[at] ?? "")) start = at;
  return start;
}
