import { describe, expect, test } from "vitest";
import { align } from "../../src/reading/align.ts";
import { readFigure } from "../../src/reading/align/figure.ts";
import { readReport } from "../../src/reading/read.ts";
import { toHtml } from "../../src/document/html.ts";
import { completeReport } from "../support/balanced.ts";
import type { Block, Cell } from "../../src/reading/blocks.ts";
import { cellIds, tableOf, type CellId } from "../../src/report/form.ts";
import { numberIn, type PrintedReport } from "../../src/report/printed.ts";
import { tableWith } from "./tables.ts";

/** Every cell holds another number, so that a shift by one is seen. */
const valueOf = (cell: CellId): number => cellIds.indexOf(cell) + 100;
const requests = (): Cell[][] => tableWith("requests", (cell) => String(valueOf(cell)));
const disclosure = (): Cell[][] => tableWith("disclosure", (cell) => String(valueOf(cell)));
const disputes = (): Cell[][] => tableWith("disputes", (cell) => String(valueOf(cell)));
const read = (...tables: Cell[][][]): PrintedReport =>
  align(tables.map((rows): Block => ({ kind: "table", rows })));
const rowAt = (table: Cell[][], label: string): number =>
  table.findIndex((row) => row.some((cell) => cell.text.startsWith(label)));
const kinds = (report: PrintedReport): string[] =>
  report.oddities
    .filter(({ kind }) => kind !== "missing table")
    .map(({ kind, label }) => `${kind}: ${label}`);

/** The cells that were read, which must all have their own numbers. */
function readCells(report: PrintedReport): CellId[] {
  for (const cell of report.cells.keys())
    expect([cell, numberIn(report, cell)]).toEqual([cell, valueOf(cell)]);
  return [...report.cells.keys()];
}
const cellsOf = (...prefixes: string[]): CellId[] =>
  cellIds.filter((cell) => prefixes.some((prefix) => cell.startsWith(`${prefix}.`)));

test("tables are found by their labels, in whatever order and place", () => {
  const report = read(disputes(), [[{ text: "栏目" }, { text: "条数" }], [{ text: "行政许可" }, { text: "7" }]], requests(), disclosure()); // prettier-ignore
  expect(readCells(report).toSorted()).toEqual(cellIds.toSorted());
  expect(report.oddities).toEqual([]);
});

test("labels in other spellings are the same labels", () => {
  const spelling = (table: Cell[][]): Cell[][] => {
    for (const cell of new Set(table.flat()))
      cell.text = cell.text.replace(/^（(.)）/, "($1) ").replace(/^(\d)\./, "$1、").replace(/[“”]/g, '"').replace("商业", "商 业\n").replace("下年度", "下一年度").replace("1", "１"); // prettier-ignore
    return table;
  };
  const report = read(spelling(disclosure()), spelling(requests()), spelling(disputes()));
  expect(readCells(report)).toHaveLength(200);
  expect(report.oddities.map(({ kind }) => kind)).toEqual(["label numbering"]);
});

