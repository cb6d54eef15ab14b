import { cellIds, cellsUnder, isComputed, type CellId } from "../../src/report/form.ts";
import { applicants } from "../../src/report/form/requests.ts";
import { imply } from "../../src/report/implied.ts";
import type { Asked, Command, Understanding } from "../../src/understanding/command.ts";
import { understand } from "../../src/understanding/understand.ts";

/** Figures by short names: `received.person` is of table 三, other tables are named in full. */
export type Short = Record<string, number>;
export const longId = (short: string): CellId => {
  const id = /^(?:disclosure|disputes|requests)(?:\.|$)/.test(short) ? short : `requests.${short}`;
  return id as CellId;
};
export const longMap = (short: Short): Map<CellId, number> =>
  new Map(Object.entries(short).map(([id, value]) => [longId(id), value]));

/** What came in by column, nothing carried in: the usual state when results are asked. */
export const came = (columns: Short, more: Short = {}): Short => ({
  ...Object.fromEntries(
    applicants.flatMap(({ id }) => [
      [`received.${id}`, columns[id] ?? 0],
      [`carriedIn.${id}`, 0],
    ]),
  ),
  ...more,
});
/** Last year's report carried nothing over. */
export const nothingLeft: Short = Object.fromEntries(
  [...applicants.map(({ id }) => id), "total"].map((id) => [`carriedOut.${id}`, 0]),
);

export interface Situation {
  asked?: Asked | null;
  known?: Short;
  last?: Short;
  year?: number;
}
export function hear(
  say: string,
  { asked = null, known = {}, last = {}, year = 2025 }: Situation = {},
): Understanding {
  const given = longMap(known);
  const implied = imply(given);
  const lastYear = longMap(last);
  return understand({
    say, asked, year,
    known: (cell) => given.get(cell) ?? implied.get(cell)?.value,
    lastYear: (cell) => lastYear.get(cell),
  }); // prettier-ignore
}

const short = (id: string): string => id.replace(/^requests\./, "");

/** What was understood in one line: received.person=3 zero:carriedIn ask:no_reason run:进度 unread. */
export function summary({ commands, doubts, unread }: Understanding): string {
  const words = commands.flatMap((command) => describe(command));
  words.push(...doubts.map((doubt) => `ask:${doubt.why.replaceAll(" ", "_")}`));
  if (unread.length > 0) words.push("unread");
  return words.sort().join(" ");
}
function describe(command: Command): string[] {
  switch (command.do) {
    case "set":
      return [
        ...Object.entries(command.cells).map(([id, value]) => `${short(id)}=${value}`),
        ...(command.correction ? ["corrected"] : []),
      ];
    case "zero":
      return command.under.map((prefix) => `zero:${short(prefix)}`);
    case "text":
      return [`text:${command.slot}:${command.items.length}${command.add ? "+" : ""}`];
    case "fee":
      return [`fee:${JSON.stringify(command.fee).replace(/["{}]|kind:/g, "")}`];
    case "organ":
      return [`organ:${command.name}/${command.kind ?? "?"}`];
    case "repair":
    case "load":
    case "file":
    case "dropFile":
    case "explain":
    case "dismissals":
    case "more":
      return [command.do];
    case "dismiss":
      return [`dismiss:${command.number}${command.reason === undefined ? "" : `:${command.reason}`}`];
    case "restore":
      return [`restore:${command.number}`];
    case "lastWords":
      return [`lastWords${command.slot === undefined ? "" : `:${command.slot}`}`];
    case "rework":
      return [`rework:${command.how}${command.slot === undefined ? "" : `:${command.slot}`}`];
    case "modelUsed":
      return ["modelUsed"];
    case "contact":
      return [`contact:${command.contact}`];
    case "year":
      return [`year:${command.year}`];
    case "run":
      return [`run:${command.name}${command.about === undefined ? "" : `/${short(command.about)}`}`];
    case "choose":
      return [`choose:${command.choice}`];
    case "generateAnyway":
    case "agree":
    case "decline":
      return [command.do];
  }
}

/** Every asked cell that a message changes, with the value it gets. */
export function changes(understood: Understanding, known: Short = {}): Map<CellId, number> {
  const given = longMap(known);
  const changed = new Map<CellId, number>();
  for (const command of understood.commands) {
    if (command.do === "set")
      for (const [id, value] of Object.entries(command.cells)) changed.set(id as CellId, value);
    if (command.do === "zero")
      for (const cell of command.under.flatMap(cellsUnder))
        if (!isComputed(cell) && !changed.has(cell) && !((given.get(cell) ?? 0) > 0)) changed.set(cell, 0);
  }
  return changed;
}
export const allCells = cellIds;
