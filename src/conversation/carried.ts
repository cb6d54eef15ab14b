import { decisionRows, documentRows } from "../report/form/disclosure.ts";
import { applicants } from "../report/form/requests.ts";
import { cellsUnder, type CellId } from "../report/form.ts";
import { valueOf, type Report } from "../report/report.ts";
import type { Command, Understanding } from "../understanding/command.ts";

/** 上年结转 is last year's 结转下年度: another figure needs a reason, which is kept. */

const row = "requests.carriedIn.";
const counterpart = (cell: CellId): CellId => `requests.carriedOut.${cell.slice(row.length)}` as CellId;

/** What last year's report gives for a cell of 上年结转; undefined where it was not read or could not be trusted. */
function baseline(
  report: Report,
  lastYear: (cell: CellId) => number | undefined,
  cell: CellId,
): number | undefined {
  if (report.carried === null) return lastYear(counterpart(cell));
  const own = report.carried.get(cell);
  if (own !== undefined || !cell.endsWith(".total")) return own;
  const parts = applicants.map(({ id }) => report.carried?.get(`requests.carriedIn.${id}`));
  return parts.reduce<number | undefined>(
    (sum, part) => (sum === undefined || part === undefined ? undefined : sum + part),
    0,
  );
}

/** Commands without the changes that need a reason, and those changes. */
export interface Locked {
  free: readonly Command[];
  held: readonly Command[];
  cells: readonly CellId[];
  /** What last year's report says of the first of them, and what was said now. */
  before: number;
  now: number;
}

export function lockedIn(
  report: Report,
  lastYear: (cell: CellId) => number | undefined,
  commands: readonly Command[],
): Locked | null {
  const free: Command[] = [];
  const held: Extract<Command, { do: "set" | "repair" }>[] = [];
  for (const command of commands) {
    if (command.do !== "set" && command.do !== "repair") {
      free.push(command);
      continue;
    }
    const entries = Object.entries(command.cells) as [CellId, number][];
    const inRow = entries.filter(([cell]) => cell.startsWith(row));
    const changed = inRow.some(([cell, value]) => {
      const before = baseline(report, lastYear, cell);
      return before !== undefined && before !== value;
    });
    if (!changed || dividing(report, new Map(inRow))) {
      free.push(command);
      continue;
    }
    if (command.do === "repair") {
      held.push(command);
      continue;
    }
    const others = entries.filter(([cell]) => !cell.startsWith(row));
    if (others.length > 0) free.push({ ...command, cells: Object.fromEntries(others) });
    held.push({ ...command, cells: Object.fromEntries(inRow) });
  }
  const all = held.flatMap(({ cells }) => Object.entries(cells) as [CellId, number][]);
  const differing = all
    .filter(([cell]) => cell.startsWith(row))
    .filter(([cell, value]) => baseline(report, lastYear, cell) !== value);
  const told = differing.find(([cell]) => cell.endsWith(".total")) ?? differing[0];
  if (told === undefined) return null;
  const before = baseline(report, lastYear, told[0]);
  if (before === undefined) return null;
  if (commands.some((command) => command.do === "explain")) return null;
  return { free, held, cells: differing.map(([cell]) => cell), before, now: told[1] };
}

/** A changed total was explained, and who applied is being said now. */
function dividing(report: Report, given: ReadonlyMap<CellId, number>): boolean {
  const total = report.facts.get("requests.carriedIn.total")?.value;
  const told = given.get("requests.carriedIn.total");
  const parts = applicants.map(({ id }) => given.get(`requests.carriedIn.${id}`));
  const sum = parts.reduce<number | undefined>(
    (all, part) => (all === undefined || part === undefined ? undefined : all + part),
    0,
  );
  return (
    [...report.explained.keys()].some((cell) => cell.startsWith(row)) &&
    cellsUnder("requests.carriedIn").some((cell) => valueOf(report, cell) === undefined) &&
    [told, sum].every((value) => value === undefined || value === total)
  );
}

/** 上年结转没有 against last year's figure: the same as stating 0. */
export const asStated = (commands: readonly Command[]): Command[] =>
  commands.map((command): Command => {
    const only = command.do === "zero" && command.under.every((prefix) => `${prefix}.`.startsWith(row));
    if (!only || command.do !== "zero") return command;
    // A whole row with its total, so that a total stated before does not stand against it.
    const cells = command.under.flatMap(cellsUnder);
    return { do: "set", cells: Object.fromEntries(cells.map((cell) => [cell, 0])), correction: true };
  });

/** Zeros that leave out 现行有效 where last year's report has some: that is asked, from last year's figure. */
export function sparingInForce(
  report: Report,
  lastYear: (cell: CellId) => number | undefined,
  commands: readonly Command[],
): { commands: readonly Command[]; spared: readonly CellId[] } {
  const spared = new Set<CellId>();
  const spare = (prefix: string): string[] => {
    const kept = documentRows
      .map(({ id }): CellId => `disclosure.${id}.inForce`)
      .filter((cell) => {
        const before = lastYear(cell);
        const under = cell.startsWith(`${prefix}.`);
        return under && before !== undefined && before > 0 && valueOf(report, cell) === undefined;
      });
    if (kept.length === 0) return [prefix];
    for (const cell of kept) spared.add(cell);
    if (prefix !== "disclosure") return cellsUnder(prefix).filter((cell) => !spared.has(cell));
    return [
      ...documentRows.flatMap(({ id }) => spare(`disclosure.${id}`)),
      ...decisionRows.map(({ id }) => `disclosure.${id}`),
    ];
  };
  return {
    commands: commands.map((command) =>
      command.do === "zero" ? { ...command, under: command.under.flatMap(spare) } : command,
    ),
    spared: [...spared],
  };
}

/** With a reason a zero of 上年结转 stands even against what was said before; null where something else is spoken of too. */
export function carriedCommands(heard: Understanding): Command[] | null {
  if (onlyCarried(heard)) return asStated(heard.commands);
  const denied = heard.doubts.flatMap((doubt) => (doubt.why === "zero denied" ? [...doubt.cells] : [""]));
  const zero = heard.commands.length === 0 && heard.unread.length === 0 && denied.length > 0;
  return zero && denied.every((cell) => cell.startsWith(row))
    ? asStated([{ do: "zero", under: ["requests.carriedIn"] }])
    : null;
}

/** Whether nothing but 上年结转 is spoken of. */
export const onlyCarried = ({ commands, unread }: Understanding): boolean =>
  unread.length === 0 &&
  commands.length > 0 &&
  commands.every((command) =>
    command.do === "zero"
      ? command.under.every((prefix) => `${prefix}.`.startsWith(row))
      : command.do === "set" && Object.keys(command.cells).every((cell) => cell.startsWith(row)),
  );
