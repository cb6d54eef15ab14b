import type { OrganKind } from "./organ.ts";
import { organKind } from "./organ.ts";

/** The first year of the form of 2021. */
export const firstYear = 2021;

/** The calendar day in China, wherever the machine stands. */
export function chinaDate(at: Date): { year: number; month: number; day: number } {
  const shifted = new Date(at.getTime() + 8 * 3_600_000);
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate() };
}

/** The report year that is due: the last calendar year; from November on it may also be the running one. */
export function dueYears(at: Date): number[] {
  const { year, month } = chinaDate(at);
  return month >= 11 ? [year, year - 1] : [year - 1];
}

/** Why a year cannot be reported on, or null. */
export function yearFault(year: number, at: Date): string | null {
  const latest = chinaDate(at).year + 1;
  if (!Number.isInteger(year) || year < 1949 || year > 9999) return `年份要用四位数写，例如${latest - 2}年。`;
  if (year < firstYear)
    return `只能编${firstYear}年及以后的年报：${year}年用的是旧格式（国办公开办函〔2021〕30号从${firstYear}年度起施行）。`;
  if (year > latest) return `${year}年还没有到，最晚只能编${latest}年的年报，请核对年份。`;
  return null;
}

/** When the report of `year` must be published. */
export function deadlineOf(year: number, kind: OrganKind): { year: number; month: number; day: number } {
  const { month, day } = organKind(kind).deadline;
  return { year: year + 1, month, day };
}
