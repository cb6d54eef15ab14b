import { requestColumns } from "../../report/form/requests.ts";
import { disputeBlocks, disputeColumns } from "../../report/form/disputes.ts";
import type { Block } from "../blocks.ts";
import { disclosureTable, disputesTable, requestsTable, type Stretch } from "./emit.ts";
import { asPrinted, labelsIn, squeeze, type Label, type Squeezed } from "./labels.ts";
import { agreed, areSeparate, certain, figureText, piecesOf, ranTogether, type Pieces } from "./pieces.ts";
import { figuresOf, type LabelledRow } from "./requests.ts";
import { summedBlocks } from "./split.ts";

/** Tables whose figures stand in running text: each is found by its labels, a figure by the label before it. */

/** A table and the stretch of the text it was read from. */
export interface Found {
  from: number;
  to: number;
  block: Block;
}

/** Says so of a table when most of its rows have no separators between the figures. */
function drawn(block: Block, rows: readonly { found: Pieces; width: number }[]): Block {
  const together = rows.filter(({ found, width }) => !areSeparate(found, width) && ranTogether(found)).length;
  return block.kind !== "table" || together * 2 <= rows.length ? block : { ...block, odd: ["run together"] };
}

const original = ({ at }: Squeezed, text: string, from: number, to: number): string =>
  text.slice(at[from], (at[to - 1] ?? -1) + 1);

/** The place in the original right behind a squeezed character: blanks that follow it are not skipped. */
const behind = ({ at }: Squeezed, end: number): number => (at[end - 1] ?? -1) + 1;

/** Where the figures behind a place of the squeezed text end. */
function figuresEnd(squeezed: Squeezed, text: string, from: number): number {
  const start = behind(squeezed, from);
  const rest = text.slice(start);
  // A note in brackets belongs to the figure before it: 22（其中修订16件）.
  const figures = /^[\s|]*\d[\d,.]*\s*[（(][^（）()]{1,30}[）)]/.exec(rest) ?? figureText.exec(rest);
  return start + (figures?.[0].trimEnd().length ?? 0);
}

