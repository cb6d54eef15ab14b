import type { CellId, SectionId } from "../../../src/report/form.ts";
import type { Organ } from "../../../src/report/organ.ts";
import type { PrintedCell, PrintedReport, PrintedSection } from "../../../src/report/printed.ts";
import { printed } from "../../../src/report/written.ts";
import { completeReport, zeroCellsBut } from "../../support/balanced.ts";

/** One report and everything that is found in it: "error B-01", "error B-01 unknown". A case passes a rule when it is not named. */
export interface Case {
  name: string;
  report: PrintedReport;
  /** The report of the year before, for the rules between years. */
  last?: PrintedReport;
  findings: readonly string[];
}
export type Cases = Record<string, readonly Case[]>;

export type Figures = Partial<Record<CellId, number>>;

/** What differs from a clean report. */
export interface Change {
  organ?: Organ | null;
  year?: number | null;
  form?: "2021" | "2019";
  title?: string;
  preamble?: string;
  /** Figures of a balanced year with all its totals; the text names them. */
  figures?: Figures;
  /** Set afterwards: a number, "" for a blank, other words for something unreadable, null for an absent cell. */
  cells?: Partial<Record<CellId, number | string | null>>;
  without?: (cell: CellId) => boolean;
  texts?: Partial<Record<SectionId, (text: string) => string>>;
  sections?: (sections: readonly PrintedSection[]) => readonly PrintedSection[];
  oddities?: PrintedReport["oddities"];
}

/** A clean report but for the change. */
export function clean(change: Change = {}): PrintedReport {
  const base = printed(
    completeReport({
      ...(change.organ ? { organ: change.organ } : {}),
      ...(typeof change.year === "number" ? { year: change.year } : {}),
      ...(change.figures ? { cells: zeroCellsBut(change.figures) } : {}),
    }),
  );
  const cells = new Map<CellId, PrintedCell>(base.cells);
  for (const cell of base.cells.keys()) {
    const value = change.cells?.[cell];
    if (change.without?.(cell) === true || value === null) cells.delete(cell);
    else if (typeof value === "number") cells.set(cell, { kind: "number", value });
    else if (typeof value === "string")
      cells.set(cell, value === "" ? { kind: "blank", raw: "" } : { kind: "unreadable", raw: value });
  }
  const ids: readonly SectionId[] = ["overview", "disclosure", "requests", "disputes", "problems", "other"];
  const sections = base.sections.map((section, index) => {
    const id = ids[index];
    const rewrite = id === undefined ? undefined : change.texts?.[id];
    return rewrite === undefined ? section : { ...section, text: rewrite(section.text) };
  });
  return {
    ...base,
    cells,
    title: change.title ?? base.title,
    organ: change.organ === null ? null : base.organ,
    year: change.year === null ? null : base.year,
    form: change.form ?? base.form,
    preamble: change.preamble ?? base.preamble,
    sections: change.sections?.(sections) ?? sections,
    oddities: change.oddities ?? [],
  };
}

/** Replaces words of a text; the words must stand in it. */
export const swap =
  (words: string, by: string) =>
  (text: string): string => {
    if (!text.includes(words)) throw new Error(`not in the text: ${words}`);
    return text.replace(words, by);
  };

const item = (name: string, change: Change, findings: readonly string[]): Case => ({
  name,
  report: clean(change),
  findings,
});
export const passes = (name: string, change: Change): Case => item(name, change, []);
export const finds = (name: string, findings: readonly string[], change: Change): Case =>
  item(name, change, findings);
