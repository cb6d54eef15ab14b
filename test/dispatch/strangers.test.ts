import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Unlisted } from "../../src/dispatch/access/list.ts";
import { lineOf, Strangers, strangersFile, strangersIn } from "../../src/dispatch/access/strangers.ts";
import { silent } from "../../src/log.ts";
import { Desk, group, Lines, stranger, zhang } from "./desk.ts";

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), "nianbao-strangers-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};
const person = (id: string): Unlisted => ({ channel: "feishu", kind: "person", id });
const textIn = (data: string): string => readFileSync(join(data, strangersFile), "utf8");
const clock = { at: new Date("2026-01-05T09:00:00+08:00") };
const keeping = (data: string, log = silent): Strangers =>
  new Strangers({ folder: data, now: () => clock.at, log });

describe("Who came and is not on the list", () => {
  it("stands in one file with channel, kind, id and day, and nothing else of them", async () => {
    const data = folder();
    const desk = await Desk.open({ strangers: keeping(data) });
    await desk.says("把王五的报告发来", { sender: stranger });
    await desk.says("核对", { sender: stranger, conversation: group });
    await desk.says("核对", { sender: zhang, conversation: { kind: "group", id: "别的群" } });
    await desk.says("开始");
    await desk.dispatch.stop();
    expect(textIn(data).split("\n").slice(1)).toEqual([
      '2026-01-05 feishu 人 "wang"',
      '2026-01-05 feishu 群 "别的群"',
      "",
    ]);
    expect(statSync(join(data, strangersFile)).mode & 0o077).toBe(0);
  });

  it("stands there as well who only presses or opens the chat, and not who says nothing to us", async () => {
    const data = folder();
    const desk = await Desk.open({ strangers: keeping(data) });
    const at = desk.clock.now().getTime();
    const from = (id: string) => ({ id: `e-${id}`, conversation: { kind: "direct", id }, sender: { id }, at }) as const; // prettier-ignore
    await desk.postbox.deliver({ kind: "entered", ...from("a") });
    await desk.postbox.deliver({ kind: "action", ...from("b"), card: "c", choice: "1" });
    await desk.says("午饭", { sender: stranger, conversation: group, mentioned: false });
    await desk.done();
    expect((await strangersIn(data)).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("has the day of the last time, the newest at the end", async () => {
    const data = folder();
    const kept = keeping(data);
    await kept.note([person("a"), person("b")]);
    await kept.note([person("a")]);
    expect((await strangersIn(data)).map(({ id }) => id)).toEqual(["a", "b"]);
    clock.at = new Date("2026-01-06T00:10:00+08:00");
    await kept.note([person("a")]);
    expect((await strangersIn(data)).map(({ id, day }) => [id, day])).toEqual([
      ["b", "2026-01-05"],
      ["a", "2026-01-06"],
    ]);
  });

  it("never fills the disk: of a flood the newest 300 are kept, also when nobody waits", async () => {
    const data = folder();
    const kept = keeping(data);
    for (let count = 0; count < 280; count++) void kept.note([person(`old${count}`)]);
    await kept.note([]);
    await Promise.all(Array.from({ length: 250 }, (_, count) => kept.note([person(`new${count}`)])));
    const ids = (await strangersIn(data)).map(({ id }) => id);
    expect(ids).toHaveLength(300);
    expect([ids[0], ids.at(-1)]).toEqual(["old230", "new249"]);
  });

  it("comes back from the file as it was, whatever the id", async () => {
    const data = folder();
    const ids = ["甲 乙", 'a"b\\c', "a\nb", "\u001b[31m", "\u202eabc", "\u{e0041}", "人 群"];
    await keeping(data).note(ids.map(person));
    const read = await strangersIn(data);
    expect(read.map(({ id }) => id)).toEqual(ids);
    expect(read.map(lineOf).join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("is read past lines that somebody else wrote, and begins anew where the file was emptied", async () => {
    const data = folder();
    const kept = keeping(data);
    const path = join(data, strangersFile);
    writeFileSync(path, '张三的\n2026-01-05 qq 人 "x"\n2026-01-05 feishu 人 "\n2026-01-04 feishu 人 "y"\r\n');
    expect((await strangersIn(data)).map(({ id }) => id)).toEqual(["y"]);
    writeFileSync(path, "");
    await kept.note([person("z")]);
    expect((await strangersIn(data)).map(({ id }) => id)).toEqual(["z"]);
  });

  it("that cannot be written is one line of the log, and the talk goes on", async () => {
    const log = new Lines();
    const file = join(folder(), "a file");
    writeFileSync(file, "");
    const kept = keeping(file, log);
    await kept.note([person("wang")]);
    await kept.note([person("wang")]);
    expect(log.of("strangers-not-kept").map(({ code }) => code)).toEqual(["EEXIST", "EEXIST"]);
    expect(existsSync(join(file, strangersFile))).toBe(false);
  });
});
