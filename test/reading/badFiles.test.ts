import { deflateRawSync, crc32 } from "node:zlib";
import { utils, write } from "@e965/xlsx";
import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { toDocx } from "../../src/document/docx.ts";
import { OutsideError } from "../../src/errors.ts";
import { readFigure } from "../../src/reading/align/figure.ts";
import { readReport } from "../../src/reading/read.ts";
import { completeReport, zeroCellsBut } from "../support/balanced.ts";
import { oleFile } from "./oleFile.ts";
import { documentXml, packaged, paragraphXml } from "./packaged.ts";
import { figureText, htmlReport, sheetReport, testTitle, textReport } from "./written.ts";
import { work } from "../support/work.ts";

/** Every file that cannot be read ends in one calm sentence; nothing else is thrown, nothing hangs. */

const docx = await toDocx(completeReport());
const cells = zeroCellsBut({});
const figures = figureText(cells);
const utf8 = (words: string): Uint8Array => new TextEncoder().encode(words);

async function refusal(bytes: Uint8Array): Promise<{ code: string; message: string }> {
  try {
    await readReport(bytes);
  } catch (error) {
    if (error instanceof OutsideError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("was read");
}

const noise = (length: number): Uint8Array => {
  let state = 1;
  return Uint8Array.from({ length }, () => (state = (state * 1103515245 + 12345) & 0x7fffffff) >>> 16);
};
const withFlag = (zip: Uint8Array): Uint8Array => {
  const copy = zip.slice();
  for (let at = 0; at + 46 < copy.length; at++) {
    const begins = [0x50, 0x4b, 0x01, 0x02].every((byte, index) => copy[at + index] === byte);
    if (begins) copy[at + 8] = 1;
  }
  return copy;
};
/** The record of who wrote the workbook turned into the one that says it is encrypted. */
const withPassword = (xls: Uint8Array): Uint8Array => {
  const copy = Buffer.from(xls);
  const at = copy.indexOf(Buffer.from([0x5c, 0, 0x70, 0]));
  if (at < 0) throw new Error("no such record");
  copy[at] = 0x2f;
  return new Uint8Array(copy);
};
const sheetOf = (rows: string[][]): Uint8Array => {
  const book = utils.book_new(utils.aoa_to_sheet(rows), "表");
  return new Uint8Array(write(book, { type: "array", bookType: "xlsx" }) as ArrayBuffer);
};
const picture = `<w:p><w:r><w:drawing><a:blip xmlns:a="a"/></w:drawing></w:r></w:p>`;

describe("one sentence for each", () => {
  test.each<[string, Uint8Array, string, RegExp]>([
    ["nothing", new Uint8Array(), "empty", /空的/],
    ["blanks and line ends", utf8("\uFEFF \n\r\n\t"), "empty", /空的/],
    ["NUL bytes", new Uint8Array(5_000), "empty", /空的/],
    ["noise", noise(20_000), "not text", /认不出/],
    ["a picture", Uint8Array.from([0x89, ...utf8("PNG\r\n"), 0x1a, 10, ...noise(99)]), "kind not read", /图片/],
    ["a photograph", Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...noise(99)]), "kind not read", /图片/],
    ["a .rar", utf8("Rar!\x1a\x07\0"), "archive", /压缩包/],
    ["a zip of files", zipSync({ "readme.txt": new Uint8Array(3) }), "archive", /压缩包/],
    ["a .rtf", utf8("{\\rtf1\\ansi 年报}"), "kind not read", /\.rtf/],
    ["a page in one file", utf8("MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>"), "kind not read", /\.mht/],
    ["Word's XML in one file", utf8('<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x"/>'), "kind not read", /XML/],
    ["slides", zipSync({ "[Content_Types].xml": strToU8("<a/>"), "ppt/presentation.xml": strToU8("<a/>") }), "kind not read", /演示文稿/],
    ["an OpenDocument file", zipSync({ mimetype: [strToU8("application/vnd.oasis.opendocument.text"), { level: 0 }] }), "kind not read", /OpenDocument/],
    ["an OFD file", zipSync({ "OFD.xml": strToU8("<a/>") }), "kind not read", /OFD/],
    ["a program", Uint8Array.from([0x7f, ...utf8("ELF"), ...noise(3_000)]), "not text", /认不出/],
    ["a .docx with a password", oleFile(["EncryptionInfo", "EncryptedPackage"]), "encrypted", /密码/],
    ["a zip with a password", withFlag(docx), "encrypted", /密码/],
    ["a workbook with a password", withFlag(sheetReport(figures)), "encrypted", /密码/],
    ["an old workbook with a password", withPassword(sheetReport(figures, "biff8")), "encrypted", /密码/],
    ["an empty workbook", sheetOf([]), "empty", /空的/],
    ["a scan in a .docx", packaged({ "word/document.xml": documentXml(picture.repeat(6)) }), "no text", /扫描件/],
    ["a page of pictures", utf8('<html><body><p><img src="1.jpg"></p></body></html>'), "no text", /没有可读文字/],
    ["a notice", utf8("关于召开会议的通知\n各街道办事处：\n请于周五参加。"), "not a report", /没有看到/],
    ["another .docx", packaged({ "word/document.xml": documentXml(paragraphXml("会议通知")) }), "not a report", /没有看到/],
    ["another page", utf8("<html><body><h1>新闻</h1><p>今天</p></body></html>"), "not a report", /没有看到/],
    ["a .docx of 41 MB", new Uint8Array(41 * 1024 * 1024).fill(0x41), "too big", /太大/],
    ["text of 21 MB", new Uint8Array(21 * 1024 * 1024).fill(0x41), "too big", /太大/],
  ])("%s", async (_, bytes, code, words) => {
    const refused = await refusal(bytes);
    expect(refused.code).toBe(code);
    expect(refused.message).toMatch(words);
    expect(refused.message).toMatch(/^[^\n]{8,80}。$/);
    expect(refused.message.replace(/Word|Excel|OpenDocument|docx/g, "")).not.toMatch(/[a-z]{4,}/i);
  }); // prettier-ignore
});

