import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Holding, type Replaceable } from "../../src/store/holdings.ts";
import type { Desk, MailStore, Unsent, Waiting } from "../../src/store/mail.ts";
import { counted, numbers, report, talkAbout } from "../store/samples.ts";
import { gate } from "./store.ts";
import { live, lives } from "./lives.ts";
import { until } from "./rig.ts";

/** Everything a store holds, each row of the shape it must have. */
export async function rowsOf({ holdings }: MailStore): Promise<Holding[]> {
  const rows: Holding[] = [];
  for await (const row of holdings.all()) rows.push(Holding.parse(row));
  return rows;
}

export async function* from(rows: readonly Holding[]): AsyncGenerator<Holding> {
  for (const row of rows) yield await Promise.resolve(row);
}

/** What people and the dispatch see of a store. */
async function seen(store: MailStore) {
  const { mail } = store;
  const talks = [0, 1, 2, 3].map((talk) => store.turn(`谈${talk}`, (unit) => unit.talk()));
  const reports = [0, 1, 2, 3].map((town) => store.turn("读", (unit) => unit.events(report(`${town}镇`))));
  const rows = [...(await mail.waiting()), ...(await mail.unsent())];
  return {
    talks: await Promise.all(talks),
    reports: await Promise.all(reports),
    waiting: await mail.waiting(),
    unsent: await mail.unsent(),
    files: await Promise.all(rows.map(({ seq }) => mail.fileOf(seq))),
    bytes: await Promise.all(rows.map((row) => mail.bytesOf(row.seq, "key" in row ? row.key : ""))),
    cards: await Promise.all(Array.from({ length: 40 }, (_, number) => mail.card(`s${number}`))),
    lines: await Promise.all([0, 1, 2, 3].map((chat) => mail.lines("feishu", `群${chat}`, 50))),
    known: await Promise.all(Array.from({ length: 31 }, (_, id) => mail.knows("feishu", `m${id}`))),
  };
}

/** Works off what it is handed, and remembers it. */
class Diligent implements Desk {
  readonly channels = ["feishu"];
  readonly worked: Waiting[] = [];
  readonly sent: Unsent[] = [];
  readonly #store: MailStore;
  #open = 0;

  constructor(store: MailStore) {
    this.#store = store;
  }

  sends(): boolean {
    return true;
  }

  work(rows: readonly Waiting[]): void {
    for (const row of rows) this.#done(this.#store.mail.settle([row.seq], []), () => this.worked.push(row));
  }

  send(rows: readonly Unsent[]): void {
    for (const row of rows)
      this.#done(this.#store.mail.sent(row.seq, "om", [], "now"), () => this.sent.push(row));
  }

  tick(): Promise<void> {
    return Promise.resolve();
  }

  get idle(): boolean {
    return this.#open === 0;
  }

