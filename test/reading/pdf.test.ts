import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OutsideError } from "../../src/errors.ts";
import { align } from "../../src/reading/align.ts";
import type { Block } from "../../src/reading/blocks.ts";
import { pdfBlocks } from "../../src/reading/pdf.ts";
import { maxPages } from "../../src/reading/pdf/document.ts";
import { requestColumns, requestRows } from "../../src/report/form/requests.ts";
import { sections } from "../../src/report/form.ts";
import { compareCells, publishedFiles } from "../accuracy/cells.ts";
import { zeroCellsBut } from "../support/balanced.ts";
import { lineFrom, bar, pdfFile, textAt } from "./pdfFile.ts";

const characters =
  "政府信息公开工作年度报告总体情况一二、，。（）年月日件甲乙丙丁戊我街道认真做好主动2024567890131：" +
  " .-—第页共AaBbcdefghijklmnopqrstuvwxyz";
const read = (...contents: string[]): Promise<Block[]> =>
  pdfBlocks(pdfFile(contents.map((content) => ({ content })), { characters })); // prettier-ignore
const paragraphs = async (...contents: string[]): Promise<string[]> =>
  (await read(...contents)).map((block) => (block.kind === "paragraph" ? block.text : "table"));
const tables = async (...contents: string[]): Promise<string[][][]> =>
  (await read(...contents)).flatMap((block) =>
    block.kind === "table" ? [block.rows.map((row) => row.map(({ text }) => text))] : [],
  );
/** Lines of text from the top, 20 points apart; a number before the text moves it right by as many characters. */
const lines = (...texts: readonly (string | readonly [number, string])[]): string =>
  texts
    .map((entry, index) => {
      const [indent, text] = typeof entry === "string" ? [0, entry] : entry;
      return textAt(90 + 10 * indent, 760 - 20 * index, text);
    })
    .join("");
const full = "政府信息公开工作年度报告政府信息公开工作年度报告政府信息公开工作年度报告";

describe("text", () => {
  test("a sentence is not broken by the end of a line, a paragraph begins with an indent", async () => {
    expect(
      await paragraphs(
        lines([2, "一、总体情况"], [2, full.slice(2)], full, "2024年。", [2, `甲${full.slice(3)}`], "乙。"),
      ),
    ).toEqual(["一、总体情况", `${full.slice(2)}${full}2024年。`, `甲${full.slice(3)}乙。`]);
  });

  test("a sentence goes on over the end of a page; page numbers, headers and footers are left out", async () => {
    const page = (text: string, number: string): string =>
      textAt(200, 810, "我街道年度报告", 8) + text + textAt(290, 40, number, 8);
    expect(
      await paragraphs(
        page(lines([2, "一、总体情况"], full, full), "— 1 —"),
        page(lines(full, "甲。"), "-2-"),
        page(lines([2, "乙。"]), "第 3 页"),
      ),
    ).toEqual(["一、总体情况", `${full}${full}${full}甲。`, "乙。"]);
  });

  test("the title in two lines stays two lines, which are read as one", async () => {
    const content = lines(
      [8, "甲街道"],
      [6, "2024年政府信息公开工作年度报告"],
      [2, "一、总体情况"],
      full,
      "甲。",
    );
    const blocks = await read(content);
    expect(align(blocks).title).toBe("甲街道2024年政府信息公开工作年度报告");
  });

  test("space that is only set is no blank; between words of letters it is one", async () => {
    const set = textAt(90, 700, "2024") + textAt(115, 700, "年") + textAt(128, 700, "公开") + textAt(160, 700, "Ab") + textAt(175, 700, "cd"); // prettier-ignore
    expect(await paragraphs(set)).toEqual(["2024年公开Ab cd"]);
  });

  test("figures set apart are not one figure", async () => {
    expect(await paragraphs(textAt(90, 700, "12") + textAt(110, 700, "34"))).toEqual(["12 34"]);
  });

  test("radicals are read as characters, punctuation is left alone", async () => {
    const bytes = pdfFile([{ content: textAt(90, 700, "⼯作⽉⻚⻅，：（）") }], {
      characters: "⼯作⽉⻚⻅，：（）",
    });
    expect(await pdfBlocks(bytes)).toEqual([{ kind: "paragraph", text: "工作月页见，：（）" }]);
  });

  test("turned text is left out, unless the whole page is turned; bold printed twice counts once", async () => {
    const turned = "BT /F1 10 Tf 0 1 -1 0 300 300 Tm <766f> Tj ET\n";
    expect(await paragraphs(lines("政府信息公开") + turned)).toEqual(["政府信息公开"]);
    expect(await paragraphs(lines("政府信息公开") + textAt(90.3, 760, "政府信息公开"))).toEqual([
      "政府信息公开",
    ]);
    const page = { content: lines("政府信息公开"), rotate: 90 };
    expect(await pdfBlocks(pdfFile([page], { characters }))).toEqual([
      { kind: "paragraph", text: "政府信息公开" },
    ]);
    const flat = pdfFile([{ content: `q 0 1 -1 0 700 0 cm ${lines("政府信息公开")} Q` }], { characters });
    expect(await pdfBlocks(flat)).toEqual([{ kind: "paragraph", text: "政府信息公开" }]);
  });
});

