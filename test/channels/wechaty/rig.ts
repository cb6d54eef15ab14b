import { tmpdir } from "node:os";
import { WechatyChannel } from "../../../src/channels/wechaty/channel.ts";
import { silent } from "../../../src/log.ts";
import type { Channel, Conversation } from "../../../src/channels/channel.ts";
import { FakeGateway } from "../../fakes/wechaty.ts";
import { botId } from "../../fakes/wechaty/puppet.ts";
import { until, type Person, type Rig, type Says, type Shown } from "../../contracts/rig.ts";

const people: readonly [Person, Person] = [
  { id: "zhang-san", name: "张三" },
  { id: "li-si", name: "李四" },
];
const group: Conversation = { kind: "group", id: "nianbao@chatroom" };
/** Faster than the service's: a test does not wait for minutes. */
export const quick = { ping: 150, silence: 12, retry: 20 };
export const rim = { log: silent, now: () => new Date(), folder: tmpdir() };

export async function gatewayWithPeople(): Promise<FakeGateway> {
  const gateway = await FakeGateway.open();
  for (const { id, name } of people) gateway.account.person(id, name);
  gateway.account.room(
    group.id,
    "年报",
    people.map(({ id }) => id),
  );
  return gateway;
}

/** The SDK's client and server with an account in the small: every message crosses TLS and gRPC. */
export async function wechatyRig(): Promise<Rig> {
  const gateway = await gatewayWithPeople();
  const { account, line } = gateway;
  const heard = new Set<string>();
  const channelWith = (token: string) => {
    const channel = new WechatyChannel({ endpoint: gateway.endpoint, token }, rim, quick);
    return Object.assign(channel, { start: noticing(channel.start.bind(channel), heard) });
  };
  const ids: string[] = [];

  const says = (message: Says): Promise<boolean> => {
    const { from, text, mention = true, file } = message;
    const at = message.at ?? Math.round(performance.timeOrigin + performance.now());
    const room = message.in.kind === "group" ? message.in.id : null;
    if (file !== undefined) ids.push(account.says({ from: from.id, room, file, at }));
    if (room !== null && mention) {
      const quote =
        file === undefined ? "" : `「${from.name}：${file.name}」\n- - - - - - - - - - - - - - -\n`;
      const words = `${quote}@年报助手\u2005${text}`;
      ids.push(account.says({ from: from.id, room, text: words, mentions: [botId], at }));
    } else if (file === undefined) ids.push(account.says({ from: from.id, room, text, at }));
    return room === null || mention ? arrived(ids.at(-1) ?? "") : Promise.resolve(true);
  };
  /** The platform waits for nobody; a test that does needs to know that it came. */
  const arrived = async (id: string): Promise<boolean> => {
    heard.delete(id);
    await until(() => heard.has(id) || line.idle);
    return heard.has(id);
  };

  return {
    people,
    group,
    acknowledges: false,
    channel: () => channelWith(gateway.token),
    strangerChannel: () => channelWith("insecure_00000000-0000-0000-0000-000000000000"),
    says,
    again: async () => {
      const id = ids.at(-1) ?? "";
      account.tell(id);
      return await arrived(id);
    },
    presses: () => Promise.reject(new Error("there are no cards")),
    shown: (conversation) =>
      account.sent
        .filter((sent) => sent.conversation === conversation.id)
        .map(({ text, file }): Shown =>
          file === undefined
            ? { conversation, type: "text", text: text ?? "" }
            : { conversation, type: "file", ...file },
        ),
    faults: {
      rateLimit: () => void account.troubles.any.push(new Error("操作太频繁，请稍后再试")),
      expireReplies: null,
      failUpload: () => void account.troubles.file.push(new Error("upload failed: 文件发送失败")),
      hangUpload: () => void account.troubles.file.push("hang"),
      expireFiles: () => account.forgetFiles(),
      drop: () => line.cut(),
      silence: () => line.silence(),
      forge: null,
      unknownEvent: () => {
        account.emit("post", { postId: "post-1" });
        account.emit("scan", { qrcode: "", status: 0 });
        return Promise.resolve();
      },
      oversized: (message) =>
        says({ ...message, file: { name: "太大.pdf", bytes: new Uint8Array(41 << 20) } }),
    },
    close: () => gateway.close(),
  };
}

/** Keeps in mind which messages the channel has reported. */
const noticing =
  (start: Channel["start"], heard: Set<string>): Channel["start"] =>
  async (events) =>
    await start({
      ...events,
      inbound: (message) => {
        heard.add(message.id);
        return events.inbound(message);
      },
    });
