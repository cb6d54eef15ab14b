import { rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ChannelError } from "../../../src/channels/channel.ts";
import { until } from "../../contracts/rig.ts";
import { App } from "./app.ts";
import { people } from "./rig.ts";

let app: App;
beforeEach(async () => void (app = await App.open()));
afterEach(() => app.close());

const file = {
  type: "file" as const,
  name: "2025年 年报（终稿）.docx",
  bytes: new TextEncoder().encode("PK 草稿"),
};

/** The error of something that must fail. */
async function failure(work: Promise<unknown>): Promise<ChannelError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ChannelError)) throw new Error(`no ChannelError: ${String(error)}`);
  return error;
}

describe("a token", () => {
  it("is asked for once, also by many at the same time", async () => {
    await app.restart();
    app.platform.world.asked.length = 0;
    app.platform.world.token = null;
    await Promise.all(Array.from({ length: 20 }, (_, index) => app.say(`第${index}句`)));
    expect(app.asked("gettoken")).toBe(1);
    expect(app.texts).toHaveLength(20);
  });

  it.each([40014, 42001, 41001])(
    "that is refused in mid-send with %i is renewed, and the message goes once",
    async (errcode) => {
      app.platform.world.faults.refuse = { path: "message/send", errcode };
      await app.say("记下了。");
      expect(app.texts).toEqual(["记下了。"]);
      expect([app.asked("gettoken"), app.asked("message/send")]).toEqual([2, 2]);
    },
  );

  it("that ends while files go up and come down is renewed", async () => {
    const { world } = app.platform;
    await app.platform.sends(app.person, file);
    const [heard] = app.seen;
    world.token = null;
    await app.send(file);
    world.token = null;
    const sent = heard?.kind === "message" ? heard.files[0] : undefined;
    const limit = { maxBytes: 1000, signal: AbortSignal.timeout(5000) };
    expect((await app.channel.fetch(sent ?? { ref: "" }, limit)).name).toBe(file.name);
    expect(app.shown.map(({ type }) => type)).toEqual(["file"]);
  });

  it("is renewed before it ends", async () => {
    await app.say("一");
    const { world } = app.platform;
    world.now = () => new Date(Date.parse("2099-01-05T09:00:00+08:00"));
    await app.say("二");
    // It was never refused: the send is asked once a message.
    expect([app.asked("gettoken"), app.asked("message/send")]).toEqual([2, 2]);
  });

  it("that is refused although it is new is not asked for without end", async () => {
    app.platform.world.faults.refuse = { path: "message/send", errcode: 40014, times: 2 };
    expect(await failure(app.say("一"))).toMatchObject({ code: "auth", platformCode: "40014" });
    expect([app.asked("gettoken"), app.asked("message/send")]).toEqual([2, 2]);
  });

  it("that is old when it is given is not asked for with each message", async () => {
    app.platform.world.tokenLife = 200;
    app.platform.world.token = null;
    await app.restart();
    app.platform.world.asked.length = 0;
    for (const words of ["一", "二", "三"]) await app.say(words);
    expect([app.asked("gettoken"), app.asked("message/send")]).toEqual([0, 3]);
  });

  it("that is no longer given is told as wrong credentials, and the operator sees it until it is right again", async () => {
    const { secret } = app.platform.world.account;
    app.platform.world.account = { ...app.platform.world.account, secret: "changed-by-the-administrator" };
    app.platform.world.token = null;
    expect(await failure(app.say("记下了。"))).toMatchObject({
      code: "auth",
      retryable: false,
      platformCode: "40001",
    });
    expect(app.states.at(-1)).toBe("failed");
    app.platform.world.account = { ...app.platform.world.account, secret };
    await app.say("又好了。");
    expect(app.states.at(-1)).toBe("ready");
  });
});

