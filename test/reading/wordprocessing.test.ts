import { describe, expect, test } from "vitest";
import { blocksOf } from "../../src/reading/docx/wordprocessing.ts";
import type { Block } from "../../src/reading/blocks.ts";
import { documentXml, paragraphXml } from "./packaged.ts";

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

  test("paragraphs of a cell are its lines, a table inside a cell is its text", () => {
    const inner = `<w:tbl><w:tr>${cell("内")}</w:tr></w:tbl>`;
    expect(rowsOf(`<w:tr><w:tc>${paragraphXml("上")}${paragraphXml("下")}${inner}</w:tc></w:tr>`)).toEqual([
      ["上\n下\n内"],
    ]);
  });

  test("an absurd span neither hangs nor is believed", () => {
    expect(() => rowsOf(`<w:tr>${cell("1", '<w:gridSpan w:val="999999999"/>')}${cell("2")}</w:tr>`)).toThrow(
      "已损坏",
    );
    expect(rowsOf(`<w:tr>${cell("1", '<w:gridSpan w:val="-3"/>')}${cell("2")}</w:tr>`)).toEqual([["1", "2"]]);
  });
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
