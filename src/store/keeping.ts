import type { ReportKey } from "../conversation/ports.ts";
import type { Events } from "./entries.ts";
import type { Holding, Holdings, Replaceable } from "./holdings.ts";
import type { Seal } from "./seal.ts";
import { isMixed, type Listing } from "./sealCheck.ts";
import { closedRow, openedRow } from "./sealedRows.ts";

/** A row as it is stored. `open`: the same opened; OutsideError when it cannot be. */
export interface Kept<Row extends Holding = Holding> {
  stored: Row;
  open: () => Row;
}

/** What is to stand in a report, with lines for the trail; null: it stays as it is. */
export type Change = (events: Events) => { events: Events; trail: readonly string[] } | null;

/** Everything that is stored, opened: for what goes over all of it. */
export class Keeping {
  readonly #holdings: Holdings;
  readonly #memory: Listing & { scrub(): Promise<void> };
  readonly #seal: Seal;
  /** Puts other events in the place of those of a report, in a turn of its own, however much is written there. */
  readonly rewrite: (report: ReportKey, change: Change) => Promise<void>;

  constructor(
    holdings: Holdings,
    memory: Listing & { scrub(): Promise<void> },
    { seal, rewrite }: { seal: Seal; rewrite: Keeping["rewrite"] },
  ) {
    this.#holdings = holdings;
    this.#memory = memory;
    this.#seal = seal;
    this.rewrite = rewrite;
  }

  /** As of one moment, in the order of `Holdings.all`. */
  async *all(): AsyncIterable<Kept> {
    for await (const stored of this.#holdings.all()) yield { stored, open: () => this.#opened(stored) };
  }

  /** Puts an opened row in the place of a stored one while that still stands so; null takes it away. Not to be called within a turn. */
  replace(stored: Replaceable, row: Replaceable | null, trail: readonly string[] = []): Promise<boolean> {
    return this.#holdings.replace(stored, row === null ? null : closedRow(this.#seal, row), trail);
  }

  /** Lines for the trail that go with nothing else. */
  async note(lines: readonly string[]): Promise<void> {
    const session = await this.#memory.begin();
    try {
      await session.commit({ entries: [], settled: [], trail: lines });
    } finally {
      await session.end();
    }
  }

  /** Whether something may be stored plain, or under a former key, though there is another one. */
  isMixed(): Promise<boolean> {
    return isMixed(this.#memory);
  }

  /** Nothing of what was taken away is to be found on the disk afterwards, as far as the store can do it. */
  scrub(): Promise<void> {
    return this.#memory.scrub();
  }

  #opened(row: Holding): Holding {
    return row.kind === "trail" ? row : openedRow(this.#seal, row);
  }
}