describe("a refusal", () => {
  it.each([
    [-1, "busy", true],
    [40003, "unreachable", false],
    [40056, "auth", false],
    [40058, "invalid", false],
    [45002, "too_large", false],
    [45009, "rate_limited", true],
    [45033, "rate_limited", true],
    [48002, "forbidden", false],
    [60020, "forbidden", false],
    [81013, "unreachable", false],
    [301002, "auth", false],
    [999999, "unknown", false],
  ])("of %i is %s", async (errcode, code, retryable) => {
    app.platform.world.faults.refuse = { path: "message/send", errcode };
    const error = await failure(app.say("监督电话8888"));
    expect(error).toMatchObject({ code, retryable, where: "wecom-app", platformCode: String(errcode) });
    expect(error.message).toMatch(/^[^a-z\d]*(?:IP)?[^a-z\d]*[。]$/);
    expect(error.message).not.toContain("8888");
    expect(app.texts).toEqual([]);
  });

  it("for frequency says to wait a minute, and one for the address what to do", async () => {
    app.platform.world.faults.refuse = { path: "message/send", errcode: 45009 };
    expect((await failure(app.say("一"))).retryAfterMs).toBe(60_000);
    app.platform.world.faults.refuse = { path: "message/send", errcode: 60020 };
    expect((await failure(app.say("一"))).message).toContain("企业可信IP");
  });

  it("of a receiver inside a good answer is one", async () => {
    app.platform.world.left.add(app.person.id);
    expect(await failure(app.say("一"))).toMatchObject({ code: "unreachable" });
  });

  it("meets everybody, several, nobody and groups before they are asked", async () => {
    const options = { key: "k", again: false, signal: AbortSignal.timeout(5000) };
    const asked = app.asked("message/send");
    for (const id of ["@all", `${people[0].id}|${people[1].id}`, "|", "@"]) {
      const sending = app.channel.send({ kind: "direct", id }, { type: "text", text: "一" }, options);
      expect(await failure(sending)).toMatchObject({ code: "unreachable" });
    }
    const group = app.channel.send({ kind: "group", id: "g" }, { type: "text", text: "一" }, options);
    expect(await failure(group)).toMatchObject({ code: "unsupported" });
    expect(app.asked("message/send")).toBe(asked);
  });

  it("meets a text that the platform would cut, and a file that it would not take", async () => {
    expect(await failure(app.say("年".repeat(700)))).toMatchObject({ code: "too_large" });
    expect(await failure(app.send({ ...file, bytes: new Uint8Array(5) }))).toMatchObject({ code: "invalid" });
    expect(app.asked("media/upload")).toBe(0);
    await app.send({ ...file, bytes: new Uint8Array(6) });
    expect(app.shown).toHaveLength(1);
  });

  it("holds neither the secret nor the token, however it is looked at", async () => {
    const { world } = app.platform;
    const token = world.token?.value ?? "";
    world.faults.down = true;
    const error = await failure(app.say("监督电话8888"));
    const seen = JSON.stringify([error, error.stack, error.message, error.cause ?? null]) + app.lines.join();
    for (const secret of [token, world.account.secret, world.account.corp, app.person.id, "8888"])
      expect(seen).not.toContain(secret);
  });
});

describe("what may have arrived", () => {
  it("is shown once: a text, a card and a file whose answer was lost", async () => {
    const card = { id: "card-1", text: "选一个", choices: [{ id: "a", label: "好" }] };
    const messages = [{ type: "text" as const, text: "记下了。" }, { type: "card" as const, card }, file];
    for (const [index, message] of messages.entries()) {
      app.platform.world.faults.loseAnswer = true;
      const key = `key-${index}`;
      expect(await failure(app.send(message, { key, signal: AbortSignal.timeout(200) }))).toMatchObject({
        code: "timeout",
      });
      await app.send(message, { key, again: true });
      expect(app.shown.map(({ type }) => type)).toEqual(messages.slice(0, index + 1).map(({ type }) => type));
    }
  });

  it("is shown once also when the process ended in between: the upload is remembered", async () => {
    app.platform.world.faults.loseAnswer = true;
    await failure(app.send(file, { signal: AbortSignal.timeout(200) }));
    await app.restart();
    await app.send(file, { again: true });
    expect([app.asked("media/upload"), app.shown.length]).toEqual([1, 1]);
    await app.send(file, { key: "another" });
    expect([app.asked("media/upload"), app.shown.length]).toEqual([2, 2]);
  });

  it("is uploaded anew when the platform no longer has it", async () => {
    app.platform.world.faults.refuse = { path: "message/send", errcode: -1 };
    await failure(app.send(file));
    app.platform.world.media.clear();
    await app.send(file, { again: true });
    expect([app.asked("media/upload"), app.shown.length]).toEqual([2, 1]);
  });

  it("is uploaded anew when what was remembered is spoiled, or cannot be written", async () => {
    await app.send(file);
    await app.channel.stop();
    await writeFile(join(app.folder, "uploads.json"), '{"key-1":{"media":');
    await app.restart();
    await app.send(file);
    expect(app.asked("media/upload")).toBe(2);
    await rm(app.folder, { recursive: true });
    await writeFile(app.folder, "not a folder");
    await app.send(file, { key: "another" });
    expect(app.shown).toHaveLength(3);
    expect(app.lines.at(-1)).toContain("wecom-app-uploads-not-kept");
    await rm(app.folder);
  });

  it("may be said again on purpose", async () => {
    await app.say("没有听懂，请再说一遍。", { key: "a" });
    await app.say("没有听懂，请再说一遍。", { key: "b" });
    expect(app.texts).toHaveLength(2);
  });
});

