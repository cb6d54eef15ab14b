import fc from "fast-check";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { annotate } from "../../src/checking/annotate.ts";
import { toDocx } from "../../src/document/docx.ts";
import { toXlsx } from "../../src/document/xlsx.ts";
import { readDocx } from "../../src/reading/docx.ts";
import type { CellId } from "../../src/report/form.ts";
import type { WrittenReport } from "../../src/report/written.ts";
import { judge, type Finding } from "../../src/rules/judge.ts";
import { completeReport, fourGranted } from "../support/balanced.ts";

const partOf = (docx: Uint8Array, path: string): string =>
  strFromU8(unzipSync(docx)[path] ?? new Uint8Array());
const mainOf = (docx: Uint8Array): string => partOf(docx, "word/document.xml");
const commentsOf = (docx: Uint8Array): string =>
  Object.entries(unzipSync(docx))
    .filter(([path]) => /comments\.xml$/.test(path))
    .map(([, data]) => strFromU8(data))
    .join("");

/** The visible words between the start and the end of every comment, by its number. */
function commented(docx: Uint8Array): Map<number, string> {
  const xml = mainOf(docx);
  return new Map(
    [...xml.matchAll(/<w:commentRangeStart w:id="(\d+)"\/>/g)].map((start) => {
      const end = xml.indexOf(`<w:commentRangeEnd w:id="${start[1]}"/>`);
      const inside = xml.slice(start.index, end);
      return [
        Number(start[1]),
        [...inside.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((match) => match[1]).join(""),
      ];
    }),
  );
}

const finding = (parts: Partial<Finding>): Finding => ({
  rule: "X-01",
  severity: "error",
  verdict: "broken",
  message: "请核对。",
  cells: [],
  where: "overview",
  basis: { kind: "practice", text: "通行写法" },
  ...parts,
});

const faulty: WrittenReport = completeReport({
  cells: { ...fourGranted, "requests.granted.person": 2, "disclosure.normative.made": 3 },
});

describe("a .docx with comments", () => {
  test("carries every finding at its cell, its words or its heading, and reads as before", async () => {
    const docx = await toDocx(faulty);
    const report = readDocx(docx);
    const findings = judge(report);
    expect(findings.length).toBeGreaterThan(1);
    const marked = annotate(docx, findings);
    expect(readDocx(marked)).toEqual(report);
    const text = commentsOf(marked).replace(/&#38;/g, "&");
    for (const { message } of findings) expect(text).toContain(message);
    expect([...commented(marked).values()]).toContain("2");
  });

  test("puts a comment around exactly the words that are quoted, also in the middle of a run", async () => {
    const docx = await toDocx(completeReport());
    const marked = annotate(docx, [
      finding({ quote: "新收政府信息公开申请4件" }),
      finding({ quote: "门户网站", message: "第二条。" }),
      finding({ where: "problems", message: "没有引文的意见。" }),
      finding({ where: "title", message: "标题。" }),
    ]);
    expect([...commented(marked).values()].sort()).toEqual(
      [
        "五、存在的主要问题及改进情况",
        "新收政府信息公开申请4件",
        "门户网站",
        completeReport().title[0],
      ].sort(),
    );
    expect(readDocx(marked)).toEqual(readDocx(docx));
  });

  test("keeps the comments that stand in the document", async () => {
    const draft = {
      ...completeReport(),
      cellRemarks: new Map<CellId, string[]>([["disclosure.fees", ["原来的意见"]]]),
    };
    const docx = await toDocx(draft);
    const marked = annotate(docx, [
      finding({ cells: ["requests.granted.person"], where: "requests", message: "新的意见" }),
    ]);
    expect(commentsOf(marked)).toContain("原来的意见");
    expect(commentsOf(marked)).toContain("新的意见");
    expect([...commented(marked).keys()].sort()).toEqual([0, 1]);
  });

  test("finds quoted words over several runs, with escaped characters, and comments on an empty cell", async () => {
    const docx = await toDocx(completeReport());
    const parts = unzipSync(docx);
    const xml = mainOf(docx)
      .replace("通过门户网站公开", `通过门户</w:t></w:r><w:r><w:t>网&#x7AD9;公开 A&amp;B `)
      .replace(/<w:p>(?:(?!<\/w:p>).)*<w:t[^>]*>4<\/w:t>(?:(?!<\/w:p>).)*<\/w:p>/, "<w:p/>");
    const changed = zipSync({ ...parts, "word/document.xml": strToU8(xml) });
    const emptied = [...readDocx(changed).cells].find(([, cell]) => cell.kind === "blank")?.[0];
    expect(emptied).toBeDefined();
    const marked = annotate(changed, [
      finding({ quote: "门户网站公开A&B" }),
      finding({ where: "requests", cells: emptied === undefined ? [] : [emptied], message: "没有填。" }),
    ]);
    expect([...commented(marked).values()]).toEqual(["门户网&#x7AD9;公开 A&amp;B", ""]);
    expect(readDocx(marked)).toEqual(readDocx(changed));
  });

  test("comments on any words of the report without changing a word of it", async () => {
    const docx = await toDocx(faulty);
    const report = readDocx(docx);
    const places = report.sections.flatMap(({ text }) => text.split("\n").filter((line) => line !== ""));
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            line: fc.constantFrom(...places),
            from: fc.nat(60),
            length: fc.integer({ min: 1, max: 40 }),
          }),
          { minLength: 1, maxLength: 6 },
        ),
        (picks) => {
          const quotes = picks
            .map(({ line, from, length }) => line.slice(from % line.length, (from % line.length) + length))
            .filter((quote) => quote.trim() !== "");
          const marked = annotate(
            docx,
            quotes.map((quote) => finding({ quote })),
          );
          expect(readDocx(marked)).toEqual(report);
          const told = [...commented(marked).values()];
          for (const quote of quotes) expect(told).toContain(quote);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("is refused for another kind of file, in one sentence", () => {
    const xlsx = toXlsx({ title: "三张表", cells: new Map() });
    expect(() => annotate(xlsx, [])).toThrow("批注只能写进 .docx 文件");
  });
});
