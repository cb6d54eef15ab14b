import { cellIds, tableOf, type CellId } from "../report/form.ts";
import { documentRows } from "../report/form/disclosure.ts";
import { disputeBlocks } from "../report/form/disputes.ts";
import { applicants } from "../report/form/requests.ts";
import { practice, printedForm } from "../report/vocabulary.ts";
import { receivedTotal, type Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";

/** Figures of this year against last year's report (domain.md 5.4). Every rule is silent without the report of the year before. */

/** The report of the year before, and of no other year. */
export function yearBefore(reading: Reading): Reading | undefined {
  const { last } = reading;
  const [year, before] = [reading.report.year, last?.report.year ?? null];
  return year !== null && before === year - 1 ? last : undefined;
}

/** A rule between years: nothing without the report of the year before. */
const between =
  (check: (reading: Reading, last: Reading) => readonly Outcome[]) =>
  (reading: Reading): readonly Outcome[] => {
    const last = yearBefore(reading);
    return last === undefined ? [] : check(reading, last);
  };

/** 总计 of a row: as printed, else the sum of its six columns. */
function rowTotal(reading: Reading, row: "carriedIn" | "carriedOut"): number | undefined {
  const total = reading.value(`requests.${row}.total`);
  if (total !== undefined) return total;
  const parts = applicants.map(({ id }) => reading.value(`requests.${row}.${id}`));
  return parts.reduce((sum, part) => (sum === undefined || part === undefined ? undefined : sum + part), 0);
}

function carriedOver(reading: Reading, last: Reading): Outcome[] {
  const off = applicants.flatMap(({ id, label }) => {
    const cell = `requests.carriedIn.${id}` as const;
    const now = reading.value(cell);
    const then = last.value(`requests.carriedOut.${id}`);
    return now === undefined || then === undefined || now === then ? [] : [{ cell, label, now, then }];
  });
  const columns = off.map(({ label, now, then }) => `${label}${now}件（上年${then}件）`).join("、");
  const now = rowTotal(reading, "carriedIn");
  const then = rowTotal(last, "carriedOut");
  if (now !== undefined && then !== undefined && now !== then)
    return [
      {
        message: `表三“上年结转”总计是${now}件，上年报告“结转下年度继续办理”是${then}件，两年应当一样${columns === "" ? "" : `；不一样的有${columns}`}。请核对，确有更正的请写明原因。`,
        cells: ["requests.carriedIn.total", ...off.map(({ cell }) => cell)],
        where: "requests",
        expected: then,
        actual: now,
      },
    ];
  return breaks(off.length > 0, () => ({
    severity: "warning",
    message: `表三“上年结转”与上年报告“结转下年度继续办理”的总计一样，但申请人类别不一样：${columns}，请核对。`,
    cells: off.map(({ cell }) => cell),
    where: "requests",
    ...(off[0] === undefined ? {} : { expected: off[0].then, actual: off[0].now }),
  }));
}

function rollForward(reading: Reading, last: Reading): Outcome[] {
  return documentRows.flatMap(({ id, name }) => {
    const cells = (["made", "repealed", "inForce"] as const).map(
      (column) => `disclosure.${id}.${column}` as const,
    );
    const [made, repealed, inForce] = cells.map((cell) => reading.value(cell));
    const before = last.value(`disclosure.${id}.inForce`);
    if (made === undefined || repealed === undefined || inForce === undefined || before === undefined)
      return [];
    const expected = before + made - repealed;
    return breaks(inForce !== expected, () => ({
      message: `表二${name}：上年现行有效${before}件＋本年制发${made}件－本年废止${repealed}件＝${expected}件，填的现行有效是${inForce}件，请核对；因清理、失效等有出入的请写明。`,
      cells,
      where: "disclosure",
      expected,
      actual: inForce,
    }));
  });
}

function pendingCases(reading: Reading, last: Reading): Outcome[] {
  return disputeBlocks.flatMap(({ id, name }) => {
    const total = reading.value(`disputes.${id}.total`);
    const pending = last.value(`disputes.${id}.pending`);
    if (total === undefined || pending === undefined) return [];
    return breaks(total < pending, () => ({
      message: `上年报告“${name}”还有${pending}件尚未审结，今年这一块总计只有${total}件，上年没审结的案件今年应当还在表四里（审结了或者仍未审结），请核对。`,
      cells: [`disputes.${id}.total`],
      where: "disputes",
      expected: pending,
      actual: total,
    }));
  });
}

function suitsWithoutReconsideration(reading: Reading, last: Reading): Outcome[] {
  const suits = reading.value("disputes.suitAfterReconsideration.total");
  const now = reading.value("disputes.reconsideration.total");
  const then = last.value("disputes.reconsideration.total");
  return breaks(suits !== undefined && suits > 0 && now === 0 && then === 0, () => ({
    message: `表四“复议后起诉”有${suits ?? ""}件，今年和上年的行政复议都是0件，请确认这些案件先前经过复议，没有填错块。`,
    cells: ["disputes.suitAfterReconsideration.total", "disputes.reconsideration.total"],
    where: "disputes",
    ...(suits === undefined ? {} : { actual: suits }),
  }));
}

/** The second half of C-05: disputes though no request came in two years. */
export const disputesWithoutRequests = between((reading, last) => {
  const parts = [
    receivedTotal(reading),
    rowTotal(reading, "carriedIn"),
    receivedTotal(last),
    rowTotal(last, "carriedIn"),
  ];
  const cells: CellId[] = ["disputes.reconsideration.total", "disputes.directSuit.total"];
  const [reconsiderations, suits] = cells.map((cell) => reading.value(cell));
  if (reconsiderations === undefined || suits === undefined || parts.some((part) => part !== 0)) return [];
  const disputes = reconsiderations + suits;
  return breaks(disputes > 0, () => ({
    message: `表四复议和直接起诉共${disputes}件，今年和上年都没有收到申请，请确认这些案件是因政府信息公开引起的。`,
    cells,
    where: "disputes",
    expected: 0,
    actual: disputes,
  }));
});

/** Figures of the year itself: not 现行有效, which stays, and not the totals. */
const yearly = cellIds.filter((cell) => !/\.(?:inForce|total)$|handledTotal/.test(cell));
/** So many figures other than 0 do not come again by chance, nor does one so large. */
const many = 6;
const large = 20;

function sameTables(reading: Reading, last: Reading): Outcome[] {
  const both = yearly.flatMap((cell): { cell: CellId; now: number; then: number }[] => {
    const [now, then] = [reading.value(cell), last.value(cell)];
    return now === undefined || then === undefined ? [] : [{ cell, now, then }];
  });
  const filled = both.filter(({ now }) => now > 0);
  const same = both.every(({ now, then }) => now === then) && both.length >= yearly.length / 2;
  const telling = filled.length >= many || filled.some(({ now }) => now >= large);
  const [first] = filled;
  return breaks(same && telling && first !== undefined, () => ({
    message: `三张表的数和上年报告完全一样（其中${filled.length}格不是0），请确认填的是今年的数，不是照抄上年。`,
    cells: filled.map(({ cell }) => cell),
    where: first === undefined ? "requests" : tableOf(first.cell),
  }));
}

/** Below this a few cases more or less make a large ratio. */
const telling = 10;

function farFromLast(reading: Reading, last: Reading): Outcome[] {
  const now = receivedTotal(reading);
  const then = receivedTotal(last);
  if (now === undefined || then === undefined) return [];
  const cells: CellId[] = ["requests.received.total"];
  const common = { cells, where: "requests" as const, expected: then, actual: now };
  const empty = (["carriedIn", "handledTotal", "carriedOut"] as const).every(
    (row) => reading.value(`requests.${row}.total`) === 0,
  );
  if (now === 0 && then > 0 && empty)
    return [{ ...common, message: `上年收到${then}件申请，今年表三全是0，请确认今年确实没有收到申请。` }];
  const far = then > 0 && Math.max(now, then) >= telling && (now > then * 5 || now * 5 < then);
  return breaks(far, () => ({
    ...common,
    message: `本年新收${now}件，上年是${then}件，相差${now > then ? "五倍以上" : "到五分之一以下"}，请确认没有多填或漏填。`,
  }));
}

export const yearRules: readonly Rule[] = [
  {
    id: "Y-01",
    severity: "error",
    basis: printedForm("第三部分表格：上年结转政府信息公开申请数量"),
    demand: "上年结转等于上年报告的结转下年度继续办理",
    check: between(carriedOver),
  },
  {
    id: "A-03",
    severity: "warning",
    basis: printedForm("第二部分表格：现行有效件数"),
    demand: "现行有效＝上年现行有效＋本年制发－本年废止",
    forms: ["2021"],
    check: between(rollForward),
  },
  {
    id: "Y-03",
    severity: "notice",
    basis: practice("填报惯例：上年尚未审结的案件，本年仍在表四里"),
    demand: "上年尚未审结的案件今年还在表四里",
    check: between(pendingCases),
  },
  {
    id: "C-04",
    severity: "notice",
    basis: practice("填报惯例：复议后起诉的案件先有行政复议"),
    demand: "有复议后起诉的，今年或上年有行政复议",
    check: between(suitsWithoutReconsideration),
  },
  {
    id: "Y-05",
    severity: "warning",
    basis: practice("各地通报的问题：连续几年的数据一字不差"),
    demand: "三张表的数不是照抄上年",
    check: between(sameTables),
  },
  {
    id: "B-12",
    severity: "notice",
    basis: practice("填报惯例：收到的申请与上年相差很大的要核对"),
    demand: "收到的申请与上年相差不过五倍",
    check: between(farFromLast),
  },
];
