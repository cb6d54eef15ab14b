import { fileName } from "../document/fileName.ts";
import { readDocx } from "../reading/docx.ts";
import { cellIds, cellName, sections } from "../report/form.ts";
import type { PrintedCell, PrintedReport } from "../report/printed.ts";
import { printed, type WrittenReport } from "../report/written.ts";
import { withoutRemarks } from "../drafting/writeOut.ts";

/** The document as it is handed over, or the reason why it is held back. */
export type Delivery =
  { kind: "ready"; name: string; bytes: Uint8Array } | { kind: "withheld"; fault: string };

/** What writes and reads the file; the real ones unless a test puts a faulty one in. */
export interface Press {
  write: (written: WrittenReport) => Promise<Uint8Array>;
  read: (bytes: Uint8Array) => PrintedReport;
}
/** The library that writes documents is loaded with the first one: most turns never need it. */
const press: Press = {
  write: async (written) => (await import("../document/docx.ts")).toDocx(written),
  read: readDocx,
};

/** Writes the document, reads it back with our own reader and compares all 200 cells, title and headings before handing it over. */
export async function deliver(
  written: WrittenReport,
  final: boolean,
  { write, read }: Press = press,
): Promise<Delivery> {
  const copy = final ? withoutRemarks(written) : written;
  const bytes = await write(copy);
  const fault = difference(printed(copy), read(bytes));
  if (fault !== null) return { kind: "withheld", fault };
  return { kind: "ready", name: fileName(copy, final), bytes };
}

/** The first difference between what should be printed and what was read back, in words; null when there is none. */
export function difference(meant: PrintedReport, found: PrintedReport): string | null {
  for (const cell of cellIds) {
    const [should, is] = [show(meant.cells.get(cell)), show(found.cells.get(cell))];
    if (should !== is) return `${cellName(cell)}应当是${should}，文件里读到的是${is}`;
  }
  if (meant.title !== found.title) return `标题应当是“${meant.title}”，文件里读到的是“${found.title}”`;
  for (const section of sections) {
    const [should, is] = [meant, found].map((report) =>
      report.sections.find((candidate) => candidate.number === section.number),
    );
    if (is === undefined || is.heading !== section.heading) return `文件里没有读到“${section.heading}”`;
    if (is.text !== should?.text) return `“${section.heading}”的文字与记录不一致`;
  }
  return null;
}

function show(cell: PrintedCell | undefined): string {
  if (cell === undefined) return "没有这一格";
  return cell.kind === "number" ? String(cell.value) : cell.kind === "blank" ? "空白" : `“${cell.raw}”`;
}
