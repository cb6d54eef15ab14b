import { applicants, resultGroups, resultRows } from "../report/form/requests.ts";
import type { CellId } from "../report/form.ts";
import { valueOf, type Report } from "../report/report.ts";
import type { Writing } from "./writing.ts";

/** The sentences of 一（二） whose figures are those of table 三. Only what is known is said. */
export function requestSentences({ report, self, year }: Writing): string {
  const row = (id: string): number | undefined => valueOf(report, `requests.${id}.total` as CellId);
  const received = row("received");
  if (received === undefined) return "";
  const carriedIn = row("carriedIn");
  const handled = row("handledTotal");
  const carriedOut = row("carriedOut");
  const before = carriedIn === undefined ? "" : `，上年结转${carriedIn}件`;
  const intake = `${year}年，${self}收到政府信息公开申请${received}件${applicantWords(report, received)}${before}。`;
  if (
    handled === undefined ||
    carriedOut === undefined ||
    carriedIn === undefined ||
    received + carriedIn === 0
  )
    return intake;
  const results = resultWords(report);
  const outcome = handled === 0 ? "" : `全年办结${handled}件${results === "" ? "" : `，其中${results}`}；`;
  return `${intake}${outcome}结转下年度继续办理${carriedOut}件。`;
}

function applicantWords(report: Report, received: number): string {
  const who = applicants
    .map(({ id, label }) => ({
      label: label === "其他" ? "其他单位" : label,
      value: valueOf(report, `requests.received.${id}`),
    }))
    .filter((applicant) => applicant.value !== undefined && applicant.value > 0);
  const [only] = who;
  if (received === 0 || only === undefined) return "";
  if (who.length === 1 && only.value === received)
    return received === 1 ? `（申请人为${only.label}）` : `（均为${only.label}申请）`;
  return `（${who.map(({ label, value }) => `${label}${value}件`).join("、")}）`;
}

function resultWords(report: Report): string {
  return resultRows
    .flatMap((row) => {
      const value = valueOf(report, `requests.${row.id}.total`);
      if (value === undefined || value === 0) return [];
      const group = resultGroups.find((candidate) => row.id.startsWith(`${candidate.id}.`));
      const reason = row.id === "otherHandling.other" ? "其他" : row.name;
      return [`${group === undefined ? row.name : `${group.name}（${reason}）`}${value}件`];
    })
    .join("、");
}

/** What became of it in reconsideration and in court; "" until all three blocks are known. */
export function disputeSentence({ report }: Writing): string {
  const total = (block: string): number | undefined => valueOf(report, `disputes.${block}.total` as CellId);
  const [reconsidered, direct, after] = [
    total("reconsideration"),
    total("directSuit"),
    total("suitAfterReconsideration"),
  ];
  if (reconsidered === undefined || direct === undefined || after === undefined) return "";
  if (reconsidered + direct + after === 0) return "未发生因政府信息公开引起的行政复议、行政诉讼。";
  return `因政府信息公开被申请行政复议${reconsidered}件，被提起行政诉讼${direct + after}件。`;
}
