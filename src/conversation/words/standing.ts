import { aspects } from "../../report/form/overview.ts";
import { applicants } from "../../report/form/requests.ts";
import {
  cellsUnder,
  isCellId,
  isPrefix,
  questionOf,
  questions,
  sections,
  type CellId,
  type Question,
  type SectionId,
  type Topic,
} from "../../report/form.ts";
import { valueOf, type Report } from "../../report/report.ts";
import { basisText, sayExplanation } from "./review.ts";
import { partName, sayCells } from "./say.ts";
import { wording } from "./wording.ts";

/** Answers about a question or a figure, which change nothing: 为什么问, 怎么算, 依据, 去年多少. */

const asTopic = (asked: string): Topic | null => (asked in questions ? (asked as Topic) : null);

/** The question behind a topic or a part of the form. */
function questionFor(asked: string): Question {
  const topic = asTopic(asked);
  if (topic !== null) return questions[topic];
  const [first] = cellsUnder(asked);
  return first === undefined ? questions.organ : questionOf(first);
}

export function topicName(asked: string): string {
  const names: Partial<Record<string, string>> = {
    organ: "单位全称", contact: "联系方式", overview: "总体情况", problems: "主要问题", improvements: "改进措施", fee: "信息处理费",
    "requests.results": "办理结果", disclosure: "表二", disputes: "行政复议、行政诉讼",
  }; // prettier-ignore
  const aspect = aspects.find((candidate) => asked === `overview.${candidate.id}`);
  return names[asked] ?? aspect?.name ?? (isPrefix(asked) ? partName(asked) : asked);
}

/** The section a question belongs to; the organ and its contact belong to none. */
export function sectionOf(asked: string): SectionId | null {
  if (asked === "improvements") return "problems";
  if (asked === "fee") return "other";
  return sections.find((section) => asked === section.id || asked.startsWith(`${section.id}.`))?.id ?? null;
}

export function whyAsked(asked: string): string {
  const section = sections.find((candidate) => candidate.id === sectionOf(asked));
  const place = section === undefined ? "年报的标题和开头" : `年报第${section.number}部分“${section.name}”`;
  return `${place}要写“${topicName(asked)}”。${basisText(questionFor(asked).basis)}。`;
}

/** How a figure arose where it stands already, else how to count it. */
export function howCounted(report: Report, about: string): string {
  const column = applicants.find(({ id }) => about.startsWith("requests.") && about.endsWith(`.${id}`));
  const help = column === undefined ? questionFor(about).help : `${column.label}：${column.help}`;
  const cell: CellId | undefined = isCellId(about)
    ? about
    : isPrefix(about)
      ? cellsUnder(about).find((id) => id === `${about}.total`)
      : undefined;
  if (cell === undefined || valueOf(report, cell) === undefined)
    return column === undefined ? `${topicName(about)}：${help}` : help;
  return `${sayExplanation(report, cell)}\n填法：${help}`;
}

export const basisOf = (about: string): string =>
  `${topicName(about)}，${basisText(questionFor(about).basis)}。`;

/** Last year's figures of the row in question; the 结转 of last year for 上年结转. */
export function lastYearSaid(
  about: string,
  lastYear: (cell: CellId) => number | undefined,
  year: number,
): string {
  const prefix =
    about === "requests.carriedIn"
      ? "requests.carriedOut"
      : about === "requests.results"
        ? "requests"
        : about;
  const cells = isPrefix(prefix) ? cellsUnder(prefix).filter((cell) => lastYear(cell) !== undefined) : [];
  if (cells.length === 0) return wording.noLastYear;
  const above = cells.filter((cell) => lastYear(cell) !== 0);
  return `${year - 1}年年报：${above.length === 0 ? `${topicName(prefix)}都是0` : sayCells(above, lastYear)}。`;
}
