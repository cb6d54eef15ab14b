import { createHash } from "node:crypto";
import {
  chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync,
} from "node:fs"; // prettier-ignore
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { openStore } from "../../src/store/embedded.ts";
import { fileTrouble } from "../../src/store/trouble.ts";
import { emptyFolder } from "./folder.ts";
import { startChild } from "./process.ts";
import { counted, numbers, report, talkAbout } from "./samples.ts";

const dataFile = (folder: string): string => join(folder, "nianbao.sqlite");
/** An empty journal beside the file says as little as none. */
const print = (file: string): string =>
  createHash("sha256")
    .update(existsSync(file) ? readFileSync(file) : "")
    .digest("hex");
/** One sentence or two in Chinese that say what to do; no stack, no English, no code. */
const plain = /^[^a-z]*(?:\/\S+ )?[^a-z]*(?:--data)?[^a-z]*。$/;

/** A folder with a store of 30 reports. */
async function filledFolder(): Promise<string> {
  const folder = emptyFolder();
  const store = await openStore(folder);
  for (let index = 0; index < 30; index++)
    await store.turn("a", async (unit) => {
      const events = await unit.events(report(`第${index}镇`));
      unit.append(report(`第${index}镇`), [counted(events.length, "公开".repeat(100))]);
      unit.putTalk(talkAbout("青山镇"));
    });
  await store.close();
  return folder;
}

const change = (folder: string, sql: string): void => {
  const db = new DatabaseSync(dataFile(folder));
  db.exec(sql);
  db.close();
};

/** Opening is refused with a plain sentence and this code, twice, and leaves every byte of the file. */
async function expectRefused(folder: string, code: string): Promise<void> {
  const before = [dataFile(folder), `${dataFile(folder)}-wal`].map(print);
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(openStore(folder)).rejects.toMatchObject({
      name: "OutsideError",
      where: "store",
      code,
      message: expect.stringMatching(plain) as string,
    });
    expect([dataFile(folder), `${dataFile(folder)}-wal`].map(print)).toEqual(before);
  }
}

describe("A damaged data file is refused and left as it is", () => {
  const damages: Record<string, (file: string) => void> = {
    "cut in the middle": (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2)),
    "cut within its header": (file) => truncateSync(file, 60),
    "with an overwritten header": (file) => writeFileSync(file, "这不是数据库".repeat(50), { flag: "r+" }),
    "with an overwritten page": (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0xa5, 4096, 8192);
      writeFileSync(file, bytes);
    },
    "that is a text": (file) => writeFileSync(file, "2025年度报告"),
    "that is all zero bytes": (file) => writeFileSync(file, Buffer.alloc(readFileSync(file).length)),
  };

  it.each(Object.entries(damages))("%s", async (_, damage) => {
    const folder = await filledFolder();
    damage(dataFile(folder));
    await expectRefused(folder, "damaged");
  });

  it("with an overwritten header, after a kill that left a journal", async () => {
    const folder = emptyFolder();
    const child = startChild("append", folder);
    await child.until((lines) => lines.length > 10);
    await child.kill();
    expect(existsSync(`${dataFile(folder)}-wal`)).toBe(true);
    const whole = mkdtempSync(join(tmpdir(), "nianbao-store-"));
    onTestFinished(() => rmSync(whole, { recursive: true }));
    cpSync(folder, whole, { recursive: true });

    truncateSync(dataFile(folder), 0);
    await expectRefused(folder, "damaged");

    const store = await openStore(whole);
    const written = await store.turn("a", async (unit) => numbers(await unit.events(report())));
    expect(written.length).toBeGreaterThan(9);
    await store.close();
  });
});

