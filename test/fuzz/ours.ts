import { toDocx } from "../../src/document/docx.ts";
import { toXlsx } from "../../src/document/xlsx.ts";
import { cellIds } from "../../src/report/form.ts";
import { figureText, htmlReport, sheetReport, testTitle, textReport } from "../reading/written.ts";
import { completeReport, zeroCellsBut } from "../support/balanced.ts";
import type { Samples } from "./samples.ts";

const cells = zeroCellsBut({
  "requests.received.person": 12,
  "requests.granted.person": 12,
  "disclosure.fees": 1.5,
});
const figure = figureText(cells);

/** Good files written by this project, of every kind it writes. */
export async function ours(): Promise<Samples[]> {
  const utf8 = new TextEncoder();
  const text = textReport(figure);
  const lines = text.replace(/^(?=[一二三四五六]、)/gm, "## ").replaceAll("\t", "|");
  return [
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
  ];
}
