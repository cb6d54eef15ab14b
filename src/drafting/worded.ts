import { plainNumber } from "../language/numerals.ts";
import type { TextSlot } from "../report/events.ts";
import { isCellId } from "../report/form.ts";
import { valueOf, type Report } from "../report/report.ts";

/** Paragraphs a model worded (src/drafting/model), as they are printed. */

export const byModel = "这一段由大模型按您说的内容起草，请核对。";

/** The model's wording of a slot with its figures filled in; null where the items are others now or a figure is not known. */
export function wordedText(slot: TextSlot, report: Report): string | null {
  const drafted = report.drafted.get(slot);
  const items = report.texts.get(slot)?.items ?? [];
  if (drafted === undefined || items.length === 0) return null;
  if (drafted.items.length !== items.length || drafted.items.some((item, at) => item !== items[at]))
    return null;
  let whole = true;
  const text = drafted.text.replace(/\{([^{}]*)\}/g, (_, cell: string) => {
    const value = isCellId(cell) ? valueOf(report, cell) : undefined;
    if (value === undefined) whole = false;
    return value === undefined ? "" : plainNumber(value);
  });
  return whole && !/[{}]/.test(text) ? text : null;
}
