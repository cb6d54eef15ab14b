import { Client } from "pg";
import { PgBoss } from "pg-boss";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Desk, Incoming, MailStore, Outgoing, Unsent, Waiting } from "../../src/store/mail.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { verify, type TrailRow } from "../../src/store/trail.ts";
import { freshDatabase } from "../support/database.ts";
import { counted, numbers, report } from "./samples.ts";

const now = new Date("2026-01-05T09:00:00+08:00").getTime();
const open: MailStore[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((store) => store.close()));
});

/** Two processes in one, each with connections of its own, on one database. */
async function replicas(): Promise<{ url: string; one: MailStore; two: MailStore }> {
  const url = await freshDatabase();
  const [one, two] = [await openPostgres(url), await openPostgres(url)];
  open.push(one, two);
  return { url, one, two };
}

const incoming = (conversation: string, id: string, more: Partial<Incoming> = {}): Incoming => ({
  ...{ channel: "feishu", id, conversation, owner: conversation, at: now, payloads: [id], kept: false },
  ...more,
});
const outgoing = (conversation: string, key: string): Outgoing => ({
  ...{ key, channel: "feishu", conversation, at: now, payload: key, kept: false },
});

interface Handed {
  work: { row: Waiting; left: boolean }[];
  send: { row: Unsent; left: boolean }[];
  ticks: number;
}

/** A desk that writes down what it is handed, and does with it what it is told. */
async function attend(
  store: MailStore,
  does: Partial<Pick<Desk, "sends">> & { work?: (row: Waiting) => void; send?: (row: Unsent) => void } = {},
): Promise<Handed> {
  const handed: Handed = { work: [], send: [], ticks: 0 };
  await store.mail.attend({
    channels: ["feishu"],
    sends: does.sends ?? (() => true),
    work(rows, left) {
      for (const row of rows) handed.work.push({ row, left });
      for (const row of rows) does.work?.(row);
    },
    send(rows, left) {
      for (const row of rows) handed.send.push({ row, left });
      for (const row of rows) does.send?.(row);
    },
    tick() {
      handed.ticks += 1;
      return Promise.resolve();
    },
  });
  return handed;
}

const patience = { timeout: 30_000, interval: 50 };

async function sql(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}

