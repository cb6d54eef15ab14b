import type { CellId } from "../report/form.ts";
import {
  balanceBasis,
  requestColumns,
  requestRows,
  resultRows,
  type Applicant,
  type RequestRow,
} from "../report/form/requests.ts";
import { practice, printedForm } from "../report/vocabulary.ts";
import { besideFigures, impossible, unfilled } from "./printed-cells.ts";
import type { Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";
import type { Sum } from "./sums.ts";

/** Rules of table 三 (domain.md 5.1). B-09 and B-11 follow from B-01 and are said by it; B-12 needs last year. */

const table = printedForm("第三部分表格");
const columnLabel = (id: string): string => requestColumns.find((column) => column.id === id)?.label ?? id;
const rowName = (id: string): string => requestRows.find((row) => row.id === id)?.name ?? id;
const cell = (row: RequestRow, column: Applicant | "total"): CellId => `requests.${row}.${column}`;

const broken = (reading: Reading, rule: Sum["equation"]["rule"]): Sum[] =>
  reading.sums().filter((sum) => sum.equation.rule === rule && sum.state === "broken" && !sum.follows);

function balance(reading: Reading): Outcome[] {
  return broken(reading, "B-01").map(({ equation, key, left, right, missing }): Outcome => {
    const number = (id: CellId | undefined): string => String((id && reading.value(id)) ?? "（空）");
    const [received, carriedIn] = equation.left;
    const [handled, carriedOut] = equation.right;
    const gap = Math.abs(left - right);
    const advice =
      missing.length > 0
        ? "请补上空着的数，再核对。"
        : left > right
          ? `还有${gap}件没有结果，请补上这${gap}件是怎么办的。`
          : `办理结果和结转比收到的多${gap}件，请核对哪一个数填错了。`;
    return {
      message:
        `表三${columnLabel(key)}一列不平：本年新收${number(received)}＋上年结转${number(carriedIn)}＝${left}，` +
        `办理结果总计${number(handled)}＋结转下年度${number(carriedOut)}＝${right}，${advice}`,
      cells: [...equation.left, ...equation.right],
      where: "requests",
      expected: left,
      actual: right,
    };
  });
}

/** A lower bound of a sum: counts are never negative. */
const sumOfKnown = (reading: Reading, cells: readonly CellId[]): number =>
  cells.flatMap((id) => reading.value(id) ?? []).reduce((sum: number, value) => sum + value, 0);

/** Applications that the known results do not account for while some results are not printed. */
function withoutResult(reading: Reading): Outcome[] {
  const gaps = requestColumns.flatMap(({ id: column }) => {
    const received = cell("received", column);
    const leaves = resultRows.map((row) => cell(row.id, column));
    const handled = cell("handledTotal", column);
    const carriedOut = cell("carriedOut", column);
    const total = reading.value(handled);
    const outcomes = [...(total === undefined ? leaves : []), handled, carriedOut];
    const missing = outcomes.filter((id) => reading.value(id) === undefined && !reading.merged.has(id));
    const incoming = sumOfKnown(reading, [received, cell("carriedIn", column)]);
    const settled = (total ?? sumOfKnown(reading, leaves)) + sumOfKnown(reading, [carriedOut]);
    const gap = incoming - settled;
    return gap > 0 && missing.length > 0
      ? [{ column, incoming, settled, gap, cells: [received, ...missing] }]
      : [];
  });
  const said = gaps.some(({ column }) => column !== "total")
    ? gaps.filter(({ column }) => column !== "total")
    : gaps;
  if (said.length === 0) return [];
  const sum = (pick: (gap: (typeof gaps)[number]) => number): number =>
    said.reduce((total, gap) => total + pick(gap), 0);
  const gap = sum((each) => each.gap);
  return [
    {
      verdict: "unknown",
      stands: true,
      message:
        `表三${said.map(({ column }) => columnLabel(column)).join("、")}：本年新收和上年结转共${sum((each) => each.incoming)}件，` +
        `印出的办理结果和结转下年度共${sum((each) => each.settled)}件，还有${gap}件看不到结果，请补上这${gap}件是怎么办的。`,
      cells: said.flatMap(({ cells }) => cells),
      where: "requests",
      expected: sum((each) => each.incoming),
      actual: sum((each) => each.settled),
    },
  ];
}

function results(reading: Reading): Outcome[] {
  return broken(reading, "B-02").map(({ equation, key, left, right, missing }): Outcome => ({
    message:
      `表三${columnLabel(key)}一列：${missing.length > 0 ? "已填的" : ""}各项办理结果相加是${left}，` +
      `“（七）总计”${missing.length > 0 && left <= right ? "应当" : ""}是${right}，相差${Math.abs(left - right)}件，请核对各项结果和总计。`,
    cells: [...equation.left, ...equation.right].filter((id) => !reading.merged.has(id)),
    where: "requests",
    expected: left,
    actual: right,
  }));
}

/** The one column that is off by as much: where row and column meet a figure is likely wrong. */
function suspect(reading: Reading, row: string, excess: number): string {
  const rule = ["received", "carriedIn", "carriedOut"].includes(row) ? "B-01" : "B-02";
  const off = row === "carriedOut" ? -excess : excess;
  const columns = broken(reading, rule).filter(
    ({ key, left, right, missing }) => key !== "total" && missing.length === 0 && left - right === off,
  );
  const [column] = columns;
  return row === "handledTotal" || column === undefined || columns.length > 1
    ? "请核对这一行。"
    : `与${columnLabel(column.key)}一列差得一样多，请先核对这一行${columnLabel(column.key)}的数。`;
}

function rowTotals(reading: Reading): Outcome[] {
  return broken(reading, "B-03").map(({ equation, key, left, right, missing }): Outcome => ({
    message:
      `表三“${rowName(key)}”一行：${missing.length > 0 ? "已填的" : ""}各类申请人相加是${left}，` +
      `总计是${right}，相差${Math.abs(left - right)}件，${missing.length > 0 ? "请核对这一行。" : suspect(reading, key, left - right)}`,
    cells: [...equation.left, ...equation.right],
    where: "requests",
    expected: left,
    actual: right,
  }));
}

/** As much too little in one column as too much in the next. */
function neighbours(reading: Reading): Outcome[] {
  return (["B-01", "B-02"] as const).flatMap((rule) => {
    const off = broken(reading, rule).filter(({ key }) => key !== "total");
    const [one, other] = off;
    if (one === undefined || other === undefined || off.length > 2) return [];
    const places = off.map(({ key }) => requestColumns.findIndex(({ id }) => id === key));
    const by = one.left - one.right;
    const beside = Math.abs((places[0] ?? 0) - (places[1] ?? 0)) === 1;
    const known = one.missing.length === 0 && other.missing.length === 0;
    return breaks(beside && known && by === other.right - other.left, () => ({
      message: `表三${columnLabel(one.key)}和${columnLabel(other.key)}两列相邻，一列多${Math.abs(by)}件，一列少${Math.abs(by)}件，像是有${Math.abs(by)}件填错了列，请先核对这两列。`,
      cells: off
        .flatMap(({ equation }) => [...equation.left, ...equation.right])
        .filter((id) => !reading.merged.has(id)),
      where: "requests",
      expected: 0,
      actual: by,
    }));
  });
}

function manyOther(reading: Reading): Outcome[] {
  const other = reading.value("requests.otherHandling.other.total");
  const handled = reading.value("requests.handledTotal.total");
  if (other === undefined || handled === undefined || reading.merged.size > 0) return [];
  return breaks(handled >= 10 && other > handled * 0.3, () => ({
    message: `表三办结的${handled}件里有${other}件归在“（六）其他处理”的“3.其他”，请确认是否都是撤回等情形，能归到别的行的请归过去。`,
    cells: ["requests.otherHandling.other.total", "requests.handledTotal.total"],
    where: "requests",
    expected: handled,
    actual: other,
  }));
}

export const requestRules: readonly Rule[] = [
  {
    id: "B-04",
    severity: "error",
    basis: table,
    demand: "表三每一格都是不小于0的整数，没有的填0",
    structural: true,
    check: (reading) => [
      ...unfilled(reading, "requests", besideFigures(reading)),
      ...impossible(reading, "requests"),
    ],
  },
  {
    id: "B-01",
    severity: "error",
    basis: balanceBasis,
    demand: "每一列：本年新收＋上年结转＝办理结果总计＋结转下年度",
    check: (reading) => [...balance(reading), ...withoutResult(reading)],
  },
  {
    id: "B-02",
    severity: "error",
    basis: table,
    demand: "每一列：各项办理结果相加＝（七）总计",
    check: results,
  },
  {
    id: "B-03",
    severity: "error",
    basis: table,
    demand: "每一行：各类申请人相加＝总计",
    check: rowTotals,
  },
  {
    id: "B-08",
    severity: "notice",
    basis: practice("填报惯例：相邻两列一多一少且数目相同的，多半是填错了列"),
    demand: "每件填在它的申请人那一列",
    check: neighbours,
  },
  {
    id: "B-10",
    severity: "notice",
    basis: practice("填报惯例：归入“其他”的应当是少数"),
    demand: "“其他处理”中的“其他”不超过办结数的三成",
    check: manyOther,
  },
];
