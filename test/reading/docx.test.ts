import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { toDocx } from "../../src/document/docx.ts";
import { readDocx } from "../../src/reading/docx.ts";
import { cellIds, isAllowed, sections, type CellId, type SectionId } from "../../src/report/form.ts";
import { numberIn } from "../../src/report/printed.ts";
import { kindsOf, type Organ } from "../../src/report/organ.ts";
import { titleOf } from "../../src/report/form/closing.ts";
import { printed, type Paragraph, type WrittenReport } from "../../src/report/written.ts";
import { balancedCells } from "../support/balanced.ts";

const organ: fc.Arbitrary<Organ> = fc
  .tuple(
    fc.constantFrom("青河市", "重庆市江湾区", "云岭省白水自治州", "北陵县", "开发区"),
    fc.constantFrom(
      "人民政府",
      "柳林街道办事处",
      "石桥镇人民政府",
      "自然资源局",
      "教育委员会",
      "高新区管理委员会",
    ),
  )
  .map(([place, body]) => {
    const name = `${place}${body}`;
    return { name, kind: kindsOf(name)[0] ?? "department" };
  })
  .filter(({ name }) => kindsOf(name).length > 0);

/** Running text with everything that is hard on XML and on a reader of headings. */
const word = fc.constantFrom(
  "公开", "申请", "政府信息", "总体情况", "年度报告", "一、", "六、", "（一）", "1.", "。", "，", "；", "“", "”", "《条例》",
  "2025年", "12件", "3.5万元", "<", ">", "&", "&amp;", "]]>", '"', "'", "\u{20000}", "A", "\n", "\u0000", "\u200b", "\ud800", " ", "\u3000", "\t", "—", "…", "〔2021〕30号",
); // prettier-ignore
const text = (maxLength: number): fc.Arbitrary<string> =>
  fc.array(word, { minLength: 1, maxLength }).map((words) => `${words.join("")}。`);
const remarks = fc.array(text(8), { maxLength: 2 });
const lead = fc.constantFrom("（一）主动公开。", "（五）监督保障。");
const paragraph: fc.Arbitrary<Paragraph> = fc.record(
  { lead, text: text(60), remarks },
  { requiredKeys: ["text", "remarks"] },
);
const paragraphs = (maxLength: number): fc.Arbitrary<Paragraph[]> => fc.array(paragraph, { maxLength });

const sectionParagraphs: fc.Arbitrary<Record<SectionId, Paragraph[]>> = fc.record({
  overview: paragraphs(6),
  disclosure: paragraphs(1),
  requests: paragraphs(1),
  disputes: paragraphs(1),
  problems: paragraphs(3),
  other: paragraphs(2),
});

const written: fc.Arbitrary<WrittenReport> = fc
  .record({
    organ,
    year: fc.integer({ min: 2021, max: 2035 }),
    cells: balancedCells({ regulations: true }),
    missing: fc.subarray([...cellIds], { maxLength: 12 }),
    remarkedCells: fc.subarray([...cellIds], { maxLength: 6 }),
    remarked: remarks,
    titleRemarks: remarks,
    preamble: paragraphs(3),
    paragraphs: sectionParagraphs,
  })
  .map(({ cells, missing, remarkedCells, remarked, ...rest }) => {
    const map = new Map<CellId, number>(cellIds.map((cell) => [cell, cells[cell]]));
    for (const cell of missing) map.delete(cell);
    return {
      ...rest,
      title: [rest.organ.name, titleOf(rest.organ.name, rest.year).slice(rest.organ.name.length)] as const,
      cells: map,
      cellRemarks: new Map(remarkedCells.map((cell) => [cell, remarked])),
    };
  });

test("what is printed is read back exactly: cells, title, organ, year, preamble and sections", async () => {
  await fc.assert(
    fc.asyncProperty(written, async (report) => {
      const { sections: written, ...rest } = printed(report);
      const outlined = written.map((section) => ({ ...section, level: 1 }));
      expect(readDocx(await toDocx(report))).toEqual({ ...rest, sections: outlined });
    }),
    { numRuns: 60 },
  );
});

test("every value that a cell may hold is read back exactly", async () => {
  const fee = fc.integer({ min: 0, max: 99_999_999_000_000 }).map((millionths) => millionths / 1e6);
  const count = fc.integer({ min: 0, max: 99_999_999 });
  await fc.assert(
    fc.asyncProperty(
      written,
      fee.filter((value) => isAllowed("disclosure.fees", value)),
      fc.array(count, { minLength: cellIds.length, maxLength: cellIds.length }),
      async (report, fees, counts) => {
        const cells = new Map(cellIds.map((cell, index) => [cell, counts[index] ?? 0]));
        cells.set("disclosure.fees", fees);
        const random = { ...report, cells };
        expect(readDocx(await toDocx(random)).cells).toEqual(printed(random).cells);
      },
    ),
    { numRuns: 30 },
  );
});

test("paragraphs of the longest text a person may give are read back whole", async () => {
  await fc.assert(
    fc.asyncProperty(written, text(2000), async (report, long) => {
      const overview = [{ text: long, remarks: [] }];
      const longer = { ...report, paragraphs: { ...report.paragraphs, overview } };
      expect(readDocx(await toDocx(longer)).sections[0]?.text).toBe(printed(longer).sections[0]?.text);
    }),
    { numRuns: 10 },
  );
});

const Expected = z.object({
  organ: z.object({ name: z.string().nullable(), kind: z.string().nullable() }),
  year: z.number().nullable(),
  form: z.string(),
  cells: z.record(z.string(), z.number().nullable()),
});

const folder = process.env["NIANBAO_REPORTS"];
if (folder === undefined) {
  process.stdout.write("NIANBAO_REPORTS is not set: no real .docx is read.\n");
} else {
  test.each(readdirSync(folder).filter((name) => name.endsWith(".docx")))(
    "%s prints the cells, organ, year and sections it is known to print",
    (name) => {
      const expected = Expected.parse(
        JSON.parse(readFileSync(join(folder, name.replace(/docx$/, "cells.json")), "utf8")),
      );
      const report = readDocx(readFileSync(join(folder, name)));
      const cells = Object.fromEntries(
        [...report.cells.keys()].map((cell) => [cell, numberIn(report, cell) ?? null]),
      );
      expect(cells).toEqual(expected.cells);
      expect([...report.cells.values()].filter(({ kind }) => kind === "unreadable")).toEqual([]);
      expect(report.organ).toEqual(expected.organ.name === null ? null : expected.organ);
      expect(report.year).toBe(expected.year);
      expect(report.form).toBe(expected.form);
      expect(report.oddities).toEqual([]);
      expect(report.sections.map(({ heading }) => heading)).toEqual(sections.map(({ heading }) => heading));
    },
  );
}
