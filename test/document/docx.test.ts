import { describe, expect, test } from "vitest";
import { toDocx } from "../../src/document/docx.ts";
import { grids, sections, tableIds, type CellId } from "../../src/report/form.ts";
import type { Grid } from "../../src/report/vocabulary.ts";
import type { WrittenReport } from "../../src/report/written.ts";
import { completeReport } from "../support/balanced.ts";
import { elements, partsOf, placesOf, type FoundPlace } from "./parts.ts";

const clean = completeReport();
const remarked: WrittenReport = {
  ...clean,
  titleRemarks: ["请核对单位全称。"],
  preamble: clean.preamble.map((paragraph, index) =>
    index === 0 ? { ...paragraph, remarks: ["第一处。", "第二处 <&>。"] } : paragraph,
  ),
  cellRemarks: new Map<CellId, string[]>([
    ["disclosure.fees", ["还没有填。"]],
    ["requests.granted.person", ["还没有填。"]],
  ]),
};

/** Where every place of the form stands, from the grid. */
function expectedPlaces(grid: Grid): Omit<FoundPlace, "text">[] {
  const taken = new Set<string>();
  return grid.rows.flatMap((places, row) => {
    let column = 0;
    return places.map(({ colSpan, rowSpan }) => {
      while (taken.has(`${row},${column}`)) column += 1;
      for (let down = 0; down < rowSpan; down++)
        for (let right = 0; right < colSpan; right++) taken.add(`${row + down},${column + right}`);
      return { row, column, colSpan, rowSpan };
    });
  });
}

describe("the tables of the document", () => {
  test("are three, of 14 × 4, 28 × 10 and 4 × 15, with the merges of the form", async () => {
    const tables = elements(partsOf(await toDocx(clean))["word/document.xml"] ?? "", "w:tbl");
    expect(tables).toHaveLength(3);
    const sizes = tables.map((table) => [
      elements(table, "w:tr").length,
      [...table.matchAll(/<w:gridCol /g)].length,
    ]);
    expect(sizes).toEqual([
      [14, 4],
      [28, 10],
      [4, 15],
    ]);
    for (const [index, id] of tableIds.entries()) {
      const found = placesOf(tables[index] ?? "");
      expect(found.map(({ row, column, colSpan, rowSpan }) => ({ row, column, colSpan, rowSpan }))).toEqual(
        expectedPlaces(grids[id]),
      );
      const labels = grids[id].rows
        .flat()
        .filter((place) => place.cell === undefined)
        .map((place) => `${place.text}${place.note ?? ""}`);
      expect(found.map((place) => place.text).filter((text) => !/^\d*$/.test(text))).toEqual(labels);
    }
  });

  test("have fixed widths of whole twips that fill the type area, and all borders", async () => {
    const tables = elements(partsOf(await toDocx(clean))["word/document.xml"] ?? "", "w:tbl");
    for (const table of tables) {
      const grid = [...table.matchAll(/<w:gridCol w:w="([^"]*)"/g)].map((match) => Number(match[1]));
      expect(grid.every(Number.isInteger)).toBe(true);
      expect(grid.reduce((sum, width) => sum + width, 0)).toBe(8844);
      expect(table).toContain('<w:tblLayout w:type="fixed"/>');
      for (const side of ["top", "left", "bottom", "right", "insideH", "insideV"])
        expect(table).toMatch(new RegExp(`<w:${side} w:val="single" w:color="000000" w:sz="4"/>`));
    }
  });

  test("repeat their header rows and split no row", async () => {
    const tables = elements(partsOf(await toDocx(clean))["word/document.xml"] ?? "", "w:tbl");
    for (const [index, id] of tableIds.entries()) {
      const rows = elements(tables[index] ?? "", "w:tr");
      expect(rows.every((row) => row.includes("<w:cantSplit/>"))).toBe(true);
      const repeated = rows.map((row) => row.includes("<w:tblHeader/>"));
      expect(repeated).toEqual(rows.map((_, row) => row < grids[id].headerRows));
    }
  });

  test("do not end a page inside a block of 表二, a group of 表三 or 表四, nor between heading and table", async () => {
    const parts = partsOf(await toDocx(clean));
    for (const style of ["Heading1", "TableHead"])
      expect(parts["word/styles.xml"]).toMatch(new RegExp(`w:styleId="${style}">[^]*?<w:pPr><w:keepNext/>`));
    const held = elements(parts["word/document.xml"] ?? "", "w:tbl").map((table) =>
      elements(table, "w:tr").map((row) => row.includes("<w:keepNext/>") || row.includes('"TableHead"')),
    );
    // The last row of a block, a group or a table lets the page end.
    const rows =
      (...free: number[]) =>
      (_: boolean, row: number) =>
        !free.includes(row);
    expect(held[0]).toEqual(held[0]?.map(rows(3, 6, 10, 13)));
    expect(held[1]).toEqual(held[1]?.map(rows(3, 4, 5, 6, 14, 17, 22, 25, 26, 27)));
    expect(held[2]).toEqual([true, true, true, false]);
  });

  test("set the notes of the form in 楷体 and the labels in 宋体", async () => {
    const [, table = ""] = elements(partsOf(await toDocx(clean))["word/document.xml"] ?? "", "w:tbl");
    const runs = elements(table, "w:r");
    for (const note of ["（本列数据的勾稽关系为", "（区分处理的"])
      expect(runs.find((run) => run.includes(note))).toContain('w:eastAsia="楷体_GB2312"');
    expect(runs.find((run) => run.includes("（二）部分公开"))).toContain('w:eastAsia="宋体"');
  });

  test("print long figures in a size that fits their column", async () => {
    const cells = new Map(clean.cells).set("requests.received.person", 12345678);
    const [, table = ""] = elements(
      partsOf(await toDocx({ ...clean, cells }))["word/document.xml"] ?? "",
      "w:tbl",
    );
    const cell = elements(table, "w:tc").find((xml) => xml.includes("12345678"));
    expect(cell).toMatch(/<w:sz w:val="14"\/>/);
  });
});

