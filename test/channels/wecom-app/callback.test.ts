import { connect } from "node:net";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../contracts/rig.ts";
import { encrypt, outer, stamp } from "../../fakes/wecom-app/envelope.ts";
import { xmlOf, type Twist } from "../../fakes/wecomApp.ts";
import { App } from "./app.ts";
import { people } from "./rig.ts";

let app: App;
beforeEach(async () => void (app = await App.open()));
afterEach(() => app.close());

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
const text = (words = "收到4件", id = "7300000000000000001"): string =>
  xmlOf({
    ToUserName: app.platform.world.account.corp,
    FromUserName: app.person.id,
    CreateTime: seconds(app.platform.world.now()),
    MsgType: "text",
    Content: words,
    MsgId: id,
    AgentID: Number(app.platform.world.account.agent),
  });
const minutes = (count: number): Date => new Date(app.platform.world.now().getTime() + count * 60_000);
const otherKey = "ZZmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

describe("the address is checked when the administrator saves it", () => {
  it("answers with the words that were sealed", async () => {
    expect(await app.platform.checkAddress("1616140317555161061")).toBe("1616140317555161061");
  });

  it.each<[string, Twist]>([
    ["by another token", { keys: { token: "another" } }],
    ["for another corp", { keys: { corp: "ww9999999999999999" } }],
    ["with another key", { keys: { aesKey: otherKey } }],
    ["long ago", { at: new Date("2026-01-05T08:00:00+08:00") }],
    ["and not signed", { query: (query) => query.delete("msg_signature") }],
    ["and signed without words", { query: (query) => query.delete("echostr") }],
  ])("answers nothing when it was sealed %s", async (_, twist) => {
    expect(await app.platform.checkAddress("1616140317555161061", twist)).toBeNull();
  });
});