describe("tables", () => {
  /** A grid of 3 columns of 100 and rows of 30 points, from the given height down, with these texts. */
  const grid = (top: number, rows: readonly (readonly string[])[], line = lineFrom): string => {
    const right = 100 + 100 * (rows[0]?.length ?? 0);
    const bottom = top - 30 * rows.length;
    let content = "";
    for (let x = 100; x <= right; x += 100) content += line(x, top, x, bottom);
    for (let y = top; y >= bottom; y -= 30) content += line(100, y, right, y);
    for (const [row, texts] of rows.entries())
      for (const [column, text] of texts.entries())
        content += textAt(110 + 100 * column, top - 18 - 30 * row, text);
    return content;
  };
  const asBar = (x1: number, y1: number, x2: number, y2: number): string =>
    bar(Math.min(x1, x2) - 0.3, Math.min(y1, y2) - 0.3, Math.abs(x2 - x1) + 0.6, Math.abs(y2 - y1) + 0.6);
  const texts = [["甲", "1", "2"], ["乙", "3", "45"]]; // prettier-ignore

  test.each([
    ["lines", lineFrom],
    ["thin rectangles", asBar],
    ["double lines", (x1: number, y1: number, x2: number, y2: number) => lineFrom(x1, y1, x2, y2) + lineFrom(x1 + 1, y1 + 1, x2 + 1, y2 + 1)],
    ["pieces of lines", (x1: number, y1: number, x2: number, y2: number) => lineFrom(x1, y1, (x1 + x2) / 2, (y1 + y2) / 2) + lineFrom((x1 + x2) / 2, (y1 + y2) / 2, x2, y2)],
  ])("cells are what %s enclose", async (_, line) => {
    expect(await tables(grid(700, texts, line))).toEqual([texts]);
  }); // prettier-ignore

  test("where no line runs, cells are one and the same", async () => {
    const content =
      [0, 30, 60].map((down) => lineFrom(down === 30 ? 200 : 100, 700 - down, 300, 700 - down)).join("") +
      lineFrom(100, 700, 100, 640) + lineFrom(300, 700, 300, 640) + lineFrom(200, 700, 200, 640) +
      textAt(110, 668, "甲") + textAt(210, 682, "1") + textAt(210, 652, "2"); // prettier-ignore
    const [table] = await read(content);
    const rows = table?.kind === "table" ? table.rows : [];
    expect(rows.map((row) => row.map(({ text }) => text))).toEqual([["甲", "1"], ["甲", "2"]]); // prettier-ignore
    expect(rows[0]?.[0]).toBe(rows[1]?.[0]);
  });

  test("labels of several lines are joined; a figure goes on only where its line is full", async () => {
    const cell = (...inside: string[]): string =>
      [0, 60].map((down) => lineFrom(100, 700 - down, 200, 700 - down)).join("") +
      [100, 160, 200].map((x) => lineFrom(x, 700, x, 640)).join("") +
      inside.map((text, index) => textAt(105, 685 - 14 * index, text)).join("") +
      textAt(164, 685, "123456") + textAt(164, 671, "78"); // prettier-ignore
    expect(await tables(cell("政府信息", "公开"))).toEqual([[["政府信息公开", "12345678"]]]);
    expect(await tables(cell("12", "3"))).toEqual([[["12\n3", "12345678"]]]);
  });

  test("a table goes on on the next page, also in the middle of a row", async () => {
    const above = textAt(110, 790, "甲") + grid(160, [["甲", "1", "2"], ["1.政府信息公开", "5", "6"]]); // prettier-ignore
    expect(await tables(above, grid(790, [["2.乙", "3", "4"]]))).toEqual([
      [["甲", "1", "2"], ["1.政府信息公开", "5", "6"], ["2.乙", "3", "4"]],
    ]); // prettier-ignore
    expect(await tables(above, grid(790, [["工作报告", "", ""], ["2.乙", "3", "4"]]))).toEqual([
      [["甲", "1", "2"], ["1.政府信息公开工作报告", "5", "6"], ["2.乙", "3", "4"]],
    ]); // prettier-ignore
    expect(await tables(above, grid(790, [["2.乙", "", ""], ["丙", "3", "4"]]))).toEqual([
      [["甲", "1", "2"], ["1.政府信息公开", "5", "6"], ["2.乙", "", ""], ["丙", "3", "4"]],
    ]); // prettier-ignore
  });
});

