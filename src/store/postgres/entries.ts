import { AsyncLocalStorage } from "node:async_hooks";
import { KeyvPostgres } from "@keyv/postgres";
import { Keyv } from "keyv";
import { asItIs } from "../json.ts";
import type { Namespace } from "../session.ts";
import type { Database, Query } from "./database.ts";

/** Longer than any key of ours: the name of an organ and a year, or a person in a chat. */
const keySize = 1000;

/** The namespace stands before the key, as Keyv writes it. */
export const entryKey = (namespace: Namespace, key: string): string => `${namespace}:${key}`;

/** Reports and talks as Keyv keeps them in PostgreSQL. */
export interface Entries {
  get(namespace: Namespace, key: string): Promise<string | undefined>;
  set(all: readonly { namespace: Namespace; key: string; value: string }[]): Promise<void>;
  /** What `work` gets and sets goes through `query`, a transaction's. */
  within<T>(query: Query, work: () => Promise<T>): Promise<T>;
}

/** Makes the table where it is missing: in several sentences at once, which `run` takes. */
export async function openEntries({ run }: Pick<Database, "run">): Promise<Entries> {
  const current = new AsyncLocalStorage<Query>();
  const outside: Query = async (text, values) => (await run(text, values)).rows;
  // Keyv's adapter asks through a connection of its own; this one asks through ours, so that it takes part in a transaction.
  class Adapter extends KeyvPostgres {
    override connect() {
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      const ask = async (text: string, values?: any[]): Promise<any[]> => [
        ...(await (current.getStore() ?? outside)(text, values)),
      ];
      return Promise.resolve(ask);
    }
  }
  const store = new Adapter({ schema: "nianbao", table: "entries", keySize });
  // Waits for the table, and rejects where it cannot be made.
  await store.has("");
  // Both namespaces in one, so that what a turn changes in them is one sentence.
  const kept = new Keyv<string>({ ...asItIs, store, useKeyPrefix: false, throwOnErrors: true });
  return {
    get: (namespace, key) => kept.get(entryKey(namespace, key)),
    async set(all) {
      if (all.length > 0)
        await kept.setMany(
          all.map(({ namespace, key, value }) => ({ key: entryKey(namespace, key), value })),
        );
    },
    within: (tx, work) => current.run(tx, work),
  };
}
