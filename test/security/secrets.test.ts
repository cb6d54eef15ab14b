import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { WebSocketServer } from "ws";
import { channels } from "../../src/channels/index.ts";
import { secretSettings } from "../../src/config.ts";
import { until } from "../contracts/rig.ts";
import { collect, freshFolder, runToEnd, start } from "../support/process.ts";

/** Every secret there is, in the real program, against platforms that refuse it and repeat it in what they say. */

const secrets: Readonly<Record<string, string>> = {
  FEISHU_APP_SECRET: "canary-feishu-0123456789abcdef",
  WECOM_BOT_SECRET: "canary-wecom-bot-0123456789",
  WECOM_APP_SECRET: "canary-wecom-app-0123456789",
  WECOM_TOKEN: "canarywecomtoken",
  WECOM_AES_KEY: "canary".padEnd(43, "0123456789abcdefghijklmnopqrstuvwxyz0123456"),
  WECHATY_PUPPET_SERVICE_TOKEN: "insecure_canary-wechaty",
  LLM_API_KEY: "sk-canary-0123456789",
};
const plain = (port: number): Record<string, string> => ({
  NIANBAO_WEB_PORT: "0",
  FEISHU_APP_ID: "cli_0123456789abcdef",
  FEISHU_DOMAIN: `http://127.0.0.1:${port}`,
  WECOM_BOT_ID: "aibot-0123456789",
  WECOM_WS_URL: `ws://127.0.0.1:${port}/`,
  WECOM_CORP_ID: "ww0123456789abcdef",
  WECOM_AGENT_ID: "1000002",
  WECOM_API_URL: `http://127.0.0.1:${port}`,
  WECOM_CALLBACK_PORT: "0",
  WECHATY_PUPPET_SERVICE_ENDPOINT: `127.0.0.1:${port}`,
  LLM_BASE_URL: `http://127.0.0.1:${port}/v1`,
  LLM_MODEL: "canary-free",
});

/** Everything that was asked of the platform. */
let heard = "";
let port = 0;
const server = createServer((request, response) => void echo(request).then((said) => response.end(said)));

/** An answer that has the whole question in it, wherever an error of some platform stands. */
async function echo(request: IncomingMessage): Promise<string> {
  const parts: string[] = [request.url ?? "", JSON.stringify(request.headers)];
  for await (const part of request) parts.push(String(part));
  const said = parts.join("\n");
  heard += said;
  return JSON.stringify({ code: 10014, msg: said, errcode: 40001, errmsg: said, error: { message: said } });
}

beforeAll(async () => {
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) =>
    socket.on("message", (frame: Buffer) => {
      heard += frame.toString();
      const { headers } = JSON.parse(frame.toString()) as { headers?: unknown };
      socket.send(JSON.stringify({ headers, errcode: 40001, errmsg: frame.toString() }));
    }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What must not be told: the value, and any part of it that would do. */
const canary = /canary(?!-free)/;

it("every secret has its canary, or is tried by itself", () => {
  const names = secretSettings(channels).map(({ name }) => name);
  // These belong to the house: an address of a database below, keys with the encryption that uses them.
  const own = names.filter((name) => /^(?:DATABASE_|NIANBAO_)/.test(name));
  expect(names.filter((name) => !own.includes(name)).toSorted()).toEqual(Object.keys(secrets).toSorted());
});

it("doctor tells what is refused, and no secret", async () => {
  heard = "";
  const { out, err, code } = await runToEnd(["doctor"], freshFolder(), "", { ...plain(port), ...secrets });
  expect(code).toBe(2);
  // Otherwise nobody would have had a chance to repeat it.
  for (const name of ["FEISHU_APP_SECRET", "WECOM_APP_SECRET", "LLM_API_KEY"])
    expect(heard, name).toContain(secrets[name]);
  expect(out).toContain("不行");
  expect(out + err).not.toMatch(canary);
});

it("serve logs what is refused, and no secret, from the environment or from files", async () => {
  const folder = freshFolder();
  const inFiles = Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => {
      writeFileSync(join(folder, name), `${value}\n`);
      return [`${name}_FILE`, name];
    }),
  );
  for (const set of [secrets, inFiles]) {
    heard = "";
    const child = start(["serve"], folder, { ...plain(port), ...set });
    onTestFinished(() => void child.kill("SIGKILL"));
    const ended = new Promise((resolve) => child.on("close", resolve));
    const [out, err] = [collect(child.stdout), collect(child.stderr)];
    const refused = (channel: string): boolean => err().includes(`"channel":"${channel}","state":"failed"`);
    await until(() => ["feishu", "wecom", "wecom-app"].every(refused) && out().includes("#"), 30_000);
    child.kill("SIGTERM");
    await ended;
    for (const name of ["FEISHU_APP_SECRET", "WECOM_APP_SECRET", "WECOM_BOT_SECRET"])
      expect(heard, name).toContain(secrets[name]);
    expect(out() + err()).not.toMatch(canary);
  }
});

it("a secret of the house that is wrong, or of a database that is none, is told by nobody", async () => {
  const own = secretSettings(channels).filter(({ name }) => !Object.hasOwn(secrets, name));
  expect(own.map(({ name }) => name)).toContain("DATABASE_URL");
  for (const { name } of own)
    for (const value of ["canary no secret", `postgres://nianbao:canary@127.0.0.1:${port}/nianbao`])
      for (const command of ["doctor", "serve"]) {
        const environment = { NIANBAO_WEB_PORT: "0", [name]: value };
        const { out, err, code } = await runToEnd([command], freshFolder(), "", environment);
        expect(code, `${command} ${name}`).toBe(2);
        expect(out + err).not.toMatch(canary);
      }
});
