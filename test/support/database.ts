import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterAll } from "vitest";
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
       nianbao.trail, nianbao.trail_new`,
    );
    await client.query("DELETE FROM nianbao_queue.job");
  } finally {
    await client.end();
  }
  return url;
}

let shared: Promise<string> | undefined;

/** A database of this test file with empty tables of the newest schema: the same one each time, emptied. */
export async function freshDatabase(): Promise<string> {
  shared ??= (async () => {
    const url = await bareDatabase();
    await (await openPostgres(url)).close();
    return url;
  })();
  return await emptied(await shared);
}

afterAll(async () => {
  for (const name of made.splice(0)) await ask(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
});
