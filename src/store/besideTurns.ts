import type { Holding, Holdings, Replaceable } from "./holdings.ts";
import { Owner, type Locks } from "./locks.ts";

/** Holdings that are changed while turns go on: a report or talk that a turn of this process holds is replaced after it. */
export class BesideTurns implements Holdings {
  readonly #inner: Holdings;
  readonly #locks: Locks;
  readonly #forget: (report?: string) => void;

  /** `forget`: what was kept in memory of a report, or of all of them, counts no longer. */
  constructor(inner: Holdings, locks: Locks, forget: (report?: string) => void) {
    this.#inner = inner;
    this.#locks = locks;
    this.#forget = forget;
  }

  empty(): Promise<boolean> {
    return this.#inner.empty();
  }

  all(): AsyncIterable<Holding> {
    return this.#inner.all();
  }

  async fill(rows: AsyncIterable<Holding>): Promise<void> {
    try {
      await this.#inner.fill(rows);
    } finally {
      this.#forget();
    }
  }

  /** Not to be called within a turn. */
  async replace(was: Replaceable, next: Replaceable | null, trail?: readonly string[]): Promise<boolean> {
    const owner = new Owner();
    try {
      if (was.kind === "entry") await this.#locks.take(`${was.namespace} ${was.key}`, owner);
      return await this.#inner.replace(was, next, trail);
    } finally {
      if (was.kind === "entry" && was.namespace === "report") this.#forget(was.key);
      this.#locks.releaseAll(owner);
    }
  }
}
