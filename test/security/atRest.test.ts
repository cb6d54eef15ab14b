import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { expect, it, onTestFinished } from "vitest";
import { until } from "../contracts/rig.ts";
import { Client } from "../channels/web/client.ts";
import { collect, freshFolder, runToEnd, start } from "../support/process.ts";

/** Whoever takes the data folder away, with a key set: of what was said and sent, nothing can be read in any file of it. */

const key = Buffer.alloc(32, 7).toString("base64");
const words = [
  "开始",
  "2025年",
  "金丝雀区金丝雀街道办事处",
  "监督电话13912345678",
  "三张表全是0",
  "生成",
  "仍要生成",
];
const sent = {
  name: "金丝雀文件.txt",
  bytes: new TextEncoder().encode("金丝雀写的一份文件，里面什么都有".repeat(50)),
};
const readable = /金丝雀|13912345678/;

/** Every file below a folder, as text and as UTF-16, in which databases might have it too. */
function textsIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .flatMap((name): [string, string][] => {
      const bytes = readFileSync(join(folder, name));
      return [
        [name, bytes.toString("utf8")],
        [name, bytes.toString("utf16le")],
      ];
    });
}

it.each([
  ["while the program is open, and after it was killed", "SIGKILL"],
  ["after it was ended", "SIGTERM"],
] as const)("nothing can be read %s", async (_, signal) => {
  const folder = freshFolder();
  const child = start(["serve"], folder, { NIANBAO_WEB_PORT: "0", NIANBAO_KEY: key });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise((resolve) => child.on("close", resolve));
  const [out, err] = [collect(child.stdout), collect(child.stderr)];
  const link = (): string => /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(out())?.[0] ?? "";
  await until(() => link() !== "", 20_000);
  const client = new Client(link());
  void client.listen();
  const answered = async (send: () => Promise<Response>): Promise<void> => {
    const before = client.shown.length;
    expect((await send()).status).toBe(200);
    await until(() => client.shown.length > before && client.progress === "", 20_000);
  };
  for (const said of words) await answered(() => client.say(said));
  await answered(() => client.say("看看这个", { file: sent }));
  const lie = (): string[] =>
    textsIn(join(folder, "data"))
      .filter(([, text]) => readable.test(text))
      .map(([name]) => name);
  expect(client.shown.map((one) => ("text" in one ? one.text : "")).join("\n")).toContain("金丝雀");
  expect(lie()).toEqual([]);
  client.leave();
  child.kill(signal);
  await ended;
  expect(lie()).toEqual([]);
  expect(out() + err()).not.toMatch(readable);
  expect(out() + err()).not.toContain(key);
});

it("a backup says no more than the data it was made of", async () => {
  for (const [environment, says] of [
    [{ NIANBAO_KEY: key }, false],
    [{}, true],
  ] as const) {
    const folder = freshFolder();
    expect((await runToEnd(["chat"], folder, `${words.join("\n")}\n`, environment)).code).toBe(0);
    const made = await runToEnd(["backup", "backup.bak"], folder, "", environment);
    expect([made.code, made.err]).toEqual([0, ""]);
    const bytes = readFileSync(join(folder, "backup.bak"));
    const texts = [
      bytes,
      ...[gunzipSync, zstdDecompressSync].flatMap((unpacked) => opened(() => unpacked(bytes))),
    ];
    expect(texts.some((text) => readable.test(text.toString("utf8")))).toBe(says);
  }
});

/** What it gives; nothing where it cannot. */
function opened(work: () => Buffer): Buffer[] {
  try {
    return [work()];
  } catch {
    return [];
  }
}
