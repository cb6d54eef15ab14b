import type { DatabaseSync, StatementSync } from "node:sqlite";
import { chained, TrailRow } from "./trail.ts";

const Last = TrailRow.pick({ number: true, hash: true }).optional();

/** The table of the audit trail. */
export class TrailTable {
  readonly #last: StatementSync;
  readonly #put: StatementSync;

  constructor(db: DatabaseSync) {
    this.#last = db.prepare("SELECT number, hash FROM trail ORDER BY number DESC LIMIT 1");
    this.#put = db.prepare("INSERT INTO trail (number, line, hash) VALUES (?, ?, ?)");
  }

  /** Within a transaction: hangs these on what stands there. The table is asked each time, as what stood there last may have been taken back. */
  appendNow(lines: readonly string[]): void {
    if (lines.length === 0) return;
    for (const { number, line, hash } of chained(Last.parse(this.#last.get()), lines))
      this.#put.run(number, line, hash);
  }
}
