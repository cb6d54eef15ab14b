import { cellsUnder, type CellId } from "../report/form.ts";
import { documentRows } from "../report/form/disclosure.ts";
import { organKind, organKinds, regulationBasis, type OrganKind } from "../report/organ.ts";
import { practice, printedForm } from "../report/vocabulary.ts";
import { impossible, lacking, unfilled } from "./printed-cells.ts";
import type { Reading } from "./reading.ts";
import { breaks, naming, type Outcome, type Rule } from "./rule.ts";
import { yearBefore } from "./years.ts";

/** Rules of table 二 (domain.md 5.3). A-03 needs last year's report, A-08 the text-against-table rules. */

const table = printedForm("第二部分表格");

function madeInForce(reading: Reading): Outcome[] {
  return documentRows.flatMap(({ id, name }) => {
    const cells: readonly CellId[] = (["made", "inForce", "repealed"] as const).map(
      (column) => `disclosure.${id}.${column}` as const,
    );
    const missing = cells.filter((cell) => reading.value(cell) === undefined);
    if (missing.length > 0)
      return [
        {
          verdict: "unknown" as const,
          message: `表二${name}的数没有填全，制发、废止、现行有效还不能核对，请补全。`,
          cells: missing,
          where: "disclosure" as const,
        },
      ];
    const [made = 0, inForce = 0, repealed = 0] = cells.flatMap((cell) => reading.value(cell) ?? []);
    return breaks(made > inForce + repealed, () => ({
      message: `表二${name}：本年制发${made}件，现行有效${inForce}件加本年废止${repealed}件只有${inForce + repealed}件，今年制发的不是有效就是已废止，请核对。`,
      cells: [...cells],
      where: "disclosure",
      expected: inForce + repealed,
      actual: made,
    }));
  });
}

/** 国务院部门 may enact 规章 too; their names tell them from local departments. */
const national = /^(?:国家|中国|中华|国务院|最高)|^(?!.*[省市县区州旗盟镇乡]).*(?:部|总局|署|委员会)$/;

function regulations(reading: Reading): Outcome[] {
  const organ = reading.report.organ;
  const filled = cellsUnder("disclosure.regulations").filter((cell) => {
    const value = reading.value(cell);
    return value !== undefined && value > 0;
  });
  if (filled.length === 0) return [];
  if (organ === null)
    return [
      {
        verdict: "unknown",
        severity: "warning",
        message: `${naming(filled)}填了${filled.map((cell) => reading.value(cell)).join("、")}，看不出是哪类单位，不能判断能不能制定规章，请核对。`,
        cells: filled,
        where: "disclosure",
      },
    ];
  if (organ.kind === "department" && national.test(organ.name)) return [];
  return [
    {
      message: `${naming(filled)}填了${filled.map((cell) => reading.value(cell)).join("、")}，${organKind(organ.kind).name}不能制定规章，应当填0；一般文件不要填在这里。`,
      cells: filled,
      where: "disclosure",
      expected: 0,
    },
  ];
}

/** So many 万元 no 街道 collects, and no local department a round number of so many. */
const implausible = (kind: OrganKind | undefined): number =>
  kind === "subdistrict" || kind === "township" ? 1000 : kind === "department" ? 100_000 : Infinity;

/** Yuan taken for 万元 make a year ten thousand times another. */
const leap = 2000;

function fees(reading: Reading): Outcome[] {
  const value = reading.value("disclosure.fees");
  if (value === undefined || value <= 0) return [];
  const large = Number.isInteger(value) && value >= implausible(reading.report.organ?.kind);
  const printed = new RegExp(`(?<![\\d.])${String(value).replace(".", "\\.")}元`);
  const named = [...reading.sections.keys()].find((id) => printed.test(reading.text(id)));
  const before = yearBefore(reading)?.value("disclosure.fees");
  const far = before !== undefined && before > 0 && (value >= before * leap || before >= value * leap);
  const beside = named !== undefined ? `，而正文写的是${value}元` : far ? `，而上年报告是${before}万元` : "";
  return breaks(large || named !== undefined || far, () => ({
    message: `表二“行政事业性收费”填的是${value}，单位是万元，也就是${value}万元${beside}。请核对是不是把元当成了万元。`,
    cells: ["disclosure.fees"],
    where: "disclosure",
    expected: far && before > value ? value * 10_000 : value / 10_000,
    actual: value,
  }));
}

export const disclosureRules: readonly Rule[] = [
  {
    id: "A-02",
    severity: "warning",
    basis: table,
    demand: "表二每一格都有数，没有的填0",
    forms: ["2021"],
    structural: true,
    check: (reading) => {
      const gone = lacking(reading, "disclosure");
      return [
        ...breaks(gone.length > 0, () => ({
          message: `表二缺${gone.length}格：${naming(gone)}。请按统一格式补全10格，没有的填0。`,
          cells: gone,
          where: "disclosure",
          expected: 10,
          actual: 10 - gone.length,
        })),
        ...unfilled(reading, "disclosure", () => "warning"),
      ];
    },
  },
  {
    id: "A-01",
    severity: "error",
    basis: table,
    demand: "件数是不小于0的整数，收费是不小于0的万元数",
    structural: true,
    check: (reading) => impossible(reading, "disclosure"),
  },
  {
    id: "A-05",
    severity: "error",
    basis: regulationBasis,
    demand: "没有规章制定权的机关，规章三格填0",
    kinds: organKinds.filter((kind) => !kind.enactsRegulations).map((kind) => kind.id),
    check: regulations,
  },
  {
    id: "A-04",
    severity: "warning",
    basis: practice("填报惯例：本年制发的文件，年底不是现行有效就是已经废止"),
    demand: "本年制发不多于现行有效加本年废止",
    forms: ["2021"],
    check: madeInForce,
  },
  {
    id: "A-07",
    severity: "warning",
    basis: printedForm("第二部分表格：本年收费金额（单位：万元）"),
    demand: "行政事业性收费按万元填",
    check: fees,
  },
  {
    id: "A-06",
    severity: "notice",
    basis: practice("规范性文件件数与司法行政部门核对后填报（武政办发〔2025〕54号的做法）"),
    demand: "街道、乡镇填报的规范性文件经过合法性审核和备案",
    kinds: ["subdistrict", "township"],
    check: (reading) => {
      const made = reading.value("disclosure.normative.made");
      const told = reading.report.organ !== null;
      return breaks(told && made !== undefined && made > 0, () => ({
        message: `表二行政规范性文件本年制发填了${made}件，请确认都经过合法性审核和备案；会议纪要、工作方案、一般通知不算。`,
        cells: ["disclosure.normative.made"],
        where: "disclosure",
        ...(made === undefined ? {} : { actual: made }),
      }));
    },
  },
];
