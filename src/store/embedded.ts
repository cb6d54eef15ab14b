import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Keyv, type KeyvStoreAdapter } from "keyv";
import { z } from "zod";
import type { Store } from "../conversation/ports.ts";
import { openFile } from "./file.ts";
import { json } from "./json.ts";
import { fileTrouble } from "./trouble.ts";
import { Turns, type Memory } from "./turns.ts";

const Row = z.object({ value: z.string() }).optional();

/** SQLite answers at once; Keyv expects a promise, also of a failure. */
const settled = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));

/** The open file and the writes of the turn that is being committed. */
class Entries {
  readonly #db: DatabaseSync;
  readonly #file: string;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #clear: StatementSync;
  #pending: (() => void)[] | undefined;
  #lastCommit: Promise<void> = Promise.resolve();

  constructor(db: DatabaseSync, file: string) {
    this.#db = db;
    this.#file = file;
    this.#get = db.prepare("SELECT value FROM entries WHERE namespace = ? AND key = ?");
    this.#put = db.prepare(
      `INSERT INTO entries (namespace, key, value) VALUES (?, ?, ?)
       ON CONFLICT (namespace, key) DO UPDATE SET value = excluded.value`,
    );
    this.#delete = db.prepare("DELETE FROM entries WHERE namespace = ? AND key = ?");
    this.#clear = db.prepare("DELETE FROM entries WHERE namespace = ?");
  }

  /** One namespace as Keyv wants it. Writing is allowed within a commit only. */
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

  /** One commit after another: collects what `write` sets, then one transaction with one sync. */
  commit(write: () => Promise<void>): Promise<void> {
    const commit = this.#lastCommit.then(async () => {
      this.#pending = [];
      try {
        await write();
        this.#flush(this.#pending);
      } finally {
        this.#pending = undefined;
      }
    });
    this.#lastCommit = commit.catch(() => undefined);
    return commit;
  }

  close(): void {
    this.#db.close();
  }

  #read(namespace: string, key: string): string | undefined {
    try {
      return Row.parse(this.#get.get(namespace, key))?.value;
    } catch (error) {
      throw fileTrouble(error, this.#file);
    }
  }

  #later(write: () => void): boolean {
    if (this.#pending === undefined) throw new Error("a write outside of a commit");
    this.#pending.push(write);
    return true;
  }

  #flush(writes: readonly (() => void)[]): void {
    try {
      this.#db.exec("BEGIN IMMEDIATE");
      for (const write of writes) write();
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw fileTrouble(error, this.#file);
    }
  }
}

/**
 * Opens the store in a data folder; it is made when missing and upgraded when older. OutsideError with one sentence
 * when another process uses it, or when the file is damaged, newer, not ours, or cannot be written; nothing is changed then.
 */
export function openStore(folder: string): Promise<Store> {
  return settled(() => open(folder));
}

function open(folder: string): Store {
  const { db, file } = openFile(folder);
  const entries = new Entries(db, file);
  const keyv = (namespace: string) =>
    new Keyv<unknown>({
      ...json,
      store: entries.adapter(namespace),
      namespace,
      useKeyPrefix: false,
      throwOnErrors: true,
    });
  const memory: Memory = {
    reports: keyv("report"),
    talks: keyv("talk"),
    commit: (write) => entries.commit(write),
    close: () => entries.close(),
  };
  return new Turns(memory);
}
