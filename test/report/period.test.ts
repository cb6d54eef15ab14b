import { describe, expect, it, test } from "vitest";
import {
  chinaDate,
  chinaHour,
  chinaMoment,
  daysBetween,
  deadlineOf,
  dueYears,
  readMonthDay,
  yearFault,
} from "../../src/report/period.ts";

describe("the report year that is due, by the calendar of China", () => {
  it.each([
    ["2026-01-01T00:00:00+08:00", [2025]],
    ["2025-12-31T23:59:59+08:00", [2025, 2024]],
    ["2025-12-31T16:00:00Z", [2025]],
    ["2025-12-31T15:59:59Z", [2025, 2024]],
    ["2025-11-01T00:00:00+08:00", [2025, 2024]],
    ["2025-10-31T23:59:59+08:00", [2024]],
    ["2026-06-15T12:00:00Z", [2025]],
  ])("%s: %j", (at, years) => expect(dueYears(new Date(at))).toEqual(years));

  test("a day begins eight hours before Greenwich's", () => {
    expect(chinaDate(new Date("2024-02-28T16:00:00Z"))).toEqual({ year: 2024, month: 2, day: 29 });
    expect(chinaDate(new Date("2024-02-28T15:59:59Z"))).toEqual({ year: 2024, month: 2, day: 28 });
  });
});

describe("years that cannot be reported on", () => {
  const at = new Date("2026-01-10T00:00:00Z");
  it.each([2021, 2024, 2025, 2026, 2027])("%d can", (year) => expect(yearFault(year, at)).toBeNull());
  it.each([2020, 2019, 0, -1, 2028, 20255, 2024.5, NaN])("%d cannot, and the reason is said", (year) =>
    expect(yearFault(year, at)).toMatch(/年.*。$/),
  );
  test("an old year is told from one to come", () => {
    expect(yearFault(2020, at)).toContain("旧格式");
    expect(yearFault(2028, at)).toContain("2027");
  });
});

test("reports are due in the year after", () => {
  expect(deadlineOf(2025, "department")).toEqual({ year: 2026, month: 1, day: 31 });
  expect(deadlineOf(2025, "city")).toEqual({ year: 2026, month: 3, day: 31 });
});

test("a local date stands in for the law's", () => {
  const local = { month: 1, day: 20 };
  expect(deadlineOf(2025, "department", local)).toEqual({ year: 2026, month: 1, day: 20 });
});

describe("a month and a day", () => {
  it.each([
    ["01-20", { month: 1, day: 20 }],
    ["12-31", { month: 12, day: 31 }],
    ["02-28", { month: 2, day: 28 }],
  ])("%s", (text, day) => expect(readMonthDay(text)).toEqual(day));
  it.each(["02-29", "02-30", "00-10", "13-01", "01-00", "1-20", "01-2", "0120", "01-20 ", "2026-01-20", "1月20日", ""])(
    "%j is none of every year",
    (text) => expect(readMonthDay(text)).toBeNull(),
  ); // prettier-ignore
});

test("days are counted by the calendar, over years and leap days", () => {
  const newYear = { year: 2028, month: 1, day: 1 };
  expect(daysBetween({ year: 2027, month: 12, day: 18 }, newYear)).toBe(14);
  expect(daysBetween(newYear, { year: 2028, month: 3, day: 1 })).toBe(60);
  expect(daysBetween(newYear, newYear)).toBe(0);
  expect(daysBetween(newYear, { year: 2027, month: 12, day: 31 })).toBe(-1);
});

test("hours are those of clocks in China", () => {
  expect(chinaHour(new Date("2026-01-30T16:59:59Z"))).toBe(0);
  expect(chinaHour(new Date("2026-01-31T01:00:00Z"))).toBe(9);
  expect(chinaMoment({ year: 2026, month: 1, day: 31 }, 9)).toEqual(new Date("2026-01-31T01:00:00Z"));
});
