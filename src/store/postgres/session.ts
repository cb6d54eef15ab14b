import type { Unsent } from "../mail.ts";
import type { Changes, Namespace, Session } from "../session.ts";
import type { OpenTransaction } from "./database.ts";
import type { Entries } from "./entries.ts";
import type { PostgresMail } from "./mailbox.ts";

const putTrail =
  "INSERT INTO nianbao.trail_new (line) SELECT line FROM unnest($1::text[]) WITH ORDINALITY AS given (line, n) ORDER BY n";

/** One turn's transaction: reports are locked in it by name, so that one that does not exist yet is locked too. */
export class PostgresSession implements Session {
  readonly #tx: OpenTransaction;
  readonly #entries: Entries;
  readonly #mail: PostgresMail;

  constructor(tx: OpenTransaction, { entries, mail }: { entries: Entries; mail: PostgresMail }) {
    this.#tx = tx;
    this.#entries = entries;
    this.#mail = mail;
  }

  async lock(report: string): Promise<void> {
    await this.#tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [report]);
  }

  read(namespace: Namespace, key: string): Promise<string | undefined> {
    return this.#entries.within(this.#tx.query, () => this.#entries.get(namespace, key));
  }

  commit({ entries, settled, trail }: Changes): Promise<readonly (readonly Unsent[])[]> {
    return this.#mail.within(settled, async () => {
      const [unsent] = await Promise.all([
        this.#settle(settled),
        this.#entries.within(this.#tx.query, () => this.#entries.set(entries)),
        trail.length > 0 ? this.#tx.query(putTrail, [trail]) : undefined,
      ]);
      await this.#tx.commit();
      return unsent;
    });
  }

  async #settle(settled: Changes["settled"]): Promise<readonly (readonly Unsent[])[]> {
    const unsent: (readonly Unsent[])[] = [];
    for (const { seq, outgoing } of settled)
      unsent.push(await this.#mail.settleWithin(this.#tx, seq, outgoing));
    return unsent;
  }

  end(): Promise<void> {
    return this.#tx.end();
  }
}
