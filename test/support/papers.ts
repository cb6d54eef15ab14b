import { toDocx } from "../../src/document/docx.ts";
import { toXlsx } from "../../src/document/xlsx.ts";
import { writeOut } from "../../src/drafting/writeOut.ts";
import { eventsOfFacts, type FactsFile } from "../../src/report/facts.ts";
import type { CellId } from "../../src/report/form.ts";
import { fold } from "../../src/report/report.ts";
import type { WrittenReport } from "../../src/report/written.ts";
import { completeFacts } from "./facts.ts";

/** Files that people send in transcripts, made by our own writers from facts; the faulty ones by changing what prints. */

type Cells = Partial<Record<CellId, number>>;
export interface Paper {
  name: string;
  bytes: Uint8Array;
}

const organ = "青山区临江街道办事处";

/** What would be printed from the facts. */
export function written(facts: FactsFile): WrittenReport {
  const source = {
    at: "2026-01-08T01:00:00.000Z",
    by: { id: "file", name: "文件" },
    message: "m",
    words: "",
  };
  const found = writeOut(
    fold(
      facts.year,
      eventsOfFacts(facts).map((event) => ({ ...source, event })),
    ),
  );
  if (found === null) throw new Error("facts without an organ");
  return found;
}

const facts = (year: number, cells: Cells = {}, name = organ): FactsFile => {
  const complete = completeFacts(name, year);
  return { ...complete, cells: { ...complete.cells, ...cells } };
};

/** The same report with other figures printed in some cells; `undefined` prints nothing there. */
const misprinted = (
  report: WrittenReport,
  cells: Partial<Record<CellId, number | undefined>>,
): WrittenReport => {
  const printed = new Map(report.cells);
  for (const [cell, value] of Object.entries(cells) as [CellId, number | undefined][])
    if (value === undefined) printed.delete(cell);
    else printed.set(cell, value);
  return { ...report, cells: printed };
};
const clean = (report: WrittenReport): WrittenReport => ({
  ...report,
  cellRemarks: new Map(),
  titleRemarks: [],
});

/** Last year: one request was carried on, 12 documents in force. */
const lastCells: Cells = {
  "requests.granted.business": 0,
  "requests.carriedOut.business": 1,
  "disclosure.normative.made": 2,
  "disclosure.normative.inForce": 12,
};

const papers: Record<string, () => Promise<Uint8Array> | Uint8Array> = {
  "去年年报.docx": () => toDocx(written(facts(2024, lastCells))),
  "别的街道去年年报.docx": () => toDocx(written(facts(2024, lastCells, "青山区望江街道办事处"))),
  "去年年报有错.docx": () =>
    toDocx(clean(misprinted(written(facts(2024, lastCells)), { "requests.carriedOut.total": 3 }))),
  "前年年报.docx": () => toDocx(written(facts(2023))),
  "今年年报.docx": () => toDocx(written(facts(2025))),
  "今年年报有错.docx": () =>
    toDocx(
      clean(
        misprinted(written(facts(2025)), { "requests.granted.person": 2, "disclosure.penalties": undefined }),
      ),
    ),
  "空表.xlsx": () => toXlsx({ title: "", cells: new Map() }),
  "填好的表.xlsx": () => toXlsx({ title: "", cells: written(facts(2025)).cells }),
  "填了一半的表.xlsx": () =>
    toXlsx({
      title: "",
      cells: misprinted(written(facts(2025)), {
        "disclosure.penalties": undefined,
        "disclosure.fees": undefined,
      }).cells,
    }),
  "会议通知.txt": () => new TextEncoder().encode("关于召开会议的通知\n请各科室准时参加。\n"),
  "坏了的.docx": async () => (await toDocx(written(facts(2025)))).slice(0, 2000),
};

export async function paper(name: string): Promise<Paper> {
  const make = papers[name];
  if (make === undefined) throw new Error(`no paper ${name}`);
  return { name, bytes: await make() };
}
