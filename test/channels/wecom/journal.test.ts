import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Journal } from "../../../src/channels/wecom/journal.ts";
import { silent } from "../../../src/log.ts";
import { Lines } from "./rig.ts";

const hour = 3_600_000;
let folder = "";
let time = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nianbao-journal-"));
  time = 1_767_830_400_000;
});
afterEach(() => rmSync(folder, { recursive: true }));
const open = (): Journal => new Journal(join(folder, "wecom"), () => time, silent);
const lines = (): string[] =>
  readFileSync(join(folder, "wecom", "sent.log"), "utf8")
    .trimEnd()
    .split("\n");

it("tells what was begun, taken and forgotten, also after the end of the process", () => {
  const journal = open();
  journal.begin("card1");
  journal.begin("text2");
  journal.take("text2");
  journal.begin("file3");
  journal.forget("file3");
  for (const one of [journal, open()])
    expect(["card1", "text2", "file3", "none"].map((id) => one.of(id))).toEqual([
      "begun",
      "taken",
      undefined,
      undefined,
    ]);
});

it("forgets what the outbox has given up", () => {
  open().begin("card1");
  time += 24 * hour;
  expect(open().of("card1")).toBe("begun");
  time += 2 * hour;
  expect(open().of("card1")).toBeUndefined();
});

it("reads over a line that was not finished, and over anything else", () => {
  open().begin("card1");
  const path = join(folder, "wecom", "sent.log");
  writeFileSync(path, `${readFileSync(path, "utf8")}坏的一行\n1767830400000 t te`);
  const journal = open();
  expect([journal.of("card1"), journal.of("te")]).toEqual(["begun", "taken"]);
  journal.begin("card2");
  expect(open().of("card2")).toBe("begun");
});

it("does not grow without end", () => {
  const journal = open();
  for (let count = 0; count < 6000; count++) journal.begin(`text${count % 100}`);
  expect(lines().length).toBeLessThan(2000);
  expect(open().of("text99")).toBe("begun");
});

it("is not written anew at each line when a day has more than it is made for", () => {
  const journal = open();
  for (let count = 0; count < 5100; count++) journal.begin(`card${count}`);
  const { ino } = statSync(join(folder, "wecom", "sent.log"));
  for (let count = 0; count < 100; count++) journal.begin(`text${count}`);
  expect(statSync(join(folder, "wecom", "sent.log")).ino).toBe(ino);
  expect(open().of("card0")).toBe("begun");
});

it("where the disk refuses, the process still knows", () => {
  writeFileSync(join(folder, "wecom"), "a file in the way");
  const log = new Lines();
  const journal = new Journal(join(folder, "wecom"), () => time, log);
  journal.begin("card1");
  expect(journal.of("card1")).toBe("begun");
  expect(log.all.join()).toContain("wecom-journal-failed");
});
