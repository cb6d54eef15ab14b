import { titleOf } from "../../report/form/closing.ts";
import type { Day } from "../../report/period.ts";
import type { Report } from "../../report/report.ts";
import type { Talk } from "../talk.ts";
import { agenda, openItems, percentDone } from "../asking/agenda.ts";
import { missingParts } from "./review.ts";

/** What a person is told before the deadline. */
export interface Reminder {
  report: Report;
  /** The unit as the list names it. */
  organ: NonNullable<Report["organ"]>;
  deadline: Day;
  /** Days until then; 0 on the day itself. */
  left: number;
  /** Whether the person may fill it in. */
  fills: boolean;
  /** What the person's talk is about now; undefined where the next message begins one. */
  talk: Pick<Talk, "unit" | "year"> | undefined;
}

/** More names than these are only counted. */
const mostNamed = 6;

/** Which report, when it is due, how far it is, how to go on. */
export function reminderText({ report, organ, deadline, left, fills, talk }: Reminder): string {
  const title = `《${titleOf(organ.name, report.year)}》`;
  const known = { ...report, organ: report.organ ?? organ };
  return [
    `提醒您：${title}${dueWords(deadline, left)}。`,
    `${standing(known)}。`,
    elsewhere(talk, organ.name, report.year),
    `${goingOn(known, fills)}；不想再收提醒，请回“别再提醒”。`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** How to get there from another unit's report, or another year's. */
function elsewhere(talk: Reminder["talk"], unit: string, year: number): string {
  if (talk === undefined) return "";
  if (talk.unit !== unit) return `您现在编的是${talk.unit}的，请先发“换单位”，选这一家。`;
  if (talk.year === null || talk.year === year) return "";
  return `您现在编的是${talk.year}年的，请先发“编${year}年的年报”。`;
}

function dueWords({ month, day }: Day, left: number): string {
  const date = `${month}月${day}日`;
  if (left === 0) return `今天（${date}）截止`;
  return left === 1 ? `明天（${date}）截止` : `${date}截止，还有${left}天`;
}

const isFresh = (report: Report): boolean =>
  openItems(report).length === agenda.filter(({ topic }) => topic !== "organ").length;

/** How far it is, as 进度 counts it. */
function standing(report: Report): string {
  const parts = missingParts(report);
  if (parts.length === 0) return "各部分都填好了，还没有定稿";
  if (isFresh(report)) return "还没有开始填";
  const named = parts.slice(0, mostNamed).join("、");
  const missing = parts.length > mostNamed ? `${named}等${parts.length}项` : named;
  return `已完成${percentDone(report)}%，还差${missing}`;
}

function goingOn(report: Report, fills: boolean): string {
  if (openItems(report).length === 0) return "要出正式稿，请回“定稿”";
  if (!fills) return "要看填到哪里，请回“进度”";
  return isFresh(report) ? "请回“开始”，一项一项填" : "请回“进度”，接着填";
}
