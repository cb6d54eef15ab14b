import type { Recorded, ReportEvent } from "../../report/events.ts";
import { fold, type Report } from "../../report/report.ts";
import type { Running } from "../closing.ts";

/** The report after these events of the present message. */
export function folded(
  { year, recorded, message, now }: Running,
  events: readonly ReportEvent[],
  words: string,
): Report {
  const source = { at: now.toISOString(), by: message.sender, message: message.id, words };
  return fold(year, [...recorded, ...events.map((event): Recorded => ({ ...source, event }))]);
}
