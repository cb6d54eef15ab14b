import type { PrintedReport } from "../report/printed.ts";
import { align } from "./align.ts";
import type { Block } from "./blocks.ts";
import { decodeHtml, decodeText } from "./decode.ts";
import { emptyFile, notReport, scanned, tooBig } from "./faults.ts";
import { formatOf, type Format } from "./format.ts";
import { hasWords } from "./layout.ts";

const megabyte = 1024 * 1024;
const maxFile = 40 * megabyte;
/** The text of a report is some 20 KB; a page may carry its pictures within it. */
const maxText: Partial<Record<Format, number>> = { text: 2 * megabyte, html: 12 * megabyte };

/** A report has a few hundred paragraphs. */
const maxBlocks = 20_000;

/** Each reader is loaded when a file first needs it. */
const readers: Record<Format, (bytes: Uint8Array) => Promise<Block[]>> = {
  docx: async (bytes) => (await import("./docx.ts")).docxBlocks(bytes),
  text: async (bytes) => (await import("./text.ts")).textBlocks(decodeText(bytes)),
  html: async (bytes) => (await import("./html.ts")).htmlBlocks(decodeHtml(bytes)),
  xlsx: async (bytes) => (await import("./xlsx.ts")).xlsxBlocks(bytes),
  doc: async (bytes) => (await import("./doc.ts")).docBlocks(bytes),
  pdf: async (bytes) => (await import("./pdf.ts")).pdfBlocks(bytes),
};

/**
 * A bad report is a report: only what shows no title with a year or an organ, no two sections and no row of a table is
 * something else. Many pages speak of annual reports.
 */
const isReport = ({ title, year, organ, sections, cells }: PrintedReport): boolean =>
  (title !== "" && (year !== null || organ !== null)) || sections.length >= 2 || cells.size > 0;

/** A file taken apart into blocks, its kind told by content. OutsideError: one sentence why it cannot be read. */
export async function readBlocks(bytes: Uint8Array): Promise<Block[]> {
  if (bytes.length > maxFile) throw tooBig();
  const format = formatOf(bytes);
  if (bytes.length > (maxText[format] ?? maxFile)) throw tooBig();
  const blocks = await readers[format](bytes);
  if (blocks.length > maxBlocks) throw tooBig();
  if (!blocks.some(hasWords)) throw format === "xlsx" || format === "text" ? emptyFile() : scanned();
  return blocks;
}

/** What is printed in a file of any kind. OutsideError: one sentence why it is no report or cannot be read. */
export async function readReport(bytes: Uint8Array): Promise<PrintedReport> {
  const report = align(await readBlocks(bytes));
  if (!isReport(report)) throw notReport();
  return report;
}
