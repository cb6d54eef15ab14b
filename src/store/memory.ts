import { DatabaseSync } from "node:sqlite";
import { Keyv } from "keyv";
import { Commits } from "./commits.ts";
import { asItIs } from "./json.ts";
import type { MailStore } from "./mail.ts";
import { Mailbox } from "./mailbox.ts";
import { steps } from "./schema.ts";
import type { Changes, Namespace } from "./session.ts";
import { Turns } from "./turns.ts";

/** A store that forgets: for tests and measurements. Its mailbox is the same as that of a file. */
export function memoryStore(): MailStore {
  const db = new DatabaseSync(":memory:");
  for (const step of steps) step(db);
  const commits = new Commits(db, ":memory:");
  const mail = new Mailbox(db, commits, ":memory:");
  const keyv = (namespace: Namespace) =>
    new Keyv<string>({ ...asItIs, store: new Map(), namespace, useKeyPrefix: false, throwOnErrors: true });
  const kept = { report: keyv("report"), talk: keyv("talk") };
  const session = {
    lock: () => Promise.resolve(),
    read: (namespace: Namespace, key: string) => kept[namespace].get(key),
    async commit({ entries, settled }: Changes) {
      const unsent =
        settled.length === 0
          ? []
          : await commits.write(() => settled.map(({ seq, outgoing }) => mail.settleNow([seq], outgoing)));
      for (const { namespace, key, value } of entries) await kept[namespace].set(key, value);
      return unsent;
    },
    end: () => Promise.resolve(),
  };
  return new Turns({
    alone: true,
    mail,
    begin: () => Promise.resolve(session),
    hold: () => Promise.resolve(),
    ping: () => Promise.resolve(),
    close() {
      mail.close();
      commits.close();
      db.close();
      return Promise.resolve();
    },
  });
}