describe("Two processes on one database", () => {
  it("work on each message once, of one conversation strictly in order, and send each answer once, in order", async () => {
    const { one, two } = await replicas();
    const worked: string[] = [];
    const sent: string[] = [];
    const running = new Map<string, string>();
    const by = { one: 0, two: 0 };
    /** As the dispatch does: to a conversation one after another. */
    const sending = new Map<string, Promise<void>>();
    const send = (store: MailStore, rows: readonly Unsent[]): void => {
      for (const row of rows) {
        const next = (sending.get(row.conversation) ?? Promise.resolve()).then(async () => {
          sent.push(row.key);
          send(store, await store.mail.sent(row.seq, "om", [], "soon"));
        });
        sending.set(row.conversation, next);
      }
    };
    const work = (name: "one" | "two", store: MailStore, row: Waiting) =>
      store.turn(row.conversation, async (unit) => {
        expect(running.get(row.conversation)).toBeUndefined();
        running.set(row.conversation, row.id);
        const events = await unit.events(report(row.conversation));
        unit.append(report(row.conversation), [counted(events.length)]);
        worked.push(row.id);
        by[name] += 1;
        running.delete(row.conversation);
        return unit.settle(row.seq, [
          outgoing(row.conversation, `${row.id}a`),
          outgoing(row.conversation, `${row.id}b`),
        ]);
      });
    const lanes = new Map<string, Promise<void>>();
    const follow = (name: "one" | "two", store: MailStore, row: Waiting): void => {
      const lane = `${name} ${row.conversation}`;
      const next = (lanes.get(lane) ?? Promise.resolve())
        .then(() => work(name, store, row))
        .then(({ unsent }) => send(store, unsent));
      lanes.set(lane, next);
    };
    const serve = (name: "one" | "two", store: MailStore): Promise<Handed> =>
      attend(store, {
        work: (row) => follow(name, store, row),
        send: (row) => send(store, [row]),
      });
    await Promise.all([serve("one", one), serve("two", two)]);
    const conversations = Array.from({ length: 12 }, (_, number) => `chat ${number}`);
    const messages = Array.from({ length: 10 }, (_, number) => number);
    await Promise.all(
      conversations.map(async (conversation, chat) => {
        for (const number of messages) {
          const name = (chat + number) % 2 === 0 ? "one" : "two";
          const store = { one, two }[name];
          const received = await store.mail.receive(incoming(conversation, `${chat}-${number}`));
          // Whoever has the turn of the conversation is given it at once.
          for (const row of received.kind === "new" ? received.waiting : []) follow(name, store, row);
        }
      }),
    );
    await vi.waitFor(() => expect(sent).toHaveLength(240), patience);
    for (const [chat, conversation] of conversations.entries()) {
      const ids = messages.map((number) => `${chat}-${number}`);
      const of = (all: readonly string[]) => all.filter((id) => id.startsWith(`${chat}-`));
      expect(of(worked)).toEqual(ids);
      expect(of(sent)).toEqual(ids.flatMap((id) => [`${id}a`, `${id}b`]));
      expect(await one.turn("x", async (unit) => numbers(await unit.events(report(conversation))))).toEqual(
        messages,
      );
    }
    expect(Math.min(by.one, by.two)).toBeGreaterThan(0);
    await vi.waitFor(
      async () => expect([await two.mail.waiting(), await two.mail.unsent()]).toEqual([[], []]),
      patience,
    );
  });

  it("know a message that was given to both of them at the same time", async () => {
    const { one, two } = await replicas();
    for (let round = 0; round < 20; round++) {
      const given = [one, two, one].map((store) => store.mail.receive(incoming("chat", `m${round}`)));
      const kinds = (await Promise.all(given)).map(({ kind }) => kind).sort();
      expect(kinds).toEqual(["known", "known", "new"]);
    }
    expect(await one.mail.waiting()).toHaveLength(20);
  });

  it("lose no update of people who write to one report", async () => {
    const { one, two } = await replicas();
    await Promise.all(
      Array.from({ length: 20 }, (_, person) =>
        (async () => {
          const store = person % 2 === 0 ? one : two;
          for (let count = 0; count < 5; count++)
            await store.turn(`person ${person}`, async (unit) => {
              unit.append(report(), [counted((await unit.events(report())).length)]);
            });
        })(),
      ),
    );
    const all = Array.from({ length: 100 }, (_, index) => index);
    expect(await one.turn("x", async (unit) => numbers(await unit.events(report())))).toEqual(all);
    expect(await two.turn("x", async (unit) => numbers(await unit.events(report())))).toEqual(all);
  });

  it("tell one of two turns that wait for each other, and the other one goes through", async () => {
    const { one, two } = await replicas();
    const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const turn = (store: MailStore, mine: string, yours: string, mark: 0 | 1) =>
      store.turn(mine, async (unit) => {
        await unit.events(report(mine));
        both[mark].resolve();
        await Promise.all(both.map(({ promise }) => promise));
        await unit.events(report(yours));
      });
    const results = await Promise.allSettled([turn(one, "甲镇", "乙镇", 0), turn(two, "乙镇", "甲镇", 1)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const rejected = results.find((result) => result.status === "rejected");
    expect(rejected?.reason).toMatchObject({ name: "OutsideError", code: "busy", retryable: true });
  });

  it("give back at once what they had not done when they stop", async () => {
    const { one, two } = await replicas();
    const first = await attend(one);
    await one.mail.receive(incoming("chat", "m1"));
    await vi.waitFor(() => expect(first.work).toHaveLength(1), patience);
    // It is this process's conversation now: what comes in and is put there is its own.
    expect(await one.mail.receive(incoming("chat", "m2"))).toMatchObject({ waiting: [{ id: "m2" }] });
    expect(await one.mail.settle([], [outgoing("chat", "k1")])).toMatchObject([{ key: "k1" }]);
    await one.close();
    const second = await attend(two);
    await vi.waitFor(() => expect([second.work.length, second.send.length]).toEqual([2, 1]), patience);
    expect(second.work).toMatchObject([
      { row: { id: "m1" }, left: true },
      { row: { id: "m2" }, left: true },
    ]);
    expect(second.send).toMatchObject([{ row: { key: "k1" }, left: true }]);
  });

  it("take over from one that says nothing any more, and what that one does then no longer counts", async () => {
    const { url, one, two } = await replicas();
    const silent = await attend(one);
    await one.mail.receive(incoming("chat", "m1"));
    await vi.waitFor(() => expect(silent.work).toHaveLength(1), patience);
    const [held] = silent.work;
    const taken = await attend(two);
    await sql(
      url,
      "UPDATE nianbao_queue.job SET heartbeat_on = now() - interval '1 hour' WHERE state = 'active'",
    );
    // The silent one may be handed it again; then it is asked to be silent once more.
    await vi.waitFor(
      async () => {
        if (taken.work.length > 0) return;
        await sql(
          url,
          "UPDATE nianbao_queue.job SET heartbeat_on = now() - interval '1 hour' WHERE state = 'active'",
        );
        throw new Error("not yet");
      },
      { timeout: 50_000, interval: 3000 },
    );
    expect(taken.work).toMatchObject([{ row: { id: "m1" }, left: true }]);
    const answer = (store: MailStore) =>
      store.turn("chat", (unit) => {
        unit.append(report(), [counted(1)]);
        unit.settle(held?.row.seq ?? 0, [outgoing("chat", "answer")]);
        return Promise.resolve();
      });
    await answer(two);
    await expect(answer(one)).rejects.toMatchObject({ code: "settled" });
    await expect(answer(one)).rejects.toMatchObject({ code: "settled" });
    expect((await one.mail.unsent()).map(({ key }) => key)).toEqual(["answer"]);
    expect(await two.turn("x", async (unit) => numbers(await unit.events(report())))).toEqual([1]);
  });

  it("send what follows in the place of what it follows, and leave no turn open", async () => {
    const { one, two } = await replicas();
    await one.mail.settle([], [outgoing("chat", "1"), outgoing("chat", "2"), outgoing("chat", "3")]);
    const first = await attend(one);
    await vi.waitFor(() => expect(first.send.map(({ row }) => row.key)).toEqual(["1", "2", "3"]), patience);
    const seqOf = (key: string): number => first.send.find(({ row }) => row.key === key)?.row.seq ?? 0;
    const elsewhere = outgoing("other chat", "1b");
    const then = await one.mail.sent(seqOf("1"), "om", [outgoing("chat", "1a"), elsewhere], "now");
    expect(then.map(({ key }) => key)).toEqual(["1a"]);
    expect((await one.mail.unsent()).map(({ key }) => key)).toEqual(["1a", "2", "3", "1b"]);
    for (const seq of [then[0]?.seq ?? 0, seqOf("2"), seqOf("3")]) await one.mail.givenUp(seq, "auth", []);
    // The turn is over: the next message may go elsewhere.
    await one.mail.receive(incoming("chat", "next"));
    await vi.waitFor(() => expect(first.work).toHaveLength(1), patience);
    await one.close();
    const second = await attend(two);
    await vi.waitFor(
      () => expect(second.work).toMatchObject([{ row: { id: "next" }, left: true }]),
      patience,
    );
    await vi.waitFor(() => expect(second.send).toMatchObject([{ row: { key: "1b" } }]), patience);
  });

  it("send nothing on a channel that cannot send here", async () => {
    const { one, two } = await replicas();
    const cannot = await attend(one, { sends: () => false });
    await one.mail.settle([], [outgoing("chat", "1")]);
    const can = await attend(two);
    await vi.waitFor(() => expect(can.send).toHaveLength(1), patience);
    expect(cannot.send).toEqual([]);
  });

  it("leave what stands in no order to whoever received it, and find it when that one is gone", async () => {
    const { url, one, two } = await replicas();
    const handed = await attend(two);
    const received = await one.mail.receive(incoming("chat", "late", { apart: true }));
    expect(received).toMatchObject({ kind: "new", waiting: [{ id: "late" }] });
    await one.close();
    await sql(url, "UPDATE nianbao.inbox SET arrived = now() - interval '5 minutes'");
    await tick(url);
    await vi.waitFor(
      () => expect(handed.work).toMatchObject([{ row: { id: "late" }, left: true }]),
      patience,
    );
  });

  it("hold a connection one at a time; the other one gets it when it is let go", async () => {
    const { url, one, two } = await replicas();
    const stop = new AbortController().signal;
    const lost = vi.fn();
    await one.hold("channel wecom", { taken: () => expect.unreachable(), lost, stop });
    const taken = vi.fn();
    const second = vi.fn();
    const waiting = two.hold("channel wecom", { taken, lost: vi.fn(), stop }).then(second);
    await vi.waitFor(() => expect(taken).toHaveBeenCalledOnce(), patience);
    expect(second).not.toHaveBeenCalled();
    // Other things are held beside it.
    await two.hold("channel web", { taken: () => expect.unreachable(), lost: vi.fn(), stop });
    await one.close();
    await waiting;
    expect(lost).not.toHaveBeenCalled();
    await sql(url, "UPDATE nianbao.claims SET holder = 'somebody else', until = now() + interval '1 hour'");
  });

  it("know when another one may hold it", async () => {
    const { url, one } = await replicas();
    const lost = vi.fn();
    await one.hold("channel wecom", {
      taken: () => expect.unreachable(),
      lost,
      stop: new AbortController().signal,
    });
    await sql(url, "UPDATE nianbao.claims SET holder = 'somebody else', until = now() + interval '1 hour'");
    await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce(), patience);
  });

  it("tick in one of them", async () => {
    const { url, one, two } = await replicas();
    const [first, second] = [await attend(one), await attend(two)];
    const ticks = (): number => first.ticks + second.ticks;
    const before = ticks();
    await tick(url);
    await vi.waitFor(() => expect(ticks()).toBeGreaterThan(before), patience);
    await new Promise((resolve) => setTimeout(resolve, 6000));
    expect(ticks() - before).toBeLessThanOrEqual(2);
  });

  it("hang the lines of both on one trail", async () => {
    const { one, two } = await replicas();
    await Promise.all(
      Array.from({ length: 30 }, (_, number) =>
        (number % 2 === 0 ? one : two).turn(`t${number}`, (unit) => {
          unit.append(report(`${number}镇`), [counted(number)]);
          return Promise.resolve();
        }),
      ),
    );
    const rows = async (store: MailStore): Promise<TrailRow[]> => {
      const found: TrailRow[] = [];
      for await (const row of store.holdings.all()) if (row.kind === "trail") found.push(row);
      return found;
    };
    const [first, second] = await Promise.all([rows(one), rows(two)]);
    expect(first).toHaveLength(30);
    expect(second).toEqual(first);
    expect(await verify(first)).toMatchObject({ kind: "whole", count: 30 });
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
