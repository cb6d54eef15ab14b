import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { readDocx } from "../../src/reading/docx.ts";
import { contentOf } from "../../src/store/backup/read.ts";
import { openStore } from "../../src/store/embedded.ts";
import { until } from "../contracts/rig.ts";
import { rowsOf } from "../contracts/holdings.ts";
import { report, talkAbout, textual } from "../store/samples.ts";
import { collect, freshFolder, runToEnd, start } from "../support/process.ts";
import { readTranscript } from "../support/transcript.ts";

const { exchanges } = readTranscript(join(import.meta.dirname, "..", "conversations", "all-zero.md"));
const [, organ = "", ...rest] = exchanges.map(({ said }) => said.replaceAll("\n", "；"));
const lines = ["开始", `${organ}，2025年`, ...rest];
const [begins, goesOn] = [lines.slice(0, 4), lines.slice(4)];
const say = (place: string, said: readonly string[], data = "data") =>
  runToEnd(["chat", "--data", data, "--out", `out of ${data}`], place, [...said, ""].join("\n"));

/** A folder in which somebody has begun a report, and a backup of it. */
async function begun(): Promise<{ place: string; file: string }> {
  const place = freshFolder();
  expect(await say(place, begins)).toMatchObject({ code: 0, err: "" });
  expect(await runToEnd(["backup", "备份.zst"], place)).toMatchObject({ code: 0, err: "" });
  return { place, file: join(place, "备份.zst") };
}

/** A folder with a store that takes a while to back up; its name is `data`. */
async function large(): Promise<string> {
  const place = freshFolder();
  const store = await openStore(join(place, "data"));
  let chance = 1;
  const words = (): string =>
    Array.from({ length: 3000 }, () =>
      String.fromCodePoint(0x4e00 + ((chance = (chance * 48_271) % 0x7fffffff) % 20_000)),
    ).join("");
  await Promise.all(
    Array.from({ length: 600 }, (_, town) =>
      store.turn(`${town}`, (unit) => {
        unit.append(report(`${town}镇`), [textual(words())]);
        return Promise.resolve(unit.putTalk(talkAbout(`${town}镇`)));
      }),
    ),
  );
  await store.close();
  return place;
}

/** One line in Chinese and nothing else. */
const refused = (says: string) => ({
  code: 2,
  out: "",
  err: expect.stringMatching(new RegExp(`^[^\n]*${says}[^\n]*。\n$`)) as string,
});

describe("backup and restore", () => {
  it("bring a talk to another folder, where it goes on word for word", async () => {
    const { place, file } = await begun();
    const restored = await runToEnd(["restore", file, "--data", "新"], place);
    expect(restored).toMatchObject({ code: 0, err: "" });
    expect(restored.out).toMatch(/^已恢复到数据文件夹 \S+\/新：\d+条记录，是.*备份的。\n$/);
    const [old, moved] = [await say(place, goesOn), await say(place, goesOn, "新")];
    expect(moved.code).toBe(0);
    expect(moved.out).toContain("定稿已出好");
    expect(moved.out.replaceAll("out of 新", "out of data")).toBe(old.out);
    const [name = ""] = readdirSync(join(place, "out of 新"));
    const [one, other] = ["data", "新"].map((data) =>
      readDocx(readFileSync(join(place, `out of ${data}`, name))),
    );
    expect(other).toEqual(one);
  });

  it("say how much it was, and that it is not sealed", async () => {
    const place = freshFolder();
    await say(place, begins);
    const ended = await runToEnd(["backup", "备份/今天.zst"], place);
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(ended.out).toMatch(
      /^已备份到 \S+\/备份\/今天\.zst：\d+条记录，\dKB，读回核对过。\n备份没有加密，.*。\n$/,
    );
    expect(readdirSync(join(place, "备份"))).toEqual(["今天.zst"]);
    expect(statSync(join(place, "备份", "今天.zst")).mode & 0o777).toBe(0o600);
  });

  it("leave a place that is used as it is", async () => {
    const { place, file } = await begun();
    const before = await say(place, ["进度"]);
    expect(await runToEnd(["restore", file], place)).toMatchObject(refused("已经有数据"));
    expect((await say(place, ["进度"])).out).toBe(before.out);
  });

  it("do nothing while the program is open on the data", async () => {
    const { place, file } = await begun();
    const child = start(["chat"], place);
    onTestFinished(() => void child.kill("SIGKILL"));
    const out = collect(child.stdout);
    child.stdin.write("进度\n");
    await until(() => out() !== "", 20_000);
    expect(await runToEnd(["backup", "又.zst"], place)).toMatchObject(refused("正开着"));
    expect(await runToEnd(["restore", file], place)).toMatchObject(refused("正被另一个年报助手使用"));
    expect(existsSync(join(place, "又.zst"))).toBe(false);
  });

  it("refuse what they cannot use in one sentence, and make nothing", async () => {
    const { place, file } = await begun();
    const whole = readFileSync(file);
    const files: Record<string, [Buffer | string, string]> = {
      "cut.zst": [whole.subarray(0, whole.length - 9), "不完整，或者已损坏"],
      "changed.zst": [
        Buffer.from(whole.map((byte, index) => (index === 300 ? byte ^ 8 : byte))),
        "不完整，或者已损坏",
      ],
      "newer.zst": [zstdCompressSync(Buffer.from('{"nianbao":"backup","format":9}\n{}\n')), "更新版本"],
      "foreign.docx": ["PK", "不是年报助手的备份"],
    };
    for (const [name, [bytes, says]] of Object.entries(files)) {
      writeFileSync(join(place, name), bytes);
      expect(await runToEnd(["restore", name, "--data", "新"], place), name).toMatchObject(refused(says));
    }
    expect(await runToEnd(["restore", "没有.zst"], place)).toMatchObject(refused("没有这个文件"));
    expect(existsSync(join(place, "新"))).toBe(false);
    expect(await runToEnd(["backup", "备份.zst"], place)).toMatchObject(refused("已经有了"));
    expect(readFileSync(file).equals(whole)).toBe(true);
    expect(await runToEnd(["backup", "新.zst", "--data", "没有"], place)).toMatchObject(
      refused("还没有可以备份"),
    );
    expect(await runToEnd(["backup"], place)).toMatchObject({ code: 2, out: "" });
    expect(existsSync(join(place, "没有"))).toBe(false);
  });

  it("have nothing to back up in an empty store", async () => {
    const place = freshFolder();
    await (await openStore(join(place, "data"))).close();
    expect(await runToEnd(["backup", "新.zst"], place)).toMatchObject(refused("还没有可以备份"));
    expect(readdirSync(place)).toEqual(["data"]);
  });
}, 60_000);

