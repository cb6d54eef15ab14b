import type { OrganKind } from "./organ.ts";
import { organKind } from "./organ.ts";

/** The first year of the form of 2021. */
export const firstYear = 2021;

/** A day of the calendar; January is 1. */
export interface Day {
  year: number;
  month: number;
  day: number;
}

const inChina = (at: Date): Date => new Date(at.getTime() + 8 * 3_600_000);

/** The calendar day in China, wherever the machine stands. */
export function chinaDate(at: Date): Day {
  const shifted = inChina(at);
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate() };
}

/** The full hour of clocks in China, 0 to 23. */
export const chinaHour = (at: Date): number => inChina(at).getUTCHours();

/** The moment when clocks in China show this full hour of a day. */
export const chinaMoment = ({ year, month, day }: Day, hour: number): Date =>
  new Date(Date.UTC(year, month - 1, day, hour - 8));

/** How many days later `to` is. */
export const daysBetween = (from: Day, to: Day): number =>
  (chinaMoment(to, 0).getTime() - chinaMoment(from, 0).getTime()) / 86_400_000;

/** 01-20, a day that every year has; null for anything else. */
export function readMonthDay(text: string): Pick<Day, "month" | "day"> | null {
  const [, month, day] = (/^(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number);
  if (month === undefined || day === undefined) return null;
  const found = new Date(Date.UTC(2001, month - 1, day));
  return found.getUTCMonth() + 1 === month && found.getUTCDate() === day ? { month, day } : null;
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

/** When the report of `year` must be published; `local`: the earlier date that those above ask for. */
export function deadlineOf(year: number, kind: OrganKind, local?: Pick<Day, "month" | "day">): Day {
  const { month, day } = local ?? organKind(kind).deadline;
  return { year: year + 1, month, day };
}
