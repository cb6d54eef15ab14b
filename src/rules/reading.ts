import { canonicalLabel, wide } from "../language/width.ts";
import {
  cellsUnder,
  isAllowed,
  sections,
  tableOf,
  type CellId,
  type SectionId,
  type TableId,
} from "../report/form.ts";
import { applicants, resultRows } from "../report/form/requests.ts";
import { numberIn, type PrintedReport, type PrintedSection } from "../report/printed.ts";
import { aspectParts, type AspectPart } from "./aspects.ts";
import { judgeSums, type Sum } from "./sums.ts";

/** A place of a report. */
export type Where = "title" | "preamble" | SectionId;

/** A printed report with what the rules ask of it, worked out once. */
export interface Reading {
  report: PrintedReport;
  /** The report of the year before, where it is at hand. */
  last: Reading | undefined;
  form: "2021" | "2019";
  /** The number in a cell; undefined when it is blank, unreadable, absent or no number that can stand there. */
  value(cell: CellId): number | undefined;
  state(cell: CellId): "number" | "blank" | "unreadable" | "absent";
  /** Tables of which at least one cell is printed. */
  tables: ReadonlySet<TableId>;
  /** The printed sections that are recognised, by what they are; the first of each. */
  sections: ReadonlyMap<SectionId, PrintedSection>;
  /** The sections as they come: what each is, or null for one that is not on the form. */
  order: readonly (SectionId | null)[];
  /** The words of a place for matching: no blanks, full-width punctuation, half-width digits. */
  text(where: Where): string;
  /** The same words as they are printed. */
  printed(where: Where): string;
  /** The titled parts of section 一. */
  aspects: readonly AspectPart[];
  /** Words as they are printed, for a quote found in `text`. */
  asPrinted(where: Where, quote: string): string;
  /** （六）其他处理 is printed as one row: these rows stand in its third. */
  merged: ReadonlySet<CellId>;
  sums(): readonly Sum[];
}

/** The same words without blanks and markdown marks, punctuation full-width, digits half-width; line breaks stay. */
export const plainText = (text: string): string =>
  text
    .replace(/[ \t\u3000\u00a0*#]+/g, "")
    .replace(/\r\n?/g, "\n")
    .replace(/[,;:()!?]/g, (mark) => wide[mark] ?? mark)
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/(\d)，(?=\d{3}(?!\d))/g, "$1");

const signs: readonly [SectionId, RegExp][] = [
  ["overview", /总体情况|概述/],
  ["disputes", /复议|诉讼/],
  ["problems", /问题|改进/],
  ["requests", /申请/],
  ["disclosure", /主动公开/],
  ["other", /其他.*(?:事项|情况)|需要报告/],
];

/** What a printed section is: by its heading, else by its number when nothing else claims it. */
function recognise(printed: readonly PrintedSection[]): (SectionId | null)[] {
  const byHeading = printed.map(({ heading }) => signs.find(([, sign]) => sign.test(heading))?.[0] ?? null);
  return printed.map(({ number }, index) => {
    const found = byHeading[index] ?? null;
    if (found !== null) return found;
    const numbered = sections.find((section) => section.number === number)?.id ?? null;
    return numbered !== null && !byHeading.includes(numbered) ? numbered : null;
  });
}

const mergedRows = resultRows.filter((row) => /^otherHandling\.(?!other$)/.test(row.id));
const mergedCells = mergedRows.flatMap((row) => cellsUnder(`requests.${row.id}`));
const lastRow = cellsUnder("requests.otherHandling.other");

export function read(report: PrintedReport, last?: PrintedReport): Reading {
  const order = recognise(report.sections);
  const known = new Map<SectionId, PrintedSection>();
  for (const [index, section] of report.sections.entries()) {
    const id = order[index] ?? null;
    if (id !== null && !known.has(id)) known.set(id, section);
  }
  const original = (where: Where): string =>
    where === "title"
      ? report.title
      : where === "preamble"
        ? report.preamble
        : (known.get(where)?.text ?? "");
  const texts = new Map<Where, string>();
  const text = (where: Where): string => {
    let found = texts.get(where);
    if (found === undefined) texts.set(where, (found = plainText(original(where))));
    return found;
  };
  const state: Reading["state"] = (cell) => report.cells.get(cell)?.kind ?? "absent";
  const oneRow =
    mergedCells.every((cell) => state(cell) === "absent") && lastRow.some((cell) => state(cell) !== "absent");
  const value = (cell: CellId): number | undefined => {
    const number = numberIn(report, cell);
    return number !== undefined && isAllowed(cell, number) ? number : undefined;
  };
  const merged = new Set(oneRow ? mergedCells : []);
  let sums: readonly Sum[] | undefined;
  const tables = new Set<TableId>();
  for (const cell of report.cells.keys()) tables.add(tableOf(cell));
  return {
    report,
    last: last === undefined ? undefined : read(last),
    form: report.form ?? "2021",
    value,
    state,
    tables,
    sections: known,
    order,
    text,
    printed: original,
    aspects: aspectParts(text("overview")),
    asPrinted: (where, quote) => printedWords(original(where), quote),
    merged,
    sums: () => (sums ??= judgeSums(value, merged)),
  };
}

/** Enough of a quote to find the place. */
const longest = 80;

/** Finds plain words in the original, whatever its blanks and punctuation; a long quote by its beginning. */
function printedWords(original: string, quote: string): string {
  const words = [...quote].slice(0, longest);
  const loose = words
    .map((character) => {
      const narrow = Object.keys(wide).find((key) => wide[key] === character);
      const exact = character.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
      if (narrow !== undefined) return `[${character}\\${narrow}]`;
      return /\d/.test(character)
        ? `[${character}${String.fromCharCode(character.charCodeAt(0) + 0xfee0)}]`
        : exact;
    })
    .join("[\\s*#\u3000\u00a0]*");
  return new RegExp(loose).exec(original)?.[0] ?? words.join("");
}

/** Cells of a printed table that are not in the document. */
export const absentCells = (reading: Reading, table: TableId): CellId[] =>
  reading.tables.has(table) ? cellsUnder(table).filter((cell) => reading.state(cell) === "absent") : [];

/** 本年新收 of all applicants: the total printed, else the sum of the six columns; undefined when neither is known. */
export function receivedTotal(reading: Reading): number | undefined {
  const total = reading.value("requests.received.total");
  if (total !== undefined) return total;
  let sum = 0;
  for (const { id } of applicants) {
    const part = reading.value(`requests.received.${id}`);
    if (part === undefined) return undefined;
    sum += part;
  }
  return sum;
}

export const sameLabel = (left: string, right: string): boolean =>
  canonicalLabel(left) === canonicalLabel(right);
