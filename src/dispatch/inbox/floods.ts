import { hashed } from "../../log.ts";
import type { Waiting } from "../../store/mail.ts";
import { laneOf, Lanes } from "../lanes.ts";
import { insist, trace, type Office } from "../office.ts";
import { Said, stem } from "../payload.ts";
import { worded } from "../outbox/rendering.ts";
import type { Sending } from "../outbox/sending.ts";
import { moment, wording } from "../wording.ts";

/** Older messages are acknowledged and not acted on: they come in a flood after a break, and were meant for then. */
export const staleMs = 10 * 60 * 1000;
const quietMs = 3000;
const longestMs = 30_000;

/** Tells each conversation once what came too late. */
export class Floods {
  readonly #office: Office;
  readonly #sending: Sending;
  readonly #rising = new Lanes<Waiting>();

  constructor(office: Office, sending: Sending) {
    this.#office = office;
    this.#sending = sending;
  }

  add(rows: readonly Waiting[]): void {
    for (const row of rows) {
      const key = laneOf(row);
      this.#rising.add(key, row, (lane) => this.#tell(key, lane));
    }
  }

  /** Waits until no more come, then says how many there were. */
  async #tell(key: string, rows: Waiting[]): Promise<void> {
    const { waits, stopping, busy, log, mail } = this.#office;
    const release = busy.hold();
    try {
      for (let count = 0, waited = 0; count < rows.length && waited < longestMs; waited += quietMs) {
        count = rows.length;
        await waits.wait(quietMs, stopping);
      }
      this.#rising.end(key);
      // Nothing is lost: they wait in the inbox, and are told of after the next start.
      if (stopping.aborted) return;
      const [first] = rows;
      if (first === undefined) return;
      const notice = this.#notice(first, rows);
      const seqs = rows.map(({ seq }) => seq);
      const unsent = await insist(this.#office, "stale", () => mail.settle(seqs, [notice]));
      log.warn("stale", {
        channel: first.channel,
        conversation: hashed(first.conversation),
        count: rows.length,
      });
      this.#sending.add(unsent ?? []);
    } catch (error) {
      // They wait in the inbox until the next start.
      log.error("stale-fault", trace(error));
    } finally {
      release();
    }
  }

  #notice(first: Waiting, rows: readonly Waiting[]) {
    const said = rows.map((row) => Said.parse(JSON.parse(row.payload)));
    const times = said.map(({ at }) => at);
    const text = wording.stale(rows.length, moment(Math.min(...times)), moment(Math.max(...times)));
    const { conversation, reply } = said.at(-1) ?? Said.parse(JSON.parse(first.payload));
    return worded(
      { conversation, text, ...(reply === undefined ? {} : { reply }) },
      {
        key: `${stem(first.channel, first.id, "stale")}-0`,
        channel: first.channel,
        at: this.#office.now().getTime(),
        kept: first.kept,
      },
    );
  }
}
