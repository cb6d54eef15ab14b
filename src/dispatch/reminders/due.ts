import {
  chinaDate,
  chinaHour,
  chinaMoment,
  daysBetween,
  deadlineOf,
  dueYears,
  type Day,
} from "../../report/period.ts";
import type { ListedUnit } from "../access/shape.ts";

/** Reminded is so many days before the deadline. */
const daysBefore: ReadonlySet<number> = new Set([14, 7, 3, 1, 0]);
/** From the first full hour until before the second one, by clocks in China, on every day of the week. */
const hours = { from: 9, until: 18 };

/** A reminder that belongs to today. */
export interface Due {
  unit: ListedUnit;
  year: number;
  deadline: Day;
  /** Days until then. */
  left: number;
}

/** Whether somebody may be reminded at this hour. */
export const isReminding = (at: Date): boolean => chinaHour(at) >= hours.from && chinaHour(at) < hours.until;

/** When what was not sent today is not sent any more, in ms since 1970. */
export const lastMoment = (at: Date): number => chinaMoment(chinaDate(at), hours.until).getTime();

/** What the day brings. The report is that of the list's year, else the one that is due. */
export function dueOn(at: Date, units: readonly ListedUnit[]): Due[] {
  const today = chinaDate(at);
  const years = dueYears(at);
  return units.flatMap((unit) =>
    (unit.year === undefined ? years : [unit.year]).flatMap((year): Due[] => {
      const deadline = deadlineOf(year, unit.organ.kind, unit.deadline);
      const left = daysBetween(today, deadline);
      return daysBefore.has(left) ? [{ unit, year, deadline, left }] : [];
    }),
  );
}
