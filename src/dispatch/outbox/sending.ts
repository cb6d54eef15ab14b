import type { Unsent } from "../../store/mail.ts";
import { laneOf, Lanes } from "../lanes.ts";
import { trace, type Office } from "../office.ts";
import { Delivery, type Row } from "./delivery.ts";
import { Pacing } from "./pacing.ts";

const restMs = 60_000;
/** Older ones are given up. */
const longestMs = 24 * 60 * 60 * 1000;

/** The outbox: of each conversation one after another, in the platform's pace, until the platform has taken it or never will. */
export class Sending {
  readonly #office: Office;
  readonly #pacing: Pacing;
  readonly #lanes = new Lanes<Row>();

  constructor(office: Office) {
    this.#office = office;
    this.#pacing = new Pacing(office);
  }

  /** What was just put into the outbox. */
  add(rows: readonly Unsent[]): void {
    this.take(rows, false);
  }

  /** Sends these after everything that waits in their conversations; `left` by another process. */
  take(rows: readonly Unsent[], left: boolean): void {
    for (const unsent of rows) {
      const row: Row = { ...unsent, left };
      const key = laneOf(row);
      this.#lanes.add(key, row, (lane) => this.#run(key, lane));
    }
  }

  tidy(): void {
    this.#pacing.tidy(longestMs);
  }

  async #run(key: string, lane: Row[]): Promise<void> {
    const release = this.#office.busy.hold();
    try {
      for (let row = lane[0]; row !== undefined; row = lane[0]) {
        const then = await this.#safely(row);
        if (then === null) return;
        const here = then.filter((next) => laneOf(next) === key);
        lane.splice(0, 1, ...here.map((next) => ({ ...next, left: false })));
        this.add(then.filter((next) => laneOf(next) !== key));
      }
      this.#lanes.end(key);
    } finally {
      release();
    }
  }

  /** A fault of ours takes one row away, not those behind it. */
  async #safely(row: Row): Promise<readonly Unsent[] | null> {
    const { log, mail } = this.#office;
    try {
      return await this.#deliver(row);
    } catch (error) {
      log.error("sending-fault", { channel: row.channel, ...trace(error) });
      try {
        return await mail.givenUp(row.seq, "fault", []);
      } catch (failure) {
        log.error("store-failed", { what: "given-up", ...trace(failure) });
        return [];
      }
    }
  }

  /** What follows it when it is over; null when we are stopped before. */
  async #deliver(row: Row): Promise<readonly Unsent[] | null> {
    const { ports, stopping, stopped, waits, now, mail } = this.#office;
    const port = ports.get(row.channel);
    const tooOld = (): boolean => now().getTime() - row.at > longestMs;
    // The channel is switched off: it may come back.
    if (port === undefined) return tooOld() ? await mail.givenUp(row.seq, "too-old", []) : null;
    const delivery = new Delivery(this.#office, { row, port });
    const { quotas } = port.channel.capabilities;
    while (!stopped.aborted) {
      if (tooOld()) return await delivery.giveUp("too-old");
      if (!port.ready) await port.nextReady(restMs, waits, stopping);
      if (!port.ready && stopping.aborted) return null;
      if (!(await this.#pacing.turn(laneOf(row), quotas, stopping)) || stopped.aborted) return null;
      const next = await delivery.attempt();
      if (next === null || typeof next === "object") return next === null ? null : next.over;
      if (next === "again") continue;
      if (next === "rest") await port.nextReady(restMs, waits, stopping);
      else await waits.wait(next, stopping);
      if (stopping.aborted) return null;
    }
    return null;
  }
}
