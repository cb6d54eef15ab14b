import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PassThrough } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCommand } from "../../src/cli.ts";
import type { Rim } from "../../src/commands/command.ts";
import { openStore } from "../../src/store/embedded.ts";
import { dataFile } from "../../src/store/file.ts";
import { counted, report, talkAbout } from "../store/samples.ts";

const by = { id: "feishu:ou_zhang", name: "张三" };
const talk = JSON.stringify(["feishu", "direct", "ou_zhang", "ou_zhang"]);

/** A folder with a store of one report of two people. */
async function filled(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "nianbao-audit-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = await openStore(join(folder, "data"));
  for (let count = 0; count < 4; count++)
    await store.turn(talk, (unit) => {
      unit.append(report(), [count % 2 === 0 ? { ...counted(count), by } : counted(count)]);
      unit.putTalk(talkAbout("青山镇"));
      return Promise.resolve();
    });
  await store.close();
  return folder;
}

/** What a command says in this folder: exit code, stdout, stderr. */
async function run(folder: string, ...args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const rim = {
    ...{ stdin: process.stdin, stdout, stderr, folder },
    now: () => new Date("2026-02-01T03:00:00Z"),
    environment: {},
    asked: () => Promise.resolve(),
  } as unknown as Rim;
  const code = await runCommand(args, rim);
  const text = (stream: PassThrough): string => String(stream.read() ?? "");
  return { code, out: text(stdout), error: text(stderr) };
}

describe("nianbao audit", () => {
  it("writes the trail, verifies it, and verifies the file", async () => {
    const folder = await filled();
    const { code, out, error } = await run(folder, "audit", "--out", "trail.jsonl");
    expect([code, error]).toEqual([0, ""]);
    expect(out).toMatch(/共4条，前后相接，没有改动过。最后一条的校验码是 [0-9a-f]{64}，可以抄下来/);
    expect(out).toContain("各份年报的记录都和留痕相符。");
    expect(statSync(join(folder, "trail.jsonl")).mode & 0o077).toBe(0);
    const again = await run(folder, "audit", "trail.jsonl");
    expect([again.code, again.error]).toEqual([0, ""]);
    expect(again.out).toContain("共4条");
    const noted = /[0-9a-f]{64}/.exec(out)?.[0] ?? "";
    expect((await run(folder, "audit", "trail.jsonl", "--last", noted.slice(0, 16).toUpperCase())).code).toBe(
      0,
    );
    const lines = readFileSync(join(folder, "trail.jsonl"), "utf8").split("\n").slice(0, 3).join("\n"); // prettier-ignore
    writeFileSync(join(folder, "trail.jsonl"), lines);
    expect((await run(folder, "audit", "trail.jsonl")).code).toBe(0);
    const cut = await run(folder, "audit", "trail.jsonl", "--last", noted);
    expect([cut.code, cut.error]).toEqual([
      2,
      `里面没有校验码是 ${noted} 的一条：后面的记录被截去了，或者整个换过。\n`,
    ]);
  });

  it("names the first line that does not hold, and says what is wrong with it", async () => {
    const folder = await filled();
    await run(folder, "audit", "--out", "trail.jsonl");
    const file = join(folder, "trail.jsonl");
    const [one = "", two = "", three = "", four = ""] = readFileSync(file, "utf8").split("\n");
    const faults: Record<string, [string[], RegExp]> = {
      changed: [[one, two.replace("青山镇", "红山镇"), three, four], /^从第2条起对不上/],
      missing: [[one, three, four], /^缺第2条/],
      exchanged: [[one, three, two, four], /^从第2条起次序不对/],
      twice: [[one, two, two, three, four], /^从第3条起次序不对/],
      unreadable: [[one, two.slice(0, 40), three], /^第2条读不出来/],
      "no trail": [["<html>"], /^这不是留痕文件/],
      nothing: [[""], /一条记录也没有/],
    };
    for (const [what, [lines, says]] of Object.entries(faults)) {
      writeFileSync(file, lines.join("\n"));
      const { code, out, error } = await run(folder, "audit", file);
      expect([code, out], what).toEqual([2, ""]);
      expect(error, what).toMatch(says);
    }
    truncateSync(file, 0);
    for (const args of [["none.jsonl"], ["."], [], ["a", "b"], ["a", "--out", "b"], ["a", "--last", "xyz"]]) {
      const { code, error } = await run(folder, "audit", ...args);
      expect([code, error.trim().split("\n").length]).toEqual([2, 1]);
    }
  });

  it("finds a report that was edited behind the program's back", async () => {
    const folder = await filled();
    const db = new DatabaseSync(join(folder, "data", dataFile));
    db.exec("UPDATE entries SET value = replace(value, '\"requests.received.person\":2', '\"requests.received.person\":9')"); // prettier-ignore
    db.close();
    const { code, error } = await run(folder, "audit", "--out", "trail.jsonl");
    expect([code, error]).toEqual([2, "青山镇2025年的记录被改动过。\n"]);
    expect((await run(folder, "audit", "trail.jsonl")).code).toBe(0);
  });

  it("says so where there are no data yet, and makes none", async () => {
    const folder = await filled();
    const { code, error } = await run(folder, "audit", "--out", "t.jsonl", "--data", "elsewhere");
    expect([code, existsSync(join(folder, "elsewhere"))]).toEqual([2, false]);
    expect(error).toContain("还没有数据");
  });
});

