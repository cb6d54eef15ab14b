import type { Log } from "../../log.ts";
import { silent } from "../../log.ts";
import type { MailStore } from "../mail.ts";
import { unsealed, type Seal } from "../seal.ts";
import { admit } from "../sealCheck.ts";
import type { Memory } from "../session.ts";
import { Turns } from "../turns.ts";
import { Claims } from "./claims.ts";
import { Database } from "./database.ts";
import { openEntries } from "./entries.ts";
import { Feed } from "./feed.ts";
import { PostgresHoldings } from "./holdings.ts";
import { PostgresMail } from "./mailbox.ts";
import { alone, upgrade } from "./schema.ts";
import { PostgresSession } from "./session.ts";
import { Tokens } from "./tokens.ts";
import { hangOn } from "./trail.ts";
import { databaseTrouble } from "./trouble.ts";

/** Connections of one process: a turn holds one while it lasts. */
const connections = 24;
/** So long the end waits for a database that says nothing, in ms. */
const closeMs = 3000;

/**
 * Opens the store in a PostgreSQL database, which several processes may share; it is made when missing and upgraded when
 * older. OutsideError with one sentence when it cannot be reached or used, is newer, or is sealed with another key.
 */
export async function openPostgres(
  url: string,
  { seal = unsealed, log = silent }: { seal?: Seal; log?: Log } = {},
): Promise<MailStore> {
  const db = new Database(url, connections);
  const tokens = new Tokens(db, log);
  try {
    await upgrade(db);
    // Both make tables of their own; side by side they would get into each other's way.
    const entries = await alone(db, async () => {
      await tokens.start();
      return await openEntries(db);
    });
    const feed = new Feed(db, { tokens, log, everyMinute: () => hangOn(db) });
    const mail = new PostgresMail(db, { feed, tokens });
    const claims = new Claims(db);
    const memory: Memory = {
      alone: false,
      mail,
      holdings: new PostgresHoldings(db, tokens),
      begin: async () => new PostgresSession(await db.begin(), { entries, mail }),
      hold: (name, on) => claims.hold(name, on),
      ping: async () => void (await db.query("SELECT 1 AS here")),
      async scrub() {
        for (const table of ["entries", "inbox", "fetched", "outbox"])
          await db.run(`VACUUM nianbao.${table}`);
      },
      async close() {
        const late = setTimeout(() => db.cut(), closeMs);
        try {
          await feed.stop();
          await claims.stop();
          await tokens.stop();
          await db.close();
        } finally {
          clearTimeout(late);
        }
      },
    };
    await admit(memory, seal);
    return new Turns(memory, seal);
  } catch (error) {
    await tokens.stop().catch(() => undefined);
    await db.close();
    throw databaseTrouble(error);
  }
}
