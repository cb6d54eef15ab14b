import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Conversation } from "../../../src/channels/channel.ts";
import { WecomChannel } from "../../../src/channels/wecom/channel.ts";
import type { Access, Pace } from "../../../src/channels/wecom/socket.ts";
import type { Log, LogFields } from "../../../src/log.ts";
import { until, type Person, type Rig, type Says, type Shown } from "../../contracts/rig.ts";
import { WecomFake, type Item } from "../../fakes/wecom.ts";

/** The bot of WeCom with its real SDK, on the fake of the long connection. */

export const wang: Person = { id: "wangfang", name: "王芳" };
export const li: Person = { id: "liqiang", name: "李强" };
export const group: Conversation = { kind: "group", id: "wrkSFfCgAAtest" };
export const direct = (person: Person): Conversation => ({ kind: "direct", id: person.id });

/** Times of the tests: a connection that is dead is noticed at once. */
const quick: Partial<Pace> = { heartbeatMs: 100, reconnectMs: 10, answerMs: 1000 };

/** A log that remembers its lines. */
export class Lines implements Log {
  readonly all: string[] = [];
  readonly info = (event: string, fields?: LogFields): void => void this.all.push(line(event, fields));
  readonly warn = this.info;
  readonly error = this.info;
}
const line = (event: string, fields?: LogFields): string => JSON.stringify({ event, ...fields });

export interface WecomRig extends Rig {
  fake: WecomFake;
  log: Lines;
  folder: string;
  open(access?: Partial<Access>, pace?: Partial<Pace>): WecomChannel;
}

export async function wecomRig(): Promise<WecomRig> {
  const fake = await WecomFake.open();
  for (const { id, name } of [wang, li]) fake.names.set(id, name);
  const log = new Lines();
  const folder = mkdtempSync(join(tmpdir(), "nianbao-wecom-"));
  const open = (access: Partial<Access> = {}, pace: Partial<Pace> = {}): WecomChannel =>
    new WecomChannel(
      { botId: fake.botId, secret: fake.secret, url: fake.wsUrl, ca: undefined, ...access },
      { log, now: () => new Date(fake.now()), folder },
      { ...quick, ...pace },
    );
  let last: (() => Promise<boolean>) | undefined;
  let count = 0;

  const says = (message: Says): Promise<boolean> => {
    if (message.in.kind === "group" && message.mention === false) return Promise.resolve(true);
    const id = `said-${(count += 1)}`;
    const { from, in: chat } = message;
    last = () => fake.message(from.id, chat, wireOf(fake, message), id);
    return last();
  };

  return {
    fake,
    log,
    folder,
    open,
    people: [wang, li],
    group,
    // A frame is delivered once, whatever becomes of it.
    acknowledges: false,
    channel: () => open(),
    values: { WECOM_BOT_ID: fake.botId, WECOM_BOT_SECRET: fake.secret, WECOM_WS_URL: fake.wsUrl },
    strangerChannel: () => open({ secret: "not-the-secret-of-the-bot" }),
    says,
    again: () => last?.() ?? Promise.resolve(false),
    presses: async (from, card, what) => {
      const item = fake.items.find((one) => one.type === "card" && one.task === card.id);
      if (item?.type !== "card" || !("choice" in what)) throw new Error("there is nothing to press");
      const key = item.first.button_list?.find(({ text }) => text === what.choice)?.key;
      if (key === undefined) throw new Error(`no button ${what.choice}`);
      await fake.press(from.id, item.chat, item.task, key);
      // There is no toast.
      return "";
    },
    shown: (chat) => fake.shown(chat).map(shownOf),
    faults: {
      rateLimit: () => void fake.refusals.push(45_009),
      expireReplies: () => fake.expireReplies(),
      failUpload: () => void (fake.uploads = "failing"),
      hangUpload: () => void (fake.uploads = "hanging"),
      expireFiles: () => fake.files.expire(),
      drop: () => fake.drop(),
      silence: () => fake.silence(),
      forge: () => forged(fake, log),
      unknownEvent: async () => {
        await fake.raw(event(fake, { eventtype: "audit_approved_event", sp_no: "1" }));
        await fake.raw(event(fake, { eventtype: "feedback_event", feedback_event: { id: "x", type: 1 } }));
      },
      oversized: (message) =>
        says({ ...message, file: { name: "大.pdf", bytes: new Uint8Array(20 * 1024 * 1024 + 1) } }),
    },
    close: async () => {
      await fake.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** As it is on the wire: a file alone, or quoted by the words about it. */
function wireOf(fake: WecomFake, { in: chat, text, file }: Says): object {
  const content = chat.kind === "group" ? `@年报助手 ${text}` : text;
  const words = { msgtype: "text", text: { content } };
  if (file === undefined) return words;
  const sent = { msgtype: "file", file: fake.file(file) };
  return chat.kind === "direct" && text === "" ? sent : { ...words, quote: sent };
}

const event = (fake: WecomFake, content: object): object => ({
  cmd: "aibot_event_callback",
  headers: { req_id: "unknown" },
  body: {
    msgid: `unknown-${Object.values(content).join("")}`,
    aibotid: fake.botId,
    chattype: "single",
    from: { userid: wang.id },
    msgtype: "event",
    event: content,
  },
});

/** Frames nobody could have caused, and a press on a button we never made. */
async function forged(fake: WecomFake, log: Lines): Promise<boolean> {
  const unreadable = (): number => log.all.filter((one) => one.includes("wecom-frame-unreadable")).length;
  const before = unreadable();
  const body = { aibotid: fake.botId, msgtype: "text", text: { content: "三张表全是0" } };
  const bad = [
    { msgid: "f1", chattype: "single", ...body },
    { msgid: "f2", chattype: "group", from: { userid: wang.id }, ...body },
    { chattype: "single", from: { userid: wang.id }, ...body },
    { msgid: "f4", chattype: "single", from: wang.id, ...body },
  ];
  for (const one of bad) await fake.raw({ cmd: "aibot_msg_callback", headers: { req_id: "f" }, body: one });
  await fake.press(
    wang.id,
    direct(wang),
    "task-made-up",
    Buffer.from('["a","b","c",null]').toString("base64url"),
  );
  for (const text of ["{", "null", "[]", '"x"', '{"cmd":"aibot_msg_callback"}', '{"headers":1}'])
    await fake.raw(text);
  await until(() => unreadable() - before === bad.length + 1);
  return true;
}

function shownOf(item: Item): Shown {
  const { chat: conversation } = item;
  if (item.type === "text") return { conversation, type: "text", text: item.text };
  if (item.type === "file") return { conversation, type: "file", name: item.name, bytes: item.bytes };
  const { main_title: title, sub_title_text: sub, button_list: buttons = [] } = item.card;
  // Gray is how a button looks that does nothing: there is no other way to show that a card is over.
  const choices = buttons.filter(({ style }) => style !== 4).map(({ text }) => text);
  const words = [title?.title, title?.desc, sub]
    .filter((part) => part !== undefined && part !== "")
    .join("\n");
  const text = item.beside === "" ? words : item.beside;
  return { conversation, type: "card", id: item.task, text, choices, fields: [], live: choices.length > 0 };
}
