import type { DatabaseSync, StatementSync } from "node:sqlite";

/** The sentences in which the mailbox speaks to SQLite; prepared once. */
export class Statements {
  readonly known: StatementSync;
  readonly putIn: StatementSync;
  readonly waiting: StatementSync;
  readonly counts: StatementSync;
  readonly begin: StatementSync;
  readonly leave: StatementSync;
  readonly done: StatementSync;
  readonly keepFile: StatementSync;
  readonly fileOf: StatementSync;
  readonly dropFile: StatementSync;
  readonly putOut: StatementSync;
  readonly unsent: StatementSync;
  readonly bytesOf: StatementSync;
  readonly mark: StatementSync;
  readonly placeOf: StatementSync;
  readonly end: StatementSync;
  readonly card: StatementSync;
  readonly useCard: StatementSync;
  readonly endChoices: StatementSync;
  readonly endChoicesOf: StatementSync;
  readonly endForms: StatementSync;
  readonly lines: StatementSync;
  readonly lastLook: StatementSync;
  readonly look: StatementSync;
  readonly clockWentBack: StatementSync;
  readonly oldLook: StatementSync;
  readonly forgetLooks: StatementSync;
  readonly forgetInbox: StatementSync;
  readonly forgetOutbox: StatementSync;

  constructor(db: DatabaseSync) {
    const sql = (text: string): StatementSync => db.prepare(text);
    this.known = sql("SELECT 1 FROM inbox WHERE channel = ? AND id = ? LIMIT 1");
    this.putIn = sql(
      `INSERT INTO inbox (channel, id, part, conversation, owner, at, payload, kept, done)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.waiting = sql(
      `SELECT seq, channel, id, part, conversation, owner, at, payload, begun, kept
       FROM inbox WHERE done = 0 ORDER BY seq`,
    );
    this.counts = sql(
      `SELECT (SELECT count(*) FROM inbox WHERE done = 0) AS waiting,
              (SELECT count(*) FROM outbox WHERE state < 2) AS unsent`,
    );
    this.begin = sql("UPDATE inbox SET begun = begun + 1 WHERE seq = ?");
    this.leave = sql("UPDATE inbox SET begun = max(0, begun - 1) WHERE seq = ? AND done = 0");
    // Words of what is done are needed only where they are shown again.
    this.done = sql("UPDATE inbox SET done = 1, payload = iif(kept = 1, payload, NULL) WHERE seq = ?");
    this.keepFile = sql(
      `INSERT OR REPLACE INTO fetched (seq, name, bytes)
       SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM inbox WHERE seq = ?1 AND done = 0)`,
    );
    this.fileOf = sql("SELECT name, bytes FROM fetched WHERE seq = ?");
    this.dropFile = sql("DELETE FROM fetched WHERE seq = ?");
    this.putOut = sql(
      `INSERT INTO outbox (place, key, channel, conversation, at, payload, bytes, kept, card, owner, live)
       VALUES (coalesce(?, (SELECT coalesce(max(seq), 0) + 1 FROM outbox)), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO NOTHING`,
    );
    this.unsent = sql(
      `SELECT seq, key, channel, conversation, at, payload, attempts, state AS uncertain
       FROM outbox WHERE state < 2 ORDER BY place, seq`,
    );
    this.bytesOf = sql("SELECT bytes FROM outbox WHERE seq = ?");
    this.mark = sql("UPDATE outbox SET state = ?, attempts = attempts + ? WHERE seq = ? AND state < 2");
    this.placeOf = sql("SELECT place, conversation, channel FROM outbox WHERE seq = ?");
    // A live card keeps its words: whoever presses it is shown them.
    this.end = sql(
      `UPDATE outbox SET state = ?1, told = ?2, live = iif(?1 = 2, live, 0),
         payload = iif(kept = 1 OR (live = 1 AND ?1 = 2), payload, NULL), bytes = iif(kept = 1, bytes, NULL)
       WHERE seq = ?3 AND state < 2`,
    );
    this.card = sql("SELECT live, owner, conversation, payload FROM outbox WHERE key = ?");
    const over = "UPDATE outbox SET live = 0, payload = iif(kept = 1 OR state < 2, payload, NULL)";
    this.useCard = sql(`${over} WHERE key = ? AND live = 1`);
    this.endChoices = sql(`${over} WHERE owner = ? AND card = 'choices' AND live = 1`);
    this.endChoicesOf = sql(
      `${over} WHERE owner = (SELECT owner FROM inbox WHERE seq = ?) AND card = 'choices' AND live = 1`,
    );
    this.endForms = sql(`${over} WHERE owner = ? AND card = 'form' AND live = 1`);
    this.lines = sql(
      `SELECT at, key, payload, outgoing, live, bytes FROM (
         SELECT at, id AS key, payload, 0 AS outgoing, 0 AS live, NULL AS bytes, seq AS place, part AS seq
         FROM inbox WHERE kept = 1 AND channel = ? AND conversation = ? AND payload IS NOT NULL
         UNION ALL
         SELECT at, key, payload, 1, live, bytes, place, seq
         FROM outbox WHERE kept = 1 AND channel = ? AND conversation = ? AND payload IS NOT NULL AND state = 2
       ) ORDER BY at DESC, outgoing DESC, place DESC, seq DESC LIMIT ?`,
    );
    this.lastLook = sql("SELECT number, told, passed FROM looks ORDER BY number DESC LIMIT 1");
    this.look = sql(
      `INSERT INTO looks (told, passed, inbox, outbox) SELECT ?, ?,
         (SELECT coalesce(max(seq), 0) FROM inbox), (SELECT coalesce(max(seq), 0) FROM outbox)`,
    );
    this.clockWentBack = sql("UPDATE looks SET told = ? WHERE number = ?");
    this.oldLook = sql(
      "SELECT number, inbox, outbox FROM looks WHERE passed <= ? ORDER BY number DESC LIMIT 1",
    );
    this.forgetLooks = sql("DELETE FROM looks WHERE number < ?");
    this.forgetInbox = sql("DELETE FROM inbox WHERE done = 1 AND seq <= ?");
    this.forgetOutbox = sql("DELETE FROM outbox WHERE state >= 2 AND seq <= ?");
  }
}
