import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { OutsideError } from "../errors.ts";

/** Marks a file as ours ("nian"), so that somebody else's database is never written to. */
const ours = 0x6e69616e;

/** One step of the schema: brings a file from version n, its place in the list, to n + 1. */
export type Step = (db: DatabaseSync) => void;

/** Never change a step that has been released; append one. */
export const steps: readonly Step[] = [
  (db) => {
    db.exec(
      `CREATE TABLE entries (
         namespace TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
         PRIMARY KEY (namespace, key)
       ) STRICT`,
    );
  },
  (db) => {
    // done: 0 waits, 1 done. state: 0 to be sent, 1 may have arrived, 2 sent, 3 given up. place: the order of a conversation.
    db.exec(
      `CREATE TABLE inbox (
         seq INTEGER PRIMARY KEY AUTOINCREMENT,
         channel TEXT NOT NULL, id TEXT NOT NULL, part INTEGER NOT NULL,
         conversation TEXT NOT NULL, owner TEXT NOT NULL, at INTEGER NOT NULL,
         payload TEXT, kept INTEGER NOT NULL, begun INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL,
         UNIQUE (channel, id, part)
       ) STRICT;
       CREATE INDEX inbox_waiting ON inbox (seq) WHERE done = 0;
       CREATE INDEX inbox_lines ON inbox (channel, conversation, seq) WHERE kept = 1;
       CREATE TABLE fetched (
         seq INTEGER PRIMARY KEY REFERENCES inbox (seq) ON DELETE CASCADE,
         name TEXT NOT NULL, bytes BLOB NOT NULL
       ) STRICT;
       CREATE TABLE outbox (
         seq INTEGER PRIMARY KEY AUTOINCREMENT, place INTEGER NOT NULL,
         key TEXT NOT NULL UNIQUE, channel TEXT NOT NULL, conversation TEXT NOT NULL, at INTEGER NOT NULL,
         payload TEXT, bytes BLOB, kept INTEGER NOT NULL,
         state INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, told TEXT,
         card TEXT, owner TEXT, live INTEGER NOT NULL DEFAULT 0
       ) STRICT;
       CREATE INDEX outbox_unsent ON outbox (place, seq) WHERE state < 2;
       CREATE INDEX outbox_cards ON outbox (owner, card) WHERE live = 1;
       CREATE INDEX outbox_lines ON outbox (channel, conversation, place, seq) WHERE kept = 1`,
    );
  },
  (db) => {
    // The audit trail grows at its end only.
    db.exec(
      `CREATE TABLE trail (number INTEGER PRIMARY KEY, line TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
       CREATE TRIGGER trail_unchanged BEFORE UPDATE ON trail BEGIN SELECT raise(ABORT, 'the trail only grows'); END;
       CREATE TRIGGER trail_kept BEFORE DELETE ON trail BEGIN SELECT raise(ABORT, 'the trail only grows'); END`,
    );
  },
  (db) => {
    // When it was looked what may be forgotten: the clock then, the time that had passed until then, the last rows.
    db.exec(
      `CREATE TABLE looks (
         number INTEGER PRIMARY KEY AUTOINCREMENT,
         told INTEGER NOT NULL, passed INTEGER NOT NULL, inbox INTEGER NOT NULL, outbox INTEGER NOT NULL
       ) STRICT`,
    );
  },
];

const numberIn = (db: DatabaseSync, pragma: "user_version" | "application_id"): number =>
  z.record(z.string(), z.number()).parse(db.prepare(`PRAGMA ${pragma}`).get())[pragma] ?? 0;

/** The schema version of a file; OutsideError when the file is not ours or newer than `known` steps. */
export function versionOf(db: DatabaseSync, file: string, known: readonly Step[] = steps): number {
  const version = numberIn(db, "user_version");
  const tables = db.prepare("SELECT name FROM sqlite_schema LIMIT 1").get();
  if (numberIn(db, "application_id") !== ours && (version !== 0 || tables !== undefined)) {
    const message = `${file} 不是年报助手的数据文件，没有改动它。请用 --data 换一个文件夹。`;
    throw new OutsideError(message, { where: "store", code: "foreign" });
  }
  if (version > known.length) {
    const message = `数据文件 ${file} 是更新版本的程序写的，这个版本读不了，没有改动它。请改用新版本。`;
    throw new OutsideError(message, { where: "store", code: "newer" });
  }
  return version;
}

const Parts = z.array(z.object({ name: z.string(), sql: z.string().nullable() }));
const partsOf = (db: DatabaseSync): z.infer<typeof Parts> =>
  Parts.parse(db.prepare("SELECT name, sql FROM sqlite_schema").all());

/** Whether a file has all tables and indexes of its version, letter by letter. */
export function hasItsParts(db: DatabaseSync, version: number, known: readonly Step[] = steps): boolean {
  const model = new DatabaseSync(":memory:");
  try {
    for (const step of known.slice(0, version)) step(model);
    const found = new Map(partsOf(db).map(({ name, sql }) => [name, sql]));
    return partsOf(model).every(({ name, sql }) => found.get(name) === sql);
  } finally {
    model.close();
  }
}

/** Brings a file to the newest version, all missing steps in one transaction: a kill leaves the old file. */
export function upgrade(db: DatabaseSync, file: string, known: readonly Step[] = steps): void {
  const version = versionOf(db, file, known);
  if (version === known.length) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const step of known.slice(version)) step(db);
    db.exec(`PRAGMA application_id = ${ours}; PRAGMA user_version = ${known.length}; COMMIT`);
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}
