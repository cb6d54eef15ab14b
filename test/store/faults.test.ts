import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { OutsideError } from "../../src/errors.ts";
import { sealWith } from "../../src/store/aesSeal.ts";
import { openStore } from "../../src/store/embedded.ts";
import type { Incoming, MailStore } from "../../src/store/mail.ts";
import { unsealed, type Seal } from "../../src/store/seal.ts";
import { emptyFolder } from "./folder.ts";
import { startChild } from "./process.ts";
import { counted, numbers, report, talkAbout } from "./samples.ts";

const file = (folder: string): string => join(folder, "nianbao.sqlite");
const journal = (folder: string): string => `${file(folder)}-wal`;
const read = (store: MailStore) =>
  store.turn("a", async (unit) => [await unit.talk(), numbers(await unit.events(report()))] as const);
const oneMore = (store: MailStore, number: number): Promise<void> =>
  store.turn("a", (unit) => {
    unit.append(report(), [counted(number, "公开".repeat(100))]);
    return Promise.resolve(unit.putTalk(talkAbout("青山镇", `${number}`)));
  });

/** The numbers from 0 on, and the talk that was written with the last of them. */
function expectPrefix([talk, written]: Awaited<ReturnType<typeof read>>): number {
  expect(written).toEqual(written.map((_, index) => index));
  expect(talk).toEqual(written.length === 0 ? undefined : talkAbout("青山镇", `${written.length - 1}`));
  return written.length;
}

/** The files as they lie there after so many answered turns, the moment the power goes. */
async function powerCutAfter(turns: number): Promise<string> {
  const [folder, left] = [emptyFolder(), emptyFolder()];
  const store = await openStore(folder);
  for (let number = 0; number < turns; number++) await oneMore(store, number);
  cpSync(folder, left, { recursive: true });
  await store.close();
  return left;
}

/** The same places in every run. */
function* places(below: number, count: number): Generator<number> {
  let chance = 7;
  for (let index = 0; index < count; index++) yield (chance = (chance * 48_271) % 0x7fffffff) % below;
}

const [header, frame] = [32, 24 + 4096];

describe("A journal that a power cut has shortened", () => {
  it.each([
    ["before anything was moved into the data file", 12, false],
    ["after that", 120, true],
  ])("%s opens with the turns up to somewhere, each of them whole", async (_, turns, moved) => {
    const left = await powerCutAfter(turns);
    const { size } = statSync(journal(left));
    expect(readFileSync(journal(left)).readUInt32BE(12) > 0).toBe(moved);
    const frames = Math.floor((size - header) / frame);
    const step = Math.ceil(frames / 100);
    const ends = Array.from(
      { length: Math.ceil(frames / step) + 1 },
      (_, index) => header + index * step * frame,
    );
    const lengths = [0, header, ...ends, ...places(size, 60), size].filter((length) => length <= size);
    let before = 0;
    for (const length of lengths.sort((one, other) => one - other)) {
      const folder = emptyFolder();
      cpSync(left, folder, { recursive: true });
      truncateSync(journal(folder), length);
      const store = await openStore(folder);
      const found = expectPrefix(await read(store));
      expect(found).toBeGreaterThanOrEqual(before);
      before = found;
      // It goes on from there.
      await oneMore(store, found);
      expect(expectPrefix(await read(store))).toBe(found + 1);
      await store.close();
    }
    // Whole, it has everything that was answered.
    expect(before).toBe(turns);
  });
});

describe("A data file that is shorter than it was", () => {
  it("at any page, and in between, is refused and left as it is", async () => {
    const folder = emptyFolder();
    const store = await openStore(folder);
    for (let number = 0; number < 40; number++) await oneMore(store, number);
    await store.close();
    const whole = readFileSync(file(folder));
    const pages = Array.from({ length: whole.length / 4096 - 1 }, (_, index) => (index + 1) * 4096);
    for (const length of [...pages, ...[...places(whole.length - 1, 20)].map((place) => place + 1)]) {
      writeFileSync(file(folder), whole.subarray(0, length));
      await expect(openStore(folder), `${length}`).rejects.toMatchObject({ where: "store", code: "damaged" });
      expect(readFileSync(file(folder)).equals(whole.subarray(0, length))).toBe(true);
    }
  });
});

