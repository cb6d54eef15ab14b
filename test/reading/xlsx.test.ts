import { utils, write, type BookType, type WorkSheet } from "@e965/xlsx";
import fc from "fast-check";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { toXlsx } from "../../src/document/xlsx.ts";
import { align } from "../../src/reading/align.ts";
import type { Block } from "../../src/reading/blocks.ts";
import { stringsOf, textAt } from "../../src/reading/xlsx/strings.ts";
import { xlsxBlocks } from "../../src/reading/xlsx.ts";
import { cellIds, sections, type CellId } from "../../src/report/form.ts";
import { balancedCells } from "../support/balanced.ts";
import { figureText, printedCells, sheetReport, testTexts, testTitle } from "./written.ts";
import { work } from "../support/work.ts";

type Value = string | number | boolean | null;
const book = (sheets: Record<string, WorkSheet>, bookType: BookType = "xlsx"): Uint8Array => {
  const made = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(made, sheet, name);
  return new Uint8Array(write(made, { type: "array", bookType }) as ArrayBuffer);
};
const sheetOf = (rows: Value[][], more: Partial<WorkSheet> = {}): WorkSheet =>
  Object.assign(utils.aoa_to_sheet(rows), more);
const shown = (blocks: readonly Block[]): string[] =>
  blocks.map((block) =>
    block.kind === "paragraph"
      ? block.text
      : `[${block.rows.map((row) => row.map(({ text }) => text).join("|")).join("/")}]`,
  );
const read = (rows: Value[][], more?: Partial<WorkSheet>): string[] =>
  shown(xlsxBlocks(book({ 表: sheetOf(rows, more) })));

describe("sheets", () => {
  test.each<[string, Value[][], string[]]>([
    ["words alone in a row are a paragraph, rows of several cells are a table", [["题"], ["规章", 1, 2], ["文件", 3, 4]], ["题", "[规章|1|2/文件|3|4]"]],
    ["a heading ends a table", [["规章", 1], ["三、收到和处理政府信息公开申请情况"], ["新收", 2]], ["[规章|1]", "三、收到和处理政府信息公开申请情况", "[新收|2]"]],
    ["a row of the form without figures stays in its table", [["自然人", "总计"], ["四、结转下年度继续办理"]], ["[自然人|总计/四、结转下年度继续办理|]"]],
    ["a note below a table is a paragraph", [["规章", 1], ["注：现行有效件数截至年底。"]], ["[规章|1]", "注：现行有效件数截至年底。"]],
    ["empty rows and columns around the words are not there", [[null], [null, null, "规章", 1], [null], [null, null, "文件", 2]], ["[规章|1/文件|2]"]],
    ["the first row of table 二 belongs to it", [["第二十条第（一）项"], ["规章", 1]], ["[第二十条第（一）项|/规章|1]"]],
    ["numbers are without the noise of their last digits", [["收费", 0.1 + 0.2, 1e9, 12.345678]], ["[收费|0.3|1000000000|12.345678]"]],
    ["a truth value is its word", [["规章", true]], ["[规章|TRUE]"]],
    ["an empty workbook has nothing", [[]], []],
  ])("%s", (_, rows, expected) => {
    expect(read(rows)).toEqual(expected);
  }); // prettier-ignore

  test("a number is what its cell shows", () => {
    const sheet = sheetOf([["收费", 9, 1234.5, 0.126]]);
    for (const [address, format] of [["B1", "0.######"], ["C1", "#,##0.00"], ["D1", "0.0"]] as const)
      Object.assign(sheet[address] as object, { z: format }); // prettier-ignore
    expect(shown(xlsxBlocks(book({ 表: sheet })))).toEqual(["[收费|9|1,234.50|0.1]"]);
  });

  test("a formula is the value it had when the workbook was saved", () => {
    const sheet = sheetOf([["总计", 7, null]]);
    Object.assign(sheet["B1"] as object, { f: "SUM(C1:C9)" });
    expect(shown(xlsxBlocks(book({ 表: sheet })))).toEqual(["[总计|7]"]);
  });

  test("a merged range is one cell at every place it covers", () => {
    const rows = [["甲", null, 1], [null, null, 2]]; // prettier-ignore
    const merges = [{ s: { r: 0, c: 0 }, e: { r: 1, c: 1 } }];
    const [block] = xlsxBlocks(book({ 表: sheetOf(rows, { "!merges": merges }) }));
    const grid = block?.kind === "table" ? block.rows : [];
    expect(grid.map((row) => row.map(({ text }) => text))).toEqual([["甲", "甲", "1"], ["甲", "甲", "2"]]); // prettier-ignore
    expect(grid[1]?.[0]).toBe(grid[0]?.[0]);
  });

  test("sheets follow each other, hidden ones are not printed, a repeated title is said once", () => {
    const made = utils.book_new();
    for (const [name, words] of [["一", "甲"], ["二", "藏"], ["三", "乙"]] as const)
      utils.book_append_sheet(made, sheetOf([["题"], [words, 1]]), name); // prettier-ignore
    made.Workbook = { Sheets: [{}, { Hidden: 1 }, {}] };
    const bytes = new Uint8Array(write(made, { type: "array", bookType: "xlsx" }) as ArrayBuffer);
    expect(shown(xlsxBlocks(bytes))).toEqual(["题", "[甲|1]", "[乙|1]"]);
  });
});

