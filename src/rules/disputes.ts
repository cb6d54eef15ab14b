import { cellsUnder, type CellId } from "../report/form.ts";
import { disputeBlocks } from "../report/form/disputes.ts";
import { practice, printedForm } from "../report/vocabulary.ts";
import { besideFigures, impossible, lacking, unfilled } from "./printed-cells.ts";
import type { Reading } from "./reading.ts";
import { breaks, naming, type Outcome, type Rule, type Severity } from "./rule.ts";
import { disputesWithoutRequests } from "./years.ts";

/** Rules of table 四 (domain.md 5.2). C-04 needs last year; C-06 is a question of the talk. */

const table = printedForm("第四部分表格");

function totals(reading: Reading): Outcome[] {
  return reading
    .sums()
    .filter((sum) => sum.equation.rule === "C-01" && sum.state === "broken")
    .map(({ equation, key, left, right, missing }): Outcome => ({
      message:
        `表四“${disputeBlocks.find((block) => block.id === key)?.name ?? key}”：${missing.length > 0 ? "已填的" : ""}` +
        `四种结果相加是${left}，总计是${right}，相差${Math.abs(left - right)}件，请核对。`,
      cells: [...equation.left, ...equation.right],
      where: "disputes",
      expected: left,
      actual: right,
    }));
}

function moreThanRequests(reading: Reading): Outcome[] {
  const cells = [
    "disputes.reconsideration.total",
    "disputes.directSuit.total",
    "requests.received.total",
    "requests.carriedIn.total",
  ] as const;
  const [reconsiderations, suits, received, carriedIn] = cells.map((cell) => reading.value(cell));
  if (
    reconsiderations === undefined ||
    suits === undefined ||
    received === undefined ||
    carriedIn === undefined
  )
    return [];
  const requests = received + carriedIn;
  const disputes = reconsiderations + suits;
  return breaks(requests > 0 && disputes > 3 * requests, () => ({
    message: `表四复议和直接起诉共${disputes}件，表三的申请只有${requests}件，请确认表四只填了因政府信息公开引起的案件。`,
    cells: [...cells],
    where: "disputes",
    expected: requests,
    actual: disputes,
  }));
}

/** A blank in a block that adds up without it is a 0 not written; else a figure is missing. */
const missing =
  (reading: Reading) =>
  (cells: readonly CellId[]): Severity => {
    const added = new Set(
      reading
        .sums()
        .filter(({ equation, left, right }) => {
          const [total] = equation.right;
          return (
            equation.rule === "C-01" &&
            total !== undefined &&
            reading.value(total) !== undefined &&
            left === right
          );
        })
        .flatMap(({ equation }) => equation.left),
    );
    return besideFigures(reading)(cells.filter((cell) => !added.has(cell)));
  };

export const disputeRules: readonly Rule[] = [
  {
    id: "C-03",
    severity: "error",
    basis: table,
    demand: "表四有三块共15列",
    structural: true,
    check: (reading) => {
      const gone = lacking(reading, "disputes");
      const all = cellsUnder("disputes").length;
      return breaks(gone.length > 0, () => ({
        message: `表四缺${gone.length}格：${naming(gone)}。请按统一格式补全${all}列，没有的填0。`,
        cells: gone,
        where: "disputes",
        expected: all,
        actual: all - gone.length,
      }));
    },
  },
  {
    id: "C-02",
    severity: "error",
    basis: table,
    demand: "表四每一格都是不小于0的整数，没有的填0",
    structural: true,
    check: (reading) => [
      ...unfilled(reading, "disputes", missing(reading)),
      ...impossible(reading, "disputes"),
    ],
  },
  {
    id: "C-01",
    severity: "error",
    basis: table,
    demand: "每一块：四种结果相加＝总计",
    check: totals,
  },
  {
    id: "C-05",
    severity: "notice",
    basis: practice("填报惯例：因政府信息公开引起的复议、诉讼很少多于申请"),
    demand: "复议和直接起诉不超过申请数的三倍，没有申请的没有复议和诉讼",
    check: (reading) => [...moreThanRequests(reading), ...disputesWithoutRequests(reading)],
  },
];