describe("when the platform is out of reach", () => {
  it("a send fails, the channel seeks, finds, and sends", async () => {
    app.platform.world.faults.down = true;
    expect(await failure(app.say("一"))).toMatchObject({ code: "network", retryable: true });
    expect(app.states.at(-1)).toBe("reconnecting");
    app.platform.world.faults.down = false;
    await until(() => app.states.at(-1) === "ready");
    await app.say("二");
    expect(app.texts).toEqual(["二"]);
  });

  it("at the start, callbacks come already, and it goes on by itself", async () => {
    await app.channel.stop();
    app.platform.world.faults.down = true;
    app.states.length = 0;
    await app.restart();
    expect(app.states).toEqual(["connecting", "reconnecting"]);
    expect(await app.platform.says(app.person, "开始")).toBe(true);
    app.platform.world.faults.down = false;
    await until(() => app.states.at(-1) === "ready");
  });

  it("and the channel is stopped, nothing goes on seeking", async () => {
    app.platform.world.faults.down = true;
    await failure(app.say("一"));
    await app.channel.stop();
    const asked = app.platform.world.asked.length;
    expect(app.states.at(-1)).toBe("stopped");
    app.platform.world.faults.down = false;
    expect(await failure(app.say("二"))).toMatchObject({ retryable: true });
    expect(app.platform.world.asked.length).toBe(asked);
  });

  it("because something else answers at its address, it is not ready", async () => {
    await app.restart({ base: `${app.platform.url}/elsewhere` });
    expect(app.states.at(-1)).toBe("reconnecting");
    expect((await failure(app.say("一"))).message).toContain("核对地址");
    expect(app.states.at(-1)).toBe("reconnecting");
  });
});

describe("an address that sends us elsewhere", () => {
  it("is not followed: the secret would go there", async () => {
    const asked = app.asked("gettoken");
    const elsewhere = createServer((request, response) => {
      response.writeHead(302, { location: `${app.platform.url}${request.url ?? ""}` }).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    const address = elsewhere.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await app.restart({ base: `http://127.0.0.1:${port}` });
    expect(app.states.at(-1)).toBe("reconnecting");
    expect(app.asked("gettoken")).toBe(asked);
    elsewhere.closeAllConnections();
    await new Promise((resolve) => elsewhere.close(resolve));
  });
});

describe("at the start", () => {
  it("a port that is taken is told, and nothing is left open", async () => {
    const { port } = new URL(app.platform.callback);
    const second = app.another({ port: Number(port) });
    const error = await failure(second.start(app.events));
    await second.stop();
    expect(error).toMatchObject({ code: "invalid", platformCode: "EADDRINUSE" });
    expect(error.message).toContain(`端口${port}`);
  });

  it.each([
    ["the secret", { secret: "of-another-app" }, "40001"],
    ["the corp", { corp: "ww9999999999999999" }, "40013"],
  ])("%s that is wrong is told", async (_, wrong, platformCode) => {
    const error = await failure(app.restart(wrong));
    expect(error).toMatchObject({ code: "auth", platformCode });
    expect(app.states.at(-1)).toBe("failed");
  });

  it("a key that is none is told before anything is asked", () => {
    expect(() => app.another({ aesKey: "short" })).toThrow(ChannelError);
  });
});

describe("a text", () => {
  it("is no link, though it looks like one", async () => {
    await app.say('见<a href="http://127.0.0.1/">这里</a>，<abc>不变');
    expect(app.texts).toEqual(['见＜a href="http://127.0.0.1/">这里＜/a>，<abc>不变']);
  });
});

describe("an answer", () => {
  it("that says no more than yes is one", async () => {
    app.platform.world.faults.bareAnswers = true;
    expect((await app.say("一")).id).not.toBe("");
    expect(app.texts).toEqual(["一"]);
  });
});

describe("a file that came in", () => {
  it("has some name, where nobody knows it", async () => {
    app.platform.world.media.set("m-1", { ...file, name: "" });
    const fetched = await app.channel.fetch(
      { ref: "m-1" },
      { maxBytes: 1000, signal: AbortSignal.timeout(5000) },
    );
    expect(fetched.name).toBe("文件");
  });

  it.each([
    ["as bytes", true],
    ["as extended", false],
  ])("has its Chinese name where the message has none, written %s", async (_, plainNames) => {
    const { world } = app.platform;
    world.faults.plainNames = plainNames;
    world.media.set("m-1", file);
    const fetched = await app.channel.fetch(
      { ref: "m-1" },
      { maxBytes: 1000, signal: AbortSignal.timeout(5000) },
    );
    expect(fetched.name).toBe(file.name);
  });
});
