import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CellId } from "../../src/report/form.ts";
import { OrganKind } from "../../src/report/organ.ts";
import type { PrintedCell } from "../../src/report/printed.ts";

/** The folder of published reports, or undefined: then the cases on them are not registered, and a line says so. */
export function reportsFolder(): string | undefined {
  const folder = process.env.NIANBAO_REPORTS;
  if (folder !== undefined && folder !== "") return folder;
  process.stdout.write("NIANBAO_REPORTS is not set: the rules are not tried on published reports.\n");
  return undefined;
}

const Facts = z.object({
  organ: z.object({ name: z.string(), kind: OrganKind }),
  year: z.number().int(),
  form: z.enum(["2021", "2019"]),
  cells: z.record(z.string(), z.number().nullable()),
});

/** What a published report prints, from its cells.json: blank cells are null there, uncertain ones absent. */
export function publishedFacts(folder: string, name: string) {
  const raw: unknown = JSON.parse(readFileSync(join(folder, `${name}.cells.json`), "utf8"));
  const { organ, year, form, cells } = Facts.parse(raw);
  const printed = new Map<CellId, PrintedCell>();
  for (const [id, value] of Object.entries(cells))
    printed.set(CellId.parse(id), value === null ? { kind: "blank", raw: "" } : { kind: "number", value });
  return { organ, year, form, cells: printed };
}
