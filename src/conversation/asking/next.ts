import { documentRows } from "../../report/form/disclosure.ts";
import { applicants, resultRows } from "../../report/form/requests.ts";
import { cellName, questions, sections, type CellId, type SectionId, type Topic } from "../../report/form.ts";
import { valueOf, type Report } from "../../report/report.ts";
import { contradictedTotals } from "../../rules/stated.ts";
import type { Command } from "../../understanding/command.ts";
import { agenda, openItems, sectionIndex, type Item } from "./agenda.ts";
import { imbalances, residual, undividedRows } from "./residual.ts";
import { amount, partName } from "../words/say.ts";

/** The next thing to ask, computed from what is missing or broken; never a stored step. */
export interface Next {
  /** A topic of the form or a part of it, remembered as the open question. */
  asked: string;
  text: string;
  /** Answers that can be picked by number. */
  choices?: readonly { label: string; commands: Command[] }[];
}

/** The figures of last year's report. */
export type LastYear = (cell: CellId) => number | undefined;

/** The first open item that was not put off, or the first put off one; then what is broken; null when nothing is left to ask. */
export function next(report: Report, deferred: readonly string[], lastYear?: LastYear): Next | null {
  const broken = brokenQuestion(report);
  if (broken !== null && !deferred.includes(broken.asked)) return broken;
  const open = openItems(report);
  const forward = open
    .filter((candidate) => !deferred.includes(candidate.topic))
    .map((candidate) => rollForward(report, candidate, lastYear))
    .find((found) => found !== null);
  if (forward !== undefined) return forward;
  const item = open.find((candidate) => !deferred.includes(topicOf(candidate, open))) ?? open[0];
  return item === undefined ? broken : question(report, item, open);
}

/** Open aspects and rows are asked for together while none of their group is answered yet. */
function topicOf(item: Item, open: readonly Item[]): string {
  for (const group of ["disclosure", "overview"] as const) {
    if (!item.topic.startsWith(`${group}.`)) continue;
    const members = agenda.filter((candidate) => candidate.topic.startsWith(`${group}.`));
    return members.every((member) => open.includes(member)) ? group : item.topic;
  }
  if (item.topic === "disputes") {
    const blocks = open.filter((candidate) => candidate.topic === "disputes");
    return blocks.length === agenda.filter((candidate) => candidate.topic === "disputes").length
      ? "disputes"
      : blockOf(item);
  }
  return item.topic;
}

const blockOf = (item: Item): string => {
  const cell = item.cells[0] ?? "disputes";
  return cell.slice(0, cell.lastIndexOf("."));
};

function question(report: Report, item: Item, open: readonly Item[]): Next {
  const asked = topicOf(item, open);
  if (item.section === "requests") return requestsQuestion(report, item);
  if (asked.startsWith("disputes.")) return disputeQuestion(report, asked);
  if (item.section === "disclosure" && asked !== "disclosure") return rowQuestion(report, item);
  if (item.section === "overview" && asked !== "overview") return aspectQuestion(item, open);
  return { asked, text: questions[asked as Topic].ask };
}

const allZero = "（三张表全是0的话，直接回“三张表全是0”。）";

function requestsQuestion(report: Report, item: Item): Next {
  const { left } = residual(report);
  const undivided = undividedRows(report);
  const row = item.topic.slice("requests.".length);
  if (item.topic !== "requests.results") {
    if (undivided.includes(row)) return divide(report, row);
    if (item.topic === "requests.carriedOut" && left !== undefined && left > 0)
      return { asked: item.topic, text: `还有${left}件没有结果，是没有办完、转到明年办吗？` };
    const partly =
      row === "received" && applicants.some(({ id }) => report.facts.has(`requests.received.${id}`));
    if (partly) return { asked: item.topic, text: rest(report, row) };
    return {
      asked: item.topic,
      text: questions[item.topic].ask + (row === "received" && report.facts.size === 0 ? allZero : ""),
    };
  }
  if (left !== undefined && left > 0) return unsettled(report, left);
  const divided = undivided.find((id) => id !== "received" && id !== "carriedIn");
  if (divided !== undefined) return divide(report, divided);
  return {
    asked: "requests.results",
    text: `其他办理结果都是0吗？是的话回“其余都是0”；不是的话请说是哪种结果、几件。`,
  };
}

/** Requests without a result: all of them, or those that are left. */
function unsettled(report: Report, left: number): Next {
  const { byApplicant, handled } = residual(report);
  // Where results are not divided by applicant yet, nobody can tell whose are left.
  const told = byApplicant.reduce((sum, applicant) => sum + applicant.left, 0) === left;
  const who = told ? byApplicant.filter((applicant) => applicant.left > 0) : [];
  const names = who
    .map((applicant) => (left === 1 ? applicant.name : `${applicant.name}${applicant.left}件`))
    .join("、");
  const open = `${left}件申请${names === "" ? "" : `（${names}）`}`;
  const begun =
    handled > 0 || resultRows.some((row) => valueOf(report, `requests.${row.id}.total`) !== undefined);
  const text = begun
    ? `还有${open}没有说结果，是怎么办的？没办完的也请说一声。`
    : left === 1
      ? `这${open}是怎么办的？例如：公开了；或者：本机关没有这个信息；没办完的请说“还在办”。`
      : `这${open}都是怎么办的？例如：都公开了；或者：2件公开，1件本机关没有这个信息。`;
  return { asked: "requests.results", text };
}