describe("what did not come from our WeCom is refused, with nothing but a status", () => {
  it.each<[string, number, string, Twist]>([
    ["signed with another token", 403, "forged", { keys: { token: "another" } }],
    ["sealed with another key", 403, "undecipherable", { keys: { aesKey: otherKey } }],
    ["sealed for another corp", 403, "undecipherable", { keys: { corp: "ww9999999999999999" } }],
    ["without a signature", 400, "unsigned", { query: (query) => query.delete("msg_signature") }],
    ["with an empty signature", 400, "unsigned", { query: (query) => query.set("msg_signature", "") }],
    ["without a time", 400, "unsigned", { query: (query) => query.delete("timestamp") }],
    ["without a nonce", 400, "unsigned", { query: (query) => query.delete("nonce") }],
    ["with a time of its own", 403, "forged", { query: (query) => query.set("timestamp", "1700000000") }],
    ["in plain words", 400, "unsigned", { body: () => text() }],
    [
      "with its sealed part changed",
      403,
      "forged",
      { body: (body) => body.replace("<Encrypt><![CDATA[", "<Encrypt><![CDATA[A") },
    ],
    ["cut off", 400, "unreadable", { body: (body) => body.slice(0, -30) }],
    ["with a document type", 400, "unreadable", { body: (body) => `<!DOCTYPE xml>${body}` }],
    ["as JSON", 400, "unreadable", { body: () => '{"encrypt":"a"}' }],
    ["with no body", 400, "unreadable", { body: () => "" }],
  ])("%s", async (_, status, reason, twist) => {
    expect(await app.platform.posts(text(), twist)).toBe(status);
    expect(app.seen).toEqual([]);
    expect(app.lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { level: "warn", event: "wecom-app-callback-refused", status, reason },
    ]);
  });

  it("six minutes old, or from a time to come; four minutes are taken", async () => {
    for (const apart of [-6, 6, -60])
      expect(await app.platform.posts(text(), { at: minutes(apart) })).toBe(403);
    expect(app.seen).toEqual([]);
    for (const apart of [-4, 4]) expect(await app.platform.posts(text(), { at: minutes(apart) })).toBe(200);
  });

  it("sealed rightly around XML that is none, or lacks a field", async () => {
    const fields = { FromUserName: "a", CreateTime: 1_700_000_000, MsgType: "text", MsgId: "1" };
    const broken = ["", "<xml>", "收到4件", `<!DOCTYPE a [<!ENTITY b "c">]>${text()}`, "<xml></xml>"];
    const lacking = Object.keys(fields).map((field) => xmlOf({ ...fields, [field]: "" }));
    for (const xml of [...broken, ...lacking]) expect(await app.platform.posts(xml)).toBe(400);
    expect(app.seen).toEqual([]);
  });

  it("at another path, by another method, or too large", async () => {
    const { callback } = app.platform;
    const status = async (path: string, method = "GET", body?: string): Promise<number> =>
      (await fetch(new URL(path, callback), { method, ...(body === undefined ? {} : { body }) })).status;
    for (const path of ["/", "/wecom-app/", "/wecom-app/../x", "/%00"]) expect(await status(path)).toBe(404);
    for (const method of ["PUT", "DELETE", "OPTIONS"]) expect(await status("/wecom-app", method)).toBe(405);
    expect(await app.platform.raw("?msg_signature=a", "a".repeat(300 * 1024))).toBe(413);
    expect(await app.platform.says(app.person, "核对")).toBe(true);
  });

  it("broken off in the middle, and the next message comes", async () => {
    const { port } = new URL(app.platform.callback);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write("POST /wecom-app HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n<xml>", () => {
      socket.destroy();
    });
    await until(() => app.lines.length > 0);
    expect(app.lines[0]).toContain("cut-off");
    expect(await app.platform.says(app.person, "核对")).toBe(true);
  });

  it("whatever is changed in what is signed", async () => {
    const { account, now } = app.platform.world;
    const encrypted = encrypt(text(), account);
    const place = fc.constantFrom("msg_signature", "timestamp", "nonce", "encrypted");
    const change = fc.record({ place, at: fc.nat(), character: fc.stringMatching(/^[0-9a-zA-Z+/=]$/) });
    await fc.assert(
      fc.asyncProperty(change, async ({ place, at, character }) => {
        const query = stamp(encrypted, account, now());
        const parts: Record<string, string> = { ...Object.fromEntries(query), encrypted };
        const part = parts[place] ?? "";
        const index = at % part.length;
        fc.pre(part[index] !== character);
        parts[place] = part.slice(0, index) + character + part.slice(index + 1);
        const { encrypted: sealed = "", ...said } = parts;
        const status = await app.platform.raw(
          `?${new URLSearchParams(said).toString()}`,
          outer(sealed, account),
        );
        expect([400, 403]).toContain(status);
      }),
      { numRuns: 300 },
    );
    expect(app.seen).toEqual([]);
  });

  it("whatever a stranger makes up", async () => {
    const time = String(seconds(app.platform.world.now()));
    const guessed = fc
      .record({ msg_signature: fc.stringMatching(/^[0-9a-f]{40}$/), nonce: fc.string({ minLength: 1 }) })
      .map((said) => new URLSearchParams({ ...said, timestamp: time }).toString());
    const anything = fc.record({
      query: fc.oneof(fc.webQueryParameters(), guessed),
      body: fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string().map((said) => outer(said, app.platform.world.account)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(anything, async ({ query, body }) => {
        expect([400, 403]).toContain(await app.platform.raw(`?${query}`, body));
      }),
      { numRuns: 200 },
    );
    expect(app.seen).toEqual([]);
  });
});

describe("an acknowledgement", () => {
  it("is empty", async () => {
    const { account, now } = app.platform.world;
    const encrypted = encrypt(text(), account);
    const address = `${app.platform.callback}?${stamp(encrypted, account, now()).toString()}`;
    const response = await fetch(address, { method: "POST", body: outer(encrypted, account) });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  it("that does not come in time is followed by two more deliveries with the same id", async () => {
    app.platform.tries = 3;
    app.platform.patienceMs = 100;
    const stored = Promise.withResolvers<{ kind: "taken" }>();
    app.receive = () => stored.promise;
    expect(await app.platform.says(app.person, "收到4件")).toBe(false);
    stored.resolve({ kind: "taken" });
    expect(app.seen).toHaveLength(3);
    expect(new Set(app.seen.map(({ id }) => id)).size).toBe(1);
  });

  it("is given at the second delivery when the first could not be stored", async () => {
    app.platform.tries = 3;
    app.receive = () => {
      app.receive = () => Promise.resolve({ kind: "taken" });
      return Promise.reject(new Error("the disk is full: 收到4件"));
    };
    expect(await app.platform.says(app.person, "收到4件")).toBe(true);
    expect(app.seen).toHaveLength(2);
    expect(app.lines.join()).toContain('"status":500,"reason":"not-stored"');
    expect(app.lines.join()).not.toContain("收到");
  });

  it("does not wait for a card to be changed", async () => {
    const card = { id: "card-1", text: "选一个", choices: [{ id: "a", label: "好" }] };
    await app.send({ type: "card", card });
    app.platform.world.faults.refuse = { path: "message/update_template_card", errcode: 45009 };
    expect(await app.platform.presses(app.person, "card-1", "好")).toBe(true);
    await until(() => app.lines.some((line) => line.includes("wecom-app-press-not-answered")));
  });

  it("of two hundred callbacks at once is given to each", async () => {
    const all = Array.from({ length: 200 }, (_, index) =>
      app.platform.posts(text("收到4件", `7300000000000${index + 1000}`)),
    );
    expect(new Set(await Promise.all(all))).toEqual(new Set([200]));
    expect(new Set(app.seen.map(({ id }) => id)).size).toBe(200);
  });
});

describe("what comes in", () => {
  const base = (): Record<string, string | number> => ({
    FromUserName: app.person.id,
    CreateTime: 1_767_000_000,
    AgentID: Number(app.platform.world.account.agent),
  });
  const delivered = async (fields: Record<string, string | number>): Promise<unknown> => {
    expect(await app.platform.posts(xmlOf({ ...base(), ...fields }))).toBe(200);
    return app.seen.at(-1);
  };

  it("keeps its words, whatever they are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 600 }), async (words) => {
        expect(await delivered({ MsgType: "text", MsgId: "1", Content: words })).toMatchObject({
          text: words.trim(),
        });
      }),
      { numRuns: 100 },
    );
  });

  it("is a picture, fetched within three days", async () => {
    expect(
      await delivered({ MsgType: "image", MsgId: "9", MediaId: "m-1", PicUrl: "http://127.0.0.1/" }),
    ).toEqual({
      kind: "message",
      id: "9",
      conversation: { kind: "direct", id: app.person.id },
      sender: { id: app.person.id },
      at: 1_767_000_000_000,
      text: "",
      mentioned: true,
      files: [{ ref: "m-1", expiresAt: 1_767_000_000_000 + 3 * 24 * 3_600_000 }],
    });
  });

  it("is what was spoken, where WeCom wrote it down; of other kinds nothing is left", async () => {
    const voice = { MsgType: "voice", MsgId: "1", MediaId: "m", Format: "amr" };
    expect(await delivered({ ...voice, Recognition: "收到四件" })).toMatchObject({
      text: "收到四件",
      files: [],
    });
    for (const MsgType of ["voice", "video", "location", "link", "hologram"])
      expect(await delivered({ MsgType, MsgId: "2", MediaId: "m", Title: "标题" })).toMatchObject({
        text: "",
        files: [],
      });
  });

  it("is somebody who opens the chat, known again when it is delivered again", async () => {
    const enter = { MsgType: "event", Event: "enter_agent", EventKey: "" };
    expect(await delivered(enter)).toMatchObject({ kind: "entered", sender: { id: app.person.id } });
    await delivered(enter);
    await delivered({ ...enter, CreateTime: 1_767_000_001 });
    await delivered({ ...enter, FromUserName: people[1].id });
    const [first, again, later, other] = app.seen.map(({ id }) => id);
    expect(again).toBe(first);
    expect(new Set([first, later, other]).size).toBe(3);
  });

  it("is no message when nobody knows its kind, or it is for another app", async () => {
    await delivered({ MsgType: "event", Event: "subscribe" });
    await delivered({ MsgType: "event", Event: "LOCATION", Latitude: "23.1" });
    await delivered({ MsgType: "text", MsgId: "1", Content: "收到4件", AgentID: 1_000_099 });
    expect(app.seen).toEqual([]);
    expect(app.lines.filter((line) => line.includes("event-ignored"))).toHaveLength(3);
  });

  it("leaves nothing of its words, its sender and our secrets in the log", async () => {
    const { account } = app.platform.world;
    await app.platform.says(app.person, "监督电话8888");
    await app.platform.posts(text("监督电话8888"), { keys: { token: "another" } });
    await app.platform.posts(text("监督电话8888"), { keys: { corp: "ww9999999999999999" } });
    await delivered({ MsgType: "event", Event: "secret-event-name" });
    const log = app.lines.join("\n");
    const secrets = [account.corp, account.token, account.aesKey, account.secret, "ww9999999999999999"];
    for (const secret of [...secrets, app.person.id, "8888", "secret-event-name"])
      expect(log).not.toContain(secret);
    expect(app.lines.length).toBeGreaterThan(2);
  });
});
