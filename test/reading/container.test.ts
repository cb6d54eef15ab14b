import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { toDocx } from "../../src/document/docx.ts";
import { OutsideError } from "../../src/errors.ts";
import { readDocx } from "../../src/reading/docx.ts";
import { completeReport } from "../support/balanced.ts";
import { documentXml, packaged, paragraphXml } from "./packaged.ts";

const whole = await toDocx(completeReport());

/** The code and the sentence of the OutsideError that reading these bytes ends in. */
function refusal(bytes: Uint8Array): { code: string; message: string } {
  try {
    readDocx(bytes);
  } catch (error) {
    if (error instanceof OutsideError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("was read");
}

/** Changes the size that the zip's directory declares for its largest entry. */
function declare(zip: Uint8Array, size: number): Uint8Array {
  const copy = zip.slice();
  const view = new DataView(copy.buffer);
  let largest = { at: -1, size: -1 };
  for (let at = 0; at + 46 < copy.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    const declared = view.getUint32(at + 24, true);
    if (declared > largest.size) largest = { at, size: declared };
  }
  view.setUint32(largest.at + 24, size, true);
  return copy;
}

describe("what is not a readable .docx is refused in one sentence", () => {
  const ole = Uint8Array.from([
    0xd0,
    0xcf,
    0x11,
    0xe0,
    0xa1,
    0xb1,
    0x1a,
    0xe1,
    ...new Array<number>(600).fill(0),
  ]);
  const encrypted = new Uint8Array([...ole, ...new Uint8Array(Buffer.from("EncryptedPackage", "utf16le"))]);
  const zipEncrypted = whole.slice();
  const directory = Buffer.from(whole.buffer, whole.byteOffset, whole.length).indexOf(
    "PK\u0001\u0002",
    0,
    "latin1",
  );
  zipEncrypted[directory + 8] = 1;

  test.each<[string, Uint8Array, string, string]>([
    ["nothing", new Uint8Array(), "not a docx", "这不是 .docx 文件"],
    ["text", new TextEncoder().encode("年度报告"), "not a docx", "这不是 .docx 文件"],
    ["a .doc", ole, "not a docx", "这不是 .docx 文件"],
    ["a .docx with a password", encrypted, "encrypted", "加了密码"],
    ["a zip with a password", zipEncrypted, "encrypted", "加了密码"],
    ["another zip", zipSync({ "readme.txt": new Uint8Array(3) }), "not a docx", "这不是 .docx 文件"],
    ["a zip without the text", packaged({}), "not a docx", "这不是 .docx 文件"],
    [
      "an .xlsx",
      packaged({ "_rels/.rels": '<R><r Type="x/officeDocument" Target="xl/workbook.xml"/></R>', "xl/workbook.xml": "<w/>" }),
      "not a docx",
      "这不是 .docx 文件",
    ],
    ["half a file", whole.slice(0, whole.length / 2), "damaged", "已损坏"],
    ["only the magic", whole.slice(0, 4), "damaged", "已损坏"],
    ["a part that is not XML", packaged({ "word/document.xml": "年度报告" }), "damaged", "已损坏"],
    ["a part that is not UTF-8", packaged({ "word/document.xml": Uint8Array.of(0x3c, 0xff, 0xff) }), "damaged", "已损坏"],
    ["41 MB", new Uint8Array(41 * 1024 * 1024), "too big", "太大"],
  ])("%s", (_, bytes, code, words) => {
    const refused = refusal(bytes);
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(words);
    expect(refused.message).toMatch(/^[^\n]+。$/);
  }); // prettier-ignore

  test("a document without a report in it is read as a report without anything", () => {
    const read = readDocx(packaged({ "word/document.xml": documentXml(paragraphXml("会议通知")) }));
    expect(read).toMatchObject({ organ: null, year: null, form: null, sections: [] });
    expect(read.cells.size).toBe(0);
    expect(read.oddities.map(({ kind }) => kind)).toEqual([
      "missing table",
      "missing table",
      "missing table",
    ]);
  });
});

describe("zip bombs", () => {
  const dense = packaged({ "word/document.xml": documentXml(paragraphXml("0".repeat(15_000_000))) });

  test("a part that is packed 200 times over is refused by its declared size", () => {
    expect(refusal(dense).code).toBe("too big");
  });

  test("a part over 20 MB is refused", () => {
    const noise = new Uint8Array(21 * 1024 * 1024).map((_, at) => (at * 2654435761) >>> 13);
    expect(refusal(zipSync({ "_rels/.rels": noise }, { level: 0 })).code).toBe("too big");
  });

  test("a part that declares less than it holds is cut short and refused", () => {
    expect(refusal(declare(dense, 1000)).code).toBe("damaged");
  });

  test("a part that declares more than it holds is refused", () => {
    expect(refusal(declare(whole, 200_000)).code).toBe("damaged");
  });
});

test("whatever bytes are changed, the file is read or refused, and nothing else is thrown", () => {
  const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const copy = whole.slice();
      for (const { at, to } of changes) copy[at] = to;
      try {
        readDocx(copy);
      } catch (error) {
        expect(error).toBeInstanceOf(OutsideError);
      }
    }),
    { numRuns: 400 },
  );
});

test("whatever changes in the text of the document, it is read or refused, and nothing else is thrown", () => {
  const xml = new TextEncoder().encode(documentXml(`${paragraphXml("一、总体情况")}<w:tbl><w:tr><w:tc>${paragraphXml("规章")}</w:tc><w:tc><w:tcPr><w:gridSpan w:val="3"/><w:vMerge/></w:tcPr>${paragraphXml("1")}</w:tc></w:tr></w:tbl>`)); // prettier-ignore
  const change = fc.record({ at: fc.nat(xml.length - 1), to: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const copy = xml.slice();
      for (const { at, to } of changes) copy[at] = to;
      try {
        readDocx(packaged({ "word/document.xml": copy }));
      } catch (error) {
        expect(error).toBeInstanceOf(OutsideError);
      }
    }),
    { numRuns: 400 },
  );
});
