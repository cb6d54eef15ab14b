import { cellsUnder, type CellId } from "../../src/report/form.ts";
import { applicants, requestColumns, requestRows } from "../../src/report/form/requests.ts";
import { numberIn, type PrintedCell, type PrintedReport } from "../../src/report/printed.ts";
import { figures, newlyBroken, number, oneCell, withCells, type Kind, type Mutated } from "./mutation.ts";
import type { Chance } from "./random.ts";

/** Kinds of mistakes in the tables. */

const changing =
  (of: (value: number, cell: CellId) => boolean, change: (value: number, chance: Chance) => number) =>
  (report: PrintedReport, chance: Chance): Mutated | null =>
    oneCell(report, chance.pick(figures(report, of)), (value) => change(value, chance));

const transposed = (value: number): number => {
  const digits = [...String(value)];
  const at = digits.findIndex((digit, index) => index > 0 && digit !== digits[index - 1]);
  if (at < 1) return value;
  [digits[at - 1], digits[at]] = [digits[at] ?? "", digits[at - 1] ?? ""];
  return Number(digits.join(""));
};

/** A figure that is no figure any more. */
const emptied =
  (printed: PrintedCell) =>
  (report: PrintedReport, chance: Chance): Mutated | null => {
    const cell = chance.pick(figures(report));
    const value = cell === undefined ? undefined : numberIn(report, cell);
    if (cell === undefined || value === undefined) return null;
    return {
      report: withCells(report, [[cell, printed]]),
      what: `${cell}: ${value} -> ${printed.kind}`,
      cells: [cell],
      seenBy: cell.startsWith("disputes.") ? ["C-02"] : ["B-04"],
      truth: { cell, value },
    };
  };

const isTotal = (cell: CellId): boolean => cell.endsWith(".total");
const isHandled = (cell: CellId): boolean => cell.startsWith("requests.handledTotal.");
const off = (value: number, chance: Chance): number => value + 1 + chance.below(9);

const rowCells = (row: string): CellId[] => cellsUnder(`requests.${row}`);
const columnCells = (column: string): CellId[] =>
  requestRows.flatMap((row) => rowCells(row.id).filter((cell) => cell.endsWith(`.${column}`)));

/** Cells that take the contents of others. */
function moved(
  report: PrintedReport,
  what: string,
  pairs: readonly (readonly [CellId, CellId | null])[],
): Mutated | null {
  const changes = pairs.map(
    ([to, from]) => [to, from === null ? number(0) : (report.cells.get(from) ?? null)] as const,
  );
  const mutated = withCells(report, changes);
  const cells = pairs.map(([to]) => to).filter((cell) => numberIn(report, cell) !== numberIn(mutated, cell));
  return cells.length === 0 ? null : { report: mutated, what, cells, seenBy: newlyBroken(report, mutated) };
}

const without = (report: PrintedReport, cells: readonly CellId[], what: string, rule: string): Mutated => ({
  report: withCells(
    report,
    cells.map((cell) => [cell, null] as const),
  ),
  what,
  cells,
  seenBy: [rule],
});

/** Rows of which every cell is printed. */
const printedRows = (report: PrintedReport) =>
  requestRows.filter(({ id }) => rowCells(id).every((cell) => report.cells.has(cell)));

/** （六） and its row are printed, and so are the others. */
const complete = (report: PrintedReport): boolean =>
  cellsUnder("requests").every((cell) => report.cells.has(cell));

export const cellKinds: readonly Kind[] = [
  {
    name: "one more",
    group: "cell",
    mutate: changing(
      () => true,
      (value) => value + 1,
    ),
  },
  {
    name: "one less",
    group: "cell",
    mutate: changing(
      (value) => value > 0,
      (value) => value - 1,
    ),
  },
  {
    name: "ten times",
    group: "cell",
    mutate: changing(
      (value) => value > 0,
      (value) => value * 10,
    ),
  },
  {
    name: "digits transposed",
    group: "cell",
    mutate: changing((value) => value > 9 && transposed(value) !== value, transposed),
  },
  {
    name: "a digit dropped",
    group: "cell",
    mutate: changing(
      (value) => value > 9,
      (value) => Math.floor(value / 10),
    ),
  },
  {
    name: "set to 0",
    group: "cell",
    mutate: changing(
      (value) => value > 0,
      () => 0,
    ),
  },
  { name: "blank", group: "cell", mutate: emptied({ kind: "blank", raw: "" }) },
  { name: "a stroke", group: "cell", mutate: emptied({ kind: "blank", raw: "/" }) },
  { name: "words", group: "cell", mutate: emptied({ kind: "unreadable", raw: "若干" }) },
  {
    name: "below zero",
    group: "cell",
    mutate: (report, chance) => {
      const found = oneCell(report, chance.pick(figures(report)), (value) => -1 - value);
      return found === null
        ? null
        : { ...found, seenBy: [found.cells[0]?.startsWith("disputes.") ? "C-02" : "B-04"] };
    },
  },
  {
    name: "total of a row",
    group: "cell",
    mutate: changing((_, cell) => cell.startsWith("requests.") && isTotal(cell), off),
  },
  {
    name: "total of a column",
    group: "cell",
    mutate: changing((_, cell) => isHandled(cell) && !isTotal(cell), off),
  },
  {
    name: "（七） of all",
    group: "cell",
    mutate: changing((_, cell) => isHandled(cell) && isTotal(cell), off),
  },
  {
    name: "total of table 四",
    group: "cell",
    mutate: changing((_, cell) => cell.startsWith("disputes.") && isTotal(cell), off),
  },
];

