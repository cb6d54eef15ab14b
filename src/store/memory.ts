import { DatabaseSync } from "node:sqlite";
import { Keyv } from "keyv";
import { Commits } from "./commits.ts";
import { json } from "./json.ts";
import type { MailStore } from "./mail.ts";
import { Mailbox } from "./mailbox.ts";
import { steps } from "./schema.ts";
import { Turns } from "./turns.ts";

/** A store that forgets: for tests and measurements. Its mailbox is the same as that of a file. */
export function memoryStore(): MailStore {
  const db = new DatabaseSync(":memory:");
  for (const step of steps) step(db);
  const commits = new Commits(db, ":memory:");
  const mail = new Mailbox(db, commits, ":memory:");
  const keyv = (namespace: string) =>
    new Keyv<unknown>({ ...json, store: new Map(), namespace, useKeyPrefix: false, throwOnErrors: true });
  return new Turns({
    reports: keyv("report"),
    talks: keyv("talk"),
    mail,
    async commit(write, also) {
      if (also !== undefined) await commits.write(also);
      await write();
    },
    close() {
      commits.close();
      db.close();
    },
  });
}