test("random tables are read back from a workbook of one sheet, new and old kind", () => {
  fc.assert(
    fc.property(balancedCells({ regulations: true }), fc.constantFrom("xlsx", "biff8"), (cells, kind) => {
      const report = align(xlsxBlocks(sheetReport(figureText(cells), kind)));
      expect(report.cells).toEqual(printedCells(cells));
      expect(report.title).toBe(testTitle);
      expect(report.sections.map(({ heading }) => heading)).toEqual(sections.map(({ heading }) => heading));
      expect(report.sections[0]?.text).toBe(testTexts["overview"]?.join("\n"));
    }),
    { numRuns: 40 },
  );
});

describe("the older kind of workbook", () => {
  test("numbers of every packing, truth values, formulas and merges", () => {
    const rows = [["甲", 1, 2, 3], ["乙", -5, 0.01, 123456.789], ["丙", 2 ** 40, true, 1e-6], ["丁", null, 4, 5]]; // prettier-ignore
    const sheet = sheetOf(rows, { "!merges": [{ s: { r: 0, c: 0 }, e: { r: 1, c: 0 } }] });
    Object.assign(sheet["D4"] as object, { f: "B1+D1" });
    expect(shown(xlsxBlocks(book({ 表: sheet }, "biff8")))).toEqual(["[甲|1|2|3/甲|-5|0.01|123456.789/丙|1099511627776|TRUE|0.000001/丁||4|5]"]); // prettier-ignore
  });

  test("a number is what its cell shows", () => {
    const sheet = sheetOf([["收费", 9, 1234.5, 0.126]]);
    for (const [address, format] of [["B1", "0.######"], ["C1", "#,##0.00"], ["D1", "0.0"]] as const)
      Object.assign(sheet[address] as object, { z: format }); // prettier-ignore
    expect(shown(xlsxBlocks(book({ 表: sheet }, "biff8")))).toEqual(["[收费|9|1,234.50|0.1]"]);
  });

  test("shared texts, also those with runs, further marks and an end in another record", () => {
    const count = [2, 0, 0, 0];
    const head = (length: number, marks: number): number[] => [length, 0, marks];
    const wide = (text: string): number[] => [...Buffer.from(text, "utf16le")];
    const narrow = (text: string): number[] => [...Buffer.from(text, "latin1")];
    const read = (total: number, ...records: number[][]): string[] =>
      stringsOf([[...count, total, 0, 0, 0, ...(records[0] ?? [])], ...records.slice(1)].map((bytes) => Buffer.from(bytes)));
    expect(read(2, [...head(2, 1), ...wide("年报"), ...head(3, 0), ...narrow("abc")])).toEqual(["年报", "abc"]);
    expect(read(2, [...head(2, 1), ...wide("年")], [1, ...wide("报"), ...head(1, 0), 65])).toEqual(["年报", "A"]);
    expect(read(1, [...head(4, 0), ...narrow("ab")], [1, ...wide("年报")])).toEqual(["ab年报"]);
    expect(read(2, [...head(1, 9), 2, 0, ...wide("甲"), 1, 1, 1, 1], [2, 2, 2, 2, ...head(1, 1), ...wide("乙")])).toEqual(["甲", "乙"]);
    expect(read(2, [...head(1, 5), 3, 0, 0, 0, ...wide("甲"), 7, 7, 7, ...head(1, 1), ...wide("乙")])).toEqual(["甲", "乙"]);
    expect(read(9, [...head(1, 1), ...wide("甲"), ...head(200, 1), 1])).toEqual(["甲"]);
  }); // prettier-ignore

  test("a text that says it is longer than its record ends with it", () => {
    const record = Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff, 1]), Buffer.alloc(6_601, 65)]);
    for (let round = 0; round < 20; round++) expect(textAt(record, 6)).toHaveLength(3_300);
  });

  test("hidden sheets are not printed", () => {
    const made = utils.book_new();
    for (const name of ["见", "藏"]) utils.book_append_sheet(made, sheetOf([[name, 1]]), name);
    made.Workbook = { Sheets: [{}, { Hidden: 1 }] };
    const bytes = new Uint8Array(write(made, { type: "array", bookType: "biff8" }) as ArrayBuffer);
    expect(shown(xlsxBlocks(bytes))).toEqual(["[见|1]"]);
  });

  test("one of before Excel 97 is refused in one sentence", () => {
    expect(() => xlsxBlocks(book({ 表: sheetOf([["甲", 1]]) }, "biff5"))).toThrow("很旧");
  });
});

