import { canonicalLabel } from "../language/width.ts";
import { type CellId } from "../report/form.ts";
import { requestColumns, requestRows, type RequestRow } from "../report/form/requests.ts";
import type { Oddity } from "../report/printed.ts";
import { printedForm } from "../report/vocabulary.ts";
import { lacking } from "./printed-cells.ts";
import { sameLabel, type Reading } from "./reading.ts";
import { breaks, listing, type Outcome, type Rule } from "./rule.ts";

/** Rules of the make-up of table 三: its rows, its columns, its labels (domain.md 5.1). */

const table = printedForm("第三部分表格");

const rowCells: ReadonlyMap<RequestRow, readonly CellId[]> = new Map(
  requestRows.map((row) => [
    row.id,
    requestColumns.map((column): CellId => `requests.${row.id}.${column.id}`),
  ]),
);
const cellsOf = (row: RequestRow): readonly CellId[] => rowCells.get(row) ?? [];

interface Gaps {
  /** Rows of which no cell is printed; the two that are merged into （六）其他处理 are not missing. */
  rows: (typeof requestRows)[number][];
  /** Columns of which no cell is printed in the rows that are. */
  columns: (typeof requestColumns)[number][];
  /** Other cells that are not printed, and the rows they lack in. */
  cells: CellId[];
  short: (typeof requestRows)[number][];
}

function gapsOf(reading: Reading): Gaps {
  const gone = new Set(lacking(reading, "requests"));
  if (gone.size === 0) return { rows: [], columns: [], cells: [], short: [] };
  const rows = requestRows.filter((row) => cellsOf(row.id).every((cell) => gone.has(cell)));
  const standing = requestRows.filter(
    (row) => !rows.includes(row) && !cellsOf(row.id).some((cell) => reading.merged.has(cell)),
  );
  const columns = requestColumns.filter(
    (column) => standing.length > 0 && standing.every((row) => gone.has(`requests.${row.id}.${column.id}`)),
  );
  const cells = [...gone].filter(
    (cell) =>
      !rows.some((row) => cellsOf(row.id).includes(cell)) &&
      !columns.some((column) => cell.endsWith(`.${column.id}`)),
  );
  return {
    rows,
    columns,
    cells,
    short: requestRows.filter((row) => cellsOf(row.id).some((cell) => cells.includes(cell))),
  };
}

const oddities = (reading: Reading, kind: Oddity["kind"]): Oddity[] =>
  reading.report.oddities.filter((oddity) => oddity.table === "requests" && oddity.kind === kind);

const pairs = (label: string): string[] =>
  [...canonicalLabel(label)].map((character, index, all) => character + (all[index + 1] ?? ""));

/** How much two labels have in common, 0 to 1. */
function alike(one: string, other: string): number {
  const [here, there] = [pairs(one), pairs(other)];
  return (2 * here.filter((pair) => there.includes(pair)).length) / (here.length + there.length);
}

/** The row that a label, damaged or not, stands for; undefined where it could be any. */
function rowLabelled(label: string): (typeof requestRows)[number] | undefined {
  const near = requestRows
    .map((row) => ({ row, share: sameLabel(row.label, label) ? 1 : alike(row.label, label) }))
    .sort((one, other) => other.share - one.share);
  const [best, next] = near;
  return best !== undefined && best.share >= 0.5 && best.share > (next?.share ?? 0) ? best.row : undefined;
}

/** “2.其他法律行政止公开”应为“2.其他法律行政法规禁止公开”: of at most three. */
const corrected = (labels: readonly string[]): string =>
  labels
    .slice(0, 3)
    .map((label) => {
      const right = rowLabelled(label)?.label;
      return right === undefined ? `“${label}”` : `“${label}”应为“${right}”`;
    })
    .join("、");

function rows(reading: Reading): Outcome[] {
  const missing = gapsOf(reading).rows;
  const damaged = oddities(reading, "damaged label");
  const [moved] = oddities(reading, "row order");
  return [
    ...breaks(missing.length > 0, () => ({
      message: `表三缺${missing.length}行：${listing(
        missing.map((row) => row.name),
        "行",
      )}。请按统一格式补全${requestRows.length}行，没有的填0。`,
      cells: missing.flatMap((row) => cellsOf(row.id)),
      where: "requests",
      expected: requestRows.length,
      actual: requestRows.length - missing.length,
    })),
    ...breaks(reading.merged.size > 0 && reading.form === "2021", () => ({
      severity: "warning",
      message: "表三“（六）其他处理”只印了一行，统一格式是三行：逾期不补正、逾期未缴费、其他，请分开填。",
      cells: [...reading.merged],
      where: "requests",
      expected: 3,
      actual: 1,
    })),
    ...breaks(moved !== undefined, () => ({
      severity: "warning",
      message: `表三各行的先后与统一格式不一样，从“${moved?.label.replace(/[“”]/g, "") ?? ""}”这一行起，请按统一格式的顺序排列，数跟着行走。`,
      cells: [],
      where: "requests",
      ...(moved === undefined ? {} : { quote: moved.label }),
    })),
    ...breaks(damaged.length > 0, () => ({
      severity: "warning",
      message: `表三有${damaged.length}行的名称与统一格式不一样：${corrected(damaged.map(({ label }) => label))}，请照统一格式改正。`,
      cells: [...new Set(damaged.flatMap(({ label }) => rowLabelled(label)?.id ?? []))].flatMap(cellsOf),
      where: "requests",
      quote: damaged[0]?.label ?? "",
    })),
  ];
}

function columns(reading: Reading): Outcome[] {
  const missing = gapsOf(reading).columns;
  return breaks(missing.length > 0, () => ({
    message: `表三缺${missing.length}列：${listing(
      missing.map((column) => column.label),
      "列",
    )}，请按统一格式补全${requestColumns.length}列，没有的填0。`,
    cells: missing.flatMap((column) => requestRows.map((row): CellId => `requests.${row.id}.${column.id}`)),
    where: "requests",
    expected: requestColumns.length,
    actual: requestColumns.length - missing.length,
  }));
}

function ragged(reading: Reading): Outcome[] {
  const { cells, short } = gapsOf(reading);
  const displaced = oddities(reading, "displaced label");
  const told = oddities(reading, "short row").filter(
    ({ label }) => !short.some((row) => sameLabel(row.label, label)),
  );
  const names = [...short.map((row) => row.name), ...told.map(({ label }) => label)];
  return [
    ...breaks(names.length > 0, () => ({
      message: `表三有${names.length}行印的数比别的行少：${listing(names, "行")}，请核对每个数在哪一列，补齐缺的数。`,
      cells,
      where: "requests",
    })),
    ...breaks(displaced.length > 0, () => ({
      message: `表三有${displaced.length}处名称没有印在自己的格里，请按统一格式的表样调整。`,
      cells: [],
      where: "requests",
      quote: displaced[0]?.label ?? "",
    })),
  ];
}

export const requestShapeRules: readonly Rule[] = [
  {
    id: "B-05",
    severity: "error",
    basis: table,
    demand: "表三有全部25行，名称与统一格式一致",
    structural: true,
    check: rows,
  },
  {
    id: "B-06",
    severity: "error",
    basis: table,
    demand: "表三有全部7列，包括总计",
    structural: true,
    check: columns,
  },
  {
    id: "B-07",
    severity: "warning",
    basis: table,
    demand: "表三每行7个数，名称印在自己的格里",
    structural: true,
    check: ragged,
  },
];
