import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Probe, Values } from "../../../src/channels/channel.ts";
import { wecomApp } from "../../../src/channels/wecom-app/entry.ts";
import { silent } from "../../../src/log.ts";
import { freePort, wecomAppRig } from "./rig.ts";

let rig: Awaited<ReturnType<typeof wecomAppRig>>;
let values: Values;
beforeEach(async () => {
  rig = await wecomAppRig();
  values = rig.values ?? {};
});
afterEach(() => rig.close());

const probe = (changed: Values = {}, now = new Date()): Promise<readonly Probe[]> =>
  wecomApp.probe({ ...values, ...changed }, { log: silent, now: () => now, folder: rig.folder });
const bad = (lines: readonly Probe[]): Probe[] => lines.filter(({ ok }) => !ok);

describe("the doctor of the app", () => {
  it("finds nothing wrong where nothing is", async () => {
    expect((await probe()).map(({ ok, says }) => [ok, says])).toEqual([
      [true, "各项编号和密钥的样子都对"],
      [true, "企业微信接口连得上，应用的编号和密钥都对"],
      [true, "本机时间和企业微信一致"],
      [true, `接收消息的端口 ${values["WECOM_CALLBACK_PORT"]} 可以用`],
    ]);
    expect(rig.platform.world.shown).toEqual([]);
  });

  it.each([
    ["WECOM_CORP_ID", "我们单位"],
    ["WECOM_AGENT_ID", "应用一"],
    ["WECOM_APP_SECRET", "短"],
    ["WECOM_TOKEN", "有 空格"],
    ["WECOM_AES_KEY", "a".repeat(42)],
    ["WECOM_API_URL", "qyapi.weixin.qq.com"],
    ["WECOM_CALLBACK_PORT", "八七九零"],
    ["WECOM_CALLBACK_HOST", "本 机"],
  ])("says what is wrong with the form of %s, and asks nothing", async (name, value) => {
    const lines = await probe({ [name]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ ok: false, says: `${name} 的样子不对` });
    expect(lines[0]?.todo).toContain("请核对后重填");
    expect(rig.platform.world.asked).toEqual([]);
  });

  it.each([
    ["WECOM_APP_SECRET", "a-secret-of-somebody-else", "40001"],
    ["WECOM_CORP_ID", "ww9999999999999999", "40013"],
    ["WECOM_AGENT_ID", "1000099", "301002"],
  ])("says that %s is wrong", async (name, value, number) => {
    const [line] = bad(await probe({ [name]: value }));
    expect(line?.says).toContain(number);
    expect(line?.todo).toContain(name);
    expect(JSON.stringify(line)).not.toContain(value);
  });

  it("says that the address of this machine is not trusted", async () => {
    rig.platform.world.faults.refuse = { path: "agent/get", errcode: 60020 };
    expect(bad(await probe())).toMatchObject([{ todo: "在应用详情页的“企业可信IP”里加上本机的出口地址。" }]);
  });

  it("says that the platform is out of reach", async () => {
    const [line] = bad(await probe({ WECOM_API_URL: `http://127.0.0.1:${await freePort()}` }));
    expect(line?.says).toBe("连不上企业微信，稍后再试");
    expect(line?.todo).toContain("WECOM_API_URL");
  });

  it("says that the clock is wrong", async () => {
    const [line] = bad(await probe({}, new Date(rig.platform.world.now().getTime() + 7 * 60_000)));
    expect(line?.says).toBe("本机时间和企业微信相差约7分钟");
    expect(line?.todo).toContain("校准");
  });

  it("says that the port is taken, but not when our own service has it", async () => {
    const channel = await wecomApp.open(values, { log: silent, now: () => new Date(), folder: rig.folder });
    const inbound = () => Promise.resolve({ kind: "ignored" as const });
    await channel.start({ inbound, state: () => undefined, history: () => Promise.resolve([]) });
    expect(bad(await probe())).toEqual([]);
    await channel.stop();
    const other = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) =>
      other.listen(Number(values["WECOM_CALLBACK_PORT"]), "127.0.0.1", resolve),
    );
    const [line] = bad(await probe());
    await new Promise((resolve) => other.close(resolve));
    expect(line?.todo).toContain("WECOM_CALLBACK_PORT");
  });
});
