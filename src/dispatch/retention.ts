import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { MailStore } from "../store/mail.ts";
import { expire } from "../store/retention.ts";
import { trace } from "./office.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Removes once a day what has been kept for so many days. */
export class Retention {
  readonly #store: MailStore;
  readonly #days: number;
  readonly #log: Log;
  #looked = -Infinity;

  constructor({ store, days, log }: { store: MailStore; days: number; log: Log }) {
    this.#store = store;
    this.#days = days;
    this.#log = log;
  }

  /** To be called as often as one likes. Never rejects: what failed is tried again a day later. */
  async look(now: Date): Promise<void> {
    const time = now.getTime();
    if (Math.abs(time - this.#looked) < dayMs) return;
    this.#looked = time;
    try {
      const expired = await expire(this.#store.keeping, { days: this.#days, now });
      if (expired.kind === "waiting") this.#log.warn("retention-waits");
      if (expired.kind === "done" && expired.unread > 0)
        this.#log.warn("retention-unread", { count: expired.unread });
      if (expired.kind === "done" && expired.reports > 0)
        this.#log.info("retention", { count: expired.reports });
    } catch (error) {
      if (error instanceof OutsideError) this.#log.error("retention-failed", { code: error.code });
      else this.#log.error("retention-fault", trace(error));
    }
  }
}
