import { cpSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { sealWith } from "../../src/store/aesSeal.ts";
import { openStore } from "../../src/store/embedded.ts";
import type { MailStore } from "../../src/store/mail.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { reseal } from "../../src/store/reseal.ts";
import { unsealed, type Seal } from "../../src/store/seal.ts";
import { Desk, zhang } from "../dispatch/desk.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "./canaries.ts";
import { emptyFolder } from "./folder.ts";
import { counted, numbers, report, talkAbout } from "./samples.ts";

const keyOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const under = (current: number, ...former: number[]): Seal =>
  sealWith({ current: keyOf(current), former: former.map(keyOf) });
const now = new Date("2026-01-05T09:00:00+08:00");
const at = now.getTime();

const said = "金蝉路公示栏要重做";
const named = "凤栖梧";
const fileName = "去年青鸾年报.txt";
const inFile = "鹧鸪天里写的一句话";
const unsent = "玉楼春还没有发出去";
const canaries = [said, named, fileName, inFile, unsent];

/** A talk with files through the whole dispatch, with something left in the inbox and in the outbox. */
async function talkWithFiles(store: MailStore): Promise<void> {
  const desk = await Desk.open({ store, capabilities: { history: true } });
  const sender = { ...zhang, name: named };
  desk.postbox.files.set("f1", Buffer.from(inFile.repeat(50)));
  await desk.says("开始", { sender });
  await desk.says(`问题：${said}。改进措施：每月查一遍`, { sender });
  await desk.says("", { sender, files: [{ ref: "f1", name: fileName, expiresAt: at + 1e7 }] });
  await desk.done();
  await desk.says("三张表全是0", { sender });
  await desk.done();
  await desk.says("仍要生成", { sender });
  await desk.done();
  expect(desk.words().length).toBeGreaterThan(2);
  await desk.dispatch.stop();
  await leftBehind(store);
}

const outgoing = { channel: "feishu", conversation: "群", at, kept: true } as const;
const incoming = { ...outgoing, owner: "张三", payloads: [unsent] } as const;

/** A message with its file that is not done, and a file that is not sent. */
async function leftBehind({ mail }: MailStore): Promise<void> {
  const received = await mail.receive({ ...incoming, id: "left" });
  const [row] = received.kind === "new" ? received.waiting : [];
  await mail.keepFile(row?.seq ?? 0, { name: fileName, bytes: Buffer.from(inFile) });
  const bytes = Buffer.from(inFile);
  await mail.settle([], [{ ...outgoing, key: "left", payload: unsent, bytes }]);
}

/** Everything that the store holds of what people said, opened. */
async function heldBy(store: MailStore) {
  const { mail } = store;
  const [waiting] = (await mail.waiting()).slice(-1);
  const [out] = (await mail.unsent()).slice(-1);
  return {
    events: await store.turn("读", async (unit) => numbers(await unit.events(report()))),
    talk: await store.turn("谈", (unit) => unit.talk()),
    waiting: waiting?.payload,
    file: await mail.fileOf(waiting?.seq ?? 0),
    out: out?.payload,
    bytes: await mail.bytesOf(out?.seq ?? 0, out?.key ?? ""),
    lines: await mail.lines("feishu", "群", 9),
  };
}

const append = (store: MailStore, count: number): Promise<void> =>
  store.turn("谈", (unit) => {
    unit.append(report(), [counted(count)]);
    unit.putTalk(talkAbout("青山镇"));
    return Promise.resolve();
  });

const inFolder = async <T>(
  folder: string,
  seal: Seal,
  work: (store: MailStore) => Promise<T>,
): Promise<T> => {
  const store = await openStore(folder, { seal });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};
const refused = (code: string) => ({ name: "OutsideError", where: "store", code });

describe("What people say and send", () => {
  it("stands nowhere on the disk where a key is set, and everywhere where none is", async () => {
    for (const [seal, left] of [
      [under(1), []],
      [unsealed, canaries],
    ] as const) {
      const folder = emptyFolder();
      const store = await openStore(folder, { seal });
      await talkWithFiles(store);
      // With its journal, and as it is after the end.
      expect(found(folder, canaries)).toEqual(left);
      await store.close();
      expect(found(folder, canaries)).toEqual(left);
    }
  }, 60_000);

  it("that was written before there was a key is read, and is nowhere after everything was sealed", async () => {
    const folder = emptyFolder();
    await inFolder(folder, unsealed, async (store) => {
      await talkWithFiles(store);
      await append(store, 1);
    });
    const before = await inFolder(folder, unsealed, heldBy);
    await inFolder(folder, under(1), async (store) => {
      expect(await heldBy(store)).toEqual(before);
      expect(await store.keeping.isMixed()).toBe(true);
      const went = await reseal(store, { from: under(1), to: under(1), now });
      expect(went).toMatchObject({ unopened: 0, busy: 0, changed: went.rows });
      expect(found(folder, canaries)).toEqual([]);
      expect(await heldBy(store)).toEqual(before);
      expect(await store.keeping.isMixed()).toBe(false);
      // What was done before stays done.
      expect(await reseal(store, { from: under(1), to: under(1), now })).toEqual({ ...went, changed: 0 });
    });
    expect(found(folder, canaries)).toEqual([]);
    expect(await inFolder(folder, under(1), heldBy)).toEqual(before);
  }, 60_000);
});

const fresh = {
  "a file": () => {
    const folder = emptyFolder();
    return Promise.resolve((seal: Seal) => openStore(folder, { seal }));
  },
  "a database": async () => {
    const url = await freshDatabase();
    return (seal: Seal) => openPostgres(url, { seal });
  },
};

describe.each(Object.entries(fresh))("In %s", (_, begin) => {
  it("one key follows another, and the one before opens nothing any more", async () => {
    const open = await begin();
    const within = async <T>(seal: Seal, work: (store: MailStore) => Promise<T>): Promise<T> => {
      const store = await open(seal);
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    };
    await within(under(1), async (store) => {
      await append(store, 1);
      await leftBehind(store);
    });
    const before = await within(under(1), heldBy);
    await expect(open(under(2))).rejects.toMatchObject(refused("wrong-key"));
    await expect(open(unsealed)).rejects.toMatchObject(refused("sealed"));

    await within(under(2, 1), async (store) => {
      expect(await heldBy(store)).toEqual(before);
      await append(store, 2);
      expect(await store.keeping.isMixed()).toBe(true);
    });
    await expect(open(under(1))).rejects.toMatchObject(refused("wrong-key"));
    await expect(open(under(2))).rejects.toMatchObject(refused("wrong-key"));

    await within(under(2, 1), async (store) => {
      const went = await reseal(store, { from: under(2, 1), to: under(2, 1), now });
      expect(went).toMatchObject({ unopened: 0, busy: 0 });
      expect(went.changed).toBe(2);
    });
    await expect(open(under(1))).rejects.toMatchObject(refused("wrong-key"));
    const after = { ...before, events: [1, 2] };
    expect(await within(under(2), heldBy)).toEqual(after);

    await within(under(2), (store) => reseal(store, { from: under(2), to: unsealed, now }));
    expect(await within(unsealed, heldBy)).toEqual(after);
    expect(await within(under(3), heldBy)).toEqual(after);
  }, 60_000);

  it("nothing of what others write meanwhile is lost", async () => {
    const open = await begin();
    const former = await open(under(1));
    const old = Array.from({ length: 40 }, (_, index) => index);
    for (const index of old) await append(former, index);
    await former.close();
    const seal = under(2, 1);
    const store = await open(seal);
    let going = true;
    let count = old.length;
    const writing = (async () => {
      while (going) await append(store, count++);
    })();
    const went = await reseal(store, { from: seal, to: seal, now });
    going = false;
    await writing;
    expect(went).toMatchObject({ unopened: 0, busy: 0 });
    await store.close();
    const again = await open(under(2));
    const all = await again.turn("读", async (unit) => numbers(await unit.events(report())));
    expect(all).toEqual(Array.from({ length: count }, (_, index) => index));
    await again.close();
  }, 60_000);
});

describe("What does not open", () => {
  const dataFile = (folder: string): string => join(folder, "nianbao.sqlite");
  const change = (folder: string, sql: string): void => {
    const db = new DatabaseSync(dataFile(folder));
    db.exec(sql);
    db.close();
  };
  const filled = async (): Promise<string> => {
    const folder = emptyFolder();
    await inFolder(folder, under(1), async (store) => {
      await append(store, 1);
      await leftBehind(store);
      await store.mail.receive({ ...incoming, id: "second", payloads: ["第二句"] });
    });
    return folder;
  };

  it("is left as it lies: the rest is read, handed out and sealed anew", async () => {
    const folder = await filled();
    change(
      folder,
      "UPDATE inbox SET payload = (SELECT payload FROM inbox WHERE id = 'second') WHERE id = 'left'",
    );
    change(
      folder,
      "UPDATE fetched SET bytes = CAST(substr(bytes, 1, length(bytes) - 40) || substr(bytes, -39) AS BLOB)",
    );
    await inFolder(folder, under(2, 1), async (store) => {
      expect((await store.mail.waiting()).map(({ payload }) => payload)).toEqual(["第二句"]);
      const seen: string[] = [];
      let unopened = 0;
      await store.mail.attend({
        channels: ["feishu"],
        sends: () => true,
        work: (rows) => void seen.push(...rows.map(({ payload }) => payload)),
        send: (rows) => void seen.push(...rows.map(({ payload }) => payload)),
        tick: () => Promise.resolve(),
        unopened: (rows) => void (unopened += rows),
      });
      expect(seen.sort()).toEqual([unsent, "第二句"].sort());
      expect(unopened).toBe(1);
      expect(await store.mail.lines("feishu", "群", 9)).toHaveLength(1);
      // The file of the first message is as good as none: it is fetched again.
      expect(await store.mail.fileOf(1)).toBeUndefined();
      const went = await reseal(store, { from: under(2, 1), to: under(2, 1), now });
      expect(went).toMatchObject({ unopened: 1, busy: 0 });
      // Its key is needed as long as something may still lie under it.
      expect(await store.keeping.isMixed()).toBe(true);
    });
    await expect(openStore(folder, { seal: under(2) })).rejects.toMatchObject(refused("wrong-key"));
  });

  it("is a report that was moved to another organ", async () => {
    const folder = await filled();
    change(folder, `UPDATE entries SET key = '["红山镇",2025]' WHERE namespace = 'report'`);
    await inFolder(folder, under(1), async (store) => {
      const moved = store.turn("读", (unit) => unit.events(report("红山镇")));
      await expect(moved).rejects.toMatchObject(refused("changed"));
    });
  });

  it("is everything to a wrong key, which changes nothing", async () => {
    const folder = await filled();
    const copy = emptyFolder();
    cpSync(folder, copy, { recursive: true });
    for (const [seal, code] of [
      [under(2), "wrong-key"],
      [unsealed, "sealed"],
    ] as const) {
      await expect(openStore(folder, { seal })).rejects.toMatchObject(refused(code));
      await expect(openStore(folder, { seal })).rejects.toMatchObject({
        message: expect.stringMatching(/^[\u4e00-\u9fff，。；、 A-Z_]+$/) as string,
      });
    }
    const rows = (place: string): unknown => {
      const db = new DatabaseSync(dataFile(place), { readOnly: true });
      const all = ["entries", "inbox", "outbox", "fetched", "trail"].map((table) =>
        db.prepare(`SELECT * FROM ${table}`).all(),
      );
      db.close();
      return all;
    };
    expect(rows(folder)).toEqual(rows(copy));
  });

  it("is nothing where nothing was written yet: the key may still be changed", async () => {
    const folder = emptyFolder();
    await inFolder(folder, under(1), () => Promise.resolve());
    await inFolder(folder, under(2), async (store) => {
      expect(await store.keeping.isMixed()).toBe(false);
      await append(store, 1);
    });
    await expect(openStore(folder, { seal: under(1) })).rejects.toMatchObject(refused("wrong-key"));
  });
});
