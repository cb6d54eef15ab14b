import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChannelState, Inbound } from "../../../src/channels/channel.ts";
import { until } from "../../contracts/rig.ts";
import { installed, notRun } from "./installed.ts";

if (!installed) it(notRun, () => expect(installed).toBe(false));
else {
  const { types } = await import("wechaty");
  const { WechatyChannel } = await import("../../../src/channels/wechaty/channel.ts");
  const { FakeGateway } = await import("../../fakes/wechaty.ts");
  const { botId } = await import("../../fakes/wechaty/puppet.ts");
  const { gatewayWithPeople, quick, rim } = await import("./rig.ts");
  const { cert, key } = await import("../../fakes/wechaty/certificate.ts");
  type Channel = InstanceType<typeof WechatyChannel>;

  const room = "nianbao@chatroom";
  const docx = { name: "2025年 年报（终稿）.docx", bytes: new TextEncoder().encode("PK 内容\n".repeat(700)) };
  const clock = (): number => Math.round(performance.timeOrigin + performance.now());

  let gateway: Awaited<ReturnType<typeof gatewayWithPeople>>;
  let channel: Channel;
  let heard: (Inbound & { kind: "message" })[];
  let states: string[];
  let stored: (message: Inbound) => Promise<void>;
  const events = {
    inbound: async (message: Inbound) => {
      await stored(message);
      if (message.kind === "message") heard.push(message);
      return { kind: "taken" } as const;
    },
    state: (state: ChannelState, detail?: string) =>
      void states.push(detail === undefined ? state : `${state} ${detail}`),
    history: () => Promise.resolve([]),
  };
  const to = (endpoint: string, token: string, ca?: string): Channel =>
    new WechatyChannel({ endpoint, token, ...(ca === undefined ? {} : { ca }) }, rim, quick);
  const says = (said: Partial<Parameters<typeof gateway.account.says>[0]>): string =>
    gateway.account.says({ from: "zhang-san", room: null, at: clock(), ...said });
  /** An event whose payload is this on the wire, whatever it is. */
  const tells = (event: string, payload: unknown): void => {
    const wired = { payloadType: types.Payload.Message, payloadId: "x", data: "x", toJSON: () => payload };
    gateway.account.emit(event, wired);
  };
  const patience = () => ({ maxBytes: 1 << 20, signal: AbortSignal.timeout(10_000) });

  beforeEach(async () => {
    heard = [];
    states = [];
    stored = () => Promise.resolve();
    gateway = await gatewayWithPeople();
    channel = to(gateway.endpoint, gateway.token);
  });
  afterEach(async () => {
    await channel.stop();
    await gateway.close();
  });

  describe("what the gateway tells", () => {
    beforeEach(() => channel.start(events));

    it("is a file, also of an unknown type, with a name and without", async () => {
      const { Attachment, Image, Unknown } = types.Message;
      for (const type of [Attachment, Image, Unknown])
        for (const named of [true, false]) says({ file: docx, type, named });
      await until(() => heard.length === 6);
      for (const { files, text } of heard) {
        expect([files.length, text]).toEqual([1, ""]);
        for (const file of files) expect(await channel.fetch(file, patience())).toEqual(docx);
      }
    });

    it("is nothing to us: our own words, stickers, what is unknown and no file, what a group says without us", async () => {
      const { Emoticon, Location, Recalled, Unknown } = types.Message;
      says({ from: botId, text: "我们自己说的" });
      for (const type of [Emoticon, Location, Recalled, Unknown]) says({ text: "<xml/>", type });
      says({ room, text: "明天开会" });
      says({ room, text: "@李四\u2005明天开会", mentions: ["li-si"] });
      says({ room, file: docx });
      says({ text: "核对" });
      await until(() => heard.length > 0);
      expect(heard.map(({ text }) => text)).toEqual(["核对"]);
    });

    it("is for us where the puppet lists no mentions, and where the quote has one too", async () => {
      says({ room, text: "@年报助手\u2005收到4件" });
      const quote = "「李四：@年报助手 收到3件」\n- - - - - - - - - - - - - - -\n";
      says({ room, text: `${quote}@年报助手\u2005不对`, mentions: [botId] });
      says({ room, text: `${quote}他说的对` });
      says({ room, text: "@年报助手\u2005@李四\u2005看看", mentions: [botId, "li-si"] });
      await until(() => heard.length === 3);
      expect(heard.map(({ text }) => text)).toEqual(["收到4件", "不对", "看看"]);
    });

    it("is a file of the group where the words name it without quoting", async () => {
      says({ room, file: docx, from: "li-si" });
      says({ room, text: `@年报助手 看看${docx.name}`, mentions: [botId] });
      await until(() => heard.length === 1);
      expect(await channel.fetch(heard[0]?.files[0] ?? { ref: "" }, patience())).toEqual(docx);
    });

    it("comes from the gateway, also where the file lies elsewhere", async () => {
      const elsewhere = createServer((_, response) => response.end(docx.bytes)).listen(0, "127.0.0.1");
      await once(elsewhere, "listening");
      const { port } = elsewhere.address() as AddressInfo;
      const id = says({ file: docx });
      gateway.account.elsewhere.set(id, `http://127.0.0.1:${port}/`);
      await until(() => heard.length === 1);
      const { bytes } = await channel.fetch(heard[0]?.files[0] ?? { ref: "" }, patience());
      expect(bytes).toEqual(docx.bytes);
      // Once for its address, once for its bytes.
      expect(gateway.account.asked).toBe(2);
      elsewhere.closeAllConnections();
      elsewhere.close();
    });

    it("may be nonsense", async () => {
      const { account } = gateway;
      for (const messageId of ["", "nobody-knows", 7, null]) tells("message", { messageId });
      // What crosses the wire: nothing, null, a list, a kind of record nobody knows.
      for (const nothing of [undefined, null, [], { payloadType: 99, payloadId: "x" }])
        for (const event of ["message", "dirty", "room-join", "ready", "heartbeat"]) tells(event, nothing);
      account.emit("error", { data: "the puppet has a fault" });
      says({ text: "核对" });
      await until(() => heard.length > 0);
      expect(heard.map(({ text }) => text)).toEqual(["核对"]);
      expect(states.at(-1)).toBe("ready");
    });

    it("is offered again when it could not be stored: the gateway never repeats it", async () => {
      let refusals = 1;
      stored = () => (refusals-- > 0 ? Promise.reject(new Error("the disk is full")) : Promise.resolve());
      says({ text: "收到4件" });
      await until(() => heard.length === 1);
      expect([heard[0]?.text, refusals]).toEqual(["收到4件", -1]);
    });

    it("is sent to nobody it does not know", async () => {
      const nobody = { kind: "direct", id: "nobody" } as const;
      const options = { key: "1", again: false, signal: AbortSignal.timeout(10_000) };
      const file = { type: "file", ...docx } as const;
      for (const message of [{ type: "text", text: "您好" } as const, file])
        await expect(channel.send(nobody, message, options)).rejects.toMatchObject({ code: "unreachable" });
      const empty = { type: "file", name: docx.name, bytes: new Uint8Array() } as const;
      await expect(channel.send(nobody, empty, options)).rejects.toMatchObject({ code: "invalid" });
      // A file that was refused is not sent another way.
      expect(gateway.account.sent).toEqual([]);
    });
  });

  describe("a gateway that", () => {
    it("ends is waited for, and what is said then comes", async () => {
      await channel.start(events);
      await gateway.restart();
      await until(() => states.at(-1) === "ready" && states.length > 2);
      expect(states.slice(0, 3)).toEqual(["connecting", "ready", "reconnecting lost"]);
      says({ text: "核对" });
      await until(() => heard.length === 1);
    });

    it("no longer knows us is told as failed, and tried again", async () => {
      const { token } = gateway;
      await channel.start(events);
      await gateway.restart("insecure_another");
      await until(() => states.includes("failed auth"));
      await gateway.restart(token);
      await until(() => states.at(-1) === "ready");
      says({ text: "核对" });
      await until(() => heard.length === 1);
    });

    it("logs the account out is not sent to, and waited for", async () => {
      await channel.start(events);
      await gateway.account.logout();
      await until(() => states.at(-1) === "reconnecting logged-out");
      const options = { key: "1", again: false, signal: AbortSignal.timeout(10_000) };
      const chat = { kind: "direct", id: "zhang-san" } as const;
      const text = { type: "text", text: "您好" } as const;
      await expect(channel.send(chat, text, options)).rejects.toMatchObject({
        code: "network",
        retryable: true,
      });
      gateway.account.login(botId);
      await until(() => states.at(-1) === "ready");
      await channel.send(chat, text, options);
      const before = states.length;
      await gateway.account.logout();
      gateway.account.login(botId);
      await until(() => states.length === before + 2);
      await channel.send(chat, text, options);
      expect(gateway.account.sent.map((sent) => sent.text)).toEqual(["您好", "您好"]);
    });

    it("is not there is waited for; an end does not wait", async () => {
      const nowhere = to("127.0.0.1:1", gateway.token);
      const starting = nowhere.start(events);
      const refused = expect(starting).rejects.toMatchObject({ code: "network" });
      await until(() => states.includes("connecting"));
      await nowhere.stop();
      await refused;
      expect(states).toEqual(["connecting", "stopped"]);
    });

    it("has a certificate of its own is believed with its authority only", async () => {
      const own = await FakeGateway.open({
        token: "gateway_0001",
        tls: { serverCert: cert, serverKey: key },
      });
      const believing = to(own.endpoint, own.token, cert);
      await believing.start(events);
      expect(states).toEqual(["connecting", "ready"]);
      await believing.stop();
      states = [];
      const doubting = to(own.endpoint, own.token);
      const refused = expect(doubting.start(events)).rejects.toMatchObject({ code: "network" });
      await until(() => own.line.calls > 1);
      await doubting.stop();
      await refused;
      expect(states).toEqual(["connecting", "stopped"]);
      await own.close();
    });
  });

  describe("a gateway in a process of its own", () => {
    const serve = async (port = "0"): Promise<{ child: ChildProcess; endpoint: string; token: string }> => {
      const script = join(import.meta.dirname, "../../fakes/wechaty/serve.ts");
      const child = spawn(process.execPath, [script, port], { stdio: ["pipe", "pipe", "ignore"] });
      const lines = createInterface({ input: child.stdout });
      const [first] = (await once(lines, "line")) as [string];
      const [endpoint = "", token = ""] = first.split(" ");
      return { child, endpoint, token };
    };

    it("is killed and another takes its place: the talk goes on", async () => {
      const first = await serve();
      const other = to(first.endpoint, first.token);
      await other.start(events);
      first.child.stdin?.write("收到4件\n");
      await until(() => heard.length === 1);
      first.child.kill("SIGKILL");
      await until(() => states.at(-1)?.startsWith("reconnecting") === true);
      const second = await serve(first.endpoint.split(":")[1]);
      await until(() => states.at(-1) === "ready", 30_000);
      second.child.stdin?.write("核对\n");
      await until(() => heard.length === 2);
      expect(heard.map(({ text }) => text)).toEqual(["收到4件", "核对"]);
      await other.stop();
      second.child.stdin?.end();
      await once(second.child, "exit");
    });
  });
}
