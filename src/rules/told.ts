import { sections } from "../report/form.ts";
import type { Basis } from "../report/vocabulary.ts";
import type { Severity, Where } from "./rule.ts";

/** What the parts of a finding are called when it is told. */
export const severityNames: Record<Severity, string> = { error: "错误", warning: "要确认", notice: "提醒" };
export const severities: readonly Severity[] = ["error", "warning", "notice"];

/** The basis in words; a practice is never called law. */
export const basisText = (basis: Basis): string =>
  basis.kind === "practice" ? `惯例：${basis.text}` : `依据：${basis.text}`;

/** The place of the report: 标题, 第一部分“总体情况”. */
export function placeName(where: Where): string {
  if (where === "title") return "标题";
  if (where === "preamble") return "报告开头";
  const section = sections.find(({ id }) => id === where);
  return `第${section?.number ?? ""}部分“${section?.name ?? ""}”`;
}
