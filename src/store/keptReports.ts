import type { Recorded } from "../report/events.ts";

/** So many events are kept parsed: some hundred reports, about 20 MB. */
const mostEvents = 12_000;

/** The events of a report and the text they were read from or written as; none where there is no such report yet. */
export interface KeptReport {
  text: string | undefined;
  events: readonly Recorded[];
}

/** The last written state of reports in use, parsed: the longest unused give way. */
export class KeptReports {
  readonly #kept = new Map<string, KeptReport>();
  #events = 0;

  get(key: string): KeptReport | undefined {
    return this.#kept.get(key);
  }

  keep(key: string, kept: KeptReport): KeptReport {
    this.forget(key);
    this.#kept.set(key, kept);
    this.#events += sizeOf(kept);
    for (const oldest of this.#kept.keys()) {
      if (this.#events <= mostEvents || oldest === key) break;
      this.forget(oldest);
    }
    return kept;
  }

  forget(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#events -= sizeOf(kept);
  }

  clear(): void {
    this.#kept.clear();
    this.#events = 0;
  }
}

/** An empty one takes room too. */
const sizeOf = ({ events }: KeptReport): number => 1 + events.length;
