import { work } from "../support/work.ts";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { align } from "../../src/reading/align.ts";
import { decodeText } from "../../src/reading/decode.ts";
import { textBlocks } from "../../src/reading/text.ts";
import { certainCells, summedCells } from "../../src/reading/text/split.ts";
import { narrow } from "../../src/language/width.ts";
import { cellIds, sections, type CellId } from "../../src/report/form.ts";
import { numberIn, type PrintedReport } from "../../src/report/printed.ts";
import type { WrittenReport } from "../../src/report/written.ts";
import { compareCells, publishedFiles } from "../accuracy/cells.ts";
import { balancedCells, completeReport } from "../support/balanced.ts";
import { doubtful, plain } from "./textOddities.ts";
import { asText, separated } from "./textStyles.ts";

const readText = (text: string): PrintedReport => align(textBlocks(text));
const reports = balancedCells({ regulations: true }).map((cells) => completeReport({ cells }));

/** Cells with another number than the report has, and those without one. */
function difference(report: WrittenReport, read: PrintedReport): { wrong: CellId[]; open: CellId[] } {
  const wrong = cellIds.filter((cell) => {
    const number = numberIn(read, cell);
    return number !== undefined && number !== report.cells.get(cell);
  });
  return { wrong, open: cellIds.filter((cell) => numberIn(read, cell) === undefined) };
}
const headings = (read: PrintedReport): string[] => read.sections.map(({ heading }) => heading);
const official = sections.map(({ heading }) => heading);