/** The words of the header, of which the first to stand shortly before the first row begins the table. */
const headerWords = /[(]本列数据|申请人情况|自然人/;
const maxHeader = 150;

/** The figures of the last row, with a blank behind them if the text goes on with one. */
const lastBetween = (text: string, from: number, to: number): string =>
  `${text.slice(from, to)}${/\s/.test(text[to] ?? " ") ? " " : ""}`;

/** The rows from the first label of the table to the last, with what stands behind each label. */
function rowsFrom(text: string, squeezed: Squeezed, labels: readonly Label[]): LabelledRow[] {
  const rows: LabelledRow[] = [];
  for (const [index, label] of labels.entries()) {
    const next = labels[index + 1];
    const from = behind(squeezed, label.to);
    const to = next === undefined ? figuresEnd(squeezed, text, label.to) : (squeezed.at[next.from] ?? from);
    const found = piecesOf(next === undefined ? lastBetween(text, from, to) : text.slice(from, to));
    if (label.doubtful === true) found.mixed = true;
    const printed = original(squeezed, text, label.from, label.to)
      .replace(/\s+/g, "")
      .replace(/^\d(?=[^\d.、．])/, "$&.");
    if (!("group" in label.kind)) {
      rows.push({ label: printed, row: "row" in label.kind ? label.kind.row : undefined, found });
      continue;
    }
    if (found.pieces.length === 0) continue;
    const sub = next !== undefined && "row" in next.kind && next.kind.row.startsWith("otherHandling.");
    if (label.kind.group === "otherHandling" && !sub) {
      rows.push({ label: printed, row: "otherHandling.other", found });
      continue;
    }
    // The label of a group may stand in the middle of its rows, between a label and its figures.
    const above = rows.at(-1);
    if (above !== undefined) above.found = join(above.found, found);
  }
  return rows;
}

const join = (one: Pieces, other: Pieces): Pieces => ({
  pieces: [...one.pieces, ...other.pieces],
  foreign: one.foreign || other.foreign,
  mixed: one.mixed || other.mixed,
  adjoining: one.adjoining || other.adjoining,
  raw: `${one.raw} ${other.raw}`.trim(),
});

function requestsIn(text: string, squeezed: Squeezed): Found | undefined {
  const { flat, at } = squeezed;
  const mentions = [...flat.matchAll(/本年新收政府信息公开申请数量/g)].slice(0, maxMentions);
  for (const { index: named } of mentions) {
    const above = Math.max(0, named - maxHeader);
    const begin = headerWords.exec(flat.slice(above, named));
    const all = labelsIn(flat, Math.max(0, named - 2), Math.min(named + maxTable, flat.length));
    const isRow = ({ kind }: Label): boolean => "row" in kind;
    const ending = all.findIndex(({ kind }) => "row" in kind && kind.row === "carriedOut");
    const labels = all.slice(0, (ending < 0 ? all.findLastIndex(isRow) : ending) + 1);
    const [first, last] = [labels[0], labels.at(-1)];
    const rows = rowsFrom(text, squeezed, labels);
    if (first === undefined || last === undefined) continue;
    const filled = rows.filter(({ found }) => found.pieces.length > 0).length;
    // All labels without a figure between them: the figures stand somewhere else, and cannot be told apart.
    if (filled < 3 && rows.length < minLabels) continue;
    const start = begin === null ? first.from : above + begin.index;
    const columns = columnsOf(flat.slice(start, first.from), rows);
    const figures = figuresOf(rows, columns.length, columns.at(-1)?.id === "total");
    const table = requestsTable(
      columns.map(({ id }) => id),
      rows.map(({ label, row, found }, index) => ({
        label,
        row,
        figures: figures[index] ?? [],
        raw: found.raw,
      })),
    );
    const block = drawn(
      table,
      rows.map(({ found }) => ({ found, width: columns.length })),
    );
    return { from: at[start] ?? 0, to: figuresEnd(squeezed, text, last.to), block };
  }
  return undefined;
}
/** Prose and tables of contents name the first row a few times at most. */
const maxMentions = 20;
const minLabels = 20;
/** Longer than the table with all its labels and figures can be. */
const maxTable = 4000;

/** All columns, unless the header lacks some and the rows have as many figures as it has names. */
function columnsOf(header: string, rows: readonly LabelledRow[]): readonly (typeof requestColumns)[number][] {
  const named = requestColumns.filter(({ label }) =>
    new RegExp(asPrinted(label)).test(header.replaceAll("法人或其他组织", "")),
  );
  if (named.length === requestColumns.length || named.length < 3) return requestColumns;
  const fitting = rows.filter(({ found }) => areSeparate(found, named.length)).length;
  return fitting * 2 > rows.length ? named : requestColumns;
}

const heads = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量", "本年收费金额(?:[(]单位:万元[)])?", "本年新制作数量", "本年新公开数量", "对外公开总数量", "上一年项目数量", "本年增/减", "处理决定数量", "采购项目数量", "采购总金额"]; // prettier-ignore
const rowNames = ["规章", "(?:行政)?规范性文件", "行政许可", "其他对外管理服务事项", "行政处罚", "行政强制", "行政事业性收费", "政府集中采购"]; // prettier-ignore
const disclosureLabels = new RegExp(
  `(第二十条第[(].[)]项)|(${heads.join("|")})|(${rowNames.join("|")})`,
  "g",
);
/** Farther apart than figures ever reach, two labels do not belong to the same table. */
const maxGap = 40;

function disclosureIn(text: string, squeezed: Squeezed): Found | undefined {
  const { flat, at } = squeezed;
  const start = /(?:第二十条第[(].[)]项)?信息内容(?:本年制发|本年新制作|本年处理决定)/.exec(flat);
  if (start === null) return undefined;
  const stretches: { columns: string[]; rows: { label: string; found: Pieces }[] }[] = [];
  let end = start.index;
  const matches = [...flat.slice(start.index).matchAll(disclosureLabels)];
  for (const [index, match] of matches.entries()) {
    const from = start.index + match.index;
    const to = from + match[0].length;
    if (from - end > maxGap) break;
    const [label, , head, row] = match;
    const stretch = stretches.at(-1);
    end = to;
    if (head === "信息内容") stretches.push({ columns: [], rows: [] });
    else if (head !== undefined) stretch?.columns.push(head);
    if (row === undefined) continue;
    const next = matches[index + 1];
    const following = next === undefined ? undefined : start.index + next.index;
    const last = following === undefined || following - to > maxGap;
    const begins = behind(squeezed, to);
    const stop = last ? figuresEnd(squeezed, text, to) : (at[following] ?? text.length);
    stretch?.rows.push({
      label,
      found: piecesOf(last ? lastBetween(text, begins, stop) : text.slice(begins, stop)),
    });
    while (end < flat.length && (at[end] ?? text.length) < stop) end += 1;
  }
  const read = stretches.map(({ columns, rows }): Stretch => ({
    columns,
    rows: rows.map(({ label, found }) => ({
      label,
      figures: certain(found, columns.length),
      raw: found.raw,
    })),
  }));
  if (!read.some(({ rows }) => rows.length > 0)) return undefined;
  const block = drawn(
    disclosureTable(read),
    stretches
      .filter(({ columns }) => columns.length > 1)
      .flatMap(({ columns, rows }) => rows.map(({ found }) => ({ found, width: columns.length }))),
  );
  return { from: at[start.index] ?? 0, to: at[end] ?? text.length, block };
}

const disputesHead = [
  "行政诉讼",
  ...disputeBlocks.flatMap(({ label }) => [label, ...disputeColumns.map((column) => column.label)]),
].join("");
const letters = [...new Set(disputesHead)].join("");
const disputesStart = new RegExp(`行政复议[${letters}]{${disputesHead.length - 4}}`, "g");
const sorted = (text: string): string => [...text].sort().join("");
const perBlocks = 40_000;

function disputesIn(text: string, squeezed: Squeezed): Found | undefined {
  for (const start of squeezed.flat.matchAll(disputesStart)) {
    if (sorted(start[0]) !== sorted(disputesHead)) continue;
    const from = behind(squeezed, start.index + start[0].length);
    const to = figuresEnd(squeezed, text, start.index + start[0].length);
    const found = piecesOf(lastBetween(text, from, to));
    if (found.pieces.length === 0) continue;
    const width = disputeBlocks.length * disputeColumns.length;
    const sure = certain(found, width);
    const byForm = sure.every((cell) => cell !== undefined);
    const readings =
      byForm || !ranTogether(found)
        ? []
        : (summedBlocks(found.pieces, disputeColumns.length, disputeBlocks.length, { left: perBlocks }) ??
          []);
    const figures = readings.length === 0 ? sure : agreed(readings);
    const block = drawn(disputesTable(figures, found.raw), [{ found, width }]);
    return { from: squeezed.at[start.index] ?? 0, to, block };
  }
  return undefined;
}

/** Words without which no table begins: a long text is not taken apart for nothing. */
const hint = /信\s*息\s*内\s*容|本\s*年\s*新\s*收|行\s*政\s*复\s*议/;

/** The tables of the form that stand in a text, in the order of the text. */
export function tablesIn(text: string): Found[] {
  if (!hint.test(text)) return [];
  const squeezed = squeeze(text);
  return [disclosureIn, requestsIn, disputesIn]
    .flatMap((find) => find(text, squeezed) ?? [])
    .sort((one, other) => one.from - other.from);
}
