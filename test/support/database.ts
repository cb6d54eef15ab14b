import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterAll } from "vitest";
import type { MailStore } from "../../src/store/mail.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";

/** A server where databases may be made at will; `.ci/run` starts one. */
function server(): string {
  const { NIANBAO_TEST_DATABASE: url } = process.env;
  if (url === undefined || url === "")
    throw new Error("set NIANBAO_TEST_DATABASE to a PostgreSQL server for tests, or run .ci/run");
  return url;
}

const made: string[] = [];

async function ask(sql: string): Promise<void> {
  const client = new Client({ connectionString: server() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const urlOf = (name: string): string => {
  const url = new URL(server());
  url.pathname = `/${name}`;
  return url.href;
};
const newName = (): string => `nianbao_test_${randomBytes(8).toString("hex")}`;

/** An empty database of its own, without any table. Dropped after the test file. */
export async function bareDatabase(): Promise<string> {
  const name = newName();
  await ask(`CREATE DATABASE ${name}`);
  made.push(name);
  return urlOf(name);
}

/** Takes everything out of a database of ours that nobody has open: quicker than another database. */
export async function emptied(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // Without it the trail refuses.
    await client.query("SET session_replication_role = replica");
    await client.query(
      `TRUNCATE nianbao.entries, nianbao.inbox, nianbao.fetched, nianbao.outbox, nianbao.claims,
       nianbao.trail, nianbao.trail_new, nianbao.looks RESTART IDENTITY`,
    );
    await client.query("DELETE FROM nianbao_queue.job");
  } finally {
    await client.end();
  }
  return url;
}

/** Databases of this test file with the tables of the newest schema, and whether somebody has them open. */
const ours: { url: string; open: boolean }[] = [];

async function vacant(): Promise<{ url: string; open: boolean }> {
  const free = ours.find(({ open }) => !open);
  if (free !== undefined) {
    free.open = true;
    await emptied(free.url);
    return free;
  }
  const made = { url: await bareDatabase(), open: true };
  ours.push(made);
  await (await openPostgres(made.url)).close();
  return made;
}

/** A database with empty tables of the newest schema, for the rest of the test file. */
export const freshDatabase = async (): Promise<string> => (await vacant()).url;

/** An empty store; its database is used again when it is closed. `url` is told where it lies. */
export async function emptyStore(
  options?: Parameters<typeof openPostgres>[1],
  told?: (url: string) => void,
): Promise<MailStore> {
  const place = await vacant();
  told?.(place.url);
  const store = await openPostgres(place.url, options);
  const close = store.close.bind(store);
  store.close = async () => {
    await close();
    place.open = false;
  };
  return store;
}

afterAll(async () => {
  for (const name of made.splice(0)) await ask(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
});
