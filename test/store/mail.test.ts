import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { storeOn } from "../../src/store/embedded.ts";
import type { Incoming } from "../../src/store/mail.ts";
import { steps } from "../../src/store/schema.ts";
import { counted, numbers, report } from "./samples.ts";

const message = (id: string, payload = id): Incoming => ({
  ...{
    channel: "feishu",
    id,
    conversation: "青山群",
    owner: "张三",
    at: 1,
    payloads: [payload],
    kept: false,
  },
});

/** A database in memory, and how often it was committed. */
function database() {
  const db = new DatabaseSync(":memory:");
  for (const step of steps) step(db);
  let commits = 0;
  const counting = new Proxy(db, {
    get(_, name) {
      if (name === "exec")
        return (sql: string) => {
          if (sql === "COMMIT") commits += 1;
          db.exec(sql);
        };
      const value: unknown = Reflect.get(db, name, db);
      return typeof value === "function" ? (value.bind(db) as unknown) : value;
    },
  });
  return { db, store: storeOn(counting, "/data/nianbao.sqlite"), commits: () => commits };
}

it("shares one transaction among what is due at the same time, turns and mail alike", async () => {
  const { store, commits } = database();
  await Promise.all([
    ...Array.from({ length: 50 }, (_, index) => store.mail.receive(message(`m${index}`))),
    store.turn("a", (unit) => Promise.resolve(unit.append(report(), [counted(1)]))),
    store.turn("b", (unit) => Promise.resolve(unit.append(report("红山镇"), [counted(2)]))),
  ]);
  expect(commits()).toBeLessThanOrEqual(2);
  expect(await store.mail.waiting()).toHaveLength(50);
  await store.close();
});

it("lets a mark that may be lost ride along with the next commit", async () => {
  const { store, commits } = database();
  const out = { channel: "feishu", conversation: "青山群", at: 1, payload: "答", kept: false };
  const [one, two] = await store.mail.settle(
    [],
    [
      { ...out, key: "1" },
      { ...out, key: "2" },
    ],
  );
  const before = commits();
  const soon = store.mail.sent(one?.seq ?? 0, "om", [], "soon");
  await store.mail.sent(two?.seq ?? 0, "om", [], "now");
  expect(await store.mail.unsent()).toEqual([]);
  expect(await soon).toEqual([]);
  expect(commits() - before).toBe(1);
  await store.close();
});

it("tells everybody of a transaction that the disk refuses, and writes nothing of it", async () => {
  const { db, store } = database();
  await store.mail.receive(message("before"));
  const [row] = await store.mail.waiting();
  db.exec(
    `PRAGMA max_page_count = ${Number(Object.values(db.prepare("PRAGMA page_count").get() ?? {})[0]) + 3}`,
  );
  const results = await Promise.allSettled([
    store.mail.receive(message("small")),
    store.turn("a", (unit) => {
      unit.append(report(), [counted(1)]);
      return Promise.resolve(unit.settle(row?.seq ?? 0, []));
    }),
    store.mail.receive(message("big", "大".repeat(100_000))),
  ]);
  const full = { name: "OutsideError", code: "disk-full", retryable: true };
  for (const result of results) expect(result).toMatchObject({ status: "rejected", reason: full });
  expect((await store.mail.waiting()).map(({ id }) => id)).toEqual(["before"]);
  expect(await store.turn("a", async (unit) => numbers(await unit.events(report())))).toEqual([]);

  // When there is room again everything goes on.
  expect(await store.mail.receive(message("small"))).toMatchObject({ kind: "new" });
  await store.close();
});

it("forgets the words of what is done and sent, unless they are shown again", async () => {
  const { db, store } = database();
  const { mail } = store;
  await mail.receive(message("done"));
  await mail.receive({ ...message("shown"), kept: true });
  const out = { channel: "feishu", conversation: "青山群", at: 1, bytes: new Uint8Array([1]), kept: false };
  const seqs = (await mail.waiting()).map(({ seq }) => seq);
  const card = { kind: "choices", owner: "李四" } as const;
  const rows = await mail.settle(seqs, [
    { ...out, key: "words", payload: "答" },
    { ...out, key: "again", payload: "答", kept: true },
    { ...out, key: "card", payload: "选", card },
    { ...out, key: "unsent", payload: "答" },
  ]);
  for (const { seq } of rows.slice(0, 3)) await mail.sent(seq, "om", [], "now");
  const words = (table: string): unknown[] => db.prepare(`SELECT payload FROM ${table} ORDER BY seq`).all();
  expect(words("inbox")).toEqual([{ payload: null }, { payload: "shown" }]);
  expect(words("outbox")).toEqual([
    { payload: null },
    { payload: "答" },
    { payload: "选" },
    { payload: "答" },
  ]);
  await mail.receive({ ...message("press"), owner: "李四", card: "card" });
  expect(words("outbox")[2]).toEqual({ payload: null });
  expect(
    db
      .prepare("SELECT bytes FROM outbox ORDER BY seq")
      .all()
      .map(({ bytes }) => bytes !== null),
  ).toEqual([false, true, false, true]);
  await store.close();
});
