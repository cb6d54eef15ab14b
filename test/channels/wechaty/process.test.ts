import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { z } from "zod";
import { installed, notRun } from "./installed.ts";

const script = (name: string): string => join(import.meta.dirname, "child", name);

/** Runs a script in an empty folder that is also its home. */
function run(args: readonly string[], env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "wechaty-"));
  const child = spawn(process.execPath, [...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = Promise.all([once(child, "exit"), text(child.stderr)]).then(([[code], errors]) => {
    const left = readdirSync(folder, { recursive: true });
    rmSync(folder, { recursive: true });
    return { code: code as unknown, errors, left };
  });
  return { child, ended };
}

it("says in one sentence which packages to install where they are missing", async () => {
  const { child, ended } = run(["--import", script("without.ts"), script("open.ts")]);
  const out: unknown = JSON.parse(await text(child.stdout));
  expect(await ended).toEqual({ code: 0, errors: "", left: [] });
  expect(out).toMatchObject({
    code: "invalid",
    message: "没有装微信网关要用的程序包，请运行：npm install wechaty@1.20.2 wechaty-puppet-service@1.19.9",
  });
});

if (!installed) it(notRun, () => expect(installed).toBe(false));
else {
  const { gatewayWithPeople } = await import("./rig.ts");

  it("connects to nobody but the gateway, leaves no file and no word behind, and ends when it is stopped", async () => {
    const gateway = await gatewayWithPeople();
    const bytes = new Uint8Array(300_000).fill(0x41);
    const file = { name: "2025年 年报（终稿）.docx", bytes };
    const { child, ended } = run([script("talk.ts")], {
      TOKEN: gateway.token,
      ENDPOINT: gateway.endpoint,
      // What would lead the SDK elsewhere, or make it talk.
      WECHATY_PUPPET: "wechaty-puppet-wechat4u",
      WECHATY_LOG: "verbose",
      WECHATY_PUPPET_SERVICE_AUTHORITY: "127.0.0.9",
      WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: "true",
      https_proxy: "http://127.0.0.8:9",
      grpc_proxy: "http://127.0.0.8:9",
    });
    child.stdout.once("data", () => gateway.account.says({ from: "zhang-san", room: null, file, at: 1e12 }));
    const out = await text(child.stdout);
    const { code, errors, left } = await ended;
    expect([code, left]).toEqual([0, []]);
    for (const secret of [gateway.token, "zhang-san", "张三", "收到了", "年报"])
      expect(errors).not.toContain(secret);
    const told = Told.parse(JSON.parse(out.split("\n")[1] ?? ""));
    expect([...new Set(told.hosts)]).toEqual(["127.0.0.1"]);
    expect(told.heard).toEqual([file.name]);
    expect(told.digest).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(gateway.account.sent.map((sent) => sent.text ?? sent.file?.name)).toEqual(["收到了。", file.name]);
    await gateway.close();
  });
}

const Told = z.object({ hosts: z.array(z.string()), heard: z.array(z.string()), digest: z.string() });
