import { fileName } from "../document/fileName.ts";
import { readDocx } from "../reading/docx.ts";
import { readReport } from "../reading/read.ts";
import { cellIds, cellName } from "../report/form.ts";
import type { PrintedCell, PrintedReport } from "../report/printed.ts";
import { printed, type WrittenReport } from "../report/written.ts";
import { withoutRemarks } from "../drafting/writeOut.ts";

/** The document as it is handed over, or the reason why it is held back. */
export type Delivery =
  { kind: "ready"; name: string; bytes: Uint8Array } | { kind: "withheld"; fault: string };

/** Makes the document that is handed over. */
export type Deliver = (written: WrittenReport, final: boolean) => Promise<Delivery>;

/** What writes and reads the file; the real ones unless a test puts a faulty one in. */
export interface Press {
  write: (written: WrittenReport) => Promise<Uint8Array>;
  read: (bytes: Uint8Array) => PrintedReport | Promise<PrintedReport>;
  extension?: Extension;
}
export type Extension = "docx" | "html" | "xlsx";

/** What writes and reads is loaded with the first document: most turns never need it. */
export const presses: Record<Extension, Press> = {
  docx: {
    write: async (written) => (await import("../document/docx.ts")).toDocx(written),
    read: readDocx,
  },
  html: {
    extension: "html",
    write: async (written) => (await import("../document/html.ts")).toHtml(written),
    read: readReport,
  },
  /** Only the title and the three tables. */
  xlsx: {
    extension: "xlsx",
    write: async ({ title, cells }) =>
      (await import("../document/xlsx.ts")).toXlsx({ title: title.join(""), cells }),
    read: readReport,
  },
};

/** Writes the document, reads it back with our own reader and compares all 200 cells, title and headings before handing it over. */
export async function deliver(
  written: WrittenReport,
  final: boolean,
  { write, read, extension = "docx" }: Press = presses.docx,
): Promise<Delivery> {
  const copy = final ? withoutRemarks(written) : written;
  const bytes = await write(copy);
  const meant = printed(copy);
  const found = await read(bytes);
  const fault = difference(extension === "xlsx" ? { ...meant, sections: [] } : meant, found);
  if (fault !== null) return { kind: "withheld", fault };
  return { kind: "ready", name: fileName(copy, final, extension), bytes };
}

/** The first difference between what should be printed and what was read back, in words; null when there is none. */
export function difference(meant: PrintedReport, found: PrintedReport): string | null {
  for (const cell of cellIds) {
    const [should, is] = [show(meant.cells.get(cell)), show(found.cells.get(cell))];
    if (should !== is) return `${cellName(cell)}应当是${should}，文件里读到的是${is}`;
  }
  if (meant.title !== found.title) return `标题应当是“${meant.title}”，文件里读到的是“${found.title}”`;
  for (const should of meant.sections) {
    const is = found.sections.find((candidate) => candidate.number === should.number);
    if (is === undefined || is.heading !== should.heading) return `文件里没有读到“${should.heading}”`;
    if (is.text !== should.text) return `“${should.heading}”的文字与记录不一致`;
  }
  return null;
}

function show(cell: PrintedCell | undefined): string {
  if (cell === undefined) return "没有这一格";
  return cell.kind === "number" ? String(cell.value) : cell.kind === "blank" ? "空白" : `“${cell.raw}”`;
}