describe("rows", () => {
  test("that are missing leave their cells absent and the others in place", () => {
    const table = requests();
    table.splice(rowAt(table, "7.属于行政执法案卷"), 2);
    const report = read(table);
    expect(readCells(report)).toEqual(
      cellsOf("requests").filter((cell) => !/enforcementFile|adminQuery/.test(cell)),
    );
    expect(kinds(report)).toEqual(["missing row: 7.属于行政执法案卷", "missing row: 8.属于行政查询事项"]);
  });

  test("of another order are found by their labels, 3.其他 by its group", () => {
    const table = requests();
    const [row = []] = table.splice(rowAt(table, "2.重复申请"), 1);
    table.splice(rowAt(table, "5.要求行政机关"), 0, row);
    expect(readCells(read(table)).toSorted()).toEqual(cellsOf("requests").toSorted());
  });

  test("with a label in the column of its group are noted and read", () => {
    const table = requests();
    const at = rowAt(table, "3.其他");
    const row = table[at] ?? [];
    table[at] = [{ text: "" }, { text: "3.其他" }, ...row.slice(3), { text: "" }];
    const report = read(table);
    expect(readCells(report).toSorted()).toEqual(cellsOf("requests").toSorted());
    expect(kinds(report)).toEqual(["displaced label: 3.其他"]);
  });

  test("with a damaged label are noted and read", () => {
    const table = requests();
    const at = rowAt(table, "2.其他法律行政法规禁止公开");
    const label = table[at]?.[2];
    if (label !== undefined) label.text = "2.其他法律行政止公开";
    const report = read(table);
    expect(readCells(report).toSorted()).toEqual(cellsOf("requests").toSorted());
    expect(kinds(report)).toEqual(["damaged label: 2.其他法律行政止公开"]);
  });

  test("with a label of other words are not guessed", () => {
    const table = requests();
    const label = table[rowAt(table, "6.属于四类过程性信息")]?.[2];
    if (label !== undefined) label.text = "6.窗口咨询接待人次";
    const report = read(table);
    expect(report.cells.has("requests.refused.processInformation.person")).toBe(false);
    expect(kinds(report)).toEqual(["missing row: 6.属于四类过程性信息"]);
  });

  test("with too few figures are not told apart, unless the whole table was cut off at its edge", () => {
    const table = requests();
    const at = rowAt(table, "2.重复申请");
    table[at] = (table[at] ?? []).filter((_, column) => column !== 5);
    const report = read(table);
    expect(report.cells.get("requests.notProcessed.repeated.person")).toMatchObject({ kind: "unreadable" });
    expect(kinds(report)).toEqual(["short row: 2.重复申请"]);
    const cut = read(requests().map((row) => row.slice(0, 9)));
    expect(readCells(cut)).toEqual(cellsOf("requests").filter((cell) => !cell.endsWith(".total")));
    expect(kinds(cut)).toEqual(["missing column: 总计"]);
  });

  test("（六）其他处理 without sub-rows is its 其他", () => {
    const table = requests();
    const at = rowAt(table, "1.申请人无正当理由");
    const group: Cell = { text: "（六）其他处理" };
    const other = table[at + 2] ?? [];
    table.splice(at, 3, [other[0] ?? group, group, group, ...other.slice(3)]);
    const report = read(table);
    expect(numberIn(report, "requests.otherHandling.other.person")).toBe(valueOf("requests.otherHandling.other.person"));
    expect(report.cells.has("requests.otherHandling.feeUnpaid.person")).toBe(false);
    expect(kinds(report)).toEqual(["one-row 其他处理: （六）其他处理"]);
  }); // prettier-ignore
});

