import { work } from "../support/work.ts";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OutsideError } from "../../src/errors.ts";
import { align } from "../../src/reading/align.ts";
import { bodyBlocks } from "../../src/reading/doc/body.ts";
import { docBlocks } from "../../src/reading/doc.ts";
import { cellIds, sections, type CellId, type TableId } from "../../src/report/form.ts";
import { numberIn, type PrintedReport } from "../../src/report/printed.ts";
import type { WrittenReport } from "../../src/report/written.ts";
import { compareCells, publishedFiles } from "../accuracy/cells.ts";
import { balancedCells, completeReport } from "../support/balanced.ts";
import { oleFile } from "./oleFile.ts";
import { cellsOf } from "./textStyles.ts";

/** The body of a Word document as the library gives it; it sees the ends of rows or takes them for ends of cells. */
function bodyOf(
  report: WrittenReport,
  seesRows: (id: TableId) => boolean,
  printed = (value: number): string => String(value),
): string {
  const figure = (cell: CellId): string => {
    const value = report.cells.get(cell);
    return typeof value === "number" ? printed(value) : "";
  };
  const parts = [...report.title, ...report.preamble.map(({ text }) => text)].map((text) => `${text}\n`);
  for (const { id, heading } of sections) {
    parts.push(`${heading}\n`);
    for (const { lead = "", text } of report.paragraphs[id]) parts.push(`${lead}${text}\n`);
    if (id !== "disclosure" && id !== "requests" && id !== "disputes") continue;
    const end = seesRows(id) ? "\n" : "\t";
    for (const row of cellsOf(id, figure)) parts.push(...row.map((cell) => `${cell}\t`), end);
  }
  return parts.join("");
}
const readBody = (body: string): PrintedReport => align(bodyBlocks(body));
const others = (report: WrittenReport, read: PrintedReport): CellId[] =>
  cellIds.filter((cell) => numberIn(read, cell) !== report.cells.get(cell));

describe("the body of a Word document", () => {
  const reports = balancedCells({ regulations: true }).map((cells) => completeReport({ cells }));
  const sees: [string, (id: TableId) => boolean][] = [
    ["with the ends of all rows", () => true],
    ["with the ends of some rows", (id) => id === "disclosure"],
    ["without the end of any row", () => false],
  ];

  test.each(sees)("%s: every cell, heading and the title", (_, seesRows) => {
    fc.assert(
      fc.property(reports, (report) => {
        const read = readBody(bodyOf(report, seesRows));
        expect(others(report, read)).toEqual([]);
        expect(read.title).toBe(report.title.join(""));
        expect(read.sections.map(({ heading }) => heading)).toEqual(sections.map(({ heading }) => heading));
        expect(read.oddities).toEqual([]);
        for (const [at, { id }] of sections.entries())
          expect(read.sections[at]?.text).toBe(report.paragraphs[id].map(({ lead = "", text }) => lead + text).join("\n")); // prettier-ignore
      }),
      { numRuns: 25 },
    );
  }); // prettier-ignore

  test.each(sees)("%s: an empty cell is blank or not told apart, never another figure", (_, seesRows) => {
    fc.assert(
      fc.property(reports, (report) => {
        const read = readBody(bodyOf(report, seesRows, (value) => (value === 0 ? "" : String(value))));
        for (const cell of others(report, read)) expect([cell, numberIn(read, cell)]).toEqual([cell, undefined]); // prettier-ignore
      }),
      { numRuns: 25 },
    );
  });

  test("a cell of several paragraphs is one cell", () => {
    const body = bodyOf(completeReport(), () => true)
      .replaceAll("商业企业\t", "商业\n企业\t")
      .replaceAll("结果维持\t", "结果\n维持\t")
      .replace("一、本年新收政府信息公开申请数量\t", "一、本年新收政府信息\n公开申请数量\t");
    expect(others(completeReport(), readBody(body))).toEqual([]);
  });

  test("a row short of a cell is not told apart", () => {
    const body = bodyOf(completeReport(), () => false).replace("2.重复申请\t0\t", "2.重复申请\t");
    const read = readBody(body);
    expect(read.cells.get("requests.notProcessed.repeated.person")?.kind).toBe("unreadable");
    expect(numberIn(read, "requests.notProcessed.publication.total")).toBe(0);
  });

  test("without any tab it is a text", () => {
    expect(bodyBlocks("会议通知\n明天开会。\n")).toEqual([
      { kind: "paragraph", text: "会议通知" },
      { kind: "paragraph", text: "明天开会。" },
    ]);
  });
});

