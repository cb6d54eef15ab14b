import { z } from "zod";
import { contradiction, notEmpty } from "../trouble.ts";
import { Holding, type Holdings, type Replaceable } from "../holdings.ts";
import type { Database, Transaction, Query } from "./database.ts";
import { entryKey } from "./entries.ts";
import type { Tokens } from "./tokens.ts";
import { hangOn, notHungOn } from "./trail.ts";
import { isTaken } from "./trouble.ts";

const page = 200;
const long = z.coerce.number().int();
const base64 = z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes).toString("base64"));
const inboxColumns = "seq, channel, id, part, conversation, owner, at, payload, kept, begun, done";
const outboxColumns =
  "seq, place, key, channel, conversation, at, payload, bytes, kept, state, attempts, told, card, owner, live";

/** Keyv puts the namespace before the key. */
const EntryRow = z.object({ key: z.string(), value: z.string() }).transform(({ key, value }): unknown => {
  const colon = key.indexOf(":");
  return { kind: "entry", namespace: key.slice(0, colon), key: key.slice(colon + 1), value };
});
const InboxRow = z
  .looseObject({ seq: long, at: long, name: z.string().nullable(), bytes: base64.nullable() })
  .transform(({ name, bytes, ...row }): unknown => ({
    kind: "inbox",
    ...row,
    file: name === null || bytes === null ? null : { name, bytes },
  }));
const OutboxRow = z
  .looseObject({ seq: long, place: long, at: long, bytes: base64.nullable() })
  .transform((row): unknown => ({ kind: "outbox", ...row }));
const TrailRow = z.looseObject({ number: long }).transform((row): unknown => ({ kind: "trail", ...row }));

/** A table, page by page in the order of its key. */
interface Table {
  rows: z.ZodType;
  page: string;
  first: string | number;
  next: (row: Holding) => string | number;
}
const tables: readonly Table[] = [
  {
    rows: EntryRow,
    page: `SELECT key, value FROM nianbao.entries WHERE key COLLATE "C" > $1 ORDER BY key COLLATE "C" LIMIT ${page}`,
    first: "",
    next: (row) => (row.kind === "entry" ? entryKey(row.namespace, row.key) : ""),
  },
  {
    rows: InboxRow,
    page: `SELECT ${inboxColumns}, name, bytes FROM nianbao.inbox LEFT JOIN nianbao.fetched USING (seq)
      WHERE seq > $1 ORDER BY seq LIMIT ${page}`,
    first: -1,
    next: (row) => (row.kind === "inbox" ? row.seq : 0),
  },
  {
    rows: OutboxRow,
    page: `SELECT ${outboxColumns} FROM nianbao.outbox WHERE seq > $1 ORDER BY seq LIMIT ${page}`,
    first: -1,
    next: (row) => (row.kind === "outbox" ? row.seq : 0),
  },
  {
    rows: TrailRow,
    page: `SELECT number, line, hash FROM nianbao.trail WHERE number > $1 ORDER BY number LIMIT ${page}`,
    first: -1,
    next: (row) => (row.kind === "trail" ? row.number : 0),
  },
];

/** What lies in PostgreSQL, row by row. */
export class PostgresHoldings implements Holdings {
  readonly #db: Database;
  readonly #tokens: Tokens;

  constructor(db: Database, tokens: Tokens) {
    this.#db = db;
    this.#tokens = tokens;
  }

  empty(): Promise<boolean> {
    return isEmpty(this.#db.query);
  }

  async *all(): AsyncIterable<Holding> {
    await hangOn(this.#db);
    const tx = await this.#db.begin("REPEATABLE READ, READ ONLY");
    try {
      for (const table of tables)
        for (let after = table.first, more = true; more;) {
          const rows = z.array(table.rows.pipe(Holding)).parse(await tx.query(table.page, [after]));
          yield* rows;
          more = rows.length === page;
          const last = rows.at(-1);
          if (last !== undefined) after = table.next(last);
        }
      // What was written since then and is not hung on yet belongs to the same moment.
      for (const row of await notHungOn(tx.query)) yield { kind: "trail", ...row };
    } finally {
      await tx.end();
    }
  }

  async fill(rows: AsyncIterable<Holding>): Promise<void> {
    await this.#db.transaction(async (tx) => {
      await tx.query(
        "LOCK TABLE nianbao.entries, nianbao.inbox, nianbao.outbox, nianbao.trail IN EXCLUSIVE MODE",
      );
      if (!(await isEmpty(tx.query))) throw notEmpty();
      // What says which key is used comes with the rest.
      await tx.query("DELETE FROM nianbao.entries");
      for await (const row of rows) await this.#put(tx, row).catch(contradicts);
      for (const table of ["inbox", "outbox"])
        await tx.query(
          `SELECT setval(pg_get_serial_sequence('nianbao.${table}', 'seq'), (SELECT coalesce(max(seq), 0) + 1 FROM nianbao.${table}), false)`,
        );
    });
  }

