import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  ChannelError,
  type ChannelEvents,
  type Inbound,
  type Line,
  type Receipt,
} from "../../../src/channels/channel.ts";
import { WebChannel } from "../../../src/channels/web/channel.ts";
import { web } from "../../../src/channels/web/entry.ts";
import { silent, type LogFields } from "../../../src/log.ts";
import { until } from "../../contracts/rig.ts";
import { Client, conversation } from "./client.ts";
import { forged } from "./rig.ts";

const now = () => new Date("2026-01-12T09:00:00+08:00");
const docx = { name: "新华区'曙光'街（草稿）*.docx", bytes: new TextEncoder().encode("PK 稿") };

let folder: string;
let channel: WebChannel;
let client: Client;
let heard: Inbound[];
let kept: Line[];
let logged: [string, LogFields | undefined][];
let receive: (message: Inbound) => Promise<Receipt>;

const events: ChannelEvents = {
  inbound: (message) => {
    heard.push(message);
    return receive(message);
  },
  state: () => undefined,
  history: (_, limit) => Promise.resolve(kept.slice(-limit)),
};
const log = {
  ...silent,
  warn: (event: string, fields?: LogFields) => void logged.push([event, fields]),
  error: (event: string, fields?: LogFields) => void logged.push([event, fields]),
};
const open = async (port = 0): Promise<Client> => {
  channel = new WebChannel(port, { log, now, folder });
  await channel.start(events);
  client = new Client(channel.link);
  return client;
};
const send = (key: string, text: string) =>
  channel.send(
    conversation,
    { type: "text", text },
    { key, again: false, signal: AbortSignal.timeout(5000) },
  );
const keys = (): string[] => [...client.lines.keys()];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nianbao-web-"));
  heard = [];
  kept = [];
  logged = [];
  receive = () => Promise.resolve({ kind: "taken" });
  await open();
});
afterEach(async () => {
  client.leave();
  await channel.stop();
  await rm(folder, { recursive: true, force: true });
});

it("the link has a secret of 256 bits, which its owner alone can read and which outlives a restart", async () => {
  const { token } = client;
  expect(Buffer.from(token, "base64url")).toHaveLength(32);
  expect((await stat(join(folder, "token"))).mode & 0o777).toBe(0o600);
  await channel.stop();
  expect((await open()).token).toBe(token);
  await channel.stop();
  await writeFile(join(folder, "token"), "x");
  expect((await open()).token).not.toBe("x");
});

it("it listens on this machine only", () => {
  expect(channel.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}$/);
});

it("a port that is taken is told in one sentence", async () => {
  const port = Number(new URL(channel.link).port);
  const second = new WebChannel(port, { log: silent, now, folder });
  const error: unknown = await second.start(events).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ChannelError);
  expect(error).toMatchObject({ code: "invalid", retryable: false });
  expect(String(error)).toContain(`网页的端口${port}已被占用`);
});

it("strangers, foreign pages and foreign names are refused, and no word of theirs is logged", async () => {
  expect(await forged(client)).toBe(true);
  expect(heard).toEqual([]);
  expect(logged.every(([event]) => event === "web-refused")).toBe(true);
  expect(JSON.stringify(logged)).not.toContain("example");
});

it("nobody hears or takes a file without the token", async () => {
  await channel.send(
    conversation,
    { type: "file", ...docx },
    { key: "f", again: false, signal: AbortSignal.timeout(5000) },
  );
  for (const path of ["/events", "/files/f"])
    expect((await fetch(client.base + path)).status, path).toBe(403);
});

it("every answer is sealed: nothing inline, nothing from outside, nothing kept", async () => {
  const answers = await Promise.all(
    ["/", "/page.js", "/page.css", "/files/none", "/strange"].map((path) => client.request(path)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404, 404]);
  for (const { headers } of answers) {
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  }
});

