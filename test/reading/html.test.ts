import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { align } from "../../src/reading/align.ts";
import type { Block } from "../../src/reading/blocks.ts";
import { htmlBlocks } from "../../src/reading/html.ts";
import { cellIds, sections } from "../../src/report/form.ts";
import { balancedCells, zeroCellsBut } from "../support/balanced.ts";
import { figureText, htmlReport, htmlTable, printedCells, testTexts, testTitle } from "./written.ts";
import { tableWith } from "./tables.ts";
import { work } from "../support/work.ts";

const texts = (html: string): string[] =>
  htmlBlocks(html).map((block) =>
    block.kind === "paragraph" ? block.text : `[${block.rows.map((row) => row.map(({ text }) => text).join("|")).join("/")}]`,
  ); // prettier-ignore
const table = (html: string): string[][] => {
  const found = htmlBlocks(html).find((block) => block.kind === "table");
  return found?.kind === "table" ? found.rows.map((row) => row.map(({ text }) => text)) : [];
};

describe("text of a page", () => {
  test.each<[string, string, string[]]>([
    ["blocks are paragraphs", "<div>甲<p>乙</p>丙</div>丁", ["甲", "乙", "丙", "丁"]],
    ["inline marks are none", "<p>一、<b>总体</b><span>情况</span></p>", ["一、总体情况"]],
    ["<br> is a line", "<p>上<br>下<br/>底</p>", ["上", "下", "底"]],
    ["blanks of the source are one", "<p>  收到   12 \t 件 </p>", ["收到 12 件"]],
    ["a line end between characters is no blank", "<p>根据《条例》\n  编制，\n本报告</p>", ["根据《条例》编制，本报告"]],
    ["a line end between words is one", "<p>国办函 \nNo 5</p>", ["国办函 No 5"]],
    ["a line end in <pre> is a line", "<pre>一\n二</pre>", ["一", "二"]],
    ["entities are characters", "<p>&ldquo;A&amp;B&rdquo;&#12289;&#x4e00;</p>", ["“A&B”、一"]],
    ["&nbsp; is a blank", "<p>&nbsp;&nbsp;收&nbsp;到</p>", ["收 到"]],
    ["what cannot be seen is not read", "<p>收​到﻿12­件</p>", ["收到12件"]],
    ["scripts, styles and menus are no text", "<style>p{}</style><script>if(a<b)</script><nav>首页</nav><p>文</p>", ["文"]],
    ["what is hidden is no text", '<p style="DISPLAY : none">藏</p><p hidden>藏</p><p>显<span style="mso-hide:all">藏</span></p>', ["显"]],
    ["deleted text is no text", "<p>新<del>旧</del></p>", ["新"]],
    ["comments are no text", "<!-- 甲 --><p>乙<!--[if gte mso 9]><xml>丙</xml><![endif]--></p>", ["乙"]],
    ["numbers of Word's lists are text", "<p><![if !supportLists]><span>一、<span>&nbsp;</span></span><![endif]>总体情况</p>", ["一、 总体情况"]],
    ["tags left open end by themselves", "<p>甲<p>乙<font><p>丙", ["甲", "乙", "丙"]],
    ["an empty page has nothing", "<html><body></body></html>", []],
  ])("%s", (_, html, expected) => {
    expect(texts(html)).toEqual(expected);
  }); // prettier-ignore

  test("headings have their level", () => {
    expect(htmlBlocks("<h1>题</h1><h3><span>节</span></h3><p>文</p>")).toEqual([
      { kind: "paragraph", text: "题", level: 1 },
      { kind: "paragraph", text: "节", level: 3 },
      { kind: "paragraph", text: "文" },
    ] satisfies Block[]);
  });
});

