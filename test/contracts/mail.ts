import { describe, expect, it } from "vitest";
import type { Incoming, MailStore, Outgoing } from "../../src/store/mail.ts";
import { counted, numbers, report, talkAbout } from "../store/samples.ts";

const day = 24 * 60 * 60 * 1000;
const now = new Date("2026-01-05T09:00:00+08:00").getTime();

const incoming = (id: string, more: Partial<Incoming> = {}): Incoming => ({
  channel: "feishu",
  id,
  conversation: "青山群",
  owner: "张三",
  at: now,
  payloads: [`说 ${id}`],
  kept: false,
  ...more,
});

const outgoing = (key: string, more: Partial<Outgoing> = {}): Outgoing => ({
  key,
  channel: "feishu",
  conversation: "青山群",
  at: now,
  payload: `答 ${key}`,
  kept: false,
  ...more,
});

/** Puts a message into the inbox that is new; its first row. */
async function arrives(store: MailStore, id: string, more: Partial<Incoming> = {}) {
  const received = await store.mail.receive(incoming(id, more));
  if (received.kind !== "new") throw new Error(`${id} is not new`);
  const [row] = received.waiting;
  if (row === undefined) throw new Error(`${id} has nothing to do`);
  return row;
}

const put = (store: MailStore, ...rows: readonly Outgoing[]) => store.mail.settle([], rows);
const keys = (rows: readonly { key: string }[]): string[] => rows.map(({ key }) => key);
const ids = (rows: readonly { id: string; part: number }[]): string[] =>
  rows.map(({ id, part }) => (part === 0 ? id : `${id}/${part}`));

