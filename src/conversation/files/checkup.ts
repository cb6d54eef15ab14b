import { cellIds, type CellId } from "../../report/form.ts";
import { numberIn, type PrintedReport } from "../../report/printed.ts";
import { judge, type Finding } from "../../rules/judge.ts";
import { asking, choosing, type Ran, type Running } from "../closing.ts";
import { sortOut, whyNot } from "../findings/dismissals.ts";
import { listing } from "../findings/listing.ts";
import { repairsOf } from "../findings/repairs.ts";
import { printedLast } from "../judged.ts";
import { findingsText } from "../words/review.ts";
import { wording } from "../words/wording.ts";
import { printedIn, type Held } from "./held.ts";

/** 体检 of a finished report that was sent: what is wrong with it, what would mend it, and the offer to go on with it. */
export function checkup(running: Running, held: Held): Ran {
  const printed = printedIn(held);
  const findings = openIn(running, held);
  const value = (cell: CellId): number | undefined => numberIn(printed, cell);
  const said = [
    `这是${nameOf(held)}，${counted(printed)}`,
    findings.length === 0 ? wording.checked : findingsText(findings),
  ];
  const ours = held.year === null || held.year === running.year;
  const talk = { ...running.talk, listed: listing("file", findings, value) };
  if (!ours)
    return asking({ ...running, talk: { ...talk, file: held } }, [
      ...said,
      `现在编的是${running.year}年的年报，${held.year}年的这份只检查，不能载入。`,
    ]);
  const first = findings.findIndex((finding) => whyNot(finding) === null);
  if (first >= 0) said.push(wording.howToDismiss(first + 1));
  const choices = [
    { label: "载入这份，接着往下改", commands: [{ do: "load" as const }] },
    ...repairsOf(findings, value).map(({ label, cells }) => ({
      label: `载入，并${label}`,
      commands: [{ do: "load" as const, repair: cells }],
    })),
    { label: "不载入，只检查", commands: [{ do: "dropFile" as const }] },
  ];
  return choosing({ ...running, talk }, said, "接下来怎么办？请回一个数字。", choices, `文件：${held.name}`);
}

/** What is still open of a file, judged against last year's report where that is known. */
export function openIn(running: Running, held: Held): readonly Finding[] {
  const printed = printedIn(held);
  const { report, last, year } = running;
  const same = held.year === null || held.year === year;
  const found = judge(printed, same ? printedLast(report, last) : undefined);
  return same ? sortOut(found, report.dismissed, (cell) => numberIn(printed, cell)).open : found;
}

const nameOf = ({ organ, year, title }: Held): string =>
  organ === null && year === null
    ? title === ""
      ? "一份没有标题的年报"
      : `《${title.slice(0, 60)}》`
    : `${organ?.name ?? ""}${year === null ? "没有写年份" : `${year}年`}的年报`;

/** How much of the 200 cells could be read. */
export function counted(printed: PrintedReport): string {
  const kinds = { number: 0, blank: 0, unreadable: 0, absent: 0 };
  for (const cell of cellIds) kinds[printed.cells.get(cell)?.kind ?? "absent"] += 1;
  const rest = [
    kinds.blank > 0 ? `空白${kinds.blank}格` : "",
    kinds.unreadable > 0 ? `读不准${kinds.unreadable}格` : "",
    kinds.absent > 0 ? `缺${kinds.absent}格` : "",
  ].filter((part) => part !== "");
  return rest.length === 0 ? "200个数都读到了。" : `200格里读到${kinds.number}个数，${rest.join("，")}。`;
}