async function refused(bytes: Uint8Array): Promise<string> {
  const error: unknown = await docBlocks(bytes).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OutsideError)) throw new Error("read without complaint", { cause: error });
  return error.message;
}

describe("what is no Word document", () => {
  test("or a part of one is damaged", async () => {
    expect(await refused(oleFile(["WordDocument"]))).toMatch(/损坏/);
    expect(await refused(oleFile(["WordDocument"]).subarray(0, 100))).toMatch(/损坏/);
    expect(await refused(new Uint8Array(5000))).toMatch(/损坏/);
  });
});

const folder = process.env.NIANBAO_REPORTS;
if (folder === undefined) {
  process.stdout.write("NIANBAO_REPORTS is not set: no published .doc is read.\n");
} else {
  const titles: Record<string, string> = {
    "003_badf61901e3cbee2--office.doc": "重庆市沙坪坝区虎溪街道办事处2023年政府信息公开工作年度报告",
    "huaian-2024--office.doc": "淮安市人民政府2024年政府信息公开工作年度报告",
  };
  const files = publishedFiles(folder).filter(({ file }) => /\.(?:doc|wps)$/.test(file));

  test.each(files)("published: $file", async ({ file, path, truth }) => {
    const read = align(await docBlocks(readFileSync(path)));
    expect(compareCells(truth, read)).toMatchObject({ wrong: [], lost: [], unreadable: [] });
    expect(read.title).toBe(titles[file]);
    expect(read.organ).toEqual(truth.organ);
    expect(read.year).toBe(truth.year);
    expect(read.form).toBe(truth.form);
    expect(read.sections.map(({ heading }) => heading)).toEqual(sections.map(({ heading }) => heading));
    for (const { number, text } of read.sections) expect([number, text.trim() !== ""]).toEqual([number, !"二三四".includes(number)]); // prettier-ignore
    expect(read.oddities).toEqual([]);
  });

  describe("a published .doc put out of order", () => {
    const [first] = files;
    const bytes = first === undefined ? Buffer.alloc(0) : readFileSync(first.path);
    const sectorAt = (number: number): number => (number + 1) * 512;
    const entry = (name: string): number => bytes.indexOf(Buffer.from(`${name}\0`, "utf16le"));
    const changed = (change: (copy: Buffer) => void): Buffer => {
      const copy = Buffer.from(bytes);
      change(copy);
      return copy;
    };
    const start = (name: string): number => bytes.readInt32LE(entry(name) + 116);
    const table = sectorAt(bytes.readInt32LE(76));

    test.each<[string, (copy: Buffer) => void]>([
      ["its sectors go in a circle", (copy) => copy.writeInt32LE(start("WordDocument"), table + 4 * (start("WordDocument") + 1))],
      ["its directory goes in a circle", (copy) => copy.writeInt32LE(0, entry("WordDocument") + 68)],
      ["its table of sectors is said to be huge", (copy) => copy.writeInt32LE(0x7fffffff, 44)],
      ["its sectors have another size", (copy) => copy.writeInt16LE(30, 30)],
      ["its text is cut off", (copy) => copy.writeInt32LE(600_000_000, entry("WordDocument") + 120)],
    ])("%s: refused", async (_, change) => {
      expect(await refused(changed(change))).toMatch(/损坏/);
    }); // prettier-ignore

    test("it is another program's", async () => {
      const other = changed((copy) => copy.write("X", entry("WordDocument"), "utf16le"));
      expect(await refused(other)).toMatch(/读不了/);
    });

    test("it is encrypted", async () => {
      const flags = sectorAt(start("WordDocument")) + 0x0b;
      expect(await refused(changed((copy) => copy.writeUInt8((copy[flags] ?? 0) | 1, flags)))).toMatch(/密码/); // prettier-ignore
    });

    test("cut off anywhere, or with some bytes changed, it is read or refused, soon", async () => {
      const offset = fc.integer({ min: 0, max: bytes.length - 1 });
      const early = fc.integer({ min: 0, max: 511 });
      const changes = fc.array(fc.tuple(fc.oneof(offset, early), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }); // prettier-ignore
      const start = work();
      await fc.assert(
        fc.asyncProperty(fc.option(offset), changes, async (cut, places) => {
          const copy = changed((all) => {
            for (const [at, byte] of places) all[at] = byte;
          });
          await docBlocks(cut === null ? copy : copy.subarray(0, cut)).catch((error: unknown) => {
            if (!(error instanceof OutsideError)) throw error;
          });
        }),
        { numRuns: 200 },
      );
      expect(work() - start).toBeLessThan(10_000);
    });
  });
}
