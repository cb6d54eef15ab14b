import { textSlots, type ReportEvent, type TextSlot } from "../report/events.ts";
import type { CellId } from "../report/form.ts";
import { valueOf, type Report } from "../report/report.ts";
import { rebind } from "../rules/rebind.ts";
import { slotName } from "./files/load.ts";

/** Words that name figures of the tables follow them: when a cell changes, its sentence changes in the same message. */
export interface Bound {
  events: ReportEvent[];
  /** What was changed, and what contradicts the new figures and must be reworded by a person. */
  lines: string[];
}

export function rebound(before: Report, after: Report): Bound {
  const events: ReportEvent[] = [];
  const lines: string[] = [];
  if (before.values === after.values) return { events, lines };
  const [old, now] = [before, after].map((report) => (cell: CellId) => valueOf(report, cell));
  if (old === undefined || now === undefined) return { events, lines };
  for (const slot of textSlots) {
    const text = after.texts.get(slot);
    // What was said in this very message is meant as it stands.
    if (text === undefined || before.texts.get(slot) !== text) continue;
    const where = slot === "overview.requests" ? "requests" : "overview";
    const items = text.items.map((item) => rebind(item, where, old, now, after.year));
    for (const { changes, contradicted } of items) {
      lines.push(...changes.map(({ from, to }) => `${placeOf(slot)}里的“${from}”已改为“${to}”。`));
      lines.push(
        ...contradicted.map(
          (sentence) => `${placeOf(slot)}里的“${sentence}”和表里的数对不上了，请重新说这一句。`,
        ),
      );
    }
    if (items.some(({ changes }) => changes.length > 0))
      events.push({
        type: "TextStated",
        slot,
        items: items.map((item) => item.text),
        ...(text.printed === undefined ? {} : { printed: true }),
      });
  }
  return { events, lines };
}

const ordinals = "一二三四五";

/** 一（二）: the paragraph of an aspect by its place. */
const placeOf = (slot: TextSlot): string =>
  slot.startsWith("overview.") ? `一（${ordinals[textSlots.indexOf(slot)]}）` : `“${slotName(slot)}”`;
