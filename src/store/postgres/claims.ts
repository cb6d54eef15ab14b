import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { MailStore } from "../mail.ts";
import type { Database } from "./database.ts";

/** A claim that is not renewed for so long is another's to take, in seconds. */
const lastsSeconds = 30;
/** How often one is renewed, and asked for, in ms. */
const everyMs = 5000;

const take = `INSERT INTO nianbao.claims AS held (name, holder, until)
  VALUES ($1, $2, now() + interval '${lastsSeconds} seconds')
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
  WHERE held.holder = excluded.holder OR held.until < now()
  RETURNING name`;

/** What one process holds at a time, by rows that are renewed: the clock is the database's. */
export class Claims {
  readonly #db: Database;
  readonly #holder = randomUUID();
  readonly #stopped = new AbortController();
  readonly #renewals: Promise<void>[] = [];

  constructor(db: Database) {
    this.#db = db;
  }

  async hold(...[name, { taken, lost, stop }]: Parameters<MailStore["hold"]>): Promise<void> {
    const signal = AbortSignal.any([stop, this.#stopped.signal]);
    let told = false;
    while (!signal.aborted) {
      // The database is away: it is asked again.
      if (await this.#take(name).catch(() => false)) {
        this.#renewals.push(this.#renew(name, lost));
        return;
      }
      if (!told) taken();
      told = true;
      await pause(signal);
    }
  }

  /** Lets go of everything. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#renewals);
    await this.#db
      .query("DELETE FROM nianbao.claims WHERE holder = $1", [this.#holder])
      .catch(() => undefined);
  }

  async #take(name: string): Promise<boolean> {
    return (await this.#db.query(take, [name, this.#holder])).length > 0;
  }

  /** Until it is another's, or may be: a process that cannot ask knows by its own watch. */
  async #renew(name: string, lost: () => void): Promise<void> {
    const { signal } = this.#stopped;
    let since = performance.now();
    for (;;) {
      await pause(signal);
      if (signal.aborted) return;
      const asked = performance.now();
      // An answer that does not come is waited for no longer than until it is asked again.
      const ours = await Promise.race([this.#take(name).catch(() => undefined), pause(signal)]);
      if (ours === true) since = asked;
      if (ours === false || performance.now() - since > (lastsSeconds - 5) * 1000) return lost();
    }
  }
}

const pause = (signal: AbortSignal): Promise<undefined> =>
  setTimeout(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