const message = (id: string, at: number): Incoming => ({
  ...{ channel: "feishu", id, conversation: "群", owner: "张三", at, payloads: [`说 ${id}`], kept: true },
});

/** Talk, report and mail as a store tells them; null where it refuses something with a sentence. */
async function told(folder: string, seal: Seal) {
  let store: MailStore | undefined;
  try {
    store = await openStore(folder, { seal });
    const [talk, written] = await read(store);
    const words = (await store.mail.waiting()).map(({ payload }) => payload);
    return { talk, written, words, waiting: (await store.mail.counts()).waiting };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    expect(error.message).toMatch(/^[^\n]*[\u4e00-\u9fff].*。$/);
    return null;
  } finally {
    await store?.close();
  }
}

/** What is told of a store with a report of 20 events and 20 messages, and of 300 copies with a byte changed in each. */
async function changedCopies(seal: Seal) {
  const folder = emptyFolder();
  const store = await openStore(folder, { seal });
  for (let number = 0; number < 20; number++) await oneMore(store, number);
  for (let number = 0; number < 20; number++) await store.mail.receive(message(`m${number}`, number));
  await store.close();
  const whole = readFileSync(file(folder));
  const right = await told(folder, seal);
  const others: Awaited<ReturnType<typeof told>>[] = [];
  for (const [index, place] of [...places(whole.length, 300)].entries()) {
    const changed = Buffer.from(whole);
    changed[place] = (whole[place] ?? 0) ^ (1 + (index % 255));
    const other = join(folder, `${index}`);
    mkdirSync(other);
    writeFileSync(file(other), changed);
    others.push(await told(other, seal));
  }
  return { right, others };
}

describe("A data file in which a byte was changed", () => {
  it("is refused, or says nothing else and loses no message, where it is sealed", async () => {
    const { right, others } = await changedCopies(
      sealWith({ current: new Uint8Array(32).fill(7), former: [] }),
    );
    expect(right?.words).toHaveLength(20);
    for (const found of others) {
      if (found === null) continue;
      // A message that cannot be opened is held back, and still counted.
      expect(found).toEqual({ ...right, words: found.words });
      expect(right?.words.filter((words) => found.words.includes(words))).toEqual(found.words);
    }
    expect(others.filter((found) => found === null).length).toBeGreaterThan(5);
  });

  it("is refused or read where it is not sealed, and ends no program", async () => {
    const { right, others } = await changedCopies(unsealed);
    expect(right?.words).toHaveLength(20);
    const refused = others.filter((found) => found === null);
    expect(refused.length).toBeGreaterThan(30);
    for (const found of others) if (found !== null) expect(found.waiting).toBe(20);
  });
});

const day = 24 * 60 * 60 * 1000;
const now = new Date("2026-01-05T09:00:00+08:00").getTime();
const years = 3 * 365 * day;

