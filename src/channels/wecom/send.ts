import { WsCmd } from "@wecom/aibot-node-sdk";
import { ChannelError, type Card, type Conversation, type Outbound, type SendOptions } from "../channel.ts";
import { cardOf } from "./cards.ts";
import { refusal } from "./errors.ts";
import type { Journal } from "./journal.ts";
import { mentioned, plainMarkdown } from "./markdown.ts";
import { idOf, over, readToken, streamYoungMs, type Token } from "./reply.ts";
import type { Socket } from "./socket.ts";

/**
 * Answers are streams whose id comes from the key: the same again replaces itself. Cards have a task_id that comes from
 * the key: the same again is refused as known. What has no id on this platform (files, pushed text) is kept in a journal:
 * it goes a second time only after an attempt of which nobody knows whether it arrived.
 */
export interface Desk {
  socket: Socket;
  journal: Journal;
  now(): number;
}

/** One message on its way. */
interface Errand {
  desk: Desk;
  to: Conversation;
  options: SendOptions;
  /** undefined: it is pushed. */
  token: Token | undefined;
  id: string;
}
type Sent = { id: string };

export const maxFileBytes = 20 * 1024 * 1024;
const leastFileBytes = 6;

export async function send(
  desk: Desk,
  to: Conversation,
  message: Outbound,
  options: SendOptions,
): Promise<Sent> {
  const token = readToken(options.reply);
  if (token !== undefined && over(token, desk.now())) throw refusal("expired");
  const errand: Errand = { desk, to, options, token, id: idOf(options.key) };
  switch (message.type) {
    case "text":
      return sendText(errand, message.text);
    case "card":
      return sendCard(errand, message.card);
    case "file":
      return sendFile(errand, message);
  }
}

/** The unfinished stream that the text with the same key will finish. */
export async function sendProgress(
  desk: Desk,
  to: Conversation,
  text: string,
  { options, finish }: { options: SendOptions; finish: boolean },
): Promise<void> {
  const token = readToken(options.reply);
  if (token?.kind !== "message") return;
  const errand: Errand = { desk, to, options, token, id: idOf(options.key) };
  await answer(errand, token, stream(errand, contentFor(errand, text), finish));
}

const stream = ({ id }: Errand, content: string, finish = true) => ({
  msgtype: "stream",
  stream: { id, finish, content },
});
const markdown = (content: string) => ({ msgtype: "markdown", markdown: { content } });

function contentFor({ to, options: { mention } }: Errand, text: string): string {
  const content = plainMarkdown(text);
  return to.kind === "group" && mention !== undefined ? mentioned(mention.id, content) : content;
}

async function sendText(errand: Errand, text: string): Promise<Sent> {
  const { desk, token, id } = errand;
  // A blank stream leaves three dots that never end.
  if (text.trim() === "") throw refusal("invalid", { says: "没有可发的内容。" });
  const content = contentFor(errand, text);
  if (token === undefined) return once(errand, "text", () => push(errand, markdown(content)));
  if (token.kind === "welcome") return answer(errand, token, { msgtype: "text", text: { content: text } });
  const work = (): Promise<Sent> => answer(errand, token, stream(errand, content));
  // Refused as past its time or sealed, with one code. Of an old message only the journal can tell the two apart.
  if (desk.now() - token.at >= streamYoungMs) return onceKnown(errand, "stream", 846_608, work);
  try {
    return await work();
  } catch (error) {
    // Too young to be past its time: it is sealed, because an attempt before this one arrived.
    if (refusedWith(error, 846_608)) return { id };
    throw error;
  }
}