describe("the text of the document", () => {
  test("has the six headings verbatim and in order, and no direct fixed line height in tables", async () => {
    const xml = partsOf(await toDocx(clean))["word/document.xml"] ?? "";
    const headings = elements(xml, "w:p").filter((paragraph) => paragraph.includes('w:val="Heading1"'));
    expect(headings.map((heading) => elements(heading, "w:t").join(""))).toEqual(
      sections.map((section) => section.heading),
    );
    for (const table of elements(xml, "w:tbl")) expect(table).not.toContain("exact");
  });

  test("names every East Asian font, takes none from the theme and hints at it for “” and —", async () => {
    const parts = partsOf(await toDocx(remarked));
    for (const path of ["word/document.xml", "word/styles.xml", "word/footer1.xml", "word/footer2.xml"]) {
      const fonts = parts[path]?.match(/<w:rFonts [^>]*>/g) ?? [];
      expect(fonts.length).toBeGreaterThan(0);
      for (const font of fonts) {
        expect(font).toMatch(/w:eastAsia="(?:方正小标宋简体|黑体|楷体_GB2312|仿宋_GB2312|宋体)"/);
        expect(font).toMatch(/w:ascii="Times New Roman"/);
        expect(font).toMatch(/w:hAnsi="Times New Roman"/);
        expect(font).not.toContain("Theme");
      }
    }
    const runs = elements(parts["word/document.xml"] ?? "", "w:r").filter((run) => /[^\x20-\x7f]/.test(run));
    expect(runs.every((run) => run.includes('w:hint="eastAsia"'))).toBe(true);
  });

  test("runs the level-two headings into their paragraphs in 楷体", async () => {
    const xml = partsOf(await toDocx(clean))["word/document.xml"] ?? "";
    const run = elements(xml, "w:r").find((candidate) => candidate.includes("（一）主动公开。"));
    expect(run).toContain('w:eastAsia="楷体_GB2312"');
  });

  test("prints line breaks as breaks and nothing that XML cannot hold", async () => {
    const overview = [{ text: "第一行\n第二行 <&>\u0000\u0007\ud800", remarks: [] }];
    const xml = partsOf(await toDocx({ ...clean, paragraphs: { ...clean.paragraphs, overview } }))[
      "word/document.xml"
    ];
    expect(xml).toContain("第二行 &lt;&amp;&gt;");
    expect(xml).toMatch(/第一行<\/w:t>.*<w:br\/>/);
    expect(xml).not.toMatch(/[\u0000\u0007\ud800]/);
  });
});

