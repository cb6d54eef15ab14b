import type { Recorded, ReportEvent } from "./events.ts";

/** What was folded from events, oldest first. */
interface FromEvents {
  events: readonly Recorded[];
  report: { year: number };
}

const keptFolds = 16;

/** The latest folds by their last event: a talk folds the same events again and again with a few more behind them. */
export class Remembered<T extends FromEvents> {
  readonly #latest = new Map<ReportEvent, T>();

  keep(last: Recorded, folded: T): void {
    this.#latest.delete(last.event);
    this.#latest.set(last.event, folded);
    for (const oldest of this.#latest.keys()) {
      if (this.#latest.size <= keptFolds) break;
      this.#latest.delete(oldest);
    }
  }

  /** The longest remembered fold of the very same events. */
  beginning(year: number, events: readonly Recorded[]): T | undefined {
    for (let length = events.length; length > 0; length--) {
      const last = events[length - 1];
      const found = last === undefined ? undefined : this.#latest.get(last.event);
      if (found?.events.length !== length || found.report.year !== year) continue;
      if (found.events.every((event, index) => isSame(event, events[index]))) return found;
    }
    return undefined;
  }
}

const isSame = (one: Recorded, other: Recorded | undefined): boolean =>
  one === other ||
  (one.event === other?.event &&
    one.by === other.by &&
    one.at === other.at &&
    one.message === other.message &&
    one.words === other.words);
