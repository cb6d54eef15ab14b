import type { DatabaseSync, StatementSync } from "node:sqlite";
import { z } from "zod";
import type { Holding } from "./holdings.ts";
import type { Namespace } from "./session.ts";

/** Entries, wherever they lie. What writes runs within a transaction. */
export interface EntryRows {
  all(): Iterable<HoldingOf<"entry">>;
  read(namespace: Namespace, key: string): string | undefined;
  /** Throws where there is one with this key. */
  put(entry: HoldingOf<"entry">): void;
  drop(namespace: Namespace, key: string): void;
  /** Takes away what was put by a filling that failed, where no transaction does. */
  undo?(): void;
}

export type HoldingOf<Kind extends Holding["kind"]> = Extract<Holding, { kind: Kind }>;

const truth = z.int().transform((value) => value !== 0);
const base64 = z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes).toString("base64"));
const EntryRow = z.object({
  namespace: z.enum(["report", "talk", "seal"]),
  key: z.string(),
  value: z.string(),
});
const ValueRow = z.object({ value: z.string() }).optional();
const InboxRow = z.object({
  ...{ seq: z.int(), channel: z.string(), id: z.string(), part: z.int(), conversation: z.string() },
  ...{
    owner: z.string(),
    at: z.int(),
    payload: z.string().nullable(),
    kept: truth,
    begun: z.int(),
    done: truth,
  },
  ...{ name: z.string().nullable(), bytes: base64.nullable() },
});
const OutboxRow = z.object({
  ...{ seq: z.int(), place: z.int(), key: z.string(), channel: z.string(), conversation: z.string() },
  ...{ at: z.int(), payload: z.string().nullable(), bytes: base64.nullable(), kept: truth, state: z.int() },
  ...{ attempts: z.int(), told: z.string().nullable(), card: z.enum(["choices", "form"]).nullable() },
  ...{ owner: z.string().nullable(), live: truth },
});
const TrailRow = z.object({ number: z.int(), line: z.string(), hash: z.string() });

const inboxColumns = `seq, channel, id, part, conversation, owner, at, payload, kept, begun, done`;
const outboxColumns = `seq, place, key, channel, conversation, at, payload, bytes, kept, state, attempts, told, card, owner, live`;
const inboxWithFile = `SELECT ${inboxColumns}, name, bytes FROM inbox LEFT JOIN fetched USING (seq)`;

const bytesOf = (text: string): Uint8Array => Buffer.from(text, "base64");
const flag = (value: boolean): number => (value ? 1 : 0);

function inboxOf(row: unknown): HoldingOf<"inbox"> {
  const { name, bytes, ...rest } = InboxRow.parse(row);
  return { kind: "inbox", ...rest, file: name === null || bytes === null ? null : { name, bytes } };
}

const outboxOf = (row: unknown): HoldingOf<"outbox"> => ({ kind: "outbox", ...OutboxRow.parse(row) });

/** The table of the entries. */
export function tableEntries(db: DatabaseSync): EntryRows {
  const read = db.prepare("SELECT value FROM entries WHERE namespace = ? AND key = ?");
  const put = db.prepare("INSERT INTO entries (namespace, key, value) VALUES (?, ?, ?)");
  const drop = db.prepare("DELETE FROM entries WHERE namespace = ? AND key = ?");
  return {
    *all() {
      const every = db.prepare("SELECT namespace, key, value FROM entries ORDER BY namespace, key");
      for (const row of every.iterate()) yield { kind: "entry", ...EntryRow.parse(row) };
    },
    read: (namespace, key) => ValueRow.parse(read.get(namespace, key))?.value,
    put: ({ namespace, key, value }) => void put.run(namespace, key, value),
    drop: (namespace, key) => void drop.run(namespace, key),
  };
}

