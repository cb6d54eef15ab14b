import { cellName, type CellId, type TableId } from "../report/form.ts";
import type { OrganKind } from "../report/organ.ts";
import type { Basis } from "../report/vocabulary.ts";
import type { Reading, Where } from "./reading.ts";

export type Severity = "error" | "warning" | "notice";
export type { Where };

/** What a rule found in a report. `broken`: the rule does not hold. `unknown`: it cannot be judged, `cells` are what is missing for it. */
export interface Finding {
  /** Stable id (domain.md 5). */
  rule: string;
  severity: Severity;
  verdict: "broken" | "unknown";
  /** One Chinese sentence for the clerk: printed names, both numbers, what to do. */
  message: string;
  cells: CellId[];
  where: Where;
  /** The words of the report it is about, as printed. */
  quote?: string;
  expected?: number | string;
  actual?: number | string;
  /** What would mend it, the likeliest first; each, applied, leaves no arithmetic fault. */
  fix?: readonly Fix[];
  basis: Basis;
}

/** A proposed repair: cells and the figures to put there, and why these, in one Chinese sentence. */
export interface Fix {
  set: Readonly<Partial<Record<CellId, number>>>;
  reason: string;
}

/** One way in which a rule does not hold, or cannot be judged; a rule that yields none holds. */
export interface Outcome extends Omit<Finding, "rule" | "severity" | "verdict" | "basis" | "fix"> {
  /** Where it differs from the severity of the rule. */
  severity?: Severity;
  verdict?: "unknown";
  /** Where the rule rests on something else for this kind of organ. */
  basis?: Basis;
  /** An unknown that is said although its missing cells are reported: the known figures already show a gap. */
  stands?: true;
}

/** A rule of the catalogue. */
export interface Rule {
  id: string;
  severity: Severity;
  basis: Basis;
  /** What must hold, in a few words for the clerk. */
  demand: string;
  /** Years of the form it belongs to; both when left out. */
  forms?: readonly ("2021" | "2019")[];
  /** Kinds of organ it is for; all when left out. When the organ is not told the rule answers for itself. */
  kinds?: readonly OrganKind[];
  /** A fault in the make-up of the report: its cells are accounted for, nothing more is said of them. */
  structural?: true;
  check(reading: Reading): readonly Outcome[];
}

export const tableNames: Record<TableId, string> = {
  disclosure: "表二",
  requests: "表三",
  disputes: "表四",
};

/** 表三“予以公开”自然人、“部分公开”自然人、“国家秘密”自然人等12格: all of at most four, else the first three and how many. */
export function naming(cells: readonly CellId[]): string {
  const names = cells.slice(0, cells.length > 4 ? 3 : 4).map((cell, index) => {
    const name = cellName(cell);
    const sameTable =
      index > 0 && cells[0] !== undefined && cellName(cells[0]).slice(0, 2) === name.slice(0, 2);
    return sameTable ? name.slice(2) : name;
  });
  return `${names.join("、")}${cells.length > 4 ? `等${cells.length}格` : ""}`;
}

const quoted = (name: string): string => `“${name.replace(/“/g, "‘").replace(/”/g, "’")}”`;

/** “甲”“乙”“丙”等5行. */
export function listing(names: readonly string[], unit: string): string {
  const shown = names.slice(0, names.length > 4 ? 3 : 4).map(quoted);
  return `${shown.join("")}${names.length > 4 ? `等${names.length}${unit}` : ""}`;
}

export const breaks = (broken: boolean, outcome: () => Outcome): Outcome[] => (broken ? [outcome()] : []);
