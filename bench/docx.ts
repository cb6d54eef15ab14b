import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { toDocx } from "../src/document/docx.ts";
import { withoutRemarks, writeOut } from "../src/drafting/writeOut.ts";
import { readDocx } from "../src/reading/docx.ts";
import { cellIds, type CellId } from "../src/report/form.ts";
import { numberIn } from "../src/report/printed.ts";
import { fold } from "../src/report/report.ts";
import type { WrittenReport } from "../src/report/written.ts";
import { compare, type Measured } from "./measure.ts";
import { fill } from "./peers/docxtemplater.js";

const rounds = 15;
const documents = 5;

/** A report with these figures, arithmetic or not. */
function written(figure: (index: number) => number): WrittenReport {
  const source = { at: "2026-01-05T09:00:00+08:00", by: { id: "a", name: "张三" }, message: "m", words: "" };
  const organ = { name: "青山区青山街道办事处", kind: "subdistrict" as const };
  const plain = writeOut(fold(2025, [{ ...source, event: { type: "OrganNamed", organ } }]));
  if (plain === null) throw new Error("nothing to write");
  const cells = new Map<CellId, number>(cellIds.map((cell, index) => [cell, figure(index)]));
  return { ...withoutRemarks(plain), cells };
}

/** Our own document with {tags} in the place of the 200 figures. */
async function template(): Promise<Uint8Array> {
  const parts = unzipSync(await toDocx(written((index) => 70_000_000 + index)));
  const path = "word/document.xml";
  let tags = 0;
  const xml = strFromU8(parts[path] ?? new Uint8Array()).replaceAll(/>70000(\d{3})</g, (_, index: string) => {
    tags += 1;
    return `>{c${Number(index)}}<`;
  });
  if (tags !== cellIds.length) throw new Error(`${tags} tags`);
  return zipSync({ ...parts, [path]: strToU8(xml) });
}

const hasFigures = (docx: Uint8Array, figure: (index: number) => number): boolean => {
  const printed = readDocx(docx);
  return cellIds.every((cell, index) => numberIn(printed, cell) === figure(index));
};

/** Our .docx against docxtemplater filling a template of the same tables. */
export async function measureDocx(): Promise<Measured[]> {
  const figures = (round: number) => (index: number) => round * 1000 + index;
  const made = await template();
  const values = (round: number): Record<string, string> =>
    Object.fromEntries(cellIds.map((_, index) => [`c${index}`, `${figures(round)(index)}`]));
  for (const docx of [await toDocx(written(figures(3))), fill(made, values(3))])
    if (!hasFigures(docx, figures(3))) throw new Error("a document without its figures");

  const times = await compare(
    rounds,
    async (round) => {
      for (let index = 0; index < documents; index++) await toDocx(written(figures(round)));
    },
    (round) => {
      for (let index = 0; index < documents; index++) fill(made, values(round));
      return Promise.resolve();
    },
  );
  return [
    {
      what: ".docx of the same tables, time against docxtemplater",
      ours: `${(times.ours / documents).toFixed(1)} ms`,
      peer: `${(times.peer / documents).toFixed(1)} ms`,
      value: times.ours / times.peer,
      goal: 2.5,
      better: "less",
      unit: "×",
    },
  ];
}