it("the page has every file it names, and names nothing outside", async () => {
  const pages = join(import.meta.dirname, "../../../src/channels/web/page");
  for (const name of await readdir(pages)) {
    const text = await readFile(join(pages, name), "utf8");
    const outside = [...text.matchAll(/https?:\/\/[^"'\s)]+/g)].map(([url]) => url);
    expect(
      outside.filter((url) => url !== "http://www.w3.org/2000/svg"),
      name,
    ).toEqual([]);
    expect(text, name).not.toMatch(/innerHTML|\sstyle="|\son\w+="|eval\(|\p{Extended_Pictographic}/u);
    expect(text.split("\n").length, name).toBeLessThanOrEqual(300);
    if (name !== "page.html") expect((await client.request(`/${name}`)).status, name).toBe(200);
  }
});

it("a message sent again under its name is stored under the same id and shown once", async () => {
  void client.listen();
  await client.say("收到4件", { id: "message-1" });
  receive = () => Promise.resolve({ kind: "known" });
  const answer = await client.say("收到4件", { id: "message-1" });
  expect(await answer.json()).toEqual({ kind: "known" });
  await send("k", "记下了。");
  await until(() => keys().length === 2);
  expect(keys()).toEqual(["message-1", "k"]);
  expect(new Set(heard.map(({ id }) => id)).size).toBe(1);
});

it("the answer never stands before the words it answers", async () => {
  void client.listen();
  const stored = Promise.withResolvers<Receipt>();
  receive = () => stored.promise;
  const saying = client.say("收到4件", { id: "message-1" });
  await until(() => heard.length === 1);
  const answering = send("k", "记下了。");
  stored.resolve({ kind: "taken" });
  await Promise.all([saying, answering]);
  await until(() => keys().length === 2);
  expect(keys()).toEqual(["message-1", "k"]);
});

it("what could not be stored, or was refused, is not shown as said", async () => {
  receive = () => Promise.reject(new Error("磁盘满了"));
  const failed = await client.say("收到4件");
  expect([failed.status, await failed.json()]).toEqual([503, { error: "暂时没有存下来，请稍后再试。" }]);
  receive = () => Promise.resolve({ kind: "refused", why: "您只能查看。" });
  expect(await (await client.say("收到4件")).json()).toEqual({ kind: "refused", why: "您只能查看。" });
  void client.listen();
  await until(() => client.ready === 1);
  expect(keys()).toEqual([]);
});

it("a page that comes back gets what it missed, and a new page everything", async () => {
  void client.listen();
  await send("k1", "一");
  await until(() => keys().length === 1);
  client.leave();
  await send("k2", "二");
  client.lines.clear();
  void client.listen();
  await until(() => client.ready === 2);
  expect(keys()).toEqual(["k2"]);
  const other = new Client(channel.link);
  void other.listen();
  await until(() => other.ready === 1);
  expect([...other.lines.keys()]).toEqual(["k1", "k2"]);
  other.leave();
});

it("after a restart the talk is there again, none of it twice, and its files can be taken", async () => {
  kept = [
    { key: "m1", at: 1, said: "开始" },
    { key: "k1", at: 2, sent: { type: "text", text: "您好" } },
    { key: "k2", at: 3, sent: { type: "file", ...docx } },
  ];
  await channel.stop();
  const { mark } = client;
  await open();
  client.mark = mark === "" ? "ffffffffffff-7" : mark;
  void client.listen();
  await send("k1", "您好");
  await until(() => client.ready === 1);
  expect(keys()).toEqual(["m1", "k1", "k2"]);
  const { bytes, response } = await client.download("k2");
  expect([...bytes]).toEqual([...docx.bytes]);
  const name = /filename\*=UTF-8''(\S+)$/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "";
  expect(name).toMatch(/^[\w%.-]+$/);
  expect(decodeURIComponent(name)).toBe(docx.name);
});

it("a file that no longer fits the memory comes from the store", async () => {
  const bytes = new Uint8Array(20 * 1024 * 1024);
  for (const key of ["f1", "f2", "f3"])
    await channel.send(
      conversation,
      { type: "file", name: `${key}.docx`, bytes },
      { key, again: false, signal: AbortSignal.timeout(5000) },
    );
  expect((await client.download("f3")).bytes).toHaveLength(bytes.length);
  expect((await client.download("f1")).response.status).toBe(404);
  kept = [{ key: "f1", at: 1, sent: { type: "file", ...docx } }];
  expect([...(await client.download("f1")).bytes]).toEqual([...docx.bytes]);
});

it("the last 500 lines are kept", async () => {
  for (let count = 0; count < 510; count += 1) await send(`k${count}`, "好");
  void client.listen();
  await until(() => client.ready === 1);
  expect(keys()).toHaveLength(500);
  expect(keys()[0]).toBe("k10");
});

it("a used card is shown as used in every page, and its table stays", async () => {
  const table = { columns: ["项目", "数"], rows: [["新收", "4"]] };
  const card = { id: "c", text: "4件还是5件？", choices: [{ id: "1", label: "4件" }], table };
  await channel.send(
    conversation,
    { type: "card", card },
    { key: "c", again: false, signal: AbortSignal.timeout(5000) },
  );
  receive = () => Promise.resolve({ kind: "taken", card: { id: "c", text: "4件还是5件？\n已选：4件" } });
  void client.listen();
  await client.json("/actions", { id: "press-001", card: "c", choice: "1" });
  await until(() => !JSON.stringify([...client.lines.values()]).includes("choices"));
  expect(client.lines.get("c")?.sent).toEqual({
    type: "card",
    card: { id: "c", text: "4件还是5件？\n已选：4件", table },
  });
});

it("a used card that is sent once more stays used", async () => {
  const card = { id: "c", text: "4件还是5件？", choices: [{ id: "1", label: "4件" }] };
  const sends = () =>
    channel.send(
      conversation,
      { type: "card", card },
      { key: "c", again: true, signal: AbortSignal.timeout(5000) },
    );
  await sends();
  await client.json("/actions", { id: "press-001", card: "c", choice: "1" });
  await sends();
  void client.listen();
  await until(() => client.ready === 1);
  expect(client.lines.get("c")?.sent).toEqual({ type: "card", card: { id: "c", text: card.text } });
});

it("what makes no sense is refused with one sentence, and nothing is heard", async () => {
  const bodies: [string, unknown, number][] = [
    ["/messages", { id: "short", text: "好" }, 400],
    ["/messages", { id: "message-1" }, 400],
    ["/messages", { id: "message-1", text: "  " }, 400],
    ["/messages", { id: "message-1", text: "好".repeat(300_000) }, 413],
    ["/actions", { id: "press-001", card: "c" }, 400],
    ["/actions", { id: "press-001", card: "c", choice: "1", fields: {} }, 400],
    ["/actions", { id: "press-001", card: "c", fields: { a: 3 } }, 400],
  ];
  for (const [path, body, status] of bodies) {
    const answer = await client.json(path, body);
    expect([answer.status, await answer.text()], JSON.stringify(body).slice(0, 60)).toEqual([
      status,
      expect.stringMatching(/^\{"error":"[^a-z]+。"\}$/),
    ]);
  }
  expect((await client.request("/messages", { method: "POST", body: "{" })).status).toBe(400);
  expect(heard).toEqual([]);
});

it("a file over 30 MB is refused with one sentence, one of 30 MB is taken", async () => {
  const answer = await client.say("", {
    file: { name: "大.pdf", bytes: new Uint8Array(30 * 1024 * 1024 + 1) },
  });
  expect([answer.status, await answer.text()]).toEqual([413, expect.stringContaining("文件超过30MB")]);
  expect(heard).toEqual([]);
  const right = await client.say("", { file: { name: "大.pdf", bytes: new Uint8Array(30 * 1024 * 1024) } });
  expect(right.status).toBe(200);
});

it("a file is on the disk before its message is stored, for its owner alone, and goes after a day", async () => {
  await client.say("看看这份", { file: docx });
  const [message] = heard;
  const file = message?.kind === "message" ? message.files[0] : undefined;
  expect(file).toMatchObject({ name: docx.name, size: docx.bytes.length });
  if (file === undefined) throw new Error("no file");
  const path = join(folder, "uploads", file.ref);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const limit = { maxBytes: 1000, signal: AbortSignal.timeout(5000) };
  await expect(channel.fetch({ ref: "../token" }, limit)).rejects.toMatchObject({ code: "expired" });
  const yesterday = new Date(now().getTime() - 25 * 3600 * 1000);
  await utimes(path, yesterday, yesterday);
  await channel.stop();
  await open();
  await expect(channel.fetch(file, limit)).rejects.toMatchObject({ code: "expired", retryable: false });
});

it("progress is shown to a page that comes later, until the answer", async () => {
  const options = { key: "k", again: false, signal: AbortSignal.timeout(5000) };
  await channel.progress(conversation, "正在出稿…", options);
  void client.listen();
  await until(() => client.progress === "正在出稿…");
  await send("k", "草稿已出好。");
  await until(() => client.progress === "");
  // Told too late: the answer is there.
  await channel.progress(conversation, "正在处理…", { ...options, signal: AbortSignal.abort() });
  await channel.progress(conversation, "正在检查…", options);
  await until(() => client.progress !== "");
  expect(client.progress).toBe("正在检查…");
});

it("who is not on this page cannot be reached by it", async () => {
  const other = { kind: "group", id: "local" } as const;
  const sending = channel.send(
    other,
    { type: "text", text: "好" },
    { key: "k", again: false, signal: AbortSignal.timeout(5000) },
  );
  await expect(sending).rejects.toMatchObject({ code: "unreachable" });
});

it("doctor sees a free port, a running page, and a port that something else holds", async () => {
  const rim = { log: silent, now, folder };
  const port = new URL(channel.link).port;
  expect(await web.probe({ NIANBAO_WEB_PORT: port }, rim)).toEqual([
    { ok: true, says: `网页正开着，端口${port}` },
  ]);
  const other = createServer((_, response) => void response.end("no"));
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const held = typeof address === "object" && address !== null ? `${address.port}` : "";
  expect(await web.probe({ NIANBAO_WEB_PORT: held }, rim)).toMatchObject([{ ok: false }]);
  other.close();
  other.closeAllConnections();
  await once(other, "close");
  expect(await web.probe({ NIANBAO_WEB_PORT: held }, rim)).toMatchObject([{ ok: true }]);
});

it("the port is a number that exists, and needs no setting", () => {
  const [setting] = web.settings;
  expect(setting?.needed).toBe(false);
  for (const right of ["0", "80", "8787", "65535"])
    expect(setting?.form?.matches.test(right), right).toBe(true);
  for (const wrong of ["65536", "-1", "8787a", "", "99999"])
    expect(setting?.form?.matches.test(wrong), wrong).toBe(false);
});
