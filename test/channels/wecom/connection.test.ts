import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ChannelError } from "../../../src/channels/channel.ts";
import { channels } from "../../../src/channels/index.ts";
import { wecom } from "../../../src/channels/wecom/entry.ts";
import { silent } from "../../../src/log.ts";
import { until } from "../../contracts/rig.ts";
import { WecomFake } from "../../fakes/wecom.ts";
import { deskOf, started, type Desk } from "./desk.ts";
import { direct, wang } from "./rig.ts";

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const kept = (desk: Desk): Desk => {
  closing.push(() => desk.close());
  return desk;
};
const error = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "not refused",
    (reason: unknown) => reason,
  );
const tls = (name: string): string =>
  readFileSync(join(import.meta.dirname, "..", "..", "fakes", "wecom", "tls", name), "utf8");
const secure = async (): Promise<WecomFake> => {
  const fake = await WecomFake.open({ key: tls("server.key"), cert: tls("server.pem") });
  closing.push(() => fake.close());
  return fake;
};

describe("the place on the line", () => {
  it("taken by a newer connection: told, left alone, tried again once, and then left to the other", async () => {
    const desk = kept(await started({}, { kickRetryMs: 30 }));
    const { fake } = desk.rig;
    fake.kick();
    await until(() => desk.states.at(-1) === "ready" && fake.subscriptions === 2);
    const [failed] = desk.states.filter((state) => state.startsWith("failed"));
    expect(failed).toContain("同一个机器人在别处建立了新连接");
    expect((await desk.heard("核对")).reply).not.toBe("");
    fake.kick();
    await until(() => desk.states.at(-1)?.startsWith("failed") === true);
    expect(desk.states.at(-1)).toContain("不再争抢");
    expect([fake.subscriptions, fake.connected]).toEqual([2, false]);
  });

  it("taken again after a quiet time: tried again", async () => {
    const desk = kept(await started({}, { kickRetryMs: 30 }));
    const { fake } = desk.rig;
    fake.kick();
    await until(() => fake.subscriptions === 2);
    fake.pass(301_000);
    fake.kick();
    await until(() => fake.subscriptions === 3 && desk.states.at(-1) === "ready");
  });

  it("two services on one bot: the later one keeps it, and there is no war", async () => {
    const desk = kept(await started({}, { kickRetryMs: 60 }));
    const other = desk.rig.open({}, { kickRetryMs: 100 });
    const states: string[] = [];
    closing.unshift(() => other.stop());
    await other.start({ ...desk.events, state: (state) => void states.push(state) });
    await until(() => desk.states.some((state) => state.includes("不再争抢")));
    await until(() => states.at(-1) === "ready");
    expect(desk.rig.fake.subscriptions).toBe(4);
  });

  it("while nobody holds it, sending is refused as something that passes", async () => {
    const desk = kept(await started({}, { kickRetryMs: 60_000 }));
    const answer = await desk.heard();
    desk.rig.fake.kick();
    await until(() => desk.states.at(-1)?.startsWith("failed") === true);
    expect(await error(desk.send("记下了。", answer))).toMatchObject({ code: "network", retryable: true });
  });
});

