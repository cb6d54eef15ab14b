import { visible } from "../language/width.ts";
import { cellIds, sections, type CellId, type SectionId } from "./form.ts";
import type { Organ } from "./organ.ts";
import type { PrintedCell, PrintedReport } from "./printed.ts";

/** A paragraph as it will be printed. `lead` is the run-in heading of level two, （一）主动公开。 */
export interface Paragraph {
  lead?: string;
  text: string;
  /** What a person must look at here: printed as Word comments, left out of the clean copy. */
  remarks: readonly string[];
}

/** A report written out in full: what the document will print, and where it wants a person's eye. */
export interface WrittenReport {
  organ: Organ;
  year: number;
  /** Two lines: the organ, the year and kind of document. Together they are the title of T-01. */
  title: readonly [string, string];
  titleRemarks: readonly string[];
  preamble: readonly Paragraph[];
  paragraphs: Readonly<Record<SectionId, readonly Paragraph[]>>;
  /** A cell without a value is printed blank. */
  cells: ReadonlyMap<CellId, number>;
  cellRemarks: ReadonlyMap<CellId, readonly string[]>;
}

/** The lines a person sees: without characters that cannot be printed, blank ends and blank lines. */
const linesOf = (text: string): string[] =>
  visible(text)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const textOf = (paragraphs: readonly Paragraph[]): string =>
  paragraphs.flatMap((paragraph) => linesOf(`${paragraph.lead ?? ""}${paragraph.text}`)).join("\n");

/** What a reader of the printed document must find in it. */
export function printed(written: WrittenReport): PrintedReport {
  const cells = new Map<CellId, PrintedCell>();
  for (const cell of cellIds) {
    const value = written.cells.get(cell);
    cells.set(cell, value === undefined ? { kind: "blank", raw: "" } : { kind: "number", value });
  }
  return {
    title: written.title.flatMap(linesOf).join(""),
    organ: { name: written.organ.name, kind: written.organ.kind },
    year: written.year,
    form: "2021",
    cells,
    preamble: textOf(written.preamble),
    sections: sections.map((section) => ({
      number: section.number,
      heading: section.heading,
      text: textOf(written.paragraphs[section.id]),
    })),
    oddities: [],
  };
}
