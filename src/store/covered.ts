import type { ReportKey } from "../conversation/ports.ts";
import { digestOfPrints, lineAs } from "./trail.ts";

/** Events of a report that one line of the trail speaks for. */
interface Span {
  from: number;
  count: number;
  digest: string;
}

/** A stored report and the print of each of its events. */
export interface Printed extends ReportKey {
  prints: readonly Buffer[];
}

/** "changed": events were altered, added or taken away; "gone": the report is not there. */
export interface Deviation extends ReportKey {
  how: "changed" | "gone";
}

export interface Compared {
  deviations: readonly Deviation[];
  /** Reports with events that no line speaks of: older than the trail, or put there by nobody knows whom. */
  unwitnessed: readonly (ReportKey & { count: number })[];
}

const keyOf = ({ unit, year }: ReportKey): string => JSON.stringify([unit, year]);

/** What the reports should be, by the lines of the trail. */
export class Covered {
  readonly #reports = new Map<string, { report: ReportKey; spans: readonly Span[]; whole: boolean }>();
  #unknown = 0;

  /** The lines one after another, from the first on. */
  add(text: string): void {
    const line = lineAs(text);
    if (line === undefined) this.#unknown += 1;
    else if (line.what === "expired") this.#reports.delete(keyOf(line));
    else if (line.what === "erased") {
      const { count, digest } = line;
      this.#reports.set(keyOf(line), { report: line, spans: [{ from: 0, count, digest }], whole: true });
    } else if (line.what === "events") {
      const { spans = [], whole = true } = this.#reports.get(keyOf(line)) ?? {};
      const { from, count, digest } = line;
      const goesOn = endOf(spans) === undefined || endOf(spans) === from;
      const next = [...spans, { from, count, digest }];
      this.#reports.set(keyOf(line), { report: line, spans: next, whole: whole && goesOn });
    }
  }

  /** How many lines this version of the program does not know. */
  get unknown(): number {
    return this.#unknown;
  }

  /** Where the stored reports are not what the trail says. */
  compare(stored: readonly Printed[]): Compared {
    const deviations: Deviation[] = [];
    const unwitnessed: (ReportKey & { count: number })[] = [];
    const missing = new Map(this.#reports);
    for (const one of stored) {
      const { unit, year, prints } = one;
      const { spans = [], whole = true } = this.#reports.get(keyOf(one)) ?? {};
      missing.delete(keyOf(one));
      const before = spans[0]?.from ?? prints.length;
      const stands = (span: Span): boolean =>
        digestOfPrints(prints.slice(span.from, span.from + span.count)) === span.digest;
      if (!whole || prints.length !== (endOf(spans) ?? before) || !spans.every(stands))
        deviations.push({ unit, year, how: "changed" });
      else if (before > 0) unwitnessed.push({ unit, year, count: before });
    }
    for (const { report } of missing.values())
      deviations.push({ unit: report.unit, year: report.year, how: "gone" });
    return { deviations, unwitnessed };
  }
}

function endOf(spans: readonly Span[]): number | undefined {
  const last = spans.at(-1);
  return last === undefined ? undefined : last.from + last.count;
}
