import { describe, expect, it, test } from "vitest";
import { chinaDate, deadlineOf, dueYears, yearFault } from "../../src/report/period.ts";

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