/** Everything, in the order of `Holdings.all`. To be read to its end, or left, before anything is written. */
export function* everyRow(db: DatabaseSync, entries: EntryRows): Generator<Holding> {
  yield* entries.all();
  const every = (sql: string) => db.prepare(sql).iterate();
  for (const row of every(`${inboxWithFile} ORDER BY seq`)) yield inboxOf(row);
  for (const row of every(`SELECT ${outboxColumns} FROM outbox ORDER BY seq`)) yield outboxOf(row);
  for (const row of every("SELECT number, line, hash FROM trail ORDER BY number"))
    yield { kind: "trail", ...TrailRow.parse(row) };
}

/** Single rows of the mailbox and the trail as they are stored. What writes runs within a transaction. */
export class HoldingRows {
  readonly #filled: StatementSync;
  readonly #inbox: StatementSync;
  readonly #outbox: StatementSync;
  readonly #putInbox: StatementSync;
  readonly #putFile: StatementSync;
  readonly #putOutbox: StatementSync;
  readonly #putTrail: StatementSync;
  readonly #dropInbox: StatementSync;
  readonly #dropOutbox: StatementSync;

  constructor(db: DatabaseSync) {
    const sql = (text: string): StatementSync => db.prepare(text);
    const places = (columns: string): string => columns.replaceAll(/\w+/g, "?");
    this.#filled = sql(
      `SELECT 1 WHERE EXISTS (SELECT 1 FROM inbox) OR EXISTS (SELECT 1 FROM outbox)
       OR EXISTS (SELECT 1 FROM trail)`,
    );
    this.#inbox = sql(`${inboxWithFile} WHERE seq = ?`);
    this.#outbox = sql(`SELECT ${outboxColumns} FROM outbox WHERE seq = ?`);
    this.#putInbox = sql(`INSERT INTO inbox (${inboxColumns}) VALUES (${places(inboxColumns)})`);
    this.#putFile = sql("INSERT INTO fetched (seq, name, bytes) VALUES (?, ?, ?)");
    this.#putOutbox = sql(`INSERT INTO outbox (${outboxColumns}) VALUES (${places(outboxColumns)})`);
    this.#putTrail = sql("INSERT INTO trail (number, line, hash) VALUES (?, ?, ?)");
    this.#dropInbox = sql("DELETE FROM inbox WHERE seq = ?");
    this.#dropOutbox = sql("DELETE FROM outbox WHERE seq = ?");
  }

  /** Whether there is any row beside the entries. */
  filled(): boolean {
    return this.#filled.get() !== undefined;
  }

  /** What stands in the place of this row. */
  inPlaceOf(row: HoldingOf<"inbox" | "outbox">): Holding | undefined {
    const found = (row.kind === "inbox" ? this.#inbox : this.#outbox).get(row.seq);
    if (found === undefined) return undefined;
    return row.kind === "inbox" ? inboxOf(found) : outboxOf(found);
  }

  drop({ kind, seq }: HoldingOf<"inbox" | "outbox">): void {
    (kind === "inbox" ? this.#dropInbox : this.#dropOutbox).run(seq);
  }

  put(row: HoldingOf<"inbox" | "outbox" | "trail">): void {
    if (row.kind === "trail") this.#putTrail.run(row.number, row.line, row.hash);
    else if (row.kind === "inbox") {
      const { seq, channel, id, part, conversation, owner, at, payload, kept, begun, done, file } = row;
      this.#putInbox.run(
        ...([seq, channel, id, part, conversation, owner, at, payload] as const),
        ...([flag(kept), begun, flag(done)] as const),
      );
      if (file !== null) this.#putFile.run(seq, file.name, bytesOf(file.bytes));
    } else {
      const { seq, place, key, channel, conversation, at, payload, bytes, kept, state, attempts } = row;
      this.#putOutbox.run(
        ...([seq, place, key, channel, conversation, at, payload] as const),
        ...([bytes === null ? null : bytesOf(bytes), flag(kept), state, attempts] as const),
        ...([row.told, row.card, row.owner, flag(row.live)] as const),
      );
    }
  }
}