describe("tables without lines", () => {
  const cells = zeroCellsBut({
    "requests.received.person": 12,
    "requests.granted.person": 12,
    "disclosure.licensing": 7,
  });
  const words = [...new Set([...requestRows, ...requestColumns].map(({ label }) => label).join(""))].join("");
  const rowLabels = requestRows.map(({ label }) => label);
  /** Labels broken after twelve characters, seven figures beside the first line of each. */
  const page = (labels: readonly string[]): string => {
    let y = 800;
    return labels
      .map((label, index) => {
        const row = requestRows[index];
        const pieces = label.match(/.{1,16}/gu) ?? [];
        const figures = requestColumns.map(({ id }, column) =>
          textAt(300 + 40 * column, y, String(row === undefined ? 0 : cells[`requests.${row.id}.${id}`]), 9),
        );
        const text = pieces.map((piece, line) => textAt(90, y - 11 * line, piece, 9));
        y -= 12 + 11 * pieces.length;
        return text.join("") + figures.join("");
      })
      .join("");
  };
  const readPage = async (labels: readonly string[]) => {
    const bytes = pdfFile([{ content: page(labels) }], { characters: `${characters}${words}#` });
    return align(await pdfBlocks(bytes));
  };

  test("labels and figures that stand beside each other are rows", async () => {
    const { cells: found } = await readPage(rowLabels);
    expect(found.size).toBe(175);
    for (const [id, cell] of found) expect(cell).toEqual({ kind: "number", value: cells[id] });
  });

  test("where a label cannot be told, no figure is given to a wrong one", async () => {
    const { cells: found } = await readPage(rowLabels.map((label, index) => (index === 4 ? "#" : label)));
    for (const cell of found.values()) expect(cell.kind).toBe("unreadable");
    expect(found.size).toBe(168);
  });
});