describe("cut off at any byte, a file is read as far as it goes or refused", () => {
  test.each<[string, Uint8Array]>([
    ["docx", docx],
    ["xlsx", sheetReport(figures)],
    ["xls", sheetReport(figures, "biff8")],
    ["html", utf8(htmlReport(figures))],
    ["text", utf8(textReport(figures))],
  ])("%s", async (_, whole) => {
    for (let part = 0; part < 120; part++) {
      const bytes = whole.slice(0, Math.floor((whole.length * part) / 120));
      await readReport(bytes).catch((error: unknown) => {
        if (!(error instanceof OutsideError)) throw error;
      });
    }
  });
});

/** A zip by hand: entries may lie about their size, share their data, or be many. */
function zip(
  entries: readonly { name: string; data: Uint8Array; size: number; crc: number; at?: number }[],
): Uint8Array {
  const parts: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const [index, { name, data, size, crc, at: same }] of entries.entries()) {
    const title = utf8(name);
    const head = new DataView(new ArrayBuffer(30));
    head.setUint32(0, 0x04034b50, true);
    head.setUint16(8, 8, true);
    head.setUint16(26, title.length, true);
    offsets[index] = same === undefined ? at : (offsets[same] ?? 0);
    if (same === undefined) {
      parts.push(new Uint8Array(head.buffer), title, data);
      at += 30 + title.length + data.length;
    }
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(10, 8, true);
    entry.setUint32(16, crc, true);
    entry.setUint32(20, data.length, true);
    entry.setUint32(24, size, true);
    entry.setUint16(28, title.length, true);
    entry.setUint32(42, offsets[index], true);
    central.push(new Uint8Array(entry.buffer), title);
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, entries.length, true);
  end.setUint16(10, entries.length, true);
  end.setUint32(12, central.reduce((sum, part) => sum + part.length, 0), true); // prettier-ignore
  end.setUint32(16, at, true);
  return new Uint8Array(Buffer.concat([...parts, ...central, new Uint8Array(end.buffer)]));
}

describe("zip bombs are refused within a second and 150 MB", () => {
  const huge = new Uint8Array(150_000_000);
  const deep = new Uint8Array(deflateRawSync(huge));
  const crc = crc32(huge);
  const small = utf8("<a/>");
  const tiny = { data: new Uint8Array(deflateRawSync(small)), size: small.length, crc: crc32(small) };
  const parts = (inner: string) => [
    { name: "[Content_Types].xml", ...tiny },
    { name: "_rels/.rels", ...tiny },
    { name: inner, data: deep, size: huge.length, crc },
  ];
  const sharing = (inner: string) => [
    { name: "_rels/.rels", ...tiny },
    { name: inner, data: deep, size: 19_000_000, crc },
    ...Array.from({ length: 30 }, (_, index) => ({
      name: `xl/worksheets/sheet${index}.xml`,
      data: deep,
      size: 19_000_000,
      crc,
      at: 1,
    })),
  ];
  const sheets = Array.from({ length: 5_000 }, (_, index) => ({
    name: `xl/worksheets/sheet${index}.xml`,
    ...tiny,
  }));
  const nested = zipSync({ "word/document.xml": zipSync({ "a.zip": [deep, { level: 0 }] }) });
  test.each<[string, Uint8Array]>([
    ["a .docx", zip(parts("word/document.xml"))],
    ["an .xlsx", zip(parts("xl/workbook.xml"))],
    ["an .xlsx, in a sheet", zip([...parts("xl/worksheets/sheet1.xml"), { name: "xl/workbook.xml", ...tiny }])],
    ["entries that share their data", zip(sharing("xl/workbook.xml"))],
    ["a size that lies", zip(parts("word/document.xml").map((part) => ({ ...part, size: Math.min(part.size, 1_000) })))],
    ["a size that lies, in an .xlsx", zip(parts("xl/workbook.xml").map((part) => ({ ...part, size: Math.min(part.size, 1_000) })))],
    ["5,000 sheets", zip([{ name: "xl/workbook.xml", ...tiny }, ...sheets])],
    ["a zip in a zip", nested],
  ])("%s", async (_, bytes) => {
    const before = process.memoryUsage.rss();
    const start = work();
    const refused = await refusal(bytes);
    expect(work() - start).toBeLessThan(1_000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150e6);
    expect(["too big", "damaged", "not a docx"]).toContain(refused.code);
  }); // prettier-ignore
});

