import { cellsUnder, type CellId } from "../../src/report/form.ts";
import { documentRows } from "../../src/report/form/disclosure.ts";
import { requestColumns } from "../../src/report/form/requests.ts";
import { numberIn, type PrintedReport } from "../../src/report/printed.ts";
import { number, withCells, type Kind, type Mutated } from "./mutation.ts";
import type { Chance } from "./random.ts";

/** Kinds of mistakes between this year's report and last year's. */

/** A report of the year before that fits this one: what it carried out, what was in force; no text. */
export function yearBeforeOf(report: PrintedReport): PrintedReport | null {
  if (report.year === null) return null;
  const changes = requestColumns.flatMap(({ id }): [CellId, ReturnType<typeof number>][] => {
    const value = numberIn(report, `requests.carriedIn.${id}`);
    return value === undefined ? [] : [[`requests.carriedOut.${id}`, number(value)]];
  });
  for (const { id } of documentRows) {
    const [made, repealed, inForce] = (["made", "repealed", "inForce"] as const).map((column) =>
      numberIn(report, `disclosure.${id}.${column}`),
    );
    if (
      made !== undefined &&
      repealed !== undefined &&
      inForce !== undefined &&
      inForce - made + repealed >= 0
    )
      changes.push([`disclosure.${id}.inForce`, number(inForce - made + repealed)]);
    else return null;
  }
  const pending = cellsUnder("disputes")
    .filter((cell) => cell.endsWith(".pending"))
    .map((cell) => [cell, number(0)] as const);
  return {
    ...withCells(report, [...changes, ...pending]),
    year: report.year - 1,
    sections: report.sections.map((section) => ({ ...section, text: "" })),
  };
}

const between =
  (
    seenBy: readonly string[],
    change: (
      report: PrintedReport,
      last: PrintedReport,
      chance: Chance,
    ) => { last: PrintedReport; report?: PrintedReport; cells?: readonly CellId[] } | null,
  ) =>
  (report: PrintedReport, chance: Chance): Mutated | null => {
    const last = yearBeforeOf(report);
    const changed = last === null ? null : change(report, last, chance);
    return changed === null
      ? null
      : {
          report: changed.report ?? report,
          last: changed.last,
          what: "",
          cells: changed.cells ?? [],
          seenBy,
        };
  };

export const yearKinds: readonly Kind[] = [
  {
    name: "a last year that fits",
    group: "years",
    // Its other figures are those of this year, and so it may rightly look copied.
    mayBe: ["Y-05"],
    mutate: between([], (_, last) => ({ last })),
  },
  {
    name: "carried in differs from last year",
    group: "years",
    mayBe: ["Y-05"],
    mutate: between(["Y-01"], (_, last, chance) => {
      const by = 1 + chance.below(5);
      const cells = (["person", "total"] as const).map((column) => `requests.carriedOut.${column}` as const);
      const more = cells.map((cell) => [cell, number((numberIn(last, cell) ?? NaN) + by)] as const);
      return { last: withCells(last, more) };
    }),
  },
  {
    name: "in force does not follow",
    group: "years",
    mayBe: ["Y-05"],
    mutate: between(["A-03"], (_, last, chance) => {
      const cell = "disclosure.normative.inForce";
      return { last: withCells(last, [[cell, number((numberIn(last, cell) ?? NaN) + 1 + chance.below(9))]]) };
    }),
  },
  {
    name: "text of last year",
    group: "years",
    mayBe: ["Y-05", "X-15"],
    mutate: between(["Y-04"], (report, last) => {
      const text = report.sections.map((section) => section.text).join("");
      return text.length < 300 ? null : { last: { ...last, sections: report.sections } };
    }),
  },
  {
    name: "pending cases gone",
    group: "years",
    mayBe: ["Y-05"],
    mutate: between(["Y-03"], (report, last) => {
      const cell = "disputes.directSuit.total";
      return {
        last: withCells(last, [["disputes.directSuit.pending", number((numberIn(report, cell) ?? NaN) + 2)]]),
      };
    }),
  },
  {
    name: "the report of two years before",
    group: "years",
    mutate: between([], (_, last) => ({
      last: { ...withCells(last, [["requests.carriedOut.total", number(999)]]), year: (last.year ?? 0) - 1 },
    })),
  },
];
