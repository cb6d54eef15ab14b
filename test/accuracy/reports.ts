import fc from "fast-check";
import { readFileSync } from "node:fs";
import { readReport } from "../../src/reading/read.ts";
import { printed } from "../../src/report/written.ts";
import { balancedCells, city, completeReport, fourGranted, zeroCellsBut } from "../support/balanced.ts";
import { publishedFiles } from "./cells.ts";
import type { CleanReport } from "./measure.ts";

/** Reports made for this project: a city's and a 街道's, quiet and busy, always the same figures. */
export function ownReports(): CleanReport[] {
  const [one, two, three] = fc.sample(balancedCells({ regulations: true }), { numRuns: 3, seed: 7 });
  return [
    { name: "quiet 街道", report: printed(completeReport({ cells: zeroCellsBut({}) })) },
    { name: "街道 with four", report: printed(completeReport({ cells: fourGranted })) },
    ...[one, two, three].flatMap((cells, index) =>
      cells === undefined
        ? []
        : [{ name: `city ${index + 1}`, report: printed(completeReport({ organ: city, cells })) }],
    ),
  ];
}

/** Published reports whose tables add up, one file of each. */
const cleanFiles = [
  "001_dc414174c0363131.txt",
  "002_9c25df49103e2fe8.txt",
  "003_badf61901e3cbee2.txt",
  "004_521296bdca07563d.txt",
  "hangzhou-city-2025.html",
  "hongze-2024.pdf",
  "huaian-2024--office.docx",
  "huaian-2024.pdf",
  "pingtan-2021.page.txt",
  "pingtan-2022.page.txt",
];

export async function cleanReports(folder: string): Promise<CleanReport[]> {
  const found: CleanReport[] = [];
  for (const { file, path } of publishedFiles(folder)) {
    if (!cleanFiles.includes(file)) continue;
    try {
      found.push({ name: file, report: await readReport(readFileSync(path)) });
    } catch (error) {
      process.stdout.write(`${file}: ${String(error)}\n`);
    }
  }
  return found;
}
