import { describe, expect, test } from "vitest";
import { docxBlocks } from "../../src/reading/docx.ts";
import { Numbering } from "../../src/reading/docx/numbering.ts";
import { Styles } from "../../src/reading/docx/styles.ts";
import { blocksOf } from "../../src/reading/docx/wordprocessing.ts";
import type { Block } from "../../src/reading/blocks.ts";
import { documentXml, packaged, paragraphXml } from "./packaged.ts";

const read = (body: string): Block[] => blocksOf(documentXml(body));
const texts = (body: string): string[] =>
  read(body).map((block) => (block.kind === "paragraph" ? block.text : "table"));
const cell = (text: string, properties = ""): string =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraphXml(text)}</w:tc>`;
const rowsOf = (body: string): string[][] => {
  const [table] = read(`<w:tbl>${body}</w:tbl>`);
  return table?.kind === "table" ? table.rows.map((row) => row.map(({ text }) => text)) : [];
};

describe("text", () => {
  test.each([
    ["runs are joined", "<w:p><w:r><w:t>一、</w:t></w:r><w:r><w:t>总体情况</w:t></w:r></w:p>", "一、总体情况"],
    ["tabs and breaks are kept", "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>", "甲\t乙\n丙"],
    ["inserted text counts, deleted text does not", "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del></w:p>", "新"],
    ["moved text counts once", "<w:p><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移</w:t></w:r></w:moveTo></w:p>", "移"],
    ["field codes do not count, their results do", '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>', "3"],
    ["hidden text does not count", "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>显</w:t></w:r></w:p>", "显"],
    ["text boxes do not count", "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict><w:t>文</w:t></w:r></w:p>", "文"],
    ["links and content controls are transparent", "<w:sdt><w:sdtContent><w:p><w:hyperlink><w:r><w:t>网站</w:t></w:r></w:hyperlink></w:p></w:sdtContent></w:sdt>", "网站"],
    ["a mark of a deleted paragraph end is no deletion", "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>在</w:t></w:r></w:p>", "在"],
    ["a paragraph whose end was deleted goes on in the next", "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>收到</w:t></w:r></w:p><w:p><w:r><w:t>3件</w:t></w:r></w:p>", "收到3件"],
    ["a paragraph deleted with its end is not there", "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p><w:p><w:r><w:t>新</w:t></w:r></w:p>", "新"],
    ["what a content control shows before anything is typed is no text", "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处输入</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>文</w:t></w:r></w:p>", "文"],
    ["properties as they were before a change do not count", '<w:p><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>文</w:t></w:r></w:p>', "文"],
    ["characters that cannot be seen are not there", "<w:p><w:r><w:t>3\u200b件\u00ad</w:t></w:r></w:p>", "3件"],
    ["white space between elements is none", "<w:p>\n  <w:r>\n <w:t>字</w:t>\n</w:r>\n</w:p>", "字"],
  ])("%s", (_, body, text) => {
    expect(texts(body)).toEqual([text]);
  }); // prettier-ignore

  test("any prefix of the namespace will do", () => {
    const xml = documentXml(paragraphXml("报告")).replaceAll("w:", "ns0:").replace("xmlns:w", "xmlns:ns0");
    expect(blocksOf(xml)).toEqual([{ kind: "paragraph", text: "报告" }]);
  });
});

describe("tables", () => {
  test("a merged cell stands at every place it covers, as the same cell", () => {
    const [table] = read(
      `<w:tbl><w:tr>${cell("甲", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>')}${cell("1")}</w:tr>` +
        `<w:tr>${cell("", '<w:gridSpan w:val="2"/><w:vMerge/>')}${cell("2")}</w:tr></w:tbl>`,
    );
    const rows = table?.kind === "table" ? table.rows : [];
    expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
      ["甲", "甲", "1"],
      ["甲", "甲", "2"],
    ]);
    expect(rows[1]?.[1]).toBe(rows[0]?.[0]);
  });

  test("a deleted row is not there, columns before a row are empty cells", () => {
    expect(
      rowsOf(
        `<w:tr><w:trPr><w:del/></w:trPr>${cell("旧")}</w:tr><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>${cell("新")}</w:tr>`,
      ),
    ).toEqual([["", "新"]]);
  });

  test("a hidden row is not there", () => {
    const hidden = `<w:tr><w:trPr><w:hidden/></w:trPr>${cell("藏")}${cell("1")}</w:tr>`;
    expect(rowsOf(`${hidden}<w:tr>${cell("见")}${cell("2")}</w:tr>`)).toEqual([["见", "2"]]);
  });

  test("paragraphs of a cell are its lines, a table inside a cell is its text", () => {
    const inner = `<w:tbl><w:tr>${cell("内")}</w:tr></w:tbl>`;
    const outer = `<w:tc>${paragraphXml("上")}${paragraphXml("下")}${inner}</w:tc>`;
    expect(rowsOf(`<w:tr>${outer}${cell("1")}</w:tr>`)).toEqual([["上\n下\n内", "1"]]);
  });

  test("a table that only places text on the page is no table, one inside it is", () => {
    const inner = `<w:tbl><w:tr>${cell("规章")}${cell("1")}</w:tr></w:tbl>`;
    const place = `<w:tbl><w:tr>${cell("边")}<w:tc>${paragraphXml("上")}${inner}${paragraphXml("下")}</w:tc></w:tr></w:tbl>`;
    expect(texts(place)).toEqual(["边", "上", "table", "下"]);
    expect(texts(`<w:tbl><w:tr>${cell("框里的话")}</w:tr></w:tbl>`)).toEqual(["框里的话"]);
  });

  test("an absurd span neither hangs nor is believed", () => {
    expect(() => rowsOf(`<w:tr>${cell("1", '<w:gridSpan w:val="999999999"/>')}${cell("2")}</w:tr>`)).toThrow(
      "已损坏",
    );
    expect(rowsOf(`<w:tr>${cell("1", '<w:gridSpan w:val="-3"/>')}${cell("2")}</w:tr>`)).toEqual([["1", "2"]]);
  });
});