  replace(was: Replaceable, next: Replaceable | null, trail: readonly string[] = []): Promise<boolean> {
    return this.#db.transaction(async (tx) => {
      // Turns of other processes hold a report by its name.
      if (was.kind === "entry")
        await tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [was.key]);
      if (!same(await read(tx.query, was), was)) return false;
      await drop(tx.query, was);
      if (next !== null) await this.#put(tx, next, was);
      for (const line of trail) await tx.query("INSERT INTO nianbao.trail_new (line) VALUES ($1)", [line]);
      return true;
    });
  }

  /** `was`: it stands in the place of that, which has its token already. */
  async #put(tx: Transaction, row: Holding, was?: Replaceable): Promise<void> {
    switch (row.kind) {
      case "entry":
        await tx.query("INSERT INTO nianbao.entries (key, value) VALUES ($1, $2)", [
          entryKey(row.namespace, row.key),
          row.value,
        ]);
        return;
      case "trail":
        await tx.query("INSERT INTO nianbao.trail (number, line, hash) VALUES ($1, $2, $3)", [
          ...[row.number, row.line, row.hash],
        ]);
        return;
      case "inbox":
        await tx.query(
          `INSERT INTO nianbao.inbox (${inboxColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
          [
            ...[row.seq, row.channel, row.id, row.part, row.conversation, row.owner, row.at, row.payload],
            ...[row.kept, row.begun, row.done],
          ],
        );
        if (row.file !== null)
          await tx.query("INSERT INTO nianbao.fetched (seq, name, bytes) VALUES ($1, $2, $3)", [
            ...[row.seq, row.file.name, Buffer.from(row.file.bytes, "base64")],
          ]);
        if (!row.done && was === undefined)
          await this.#tokens.add(tx, await this.#tokens.queue(row.channel), row.conversation);
        return;
      case "outbox":
        await tx.query(
          `INSERT INTO nianbao.outbox (${outboxColumns})
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
          [
            ...[row.seq, row.place, row.key, row.channel, row.conversation, row.at, row.payload],
            ...[row.bytes === null ? null : Buffer.from(row.bytes, "base64"), row.kept, row.state],
            ...[row.attempts, row.told, row.card, row.owner, row.live],
          ],
        );
        if (row.state < 2 && was === undefined)
          await this.#tokens.add(tx, await this.#tokens.queue(row.channel), row.conversation);
        return;
    }
  }
}

/** Two rows that cannot both stand. */
function contradicts(error: unknown): never {
  throw isTaken(error) ? contradiction(error) : error;
}

async function isEmpty(query: Query): Promise<boolean> {
  const found = await query(
    `SELECT 1 AS found FROM (VALUES (1)) AS one (n) WHERE EXISTS (SELECT FROM nianbao.entries WHERE key NOT LIKE 'seal:%')
     OR EXISTS (SELECT FROM nianbao.inbox) OR EXISTS (SELECT FROM nianbao.outbox)
     OR EXISTS (SELECT FROM nianbao.trail) OR EXISTS (SELECT FROM nianbao.trail_new)`,
  );
  return found.length === 0;
}

/** The row with the same key as it stands there, held until the transaction is over. */
async function read(query: Query, was: Replaceable): Promise<Holding | undefined> {
  switch (was.kind) {
    case "entry": {
      const key = entryKey(was.namespace, was.key);
      const rows = await query("SELECT key, value FROM nianbao.entries WHERE key = $1 FOR UPDATE", [key]);
      return z.array(EntryRow.pipe(Holding)).parse(rows)[0];
    }
    case "inbox": {
      await query("SELECT 1 FROM nianbao.inbox WHERE seq = $1 FOR UPDATE", [was.seq]);
      const rows = await query(
        `SELECT ${inboxColumns}, name, bytes FROM nianbao.inbox LEFT JOIN nianbao.fetched USING (seq) WHERE seq = $1`,
        [was.seq],
      );
      return z.array(InboxRow.pipe(Holding)).parse(rows)[0];
    }
    case "outbox": {
      const rows = await query(`SELECT ${outboxColumns} FROM nianbao.outbox WHERE seq = $1 FOR UPDATE`, [
        was.seq,
      ]);
      return z.array(OutboxRow.pipe(Holding)).parse(rows)[0];
    }
  }
}

async function drop(query: Query, was: Replaceable): Promise<void> {
  if (was.kind === "entry")
    await query("DELETE FROM nianbao.entries WHERE key = $1", [entryKey(was.namespace, was.key)]);
  else await query(`DELETE FROM nianbao.${was.kind} WHERE seq = $1`, [was.seq]);
}

const same = (one: Holding | undefined, other: Holding): boolean =>
  one !== undefined && JSON.stringify(Holding.parse(one)) === JSON.stringify(Holding.parse(other));