describe("A kill in the middle", () => {
  it("of a backup leaves no file of that name, and the next backup is whole", async () => {
    const place = await large();
    const data = join(place, "data");
    const part = join(place, "备份.zst.tmp");
    const size = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? -1;
    const moments: (() => boolean)[] = [
      () => size(join(data, "nianbao.sqlite-copy1")) >= 0,
      () => size(part) >= 0,
      () => size(part) > 500_000,
      () => size(part) > 1_500_000,
    ];
    for (const comes of moments) {
      const child = start(["backup", "备份.zst"], place);
      const ended = new Promise((resolve) => child.on("close", resolve));
      await Promise.race([until(comes, 20_000), ended]);
      child.kill("SIGKILL");
      await ended;
      expect(existsSync(join(place, "备份.zst"))).toBe(false);
    }
    expect(await runToEnd(["backup", "备份.zst"], place)).toMatchObject({ code: 0, err: "" });
    expect((await contentOf(join(place, "备份.zst"))).foot.rows).toBe(1800);
    expect(readdirSync(place).sort()).toEqual(["data", "备份.zst"]);
    expect(readdirSync(data).filter((name) => name.includes("copy"))).toEqual([]);
  }, 120_000);

  it("of a restore leaves a store that is empty or whole", async () => {
    const place = await large();
    await runToEnd(["backup", "备份.zst"], place);
    const source = await openStore(join(place, "data"));
    const rows = await rowsOf(source);
    await source.close();
    for (const bytes of [1, 1_000_000, 4_000_000]) {
      const data = join(place, `新${bytes}`);
      const journal = join(data, "nianbao.sqlite-wal");
      const child = start(["restore", "备份.zst", "--data", data], place);
      const ended = new Promise((resolve) => child.on("close", resolve));
      const comes = () => (statSync(journal, { throwIfNoEntry: false })?.size ?? 0) >= bytes;
      await Promise.race([until(comes, 20_000), ended]);
      child.kill("SIGKILL");
      await ended;
      const store = await openStore(data);
      const found = await rowsOf(store);
      expect([0, rows.length + 1]).toContain(found.length);
      expect(await store.holdings.empty()).toBe(found.length === 0);
      await store.close();
      if (found.length > 0) continue;
      expect(await runToEnd(["restore", "备份.zst", "--data", data], place)).toMatchObject({
        code: 0,
        err: "",
      });
      const restored = await openStore(data);
      expect((await rowsOf(restored)).slice(0, -1)).toEqual(rows);
      await restored.close();
    }
  }, 120_000);
});
