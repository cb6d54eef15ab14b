import type { Waits } from "../../src/dispatch/waits.ts";

/** A clock that goes on when it is told to: waiting takes no time of the test. */
export class Clock implements Waits {
  #time: number;
  #timers: { at: number; go: () => void }[] = [];

  constructor(time: string) {
    this.#time = new Date(time).getTime();
  }

  readonly now = (): Date => new Date(this.#time);

  /** Always in the middle: no jitter. */
  chance(): number {
    return 0.5;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = { at: this.#time + ms, go: resolve };
      this.#timers.push(timer);
      signal?.addEventListener("abort", () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        resolve();
      });
    });
  }

  /** How many ms until the next waiting is over; Infinity when nobody waits. */
  get next(): number {
    return Math.min(...this.#timers.map(({ at }) => at - this.#time));
  }

  /** Goes on by so many ms; everything due is done in the order of its time, with room for what follows from it. */
  async pass(ms: number): Promise<void> {
    const end = this.#time + ms;
    for (;;) {
      await settle();
      const due = this.#timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#time = Math.max(this.#time, due.at);
      due.go();
    }
    this.#time = end;
    await settle();
  }
}

/** Lets everything run that can run without the outside world: a few turns of the event loop. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
