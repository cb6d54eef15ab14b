import { readFee } from "../report/fee.ts";
import { feeBasis, noFeeSentence } from "../report/form/closing.ts";
import { practice, printedForm } from "../report/vocabulary.ts";
import { onlyNothing } from "./closing.ts";
import type { Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";

/** Rules of the fee statement in section 六 (domain.md 5.7). */

/** Section 六 in one line, of a length that is still read, without the titles of documents, in which 信息处理费 stands too. */
const body = (reading: Reading): string => reading.text("other").slice(0, 4000).replace(/\n/g, "");
const withoutTitles = (text: string): string => text.replace(/《[^《》]*》/g, "");
const feeWords = /处理费|处理收费|收费|费用|收取[^。]{0,12}费|缴费|处理的费/;
const documentNumber = /国办函.{0,1}2020.{0,1}109号/;

const feeOf = (reading: Reading): ReturnType<typeof readFee> =>
  feeWords.test(body(reading)) ? readFee(body(reading)) : null;

function feeNamed(reading: Reading): Outcome[] {
  const text = body(reading);
  if (!reading.sections.has("other") || feeWords.test(text)) return [];
  const start =
    text === ""
      ? "第六部分没有内容"
      : onlyNothing.test(text)
        ? "第六部分只写了“无”"
        : "第六部分没有写信息处理费";
  const charged = reading.value("disclosure.fees");
  const table =
    charged !== undefined && charged > 0 ? `（表二行政事业性收费是${charged}万元，不能代替这句话）` : "";
  return [
    {
      message: `${start}，收取信息处理费的情况要在这里报告${table}；没有收的请写：${noFee(reading)}`,
      cells: [],
      where: "other",
      ...(text === "" || text.length > 40 ? {} : { quote: text }),
      expected: noFee(reading),
    },
  ];
}

const noFee = (reading: Reading): string =>
  reading.report.year === null
    ? noFeeSentence(0).replace("0年本机关", "本年度本机关")
    : noFeeSentence(reading.report.year);

function feeCited(reading: Reading): Outcome[] {
  const text = body(reading);
  return breaks(feeOf(reading)?.kind === "none" && !/2020.{0,1}109号/.test(text), () => ({
    message: `第六部分没有写收费依据的文号，建议写成：${noFee(reading)}`,
    cells: [],
    where: "other",
    expected: noFee(reading),
  }));
}

function feeTerm(reading: Reading): Outcome[] {
  const text = withoutTitles(body(reading));
  const wrong = /(?:政府|政务)?(?:信息)?公开(?:信息)?处理(?:收费|费用|费)|公开(?:处理)?收费|公开费用/.exec(
    text,
  )?.[0];
  return breaks(wrong !== undefined && !text.includes("信息处理费"), () => ({
    message: `“${wrong}”的规范名称是“信息处理费”，请改为“政府信息公开信息处理费”。`,
    cells: [],
    where: "other",
    ...(wrong === undefined ? {} : { quote: wrong, actual: wrong }),
    expected: "信息处理费",
  }));
}

function feeFigures(reading: Reading): Outcome[] {
  const fee = feeOf(reading);
  if (fee?.kind !== "charged") return [];
  const lacking = [
    ...(fee.notices === undefined ? ["发出收费通知的件数"] : []),
    ...(fee.notified === undefined ? ["通知收费的总金额"] : []),
    ...(fee.received === undefined ? ["实际收到的金额"] : []),
  ];
  return breaks(lacking.length > 0, () => ({
    message: `第六部分写了收取信息处理费，还可以写明${lacking.join("、")}，请补充。`,
    cells: [],
    where: "other",
  }));
}

function feeInTable(reading: Reading): Outcome[] {
  const fee = feeOf(reading);
  const received = fee?.kind === "charged" ? fee.received : undefined;
  if (received === undefined || received <= 0) return [];
  const cell = "disclosure.fees" as const;
  const printed = reading.value(cell);
  if (printed === undefined)
    return [
      {
        verdict: "unknown",
        message: `第六部分写实收信息处理费${received}元，表二行政事业性收费没有数，无法核对，请补上。`,
        cells: [cell],
        where: "other",
        expected: received / 10_000,
      },
    ];
  return breaks(printed * 10_000 < received - 0.005, () => ({
    message: `第六部分写实收信息处理费${received}元，表二行政事业性收费是${printed}万元，应当不少于${received / 10_000}万元，请核对。`,
    cells: [cell],
    where: "other",
    expected: received / 10_000,
    actual: printed,
  }));
}

function unpaidNotices(reading: Reading): Outcome[] {
  const cell = "requests.otherHandling.feeUnpaid.total" as const;
  const unpaid = reading.value(cell);
  return breaks(unpaid !== undefined && unpaid > 0 && feeOf(reading)?.kind === "none", () => ({
    message: `表三“逾期未缴费”有${unpaid}件，说明发出过收费通知，第六部分却写没有产生信息处理费，请写明收费通知的件数和金额。`,
    cells: [cell],
    where: "other",
    ...(unpaid === undefined ? {} : { expected: unpaid }),
    actual: 0,
  }));
}

function numberSpelled(reading: Reading): Outcome[] {
  const found = documentNumber.exec(body(reading))?.[0];
  return breaks(found !== undefined && found !== "国办函〔2020〕109号", () => ({
    message: `文号“${found}”的规范写法是“国办函〔2020〕109号”，年份用六角括号，请改正。`,
    cells: [],
    where: "other",
    ...(found === undefined ? {} : { quote: found, actual: found }),
    expected: "国办函〔2020〕109号",
  }));
}

const statedHere = printedForm("第六部分：收取信息处理费情况在此处报告");

/** F-06 (收费 in the table, 六 only 无) is a case of F-01. */
export const feeRules: readonly Rule[] = [
  { id: "F-01", severity: "error", basis: statedHere, demand: "第六部分报告信息处理费", check: feeNamed },
  {
    id: "F-05",
    severity: "warning",
    basis: practice("信息处理费属于行政事业性收费，应当计入表二（四川等地的通知）"),
    demand: "实收信息处理费不多于表二行政事业性收费",
    forms: ["2021"],
    check: feeInTable,
  },
  {
    id: "F-07",
    severity: "warning",
    basis: practice("填报惯例：逾期未缴费以发出收费通知为前提"),
    demand: "有逾期未缴费的申请时，第六部分写明收费通知",
    check: unpaidNotices,
  },
  {
    id: "F-02",
    severity: "notice",
    basis: practice("各地年报的通行写法：没有收费也写明依据"),
    demand: "没有收费时写明依据的办法和文号",
    forms: ["2021"],
    check: feeCited,
  },
  { id: "F-03", severity: "notice", basis: feeBasis, demand: "名称用信息处理费", check: feeTerm },
  {
    id: "F-04",
    severity: "notice",
    basis: practice("各地年报的通行写法：写明收费通知件数、总金额、实收金额"),
    demand: "收取信息处理费的，写明件数和金额",
    forms: ["2021"],
    check: feeFigures,
  },
  {
    id: "F-08",
    severity: "notice",
    basis: feeBasis,
    demand: "文号写作国办函〔2020〕109号",
    check: numberSpelled,
  },
];