export const tableKinds: readonly Kind[] = [
  {
    name: "row dropped",
    group: "table",
    mayBe: ["B-01"],
    mutate: (report, chance) => {
      const row = chance.pick(printedRows(report));
      return row === undefined ? null : without(report, rowCells(row.id), row.id, "B-05");
    },
  },
  {
    name: "column dropped",
    group: "table",
    mayBe: ["B-01"],
    mutate: (report, chance) => {
      const column = chance.pick(applicants);
      return column === undefined ? null : without(report, columnCells(column.id), column.id, "B-06");
    },
  },
  {
    name: "总计 column gone",
    group: "table",
    mutate: (report) => without(report, columnCells("total"), "total", "B-06"),
  },
  {
    name: "a cell gone",
    group: "table",
    mutate: (report, chance) => {
      const cell = chance.pick(figures(report, (_, id) => id.startsWith("requests.")));
      const value = cell === undefined ? undefined : numberIn(report, cell);
      if (cell === undefined || value === undefined) return null;
      return { ...without(report, [cell], cell, "B-07"), truth: { cell, value } };
    },
  },
  {
    name: "columns shifted by one",
    group: "table",
    mutate: (report) =>
      moved(
        report,
        "each figure one column to the right",
        printedRows(report).flatMap(({ id }) =>
          rowCells(id).map(
            (cell, index, all) => [cell, index === 0 ? null : (all[index - 1] ?? null)] as const,
          ),
        ),
      ),
  },
  {
    name: "a row shifted by one",
    group: "table",
    mutate: (report, chance) => {
      const row = chance.pick(
        requestRows.filter(({ id }) => rowCells(id).some((cell) => (numberIn(report, cell) ?? 0) > 0)),
      );
      const cells = row === undefined ? [] : rowCells(row.id).slice(0, -1);
      return moved(
        report,
        row?.id ?? "",
        cells.map((cell, index) => [cell, index === 0 ? null : (cells[index - 1] ?? null)] as const),
      );
    },
  },
  {
    name: "two columns swapped",
    group: "table",
    mutate: (report, chance) => {
      const [one, other] = [chance.pick(requestColumns), chance.pick(requestColumns)];
      if (one === undefined || other === undefined || one === other) return null;
      const [left, right] = [columnCells(one.id), columnCells(other.id)];
      return moved(report, `${one.id} ${other.id}`, [
        ...left.map((cell, index) => [cell, right[index] ?? null] as const),
        ...right.map((cell, index) => [cell, left[index] ?? null] as const),
      ]);
    },
  },
  {
    name: "two rows swapped",
    group: "table",
    mutate: (report, chance) => {
      if (!complete(report)) return null;
      const [one, other] = [chance.pick(requestRows), chance.pick(requestRows)];
      if (one === undefined || other === undefined || one === other) return null;
      const [left, right] = [rowCells(one.id), rowCells(other.id)];
      return moved(report, `${one.id} ${other.id}`, [
        ...left.map((cell, index) => [cell, right[index] ?? null] as const),
        ...right.map((cell, index) => [cell, left[index] ?? null] as const),
      ]);
    },
  },
  {
    name: "two neighbours swapped",
    group: "table",
    mutate: (report, chance) => {
      const row = chance.pick(printedRows(report));
      const at = chance.below(5);
      const [one, other] = row === undefined ? [] : rowCells(row.id).slice(at, at + 2);
      return one === undefined || other === undefined
        ? null
        : moved(report, `${one} ${other}`, [
            [one, other],
            [other, one],
          ]);
    },
  },
  {
    name: "（六） in one row",
    group: "table",
    mutate: (report) => {
      const gone = cellsUnder("requests.otherHandling").filter((cell) => !cell.includes(".other."));
      const empty = gone.every((cell) => numberIn(report, cell) === 0);
      return empty ? without(report, gone, "（六）", "B-05") : null;
    },
  },
  {
    name: "a column of table 四 dropped",
    group: "table",
    mutate: (report, chance) => {
      const cell = chance.pick(cellsUnder("disputes").filter((id) => report.cells.has(id)));
      return cell === undefined ? null : without(report, [cell], cell, "C-03");
    },
  },
  {
    name: "yuan for 万元",
    group: "table",
    mutate: (report) => {
      const fees = numberIn(report, "disclosure.fees");
      if (fees === undefined || fees === 0) return null;
      const yuan = Math.round(fees * 10_000);
      const small = report.organ?.kind === "subdistrict" || report.organ?.kind === "township";
      // A city collects much; what a 街道 cannot collect, and what fits in no cell, gives it away.
      const seenBy = yuan > 99_999_999 ? ["A-01"] : small && yuan >= 1000 ? ["A-07"] : [];
      return {
        report: withCells(report, [["disclosure.fees", number(yuan)]]),
        what: `${fees} -> ${yuan}`,
        cells: ["disclosure.fees"],
        seenBy,
      };
    },
  },
  {
    name: "规章 of an organ that makes none",
    group: "table",
    mutate: (report) => {
      if (report.organ === null || report.organ.kind === "city" || report.organ.kind === "province")
        return null;
      const cell = "disclosure.regulations.inForce";
      const value = numberIn(report, cell);
      if (value !== 0) return null;
      return {
        report: withCells(report, [[cell, number(3)]]),
        what: "3 in force",
        cells: [cell],
        seenBy: ["A-05"],
      };
    },
  },
];