describe("lines of a table", () => {
  const rows = `<w:tr>${cell("规章")}${cell("1")}${cell("2")}</w:tr>`;
  const styles = new Styles(
    '<w:styles><w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/></w:style>' +
      '<w:style w:type="table" w:styleId="a3"><w:name w:val="Table Grid"/><w:basedOn w:val="a1"/><w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr></w:style>' +
      '<w:style w:type="table" w:styleId="a4"><w:name w:val="我的表格"/><w:basedOn w:val="a3"/></w:style></w:styles>',
  );
  const odd = (properties: string, body = rows): readonly string[] => {
    const [table] = blocksOf(documentXml(`<w:tbl><w:tblPr>${properties}</w:tblPr>${body}</w:tbl>`), {
      styles,
    });
    return table?.kind === "table" ? (table.odd ?? []) : ["no table"];
  };
  const lined = cell("1", '<w:tcBorders><w:bottom w:val="single"/></w:tcBorders>');
  test.each<[string, string, string | undefined, readonly string[]]>([
    ["none at all", "", undefined, ["no borders"]],
    ["named as none", '<w:tblBorders><w:top w:val="none"/><w:insideH w:val="nil"/></w:tblBorders>', undefined, ["no borders"]],
    ["its own", '<w:tblBorders><w:top w:val="none"/><w:insideH w:val="dotted"/></w:tblBorders>', undefined, []],
    ["those of one cell", "", `<w:tr>${cell("规章")}${cell("2")}${lined}</w:tr>`, []],
    ["a style without lines", '<w:tblStyle w:val="a1"/>', undefined, ["no borders"]],
    ["a style with lines", '<w:tblStyle w:val="a3"/>', undefined, []],
    ["a style on one with lines", '<w:tblStyle w:val="a4"/>', undefined, []],
    ["a style nobody knows", '<w:tblStyle w:val="a9"/>', undefined, []],
    ["a table without figures", "", `<w:tr>${cell("规章")}${cell("")}</w:tr>`, []],
  ])("%s", (_, properties, body, expected) => {
    expect(odd(properties, body)).toEqual(expected);
  }); // prettier-ignore
});

