import { isAllowed, tableOf, type CellId, type TableId } from "../report/form.ts";
import { absentCells, type Reading } from "./reading.ts";
import { naming, tableNames, type Outcome, type Severity } from "./rule.ts";

/** What every table demands of its cells: a number in each, and one that can be. */

const cellsIn = (reading: Reading, table: TableId, state: "blank" | "unreadable"): CellId[] =>
  [...reading.report.cells.keys()].filter((cell) => tableOf(cell) === table && reading.state(cell) === state);

const rowOf = (cell: CellId): string => cell.slice(0, cell.lastIndexOf("."));

/** Blank and unreadable cells of a table, each kind one finding. `severity` decides by the cells. */
export function unfilled(
  reading: Reading,
  table: TableId,
  severity: (cells: readonly CellId[]) => Severity,
): Outcome[] {
  const blank = cellsIn(reading, table, "blank");
  const unreadable = cellsIn(reading, table, "unreadable");
  const outcomes: Outcome[] = [];
  if (blank.length > 0)
    outcomes.push({
      severity: severity(blank),
      message: `${tableNames[table]}有${blank.length}格没有填数：${naming(blank)}。没有的请填0，不要留空，也不要写“无”或横线。`,
      cells: blank,
      where: table,
      expected: 0,
      actual: blank.length,
    });
  if (unreadable.length > 0) {
    const raw = unreadable.map((cell) => reading.report.cells.get(cell))[0];
    const together = reading.report.oddities.some(
      (oddity) => oddity.kind === "run together" && oddity.table === table,
    );
    outcomes.push({
      severity: severity(unreadable),
      message: together
        ? `${tableNames[table]}有${unreadable.length}格的数连在一起，分不清每格是多少：${naming(unreadable)}。请核对原表，分开填写。`
        : `${tableNames[table]}有${unreadable.length}格填的不是一个数：${naming(unreadable)}。请改成一个数字，没有的填0。`,
      cells: unreadable,
      where: table,
      ...(raw?.kind === "unreadable" ? { quote: raw.raw } : {}),
    });
  }
  return outcomes;
}

/** An empty cell beside figures of the same row hides one; in a row that is otherwise 0 or empty it is untidy. */
export const besideFigures =
  (reading: Reading) =>
  (cells: readonly CellId[]): Severity => {
    const rows = new Set(cells.map(rowOf));
    const figures = [...reading.report.cells].some(
      ([cell, printed]) => printed.kind === "number" && printed.value !== 0 && rows.has(rowOf(cell)),
    );
    return figures ? "error" : "warning";
  };

/** Numbers that cannot stand where they stand: negative, broken or absurd ones. */
export function impossible(reading: Reading, table: TableId): Outcome[] {
  return [...reading.report.cells].flatMap(([cell, printed]): Outcome[] => {
    if (tableOf(cell) !== table || printed.kind !== "number" || isAllowed(cell, printed.value)) return [];
    const unit = cell === "disclosure.fees" ? "不小于0、最多六位小数的万元数" : "不小于0的整数件数";
    return [
      {
        severity: "error",
        message: `${naming([cell])}填的是${printed.value}，这里只能填${unit}，请改正。`,
        cells: [cell],
        where: table,
        actual: printed.value,
      },
    ];
  });
}

/** Cells that are not in a table that is otherwise printed. */
export const lacking = (reading: Reading, table: TableId): CellId[] =>
  absentCells(reading, table).filter((cell) => !reading.merged.has(cell));
