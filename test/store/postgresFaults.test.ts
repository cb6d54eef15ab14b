import { Client } from "pg";
import { PgBoss } from "pg-boss";
import { afterEach, describe, expect, it, vi } from "vitest";
import { newTalk } from "../../src/conversation/talk.ts";
import { OutsideError } from "../../src/errors.ts";
import { reportKey } from "../../src/store/entries.ts";
import type { Desk, Incoming, MailStore, Outgoing, Unsent, Waiting } from "../../src/store/mail.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { bareDatabase, freshDatabase } from "../support/database.ts";
import { wireTo, type Wire } from "../support/wire.ts";

const now = new Date("2026-01-05T09:00:00+08:00").getTime();
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A process that reaches its database over a wire. */
async function wired(options = ""): Promise<{ url: string; wire: Wire; store: MailStore }> {
  const url = await freshDatabase();
  const wire = await wireTo(url);
  ends.push(() => wire.close());
  const store = await openPostgres(`${wire.url}${options}`);
  ends.push(() => store.close());
  return { url, wire, store };
}

const incoming = (conversation: string, id: string, more: Partial<Incoming> = {}): Incoming => ({
  ...{ channel: "feishu", id, conversation, owner: conversation, at: now, payloads: [id], kept: false },
  ...more,
});
const outgoing = (conversation: string, key: string): Outgoing => ({
  ...{ key, channel: "feishu", conversation, at: now, payload: key, kept: false },
});

interface Handed {
  work: Waiting[];
  send: Unsent[];
}

async function attend(store: MailStore): Promise<Handed> {
  const handed: Handed = { work: [], send: [] };
  const desk: Desk = {
    channels: ["feishu"],
    sends: () => true,
    work: (rows) => void handed.work.push(...rows),
    send: (rows) => void handed.send.push(...rows),
    tick: () => Promise.resolve(),
  };
  await store.mail.attend(desk);
  return handed;
}

const patience = { timeout: 20_000, interval: 50 };
const keys = (rows: readonly Unsent[]): string[] => rows.map(({ key }) => key);

/** Holds a transaction open with what `sentence` locks. */
async function holding(url: string, sentence: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  ends.push(() => client.end());
  await client.query("BEGIN");
  await client.query(sentence);
}

