import { readFileSync } from "node:fs";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { toDocx } from "../../src/document/docx.ts";
import { formatOf } from "../../src/reading/format.ts";
import { readReport } from "../../src/reading/read.ts";
import { sections } from "../../src/report/form.ts";
import { compareCells, publishedFiles } from "../accuracy/cells.ts";
import { completeReport, zeroCellsBut } from "../support/balanced.ts";
import { oleFile } from "./oleFile.ts";
import { packaged } from "./packaged.ts";
import { figureText, htmlReport, printedCells, sheetReport, testTitle, textReport } from "./written.ts";

const cells = zeroCellsBut({
  "requests.received.person": 3,
  "requests.granted.person": 3,
  "disclosure.fees": 1.5,
});
const page = htmlReport(figureText(cells));
const text = textReport(figureText(cells));
const utf8 = (words: string): Uint8Array => new TextEncoder().encode(words);
const utf16 = (words: string, order: "le" | "be", mark: boolean): Uint8Array => {
  const little = Buffer.from(`${mark ? "\uFEFF" : ""}${words}`, "utf16le");
  return new Uint8Array(order === "le" ? little : little.swap16());
};

/** GB18030 by turning the built-in decoder round: every pair of bytes, once. */
const gbk = ((): ((words: string) => Uint8Array) => {
  const bytes = new Map<string, readonly number[]>();
  const decoder = new TextDecoder("gb18030");
  for (let high = 0x81; high < 0xff; high++)
    for (let low = 0x40; low < 0xff; low++) bytes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  return (words) =>
    Uint8Array.from(
      [...words].flatMap((character) => {
        const known = bytes.get(character) ?? [character.charCodeAt(0)];
        if (known.some((byte) => byte > 0xff)) throw new Error(`${character} is not in GBK`);
        return known;
      }),
    );
})();

describe("the kind of a file is told by its content", async () => {
  const docx = await toDocx(completeReport());
  test.each<[string, Uint8Array, string]>([
    ["a .docx", docx, "docx"],
    ["an .xlsx", sheetReport(figureText(cells)), "xlsx"],
    ["an .xls", sheetReport(figureText(cells), "biff8"), "xlsx"],
    ["a .doc", oleFile(["WordDocument", "1Table"]), "doc"],
    ["a .doc with a sheet in it", oleFile(["Workbook", "WordDocument"]), "doc"],
    ["a PDF", utf8("%PDF-1.7\n"), "pdf"],
    ["a PDF behind other bytes", new Uint8Array([...new Uint8Array(900).fill(10), ...utf8("%PDF-1.4")]), "pdf"],
    ["a page", utf8(page), "html"],
    ["a page behind a mark, blanks and comments", utf8(`\uFEFF \n<!-- a --><!-- b -->\n<!DOCTYPE html>${page}`), "html"],
    ["XHTML", utf8(`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>年报</p></body></html>`), "html"],
    ["a part of a page", utf8("<p>一、总体情况</p><p>文</p>"), "html"],
    ["a page that begins with words", utf8(`年报 ${page}`), "html"],
    ["text", utf8(text), "text"],
    ["text with a few tags and comparisons", utf8("一、总体情况\n全年 <5 件，a<b>c，<br>\n"), "text"],
    ["markdown", utf8(`# ${testTitle}\n\n## 一、总体情况\n`), "text"],
    ["text in UTF-16 without a mark", utf16(text, "le", false), "text"],
    ["a page in UTF-16", utf16(page, "be", true), "html"],
  ])("%s", (_, bytes, format) => {
    expect(formatOf(bytes)).toBe(format);
  }); // prettier-ignore
});

describe("a report is read whatever its kind and encoding", () => {
  test.each<[string, Uint8Array]>([
    ["page, UTF-8", utf8(page)],
    ["page, UTF-8 that says it is GBK", utf8(`<meta charset="gbk">${page}`)],
    ["page, GBK", gbk(page)],
    ["page, GBK that says so", gbk(`<meta http-equiv="Content-Type" content="text/html; charset=gb2312">${page}`)],
    ["page, GBK that says it is UTF-8", gbk(`<meta charset="utf-8">${page}`)],
    ["page, UTF-16 with a mark", utf16(page, "le", true)],
    ["page, UTF-16 without a mark", utf16(page, "be", false)],
    ["text, UTF-8", utf8(text)],
    ["text, UTF-8 with a mark", utf8(`\uFEFF${text}`)],
    ["text, GBK", gbk(text)],
    ["text, UTF-16 LE with a mark", utf16(text, "le", true)],
    ["text, UTF-16 BE with a mark", utf16(text, "be", true)],
    ["text, UTF-16 LE without a mark", utf16(text, "le", false)],
    ["text, UTF-16 BE without a mark", utf16(text, "be", false)],
    ["text with NUL bytes", utf8(text.replaceAll("公开", "公\0开"))],
    ["text with one broken character", Uint8Array.from([...utf8(text), 0xe4, 0xb8])],
    ["sheet", sheetReport(figureText(cells))],
    ["old sheet", sheetReport(figureText(cells), "biff8")],
  ])("%s", async (_, bytes) => {
    const report = await readReport(bytes);
    expect(report.title).toBe(testTitle);
    expect(report.cells).toEqual(printedCells(cells));
    expect(report.sections.map(({ heading }) => heading)).toEqual(sections.map(({ heading }) => heading));
  }); // prettier-ignore

  test("a zip's backslashes and order do not matter", async () => {
    const docx = await toDocx(completeReport());
    expect((await readReport(docx)).cells.size).toBe(200);
    expect(formatOf(packaged({ "word\\document.xml": "<w/>" }))).toBe("docx");
    expect(() => formatOf(zipSync({ "年报.docx": docx }))).toThrow("解压");
  });
});

describe("a bad report is a report", () => {
  test.each<[string, string]>([
    ["a title and some text", "某街道2025年政府信息公开工作年度报告\n今年工作开展得很好。"],
    ["two sections", "一、总体情况\n很好。\n二、主动公开政府信息情况\n没有。"],
  ])("%s", async (_, words) => {
    expect((await readReport(utf8(words))).cells.size).toBe(0);
  });
});

const folder = process.env["NIANBAO_REPORTS"];
if (folder === undefined) {
  process.stdout.write("NIANBAO_REPORTS is not set: no published page or .docx is read.\n");
} else {
  const files = publishedFiles(folder).filter(({ file }) => /\.(?:html|docx)$/.test(file));
  test.each(files.map((file) => [file.file, file] as const))(
    "%s prints the cells and the year it is known to print",
    async (_, { path, truth }) => {
      const report = await readReport(readFileSync(path));
      expect(compareCells(truth, report)).toEqual({ right: 200, unreadable: [], wrong: [], lost: [] });
      expect(report.year).toBe(truth.year);
      expect(report.form).toBe(truth.form);
      if (truth.organ.name !== null) expect(report.organ?.name).toBe(truth.organ.name);
    },
  );
}
