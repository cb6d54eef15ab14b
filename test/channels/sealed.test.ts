import { mkdtemp, rm } from "node:fs/promises";
import { request, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChannelEvents, Receipt } from "../../src/channels/channel.ts";
import { WebChannel } from "../../src/channels/web/channel.ts";
import { silent } from "../../src/log.ts";
import { until } from "../contracts/rig.ts";
import { App } from "./wecom-app/app.ts";

/** Every answer of every server of the channels, whatever is asked and how. */

const now = () => new Date("2026-01-12T09:00:00+08:00");
let folder: string;
let channel: WebChannel;
let receive: () => Promise<Receipt>;
const events: ChannelEvents = {
  inbound: () => receive(),
  state: () => undefined,
  history: () => Promise.resolve([]),
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nianbao-sealed-"));
  channel = new WebChannel(0, { log: silent, now, folder });
  receive = () => Promise.resolve({ kind: "taken" });
  await channel.start(events);
  await channel.send(
    { kind: "direct", id: "local" },
    { type: "file", name: "<b>.html", bytes: new TextEncoder().encode("<script>alert(1)</script>") },
    { key: "f", again: false, signal: AbortSignal.timeout(5000) },
  );
});
afterAll(async () => {
  await channel.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
}
/** As any program could ask, not only a browser. The answer is read to its end, unless it has none. */
function ask(url: string, method = "GET", headers: Record<string, string> = {}, body = ""): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false }, (response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
      response.destroy();
    });
    asked.on("error", reject).end(body);
  });
}

const base = (): string => new URL(channel.link).origin;
const right = (): Record<string, string> => ({
  authorization: `Bearer ${new URL(channel.link).hash.slice(1)}`,
});
const pages = ["/", "/page.css", "/talk.css", "/icon.svg", "/old.js", "/page.js", "/dom.js", "/wire.js", "/outbox.js", "/log.js", "/cards.js"]; // prettier-ignore
const json = { "content-type": "application/json" };

describe("the page", () => {
  it("answers nothing without the whole set of headers: every route, right and wrong", async () => {
    const message = JSON.stringify({ id: "12345678", text: "收到4件" });
    const asked: [string, Promise<Answer>, number][] = [
      ...pages.map((path): [string, Promise<Answer>, number] => [path, ask(base() + path), 200]),
      ["a page with a method", ask(`${base()}/`, "DELETE", right()), 404],
      ["events", ask(`${base()}/events`, "GET", right()), 200],
      ["events of a stranger", ask(`${base()}/events`), 403],
      ["a file", ask(`${base()}/files/f`, "GET", right()), 200],
      ["no file", ask(`${base()}/files/none`, "GET", right()), 404],
      ["a path out of the folder", ask(`${base()}/..%2f..%2fpackage.json`, "GET", right()), 404],
      ["a message", ask(`${base()}/messages`, "POST", { ...right(), ...json }, message), 200],
      ["a message of a stranger", ask(`${base()}/messages`, "POST", json, message), 403],
      ["no message", ask(`${base()}/messages`, "POST", { ...right(), ...json }, "{"), 400],
      ["a long message", ask(`${base()}/actions`, "POST", { ...right(), ...json }, "x".repeat(300_000)), 413],
      ["a press that makes no sense", ask(`${base()}/actions`, "POST", { ...right(), ...json }, "{}"), 400],
      ["a foreign name", ask(`${base()}/`, "GET", { host: "evil.example" }), 403],
      ["a foreign page", ask(`${base()}/`, "GET", { origin: "http://evil.example" }), 403],
      ["a name that is none", ask(`${base()}/`, "GET", { host: "a b" }), 400],
      ["an unknown method", ask(`${base()}/events`, "TRACE"), 403],
    ];
    for (const [what, answer, status] of asked) {
      const { headers, ...rest } = await answer;
      expect(rest, what).toEqual({ status });
      expect(headers, what).toMatchObject({
        "cache-control": "no-store",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
      const policy = new Map(
        String(headers["content-security-policy"])
          .split("; ")
          .map((rule) => {
            const [name = "", ...sources] = rule.split(" ");
            return [name, sources.join(" ")];
          }),
      );
      expect(Object.fromEntries(policy), what).toEqual({
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
      });
      // Who may is known by the token of the link: nothing that a browser would send along by itself.
      expect(headers["set-cookie"], what).toBeUndefined();
      expect(headers["access-control-allow-origin"], what).toBeUndefined();
    }
  });

  it("gives a file to be saved, never to be shown", async () => {
    const { headers } = await ask(`${base()}/files/f`, "GET", right());
    expect(headers["content-type"]).toBe("application/octet-stream");
    expect(headers["content-disposition"]).toMatch(
      /^attachment; filename="file\.html"; filename\*=UTF-8''%3Cb%3E\.html$/,
    );
  });

  it("reads no headers without end", async () => {
    const { port } = new URL(channel.link);
    const socket = connect(Number(port), "127.0.0.1");
    let said = "";
    socket.on("data", (part: Buffer) => (said += part.toString())).on("error", () => undefined);
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${"a".repeat(20_000)}\r\n\r\n`);
    await until(() => socket.closed || said !== "");
    expect(said).toMatch(/^HTTP\/1\.1 431 /);
    socket.destroy();
  });

  it("takes four messages at a time; another one is asked to come again, and comes", async () => {
    const gate = Promise.withResolvers<Receipt>();
    let inside = 0;
    receive = () => {
      inside += 1;
      return gate.promise;
    };
    const say = (number: number): Promise<Answer> =>
      ask(
        `${base()}/messages`,
        "POST",
        { ...right(), ...json },
        JSON.stringify({ id: `message-${number}`, text: "收到4件" }),
      );
    const four = [1, 2, 3, 4].map(say);
    await until(() => inside === 4);
    expect((await say(5)).status).toBe(503);
    gate.resolve({ kind: "taken" });
    expect((await Promise.all(four)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await say(5)).status).toBe(200);
  });
});

it("the callback of WeCom answers nothing without the whole set of headers either", async () => {
  const app = await App.open();
  try {
    const { callback } = app.platform;
    const answers = await Promise.all([
      ask(callback),
      ask(callback, "POST", {}, "<xml>"),
      ask(callback, "PUT"),
      ask(new URL("/elsewhere", callback).href),
      ask(`${callback}?msg_signature=a&timestamp=1&nonce=1`, "POST", {}, "a".repeat(70 * 1024)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 405, 404, 413]);
    expect(await app.platform.checkAddress("1616140317555161061")).toBe("1616140317555161061");
    for (const { headers } of answers)
      expect(headers).toMatchObject({
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "content-type": "text/plain; charset=utf-8",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
  } finally {
    await app.close();
  }
});
