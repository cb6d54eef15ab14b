import type { Channel, ChannelState } from "../channels/channel.ts";
import { OutsideError } from "../errors.ts";
import { framesOf, type Log } from "../log.ts";
import type { Meter } from "../meter.ts";
import type { Mail } from "../store/mail.ts";
import type { Access } from "./access.ts";
import type { Strangers } from "./access/strangers.ts";
import type { Busy } from "./busy.ts";
import type { Limits } from "./inbox/limits.ts";
import { backOff, type Waits } from "./waits.ts";

/** A channel and whether it can be talked to. */
export class Port {
  readonly channel: Channel;
  state: ChannelState = "connecting";
  detail: string | undefined;
  #waiting: (() => void)[] = [];

  constructor(channel: Channel) {
    this.channel = channel;
  }

  get ready(): boolean {
    return this.state === "ready";
  }

  turn(state: ChannelState, detail?: string): void {
    this.state = state;
    this.detail = detail;
    if (state !== "ready") return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  /** Resolves with the next `ready`, or after so many ms. */
  async nextReady(ms: number, waits: Waits, stop: AbortSignal): Promise<void> {
    const over = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await Promise.race([promise, waits.wait(ms, AbortSignal.any([over.signal, stop]))]);
    this.#waiting = this.#waiting.filter((go) => go !== resolve);
    over.abort();
  }
}

/** What the parts of the dispatch share. */
export interface Office {
  ports: ReadonlyMap<string, Port>;
  mail: Mail;
  access: Access;
  /** Where those are noted who may not; undefined: nowhere. */
  strangers: Strangers | undefined;
  /** How much of somebody is worked on. */
  limits: Limits;
  now: () => Date;
  log: Log;
  meter: Meter;
  waits: Waits;
  /** Everything that goes on, and of it the turns. */
  busy: Busy;
  turns: Busy;
  /** Nothing new is begun. */
  stopping: AbortSignal;
  /** What still goes on is given up. */
  stopped: AbortSignal;
}

/** The longest waiting for a store: it is often back soon, and asking it costs little. In ms. */
export const storeMs = 5000;

/** Writes until the disk takes it; undefined when we are stopped before. */
export async function insist<T>(
  office: Office,
  what: string,
  write: () => Promise<T>,
): Promise<T | undefined> {
  for (let attempt = 0; !office.stopped.aborted; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      office.log.error("store-failed", { what, code: error.code, attempt });
      office.meter.count("store-failures", {});
      await office.waits.wait(
        Math.min(storeMs, backOff(Math.min(attempt, 6), 500, office.waits)),
        office.stopped,
      );
    }
  }
  return undefined;
}

/** What a log may tell of an error: its name and where it was thrown; never its message, which may carry words. */
export function trace(error: unknown): { name: string; stack: string } {
  return error instanceof Error
    ? { name: error.name, stack: framesOf(error.stack ?? "") }
    : { name: typeof error, stack: "" };
}
