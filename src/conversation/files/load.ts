import type { ReportEvent, TextSlot } from "../../report/events.ts";
import { aspects } from "../../report/form/overview.ts";
import { cellIds, cellName, isComputed, type CellId } from "../../report/form.ts";
import type { PrintedReport } from "../../report/printed.ts";
import type { Report } from "../../report/report.ts";
import type { Contents } from "./contents.ts";

/** Where a file says something else than what was said in the talk. */
export interface Conflicts {
  cells: ReadonlySet<CellId>;
  slots: ReadonlySet<TextSlot>;
  fee: boolean;
}
const nothing: Conflicts = { cells: new Set(), slots: new Set(), fee: false };

export function conflictsOf(report: Report, contents: Contents): Conflicts {
  const cells = [...contents.cells].filter(([cell, value]) => {
    const fact = report.facts.get(cell);
    return fact !== undefined && fact.value !== value;
  });
  const slots = contents.texts.filter(({ slot, items }) => {
    const said = report.texts.get(slot);
    return said !== undefined && said.items.join("\n") !== items.join("\n");
  });
  const fee = report.fee?.statement;
  return {
    cells: new Set(cells.map(([cell]) => cell)),
    slots: new Set(slots.map(({ slot }) => slot)),
    fee: fee !== undefined && contents.fee !== null && JSON.stringify(fee) !== JSON.stringify(contents.fee),
  };
}

/** One name may leave out what stands before it: 曙光街街道办事处 and 新华区曙光街街道办事处. */
export function otherOrgan(one: string, other: string): boolean {
  const [a, b] = [one, other].map((name) => name.normalize("NFKC").replace(/\s+/g, ""));
  return a !== undefined && b !== undefined && !a.endsWith(b) && !b.endsWith(a);
}

export const countOf = ({ cells, slots, fee }: Conflicts): number => cells.size + slots.size + Number(fee);

const shownConflicts = 6;

const origins = {
  stated: "说的是",
  "declared zero": "说的是",
  carried: "去年年报来的是",
  imported: "原来文件里的是",
} as const;

function knownAs(report: Report, cell: CellId): string {
  const fact = report.facts.get(cell);
  if (fact === undefined) return "";
  const said = fact.how === "stated" || fact.how === "declared zero";
  return `${said ? fact.source.by.name : ""}${origins[fact.how]}${fact.value}`;
}

/** The conflicts one a line, at most six. */
export function sayConflicts(conflicts: Conflicts, report: Report, contents: Contents): string[] {
  const lines = [
    ...[...conflicts.cells].map(
      (cell) => `${cellName(cell)}：${knownAs(report, cell)}，这份文件里是${contents.cells.get(cell)}`,
    ),
    ...[...conflicts.slots].map((slot) => `${slotName(slot)}：您说的文字和文件里的不一样`),
    ...(conflicts.fee ? ["信息处理费：您说的和文件里的不一样"] : []),
  ];
  const left = lines.length - shownConflicts;
  return [...lines.slice(0, shownConflicts), ...(left > 0 ? [`另外还有${left}处`] : [])];
}

export function slotName(slot: TextSlot): string {
  if (slot === "problems") return "主要问题";
  if (slot === "improvements") return "改进措施";
  if (slot === "more") return "其他需要报告的事项";
  return aspects.find((aspect) => slot === `overview.${aspect.id}`)?.name ?? slot;
}

/** The event that takes a file over, without what the person's own word stands against. */
export function imported(
  name: string,
  contents: Contents,
  {
    cells = nothing.cells,
    slots = nothing.slots,
    fee = false,
    organ = false,
  }: Partial<Conflicts> & { organ?: boolean } = {},
): ReportEvent {
  const kept = [...contents.cells].filter(([cell]) => !cells.has(cell));
  return {
    type: "ReportImported",
    file: name.slice(0, 200),
    ...(contents.organ === null || organ ? {} : { organ: contents.organ }),
    cells: Object.fromEntries(kept),
    ...(contents.opening.length === 0 ? {} : { opening: [...contents.opening] }),
    texts: contents.texts
      .filter(({ slot }) => !slots.has(slot))
      .map(({ slot, items }) => ({ slot, items: [...items] })),
    ...(contents.fee === null || fee ? {} : { fee: contents.fee }),
  };
}

/** Totals that somebody stated and that the file prints otherwise or makes up by its parts: the file's own count. */
export function overruled(report: Report, printed: PrintedReport): CellId[] {
  return cellIds.filter(
    (cell) => isComputed(cell) && report.facts.has(cell) && printed.cells.get(cell)?.kind === "number",
  );
}
