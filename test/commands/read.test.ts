import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/language/columns.ts";
import { FactsFile } from "../../src/report/facts.ts";
import { cellIds, type CellId } from "../../src/report/form.ts";
import type { PrintedCell } from "../../src/report/printed.ts";
import { compareCells, publishedFiles } from "../accuracy/cells.ts";
import { reportsFolder } from "../rules/publishedFacts.ts";
import { freshFolder, runToEnd } from "../support/process.ts";
import { clean, docxOf, htmlOf, organ, put } from "./reports.ts";
import { ReportJson } from "./schema.ts";

const withoutLicensing = (facts: FactsFile): FactsFile => ({
  ...facts,
  cells: Object.fromEntries(Object.entries(facts.cells).filter(([id]) => id !== "disclosure.licensing")),
});

describe("read --json", () => {
  test.each(["docx", "html"])("gives what a .%s prints, cells in the order of the form", async (kind) => {
    const folder = freshFolder();
    put(folder, "a", kind === "docx" ? await docxOf(clean()) : htmlOf(clean()));
    const ended = await runToEnd(["read", "a", "--json"], folder);
    expect(ended).toMatchObject({ code: 0, err: "" });
    const read = ReportJson.parse(JSON.parse(ended.out));
    expect(read).toMatchObject({ organ: { name: organ, kind: "subdistrict" }, year: 2025, form: "2021" });
    expect(Object.keys(read.cells)).toEqual(cellIds);
    expect(read.cells["requests.received.total"]).toBe(4);
    expect(read.sections.map(({ number }) => number).join("")).toBe("一二三四五六");
  });

  test("a cell without a figure is null, not 0", async () => {
    const folder = freshFolder();
    const facts = clean();
    put(folder, "a.docx", await docxOf(withoutLicensing(facts)));
    const read = ReportJson.parse(JSON.parse((await runToEnd(["read", "a.docx", "--json"], folder)).out));
    expect(read.cells["disclosure.licensing"]).toBeNull();
  });
});

describe("read --facts", () => {
  test("gives a FACTS file with the figures and words of the report, and check finds the same in it", async () => {
    const folder = freshFolder();
    put(folder, "a.docx", await docxOf(clean()));
    const ended = await runToEnd(["read", "a.docx", "--facts"], folder);
    expect(ended.code).toBe(0);
    const facts = FactsFile.parse(JSON.parse(ended.out));
    expect(facts).toMatchObject({ year: 2025, organ: { name: organ, kind: "subdistrict" } });
    expect(Object.keys(facts.cells)).toHaveLength(200);
    expect(facts.text?.overview?.supervision).toContain("培训2次");
    expect(facts.text?.other?.fee).toContain("信息处理费");
    put(folder, "f.json", ended.out);
    expect((await runToEnd(["check", "f.json"], folder)).code).toBe(0);
  });

  test("leaves out what is not a figure, and needs a unit and a year", async () => {
    const folder = freshFolder();
    const facts = clean();
    put(folder, "a.docx", await docxOf(withoutLicensing(facts)));
    const read = FactsFile.parse(JSON.parse((await runToEnd(["read", "a.docx", "--facts"], folder)).out));
    expect(read.cells).not.toHaveProperty("disclosure.licensing");
    put(
      folder,
      "b.txt",
      "一、总体情况\n做了工作。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n",
    );
    const ended = await runToEnd(["read", "b.txt", "--facts"], folder);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toMatch(/单位名称和年份/);
  });
});

describe("read for people", () => {
  test("shows title, sections and three aligned tables, and names what is not a figure", async () => {
    const folder = freshFolder();
    const facts = clean();
    put(folder, "a.docx", await docxOf(withoutLicensing(facts)));
    const { out } = await runToEnd(["read", "a.docx"], folder);
    expect(out).toContain(`${organ}2025年政府信息公开工作年度报告`);
    expect(out).toContain("没有填数的格，共1格：表二“行政许可”");
    const rows = out
      .split("\n")
      .filter((line) => /^ {2}.* {2}\d+$/.test(line) && /·|本年新收|结转/.test(line));
    expect(rows).toHaveLength(22);
    expect(new Set(rows.map((row) => widthOf(row))).size).toBe(1);
  });
});

test.each([[["read"]], [["read", "a", "b"]], [["read", "a", "--json", "--facts"]], [["read", "none.docx"]]])(
  "%j ends with 2 and one Chinese line",
  async (args) => {
    const ended = await runToEnd(args, freshFolder());
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err.trim().split("\n")).toHaveLength(1);
    expect(ended.err).toMatch(/[\u4e00-\u9fff]/);
  },
);

const folder = reportsFolder();
if (folder !== undefined) {
  const files = publishedFiles(folder).filter(({ file }) => readdirSync(folder).includes(file));
  test.each(files.map(({ file }) => file))("no wrong cell in %s, and its FACTS are valid", async (file) => {
    const { out } = await runToEnd(["read", join(folder, file), "--json"], freshFolder());
    const read = ReportJson.parse(JSON.parse(out));
    const truth = files.find((published) => published.file === file)?.truth;
    if (truth === undefined) throw new Error("every file has its cells");
    const cells = new Map<CellId, PrintedCell>();
    for (const id of cellIds) {
      const value = read.cells[id];
      if (id in read.unreadable) cells.set(id, { kind: "unreadable", raw: "" });
      else if (value !== undefined)
        cells.set(id, value === null ? { kind: "blank", raw: "" } : { kind: "number", value });
    }
    expect(
      compareCells(truth, {
        title: "",
        organ: null,
        year: null,
        form: null,
        cells,
        preamble: "",
        sections: [],
        oddities: [],
      }).wrong,
    ).toEqual([]);
    if (read.organ === null || read.year === null) return;
    const facts = await runToEnd(["read", join(folder, file), "--facts"], freshFolder());
    expect(FactsFile.safeParse(JSON.parse(facts.out)).success).toBe(true);
  });
}