describe("A clock that jumps", () => {
  it("by years, forward and back, makes nothing known twice and nothing forgotten", async () => {
    const folder = emptyFolder();
    let store = await openStore(folder);
    const done = async (id: string, at: number): Promise<void> => {
      const received = await store.mail.receive(message(id, at));
      if (received.kind !== "new") throw new Error(`${id} is not new`);
      const key = `answer ${id}`;
      const outgoing = { key, channel: "feishu", conversation: "群", at, payload: key, kept: true };
      const [row] = await store.mail.settle([received.waiting[0]?.seq ?? 0], [outgoing]);
      await store.mail.sent(row?.seq ?? 0, "om", [], "now");
    };
    const clocks = [
      now,
      now + years,
      now + years + 60_000,
      now + 120_000,
      now - years,
      now + 180_000,
      now + years,
    ];
    for (const [index, clock] of clocks.entries()) {
      await store.mail.tidy(clock);
      await done(`m${index}`, clock);
      // The program is started again under the wrong clock.
      await store.close();
      store = await openStore(folder);
      await store.mail.tidy(clock);
    }
    for (const index of clocks.keys()) expect(await store.mail.knows("feishu", `m${index}`)).toBe(true);
    expect(await store.mail.lines("feishu", "群", 99)).toHaveLength(2 * clocks.length);
    // Its seven days later all of it is forgotten, whatever the clock said when it came.
    for (let days = 0; days <= 8; days++) await store.mail.tidy(now + years + days * day);
    for (const index of clocks.keys()) expect(await store.mail.knows("feishu", `m${index}`)).toBe(false);
    await store.close();
  });

  it("keeps the order of what waits and of what is to be sent", async () => {
    const store = await openStore(emptyFolder());
    const clocks = [now, now + years, now - years, now + 1];
    for (const [index, at] of clocks.entries()) {
      await store.mail.receive(message(`m${index}`, at));
      const outgoing = {
        key: `k${index}`,
        channel: "feishu",
        conversation: "群",
        at,
        payload: "",
        kept: false,
      };
      await store.mail.settle([], [outgoing]);
      await store.mail.tidy(at);
    }
    expect((await store.mail.waiting()).map(({ id }) => id)).toEqual(["m0", "m1", "m2", "m3"]);
    expect((await store.mail.unsent()).map(({ key }) => key)).toEqual(["k0", "k1", "k2", "k3"]);
    await store.close();
  });

  it("keeps the events of a report in the order in which they were said", async () => {
    const folder = emptyFolder();
    let store = await openStore(folder);
    const clocks = [now, now + years, now - years, now + 1];
    for (const [index, clock] of clocks.entries())
      await store.turn("a", (unit) =>
        Promise.resolve(unit.append(report(), [{ ...counted(index), at: new Date(clock).toISOString() }])),
      );
    await store.close();
    store = await openStore(folder);
    expect((await read(store))[1]).toEqual([0, 1, 2, 3]);
    await store.close();
  });
});

/** A small file system of its own; undefined where this user may not have one. */
function smallDisk(options: string): string | undefined {
  const folder = emptyFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "none", folder], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync("umount", ["-l", folder]));
  return folder;
}

describe("A disk", () => {
  it("that is full gives a sentence, loses nothing that was answered, and is used again once there is space", async () => {
    const disk = smallDisk("size=640k");
    const place = disk ?? emptyFolder();
    const [ballast, folder] = [join(place, "别的文件"), join(place, "data")];
    writeFileSync(ballast, Buffer.alloc(128 * 1024));
    const child = startChild("append", folder, disk === undefined ? { limit: 128 } : {});
    await child.ended();
    expect(child.err).toBe("");
    const says = disk === undefined ? /磁盘(?:已满|出错).*没有记下.*。$/ : /磁盘已满.*没有记下.*。$/;
    expect(child.lines.at(-1)).toMatch(says);
    const answered = child.lines.slice(1, -1).map(Number);
    expect(answered.length).toBeGreaterThan(5);
    rmSync(ballast);
    const store = await openStore(folder);
    expect(expectPrefix(await read(store))).toBe(answered.length);
    await oneMore(store, answered.length);
    expect((await read(store))[1]).toHaveLength(answered.length + 1);
    await store.close();
  });

  it("on which nothing can be written refuses the program and keeps every byte", async () => {
    const disk = smallDisk("size=2m");
    const folder = disk ?? emptyFolder();
    const store = await openStore(folder);
    for (let number = 0; number < 5; number++) await oneMore(store, number);
    await store.close();
    const before = readFileSync(file(folder));
    if (disk === undefined) chmodSync(folder, 0o555);
    else execFileSync("mount", ["-o", "remount,ro", folder]);
    // Root may write into any folder, on a disk that takes nothing it may not either.
    const user = disk === undefined && process.getuid?.() === 0 ? { user: 65534 } : {};
    const child = startChild("append", folder, user);
    await child.ended();
    expect(child.err).toBe("");
    expect(child.lines).toEqual([expect.stringMatching(/^refused: OutsideError: .*不能写入.*。$/)]);
    expect(readFileSync(file(folder)).equals(before)).toBe(true);
    if (disk === undefined) chmodSync(folder, 0o755);
    else execFileSync("mount", ["-o", "remount,rw", folder]);
    const again = await openStore(folder);
    expect(expectPrefix(await read(again))).toBe(5);
    await again.close();
  });
});
