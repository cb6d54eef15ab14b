import { z } from "zod";
import { CellId, sections } from "../../report/form.ts";
import { OrganKind } from "../../report/organ.ts";
import { oddityKinds, type PrintedCell, type PrintedReport } from "../../report/printed.ts";

const Cell = z.union([
  z.number(),
  z.object({ blank: z.string() }).strict(),
  z.object({ unreadable: z.string() }).strict(),
]);

/** A file that was sent and read, remembered until it is loaded or another one comes. */
export const Held = z.object({
  name: z.string(),
  title: z.string(),
  organ: z.object({ name: z.string(), kind: OrganKind }).nullable(),
  year: z.number().int().nullable(),
  form: z.enum(["2021", "2019"]).nullable(),
  cells: z.array(z.tuple([CellId, Cell])),
  preamble: z.string(),
  sections: z.array(
    z.object({
      number: z.string(),
      heading: z.string(),
      level: z.number().optional(),
      text: z.string(),
    }),
  ),
  oddities: z.array(
    z.object({
      kind: z.enum(oddityKinds),
      table: z.enum(sections.map((section) => section.id)),
      label: z.string(),
    }),
  ),
});
export type Held = z.infer<typeof Held>;

export const hold = (name: string, printed: PrintedReport): Held => ({
  name,
  title: printed.title,
  organ: printed.organ,
  year: printed.year,
  form: printed.form,
  cells: [...printed.cells].map(([cell, found]) => [
    cell,
    found.kind === "number"
      ? found.value
      : found.kind === "blank"
        ? { blank: found.raw }
        : { unreadable: found.raw },
  ]),
  preamble: printed.preamble,
  sections: [...printed.sections],
  oddities: [...printed.oddities],
});

/** What was printed in the file. */
export function printedIn(held: Held): PrintedReport {
  const cells = held.cells.map(([cell, found]): [CellId, PrintedCell] => [
    cell,
    typeof found === "number"
      ? { kind: "number", value: found }
      : "blank" in found
        ? { kind: "blank", raw: found.blank }
        : { kind: "unreadable", raw: found.unreadable },
  ]);
  return {
    title: held.title,
    organ: held.organ,
    year: held.year,
    form: held.form,
    cells: new Map(cells),
    preamble: held.preamble,
    sections: held.sections,
    oddities: held.oddities,
  };
}