describe("drops", () => {
  it("many in a row do not end it", async () => {
    const desk = kept(await started());
    const { fake } = desk.rig;
    for (let count = 2; count <= 6; count++) {
      fake.drop();
      await until(() => fake.subscriptions === count && desk.states.at(-1) === "ready");
    }
    expect(desk.states.filter((state) => state === "reconnecting")).toHaveLength(5);
    await desk.send("检查通过。", await desk.heard("核对"));
  });

  it("what was on its way when the line broke is told as uncertain, and its repeat is shown once", async () => {
    const desk = kept(await started());
    const { fake } = desk.rig;
    const answer = await desk.heard();
    fake.refusals.push(0);
    const sending = error(desk.send("记下了。", answer));
    await until(() => fake.frames.length === 1);
    fake.drop();
    expect(await sending).toMatchObject({ code: "network", retryable: true });
    await until(() => desk.states.at(-1) === "ready" && fake.subscriptions === 2);
    await desk.send("记下了。", { ...answer, again: true });
    expect(desk.rig.shown(direct(wang))).toMatchObject([{ text: "记下了。" }]);
  });

  it("a subscription that is forgotten while the line stays open is made anew", async () => {
    const desk = kept(await started({}, { heartbeatMs: 30_000 }));
    const answer = await desk.heard();
    desk.rig.fake.forget();
    expect(await error(desk.send("记下了。", answer))).toMatchObject({ code: "network" });
    await until(() => desk.states.at(-1) === "ready" && desk.rig.fake.subscriptions === 2);
    await desk.send("记下了。", answer);
    expect(desk.rig.shown(direct(wang))).toMatchObject([{ text: "记下了。" }]);
  });

  it("a subscription that is never answered is tried on a new line", async () => {
    const desk = kept(await deskOf({}, { answerMs: 50 }));
    desk.rig.fake.subscription = -2;
    const starting = desk.channel.start(desk.events);
    await until(() => desk.states.length > 0);
    desk.rig.fake.subscription = 0;
    await starting;
    expect(desk.states).toEqual(["connecting", "ready"]);
  });
});

describe("starting", () => {
  it("with a secret that is refused for a moment only goes on trying", async () => {
    const desk = kept(await deskOf());
    desk.rig.fake.subscription = -1;
    const starting = desk.channel.start(desk.events);
    await until(() => desk.rig.log.all.some((line) => line.includes('"code":"-1"')));
    desk.rig.fake.subscription = 0;
    await starting;
  });

  it("with a subscription refused for a reason that will not pass, it says so", async () => {
    const desk = kept(await deskOf());
    desk.rig.fake.subscription = 123_456;
    expect(await error(desk.channel.start(desk.events))).toMatchObject({
      code: "auth",
      platformCode: "123456",
      retryable: false,
    });
  });

  it("a secret that is refused later is told, and tried again after a while", async () => {
    const desk = kept(await started({}, { authRetryMs: 30 }));
    const { fake } = desk.rig;
    fake.subscription = 853_000;
    fake.drop();
    await until(() => desk.states.some((state) => state.startsWith("failed: 企业微信不再接受")));
    fake.subscription = 0;
    await until(() => desk.states.at(-1) === "ready");
  });

  it("twice is refused, an address that is none too, and an end in between ends it", async () => {
    const desk = kept(await started());
    expect(await error(desk.channel.start(desk.events))).toMatchObject({ code: "invalid" });
    expect(await error(desk.rig.open({ url: "wss://" }).start(desk.events))).toMatchObject({
      code: "invalid",
    });
    desk.rig.fake.subscription = -2;
    const waiting = desk.rig.open();
    const starting = error(waiting.start(desk.events));
    await waiting.stop();
    expect(await starting).toMatchObject({ code: "network" });
  });

  it("what could not be stored is tried again", async () => {
    const desk = kept(await started());
    let refusals = 1;
    desk.receive = () =>
      refusals-- > 0 ? Promise.reject(new Error("disk full")) : Promise.resolve({ kind: "taken" });
    await desk.rig.says({ from: wang, in: direct(wang), text: "收到4件" });
    await until(() => desk.seen.length === 2);
    expect(desk.seen[0]).toEqual(desk.seen[1]);
  });
});