describe("a report written as a text and read back", () => {
  test.each(separated)("%s: every cell, heading and the title", (style) => {
    fc.assert(
      fc.property(reports, (report) => {
        const read = readText(asText(report, style));
        expect(difference(report, read)).toEqual({ wrong: [], open: [] });
        expect(read.title).toBe(report.title.join(""));
        expect(headings(read)).toEqual(official);
        expect(read.oddities).toEqual([]);
        for (const [at, { id }] of sections.entries())
          expect(read.sections[at]?.text).toBe(report.paragraphs[id].map(({ lead = "", text }) => lead + text).join("\n")); // prettier-ignore
      }),
      { numRuns: 25 },
    );
  }); // prettier-ignore

  test("run together: never another number, hardly one of table 三 left open", () => {
    const open: CellId[] = [];
    const sample = fc.sample(reports, { numRuns: 60, seed: 2025 });
    for (const report of sample) {
      const read = readText(asText(report, "run together"));
      const found = difference(report, read);
      expect(found.wrong).toEqual([]);
      open.push(...found.open);
      expect(headings(read)).toEqual(official);
    }
    const share = (table: string, cells: number): number =>
      open.filter((cell) => cell.startsWith(table)).length / (cells * sample.length);
    expect(share("requests.", 175)).toBeLessThan(0.01);
    expect(share("disputes.", 15)).toBeLessThan(0.1);
    // Three figures without a sum are told apart only where zeros leave no doubt.
    expect(share("disclosure.", 10)).toBeLessThan(0.4);
  });

  test("run together with a mistake in it: never another number than printed", () => {
    const countable = cellIds.filter((cell) => !cell.startsWith("disclosure."));
    const mistaken = fc
      .tuple(balancedCells(), fc.constantFrom(...countable), fc.integer({ min: 0, max: 30 }))
      .map(([cells, cell, value]) =>
        completeReport({ cells: { ...cells, [cell]: cells[cell] === value ? value + 1 : value } }),
      );
    fc.assert(
      fc.property(mistaken, (report) => {
        expect(difference(report, readText(asText(report, "run together"))).wrong).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("texts as people paste them", () => {
  const sample = fc.sample(reports, { numRuns: 3, seed: 11 });

  test.each(Object.entries(plain))("%s", (_, change) => {
    for (const report of sample) {
      const read = readText(change(report));
      expect(difference(report, read)).toEqual({ wrong: [], open: [] });
      expect(read.sections.map(({ number }) => number).join("")).toBe("一二三四五六");
      expect(narrow(read.title).replace(" ", "")).toBe(report.title.join(""));
    }
  });

  test.each(Object.entries(doubtful))("%s: never another number", (_, change) => {
    for (const report of sample) expect(difference(report, readText(change(report))).wrong).toEqual([]);
  });

  test("blanks and placeholders are blank, never 0", () => {
    const [report = completeReport()] = sample;
    for (const nothing of ["", "-", "—", "/", "无", "\u00a0", "&nbsp;"]) {
      const read = readText(asText(report, "tabs", (value) => (value === 0 ? nothing : String(value))));
      for (const cell of cellIds)
        if (report.cells.get(cell) === 0) expect([cell, read.cells.get(cell)?.kind]).toEqual([cell, "blank"]);
        else expect(numberIn(read, cell)).toBe(report.cells.get(cell));
    }
  });

  test("marks of markdown go off the headings with their level, and stay in the text", () => {
    const text = "# 柳林街道办事处2025年政府信息公开工作年度报告\n## 一、总体情况\n**（一）主动公开。**已公开。\n[bookmark: _GoBack]第二段，\n\n断开的一句。\n#### 二、主动公开政府信息情况"; // prettier-ignore
    const read = readText(text);
    expect(read.title).toBe("柳林街道办事处2025年政府信息公开工作年度报告");
    expect(read.sections).toEqual([
      { number: "一", heading: "一、总体情况", level: 2, text: "**（一）主动公开。**已公开。\n[bookmark: _GoBack]第二段，\n断开的一句。" }, // prettier-ignore
      { number: "二", heading: "二、主动公开政府信息情况", level: 4, text: "" },
    ]);
  });

  test("a text of no report gives its lines", () => {
    expect(textBlocks("会议通知\n\n明天开会。")).toEqual([
      { kind: "paragraph", text: "会议通知" },
      { kind: "paragraph", text: "明天开会。" },
    ]);
  });
});

describe("digits without separators", () => {
  const summed = (text: string) => summedCells([text], 7, { left: 10_000 });

  test("are divided where six add up to the seventh", () => {
    expect(summed("640020470")).toEqual([["64", "0", "0", "2", "0", "4", "70"]]);
    expect(summed("0000000")).toEqual([["0", "0", "0", "0", "0", "0", "0"]]);
    expect(summed("1000002")).toEqual([]);
  });

  test("are told apart without a sum only where zeros leave no doubt", () => {
    expect(certainCells(["000"], 3)).toEqual(["0", "0", "0"]);
    expect(certainCells(["0012"], 3)).toEqual(["0", "0", "12"]);
    expect(certainCells(["0120"], 3)).toEqual(["0", undefined, undefined]);
    expect(certainCells(["693665"], 3)).toEqual([undefined, undefined, undefined]);
    expect(certainCells(["12"], 3)).toBeUndefined();
  });

  test("are given up after a bounded search", () => {
    const start = work();
    expect(summedCells(["640020470"], 7, { left: 5 })).toBeUndefined();
    readText(`一、本年新收政府信息公开申请数量${"1234567890".repeat(200)}二、上年结转政府信息公开申请数量${"9".repeat(2000)}三、本年度办理结果（一）予以公开${"1".repeat(2000)}四、结转下年度继续办理0000000`); // prettier-ignore
    expect(work() - start).toBeLessThan(2_000);
  });
});

test.each([
  ["an open quotation mark", `\n"${"a\n".repeat(200_000)}`],
  ["marks of a heading", `# ${"#".repeat(300_000)}x`],
  ["blanks", `（一）${" ".repeat(300_000)}x`],
  ["the first label again and again", "一、本年新收政府信息公开申请数量".repeat(20_000)],
  ["digits", `一、本年新收政府信息公开申请数量${"1".repeat(300_000)}`],
  [
    "figures in one line",
    `一、本年新收政府信息公开申请数量\n${"1 ".repeat(150_000)}\n四、结转下年度继续办理`,
  ],
  ["commas", ",".repeat(300_000)],
  ["strokes", "a|b\n".repeat(80_000)],
])("a text of nothing but %s is read soon", (_, text) => {
  const start = work();
  textBlocks(text);
  expect(work() - start).toBeLessThan(2_000);
});

const folder = process.env.NIANBAO_REPORTS;
if (folder === undefined) {
  process.stdout.write("NIANBAO_REPORTS is not set: no published text is read.\n");
} else {
  const normative = ["made", "repealed", "inForce"].map((column) => `disclosure.normative.${column}`);
  const expected: Record<string, { title: string; headings?: Record<number, string>; open?: string[]; level?: (number | undefined)[] }> = {
    "000_ddbb01344078e1ae.txt": { title: "席王街道办事处信息公开工作 2023 年度报告", headings: { 3: "" }, level: [2, undefined, undefined, 2, 2] },
    "001_dc414174c0363131.txt": { title: "新华区曙光街街道办事处 2024 年政府信息公开工作 年度报告" },
    "002_9c25df49103e2fe8.txt": { title: "卧龙区七一街道办事处 2023 年政府信息公开工作 年度报告" },
    "003_badf61901e3cbee2.txt": { title: "重庆市沙坪坝区虎溪街道办事处2023年政府信息公开工作年度报告" },
    "004_521296bdca07563d.txt": { title: "刘阁街道办事处 2023 年政府信息公开工作年度报告", level: [2, 2, 3, 4, 4, 4] },
    "hongze-2024.layout.txt": { title: "淮安市洪泽区人民政府2024年政府信息公开工作年度报告" },
    "huaian-2024.layout.txt": { title: "淮安市人民政府2024年政府信息公开工作年度报告" },
    // 693665: the last is 665 only for who knows next year's report.
    "pingtan-2021.page.txt": { title: "平潭综合实验区2021年度政府信息公开工作年度报告", open: normative.slice(2) },
    // 8855698 without a sum to divide it by.
    "pingtan-2022.page.txt": { title: "平潭综合实验区2022年度政府信息公开工作年度报告", headings: { 3: "四、政府信息公开行政法复议、行政诉讼情况" }, open: normative },
  }; // prettier-ignore
  const texts = publishedFiles(folder).filter(({ file }) => /\.(?:txt|md)$/.test(file));

  test.each(texts)("published: $file", ({ file, path, truth }) => {
    const read = readText(decodeText(readFileSync(path)));
    const { title, headings: other = {}, open = [], level } = expected[file] ?? { title: "" };
    expect(compareCells(truth, read)).toMatchObject({ wrong: [], lost: [], unreadable: open });
    expect(read.title).toBe(title);
    expect(read.organ).toEqual(truth.organ);
    expect(read.year).toBe(truth.year);
    expect(read.form).toBe(truth.form);
    expect(headings(read)).toEqual(official.map((heading, at) => other[at] ?? heading).filter((heading) => heading !== "")); // prettier-ignore
    expect(read.sections.map((section) => section.level)).toEqual(
      level ?? read.sections.map(() => undefined),
    );
    for (const { number, text } of read.sections) expect([number, /[^\s]/.test(text)]).toEqual([number, !"二三四".includes(number)]); // prettier-ignore
    const known = Object.fromEntries([...read.cells].map(([cell, { kind }]) => [cell, kind]));
    for (const cell of Object.keys(truth.uncertain ?? {})) expect([cell, known[cell]]).not.toEqual([cell, "number"]); // prettier-ignore
  });

  test("no text of the folder is without its expectations", () => {
    expect(texts.map(({ file }) => file).sort()).toEqual(Object.keys(expected).sort());
  });
}