test("our own form is read back with every figure it was given, and blank where it was given none", () => {
  const some = fc.subarray([...cellIds]);
  fc.assert(
    fc.property(balancedCells({ regulations: true }), some, (cells, given) => {
      const report = align(xlsxBlocks(toXlsx({ title: testTitle, cells: new Map(given.map((cell) => [cell, cells[cell]])) }))); // prettier-ignore
      const expected = new Map(
        cellIds.map((cell) => [cell, given.includes(cell) ? { kind: "number", value: cells[cell] } : { kind: "blank", raw: "" }]),
      ); // prettier-ignore
      expect(report.cells).toEqual(expected);
      expect(report.title).toBe(testTitle);
      expect(report.oddities).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

describe("workbooks that are none, or far beyond any report", () => {
  const figures = (cell: CellId): string => (cell === "disclosure.licensing" ? "5" : "0");
  const whole = sheetReport(figures);
  const withPart = (path: string, change: (xml: string) => string): Uint8Array => {
    const parts = unzipSync(whole);
    const part = parts[path];
    if (part === undefined) throw new Error(`no ${path}`);
    return zipSync({ ...parts, [path]: strToU8(change(strFromU8(part))) });
  };
  const sheet = "xl/worksheets/sheet1.xml";

  test("a sheet that says it has a million rows and 16,000 columns is read by what is in it", () => {
    const bytes = withPart(sheet, (xml) =>
      xml.replace(/<dimension ref="[^"]*"/, '<dimension ref="A1:XFD1048576"'),
    );
    const start = work();
    expect(align(xlsxBlocks(bytes)).cells.size).toBe(200);
    expect(work() - start).toBeLessThan(1000);
  });

  test("a cell in the last row and column takes no room", () => {
    const bytes = withPart(sheet, (xml) => xml.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')); // prettier-ignore
    expect(align(xlsxBlocks(bytes)).cells.size).toBe(200);
  });

  test("10,000 merged cells are read; merges over the whole sheet are bounded", () => {
    const ranges = Array.from(
      { length: 10_000 },
      (_, index) => `<mergeCell ref="M${index + 1}:N${index + 1}"/>`,
    );
    const merged = (refs: string): Uint8Array =>
      withPart(sheet, (xml) => xml.replace(/<mergeCells[^>]*>/, (tag) => `${tag}${refs}`));
    expect(align(xlsxBlocks(merged(ranges.join("")))).cells.size).toBe(200);
    const start = work();
    xlsxBlocks(merged('<mergeCell ref="M1:XFD1048576"/>'.repeat(1_000)));
    expect(work() - start).toBeLessThan(1500);
  });

  test.each<[string, () => Uint8Array, string]>([
    ["a sheet of 6 MB", () => withPart(sheet, (xml) => xml.replace("</sheetData>", `${'<row><c t="str"><v>公开政府信息</v></c></row>'.repeat(100_000)}</sheetData>`)), "太大"],
    ["a sheet that unpacks to 15 MB", () => withPart(sheet, (xml) => `${xml}${" ".repeat(15_000_000)}`), "太大"],
    ["a workbook of 60 sheets", () => book(Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`表${n}`, sheetOf([["甲", 1]])]))), "太大"],
    ["half a workbook", () => whole.slice(0, whole.length / 2), "已损坏"],
  ])("%s is refused in one sentence", (_, make, words) => {
    expect(() => xlsxBlocks(make())).toThrow(words);
  }); // prettier-ignore
});