describe("a private deployment", () => {
  it("is trusted by its own certificate, for the line and for files", async () => {
    const fake = await secure();
    const desk = kept(
      await deskOf({ url: fake.wsUrl, ca: tls("ca.pem"), botId: fake.botId, secret: fake.secret }),
    );
    await desk.channel.start(desk.events);
    await fake.message(wang.id, direct(wang), {
      msgtype: "file",
      file: fake.file({ name: "年报.docx", bytes: Buffer.from("PK 1") }),
    });
    await until(() => desk.seen.length === 1);
    const [heard] = desk.seen;
    if (heard?.kind !== "message" || heard.files[0] === undefined) throw new Error("no file");
    const limit = { maxBytes: 100, signal: AbortSignal.timeout(5000) };
    expect((await desk.channel.fetch(heard.files[0], limit)).name).toBe("年报.docx");
  });

  it("is not trusted without it, and the start says so", async () => {
    const fake = await secure();
    const desk = kept(await deskOf({ url: fake.wsUrl }));
    const refused = await error(desk.channel.start(desk.events));
    expect(refused).toBeInstanceOf(ChannelError);
    expect(refused).toMatchObject({ code: "invalid", message: expect.stringContaining("证书") as string });
  });
});

describe("the entry and its probe", () => {
  const rim = () => ({ log: silent, now: () => new Date(), folder: tmpdir() });
  const says = async (values: Record<string, string>) =>
    (await wecom.probe(values, rim())).map(
      ({ ok, says, todo }) => `${ok ? "好" : "不好"} ${says}${todo ?? ""}`,
    );
  const caFile = (text: string): string => {
    const folder = mkdtempSync(join(tmpdir(), "nianbao-ca-"));
    closing.push(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "ca.pem"), text);
    return join(folder, "ca.pem");
  };

  it("stands in the list of channels and opens by its settings", async () => {
    expect(channels).toContain(wecom);
    const fake = await WecomFake.open();
    closing.push(() => fake.close());
    const values = { WECOM_BOT_ID: fake.botId, WECOM_BOT_SECRET: fake.secret, WECOM_WS_URL: fake.wsUrl };
    for (const { name, form } of wecom.settings)
      if (name in values) expect(values[name as keyof typeof values]).toMatch(form?.matches ?? /^/);
    const channel = await wecom.open(values, rim());
    expect(channel.name).toBe("wecom");
    const broken = error(wecom.open({ ...values, WECOM_CA_FILE: "/nowhere/ca.pem" }, rim()));
    expect(await broken).toMatchObject({
      code: "invalid",
      message: expect.not.stringContaining("/") as string,
    });
  });

  it("finds a place that answers, without subscribing", async () => {
    const fake = await secure();
    const desk = kept(
      await deskOf({ url: fake.wsUrl, ca: tls("ca.pem"), botId: fake.botId, secret: fake.secret }),
    );
    await desk.channel.start(desk.events);
    const lines = await says({ WECOM_WS_URL: fake.wsUrl, WECOM_CA_FILE: caFile(tls("ca.pem")) });
    expect(lines.every((line) => line.startsWith("好"))).toBe(true);
    expect(lines.join("\n")).toMatch(/证书文件能读[\s\S]*连得上[\s\S]*本机时间[\s\S]*挤下线/);
    expect([fake.subscriptions, desk.states.at(-1)]).toEqual([1, "ready"]);
    fake.pass(600_000);
    expect(
      (await says({ WECOM_WS_URL: fake.wsUrl, WECOM_CA_FILE: caFile(tls("ca.pem")) })).join("\n"),
    ).toContain("不好 本机时间和企业微信差10分钟");
  });

  it("says what is wrong and what to do", async () => {
    const fake = await secure();
    expect((await says({ WECOM_WS_URL: fake.wsUrl })).join("\n")).toContain("证书不被信任");
    expect(await says({ WECOM_WS_URL: fake.wsUrl, WECOM_CA_FILE: "/nowhere/ca.pem" })).toHaveLength(1);
    expect((await says({ WECOM_CA_FILE: caFile("no certificate") }))[0]).toMatch(/^不好.*读不出来/);
    expect((await says({ WECOM_WS_URL: "ws://127.0.0.1:1" })).join("\n")).toContain("连不上");
    const page = createServer((_, response) => response.end("页面"));
    await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
    closing.push(() => void page.close());
    const { port } = z.object({ port: z.number() }).parse(page.address());
    expect((await says({ WECOM_WS_URL: `ws://127.0.0.1:${port}` })).join("\n")).toContain("不是长连接的地址");
  });
});
