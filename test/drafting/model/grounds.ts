import { groundOf, type Ground } from "../../../src/drafting/model/ground.ts";
import type { ReportEvent } from "../../../src/report/events.ts";
import { fold, type Report } from "../../../src/report/report.ts";
import type { Good } from "./good.ts";

const source = { at: "2026-01-08T01:00:00.000Z", by: { id: "a", name: "甲" }, message: "m1", words: "…" };
const organ: ReportEvent = {
  type: "OrganNamed",
  organ: { name: "青山区临江街道办事处", kind: "subdistrict" },
};

export const reportWith = (...events: ReportEvent[]): Report =>
  fold(
    2025,
    [organ, ...events].map((event) => ({ ...source, event })),
  );

/** The report of 2025 in which these items and figures were stated. */
export const reportOf = ({ slot, items, cells }: Omit<Good, "wording">): Report =>
  reportWith(
    { type: "TextStated", slot, items: [...items] },
    ...(cells === undefined ? [] : [{ type: "CellsStated", how: "stated", cells } as const]),
  );

export function groundFor(said: Omit<Good, "wording">): Ground {
  const ground = groundOf(reportOf(said), said.slot);
  if (ground === null) throw new Error("nothing to word");
  return ground;
}