/** A row whose number is known and whose applicants are not. */
function divide(report: Report, row: string): Next {
  const total = valueOf(report, `requests.${row}.total` as CellId);
  const known = applicants.filter(({ id }) => isAbove(valueOf(report, `requests.${row}.${id}` as CellId)));
  const told = known
    .map(({ id, label }) => `${label}${valueOf(report, `requests.${row}.${id}` as CellId)}件`)
    .join("、");
  const sum = known.reduce(
    (all, { id }) => all + (valueOf(report, `requests.${row}.${id}` as CellId) ?? NaN),
    0,
  );
  const name = partName(`requests.${row}`);
  const asked =
    row === "received" || row === "carriedIn" || row === "carriedOut" ? `requests.${row}` : `requests.${row}`;
  if (told === "") return { asked, text: `${name}的${total}件，自然人申请的几件？企业等单位申请的几件？` };
  const left = total === undefined ? "" : `还差${total - sum}件没有归类，`;
  return { asked, text: `${name}一共${total}件，已经说了${told}，${left}是谁申请的？` };
}

function rest(report: Report, row: string): string {
  const open = applicants
    .filter(({ id }) => valueOf(report, `requests.${row}.${id}` as CellId) === undefined)
    .map(({ label }) => label);
  return `${partName(`requests.${row}`)}里，${open.join("、")}申请的有吗？没有就回“其他都没有”。`;
}

const isAbove = (value: number | undefined): boolean => value !== undefined && value > 0;

function disputeQuestion(report: Report, block: string): Next {
  const total = valueOf(report, `${block}.total` as CellId);
  const name = partName(block);
  if (total !== undefined && total > 0)
    return { asked: block, text: `${name}${total}件，结果是维持、纠正、其他，还是没有审结？` };
  return { asked: block, text: `${name}有几件？结果怎样？没有就回“没有”。` };
}

function rowQuestion(report: Report, item: Item): Next {
  const missing = item.cells.filter((cell) => valueOf(report, cell) === undefined);
  if (missing.length === item.cells.length) return { asked: item.topic, text: questions[item.topic].ask };
  return {
    asked: item.topic,
    text: `${missing.map((cell) => partName(cell)).join("、")}各是多少？没有就回0。`,
  };
}

/** 现行有效 from last year's: offered, never filled in. */
function rollForward(report: Report, item: Item, lastYear: LastYear | undefined): Next | null {
  const [row] = documentRows.filter(({ id }) => item.topic === `disclosure.${id}`);
  if (row === undefined || lastYear === undefined) return null;
  const inForce: CellId = `disclosure.${row.id}.inForce`;
  const before = lastYear(inForce);
  const made = valueOf(report, `disclosure.${row.id}.made`);
  const repealed = valueOf(report, `disclosure.${row.id}.repealed`);
  if (before === undefined || made === undefined || repealed === undefined) return null;
  const now = before + made - repealed;
  if (now < 0 || valueOf(report, inForce) !== undefined) return null;
  return {
    asked: item.topic,
    text: `${row.name}：去年现行有效${before}件，加本年制发${made}件、减废止${repealed}件，应当是${now}件，对吗？`,
    choices: [
      { label: `对，${now}件`, commands: [{ do: "set", cells: { [inForce]: now }, correction: false }] },
      { label: "不对，我另外说", commands: [{ do: "decline" }] },
    ],
  };
}

function aspectQuestion(item: Item, open: readonly Item[]): Next {
  const others = open.filter((candidate) => candidate.section === "overview" && candidate !== item);
  const more =
    others.length === 0
      ? ""
      : `（总体情况还差${others.length + 1}个方面：${[item, ...others].map(({ name }) => name).join("、")}，也可以一起说。）`;
  return { asked: item.topic, text: `${questions[item.topic].ask}${more}` };
}

/** Figures that contradict each other come before everything else: the person still remembers what was meant. */
function brokenQuestion(report: Report): Next | null {
  const { received, carriedIn, left, handled, carriedOut } = residual(report);
  if (left !== undefined && left < 0) {
    const out = carriedOut === undefined || carriedOut === 0 ? "" : `、结转下年度${carriedOut}件`;
    return {
      asked: "requests.results",
      text: `对不上：本年新收${received}件、上年结转${carriedIn}件，一共${(received ?? NaN) + (carriedIn ?? NaN)}件；可是办理结果有${handled}件${out}，多出${-left}件。请核对后告诉我哪个数要改。`,
    };
  }
  const total = contradictedTotals(report)[0];
  if (total !== undefined) {
    return {
      asked: total.cell.slice(0, total.cell.lastIndexOf(".")),
      text: `对不上：${cellName(total.cell)}说的是${amount(total.cell, total.stated)}，各项加起来是${amount(total.cell, total.sum)}。请告诉我哪个数要改。`,
    };
  }
  const uneven = imbalances(report)[0];
  if (uneven === undefined) return null;
  const cell = uneven.equation.left[0] as CellId;
  if (uneven.equation.rule === "B-01") {
    const name = applicants.find(({ id }) => cell.endsWith(`.${id}`))?.label ?? "总计";
    const gap = uneven.left - uneven.right;
    const how = gap > 0 ? `还有${gap}件没有结果` : `结果多出${-gap}件`;
    return {
      asked: "requests.results",
      text: `对不上：${name}的申请，新收加上年结转是${uneven.left}件，办理结果加结转下年度是${uneven.right}件，${how}。请告诉我哪个数要改。`,
    };
  }
  return {
    asked: cell.slice(0, cell.lastIndexOf(".")),
    text: `对不上：${cellName(uneven.equation.right[0] as CellId)}是${uneven.right}，各项加起来是${uneven.left}。请告诉我哪个数要改。`,
  };
}

/** 第3部分，共6部分，已完成45%. */
export function progressLine(done: readonly SectionId[], percent: number): string {
  return `第${done.map(sectionIndex).join("、")}部分，共${sections.length}部分，已完成${percent}%`;
}
