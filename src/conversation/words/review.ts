import { plainNumber } from "../../language/numerals.ts";
import { applicants, resultGroups, resultRows } from "../../report/form/requests.ts";
import { aspects } from "../../report/form/overview.ts";
import { titleOf } from "../../report/form/closing.ts";
import type { FeeStatement } from "../../report/fee.ts";
import { cellIds, cellName, sections, type CellId, type SectionId } from "../../report/form.ts";
import { explain, type Explanation } from "../../report/explain.ts";
import { missingCells, valueOf, type Report } from "../../report/report.ts";
import type { WrittenReport } from "../../report/written.ts";
import type { Finding } from "../../rules/judge.ts";
import {
  agenda,
  completeSections,
  openItems,
  percentDone,
  sectionIndex,
  type Item,
} from "../asking/agenda.ts";
import { residual } from "../asking/residual.ts";
import { text, type Reply } from "../reply.ts";
import { amount, sayCells } from "./say.ts";

/** The state of a report in words: 核对, 检查, 预览, 进度, 怎么算. */

/** 核对: the figures that are recorded. */
export function figuresTold(report: Report): Reply {
  const value = (cell: CellId): number | undefined => valueOf(report, cell);
  const above = cellIds.filter((cell) => isAbove(value(cell)) && !cell.startsWith("requests.handledTotal."));
  const title =
    report.organ === null ? `${report.year}年年报（单位还没有说）` : titleOf(report.organ.name, report.year);
  const missing = missingCells(report);
  const figures = above.length > 0 ? `${sayCells(above, value)}。` : "";
  const zeros = missing.length === 0 ? (above.length > 0 ? "其余各格都是0。" : "三张表各格都是0。") : "";
  const said = [`《${title}》`, `表格：${figures}${zeros}`].filter((line) => line !== "表格：").join("\n");
  if (above.length === 0) return text(said);
  const rows = above.map((cell) => [cellName(cell), amount(cell, value(cell) ?? NaN)]);
  if (missing.length === 0) rows.push(["其余各格", "0"]);
  return { type: "table", title: `《${title}》`, text: said, columns: ["项目", "数"], rows };
}

