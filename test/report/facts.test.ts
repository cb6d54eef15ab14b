import { describe, expect, it, test } from "vitest";
import { eventsOfFacts, FactsFile } from "../../src/report/facts.ts";
import { cellIds, type CellId } from "../../src/report/form.ts";
import { fold, missingCells, valueOf } from "../../src/report/report.ts";
import { fourGranted, subdistrict } from "../support/balanced.ts";

const file = (parts: Partial<Record<keyof FactsFile, unknown>> = {}): unknown => ({
  year: 2025,
  organ: subdistrict,
  cells: fourGranted,
  ...parts,
});
const reportOf = (parts?: Partial<Record<keyof FactsFile, unknown>>): ReturnType<typeof fold> =>
  fold(
    2025,
    eventsOfFacts(FactsFile.parse(file(parts))).map((event) => ({
      at: "2026-01-05T09:00:00+08:00",
      by: { id: "file", name: "文件" },
      message: "file",
      words: "",
      event,
    })),
  );

test("a FACTS file gives a report with exactly its cells, all of them imported", () => {
  const report = reportOf();
  expect(report.organ).toEqual(subdistrict);
  for (const cell of cellIds) expect([cell, valueOf(report, cell)]).toEqual([cell, fourGranted[cell]]);
  expect(new Set([...report.facts.values()].map(({ how }) => how))).toEqual(new Set(["imported"]));
});

test("cells it leaves out stay unknown", () => {
  const cells: Partial<Record<CellId, number>> = { "disclosure.licensing": 0 };
  const report = reportOf({ cells });
  expect(valueOf(report, "disclosure.licensing")).toBe(0);
  expect(valueOf(report, "disclosure.penalties")).toBeUndefined();
  expect(missingCells(report)).toHaveLength(165);
});

test("its texts go to their places, the fee to its statement", () => {
  const report = reportOf({
    text: {
      overview: { platform: "公众号1个", supervision: "" },
      problems: ["更新慢"],
      improvements: ["专人更新"],
      other: { fee: "没有收取信息处理费", more: "另附说明" },
    },
  });
  expect(report.fee?.statement).toEqual({ kind: "none" });
  expect(Object.fromEntries([...report.texts].map(([slot, { items }]) => [slot, items]))).toEqual({
    "overview.platform": ["公众号1个"],
    problems: ["更新慢"],
    improvements: ["专人更新"],
    more: ["另附说明"],
  });
});

test("words on the fee that are not understood are kept as they stand", () => {
  const report = reportOf({ text: { other: { fee: "收费情况另行说明" } } });
  expect(report.fee).toBeNull();
  expect(report.texts.get("more")?.items).toEqual(["收费情况另行说明"]);
});

describe("files that are refused", () => {
  it.each([
    { cells: { "disclosure.licensing": -1 } },
    { cells: { "disclosure.licensing": 2.5 } },
    { cells: { "disclosure.licensing": "3" } },
    { cells: { "disclosure.licenses": 3 } },
    { year: "2025" },
    { organ: { name: "柳林街道办事处", kind: "street" } },
    { organ: undefined },
    { text: { problems: "更新慢" } },
    { text: { summary: "好" } },
  ])("%j", (parts) => expect(FactsFile.safeParse(file(parts)).success).toBe(false));
});
