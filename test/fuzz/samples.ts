import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toDocx } from "../../src/document/docx.ts";
import { toXlsx } from "../../src/document/xlsx.ts";
import { cellIds } from "../../src/report/form.ts";
import { figureText, htmlReport, sheetReport, testTitle, textReport } from "../reading/written.ts";
import { completeReport, zeroCellsBut } from "../support/balanced.ts";

/** Good files of one kind to be spoiled, and how. */
export interface Samples {
  reader: string;
  how: "bytes" | "text" | "zip";
  files: readonly Uint8Array[];
}

const cells = zeroCellsBut({
  "requests.received.person": 12,
  "requests.granted.person": 12,
  "disclosure.fees": 1.5,
});
const figure = figureText(cells);

function published(folder: string | undefined, ending: RegExp): Uint8Array[] {
  if (folder === undefined) return [];
  const names = readdirSync(folder).filter((name) => ending.test(name));
  return names.map((name) => new Uint8Array(readFileSync(join(folder, name))));
}

/** Good files of every kind: ours, and of .doc and PDF, which nothing here writes, those of the shared reports. */
export async function samplesOf(folder: string | undefined): Promise<Samples[]> {
  const utf8 = new TextEncoder();
  const text = textReport(figure);
  const lines = text.replace(/^(?=[一二三四五六]、)/gm, "## ").replaceAll("\t", "|");
  const all: Samples[] = [
    { reader: "docx", how: "zip", files: [await toDocx(completeReport())] },
    {
      reader: "html",
      how: "text",
      files: [utf8.encode(htmlReport(figure)), utf8.encode(htmlReport(figure, false))],
    },
    {
      reader: "xlsx",
      how: "zip",
      files: [
        sheetReport(figure),
        toXlsx({ title: testTitle, cells: new Map(cellIds.map((cell) => [cell, cells[cell]])) }),
      ],
    },
    { reader: "xls", how: "bytes", files: [sheetReport(figure, "biff8")] },
    {
      reader: "text",
      how: "text",
      files: [utf8.encode(text), utf8.encode(lines), utf8.encode(text.replaceAll("\t", ""))],
    },
    { reader: "doc", how: "bytes", files: published(folder, /\.doc$/) },
    { reader: "pdf", how: "bytes", files: published(folder, /\.pdf$/) },
  ];
  return all.filter(({ files }) => files.length > 0);
}