async function sendCard(errand: Errand, card: Card): Promise<Sent> {
  const { token, id, options } = errand;
  if ((card.choices ?? []).length === 0) throw refusal("unsupported", { says: "企业微信的卡片只能放按钮。" });
  const { card: template, beside } = cardOf(card, id, token?.kind === "message" ? options.reply : undefined);
  const alone = { msgtype: "template_card", template_card: template };
  const words = beside === "" ? "" : contentFor(errand, beside);
  const work = async (): Promise<Sent> => {
    if (token === undefined) {
      if (words !== "") await once(errand, "beside", () => push(errand, markdown(words), "beside"));
      return push(errand, alone);
    }
    return words === "" || token.kind === "welcome"
      ? answer(errand, token, alone)
      : answerLong(errand, token, { words, alone, template });
  };
  // The platform's code for a task_id that it has seen (or for a shape it does not like).
  return onceKnown(errand, "card", 42_014, work);
}

/** Words and card in one message; where a deployment does not take that, in two. */
async function answerLong(
  errand: Errand,
  token: Token,
  { words, alone, template }: { words: string; alone: object; template: object },
): Promise<Sent> {
  const both = { ...stream(errand, words), msgtype: "stream_with_template_card", template_card: template };
  try {
    return await answer(errand, token, both);
  } catch (error) {
    if (!refusedWith(error, 40_008)) throw error;
  }
  await answer(errand, token, stream(errand, words));
  return answer(errand, token, alone);
}

async function sendFile(errand: Errand, file: { name: string; bytes: Uint8Array }): Promise<Sent> {
  const { desk, token, options } = errand;
  const { length } = file.bytes;
  if (length > maxFileBytes) throw refusal("too_large", { says: "文件超过20兆，企业微信不让机器人发。" });
  if (length < leastFileBytes) throw refusal("invalid", { says: "文件是空的，企业微信不让机器人发。" });
  // A welcome cannot be a file.
  if (token?.kind === "welcome") throw refusal("expired");
  return once(errand, "file", async (begun) => {
    const media = await desk.socket.upload(file.bytes, file.name, options.signal);
    begun();
    const body = { msgtype: "file", file: { media_id: media } };
    return token === undefined ? push(errand, body) : answer(errand, token, body);
  });
}

/** What has no id on the platform: not again when it was taken. `begun` where it can arrive only later. */
async function once(
  { desk: { journal }, id }: Errand,
  part: string,
  work: (begun: () => void) => Promise<Sent>,
): Promise<Sent> {
  const name = `${part}${id}`;
  const before = journal.of(name);
  if (before === "taken") return { id };
  if (part !== "file") journal.begin(name);
  try {
    const sent = await work(() => journal.begin(name));
    journal.take(name);
    return sent;
  } catch (error) {
    if (before === undefined && isRefusal(error)) journal.forget(name);
    throw error;
  }
}

/** The same for what the platform refuses with this code when an attempt before has arrived. */
function onceKnown(errand: Errand, part: string, code: number, work: () => Promise<Sent>): Promise<Sent> {
  const { desk, id } = errand;
  const before = desk.journal.of(`${part}${id}`);
  return once(errand, part, async () => {
    try {
      return await work();
    } catch (error) {
      if (before !== undefined && refusedWith(error, code)) return { id };
      throw error;
    }
  });
}

async function answer({ desk, id, options }: Errand, token: Token, body: object): Promise<Sent> {
  const cmd = token.kind === "welcome" ? WsCmd.RESPONSE_WELCOME : WsCmd.RESPONSE;
  await desk.socket.ask(cmd, token.req, body, { signal: options.signal, answering: true });
  return { id };
}

async function push({ desk, to, id, options }: Errand, body: object, part = ""): Promise<Sent> {
  const req = `${WsCmd.SEND_MSG}_${id}${part}`;
  if (desk.socket.arrivedLate(req)) return { id: req };
  // Without the type of chat the platform looks for a group first.
  const where = { chatid: to.id, chat_type: to.kind === "group" ? 2 : 1 };
  await desk.socket.ask(WsCmd.SEND_MSG, req, { ...where, ...body }, { signal: options.signal });
  return { id: req };
}

/** The platform has answered, and it has not taken it. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ChannelError && /^-?\d+$/.test(error.platformCode ?? "");
const refusedWith = (error: unknown, code: number): boolean =>
  error instanceof ChannelError && error.platformCode === String(code);