describe("A place that cannot hold data is refused with a sentence", () => {
  it("when the data file is a folder", async () => {
    const folder = emptyFolder();
    mkdirSync(dataFile(folder));
    await expect(openStore(folder)).rejects.toMatchObject({
      code: "unusable",
      message: expect.stringMatching(plain) as string,
    });
  });

  it("when the folder, or a folder above it, is a file", async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "文件"), "");
    for (const place of [join(folder, "文件"), join(folder, "文件", "数据")])
      await expect(openStore(place)).rejects.toMatchObject({
        code: "unusable",
        message: expect.stringContaining("不是文件夹") as string,
      });
  });

  // Root may write everywhere, so the child becomes nobody first.
  const user = process.getuid?.() === 0 ? 65534 : undefined;
  const forbidden: Record<string, (folder: string) => void> = {
    "the folder is read-only": (folder) => chmodSync(folder, 0o555),
    "the folder is closed": (folder) => chmodSync(folder, 0o000),
    "the data file is read-only": (folder) => {
      chmodSync(dataFile(folder), 0o444);
      chmodSync(folder, 0o777);
    },
    "the data file is closed": (folder) => {
      chmodSync(dataFile(folder), 0o000);
      chmodSync(folder, 0o777);
    },
  };
  it.each(Object.entries(forbidden))("when %s", async (_, forbid) => {
    const folder = await filledFolder();
    const before = print(dataFile(folder));
    forbid(folder);
    const child = startChild("append", folder, user === undefined ? {} : { user });
    await child.ended();
    expect(child.err).toBe("");
    expect(child.lines).toEqual([expect.stringMatching(/^refused: OutsideError: .*权限.*。$/)]);
    chmodSync(folder, 0o755);
    chmodSync(dataFile(folder), 0o644);
    expect(print(dataFile(folder))).toBe(before);
  });
});

describe("A disk that takes no more", () => {
  it("gives a sentence, and everything answered before is there afterwards", async () => {
    const folder = emptyFolder();
    const child = startChild("append", folder, { limit: 128 });
    await child.ended();
    expect(child.err).toBe("");
    expect(child.lines.at(-1)).toMatch(/^refused: OutsideError: .*(?:磁盘出错|磁盘已满).*没有记下.*。$/);
    const answered = child.lines.slice(1, -1).map(Number);
    expect(answered.length).toBeGreaterThan(5);
    const store = await openStore(folder);
    expect(await store.turn("a", async (unit) => numbers(await unit.events(report())))).toEqual(answered);
    await store.close();
  });

  it("is named as full when SQLite says so", () => {
    const db = new DatabaseSync(":memory:");
    db.exec("PRAGMA max_page_count = 2; CREATE TABLE t (v TEXT) STRICT");
    let error: unknown;
    try {
      db.prepare("INSERT INTO t VALUES (?)").run("x".repeat(100_000));
    } catch (caught) {
      error = fileTrouble(caught, "/data/nianbao.sqlite");
    }
    expect(error).toMatchObject({ code: "disk-full", retryable: true });
    expect(error).toMatchObject({ message: expect.stringMatching(/^磁盘已满.*。$/) as string });
  });
});

describe("A value that cannot be read", () => {
  const values: Record<string, [string, string]> = {
    "is no JSON": ["damaged", "{"],
    "is of another kind": ["damaged", "5"],
    "has a figure no report can have": [
      "damaged",
      JSON.stringify([
        { ...counted(1), event: { ...counted(1).event, cells: { "requests.received.person": -1 } } },
      ]),
    ],
    "has an event this version does not know": [
      "newer",
      JSON.stringify([{ ...counted(1), event: { type: "SomethingOfTheFuture" } }]),
    ],
  };
  it.each(Object.entries(values))(
    "%s: the report is named and the others go on",
    async (_, [code, value]) => {
      const folder = await filledFolder();
      change(folder, `UPDATE entries SET value = '${value}' WHERE key = '["第3镇",2025]'`);
      const store = await openStore(folder);
      const before = print(dataFile(folder));
      const turn = store.turn("a", async (unit) => {
        unit.append(report("第3镇"), [counted(2)]);
        return unit.events(report("第3镇"));
      });
      await expect(turn).rejects.toMatchObject({
        name: "OutsideError",
        code,
        message: expect.stringMatching(/^数据文件里2025年度的报告.*。$/) as string,
      });
      expect(await store.turn("a", async (unit) => numbers(await unit.events(report("第4镇"))))).toEqual([0]);
      await store.close();
      expect(print(dataFile(folder))).toBe(before);
    },
  );

  it("is named also when it is the talk", async () => {
    const folder = await filledFolder();
    change(folder, `UPDATE entries SET value = '[]' WHERE namespace = 'talk'`);
    const store = await openStore(folder);
    await expect(store.turn("a", (unit) => unit.talk())).rejects.toMatchObject({
      code: "damaged",
      message: expect.stringContaining("这段对话") as string,
    });
    await store.close();
  });
});