async function sql(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe("What was written although the answer was lost", () => {
  it("is sent when it is a turn's", async () => {
    const { wire, store } = await wired();
    const handed = await attend(store);
    await store.mail.receive(incoming("chat", "m1"));
    await vi.waitFor(() => expect(handed.work).toHaveLength(1), patience);
    const turn = () =>
      store.turn("chat", (unit) => {
        unit.putTalk(newTalk("甲镇"));
        return Promise.resolve(unit.settle(handed.work[0]?.seq ?? 0, [outgoing("chat", "answer")]));
      });
    const lost = wire.loseCommit();
    await expect(turn()).rejects.toMatchObject({ retryable: true });
    await lost;
    await expect(turn()).rejects.toMatchObject({ code: "settled" });
    await vi.waitFor(() => expect(keys(handed.send)).toEqual(["answer"]), patience);
  });

  it("is sent when there was no turn", async () => {
    const { wire, store } = await wired();
    const handed = await attend(store);
    await store.mail.receive(incoming("chat", "m1"));
    await vi.waitFor(() => expect(handed.work).toHaveLength(1), patience);
    const settle = () => store.mail.settle([handed.work[0]?.seq ?? 0], [outgoing("chat", "answer")]);
    const lost = wire.loseCommit();
    await expect(settle()).rejects.toMatchObject({ retryable: true });
    await lost;
    expect(keys(await settle())).toEqual([]);
    await vi.waitFor(() => expect(keys(handed.send)).toEqual(["answer"]), patience);
  });

  it("is sent when it follows something", async () => {
    const { wire, store } = await wired();
    const handed = await attend(store);
    await store.mail.settle([], [outgoing("chat", "1")]);
    await vi.waitFor(() => expect(handed.send).toHaveLength(1), patience);
    const sent = () => store.mail.sent(handed.send[0]?.seq ?? 0, "om", [outgoing("chat", "1s0")], "now");
    const lost = wire.loseCommit();
    await expect(sent()).rejects.toMatchObject({ retryable: true });
    await lost;
    expect(keys(await sent())).toEqual([]);
    await vi.waitFor(() => expect(keys(handed.send)).toEqual(["1", "1s0"]), patience);
  });
});

describe("A database that lets wait", () => {
  it("is asked again: nothing is given up because a row is locked", async () => {
    const { url, store } = await wired("?options=-c%20lock_timeout%3D200");
    const [row] = await store.mail.settle([], [outgoing("chat", "1")]);
    const { seq = 0 } = row ?? {};
    await holding(url, `UPDATE nianbao.outbox SET attempts = 0`);
    const later = { constructor: OutsideError, retryable: true };
    await expect(store.mail.sending(seq)).rejects.toMatchObject(later);
    await expect(store.mail.givenUp(seq, "auth", [outgoing("chat", "2")])).rejects.toMatchObject(later);
    await holding(url, "LOCK TABLE nianbao.inbox IN EXCLUSIVE MODE");
    await expect(store.mail.receive(incoming("chat", "m1"))).rejects.toMatchObject(later);
    const report = { unit: "甲镇", year: 2025 };
    await holding(url, `SELECT pg_advisory_xact_lock(hashtextextended('${reportKey(report)}', 0))`);
    await expect(store.turn("chat", (unit) => unit.events(report))).rejects.toMatchObject(later);
    await expect(store.keeping.rewrite(report, () => null)).rejects.toMatchObject(later);
  });
});

describe("What the database does not take", () => {
  it("keeps nothing else from being written", async () => {
    const { store } = await wired();
    const [one, two] = await store.mail.settle([], [outgoing("a", "1"), outgoing("b", "2")]);
    await Promise.all([
      store.mail.sent(one?.seq ?? 0, "om\0", [], "soon"),
      store.mail.sent(two?.seq ?? 0, "om", [], "soon"),
    ]);
    expect(await store.mail.unsent()).toEqual([]);
  });
});

describe("What nobody has a turn for", () => {
  it("is found, however long it has been there", async () => {
    const { url, store } = await wired();
    await store.mail.settle([], [outgoing("a", "1")]);
    await store.mail.receive(incoming("b", "m1"));
    await sql(url, "DELETE FROM nianbao_queue.job");
    await sql(url, "UPDATE nianbao.outbox SET arrived = now() - interval '1 hour'");
    await sql(url, "UPDATE nianbao.inbox SET arrived = now() - interval '1 hour'");
    const handed = await attend(store);
    await tick(url);
    await vi.waitFor(
      () => expect([handed.send, handed.work].map((rows) => rows.length)).toEqual([1, 1]),
      patience,
    );
    // Whoever has it keeps it.
    await tick(url);
    expect(await sql(url, "SELECT 1 FROM nianbao_queue.job WHERE name = 'talk.feishu'")).toHaveLength(2);
  });
});

describe("Many at once", () => {
  it("start on an empty database", async () => {
    for (let round = 0; round < 3; round++) {
      const url = await bareDatabase();
      const stores = await Promise.allSettled(Array.from({ length: 4 }, () => openPostgres(url)));
      for (const store of stores) if (store.status === "fulfilled") ends.push(() => store.value.close());
      expect(stores.map(({ status }) => status)).toEqual(Array(4).fill("fulfilled"));
      const all = stores.flatMap((store) => (store.status === "fulfilled" ? [store.value] : []));
      await Promise.all(all.map((store, n) => store.mail.receive(incoming("chat", `m${n}`))));
      expect(await all[0]?.mail.waiting()).toHaveLength(4);
    }
  });
});

describe("A process that stops", () => {
  it("does not wait for a database that says nothing", { timeout: 30_000 }, async () => {
    const { wire, store } = await wired();
    const handed = await attend(store);
    await store.mail.settle([], [outgoing("chat", "1")]);
    await store.hold("channel wecom", {
      taken: () => expect.unreachable(),
      lost: () => undefined,
      stop: new AbortController().signal,
    });
    await vi.waitFor(() => expect(handed.send).toHaveLength(1), patience);
    wire.silence();
    void store.mail.sent(handed.send[0]?.seq ?? 0, "om", [], "soon");
    await store.close();
  });
});

/** What the clock of the queue does every minute. */
async function tick(url: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    schema: "nianbao_queue",
    supervise: false,
    schedule: false,
  });
  await boss.start();
  await boss.send("tick");
  await boss.stop({ graceful: false });
}
