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

/** Other words in a paragraph that begins with these. */
const reworded = (report: WrittenReport, words: Record<string, string>): WrittenReport => {
  const change = (text: string): string =>
    Object.entries(words).reduce((all, [from, to]) => all.replace(from, to), text);
  const paragraphs = Object.fromEntries(
    Object.entries(report.paragraphs).map(([section, list]) => [
      section,
      list.map((paragraph) => ({ ...paragraph, text: change(paragraph.text), remarks: [] })),
    ]),
  ) as unknown as WrittenReport["paragraphs"];
  return { ...report, paragraphs };
};

/** Many faults of many kinds. */
const faulty = (): WrittenReport =>
  reworded(
    misprinted(written(facts(2025, { "disclosure.normative.made": 3 })), {
      "requests.granted.person": 2,
      "requests.refused.stateSecret.total": 2,
      "disputes.reconsideration.total": 1,
      "disclosure.penalties": undefined,
      "disclosure.regulations.made": 1,
    }),
    {
      "公开为常态、不公开为例外": "公开是原则，不公开是例外",
      政府信息公开申请4件: "政府信息公开申请4条",
      设有登记本: "2024年收到的申请都已答复。设有登记本",
      公开120条: "公开120余条",
      先审后发: "三审三校",
      "未发生因政府信息公开引起的行政复议、行政诉讼": "行政复议2件",
      未收到意见: "未收到意见(含网上)",
    },
  );

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
  "毛病多的年报.docx": () => toDocx(clean(faulty())),
  "没有申请的年报.docx": () =>
    toDocx(
      reworded(
        written(
          facts(2025, {
            "requests.received.person": 0,
            "requests.received.business": 0,
            "requests.granted.person": 0,
            "requests.granted.business": 0,
          }),
        ),
        { 本街道收到政府信息公开申请0件: "本街道未收到政府信息公开申请" },
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

/** 〔文件 去年年报.docx〕 in a transcript: the person sends this file. */
export async function paperIn(said: string): Promise<Paper | undefined> {
  const name = /^〔文件 (.+)〕$/.exec(said)?.[1];
  return name === undefined ? undefined : await paper(name);
}
