import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, type Writable } from "node:stream";
import { expect, test } from "vitest";
import type { ChannelEvents, Inbound, Receipt } from "../../../src/channels/channel.ts";
import { localChat, TerminalChannel, type Terminal } from "../../../src/channels/terminal.ts";
import { OutsideError } from "../../../src/errors.ts";
import { until } from "../../contracts/rig.ts";
import { written } from "./rig.ts";

const taken: Receipt = { kind: "taken" };

/** A terminal, typed at or in a pipe, and what it reported. */
function terminal({ typed = false, ...more }: Partial<Terminal> & { typed?: boolean } = {}) {
  const place = mkdtempSync(join(tmpdir(), "nianbao-terminal-"));
  const input = Object.assign(new PassThrough(), typed ? { isTTY: true } : {});
  const [out, errors] = [written(), written()];
  const channel = new TerminalChannel({
    input,
    output: out.stream,
    errors: errors.stream,
    folder: join(place, "out"),
    from: place,
    now: () => new Date("2026-01-05T09:00:00+08:00"),
    answered: () => Promise.resolve(),
    ...more,
  });
  const said: Inbound[] = [];
  const events: ChannelEvents = {
    inbound: (message) => {
      said.push(message);
      return Promise.resolve(taken);
    },
    state: () => undefined,
    history: () => Promise.resolve([]),
  };
  const words = (): string[] => said.map((message) => (message.kind === "message" ? message.text : ""));
  const shown = (): string => out.pieces.join("");
  return { place, input, channel, events, said, words, shown, errors: errors.pieces };
}

const options = { key: "k", again: false, signal: AbortSignal.timeout(60_000) };
const saying = (channel: TerminalChannel, text: string, again = false) =>
  channel.send(localChat, { type: "text", text }, { ...options, again });

test("a typed line is a message, and the answer stands above the next prompt", async () => {
  const { input, channel, events, words, shown } = terminal({ typed: true });
  await channel.start(events);
  input.write("开始\r");
  await until(() => words().length === 1);
  expect(words()).toEqual(["开始"]);
  await saying(channel, "您好。");
  expect(shown()).toContain("年报助手：您好。\n\n");
  expect(shown().endsWith("您：") || /您：\u001b\[\d+G$/.test(shown())).toBe(true);
  await channel.stop();
});

test("a line that is being typed is not lost when an answer comes", async () => {
  const { input, channel, events, words, shown } = terminal({ typed: true });
  await channel.start(events);
  input.write("收到4件");
  await until(() => shown().includes("收到4件"));
  await saying(channel, "记下了。");
  expect(shown().slice(shown().lastIndexOf("记下了。"))).toContain("您：收到4件");
  input.write("，都公开了\r");
  await until(() => words().length === 1);
  expect(words()).toEqual(["收到4件，都公开了"]);
  await channel.stop();
});

test("lines pasted in one go are one message, with the one that waits for the Enter key", async () => {
  const { input, channel, events, words } = terminal({ typed: true });
  await channel.start(events);
  input.write("主动公开：385条\r依申请公开：设了登记本\r信息管理：科室起草");
  input.write("\r");
  await until(() => words().length > 0);
  expect(words()).toEqual(["主动公开：385条\n依申请公开：设了登记本\n信息管理：科室起草"]);
  await channel.stop();
});

test("in a pipe one line follows when the other is answered", async () => {
  const answers: (() => void)[] = [];
  const { input, channel, events, words } = terminal({
    answered: () => new Promise<void>((resolve) => answers.push(resolve)),
  });
  await channel.start(events);
  input.end("开始\n\n帮助\n进度");
  for (const [index, line] of ["开始", "帮助", "进度"].entries()) {
    await until(() => answers.length > index);
    expect(words().slice(index)).toEqual([line]);
    answers[index]?.();
  }
  expect(await channel.ended).toBe(true);
});

test("a path is a file, and one that cannot be taken is one line and no message", async () => {
  const { place, input, channel, events, said, errors } = terminal();
  writeFileSync(join(place, "去年 年报.docx"), "PK");
  mkdirSync(join(place, "文件夹"));
  await channel.start(events);
  input.end(`./文件夹/\n'${join(place, "去年 年报.docx")}'\n`);
  expect(await channel.ended).toBe(false);
  expect(errors).toEqual(["“文件夹”是文件夹，请发里面的那个文件。\n"]);
  const [message] = said;
  expect(said).toHaveLength(1);
  expect(message).toMatchObject({ text: "", files: [{ name: "去年 年报.docx", size: 2 }] });
});

test("what could not be stored is one line, and the talk goes on", async () => {
  const { input, channel, events, words, errors } = terminal();
  let first = true;
  await channel.start({
    ...events,
    inbound: (message) => {
      if (!first) return events.inbound(message);
      first = false;
      return Promise.reject(new OutsideError("磁盘满了。", { where: "store", code: "full" }));
    },
  });
  input.end("开始\n帮助\n");
  expect(await channel.ended).toBe(false);
  expect(errors).toEqual(["磁盘满了。\n"]);
  expect(words()).toEqual(["帮助"]);
});

test("a fault of ours ends the talk with that fault", async () => {
  const { input, channel, events } = terminal();
  await channel.start({ ...events, inbound: () => Promise.reject(new TypeError("x is undefined")) });
  input.end("开始\n");
  await expect(channel.ended).rejects.toThrow("x is undefined");
});

test("a text that may have been shown is not shown again; a file that is there already is not written twice", async () => {
  const { place, channel, events, shown } = terminal();
  await channel.start(events);
  await saying(channel, "记下了。", true);
  expect(shown()).toBe("");
  const file = { type: "file" as const, name: "草稿.docx", bytes: new TextEncoder().encode("PK") };
  await channel.send(localChat, file, options);
  await channel.send(localChat, file, { ...options, again: true });
  expect(readdirSync(join(place, "out"))).toEqual(["草稿.docx"]);
  await channel.send(localChat, { ...file, bytes: new TextEncoder().encode("PK2") }, options);
  expect(readdirSync(join(place, "out")).sort()).toEqual(["草稿.docx", "草稿（旧1）.docx"]);
  expect(readFileSync(join(place, "out", "草稿.docx"), "utf8")).toBe("PK2");
  await channel.stop();
});

test("a reader who went away ends the talk, without a stack of errors", async () => {
  const output: Writable = new PassThrough();
  const { channel, events } = terminal({ output });
  await channel.start(events);
  output.destroy(new Error("EPIPE"));
  expect(await channel.ended).toBe(false);
  await expect(saying(channel, "在")).rejects.toMatchObject({ code: "unreachable" });
});