/** What the mailbox of every store must do. `again` opens what a closed one has left. */
export function mailContract(
  name: string,
  { open, again }: { open: () => Promise<MailStore>; again?: () => Promise<MailStore> },
): void {
  const test = (sentence: string, work: (store: MailStore) => Promise<void>): void =>
    it(sentence, async () => {
      const store = await open();
      await work(store);
      await store.close();
    });

  describe(`${name} keeps the contract of a mailbox`, () => {
    test("is empty at first", async ({ mail }) => {
      expect([await mail.waiting(), await mail.unsent(), await mail.lines("feishu", "青山群", 9)]).toEqual([
        [],
        [],
        [],
      ]);
      expect(await mail.card("nothing")).toEqual({ kind: "over" });
      await mail.flush();
    });

    test("counts what is not done and what is to be sent", async (store) => {
      const { mail } = store;
      expect(await mail.counts()).toEqual({ waiting: 0, unsent: 0 });
      const { seq } = await arrives(store, "a", { payloads: ["说", "再说"] });
      await arrives(store, "b");
      expect(await mail.counts()).toEqual({ waiting: 3, unsent: 0 });
      await mail.settle([seq], [outgoing("1"), outgoing("2")]);
      expect(await mail.counts()).toEqual({ waiting: 2, unsent: 2 });
      const [one, other] = await mail.unsent();
      await mail.sent(one?.seq ?? 0, "p1", [], "now");
      await mail.givenUp(other?.seq ?? 0, "unreachable", []);
      expect(await mail.counts()).toEqual({ waiting: 2, unsent: 0 });
    });

    test("knows a message that came before, and stores it once", async (store) => {
      const { mail } = store;
      const all = await Promise.all(["a", "b", "a", "a"].map((id) => mail.receive(incoming(id))));
      expect(all.map(({ kind }) => kind)).toEqual(["new", "new", "known", "known"]);
      expect(await mail.receive(incoming("b"))).toEqual({ kind: "known" });
      expect(await mail.receive(incoming("a", { channel: "wecom" }))).toMatchObject({ kind: "new" });
      expect((await mail.waiting()).map(({ channel, id }) => `${channel} ${id}`)).toEqual([
        "feishu a",
        "feishu b",
        "wecom a",
      ]);
      expect([await mail.knows("feishu", "a"), await mail.knows("wecom", "b")]).toEqual([true, false]);
    });

    test("keeps the order of arrival, and the parts of a message together", async ({ mail }) => {
      await Promise.all([
        mail.receive(incoming("one", { payloads: ["文件", "话"] })),
        mail.receive(incoming("two")),
        mail.receive(incoming("none", { payloads: [] })),
      ]);
      expect(ids(await mail.waiting())).toEqual(["one", "one/1", "two"]);
      expect((await mail.waiting()).map(({ payload }) => payload)).toEqual(["文件", "话", "说 two"]);
      expect(await mail.knows("feishu", "none")).toBe(true);
      const [first] = await mail.waiting();
      await mail.settle([first?.seq ?? 0], []);
      expect(ids(await mail.waiting())).toEqual(["one/1", "two"]);
    });

    test("gives what is said at once together with the message", async ({ mail }) => {
      const told = outgoing("told");
      const received = await mail.receive(incoming("a", { payloads: [] }), [told]);
      expect(received).toMatchObject({ kind: "new", waiting: [], unsent: [{ key: "told" }] });
      // The same key is not put in again.
      expect(await mail.receive(incoming("b", { payloads: [] }), [told])).toMatchObject({ unsent: [] });
      expect(await mail.receive(incoming("a", { payloads: [] }), [outgoing("other")])).toEqual({
        kind: "known",
      });
      expect(keys(await mail.unsent())).toEqual(["told"]);
    });

    test("writes what a turn changes, that its message is done, and its answers together", async (store) => {
      const { seq } = await arrives(store, "a");
      const settled = await store.turn("张三", async (unit) => {
        unit.append(report(), [counted(1)]);
        unit.putTalk(talkAbout("青山镇"));
        const put = unit.settle(seq, [outgoing("1"), outgoing("2")]);
        expect(put.unsent).toEqual([]);
        await unit.talk();
        return put;
      });
      expect(keys(settled.unsent)).toEqual(["1", "2"]);
      expect(settled.unsent).toEqual(await store.mail.unsent());
      expect(await store.mail.waiting()).toEqual([]);
      expect(await store.turn("b", async (unit) => numbers(await unit.events(report())))).toEqual([1]);
    });

    test("writes nothing of a turn that throws", async (store) => {
      const { seq } = await arrives(store, "a");
      const failing = store.turn("张三", (unit) => {
        unit.append(report(), [counted(1)]);
        unit.settle(seq, [outgoing("1")]);
        return Promise.reject(new Error("thrown on purpose"));
      });
      await expect(failing).rejects.toThrow("thrown on purpose");
      expect(ids(await store.mail.waiting())).toEqual(["a"]);
      expect(await store.mail.unsent()).toEqual([]);
      expect(await store.turn("b", (unit) => unit.events(report()))).toEqual([]);
    });

    test("refuses a turn that settles after its end", async (store) => {
      const { seq } = await arrives(store, "a");
      const late = await store.turn("张三", (unit) => Promise.resolve(unit));
      expect(() => late.settle(seq, [])).toThrow("over");
    });

    test("tells a fault in one piece of work to it alone", async (store) => {
      const { mail } = store;
      const { seq } = await arrives(store, "a");
      // Half a millisecond is no time of ours: the statement is refused, and with it this message only.
      const wrong = incoming("b", { at: 0.5 });
      const results = await Promise.allSettled([
        mail.receive(incoming("c")),
        mail.receive(wrong),
        mail.settle([seq], [outgoing("1")]),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(ids(await mail.waiting())).toEqual(["c"]);
      expect(await mail.knows("feishu", "b")).toBe(false);
      expect(keys(await mail.unsent())).toEqual(["1"]);
    });

    test("counts beginnings", async (store) => {
      const { seq } = await arrives(store, "a");
      await store.mail.begin(seq);
      await store.mail.begin(seq);
      expect(await store.mail.waiting()).toMatchObject([{ begun: 2 }]);
      await store.mail.leave(seq);
      expect(await store.mail.waiting()).toMatchObject([{ begun: 1 }]);
    });

    test("keeps a file with its message until that is done", async (store) => {
      const { mail } = store;
      const { seq } = await arrives(store, "a");
      expect(await mail.fileOf(seq)).toBeUndefined();
      const file = { name: "去年的年报.docx", bytes: new Uint8Array([0, 255, 1]) };
      await mail.keepFile(seq, file);
      expect(await mail.fileOf(seq)).toEqual(file);
      await mail.settle([seq], []);
      expect(await mail.fileOf(seq)).toBeUndefined();
      // What comes too late is not kept for ever.
      await mail.keepFile(seq, file);
      expect(await mail.fileOf(seq)).toBeUndefined();
    });

    test("gives what is to be sent in order, with bytes, until it is sent", async (store) => {
      const { mail } = store;
      const bytes = new Uint8Array([80, 75, 3, 4]);
      const [first, second] = await put(store, outgoing("1"), outgoing("2", { bytes }), outgoing("3"));
      expect(await mail.unsent()).toMatchObject([
        { key: "1", attempts: 0, uncertain: false, payload: "答 1", at: now },
        { key: "2" },
        { key: "3" },
      ]);
      expect(await mail.bytesOf(second?.seq ?? 0, "2")).toEqual(bytes);
      await mail.sent(first?.seq ?? 0, "om_1", [], "now");
      expect(keys(await mail.unsent())).toEqual(["2", "3"]);
    });

    test("puts what follows in the place of what was sent or given up", async (store) => {
      const { mail } = store;
      const [one, two] = await put(store, outgoing("1"), outgoing("2"), outgoing("3"));
      const then = await mail.sent(one?.seq ?? 0, "om", [outgoing("1a"), outgoing("1b")], "now");
      expect(keys(then)).toEqual(["1a", "1b"]);
      expect(keys(await mail.unsent())).toEqual(["1a", "1b", "2", "3"]);
      const elsewhere = outgoing("2b", { conversation: "别处" });
      await mail.givenUp(two?.seq ?? 0, "auth", [outgoing("2a"), elsewhere]);
      expect(keys(await mail.unsent())).toEqual(["1a", "1b", "2a", "3", "2b"]);
      // Whoever comes second ends nothing and puts nothing in.
      expect(await mail.givenUp(one?.seq ?? 0, "auth", [outgoing("1c")])).toEqual([]);
    });

    test("knows what may have arrived", async (store) => {
      const { mail } = store;
      const [row] = await put(store, outgoing("1"));
      const seq = row?.seq ?? 0;
      expect(await mail.sending(seq)).toBe(true);
      expect(await mail.unsent()).toMatchObject([{ uncertain: true, attempts: 0 }]);
      await mail.failedOnce(seq, false);
      expect(await mail.unsent()).toMatchObject([{ uncertain: false, attempts: 1 }]);
      await mail.failedOnce(seq, true);
      expect(await mail.unsent()).toMatchObject([{ uncertain: true, attempts: 2 }]);
      await mail.sent(seq, "om", [], "now");
      expect(await mail.sending(seq)).toBe(false);
    });

    test("waits for a mark that may be lost when asked", async (store) => {
      const { mail } = store;
      const [one] = await put(store, outgoing("1"));
      void mail.sent(one?.seq ?? 0, "om", [], "soon");
      await mail.flush();
      expect(await mail.unsent()).toEqual([]);
    });

    test("writes a mark that may be lost by itself when nothing else comes", async (store) => {
      const [row] = await put(store, outgoing("1"));
      await store.mail.sent(row?.seq ?? 0, "om", [], "soon");
      expect(await store.mail.unsent()).toEqual([]);
    });

    test("has a card live until it is used, and lets one of two presses win", async (store) => {
      const { mail } = store;
      await put(store, outgoing("card", { card: { kind: "choices", owner: "张三" } }));
      const live = { kind: "live", owner: "张三", conversation: "青山群", payload: "答 card" };
      expect(await mail.card("card")).toEqual(live);
      const [row] = await mail.unsent();
      await mail.sent(row?.seq ?? 0, "om", [], "now");
      expect(await mail.card("card")).toEqual(live);
      const presses = ["x", "y", "x"].map((id) => mail.receive(incoming(id, { card: "card" })));
      expect((await Promise.all(presses)).map(({ kind }) => kind)).toEqual(["new", "over", "known"]);
      expect(ids(await mail.waiting())).toEqual(["x"]);
      expect(await mail.card("card")).toEqual({ kind: "over" });
      expect(await mail.receive(incoming("z", { card: "card" }))).toEqual({ kind: "over" });
    });

    test("ends choices with the next message of their owner, and forms with the next form", async (store) => {
      const { mail } = store;
      const card = (key: string, kind: "choices" | "form", owner = "张三") =>
        outgoing(key, { card: { kind, owner } });
      const live = async (...all: readonly string[]) => {
        const states = await Promise.all(all.map((key) => mail.card(key)));
        return all.filter((_, index) => states[index]?.kind === "live");
      };
      await put(store, card("c1", "choices"), card("f1", "form"), card("c2", "choices", "李四"));
      await mail.receive(incoming("of li", { owner: "李四", payloads: [] }));
      expect(await live("c1", "f1", "c2")).toEqual(["c1", "f1", "c2"]);
      const row = await arrives(store, "of zhang");
      expect(await live("c1", "f1", "c2")).toEqual(["f1", "c2"]);
      // A card that an earlier message brought meanwhile ends when this one is done.
      await put(store, card("c3", "choices"));
      await mail.settle([row.seq], [card("c4", "choices"), card("f2", "form")]);
      expect(await live("c1", "f1", "c2", "c3", "c4", "f2")).toEqual(["c2", "c4", "f2"]);
    });

    test("ends a card that will never be sent", async (store) => {
      const [row] = await put(store, outgoing("card", { card: { kind: "choices", owner: "张三" } }));
      await store.mail.givenUp(row?.seq ?? 0, "invalid", []);
      expect(await store.mail.card("card")).toEqual({ kind: "over" });
    });

    test("shows a kept conversation again, in its order, and no other", async (store) => {
      const { mail } = store;
      const kept = { kept: true, conversation: "网页" };
      const bytes = new Uint8Array([1, 2]);
      for (const [minute, id] of ["a", "b"].entries()) {
        const at = now + minute * 60_000;
        const { seq } = await arrives(store, id, { ...kept, at });
        const card = { kind: "choices", owner: "张三" } as const;
        await mail.settle(
          [seq],
          [outgoing(`${id}1`, { ...kept, at, bytes }), outgoing(`${id}2`, { ...kept, at, card })],
        );
      }
      await arrives(store, "elsewhere");
      for (const { seq } of (await mail.unsent()).slice(0, 3)) await mail.sent(seq, "om", [], "now");
      const at = now + 60_000;
      expect(await mail.lines("feishu", "网页", 4)).toEqual([
        { at: now, key: "a1", outgoing: "答 a1", live: false, bytes },
        { at: now, key: "a2", outgoing: "答 a2", live: false },
        { at, key: "b", incoming: "说 b" },
        { at, key: "b1", outgoing: "答 b1", live: false, bytes },
      ]);
      expect(await mail.lines("feishu", "青山群", 9)).toEqual([]);
      expect(await mail.lines("wecom", "网页", 9)).toEqual([]);
    });

    test("forgets ids and words after seven days, and nothing that is not done", async (store) => {
      const { mail } = store;
      const kept = { kept: true, conversation: "网页" };
      const old = await arrives(store, "old", kept);
      await arrives(store, "undone");
      await mail.settle([old.seq], [outgoing("1", kept), outgoing("2")]);
      const [one] = await mail.unsent();
      await mail.sent(one?.seq ?? 0, "om", [], "now");
      for (let days = 0; days < 7; days++) await mail.tidy(now + days * day);
      expect(await mail.knows("feishu", "old")).toBe(true);
      expect(await mail.lines("feishu", "网页", 9)).toHaveLength(2);
      await mail.tidy(now + 7 * day + 1);
      expect(await mail.knows("feishu", "old")).toBe(false);
      expect(await mail.lines("feishu", "网页", 9)).toEqual([]);
      expect(ids(await mail.waiting())).toEqual(["undone"]);
      expect(keys(await mail.unsent())).toEqual(["2"]);
      // Numbers go on where they were: what comes now is behind what waits.
      await put(store, outgoing("3"));
      expect(keys(await mail.unsent())).toEqual(["2", "3"]);
    });

    it("writes what waits when it closes, and takes nothing afterwards", async () => {
      const store = await open();
      const last = store.mail.receive(incoming("last"));
      const closing = store.close();
      expect(await last).toMatchObject({ kind: "new" });
      await closing;
      await expect(store.mail.receive(incoming("later"))).rejects.toThrow("closed");
    });

    if (again === undefined) return;

    it("has everything again after closing", async () => {
      let store = await open();
      const { seq } = await arrives(store, "a", { payloads: ["文件", "话"] });
      await store.mail.keepFile(seq, { name: "年报.docx", bytes: new Uint8Array([7]) });
      await store.mail.begin(seq);
      const bytes = new Uint8Array([9]);
      await put(store, outgoing("1", { bytes }), outgoing("2", { card: { kind: "form", owner: "张三" } }));
      const [one] = await store.mail.unsent();
      await store.mail.sending(one?.seq ?? 0);
      const before = [await store.mail.waiting(), await store.mail.unsent(), await store.mail.card("2")];
      await store.close();
      store = await again();
      const { mail } = store;
      expect([await mail.waiting(), await mail.unsent(), await mail.card("2")]).toEqual(before);
      expect(await mail.fileOf(seq)).toEqual({ name: "年报.docx", bytes: new Uint8Array([7]) });
      expect(await mail.bytesOf(one?.seq ?? 0, one?.key ?? "")).toEqual(bytes);
      expect(await mail.receive(incoming("a"))).toEqual({ kind: "known" });
      await store.close();
    });
  });
}