test("rows that are not merged, with figures next to labels of any depth, are read by their width", () => {
  const label = (row: Cell[]): string[] => [...new Set(row.slice(0, 3))].map(({ text }) => text);
  const rows = requests();
  const lines = rows.slice(3).map((row, index) => {
    const above = label(rows[index + 2] ?? []);
    const own = label(row).map((text) => (above.includes(text) ? "" : text));
    const padded = own.length === 1 ? [...own, ""] : own;
    const line = [...padded, ...row.slice(3).map(({ text }) => text)];
    return line.concat(Array<string>(10 - line.length).fill(""));
  });
  const header = [
    ["（本列数据的勾稽关系为：……）", "", "申请人情况", "", "", "", "", "", "总计"],
    ["", "", "自然人", "法人或其他组织"],
    ["", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
  ];
  const report = read([...header, ...lines].map((line) => line.map((text) => ({ text }))));
  expect(readCells(report)).toEqual(cellsOf("requests"));
  expect(kinds(report)).toEqual([]);
});

test("其他 in another group is not 其他 of 其他处理", () => {
  const table = requests();
  const label = table[rowAt(table, "8.属于行政查询事项")]?.[2];
  if (label !== undefined) label.text = "8.其他";
  const report = read(table);
  expect(report.cells.has("requests.refused.adminQuery.person")).toBe(false);
  expect(numberIn(report, "requests.otherHandling.other.person")).toBe(valueOf("requests.otherHandling.other.person"));
}); // prettier-ignore

describe("columns", () => {
  test("that are missing leave their cells absent", () => {
    const report = read(requests().map((row) => row.filter((_, column) => column !== 5)));
    expect(readCells(report)).toEqual(cellsOf("requests").filter((cell) => !cell.endsWith(".research")));
    expect(kinds(report)).toEqual(["missing column: 科研机构"]);
  });

  test("in another order follow the header", () => {
    const swapped = requests().map((row) => {
      const copy = [...row];
      [copy[5], copy[6]] = [copy[6] ?? { text: "" }, copy[5] ?? { text: "" }];
      return copy;
    });
    expect(readCells(read(swapped)).toSorted()).toEqual(cellsOf("requests").toSorted());
  });

  test("without headers are told by the width of the rows", () => {
    const table = requests();
    for (const row of table.slice(0, 3)) for (const cell of row.slice(3)) cell.text = "";
    expect(readCells(read(table))).toHaveLength(175);
  });

  test("of a table that goes on in a second one are those of the first", () => {
    const table = requests();
    const report = read(table.slice(0, 15), table.slice(15));
    expect(readCells(report)).toHaveLength(175);
    expect(kinds(report)).toEqual([]);
  });

  test("of the fifteen outcomes are told by the blocks above them, or by their number", () => {
    expect(readCells(read(disputes()))).toHaveLength(15);
    const ragged = disputes().map((row) => [...new Set(row)]);
    expect(readCells(read(ragged))).toHaveLength(15);
  });

  test("under one merged cell are unreadable, not all the same", () => {
    const table = requests();
    const at = rowAt(table, "2.重复申请");
    const merged: Cell = { text: "5" };
    table[at] = (table[at] ?? []).map((cell, column) => (column === 3 || column === 4 ? merged : cell));
    const report = read(table);
    for (const column of ["person", "business"])
      expect(report.cells.get(`requests.notProcessed.repeated.${column}` as CellId)?.kind).toBe("unreadable");
  });
});

test("tables that are not there are said to be missing", () => {
  expect(read(disclosure()).oddities).toEqual([
    { kind: "missing table", table: "requests", label: "收到和处理政府信息公开申请情况" },
    { kind: "missing table", table: "disputes", label: "政府信息公开行政复议、行政诉讼情况" },
  ]);
});

test("of the form of 2019 only cells with the same meaning are read", () => {
  const heads = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"];
  const line = (...texts: string[]): Cell[] => texts.map((text) => ({ text }));
  const report = read([
    line("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
    line("规章", "1", "2", "3"),
    line("规范性文件", "4", "5", "6"),
    line(...heads),
    line("行政许可", "7", "+1", "9"),
    line(...heads),
    line("行政处罚", "10", "0", "11"),
    line("行政强制", "12", "0", "13"),
    line("信息内容", "上一年项目数量", "本年增/减", "本年增/减"),
    line("行政事业性收费", "14", "0", "0"),
  ]);
  expect(report.form).toBe("2019");
  expect(Object.fromEntries([...report.cells.keys()].map((cell) => [cell, numberIn(report, cell)]))).toEqual({
    "disclosure.licensing": 9,
    "disclosure.penalties": 11,
    "disclosure.coercion": 13,
  });
  expect([...report.cells.keys()].every((cell) => tableOf(cell) === "disclosure")).toBe(true);
});

describe("a figure", () => {
  test.each([
    ["0", 0], ["12", 12], [" 3 ", 3], ["１２", 12], ["1,148", 1148], ["96171.6", 96171.6], ["0.000001", 0.000001],
    ["22（其中修订16件）", 22], ["22 (其中修订16件)", 22], ["5件", 5], ["3.5万元", 3.5], ["-3", -3], ["007", 7],
  ])("%s is the number %d", (raw, value) => {
    expect(readFigure(raw)).toEqual({ kind: "number", value });
  }); // prettier-ignore

  test.each(["", " ", "\u00a0", "&nbsp;", "/", "／", "-", "—", "——", "--", "无", "\u3000"])(
    "“%s” is nothing, not 0",
    (raw) => {
      expect(readFigure(raw)).toEqual({ kind: "blank", raw });
    },
  );

  test.each([
    "1 2",
    "3\n4",
    "约5",
    "若干",
    "1,23",
    "12,34",
    "1.2.3",
    "3-5",
    "O",
    "5+3",
    "（5）",
    "一二",
    "1e3",
    "∞",
  ])("“%s” is unreadable, not guessed", (raw) => {
    expect(readFigure(raw)).toEqual({ kind: "unreadable", raw });
  });
});

describe("title and sections", () => {
  const lines = (...texts: string[]): PrintedReport =>
    align(texts.map((text): Block => ({ kind: "paragraph", text })));

  test.each([
    [["青河市石桥镇人民政府", "2024年政府信息公开工作年度报告"], "青河市石桥镇人民政府", "township", 2024],
    [["2024年青河市石桥镇人民政府政府信息公开工作年度报告"], "青河市石桥镇人民政府", "township", 2024],
    [["北陵县自然资源局2023年度政府信息公开工作年度报告"], "北陵县自然资源局", "department", 2023],
    [["柳林街道办事处信息公开工作 2023 年度报告"], "柳林街道办事处", "subdistrict", 2023],
    [["青河市人民政府政府信息公开工作年度报告（2022年）"], "青河市人民政府", "city", 2022],
    [["二〇二五年柳林街道办事处政府信息公开年报"], "柳林街道办事处", "subdistrict", 2025],
    [["柳林街道办事处2024年", "政府信息公开工作", "年度报告"], "柳林街道办事处", "subdistrict", 2024],
    [["发布时间：2025-01-20", "2024年柳林街道办事处政府信息公开工作年度报告"], "柳林街道办事处", "subdistrict", 2024],
  ])("%j names its organ and year", (title, name, kind, year) => {
    const report = lines(...title, "根据条例要求，编制本报告。", "一、总体情况", "……");
    expect(report.organ).toEqual({ name, kind });
    expect(report.year).toBe(year);
    expect(report.preamble).toContain("编制本报告。");
  }); // prettier-ignore

  test("a year that the title lacks is that of the period in the preamble", () => {
    const report = lines(
      "政府信息公开工作年度报告",
      "统计期限自2024年1月1日起至2024年12月31日止。",
      "一、总体情况",
    );
    expect(report.organ).toBeNull();
    expect(report.year).toBe(2024);
  });

  test("only 一、 to 六、 open a section, and lists inside one do not", () => {
    const report = lines("一、总体情况", "（一）主动公开。", "1.网站。", "五、存在的主要问题及改进情况", "一、更新不及时。", "二、业务不熟", "六、其他需要报告的事项", "无。"); // prettier-ignore
    expect(report.sections).toEqual([
      { number: "一", heading: "一、总体情况", text: "（一）主动公开。\n1.网站。" },
      { number: "五", heading: "五、存在的主要问题及改进情况", text: "一、更新不及时。\n二、业务不熟" },
      { number: "六", heading: "六、其他需要报告的事项", text: "无。" },
    ]);
  });

  test("reworded headings and the number of an automatic list are taken", () => {
    const report = lines("总体情况", "甲。", "二．主动公开信息情况", "四、行政复议诉讼情形", "五、存在问题及改进情况", "六、其它需报告事项"); // prettier-ignore
    expect(report.sections.map(({ number, heading }) => [number, heading])).toEqual([
      ["一", "总体情况"],
      ["二", "二．主动公开信息情况"],
      ["四", "四、行政复议诉讼情形"],
      ["五", "五、存在问题及改进情况"],
      ["六", "六、其它需报告事项"],
    ]);
  });

  test("an official heading without its number opens a section only as a line of its own", () => {
    const report = lines(
      "一、总体情况",
      "总体情况。",
      "（六）其他需要报告的事项",
      "其他需要报告的事项：无。",
    );
    expect(report.sections).toHaveLength(1);
  });

  test("a table of contents opens no sections", () => {
    const heads = ["一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"];
    const report = lines(...heads, ...heads.flatMap((head) => [head, "正文。"]));
    expect(report.sections.map(({ text }) => text)).toEqual(["正文。", "正文。", "正文。"]);
  });
});

describe("the order of rows", () => {
  const page = new TextDecoder().decode(toHtml(completeReport()));
  const row = (label: string): string =>
    new RegExp(`<tr>(?:(?!</tr>).)*${label}.*?</tr>`).exec(page)?.[0] ?? "";
  const [repeated, publication] = [row("2\\.重复申请"), row("3\\.要求提供公开出版物")];

  test("is that of the form in a page of ours", async () => {
    const report = await readReport(new TextEncoder().encode(page));
    expect(report.oddities).toEqual([]);
  });

  test("is noted where two rows have changed places, and their figures stay theirs", async () => {
    const swapped = page
      .replace(repeated, "<!-- -->")
      .replace(publication, repeated.replace(">0<", ">7<"))
      .replace("<!-- -->", publication);
    const report = await readReport(new TextEncoder().encode(swapped));
    expect(report.oddities).toEqual([{ kind: "row order", table: "requests", label: "2.重复申请" }]);
    expect(numberIn(report, "requests.notProcessed.repeated.person")).toBe(7);
    expect(numberIn(report, "requests.notProcessed.publication.person")).toBe(0);
  });
});