describe("nianbao person", () => {
  it("hands out what is stored of somebody, in a file nobody else may read", async () => {
    const folder = await filled();
    const { code, out } = await run(folder, "person", "feishu", "ou_zhang", "--out", "who.json");
    expect([code, out.startsWith("已导出到 ")]).toEqual([0, true]);
    const found = JSON.parse(readFileSync(join(folder, "who.json"), "utf8")) as Record<string, unknown[]>;
    expect([found["reports"]?.length, found["talks"]?.length]).toEqual([1, 1]);
    expect(statSync(join(folder, "who.json")).mode & 0o077).toBe(0);
  });

  it("shows first what would go, and takes it away with --yes only; the audit holds", async () => {
    const folder = await filled();
    const shown = await run(folder, "person", "feishu", "ou_zhang", "--erase");
    expect(shown.code).toBe(0);
    expect(shown.out).toContain("要删除的（张三）：1份年报里的2条记录，1段对话，0条还留着的消息。");
    expect(shown.out).toContain("--yes");
    const file = join(folder, "data", dataFile);
    expect(readFileSync(file, "utf8")).toContain("ou_zhang");
    const done = await run(folder, "person", "feishu", "ou_zhang", "--erase", "--yes");
    expect(done.out).toMatch(/^已删除：1份年报里的2条记录，1段对话/);
    expect(done.out).toContain("名单");
    expect(readFileSync(file, "utf8")).not.toContain("ou_zhang");
    const again = await run(folder, "person", "feishu", "ou_zhang", "--erase", "--yes");
    expect([again.code, again.error.startsWith("没有存着这个人的东西。")]).toEqual([2, true]);
    expect((await run(folder, "audit", "--out", "t.jsonl")).out).toContain("都和留痕相符");
  });

  it("refuses what it cannot make out, in one line", async () => {
    const folder = await filled();
    for (const args of [[], ["feishu"], ["qq", "1", "--erase"], ["feishu", "x"], ["feishu", "x", "--out", "a", "--erase"], ["feishu", "nobody", "--out", "a.json"], ["feishu", "x", "--what"]]) {
      const { code, error } = await run(folder, "person", ...args);
      expect([code, error.trim().split("\n").length], args.join(" ")).toEqual([2, 1]);
    } // prettier-ignore
    expect(existsSync(join(folder, "a.json"))).toBe(false);
  });
});
