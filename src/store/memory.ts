import { DatabaseSync } from "node:sqlite";
import { Keyv } from "keyv";
import { Commits } from "./commits.ts";
import { EmbeddedHoldings } from "./embeddedHoldings.ts";
import type { EntryRows } from "./holdingRows.ts";
import { asItIs } from "./json.ts";
import type { MailStore } from "./mail.ts";
import { Mailbox } from "./mailbox.ts";
import { steps } from "./schema.ts";
import type { Seal } from "./seal.ts";
import type { Changes, Memory, Namespace } from "./session.ts";
import { TrailTable } from "./trailTable.ts";
import { contradiction } from "./trouble.ts";
import { Turns } from "./turns.ts";

/** A store that forgets: for tests and measurements. Its mailbox is the same as that of a file. */
export function memoryStore(seal?: Seal): MailStore {
  const db = new DatabaseSync(":memory:");
  for (const step of steps) step(db);
  const commits = new Commits(db, ":memory:");
  const mail = new Mailbox(db, commits, ":memory:");
  const trail = new TrailTable(db);
  const maps: Maps = { report: new Map(), talk: new Map(), seal: new Map() };
  const keyv = (namespace: Namespace) =>
    new Keyv<string>({
      ...asItIs,
      store: maps[namespace],
      namespace,
      useKeyPrefix: false,
      throwOnErrors: true,
    });
  const kept = { report: keyv("report"), talk: keyv("talk"), seal: keyv("seal") };
  const session = {
    lock: () => Promise.resolve(),
    read: (namespace: Namespace, key: string) => kept[namespace].get(key),
    async commit({ entries, settled, trail: lines }: Changes) {
      const unsent =
        settled.length === 0 && lines.length === 0
          ? []
          : await commits.write(() => {
              trail.appendNow(lines);
              return settled.map(({ seq, outgoing }) => mail.settleNow([seq], outgoing));
            });
      for (const { namespace, key, value } of entries) await kept[namespace].set(key, value);
      return unsent;
    },
    end: () => Promise.resolve(),
  };
  const memory: Memory = {
    alone: true,
    mail,
    holdings: new EmbeddedHoldings(db, commits, { file: ":memory:", entries: mapEntries(maps) }),
    begin: () => Promise.resolve(session),
    scrub: () => Promise.resolve(),
    hold: () => Promise.resolve(),
    ping: () => Promise.resolve(),
    close() {
      mail.close();
      commits.close();
      db.close();
      return Promise.resolve();
    },
  };
  return new Turns(memory, seal);
}

type Maps = Record<Namespace, Map<string, string>>;

/** The entries of the store in memory, in the order of their keys as SQLite has it. */
function mapEntries(maps: Maps): EntryRows {
  const namespaces = ["report", "seal", "talk"] as const;
  return {
    *all() {
      for (const namespace of namespaces)
        for (const [key, value] of [...maps[namespace]].sort(([a], [b]) =>
          Buffer.compare(Buffer.from(a), Buffer.from(b)),
        ))
          yield { kind: "entry", namespace, key, value };
    },
    read: (namespace, key) => maps[namespace].get(key),
    put({ namespace, key, value }) {
      if (maps[namespace].has(key)) throw contradiction();
      maps[namespace].set(key, value);
    },
    drop: (namespace, key) => void maps[namespace].delete(key),
    undo: () => namespaces.forEach((namespace) => maps[namespace].clear()),
  };
}
