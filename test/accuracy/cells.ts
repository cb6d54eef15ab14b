import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { cellIds, type CellId } from "../../src/report/form.ts";
import { numberIn, type PrintedReport } from "../../src/report/printed.ts";

/** The cells a published report prints, as its cells.json says. */
export const TrueCells = z.object({
  organ: z.object({ name: z.string().nullable(), kind: z.string().nullable() }),
  year: z.number().nullable(),
  form: z.enum(["2021", "2019"]),
  cells: z.record(z.string(), z.number().nullable()),
  uncertain: z.record(z.string(), z.unknown()).optional(),
});
export type TrueCells = z.infer<typeof TrueCells>;

/** One file of the shared reports with what it truly prints. */
export interface Published {
  file: string;
  /** The file's name without its extension: names of cells.json and faults.json. */
  name: string;
  path: string;
  truth: TrueCells;
}

/** Every report file of the folder, in the order of names. */
export function publishedFiles(folder: string): Published[] {
  return readdirSync(folder)
    .filter((file) => /\.(?:txt|html|pdf|docx?|wps|xlsx|md)$/.test(file) && file !== "README.md")
    .sort()
    .map((file) => {
      const name = file.replace(/(?:\.page|\.layout)?\.[a-z]+$/, "");
      const truth = TrueCells.parse(JSON.parse(readFileSync(join(folder, `${name}.cells.json`), "utf8")));
      return { file, name, path: join(folder, file), truth };
    });
}

/** How the cells that were read compare with those printed. */
export interface Compared {
  right: number;
  /** Printed, and honestly not told apart. */
  unreadable: CellId[];
  /** Another value than printed, or a value where nothing is printed. */
  wrong: string[];
  /** Printed, and not found. */
  lost: CellId[];
}

export function compareCells(truth: TrueCells, report: PrintedReport): Compared {
  const compared: Compared = { right: 0, unreadable: [], wrong: [], lost: [] };
  for (const cell of cellIds) {
    if (truth.uncertain !== undefined && cell in truth.uncertain) continue;
    const should = truth.cells[cell];
    const found = report.cells.get(cell);
    const is = found === undefined ? "absent" : (numberIn(report, cell) ?? found.kind);
    const expected = should === undefined ? "absent" : (should ?? "blank");
    if (is === expected) compared.right += 1;
    else if (is === "unreadable") compared.unreadable.push(cell);
    else if (is === "absent") compared.lost.push(cell);
    else compared.wrong.push(`${cell}: ${expected} read as ${is}`);
  }
  return compared;
}
