import type { Recorded, ReportEvent } from "../report/events.ts";
import { cellsUnder, isComputed, partsOf, type CellId } from "../report/form.ts";
import { splitItems } from "../language/sentences.ts";
import { fold, valueOf, type Report, type Source } from "../report/report.ts";
import type { Command } from "../understanding/command.ts";
import { contradictedTotals } from "../rules/stated.ts";
import { imbalances } from "./asking/residual.ts";

/** What became of the commands of one message. */
export interface Applied {
  events: ReportEvent[];
  after: Report;
  /** Zeros that would contradict what is known; nothing of them was recorded. */
  refused: readonly string[];
  /** Parts that were voided because their total changed; the old values are offered again. */
  voided: readonly CellId[];
}

/** Turns commands into events of the report. Only zeros are ever refused: a stated figure is taken and its faults are told. */
export function apply(
  report: Report,
  recorded: readonly Recorded[],
  commands: readonly Command[],
  source: Source,
): Applied {
  const events: ReportEvent[] = [];
  const refused: string[] = [];
  const voided: CellId[] = [];
  const after = (): Report =>
    fold(report.year, [...recorded, ...events.map((event) => ({ ...source, event }))]);
  let current = report;

  for (const command of commands) {
    const additions = eventsOf(current, command);
    if (additions.length === 0) continue;
    events.push(...additions);
    const next = after();
    if (command.do === "zero" && faults(next) > faults(current)) {
      events.splice(-additions.length);
      refused.push(...command.under);
      continue;
    }
    for (const event of additions)
      if (event.type === "CellsCleared") voided.push(...event.cells.filter((cell) => !isComputed(cell)));
    current = next;
  }
  return { events, after: current, refused, voided };
}

const faults = (report: Report): number => imbalances(report).length + contradictedTotals(report).length;

function eventsOf(report: Report, command: Command): ReportEvent[] {
  switch (command.do) {
    case "set":
      return statement(report, command.cells, command.correction);
    case "zero": {
      const cells = command.under.flatMap(cellsUnder).filter((cell) => !isComputed(cell));
      const above = cells.some((cell) => !report.facts.has(cell) && isAbove(valueOf(report, cell)));
      // 行政复议总数改为0, where the parts are 0 already and the total was stated otherwise.
      const totals = contradictedTotals(report).filter(
        ({ cell, sum }) => sum === 0 && command.under.includes(cell.slice(0, cell.lastIndexOf("."))),
      );
      if (totals.length > 0)
        return [
          {
            type: "CellsStated",
            cells: Object.fromEntries(totals.map(({ cell }) => [cell, 0])),
            how: "stated",
          },
          { type: "ZeroDeclared", under: command.under },
        ];
      if (!above) return [{ type: "ZeroDeclared", under: command.under }];
      const rest = cells.filter((cell) => !report.facts.has(cell) && !isAbove(valueOf(report, cell)));
      return rest.length === 0 ? [] : [{ type: "ZeroDeclared", under: rest }];
    }
    case "text": {
      const given = command.add ? report.texts.get(command.slot) : undefined;
      const old = given?.printed === true ? given.items.flatMap(splitItems) : (given?.items ?? []);
      return [{ type: "TextStated", slot: command.slot, items: [...old, ...command.items] }];
    }
    case "fee":
      return [{ type: "FeeStated", fee: command.fee }];
    case "organ": {
      if (command.kind === undefined) return [];
      const contact = report.organ?.contact;
      return [
        {
          type: "OrganNamed",
          organ: { name: command.name, kind: command.kind, ...(contact === undefined ? {} : { contact }) },
        },
      ];
    }
    case "contact":
      return [{ type: "ContactStated", contact: command.contact }];
    case "repair":
      return statement(report, command.cells);
    case "explain":
      return [{ type: "CarriedExplained", cells: command.cells, reason: command.reason }];
    case "dismiss":
    case "dismissals":
    case "restore":
    case "more":
    case "load":
    case "file":
    case "dropFile":
    case "lastWords":
    case "rework":
    case "modelUsed":
    case "year":
    case "run":
    case "generateAnyway":
    case "choose":
    case "agree":
    case "decline":
      return [];
  }
}

const isAbove = (value: number | undefined): boolean => value !== undefined && value > 0;

/**
 * New figures, and what they void. A changed part voids the total that was stated over it, while the zeros that
 * followed from that total stay declared; a changed total voids the parts that no longer make it up.
 */
export function statement(
  report: Report,
  cells: Partial<Record<CellId, number>>,
  correction = false,
): ReportEvent[] {
  const given = new Map(Object.entries(cells) as [CellId, number][]);
  const cleared = new Set<CellId>();
  const zeros = new Set<CellId>();
  for (const total of new Set([...given.keys()].map(totalOver))) {
    if (total === null) continue;
    const parts = partsOf(total);
    const before = (part: CellId): number | undefined => valueOf(report, part);
    const now = (part: CellId): number | undefined => given.get(part) ?? before(part);
    const stated = given.get(total) ?? report.facts.get(total)?.value;
    if (stated === undefined) continue;
    const known = parts.map(now).filter((value) => value !== undefined);
    const sum = known.reduce((all, value) => all + value, 0);
    const complete = known.length === parts.length;
    if (sum <= stated && !(complete && sum !== stated)) continue;
    const changed = parts.some(
      (part) => given.has(part) && before(part) !== undefined && before(part) !== given.get(part),
    );
    if (!given.has(total) && (changed || (correction && parts.every((part) => given.has(part))))) {
      cleared.add(total);
      for (const part of parts)
        if (!given.has(part) && !report.facts.has(part) && before(part) === 0) zeros.add(part);
    } else if (given.has(total) && !parts.some((part) => given.has(part))) {
      for (const part of parts) if (report.facts.has(part)) cleared.add(part);
    }
  }
  return [
    ...(cleared.size > 0 ? [{ type: "CellsCleared" as const, cells: [...cleared] }] : []),
    { type: "CellsStated", cells, how: "stated" },
    ...(zeros.size > 0 ? [{ type: "ZeroDeclared" as const, under: [...zeros] }] : []),
  ];
}

/** The total of the row that a cell stands in; the （七）总计 row is computed both ways and is left alone. */
function totalOver(cell: CellId): CellId | null {
  if (!cell.startsWith("requests.") && !cell.startsWith("disputes.")) return null;
  if (cell.startsWith("requests.handledTotal.")) return null;
  return `${cell.slice(0, cell.lastIndexOf("."))}.total` as CellId;
}