describe("tables of a page", () => {
  test.each<[string, string, string[][]]>([
    ["spans cover their places", '<tr><td rowspan=2 colspan=2>甲<td>1<tr><td>2', [["甲", "甲", "1"], ["甲", "甲", "2"]]],
    ["a span of 0 rows covers all that are left of its group", '<tbody><tr><td rowspan=0>甲<td>1<tr><td>2</tbody><tbody><tr><td>乙<td>3', [["甲", "1"], ["甲", "2"], ["乙", "3"]]],
    ["a span beyond the table ends with it", '<tr><td rowspan=65000>甲<td>1<tr><td>2', [["甲", "1"], ["甲", "2"]]],
    ["a span that is no number is one place", '<tr><td rowspan="x" colspan="-3">甲<td>1', [["甲", "1"]]],
    ["a span runs up to what covers the place already", '<tr><td>1<td rowspan=2>甲<tr><td colspan=3>乙', [["1", "甲"], ["乙", "甲"]]],
    ["an empty row takes its place under a span and is no row", '<tr><td rowspan=3>甲<td>1<tr></tr><tr><td>2<tr><td>乙<td>3', [["甲", "1"], ["甲", "2"], ["乙", "3"]]],
    ["cells without a row, and rows without their end, are read", '<td>甲<td>1<tr><td>乙<td>2', [["甲", "1"], ["乙", "2"]]],
    ["lines of a cell are its lines", '<tr><td><p>商业</p><p>企业</p><td>1<br>2', [["商业\n企业", "1\n2"]]],
    ["a small table inside a cell is its text", '<tr><td><table><tr><td>甲</table><td>1', [["甲", "1"]]],
    ["the row without height that Word puts last is no row", "<tr><td>甲<td>1</tr><![if !supportMisalignedColumns]><tr height=0><td width=9></td><td></td></tr><![endif]>", [["甲", "1"]]],
    ["a hidden row is no row", '<tr><td>甲<td>1</tr><tr style="display:none"><td>藏<td>2</tr>', [["甲", "1"]]],
  ])("%s", (_, rows, expected) => {
    expect(table(`<table>${rows}</table>`)).toEqual(expected);
  }); // prettier-ignore

  test("a merged cell is the same cell at every place it covers", () => {
    const [block] = htmlBlocks("<table><tr><td rowspan=2>甲<td>1<tr><td>2</table>");
    const rows = block?.kind === "table" ? block.rows : [];
    expect(rows[1]?.[0]).toBe(rows[0]?.[0]);
    expect(rows[1]?.[1]).not.toBe(rows[0]?.[1]);
  });

  test("a table that was never ended keeps its figures, and so does the one after it", () => {
    const rows = (name: string): string => [1, 2, 3, 4, 5].map((n) => `<tr><td>${name}${n}<td>${n}`).join("");
    expect(texts(`<table>${rows("甲")}<p>三、收到</p><table>${rows("乙")}</table>`)).toEqual([
      "[甲1|1/甲2|2/甲3|3/甲4|4/甲5|5\n三、收到\n乙1\n1\n乙2\n2\n乙3\n3\n乙4\n4\n乙5\n5]", "5", "三、收到", "[乙1|1/乙2|2/乙3|3/乙4|4/乙5|5]",
    ]); // prettier-ignore
  });

  test("an absurd span neither hangs nor takes memory", () => {
    const rows = table(
      `<table><tr><td colspan=999999999 rowspan=999999999>甲</td><td>1</td></tr><tr><td>2</table>`,
    );
    expect(rows[0]).toHaveLength(200);
  });

  test("tables that only place things on the page are no tables", () => {
    const inner = "<table><tr><td>规章<td>1</tr></table>";
    expect(texts(`<table><tr><td>左栏</td><td><table><tr><td><p>题</p>${inner}<p>文</p></table></td></tr></table>`)).toEqual(["左栏", "题", "[规章|1]", "文"]); // prettier-ignore
    expect(texts("<table><tr><td>题</td></tr><tr><td>文</td></tr></table>")).toEqual(["题", "文"]);
    expect(
      texts(`<table><tr><td>主动公开</td><td>${"公开政府信息。".repeat(40)}</td></tr></table>`),
    ).toHaveLength(2);
  });
});

