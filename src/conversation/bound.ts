import { plainNumber } from "../language/numerals.ts";
import { textSlots, type ReportEvent, type TextSlot } from "../report/events.ts";
import type { CellId } from "../report/form.ts";
import { sumOf } from "../report/implied.ts";
import { valueOf, type Report } from "../report/report.ts";
import { claimsOf } from "../rules/claims.ts";
import type { Claim } from "../rules/claims/claim.ts";
import { slotName } from "./files/load.ts";

/** Words that name figures of the tables follow them: when a cell changes, its sentence changes in the same message. */
export interface Rebound {
  events: ReportEvent[];
  /** What was changed, and what contradicts the new figures and must be reworded by a person. */
  lines: string[];
}

const nothing: Rebound = { events: [], lines: [] };

export function rebound(before: Report, after: Report): Rebound {
  if (before.values === after.values) return nothing;
  const events: ReportEvent[] = [];
  const lines: string[] = [];
  for (const slot of textSlots) {
    const text = after.texts.get(slot);
    // What was said in this very message is meant as it stands.
    if (text === undefined || before.texts.get(slot) !== text || slot === "more") continue;
    const changed = text.items.map((item) => rewrite(item, before, after));
    lines.push(...changed.flatMap(({ told }) => told.map((line) => `${placeOf(slot)}${line}`)));
    if (changed.some(({ item }, index) => item !== text.items[index]))
      events.push({
        type: "TextStated",
        slot,
        items: changed.map(({ item }) => item),
        ...(text.printed === undefined ? {} : { printed: true }),
      });
  }
  return { events, lines };
}

const ordinals = "一二三四五";
const placeOf = (slot: TextSlot): string => {
  const index = textSlots.indexOf(slot);
  return slot.startsWith("overview.") ? `一（${ordinals[index]}）里的` : `“${slotName(slot)}”里的`;
};

function rewrite(item: string, before: Report, after: Report): { item: string; told: string[] } {
  const told: string[] = [];
  let out = item;
  for (const claim of claimsOf(item, "overview", after.year).toReversed()) {
    const old = valueIn(claim, before);
    const now = valueIn(claim, after);
    if (
      old === undefined ||
      now === undefined ||
      old === now ||
      claim.value !== old ||
      claim.scope !== undefined
    )
      continue;
    if (!claim.quantity.exact) {
      told.unshift(
        `“${claim.quote}”没有动：${claim.quantity.name}现在是${now}，这一句要不要跟着改，请看一下。`,
      );
      continue;
    }
    if (claim.none || claim.approximate || claim.unit.endsWith("元")) {
      told.unshift(`“${claim.quote}”和表里对不上了：${claim.quantity.name}现在是${now}，请重新说这一句。`);
      continue;
    }
    const digits = item.slice(claim.start, claim.end);
    out = `${out.slice(0, claim.start)}${plainNumber(now)}${out.slice(claim.end)}`;
    told.unshift(`“${claim.quote}”已改为“${claim.quote.replace(digits, plainNumber(now))}”。`);
  }
  return { item: out, told };
}

const valueIn = ({ quantity }: Claim, report: Report): number | undefined =>
  sumOf(quantity.cells, (cell: CellId) => valueOf(report, cell));