describe("the page", () => {
  test("is A4 with the margins of GB/T 9704 and different footers on odd and even pages", async () => {
    const parts = partsOf(await toDocx(clean));
    const xml = parts["word/document.xml"];
    expect(xml).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
    expect(xml).toMatch(/<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"/);
    expect(xml).toMatch(/<w:footerReference w:type="default"/);
    expect(xml).toMatch(/<w:footerReference w:type="even"/);
    expect(parts["word/settings.xml"]).toContain("<w:evenAndOddHeaders/>");
    expect(parts["word/styles.xml"]).toMatch(/w:styleId="FooterOdd">.*?<w:jc w:val="right"\/>/);
    expect(parts["word/styles.xml"]).toMatch(/w:styleId="FooterEven">.*?<w:jc w:val="left"\/>/);
    for (const footer of ["word/footer1.xml", "word/footer2.xml"]) {
      expect(elements(parts[footer] ?? "", "w:t").join("")).toBe("—  —");
      expect(parts[footer]).toContain("PAGE");
    }
  });

  test("has no negative indents", async () => {
    const parts = partsOf(await toDocx(remarked));
    for (const path of ["word/document.xml", "word/styles.xml"])
      expect(parts[path]).not.toMatch(/<w:ind [^>]*="-/);
  });

  test("sets text in fixed lines of 28 points with an indent of two characters", async () => {
    const styles = partsOf(await toDocx(clean))["word/styles.xml"] ?? "";
    for (const style of ["BodyText", "Heading1"])
      expect(styles).toMatch(
        new RegExp(
          `w:styleId="${style}">.*?<w:spacing [^>]*w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/>`,
        ),
      );
  });
});

describe("comments", () => {
  test("are not there at all without remarks", async () => {
    const parts = partsOf(await toDocx(clean));
    expect(Object.keys(parts).filter((path) => /comment/i.test(path))).toEqual([]);
    expect(parts["word/document.xml"]).not.toContain("comment");
    expect(parts["[Content_Types].xml"]).not.toContain("comments");
    expect(parts["word/_rels/document.xml.rels"]).not.toContain("comments");
  });

  test("stand at the title, the paragraph and the cells they are about, by 年报助手", async () => {
    const parts = partsOf(await toDocx(remarked));
    const comments = parts["word/comments.xml"] ?? "";
    const texts = elements(comments, "w:comment").map((comment) =>
      elements(comment, "w:p").map((paragraph) => elements(paragraph, "w:t").join("")),
    );
    expect(texts).toEqual([
      ["请核对单位全称。"],
      ["第一处。", "第二处 &lt;&amp;&gt;。"],
      ["还没有填。"],
      ["还没有填。"],
    ]);
    expect(comments.match(/w:author="年报助手"/g)).toHaveLength(4);
    const xml = parts["word/document.xml"] ?? "";
    for (const mark of ["commentRangeStart", "commentRangeEnd", "commentReference"]) {
      const ids = [...xml.matchAll(new RegExp(`<w:${mark} w:id="(\\d+)"/>`, "g"))].map((match) => match[1]);
      expect(ids).toEqual(["0", "1", "2", "3"]);
    }
    const inCells = elements(xml, "w:tc").filter((cell) => cell.includes("commentReference"));
    expect(inCells).toHaveLength(2);
  });

  test("carry the time that was passed in, and none otherwise", async () => {
    const dated = partsOf(await toDocx(remarked, new Date("2026-01-08T01:02:03Z")));
    expect(dated["word/comments.xml"]?.match(/w:date="2026-01-08T01:02:03(?:\.000)?Z"/g)).toHaveLength(4);
    expect(dated["docProps/core.xml"]).toContain("2026-01-08T01:02:03Z");
    const undated = partsOf(await toDocx(remarked));
    expect(undated["word/comments.xml"]).not.toContain("w:date");
    expect(undated["docProps/core.xml"]).not.toContain("W3CDTF");
  });
});

describe("the file", () => {
  test("is the same bytes for the same report", async () => {
    expect(Buffer.compare(await toDocx(remarked), await toDocx(remarked))).toBe(0);
  });

  test("names the report and the organ and no tool", async () => {
    const core = partsOf(await toDocx(clean))["docProps/core.xml"] ?? "";
    expect(elements(core, "dc:title")).toEqual([clean.title.join("")]);
    expect(elements(core, "dc:creator")).toEqual([clean.organ.name]);
    expect(core).not.toMatch(/docx|Un-named|助手/);
  });
});
