import type { Waits } from "../waits.ts";

type Quotas = readonly { count: number; perMs: number }[];

/** Keeps what is sent within the platform's quotas of a conversation, by waiting before. */
export class Pacing {
  readonly #now: () => Date;
  readonly #waits: Waits;
  /** When something was sent lately, by conversation, oldest first. */
  readonly #sent = new Map<string, number[]>();

  constructor({ now, waits }: { now: () => Date; waits: Waits }) {
    this.#now = now;
    this.#waits = waits;
  }

  /** Resolves with true when the next one may be sent, and counts it; false when we stop before. One caller a conversation at a time. */
  async turn(conversation: string, quotas: Quotas, stop: AbortSignal): Promise<boolean> {
    if (quotas.length === 0) return true;
    for (;;) {
      const now = this.#now().getTime();
      const sent = this.#sent.get(conversation) ?? [];
      const ready = Math.max(...quotas.map(({ count, perMs }) => (sent.at(-count) ?? -Infinity) + perMs));
      if (ready <= now) {
        const most = Math.max(...quotas.map(({ count }) => count));
        this.#sent.set(conversation, [...sent, now].slice(-most));
        return true;
      }
      if (stop.aborted) return false;
      await this.#waits.wait(ready - now, stop);
    }
  }

  /** Forgets conversations where nothing was sent for as long as any quota looks back. */
  tidy(longestMs: number): void {
    const since = this.#now().getTime() - longestMs;
    for (const [conversation, sent] of this.#sent)
      if ((sent.at(-1) ?? -Infinity) < since) this.#sent.delete(conversation);
  }
}