describe("XML that reaches out or blows up", () => {
  const laughs = `<!DOCTYPE d [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">${Array.from({ length: 9 }, (_, n) => `<!ENTITY ${"bcdefghij"[n] ?? ""} "${`&${"abcdefghij"[n] ?? ""};`.repeat(10)}">`).join("")}]>`;
  const outside = `<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>`;
  const body = (entity: string): string => documentXml(paragraphXml(`${testTitle}&${entity};`)).slice(38);
  const parts = unzipSync(sheetReport(figures));
  const sheet = (prolog: string, entity: string): Uint8Array => {
    const xml = new TextDecoder().decode(parts["xl/sharedStrings.xml"]).replace(/^<\?[^>]*\?>/, "");
    return zipSync({
      ...parts,
      "xl/sharedStrings.xml": strToU8(prolog + xml.replaceAll("</t>", `&${entity};</t>`)),
    });
  };
  test.each<[string, Uint8Array]>([
    ["entities of entities in a .docx", packaged({ "word/document.xml": `${laughs}${body("j")}` })],
    ["a file named by a .docx", packaged({ "word/document.xml": `${outside}${body("a")}` })],
    ["entities of entities in an .xlsx", sheet(laughs, "j")],
    ["a file named by an .xlsx", sheet(outside, "a")],
    ["entities of entities in a page", utf8(`${laughs}<html><body><p>${testTitle}&j;</p></body></html>`)],
  ])("%s", async (_, bytes) => {
    const start = work();
    const words = await readReport(bytes).then(
      (report) => JSON.stringify(report),
      (error: unknown) => {
        if (error instanceof OutsideError) return "";
        throw error;
      },
    );
    expect(work() - start).toBeLessThan(1_000);
    expect(words).not.toMatch(/root:|哈哈/);
  }); // prettier-ignore
});

describe("far too much of everything", () => {
  const deepTables = `${"<w:tbl><w:tr><w:tc>".repeat(100_000)}${"</w:tc></w:tr></w:tbl>".repeat(100_000)}`;
  const merged = Array.from(
    { length: 5_000 },
    () =>
      `<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>${paragraphXml("1")}</w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr>${paragraphXml("")}</w:tc></w:tr>`,
  ).join("");
  test.each<[string, Uint8Array]>([
    ["100,000 paragraphs in a .docx", packaged({ "word/document.xml": documentXml(paragraphXml("文").repeat(100_000)) })],
    ["tables 100,000 deep in a .docx", packaged({ "word/document.xml": documentXml(deepTables) })],
    ["10,000 merged cells in a .docx", packaged({ "word/document.xml": documentXml(`${paragraphXml(testTitle)}<w:tbl>${merged}</w:tbl>`) })],
    ["100,000 lines of text", utf8(`${testTitle}\n${"一、总体情况\n".repeat(100_000)}`)],
    ["a line of a million characters", utf8(`${testTitle}\n${"公开".repeat(500_000)}`)],
    ["a table of 100,000 tabs", utf8(`${testTitle}\n${"0\t".repeat(100_000)}`)],
    ["a page 100,000 deep", utf8(`${"<div>".repeat(100_000)}${testTitle}`)],
  ])("%s", async (_, bytes) => {
    const start = work();
    await readReport(bytes).catch((error: unknown) => {
      if (!(error instanceof OutsideError)) throw error;
    });
    expect(work() - start).toBeLessThan(2_000);
  }); // prettier-ignore

  test("a cell of thousands of blanks is looked through at once, a figure too long to hold is unreadable", () => {
    const start = work();
    expect(readFigure(`1${"\t".repeat(20_000)}x`)).toMatchObject({ kind: "unreadable" });
    expect(readFigure("\t".repeat(20_000))).toMatchObject({ kind: "blank" });
    expect(work() - start).toBeLessThan(200);
    for (const digits of ["9".repeat(400), "90071992547409920"])
      expect(readFigure(digits)).toEqual({ kind: "unreadable", raw: digits });
  });

  test("lone surrogates and Big5 do not disturb", async () => {
    const surrogates = Buffer.from(`\uFEFF${testTitle}\ud800\n一、总体情况\n\udc00好`, "utf16le");
    expect((await readReport(new Uint8Array(surrogates))).sections).toHaveLength(1);
    const big5 = Uint8Array.from([
      0xac, 0x46, 0xa9, 0xb2, 0xb8, 0xea, 0xb0, 0x54, 0xa4, 0xbd, 0xb6, 0x7d, 0x0a,
    ]);
    expect((await refusal(big5)).message).toMatch(/。$/);
  });
});
