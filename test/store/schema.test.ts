import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/embedded.ts";
import { openFile } from "../../src/store/file.ts";
import { steps, type Step } from "../../src/store/schema.ts";
import { emptyFolder } from "./folder.ts";
import { counted, numbers, report } from "./samples.ts";

/** Two steps that a later version could have. */
const renames: Step = (db) => db.exec("ALTER TABLE entries ADD COLUMN changed TEXT NOT NULL DEFAULT ''");
const rewrites: Step = (db) => db.exec("UPDATE entries SET changed = namespace || ' ' || length(value)");
const fails: Step = (db) => {
  db.exec("DELETE FROM entries");
  db.exec("ALTER TABLE nowhere ADD COLUMN x");
};

async function versionOneFolder(): Promise<string> {
  const folder = emptyFolder();
  const store = await openStore(folder);
  await store.turn("a", (unit) => {
    unit.append(report(), [counted(1)]);
    return Promise.resolve();
  });
  await store.close();
  return folder;
}

const one = (db: DatabaseSync, sql: string): unknown => Object.values(db.prepare(sql).get() ?? {})[0];

describe("The schema of the data file", () => {
  it("is of the newest version in a new file, with every commit synced", () => {
    const { db } = openFile(emptyFolder());
    expect(one(db, "PRAGMA user_version")).toBe(steps.length);
    expect(one(db, "PRAGMA journal_mode")).toBe("wal");
    expect(one(db, "PRAGMA synchronous")).toBe(2);
    expect(one(db, "PRAGMA foreign_keys")).toBe(1);
    db.close();
  });

  it("is brought up step by step, from every earlier version, keeping the data", async () => {
    const chain = [...steps, renames, rewrites];
    for (let from = steps.length; from <= chain.length; from++) {
      const folder = await versionOneFolder();
      openFile(folder, chain.slice(0, from)).db.close();
      const { db } = openFile(folder, chain);
      expect(one(db, "PRAGMA user_version")).toBe(chain.length);
      expect(one(db, "SELECT key FROM entries")).toBe('["青山镇",2025]');
      expect(one(db, "SELECT changed FROM entries")).toMatch(/^report \d+$/);
      db.close();
    }
  });

  it("stays as it was when a step fails", async () => {
    const folder = await versionOneFolder();
    expect(() => openFile(folder, [...steps, renames, fails])).toThrow();
    const store = await openStore(folder);
    expect(await store.turn("a", async (unit) => numbers(await unit.events(report())))).toEqual([1]);
    await store.close();
  });

  it("is refused when a newer version of the program wrote it", async () => {
    const folder = await versionOneFolder();
    openFile(folder, [...steps, renames]).db.close();
    await expect(openStore(folder)).rejects.toMatchObject({
      code: "newer",
      message: expect.stringMatching(/是更新版本的程序写的.*请改用新版本。$/) as string,
    });
  });

  it("is refused when the file is a database of somebody else", async () => {
    const folder = emptyFolder();
    const db = new DatabaseSync(join(folder, "nianbao.sqlite"));
    db.exec("CREATE TABLE theirs (x)");
    db.close();
    await expect(openStore(folder)).rejects.toMatchObject({ code: "foreign" });
  });
});

it("A file of the first version gets its mailbox and keeps its reports", async () => {
  const folder = emptyFolder();
  const { db } = openFile(folder, steps.slice(0, 1));
  const events = JSON.stringify([counted(1)]);
  db.prepare("INSERT INTO entries VALUES ('report', ?, ?)").run('["青山镇",2025]', events);
  db.close();
  const store = await openStore(folder);
  expect(await store.turn("a", async (unit) => numbers(await unit.events(report())))).toEqual([1]);
  const message = { channel: "feishu", id: "m1", conversation: "群", owner: "张三", at: 1, kept: false };
  expect(await store.mail.receive({ ...message, payloads: ["开始"] })).toMatchObject({ kind: "new" });
  await store.close();
});
