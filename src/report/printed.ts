import type { CellId, SectionId } from "./form.ts";
import type { OrganKind } from "./organ.ts";

/** What stands in a cell of a document. None of the last three is ever taken for 0. */
export type PrintedCell =
  | { kind: "number"; value: number }
  /** Printed as nothing, /, -, —, 无. */
  | { kind: "blank"; raw: string }
  /** Text, or digits that cannot be told apart. */
  | { kind: "unreadable"; raw: string };

export interface PrintedSection {
  /** 一 … 六 as printed. */
  number: string;
  heading: string;
  /** The level the document gives the heading (outline level, h1–h6, #), where it gives one. */
  level?: number;
  /** Everything between this heading and the next, paragraphs separated by \n, tables left out. */
  text: string;
}

/** What may be odd in the make-up of a document: a label in another column, a row short of figures. */
export const oddityKinds = [
  "displaced label",
  "damaged label",
  "missing row",
  "missing column",
  "short row",
  /** The rows do not stand in the order of the form. */
  "row order",
  "missing table",
  "one-row 其他处理",
  /** Numbered 1、 where the form prints 1. */
  "label numbering",
  /** Cells of the header left empty instead of merged with the label beside or above. */
  "empty header",
  /** No separators between the cells of the source: figures were told apart by their sums. */
  "run together",
  /** The table is drawn without visible lines. */
  "no borders",
] as const;
export interface Oddity {
  kind: (typeof oddityKinds)[number];
  table: SectionId;
  label: string;
}

/** A report as printed in a file, or as it would be printed. A cell that is not in `cells` is absent from the document. */
export interface PrintedReport {
  title: string;
  organ: { name: string; kind: OrganKind } | null;
  year: number | null;
  form: "2021" | "2019" | null;
  cells: ReadonlyMap<CellId, PrintedCell>;
  /** Text between the title and the first section. */
  preamble: string;
  sections: readonly PrintedSection[];
  oddities: readonly Oddity[];
}

/** The number in a cell, or undefined for a blank, unreadable or absent one. */
export function numberIn(printed: Pick<PrintedReport, "cells">, cell: CellId): number | undefined {
  const found = printed.cells.get(cell);
  return found?.kind === "number" ? found.value : undefined;
}