  #done(work: Promise<unknown>, note: () => void): void {
    note();
    this.#open += 1;
    void work.then(() => (this.#open -= 1));
  }
}

/** What was handed out, conversation by conversation, in its order. */
function inOrder(rows: readonly (Waiting | Unsent)[]): Record<string, string[]> {
  const order: Record<string, string[]> = {};
  for (const row of rows)
    (order[row.conversation] ??= []).push("id" in row ? `${row.id}/${row.part}/${row.payload}` : row.key);
  return order;
}

const arrived = { channel: "feishu", conversation: "群", owner: "张三", at: 1, kept: false };

/** What every store holds must be had, filled in elsewhere, and replaced. `open` gives an empty store each time. */
export function holdingsContract(
  name: string,
  { open, runs = 60 }: { open: () => Promise<MailStore>; runs?: number },
): void {
  const test = (sentence: string, work: (store: MailStore) => Promise<void>): void =>
    it(sentence, async () => {
      const store = await open();
      await work(store);
      await store.close();
    });
  const some = async (store: MailStore): Promise<void> => {
    await store.turn("谈0", (unit) => {
      unit.append(report(), [counted(1)]);
      return Promise.resolve(unit.putTalk(talkAbout("青山镇")));
    });
    await store.mail.receive({ ...arrived, id: "m1", payloads: ["一", "二"] });
    await store.mail.settle([], [{ key: "k1", channel: "feishu", conversation: "群", at: 1, payload: "答", kept: true }]);
  }; // prettier-ignore

  describe(`${name} keeps the contract of what it holds`, () => {
    test("is empty at first and gives nothing", async (store) => {
      expect(await store.holdings.empty()).toBe(true);
      expect(await rowsOf(store)).toEqual([]);
    });

    it("is, filled elsewhere, the same to everybody, whatever happened to it", async () => {
      await fc.assert(
        fc.asyncProperty(lives, async (happenings) => {
          const [store, other] = [await open(), await open()];
          await live(store, happenings);
          const rows = await rowsOf(store);
          await other.holdings.fill(from(rows));
          expect(await rowsOf(other)).toEqual(rows);
          expect(await store.holdings.empty()).toBe(rows.length === 0);
          expect(await other.holdings.empty()).toBe(rows.length === 0);
          expect(await seen(other)).toEqual(await seen(store));
          const [waiting, unsent] = [await other.mail.waiting(), await other.mail.unsent()];
          const desk = new Diligent(other);
          await other.mail.attend(desk);
          await until(() => desk.worked.length === waiting.length && desk.sent.length === unsent.length);
          await until(() => desk.idle);
          expect(inOrder(desk.worked)).toEqual(inOrder(waiting));
          expect(inOrder(desk.sent)).toEqual(inOrder(unsent));
          await Promise.all([store.close(), other.close()]);
        }),
        { numRuns: runs },
      );
    });

    test("gives its rows in order", async (store) => {
      await some(store);
      const rows = await rowsOf(store);
      const kinds = ["entry", "entry", "inbox", "inbox", "outbox", "trail"];
      expect(rows.map(({ kind }) => kind)).toEqual(kinds);
      expect(rows.filter((row) => row.kind === "inbox").map(({ payload }) => payload)).toEqual(["一", "二"]);
    });

    it("goes on with its numbers where they were", async () => {
      const [store, other] = [await open(), await open()];
      await some(store);
      await other.holdings.fill(from(await rowsOf(store)));
      await some(other);
      await other.mail.receive({ ...arrived, id: "m2", payloads: ["三"] });
      const next = { key: "k2", channel: "feishu", conversation: "群", at: 1, payload: "再答", kept: true };
      await other.mail.settle([], [next]);
      expect((await other.mail.waiting()).map(({ payload }) => payload)).toEqual(["一", "二", "三"]);
      expect((await other.mail.unsent()).map(({ key }) => key)).toEqual(["k1", "k2"]);
      await Promise.all([store.close(), other.close()]);
    });

    test("gives what it held at one moment, while turns go on", async (store) => {
      await some(store);
      const before = await rowsOf(store);
      const rows: Holding[] = [];
      for await (const row of store.holdings.all()) {
        if (rows.push(row) > 1) continue;
        await store.mail.receive({ ...arrived, id: "late", payloads: ["迟"] });
        await store.turn("谈1", (unit) => Promise.resolve(unit.append(report("红山镇"), [counted(2)])));
      }
      expect(rows).toEqual(before);
      expect(await rowsOf(store)).toHaveLength(before.length + 3);
    });

    test("may be left before its end", async (store) => {
      await some(store);
      for await (const row of store.holdings.all()) {
        expect(row.kind).toBe("entry");
        break;
      }
      await store.mail.receive({ ...arrived, id: "after", payloads: ["后"] });
      expect(await rowsOf(store)).toHaveLength(7);
    });

    test("is not filled when it holds something", async (store) => {
      await some(store);
      const before = await rowsOf(store);
      await expect(store.holdings.fill(from(before))).rejects.toMatchObject({
        name: "OutsideError",
        code: "not-empty",
        message: expect.stringContaining("已经有数据") as string,
      });
      expect(await rowsOf(store)).toEqual(before);
    });

    it("stays empty when what it is filled with ends in a failure or contradicts itself", async () => {
      const [store, other] = [await open(), await open()];
      await some(store);
      const rows = await rowsOf(store);
      async function* broken(): AsyncGenerator<Holding> {
        yield* from(rows);
        await Promise.reject(new Error("thrown on purpose"));
      }
      await expect(other.holdings.fill(broken())).rejects.toThrow("thrown on purpose");
      expect(await rowsOf(other)).toEqual([]);
      for (const row of rows)
        await expect(other.holdings.fill(from([...rows, row]))).rejects.toMatchObject({ code: "damaged" });
      expect(await rowsOf(other)).toEqual([]);
      expect(await other.holdings.empty()).toBe(true);
      await some(other);
      expect(await rowsOf(other)).toEqual(rows);
      await Promise.all([store.close(), other.close()]);
    });

    test("counts a note of the keys that are in use as nothing", async (store) => {
      const note = (value: string) => ({ kind: "entry", namespace: "seal", key: "check", value }) as const;
      await store.holdings.fill(from([note("[]")]));
      expect(await store.holdings.empty()).toBe(true);
      await store.holdings.fill(from([note('["nb1:::nb1"]')]));
      expect(await rowsOf(store)).toEqual([note('["nb1:::nb1"]')]);
      await some(store);
      expect(await store.holdings.empty()).toBe(false);
    });

    it("is filled also where somebody has read that there is nothing", async () => {
      const [store, other] = [await open(), await open()];
      await some(store);
      const read = () => other.turn("读", async (unit) => numbers(await unit.events(report())));
      expect(await read()).toEqual([]);
      await other.holdings.fill(from(await rowsOf(store)));
      expect(await read()).toEqual([1]);
      await Promise.all([store.close(), other.close()]);
    });

    test("replaces what still stands so, and nothing else", async (store) => {
      await some(store);
      const rows = await rowsOf(store);
      for (const row of rows) {
        if (row.kind === "trail") continue;
        const field = row.kind === "entry" ? "value" : "payload";
        const [next, wrong] = [replaced(row, "新"), replaced(row, "不是这样")];
        expect(await store.holdings.replace(wrong, next)).toBe(false);
        expect(await store.holdings.replace(row, next)).toBe(true);
        expect(await store.holdings.replace(row, next)).toBe(false);
        expect(next).toHaveProperty(field, "新");
      }
      expect(await rowsOf(store)).toEqual(
        rows.map((row) => (row.kind === "trail" ? row : replaced(row, "新"))),
      );
      for (const row of await rowsOf(store))
        if (row.kind !== "trail") expect(await store.holdings.replace(row, null)).toBe(true);
      expect(await rowsOf(store)).toEqual(rows.filter(({ kind }) => kind === "trail"));
    });

    test("replaces the file and the bytes of a row with it", async (store) => {
      await some(store);
      const [first] = await store.mail.waiting();
      await store.mail.keepFile(first?.seq ?? 0, { name: "年报.docx", bytes: new Uint8Array([1, 2]) });
      const rows = await rowsOf(store);
      const was = rows.find((row) => row.kind === "inbox");
      if (was?.kind !== "inbox") throw new Error("no message");
      const file = { name: "密", bytes: Buffer.from([3]).toString("base64") };
      expect(await store.holdings.replace({ ...was, file: null }, { ...was, file })).toBe(false);
      expect(await store.holdings.replace(was, { ...was, file })).toBe(true);
      expect(await store.mail.fileOf(was.seq)).toEqual({ name: "密", bytes: new Uint8Array([3]) });
      expect(await store.holdings.replace({ ...was, file }, { ...was, file: null })).toBe(true);
      expect(await store.mail.fileOf(was.seq)).toBeUndefined();
    });

    test("replaces a report after the turn that has it, and then what was read of it counts no longer", async (store) => {
      await some(store);
      const was = (await rowsOf(store)).find((row) => row.kind === "entry" && row.namespace === "report");
      if (was?.kind !== "entry") throw new Error("no report");
      const [began, inTurn] = [gate(), gate()];
      const turn = store.turn("谈1", async (unit) => {
        await unit.events(report());
        began.open();
        await inTurn.opened;
        unit.append(report(), [counted(2)]);
      });
      await began.opened;
      const tooLate = store.holdings.replace(was, null);
      inTurn.open();
      await turn;
      expect(await tooLate).toBe(false);
      const now = (await rowsOf(store)).find((row) => row.kind === "entry" && row.namespace === "report");
      if (now?.kind !== "entry") throw new Error("no report");
      expect(await store.holdings.replace(now, null)).toBe(true);
      expect(await store.turn("谈1", (unit) => unit.events(report()))).toEqual([]);
    });

    test("replaces while everything is gone over", async (store) => {
      await some(store);
      for await (const row of store.holdings.all())
        if (row.kind !== "trail") expect(await store.holdings.replace(row, replaced(row, "新"))).toBe(true);
      for (const row of await rowsOf(store))
        if (row.kind !== "trail") expect(JSON.stringify(row)).toContain('"新"');
    });
  });
}

const replaced = (row: Replaceable, text: string): Replaceable =>
  row.kind === "entry" ? { ...row, value: text } : { ...row, payload: text };
