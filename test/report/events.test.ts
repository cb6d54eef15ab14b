import { describe, expect, it, test } from "vitest";
import { maxText, Recorded, ReportEvent, TextSlot } from "../../src/report/events.ts";

const cells = (values: unknown): boolean =>
  ReportEvent.safeParse({ type: "CellsStated", how: "stated", cells: values }).success;

describe("figures that can never be stored", () => {
  const refused: unknown[] = [
    { "requests.received.person": -1 },
    { "requests.received.person": 2.5 },
    { "requests.received.person": 999_999_999 },
    { "requests.received.person": "3" },
    { "requests.received.person": null },
    { "requests.received.person": NaN },
    { "requests.received": 3 },
    { "requests.received.everybody": 3 },
    { "disclosure.fees": -0.5 },
    { "disclosure.fees": 0.1234567 },
    { toString: 1 },
    [3],
    "3",
  ];
  it.each(refused.map((values) => ({ values })))("$values", ({ values }) =>
    expect(cells(values)).toBe(false),
  );
});

test("figures that can be", () => {
  expect(cells({ "requests.received.person": 0, "disclosure.fees": 3.123456 })).toBe(true);
  expect(cells({})).toBe(true);
});

describe("other events", () => {
  it.each([
    { type: "ZeroDeclared", under: [] },
    { type: "ZeroDeclared", under: ["requests.rec"] },
    { type: "CellsCleared", cells: [] },
    { type: "CellsCleared", cells: ["requests"] },
    { type: "TextStated", slot: "overview", items: ["字"] },
    { type: "TextStated", slot: "problems", items: [""] },
    { type: "TextStated", slot: "problems", items: ["字".repeat(maxText + 1)] },
    { type: "FeeStated", fee: { kind: "charged", notices: -1 } },
    { type: "OrganNamed", organ: { name: "柳林街道办事处", kind: "office" } },
    { type: "RemindersSet" },
    { type: "RemindersSet", on: "no" },
    { type: "Removed" },
  ])("%j is refused", (event) => expect(ReportEvent.safeParse(event).success).toBe(false));

  it.each([
    { type: "ZeroDeclared", under: ["requests", "disputes.directSuit", "disclosure.fees"] },
    { type: "TextStated", slot: "overview.platform", items: [] },
    { type: "FeeStated", fee: { kind: "charged", received: 12.5 } },
    { type: "Undone", message: "m1" },
    { type: "Finalized" },
    { type: "RemindersSet", on: false },
  ])("%j is taken as it stands", (event) => expect(ReportEvent.parse(event)).toEqual(event));
});

test("a text has eight places", () => expect(TextSlot.options).toHaveLength(8));

test("a record says who, when, which message and in which words", () => {
  const record = {
    at: "2026-01-05T09:00:00+08:00",
    by: { id: "w", name: "王芳" },
    message: "m1",
    words: "收到3件",
    event: { type: "Finalized" },
  };
  expect(Recorded.parse(record)).toEqual(record);
  expect(Recorded.safeParse({ ...record, by: undefined }).success).toBe(false);
  expect(Recorded.safeParse({ ...record, words: "字".repeat(201) }).success).toBe(false);
});
