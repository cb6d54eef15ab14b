import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { writeOut } from "../../src/drafting/writeOut.ts";
import { toDocx } from "../../src/document/docx.ts";
import { toHtml } from "../../src/document/html.ts";
import { eventsOfFacts, type FactsFile } from "../../src/report/facts.ts";
import { fold } from "../../src/report/report.ts";
import type { WrittenReport } from "../../src/report/written.ts";
import { completeFacts } from "../support/facts.ts";

/** Report files made for the tests of the command line. */
export const organ = "青山区临江街道办事处";

export function written(facts: FactsFile): WrittenReport {
  const source = { at: "2026-01-08T01:00:00.000Z", by: { id: "t", name: "t" }, message: "m", words: "w" };
  const report = writeOut(
    fold(
      facts.year,
      eventsOfFacts(facts).map((event) => ({ ...source, event })),
    ),
  );
  if (report === null) throw new Error("the facts name their organ");
  return report;
}

export const clean = (name = organ, year = 2025): FactsFile => completeFacts(name, year);
/** One result too few: the columns do not balance. */
export const faulty = (name = organ, year = 2025): FactsFile => {
  const facts = completeFacts(name, year);
  return { ...facts, cells: { ...facts.cells, "requests.granted.person": 2 } };
};

export function put(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return name;
}
export const docxOf = (facts: FactsFile): Promise<Uint8Array> => toDocx(written(facts));
export const htmlOf = (facts: FactsFile): Uint8Array => toHtml(written(facts));

/** A .docx of a few hundred KB whose main part opens to 300 MB. */
export function zipBomb(): Uint8Array {
  const name = Buffer.from("word/document.xml");
  const size = 300 * 1024 * 1024;
  const chunk = Buffer.alloc(size, 0x20);
  const data = deflateRawSync(chunk);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(crc32(chunk), 14);
  head.writeUInt32LE(data.length, 18);
  head.writeUInt32LE(size, 22);
  head.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  head.copy(entry, 10, 8, 30);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(head.length + name.length + data.length, 16);
  return Buffer.concat([head, name, data, entry, name, end]);
}