describe("the report within a page", () => {
  const figures = figureText(zeroCellsBut({ "requests.received.person": 3, "requests.granted.person": 3 }));
  const report = htmlReport(figures).replace(/<\/?(?:html|body)>/g, "");
  const read = (html: string) => align(htmlBlocks(html));
  const plain = read(report);

  test("a page with nothing around it", () => {
    expect(plain.title).toBe(testTitle);
    expect(plain.sections.map(({ heading }) => heading)).toEqual(sections.map(({ heading }) => heading));
    expect(plain.sections[0]?.text).toBe(testTexts["overview"]?.join("\n"));
  });

  const path = "<div>当前位置：首页 &gt; 政务公开 &gt; 政府信息公开年报</div>";
  const menu =
    "<ul><li>政府信息公开指南<li>政府信息公开制度<li>法定主动公开内容<li>政府信息公开年报<li>依申请公开</ul>";
  const dates = "<div>发布日期：2026-01-20 来源：办公室 浏览次数：12 字体：[大 中 小]</div>";
  const foot =
    "<div>【打印本页】【关闭窗口】</div><p>上一篇：某街道2025年政府信息公开工作年度报告</p><p>下一篇：没有了</p><div>主办：青河市人民政府 网站标识码：1234567890</div><div>青ICP备12345678号</div>";
  const body = report.replace(/<h1>.*<\/h1>/, "");
  test.each<[string, string]>([
    ["menus above and a foot below, in one row", `${menu}${path}${report}${foot}`],
    ["the article in a part of its own", `<div>${menu}${path}</div><div><div>${report}</div></div><div>${foot}<p>友情链接</p></div>`],
    ["the title outside the article", `<div>${menu}${path}</div><h2>${testTitle}</h2>${dates}<div id=zoom>${body}</div>${foot}`],
    ["the title in two paragraphs outside the article", `${menu}<p>青河市柳林街道办事处</p><p>2025年政府信息公开工作年度报告</p><div>${body}</div>${foot}`],
    ["the title of the window only", `<head><title>${testTitle}-青河市人民政府</title></head>${menu}<div>${body}</div>`],
    ["all in tables that place things", `<table><tr><td>${menu}</td><td><table><tr><td>${path}</td></tr><tr><td>${report}</td></tr></table></td></tr><tr><td colspan=2>${foot}</td></tr></table>`],
    ["all in nested containers", `${"<div>".repeat(50)}${report}${"</div>".repeat(50)}${foot}`],
  ])("%s", (_, html) => {
    const found = read(html);
    expect(found.title).toBe(testTitle);
    expect(found.organ).toEqual(plain.organ);
    expect(found.year).toBe(2025);
    expect(found.cells).toEqual(plain.cells);
    expect(found.sections.map(({ heading, text }) => [heading, text])).toEqual(plain.sections.map(({ heading, text }) => [heading, text]));
  }); // prettier-ignore

  test("one part with line breaks only", () => {
    const lines = [
      "青河市柳林街道办事处",
      testTitle.slice(10),
      ...sections.flatMap(({ heading }) => [heading, "文字。"]),
    ].join("<br>");
    const found = read(`<title>${testTitle}-网站</title>${menu}<div>${lines}</div>${foot}`);
    expect(found.preamble).toBe("");
    expect(found.title).toBe(testTitle);
    expect(found.sections.map(({ text }) => text)).toEqual(sections.map(() => "文字。"));
  });
});

test("random tables are read back from a page, with spans and with empty cells in their places", () => {
  fc.assert(
    fc.property(balancedCells({ regulations: true }), fc.boolean(), (cells, spans) => {
      expect(align(htmlBlocks(htmlReport(figureText(cells), spans))).cells).toEqual(printedCells(cells));
    }),
    { numRuns: 100 },
  );
});

test("random figures, blanks among them, are read back from a page", () => {
  const figure = fc.oneof(fc.nat(99_999).map(String), fc.constantFrom("", "/", "—", "0"));
  fc.assert(
    fc.property(fc.array(figure, { minLength: cellIds.length, maxLength: cellIds.length }), (list) => {
      const figures = new Map(cellIds.map((cell, index) => [cell, list[index] ?? ""]));
      const html = (["disclosure", "requests", "disputes"] as const)
        .map((id) =>
          htmlTable(
            tableWith(id, (cell) => figures.get(cell) ?? ""),
            true,
          ),
        )
        .join("");
      const { cells } = align(htmlBlocks(html));
      expect(cells.size).toBe(cellIds.length);
      for (const [cell, text] of figures) {
        const expected = /\d/.test(text)
          ? { kind: "number", value: Number(text) }
          : { kind: "blank", raw: text };
        expect(cells.get(cell)).toEqual(expected);
      }
    }),
    { numRuns: 50 },
  );
});

describe("pages far beyond any report", () => {
  test.each<[string, string]>([
    ["100,000 parts in each other", "<div>".repeat(100_000)],
    ["100,000 tables in each other", "<table><tr><td>".repeat(100_000)],
    ["100,000 paragraphs", "<p>文</p>".repeat(100_000)],
    ["a million tags that end nothing", "</b><i>".repeat(500_000)],
    ["30,000 cells", `<table>${"<tr><td>1<td>2".repeat(15_000)}</table>`],
  ])("%s are refused at once", (_, html) => {
    const start = work();
    expect(() => htmlBlocks(html)).toThrow("太大");
    expect(work() - start).toBeLessThan(1500);
  });

  test("10,000 merged cells are read", () => {
    const rows = "<tr><td colspan=2 rowspan=2>1</td><td>2</td></tr><tr><td>3</td></tr>".repeat(5_000);
    expect(table(`<table>${rows}</table>`)).toHaveLength(10_000);
  });
});