/** 核对: the words that are recorded, what is missing, what is wrong. */
export function review(report: Report, findings: readonly Finding[]): string {
  const words = [
    ...aspects.map((aspect) => ({
      name: aspect.name,
      said: report.texts.get(`overview.${aspect.id}`)?.items.join("；"),
    })),
    { name: "主要问题", said: report.texts.get("problems")?.items.join("；") },
    { name: "改进措施", said: report.texts.get("improvements")?.items.join("；") },
    { name: "信息处理费", said: report.fee === null ? undefined : feeSaid(report.fee.statement) },
    { name: "联系方式", said: report.organ?.contact },
    {
      name: "上年结转和去年年报不一样的原因",
      said: [...new Set([...report.explained.values()].map(({ reason }) => reason))].join("；"),
    },
  ];
  return [
    ...words
      .filter(({ said }) => said !== undefined && said !== "")
      .map(({ name, said }) => `${name}：${shorten(said ?? "")}`),
    missingText(report),
    findingsText(findings),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

const isAbove = (value: number | undefined): boolean => value !== undefined && value > 0;
const shorten = (said: string): string => (said.length <= 60 ? said : `${said.slice(0, 59)}…`);

/** What was said of the 信息处理费, with its figures. */
export function feeSaid(fee: FeeStatement): string {
  if (fee.kind === "none") return "没有收取";
  const parts = [
    fee.notices === undefined ? "" : `收费通知${fee.notices}件`,
    fee.notified === undefined ? "" : `通知收费${plainNumber(fee.notified)}元`,
    fee.received === undefined ? "" : `实收${plainNumber(fee.received)}元`,
  ];
  return parts.filter((part) => part !== "").join("，");
}

/** What is still missing, in as few words as possible; empty when nothing is. */
export function missingText(report: Report): string {
  const parts = missingParts(report);
  if (parts.length === 0) return "";
  const { left } = residual(report);
  const open = left !== undefined && left > 0 ? `其中${left}件申请没有结果。` : "";
  return `还没有说的：${parts.join("、")}。${open}`;
}

/** The names of what is missing; where everything of a table or of section 一 is open, one name for all of it. */
export function missingParts(report: Report): string[] {
  const open: readonly Item[] = openItems(report);
  const names = {
    disclosure: "表二各项",
    disputes: "行政复议和行政诉讼",
    overview: "总体情况的五个方面",
  } as const;
  const whole = (["disclosure", "disputes", "overview"] as const).filter((section) =>
    agenda.every((item) => item.section !== section || open.includes(item)),
  );
  const said = open.map((item) => whole.find((section) => section === item.section) ?? item);
  return [...new Set(said)].map((item) => (typeof item === "string" ? names[item] : item.name));
}

const severities = { error: "错误", warning: "要确认", notice: "提醒" } as const;

/** More lines than these are shown on demand. */
export const mostLines = 10;

/** 检查: the faults with their legal basis, errors first; in the talk no more than anybody reads at once. */
export function findingsText(findings: readonly Finding[], most = mostLines): string {
  if (findings.length === 0) return "";
  const numbered = findings.slice(0, most).map((finding, index) => ({ finding, number: index + 1 }));
  const left = findings.length - numbered.length;
  return [
    `发现${findings.length}处：`,
    ...findingLines(numbered),
    ...(left > 0 ? [`还有${left}条，发“继续”看。`] : []),
  ].join("\n");
}

export const findingLines = (numbered: readonly { finding: Finding; number: number }[]): string[] =>
  numbered.map(
    ({ finding, number }) =>
      `${number}.【${severities[finding.severity]}】${finding.message}（${basisText(finding.basis)}）`,
  );

export const basisText = (basis: { kind: string; text: string }): string =>
  basis.kind === "practice" ? `惯例：${basis.text}` : `依据：${basis.text}`;

/** 进度: the six sections, one a line. */
export function progress(report: Report): string {
  const complete = completeSections(report);
  const open = openItems(report);
  const line = (section: (typeof sections)[number]): string => {
    const state = complete.has(section.id)
      ? "已填好"
      : `还差${open
          .filter((item) => item.section === section.id)
          .map((item) => item.name)
          .join("、")}`;
    return `第${sectionIndex(section.id)}部分 ${section.name}：${state}`;
  };
  return [`已完成${percentDone(report)}%。`, ...sections.map(line)].join("\n");
}

/** 预览: the text of the draft, without the figures of the tables. */
export function preview(written: WrittenReport): string {
  const paragraph = ({ lead, text }: { lead?: string; text: string }): string =>
    `${lead ?? ""}${text === "" ? "（还没有内容）" : text}`;
  const tables: Partial<Record<SectionId, string>> = {
    disclosure: "（表格，10个数）",
    requests: "（表格，175个数）",
    disputes: "（表格，15个数）",
  };
  return [
    written.title.join("\n"),
    ...written.preamble.map(paragraph),
    ...sections.flatMap((section) => [
      section.heading,
      ...written.paragraphs[section.id].map(paragraph),
      tables[section.id] ?? "",
    ]),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** What a section of figures came to, for the moment it becomes complete; "" where there is nothing above 0 to sum up. */
export function sectionSummary(report: Report, section: SectionId): string {
  const value = (cell: CellId): number | undefined => valueOf(report, cell);
  if (section === "requests") {
    const { received, carriedIn, handled, carriedOut } = residual(report);
    if (received === 0 && carriedIn === 0) return "";
    const list = resultList(value);
    return `本年新收${received}件，上年结转${carriedIn}件，办结${handled}件${list === "" ? "" : `（${list}）`}，结转下年度${carriedOut}件。`;
  }
  if (section !== "disclosure" && section !== "disputes") return "";
  const above = cellIds.filter((cell) => cell.startsWith(`${section}.`) && isAbove(value(cell)));
  return above.length === 0 ? "" : `${sayCells(above, value)}，这张表其余是0。`;
}

/** The results above 0: row by row, or by their groups where there are many. */
function resultList(value: (cell: CellId) => number | undefined): string {
  const rows = resultRows.flatMap(({ id, name }) => {
    const count = value(`requests.${id}.total`);
    return count === undefined || count === 0 ? [] : [{ id, name, count }];
  });
  const groups = new Map<string, number>();
  for (const { id, name, count } of rows) {
    const group =
      rows.length > 4 ? resultGroups.find((candidate) => id.startsWith(`${candidate.id}.`)) : undefined;
    const key = group?.name ?? name;
    groups.set(key, (groups.get(key) ?? 0) + count);
  }
  return [...groups].map(([name, count]) => `${name}${count}件`).join("、");
}

/** 怎么算 of a figure that stands already: where it comes from. */
export function sayExplanation(report: Report, cell: CellId): string {
  const explanation = explain(report, cell);
  return `${cellName(cell)}：${explained(explanation, cell)}`;
}

const hows = {
  stated: "说的",
  "declared zero": "说没有（记为0）",
  carried: "从去年年报带入的",
  imported: "从文件读入的",
} as const;

function explained(explanation: Explanation, cell: CellId): string {
  switch (explanation.kind) {
    case "missing":
      return explanation.former === undefined
        ? "还没有说。"
        : `还没有说（原来是${amount(cell, explanation.former)}）。`;
    case "given": {
      const { value, how, source } = explanation;
      return `${amount(cell, value)}，是${source.by.name}${day(source.at)}${hows[how]}${source.words === "" ? "" : `，原话“${source.words}”`}。`;
    }
    case "sum": {
      const above = explanation.parts.filter((part) => "value" in part && part.value > 0);
      const parts = above
        .map((part) => `${shortName(part.cell)}${"value" in part ? part.value : ""}`)
        .join("＋");
      const stated =
        explanation.stated !== undefined && explanation.stated !== explanation.value
          ? `（前面说的是${explanation.stated}）`
          : "";
      return `${amount(cell, explanation.value)}，由各项相加${parts === "" ? "，各项都是0" : `：${parts}`}${stated}。`;
    }
    case "implied": {
      if (explanation.implied.why === "nothing left")
        return "0件，因为已经说的各项正好等于总数，这一项只能是0。";
      const from = explanation.implied.from.filter((source) => isAbove(valueIn(explanation, source)));
      return `${amount(cell, explanation.value)}，由${from.length === 0 ? "其他各项" : from.map(shortName).join("、")}推算出来的。`;
    }
  }
}

const valueIn = (
  explanation: Extract<Explanation, { kind: "implied" }>,
  cell: CellId,
): number | undefined => {
  const found = explanation.from.find((part) => part.cell === cell);
  return found !== undefined && "value" in found ? found.value : undefined;
};

function shortName(cell: CellId): string {
  const column = cell.slice(cell.lastIndexOf(".") + 1);
  return applicants.find(({ id }) => id === column)?.label ?? cellName(cell);
}

function day(at: string): string {
  const shifted = new Date(new Date(at).getTime() + 8 * 3_600_000);
  return `${shifted.getUTCMonth() + 1}月${shifted.getUTCDate()}日`;
}
