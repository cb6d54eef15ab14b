import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { conversationKey } from "../../src/dispatch/payload.ts";
import { openStore } from "../../src/store/embedded.ts";
import { until } from "../contracts/rig.ts";
import { collect, freshFolder, runToEnd } from "../support/process.ts";

const root = join(import.meta.dirname, "..", "..");
const main = [join(root, "src", "main.ts"), "serve"];
const withLittleTime = [join(import.meta.dirname, "serving.ts")];
const patience = 20_000;

/** A model's endpoint that holds every answer back until it is told: what asks it is within a turn. */
async function slowModel() {
  const held: ServerResponse[] = [];
  const server = createServer((_, response) => void held.push(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return {
    held,
    settings: { LLM_BASE_URL: `http://127.0.0.1:${port}/v1`, LLM_MODEL: "slow", LLM_TIMEOUT_MS: "600000" },
    release: () => held.forEach((response) => response.writeHead(401).end("{}")),
  };
}

/** A service in a process of its own, with its page and the three addresses. */
async function service(program: readonly string[], folder: string, environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: {
      ...process.env,
      INIT_CWD: folder,
      NIANBAO_WEB_PORT: "0",
      NIANBAO_OPS_ADDRESS: "127.0.0.1:0",
      ...environment,
    },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [out, err] = [collect(child.stdout), collect(child.stderr)];
  const link = (): string[] => /(http:\/\/127\.0\.0\.1:\d+)\/#(\S+)/.exec(out())?.slice(1) ?? [];
  await until(() => link().length > 0, patience);
  const [url = "", token = ""] = link();
  const operations = `http://127.0.0.1:${/"event":"operating","port":(\d+)/.exec(err())?.[1] ?? ""}`;
  const says = async (text: string): Promise<void> => {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const body = JSON.stringify({ id: `message-${text.length}`, text });
    expect(await (await fetch(`${url}/messages`, { method: "POST", headers, body })).json()).toEqual({
      kind: "taken",
    });
  };
  const stopping = async (): Promise<void> => {
    for (;;) {
      const response = await fetch(`${operations}/readyz`);
      if ((await response.text()).includes('"stopping":true')) return expect(response.status).toBe(503);
    }
  };
  return { child, ended, err, operations, says, stopping };
}

/** Within a turn that the model holds up. */
async function inATurn(program: readonly string[], folder: string) {
  const model = await slowModel();
  const running = await service(program, folder, model.settings);
  expect((await fetch(`${running.operations}/readyz`)).status).toBe(200);
  await running.says("青山区临江街道办事处，2025年");
  await running.says("证照办了12本");
  await until(() => model.held.length > 0, patience);
  return { ...running, model };
}

/** What lies in the data folder when nobody uses it. */
async function left(folder: string) {
  const store = await openStore(join(folder, "data"));
  const [waiting, unsent] = [await store.mail.waiting(), await store.mail.unsent()];
  const lines = await store.mail.lines("web", conversationKey({ kind: "direct", id: "local" }), 100);
  await store.close();
  const said = lines.flatMap((line) => ("incoming" in line ? [line.incoming] : []));
  const answers = lines.slice(lines.findLastIndex((line) => "incoming" in line) + 1);
  return { waiting: waiting.length, unsent: unsent.length, said: said.length, answers: answers.length };
}

describe("Asked to end within a turn", () => {
  it("finishes the turn, sends the answer and ends in peace; meanwhile it lives and is not ready", async () => {
    const folder = freshFolder();
    const { child, ended, operations, stopping, model, err } = await inATurn(main, folder);
    child.kill("SIGTERM");
    await stopping();
    expect((await fetch(`${operations}/healthz`)).status).toBe(200);
    model.release();
    expect(await ended).toBe(0);
    const { answers, ...all } = await left(folder);
    expect(all).toEqual({ waiting: 0, unsent: 0, said: 2 });
    expect(answers).toBeGreaterThan(0);
    expect(err()).not.toContain("turns-left");
  });

  it("ends though the turn hangs, and the next start answers", async () => {
    const folder = freshFolder();
    const { child, ended, err } = await inATurn(withLittleTime, folder);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(err()).toContain('"event":"turns-left"');
    expect((await left(folder)).waiting).toBeGreaterThan(0);

    const next = await service(main, folder);
    await until(() => next.err().includes('"event":"taken-up"'), patience);
    next.child.kill("SIGTERM");
    expect(await next.ended).toBe(0);
    const { answers, ...all } = await left(folder);
    expect(all).toEqual({ waiting: 0, unsent: 0, said: 2 });
    expect(answers).toBeGreaterThan(0);
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "a second signal (%s) ends it at once, and nothing is lost",
    async (signal) => {
      const folder = freshFolder();
      const { child, ended, stopping } = await inATurn(main, folder);
      child.kill("SIGTERM");
      await stopping();
      child.kill(signal);
      expect(await ended).toBe(1);
      expect((await left(folder)).waiting).toBeGreaterThan(0);
    },
  );
});

describe("serve", () => {
  it("does not start where its address for the watch is taken, and touches no data", async () => {
    const first = await service(main, freshFolder());
    const address = first.operations.replace("http://", "");
    const folder = freshFolder();
    const environment = { NIANBAO_WEB_PORT: "0", NIANBAO_OPS_ADDRESS: address };
    const second = await runToEnd(["serve"], folder, "", environment);
    expect(second).toMatchObject({ code: 2, out: "" });
    expect(second.err).toBe(
      `看运行状况的地址 ${address} 已被占用，请改 NIANBAO_OPS_ADDRESS，例如 127.0.0.1:8791。\n`,
    );
    expect(existsSync(join(folder, "data"))).toBe(false);
  });
});

describe("doctor", () => {
  it("says whether the address can be used, or is in use already", async () => {
    const off = await runToEnd(["doctor"], freshFolder(), "", { NIANBAO_WEB_PORT: "0" });
    expect(off.out).toMatch(/^运行状况\s+没开/m);
    const { operations } = await service(main, freshFolder());
    const doctor = async (address: string) =>
      (await runToEnd(["doctor"], freshFolder(), "", { NIANBAO_WEB_PORT: "0", NIANBAO_OPS_ADDRESS: address }))
        .out;
    expect(await doctor(operations.replace("http://", ""))).toMatch(/^运行状况\s+好\s+.*正开着/m);
    expect(await doctor("127.0.0.1:0")).toMatch(/^运行状况\s+好\s+.*可以用/m);
    expect(await doctor("8791")).toMatch(/^运行状况\s+不行\s+NIANBAO_OPS_ADDRESS 填得不对/m);
  });
});