describe("a file that is no report to read gets one sentence", () => {
  const content = lines("政府信息公开2024年工作年度报告");
  const scan = "q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q";
  const huge = content + lineFrom(1, 1, 300, 1).repeat(100_000);
  const open = Buffer.from(pdfFile([{ content }], { characters }));
  test.each<[string, Uint8Array, RegExp]>([
    ["a scan", pdfFile([{ content: scan }], { characters }), /^这是扫描件，没有可读文字/],
    ["a scan with invisible text", pdfFile([{ content: `${scan} 3 Tr ${content}` }], { characters }), /^这是扫描件/],
    ["a password", pdfFile([{ content }], { characters, encrypt: true }), /加了密码/],
    ["too many pages", pdfFile(Array.from({ length: 200 }, () => ({ content })), { characters }), /有200页.*只发年报本身/],
    ["a drawing without end", pdfFile([{ content: huge }], { characters }), /图形太多/],
    ["no character map", pdfFile([{ content }], { characters: "" }), /乱码/],
    ["an unknown encoding", pdfFile([{ content }], { characters, font: "<< /Type /Font /Subtype /Type0 /BaseFont /S /Encoding /GBT-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /S /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>" }), /乱码/],
    ["half of a file", open.subarray(0, 300), /已损坏或者不完整/],
    ["no PDF at all", Buffer.from("%PDF-1.4 报告"), /已损坏或者不完整/],
  ])("%s", async (_, bytes, sentence) => {
    const error: unknown = await pdfBlocks(bytes).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(OutsideError);
    expect((error as OutsideError).message).toMatch(sentence);
  }); // prettier-ignore

  test("scripts and attachments are left alone", async () => {
    const extra =
      "/OpenAction << /S /JavaScript /JS (app.alert(1)) >> /Names << /EmbeddedFiles << /Names [] >> >>";
    expect(await pdfBlocks(pdfFile([{ content }], { characters, extra }))).toEqual([
      { kind: "paragraph", text: "政府信息公开2024年工作年度报告" },
    ]);
  });

  test("the limit is far above any report", () => {
    expect(maxPages).toBeGreaterThanOrEqual(60);
  });

  test("damage anywhere ends in blocks or in one sentence", async () => {
    const file = pdfFile([{ content: content + lineFrom(1, 1, 300, 1) }, { content }], { characters });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        async (changes) => {
          const bytes = new Uint8Array(file);
          for (const [at, byte] of changes) bytes[at] = byte;
          await pdfBlocks(bytes).catch((cause: unknown) => {
            expect(cause).toBeInstanceOf(OutsideError);
          });
        },
      ),
      { numRuns: 100 },
    );
  });
});

const folder = process.env.NIANBAO_REPORTS;
if (folder === undefined) {
  process.stdout.write("NIANBAO_REPORTS is not set: no real .pdf is read.\n");
} else {
  const published = publishedFiles(folder).filter(({ file }) => file.endsWith(".pdf"));
  test.each(published.map((one) => [one.file, one] as const))(
    "%s prints the cells, title and sections it is known to print",
    async (_, { path, truth }) => {
      const report = align(await pdfBlocks(readFileSync(path)));
      expect(compareCells(truth, report)).toEqual({ right: 200, unreadable: [], wrong: [], lost: [] });
      expect(report.title).toBe(`${truth.organ.name}${truth.year}年政府信息公开工作年度报告`);
      expect(report.organ).toEqual(truth.organ);
      expect(report.year).toBe(truth.year);
      expect(report.form).toBe(truth.form);
      expect(report.sections.map(({ heading }) => heading)).toEqual(sections.map(({ heading }) => heading));
      for (const { text } of report.sections.filter(({ number }) => "一五六".includes(number)))
        for (const line of text.split("\n")) expect(line).toMatch(/^（[一二三四五1]）|[。！]$/);
    },
  );
  test.each([
    ["hongze-2024.pdf", [/2428条，\p{Script=Han}+7期/u, /申请17件/, /处理费0元。/]],
    ["huaian-2024.pdf", [/3119件，\p{Script=Han}+3050件（\p{Script=Han}+34件，\p{Script=Han}+103件\p{Script=Han}+）/u, /‘\p{Script=Han}+’/u, /处理费3940元。/]],
    ["003_badf61901e3cbee2--office.pdf", [/申请4条，\p{Script=Han}+。/u, /LED\p{Script=Han}+800余条/u]],
  ])("%s says its sentences unbroken", async (file, sentences) => {
    const blocks = await pdfBlocks(readFileSync(published.find((one) => one.file === file)?.path ?? ""));
    const said = blocks.flatMap((block) => (block.kind === "paragraph" ? [block.text] : []));
    for (const sentence of sentences) expect(said.filter((text) => sentence.test(text))).toHaveLength(1);
  }); // prettier-ignore
}
