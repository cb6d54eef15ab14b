import { Worker } from "node:worker_threads";
import type { Deliver, Delivery } from "../conversation/delivery.ts";
import type { WrittenReport } from "../report/written.ts";
import type { Order, Pressed } from "./pressWorker.ts";

/** An idle thread is ended after this time, with the memory it holds. */
const idleMs = 60_000;
/** A document takes 50 ms; one that takes so long never comes. */
const patienceMs = 30_000;

/** Documents are written and read back in a thread of their own: 50 ms for each of which everybody else would wait. */
export class PressRoom {
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last = 0;
  readonly #open = new Map<number, { done: (delivery: Delivery) => void; failed: (error: Error) => void }>();

  readonly deliver: Deliver = (written, final) => this.#order(written, final);

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#worker?.terminate();
  }

  async #order(written: WrittenReport, final: boolean): Promise<Delivery> {
    clearTimeout(this.#idle);
    const worker = this.#running();
    const number = ++this.#last;
    const late = setTimeout(() => void worker.terminate(), patienceMs);
    worker.ref();
    try {
      return await new Promise<Delivery>((done, failed) => {
        this.#open.set(number, { done, failed });
        worker.postMessage({ number, written, final } satisfies Order);
      });
    } finally {
      clearTimeout(late);
      this.#open.delete(number);
      if (this.#open.size === 0) this.#rest(worker);
    }
  }

  #rest(worker: Worker): void {
    // An idle thread keeps no process alive.
    worker.unref();
    this.#idle = setTimeout(() => void worker.terminate(), idleMs).unref();
  }

  #running(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL("./pressWorker.ts", import.meta.url), { execArgv: [] });
    worker.on("message", (pressed: Pressed) => {
      const waiting = this.#open.get(pressed.number);
      if ("delivery" in pressed) waiting?.done(pressed.delivery);
      else waiting?.failed(new Error(pressed.fault));
    });
    const ended = (error?: unknown): void => {
      if (this.#worker === worker) this.#worker = undefined;
      const cause = error instanceof Error ? error : undefined;
      for (const { failed } of this.#open.values()) failed(new Error("the press ended", { cause }));
      this.#open.clear();
    };
    worker.on("error", ended);
    worker.on("exit", () => ended());
    return (this.#worker = worker);
  }
}