describe("levels and numbers of headings", () => {
  const styles = new Styles(
    '<w:styles><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>' +
      '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="公文标题"/><w:basedOn w:val="1"/></w:style>' +
      '<w:style w:type="paragraph" w:styleId="b2"><w:name w:val="标题 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style>' +
      '<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>' +
      '<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style></w:styles>',
  );
  const level = (depth: number, format: string, shown: string): string =>
    `<w:lvl w:ilvl="${depth}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${shown}"/></w:lvl>`;
  const lists =
    `<w:numbering><w:abstractNum w:abstractNumId="3">${level(0, "chineseCountingThousand", "%1、")}${level(1, "chineseCounting", "（%2）")}${level(2, "decimal", "%3.")}</w:abstractNum>` +
    `<w:abstractNum w:abstractNumId="4">${level(0, "bullet", "●")}</w:abstractNum>` +
    '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="4"/></w:num>' +
    '<w:num w:numId="9"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="11"/></w:lvlOverride></w:num></w:numbering>';
  const paragraph = (properties: string, text: string): string =>
    `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
  const numbered = (depth: number, text: string, list = 7): string =>
    paragraph(`<w:numPr><w:ilvl w:val="${depth}"/><w:numId w:val="${list}"/></w:numPr>`, text);
  const blocks = (body: string): Block[] =>
    blocksOf(documentXml(body), { styles, numbering: new Numbering(lists) });

  test("levels come from the paragraph, its style and what that is based on", () => {
    const styled = (id: string): string => paragraph(`<w:pStyle w:val="${id}"/>`, "节");
    const found = blocks(
      styled("1") + styled("own") + styled("b2") + styled("loop") + styled("none") +
        paragraph('<w:pStyle w:val="1"/><w:outlineLvl w:val="2"/>', "节") + paragraph('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', "节"),
    ); // prettier-ignore
    expect(found.map((block) => (block.kind === "paragraph" ? block.level : -1))).toEqual([1, 1, 2, undefined, undefined, 3, undefined]); // prettier-ignore
  });

  test("numbers that Word puts in front are printed, and count as Word counts", () => {
    const found = blocks(
      [numbered(0, "总体情况"), numbered(1, "主动公开"), numbered(1, "依申请公开"), numbered(2, "条目"), numbered(0, "主动公开政府信息情况")].join("") +
        paragraph('<w:pStyle w:val="b2"/>', "从样式来的") + numbered(0, "项目", 8) + numbered(0, "另起", 9) + numbered(0, "再来", 9) + numbered(0, "没有", 0),
    ); // prettier-ignore
    expect(found.map((block) => (block.kind === "paragraph" ? block.text : ""))).toEqual(["一、总体情况", "（一）主动公开", "（二）依申请公开", "1.条目", "二、主动公开政府信息情况", "（一）从样式来的", "项目", "十一、另起", "十二、再来", "没有"]); // prettier-ignore
  });

  test("a number is never put before a figure or an empty cell", () => {
    const [table] = blocks(`<w:tbl><w:tr>${["规章", "5", ""].map((text) => `<w:tc>${numbered(2, text)}</w:tc>`).join("")}</w:tr></w:tbl>`); // prettier-ignore
    expect(table?.kind === "table" ? table.rows[0]?.map(({ text }) => text) : []).toEqual([
      "1.规章",
      "5",
      "",
    ]);
  });

  test("lines of a table of contents are left out", () => {
    expect(blocks(paragraph('<w:pStyle w:val="toc"/>', "一、总体情况 1") + paragraph("", "文"))).toEqual([{ kind: "paragraph", text: "文" }]); // prettier-ignore
  });
});

test("text boxes count where a document has no other text", () => {
  const box = `<w:p><w:r><w:pict><w:txbxContent>${paragraphXml("一、总体情况")}</w:txbxContent></w:pict></w:r></w:p>`;
  const read = (body: string): Block[] => docxBlocks(packaged({ "word/document.xml": documentXml(body) }));
  expect(read(box)[0]).toEqual({ kind: "paragraph", text: "一、总体情况" });
  expect(read(box + paragraphXml("文")).map((block) => (block.kind === "paragraph" ? block.text : ""))).toEqual(["", "文"]); // prettier-ignore
});

test("a document by the strict form of the standard is read", () => {
  const strict = documentXml(paragraphXml("一、总体情况")).replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"); // prettier-ignore
  const relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="word/document.xml"/></Relationships>'; // prettier-ignore
  expect(docxBlocks(packaged({ "_rels/.rels": relations, "word/document.xml": strict }))).toEqual([{ kind: "paragraph", text: "一、总体情况" }]); // prettier-ignore
});

test("damaged styles do not keep the text from being read", () => {
  const bytes = packaged({ "word/document.xml": documentXml(paragraphXml("文")), "word/styles.xml": Uint8Array.of(0xff, 0x3c) }); // prettier-ignore
  expect(docxBlocks(bytes)).toEqual([{ kind: "paragraph", text: "文" }]);
});

test("a document of more paragraphs or cells than any report has is too big", () => {
  expect(() => read(paragraphXml("一、总体情况").repeat(20_002))).toThrow("太大");
  expect(() => rowsOf(`<w:tr>${cell("0").repeat(10)}</w:tr>`.repeat(2_001))).toThrow("太大");
});

test("XML that is not well-formed, and entities that are not defined, are damage", () => {
  expect(() => blocksOf("<w:document><w:body>")).toThrow("已损坏");
  const bomb = `<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${documentXml(paragraphXml("&b;")).slice(38)}`;
  expect(() => blocksOf(bomb)).toThrow("已损坏");
});
