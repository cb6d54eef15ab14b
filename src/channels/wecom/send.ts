import { WsCmd } from "@wecom/aibot-node-sdk";
import { ChannelError, type Card, type Conversation, type Outbound, type SendOptions } from "../channel.ts";
import { cardOf } from "./cards.ts";
import { refusal } from "./errors.ts";
import { mentioned, plainMarkdown } from "./markdown.ts";
import { idOf, over, readToken, streamYoungMs, type Token } from "./reply.ts";
import type { Socket } from "./socket.ts";

/**
 * Answers are streams whose id comes from the key, cards have a task_id that comes from it: the same again is shown once.
 * Pushes of text and files have no id: after an uncertain attempt they go once more, unless its acknowledgement came late.
 */
export interface Desk {
  socket: Socket;
  now(): number;
}

export const maxFileBytes = 20 * 1024 * 1024;
const leastFileBytes = 6;

export async function send(
  desk: Desk,
  to: Conversation,
  message: Outbound,
  options: SendOptions,
): Promise<{ id: string }> {
  const token = readToken(options.reply);
  if (token !== undefined && over(token, desk.now())) throw refusal("expired");
  switch (message.type) {
    case "text":
      return sendText(desk, to, message.text, options, token);
    case "card":
      return sendCard(desk, to, message.card, options, token);
    case "file":
      return sendFile(desk, to, message, options, token);
  }
}

/** The unfinished stream that the text with the same key will finish. */
export async function sendProgress(
  { socket }: Desk,
  to: Conversation,
  text: string,
  options: SendOptions,
  finish: boolean,
): Promise<void> {
  const token = readToken(options.reply);
  if (token?.kind !== "message") return;
  const stream = { id: idOf(options.key), finish, content: contentFor(to, text, options) };
  await socket.ask(WsCmd.RESPONSE, token.req, { msgtype: "stream", stream }, options.signal, true);
}

function contentFor(to: Conversation, text: string, { mention }: SendOptions): string {
  const content = plainMarkdown(text);
  return to.kind === "group" && mention !== undefined ? mentioned(mention.id, content) : content;
}

async function sendText(
  desk: Desk,
  to: Conversation,
  text: string,
  options: SendOptions,
  token: Token | undefined,
): Promise<{ id: string }> {
  // A blank stream leaves three dots that never end.
  if (text.trim() === "") throw refusal("invalid", { says: "没有可发的内容。" });
  const content = contentFor(to, text, options);
  const id = idOf(options.key);
  if (token === undefined) return push(desk, to, { msgtype: "markdown", markdown: { content } }, options);
  if (token.kind === "welcome")
    return answer(desk, token, id, { msgtype: "text", text: { content: text } }, options);
  try {
    return await answer(
      desk,
      token,
      id,
      { msgtype: "stream", stream: { id, finish: true, content } },
      options,
    );
  } catch (error) {
    // Too young to be past its time: it is sealed, because the attempt before this one arrived.
    const young = desk.now() - token.at < streamYoungMs;
    if (options.again && young && refusedWith(error, 846_608)) return { id };
    throw error;
  }
}

async function sendCard(
  desk: Desk,
  to: Conversation,
  card: Card,
  options: SendOptions,
  token: Token | undefined,
): Promise<{ id: string }> {
  if ((card.choices ?? []).length === 0) throw refusal("unsupported", { says: "企业微信的卡片只能放按钮。" });
  const id = idOf(options.key);
  const asked = token?.kind === "message" ? options.reply : undefined;
  const { card: template, beside } = cardOf(card, id, asked);
  const alone = { msgtype: "template_card", template_card: template };
  const words = beside === "" ? "" : contentFor(to, beside, options);
  try {
    if (token === undefined) {
      if (beside !== "")
        await push(desk, to, { msgtype: "markdown", markdown: { content: words } }, options, "text");
      return await push(desk, to, alone, options);
    }
    if (beside === "" || token.kind === "welcome") return await answer(desk, token, id, alone, options);
    return await answerLong(desk, token, id, { words, alone, template }, options);
  } catch (error) {
    // The code for a task_id that was used before: the attempt before this one arrived.
    if (options.again && refusedWith(error, 42_014)) return { id };
    throw error;
  }
}

/** Words and card in one message; where a deployment does not take that, in two. */
async function answerLong(
  desk: Desk,
  token: Token,
  id: string,
  parts: { words: string; alone: object; template: object },
  options: SendOptions,
): Promise<{ id: string }> {
  const stream = { id, finish: true, content: parts.words };
  const together = { msgtype: "stream_with_template_card", stream, template_card: parts.template };
  try {
    return await answer(desk, token, id, together, options);
  } catch (error) {
    if (!refusedWith(error, 40_008)) throw error;
  }
  await answer(desk, token, id, { msgtype: "stream", stream }, options);
  return answer(desk, token, id, parts.alone, options);
}

async function sendFile(
  desk: Desk,
  to: Conversation,
  file: { name: string; bytes: Uint8Array },
  options: SendOptions,
  token: Token | undefined,
): Promise<{ id: string }> {
  if (file.bytes.length > maxFileBytes)
    throw refusal("too_large", { says: "文件超过20兆，企业微信不让机器人发。" });
  if (file.bytes.length < leastFileBytes)
    throw refusal("invalid", { says: "文件是空的，企业微信不让机器人发。" });
  // A welcome cannot be a file.
  if (token?.kind === "welcome") throw refusal("expired");
  const media = await desk.socket.upload(file.bytes, file.name, options.signal);
  const body = { msgtype: "file", file: { media_id: media } };
  return token === undefined
    ? push(desk, to, body, options)
    : answer(desk, token, idOf(options.key), body, options);
}

async function answer(
  { socket }: Desk,
  token: Token,
  id: string,
  body: object,
  { signal }: SendOptions,
): Promise<{ id: string }> {
  const cmd = token.kind === "welcome" ? WsCmd.RESPONSE_WELCOME : WsCmd.RESPONSE;
  await socket.ask(cmd, token.req, body, signal, true);
  return { id };
}

/** `part`: of a message that goes in two. */
async function push(
  { socket }: Desk,
  to: Conversation,
  body: object,
  options: SendOptions,
  part = "",
): Promise<{ id: string }> {
  const req = `${WsCmd.SEND_MSG}_${idOf(options.key)}${part}`;
  if (options.again && socket.arrivedLate(req)) return { id: req };
  // Without the type of chat the platform looks for a group first.
  const where = { chatid: to.id, chat_type: to.kind === "group" ? 2 : 1 };
  await socket.ask(WsCmd.SEND_MSG, req, { ...where, ...body }, options.signal);
  return { id: req };
}

const refusedWith = (error: unknown, code: number): boolean =>
  error instanceof ChannelError && error.platformCode === String(code);
