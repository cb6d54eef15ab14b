import WebSocket from "ws";
import { Feishu } from "../../../src/channels/feishu/channel.ts";
import type { Channel, ChannelRim, Conversation } from "../../../src/channels/channel.ts";
import type { Pace } from "../../../src/channels/feishu/socket.ts";
import { silent } from "../../../src/log.ts";
import type { Rig, Says } from "../../contracts/rig.ts";
import { FakeFeishu, type Delivery } from "../../fakes/feishu.ts";
import type { Options } from "../../fakes/feishu/world.ts";
import { no } from "../../fakes/feishu/web.ts";

export const rim: ChannelRim = { log: silent, now: () => new Date(), folder: "" };
/** Waits that suit a test; the rest is as it is in service. A busy machine answers a ping late, so that one has time. */
export const quick: Partial<Pace> = { pingTimeout: 1.5, first: 20, longest: 200 };

export const valuesOf = (fake: FakeFeishu): Record<string, string> => ({
  FEISHU_APP_ID: fake.appId,
  FEISHU_APP_SECRET: fake.appSecret,
  FEISHU_DOMAIN: fake.url,
});

/** Feishu in the small with its channel. */
export async function feishuRig(
  options: Options = {},
  pace: Partial<Pace> = {},
): Promise<Rig & { fake: FakeFeishu }> {
  const fake = await FakeFeishu.open(options);
  let last: Delivery | undefined;
  let heard = 0;

  const hand = async (delivery: Delivery): Promise<boolean> => {
    last = delivery;
    return (await fake.hand(delivery)).code === 200;
  };
  /** Counts what reaches the dispatch, so that a forgery is seen. */
  const counting = (channel: Channel): Channel => {
    const start = channel.start.bind(channel);
    channel.start = (events) =>
      start({
        ...events,
        inbound: (message) => {
          heard += 1;
          return events.inbound(message);
        },
      });
    return channel;
  };
  const open = (secret: string): Channel =>
    counting(new Feishu({ ...valuesOf(fake), FEISHU_APP_SECRET: secret }, rim, { ...quick, ...pace }));

  const says = async ({ from, in: to, text, mention = true, file, at }: Says): Promise<boolean> => {
    const time = at === undefined ? {} : { at };
    if (to.kind === "direct") {
      const parts = [
        ...(file === undefined ? [] : [fake.putFile(from, to, file)]),
        ...(file !== undefined && text === "" ? [] : [fake.put(from, to, "text", { text })]),
      ];
      const taken = await Promise.all(parts.map((id) => hand(fake.messageEvent(id, time))));
      return taken.every(Boolean);
    }
    const parent = file === undefined ? {} : { parent: fake.putFile(from, to, file) };
    // The bot has no right to hear what does not mention it.
    if (!mention) return true;
    const id = fake.put(from, to, "text", { text: `@_user_1 ${text}` });
    return await hand(fake.messageEvent(id, { mentions: [fake.bot], ...parent, ...time }));
  };

  /** A stranger has no ticket; and what is no event of ours is not believed even from the socket. */
  const forge = async (): Promise<boolean> => {
    const before = heard;
    const stranger = new WebSocket(`${fake.url.replace("http", "ws")}/ws?service_id=1&ticket=guessed`);
    const refused = await new Promise<boolean>((resolve) => {
      stranger.on("open", () => resolve(false));
      stranger.on("error", () => resolve(true));
    });
    stranger.terminate();
    for (const event of forgeries(fake)) await fake.hand(event);
    return refused && heard === before;
  };

  return {
    fake,
    people: fake.people,
    group: { kind: "group", id: fake.group },
    acknowledges: true,
    channel: () => open(fake.appSecret),
    values: valuesOf(fake),
    strangerChannel: () => open("wrongwrongwrong"),
    says,
    again: () => (last === undefined ? Promise.resolve(false) : hand(last)),
    presses: async (from, card, what) => {
      const pressed = await fake.press(from, card.id, what);
      if (pressed === null) throw new Error("there is no such thing on the card");
      last = pressed.delivery;
      return pressed.toast;
    },
    shown: (conversation: Conversation) => fake.shown(conversation),
    faults: {
      rateLimit: () => fake.failNext("create", { ...no(230020), headers: { "x-ogw-ratelimit-reset": "1" } }),
      // There is no window for answers.
      expireReplies: null,
      failUpload: () => fake.failNext("upload", no(2200, 500)),
      hangUpload: () => fake.failNext("upload", "hang"),
      expireFiles: () => fake.withdrawAll(),
      drop: () => fake.connections.drop(),
      silence: () => fake.connections.silence(),
      forge,
      unknownEvent: async () => {
        await fake.hand(fake.event("im.message.reaction.created_v1", { message_id: "om_1" }));
      },
      oversized: async ({ from, in: to, file }) =>
        file !== undefined && (await hand(fake.messageEvent(fake.putFile(from, to, file, true)))),
    },
    close: () => fake.close(),
  };
}

/** Events that look like ours and are not. */
export function forgeries(fake: FakeFeishu): Delivery[] {
  const [person] = fake.people;
  const sender = { sender_id: { open_id: person.id }, sender_type: "user" };
  const message = {
    message_id: "om_forged",
    create_time: "1766000000000",
    chat_id: fake.group,
    chat_type: "p2p",
    message_type: "text",
    content: '{"text":"定稿"}',
  };
  const receive = "im.message.receive_v1";
  return [
    fake.event(receive, { sender, message }, { app_id: "cli_ffffffffffffffff" }),
    fake.event(receive, { sender, message: { ...message, message_id: 7 } }),
    fake.event(receive, { sender, message: { ...message, create_time: "yesterday" } }),
    fake.event(receive, { message }),
    fake.event(receive, null),
    fake.event("card.action.trigger", {
      operator: { open_id: person.id },
      token: "c-1",
      action: { value: "card-7" },
    }),
    fake.event("im.chat.access_event.bot_p2p_chat_entered_v1", { operator_id: {} }),
    { id: "none", event: { schema: "2.0" } },
    { id: "none", event: [] },
    { id: "none", event: "定稿" },
  ];
}
