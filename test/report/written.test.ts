import { describe, expect, it, test } from "vitest";
import { cellIds } from "../../src/report/form.ts";
import { numberIn } from "../../src/report/printed.ts";
import { printed, type WrittenReport } from "../../src/report/written.ts";
import { completeReport, fourGranted, subdistrict } from "../support/balanced.ts";

describe("a written report as it will be printed", () => {
  const written = completeReport();
  const page = printed(written);

  test("has the six sections in order with their verbatim headings", () =>
    expect(page.sections.map(({ number, heading }) => [number, heading])).toEqual([
      ["一", "一、总体情况"],
      ["二", "二、主动公开政府信息情况"],
      ["三", "三、收到和处理政府信息公开申请情况"],
      ["四", "四、政府信息公开行政复议、行政诉讼情况"],
      ["五", "五、存在的主要问题及改进情况"],
      ["六", "六、其他需要报告的事项"],
    ]));

  test("has the title on two lines as one, the organ, the year and the form of 2021", () => {
    expect(page.title).toBe(`${subdistrict.name}2025年政府信息公开工作年度报告`);
    expect(page).toMatchObject({ organ: subdistrict, year: 2025, form: "2021", oddities: [] });
  });

  test("has every paragraph in its place, the run-in heading before its text", () => {
    expect(page.sections[0]?.text).toMatch(/^2025年[^\n]*\n（一）主动公开。全年[^\n]*\n（二）依申请公开。/);
    expect(page.sections[1]?.text).toBe("");
    expect(page.sections[4]?.text.split("\n")).toHaveLength(2);
    expect(page.preamble).toContain("2025年1月1日");
  });

  test("has all 200 cells, each with its figure", () => {
    expect([...page.cells.keys()]).toEqual([...cellIds]);
    for (const cell of cellIds) expect([cell, numberIn(page, cell)]).toEqual([cell, fourGranted[cell]]);
  });
});

test("a cell without a value is printed blank and is neither 0 nor absent", () => {
  const written: WrittenReport = {
    ...completeReport(),
    cells: new Map([
      ["disclosure.licensing", 0],
      ["disclosure.fees", 96171.6],
    ]),
  };
  const page = printed(written);
  expect(page.cells.get("disclosure.penalties")).toEqual({ kind: "blank", raw: "" });
  expect(numberIn(page, "disclosure.penalties")).toBeUndefined();
  expect(numberIn(page, "disclosure.licensing")).toBe(0);
  expect(numberIn(page, "disclosure.fees")).toBe(96171.6);
  expect(page.cells.size).toBe(200);
});

describe("the number in a printed cell", () => {
  const cells = new Map([
    ["disclosure.licensing", { kind: "unreadable", raw: "3O" }],
    ["disclosure.penalties", { kind: "blank", raw: "/" }],
  ] as const);
  it.each(["disclosure.licensing", "disclosure.penalties", "disclosure.coercion"] as const)(
    "is none in %s",
    (cell) => expect(numberIn({ cells }, cell)).toBeUndefined(),
  );
});
