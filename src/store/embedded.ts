import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Keyv, type KeyvStoreAdapter } from "keyv";
import { z } from "zod";
import { Commits } from "./commits.ts";
import { EmbeddedHoldings, removeCopies } from "./embeddedHoldings.ts";
import { openFile } from "./file.ts";
import { asItIs } from "./json.ts";
import type { MailStore } from "./mail.ts";
import { Mailbox } from "./mailbox.ts";
import { unsealed, type Seal } from "./seal.ts";
import { admit } from "./sealCheck.ts";
import type { Changes, Memory, Namespace, Session } from "./session.ts";
import { TrailTable } from "./trailTable.ts";
import { fileTrouble } from "./trouble.ts";
import { Turns } from "./turns.ts";

const Row = z.object({ value: z.string() }).optional();

/** Open files: whoever lets go of a store without closing it must not lose its lock to the garbage collector. */
const open = new Set<DatabaseSync>();

/** SQLite answers at once; Keyv expects a promise, also of a failure. */
const settled = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));

/** The entries of an open file and the writes of the turn that is being collected. */
class Entries {
  readonly #file: string;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #clear: StatementSync;
  #pending: (() => void)[] | undefined;
  #lastCollected: Promise<unknown> = Promise.resolve();

  constructor(db: DatabaseSync, file: string) {
    this.#file = file;
    this.#get = db.prepare("SELECT value FROM entries WHERE namespace = ? AND key = ?");
    this.#put = db.prepare(
      `INSERT INTO entries (namespace, key, value) VALUES (?, ?, ?)
       ON CONFLICT (namespace, key) DO UPDATE SET value = excluded.value`,
    );
    this.#delete = db.prepare("DELETE FROM entries WHERE namespace = ? AND key = ?");
    this.#clear = db.prepare("DELETE FROM entries WHERE namespace = ?");
  }

  /** One namespace as Keyv wants it. Writing is allowed while a turn is collected only. */
  adapter(namespace: string): KeyvStoreAdapter {
    const adapter: KeyvStoreAdapter = {
      opts: {},
      on: () => adapter,
      get: <T>(key: string) => settled(() => this.#read(namespace, key) as T | undefined),
      set: (key: string, value: string) =>
        settled(() => this.#later(() => this.#put.run(namespace, key, value))),
      delete: (key: string) => settled(() => this.#later(() => this.#delete.run(namespace, key))),
      clear: () => settled(() => void this.#later(() => this.#clear.run(namespace))),
    };
    return adapter;
  }

  /** Collects what `write` sets, of one turn after another: to be run within a transaction. */
  collect(write: () => Promise<void>): Promise<readonly (() => void)[]> {
    const collected = this.#lastCollected.then(async () => {
      const pending: (() => void)[] = (this.#pending = []);
      try {
        await write();
        return pending;
      } finally {
        this.#pending = undefined;
      }
    });
    this.#lastCollected = collected.catch(() => undefined);
    return collected;
  }

  #read(namespace: string, key: string): string | undefined {
    try {
      return Row.parse(this.#get.get(namespace, key))?.value;
    } catch (error) {
      throw fileTrouble(error, this.#file);
    }
  }

  #later(write: () => void): boolean {
    if (this.#pending === undefined) throw new Error("a write outside of a turn");
    this.#pending.push(write);
    return true;
  }
}

/**
 * Opens the store in a data folder; it is made when missing and upgraded when older. OutsideError with one sentence
 * when another process uses it, or when the file is damaged, newer, not ours, cannot be written, or is sealed with another
 * key; nothing is changed then.
 */
export async function openStore(
  folder: string,
  { seal = unsealed }: { seal?: Seal } = {},
): Promise<MailStore> {
  const { db, file } = openFile(folder);
  open.add(db);
  removeCopies(file);
  const memory = memoryOn(db, file);
  try {
    await admit(memory, seal);
  } catch (error) {
    await memory.close();
    throw error;
  }
  return new Turns(memory, seal);
}

/** Writes the file anew, without what lies between its rows, and empties the journal. */
function scrubbed(db: DatabaseSync, file: string): void {
  try {
    db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (error) {
    throw fileTrouble(error, file);
  }
}

/** A store on an open database of the newest schema; `file` names it to people. */
export const storeOn = (db: DatabaseSync, file: string): MailStore => new Turns(memoryOn(db, file));

function memoryOn(db: DatabaseSync, file: string): Memory {
  const entries = new Entries(db, file);
  const commits = new Commits(db, file);
  const mail = new Mailbox(db, commits, file);
  const trail = new TrailTable(db);
  const keyv = (namespace: Namespace) =>
    new Keyv<string>({
      ...asItIs,
      store: entries.adapter(namespace),
      namespace,
      useKeyPrefix: false,
      throwOnErrors: true,
    });
  const kept = { report: keyv("report"), talk: keyv("talk"), seal: keyv("seal") };
  const session: Session = {
    // The file is locked for this process, and turns in one process hold reports themselves.
    lock: () => Promise.resolve(),
    read: (namespace, key) => kept[namespace].get(key),
    async commit({ entries: changed, settled, trail: lines }: Changes) {
      const writes = await entries.collect(async () => {
        for (const { namespace, key, value } of changed) await kept[namespace].set(key, value);
      });
      return await commits.write(() => {
        for (const set of writes) set();
        trail.appendNow(lines);
        return settled.map(({ seq, outgoing }) => mail.settleNow([seq], outgoing));
      });
    },
    end: () => Promise.resolve(),
  };
  return {
    alone: true,
    mail,
    holdings: new EmbeddedHoldings(db, commits, { file }),
    begin: () => Promise.resolve(session),
    scrub: () => commits.alone(() => scrubbed(db, file)),
    hold: () => Promise.resolve(),
    ping: () => mail.flush(),
    close() {
      mail.close();
      commits.close();
      open.delete(db);
      db.close();
      return Promise.resolve();
    },
  };
}
