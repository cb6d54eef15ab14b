import type { Holding, Holdings, Replaceable } from "./holdings.ts";
import type { Seal } from "./seal.ts";
import type { Memory, Namespace } from "./session.ts";

/** What a sealed value belongs to. */
export const about = (namespace: Namespace, key: string): string => `${namespace} ${key}`;

/** A row as it is stored, and the same opened. */
export interface Opened {
  stored: Holding;
  row: Holding;
}

/** Everything that is stored, opened: for what goes over all of it. */
export class Keeping {
  readonly #holdings: Holdings;
  readonly #memory: Pick<Memory, "begin" | "scrub">;
  readonly #seal: Seal;

  constructor(holdings: Holdings, memory: Pick<Memory, "begin" | "scrub">, seal: Seal) {
    this.#holdings = holdings;
    this.#memory = memory;
    this.#seal = seal;
  }

  /** As of one moment, in the order of `Holdings.all`. */
  async *all(): AsyncIterable<Opened> {
    for await (const stored of this.#holdings.all()) yield { stored, row: this.#opened(stored) };
  }

  /** Puts an opened row in the place of a stored one while that still stands so; null takes it away. Not to be called within a turn. */
  replace(stored: Replaceable, row: Replaceable | null, trail: readonly string[] = []): Promise<boolean> {
    return this.#holdings.replace(stored, row === null ? null : this.#closed(row), trail);
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

  /** Nothing of what was taken away is to be found on the disk afterwards, as far as the store can do it. */
  scrub(): Promise<void> {
    return this.#memory.scrub();
  }

  #opened(row: Holding): Holding {
    if (row.kind !== "entry") return row;
    return { ...row, value: this.#seal.open(row.value, about(row.namespace, row.key)) };
  }

  #closed(row: Replaceable): Replaceable {
    if (row.kind !== "entry") return row;
    return { ...row, value: this.#seal.close(row.value, about(row.namespace, row.key)) };
  }
}
