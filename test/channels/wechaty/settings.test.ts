import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { wechaty } from "../../../src/channels/wechaty/entry.ts";
import { silent } from "../../../src/log.ts";
import { installed } from "./installed.ts";

const rim = { log: silent, now: () => new Date(), folder: "" };
const WECHATY_PUPPET_SERVICE_TOKEN = "insecure_8d6c0f0e-5a7f-4c1b-9a52-3f5a3f1f7f10";
const at = (WECHATY_PUPPET_SERVICE_ENDPOINT: string) => ({
  WECHATY_PUPPET_SERVICE_TOKEN,
  WECHATY_PUPPET_SERVICE_ENDPOINT,
});
const form = (name: string): RegExp | undefined =>
  wechaty.settings.find((setting) => setting.name === name)?.form?.matches;

describe("the settings of wechaty", () => {
  it("need the endpoint: without one it does not start", async () => {
    const error = { code: "invalid", message: "还没有填 WECHATY_PUPPET_SERVICE_ENDPOINT，微信网关不启动。" };
    await expect(wechaty.open({ WECHATY_PUPPET_SERVICE_TOKEN }, rim)).rejects.toMatchObject(error);
    await expect(wechaty.probe({ WECHATY_PUPPET_SERVICE_TOKEN }, rim)).rejects.toMatchObject(error);
  });

  it("take no other kind of address", async () => {
    const endpoint = form("WECHATY_PUPPET_SERVICE_ENDPOINT");
    for (const right of ["127.0.0.1:18788", "gateway.office.gov.cn:443", "[::1]:18788", "wechat-gateway:1"])
      expect(right).toMatch(endpoint ?? /^$/);
    for (const wrong of [
      "wechaty://api.chatie.io/insecure_1",
      "http://127.0.0.1:18788",
      "127.0.0.1",
      ":18788",
      "127.0.0.1:0",
      "unix:/tmp/socket",
      "a b:1",
      "127.0.0.1:18788/x",
      "-:1",
    ]) {
      expect(wrong).not.toMatch(endpoint ?? /./);
      await expect(wechaty.open(at(wrong), rim)).rejects.toMatchObject({ code: "invalid" });
    }
  });

  it("say that the name of the certificate stands before the token", () => {
    const token = form("WECHATY_PUPPET_SERVICE_TOKEN");
    for (const right of [WECHATY_PUPPET_SERVICE_TOKEN, "puppet_workpro_1"])
      expect(right).toMatch(token ?? /^$/);
    for (const wrong of ["8d6c0f0e-5a7f", "_1", "insecure_", "insecure_ 1"])
      expect(wrong).not.toMatch(token ?? /./);
    expect(wechaty.settings.filter(({ secret }) => secret === true).map(({ name }) => name)).toEqual([
      "WECHATY_PUPPET_SERVICE_TOKEN",
    ]);
  });

  it("tell a certificate that is not there", async () => {
    const values = { ...at("127.0.0.1:1"), WECHATY_CA_FILE: "/no/such/file.pem" };
    await expect(wechaty.open(values, rim)).rejects.toMatchObject({
      code: "invalid",
      message: "WECHATY_CA_FILE 写的文件读不出来，请核对位置和权限。",
    });
  });
});

describe("the probe of wechaty", () => {
  const says = async (values: Parameters<typeof wechaty.probe>[0]): Promise<string[]> =>
    (await wechaty.probe(values, rim)).map(({ ok, says }) => `${ok ? "+" : "-"} ${says}`);

  it("touches the port, says that it is unofficial, and disturbs nobody", async () => {
    const bytes: number[] = [];
    const server = createServer((socket) => socket.on("data", ({ length }) => bytes.push(length)));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const lines = await says(at(`127.0.0.1:${port}`));
    expect(lines[0]).toMatch(/^\+ 注意：.*不是官方的.*账号会被封.*经过网关/);
    expect(lines.at(-1)).toBe("+ 网关的端口连得上。");
    expect(lines.some((line) => line.includes("没有装程序包"))).toBe(!installed);
    server.close();
    await once(server, "close");
    expect(bytes).toEqual([]);
    expect((await says(at(`127.0.0.1:${port}`))).at(-1)).toBe("- 网关的端口连不上。");
  });

  it("warns of the published certificate where the gateway is not on this machine", async () => {
    const open = "- 网关不在本机，用的又是公开的证书，路上的人看得到消息。";
    expect(await says(at("127.0.0.2:1"))).not.toContain(open);
    expect(await says(at("0.0.0.0:1"))).toContain(open);
    expect(await says({ ...at("0.0.0.0:1"), WECHATY_CA_FILE: "ca.pem" })).not.toContain(open);
    expect(await says({ ...at("0.0.0.0:1"), WECHATY_PUPPET_SERVICE_TOKEN: "gateway_1" })).not.toContain(open);
  });
});
