import { z } from "zod";
import type { Card, Conversation, Outbound, SendOptions } from "../channel.ts";
import { ChannelError } from "../channel.ts";
import { Answer } from "./answers.ts";
import type { Api } from "./api.ts";
import { takenOf, templateOf } from "./card.ts";
import { fault, refusal } from "./faults.ts";
import type { Kept } from "./kept.ts";

const megabyte = 1024 * 1024;
export const largestFile = 20 * megabyte;
/** The platform takes no file of five bytes or less. */
const shortestFile = 6;
/** In bytes of UTF-8; the platform cuts off what is more. */
const longestContent = 2048;
/** With some room for what is made harmless. */
export const longestText = 2000;

/** In seconds: a card has a task id of its own and a file a media id, so that an equal one is never meant. */
const longestCompared = 14_400;
const updateMs = 5000;
const nobody = 81013;

/** The message was taken: whatever else the answer lacks, it is not refused for that. */
const Sent = z.object({ invaliduser: z.string().catch(""), msgid: z.string().catch("") });

/** What the app says to its members. */
export class Sender {
  readonly #api: Api;
  readonly #kept: Kept;
  readonly #agent: number;

  constructor({ api, kept, agent }: { api: Api; kept: Kept; agent: string }) {
    this.#api = api;
    this.#kept = kept;
    this.#agent = Number(agent);
  }

  async send(to: Conversation, message: Outbound, options: SendOptions): Promise<{ id: string }> {
    if (to.kind === "group") throw fault("unsupported", "企业微信自建应用不能在群里发消息。");
    switch (message.type) {
      case "text":
        return await this.#say(to.id, message.text, options);
      case "card":
        return await this.#ask(to.id, message.card, options);
      case "file":
        return await this.#handOver(to.id, message, options);
    }
  }

  /** Changes the card of a press: `code` came with it. */
  async taken(person: string, code: string, card: Card | undefined): Promise<void> {
    const body = { userids: [person], agentid: this.#agent, response_code: code, ...takenOf(card) };
    const signal = AbortSignal.timeout(updateMs);
    await this.#api.call(Answer, { path: "message/update_template_card", body, signal });
  }

  async #say(person: string, text: string, { again, ...options }: SendOptions): Promise<{ id: string }> {
    const content = unlinked(text);
    if (Buffer.byteLength(content) > longestContent) throw fault("too_large", "这段话太长，一条消息放不下。");
    // Equal sentences may be meant: they are compared only when this one may have arrived before.
    const check = again ? comparing(1800) : {};
    return await this.#push(person, { msgtype: "text", text: { content }, ...check }, options);
  }

  async #ask(person: string, card: Card, options: SendOptions): Promise<{ id: string }> {
    const template = templateOf(card);
    if ((card.choices ?? []).length === 0) return await this.#say(person, card.text, options);
    const content = { msgtype: "template_card", template_card: template, ...comparing(longestCompared) };
    return await this.#push(person, content, options);
  }

  async #handOver(
    person: string,
    { name, bytes }: { name: string; bytes: Uint8Array },
    options: SendOptions,
  ): Promise<{ id: string }> {
    if (bytes.length > largestFile) throw fault("too_large", "文件超过20兆，企业微信发不出去。");
    if (bytes.length < shortestFile) throw fault("invalid", "文件是空的，企业微信不收。");
    const upload = async (): Promise<string> => {
      const media = await this.#api.upload(name, bytes, options.signal);
      await this.#kept.keep(options.key, media);
      return media;
    };
    const send = (media: string): Promise<{ id: string }> => {
      const content = { msgtype: "file", file: { media_id: media }, ...comparing(longestCompared) };
      return this.#push(person, content, options);
    };
    const kept = await this.#kept.of(options.key);
    if (kept === undefined) return await send(await upload());
    return await send(kept).catch(async (error: unknown) => {
      if (error instanceof ChannelError && error.code === "expired") return await send(await upload());
      throw error;
    });
  }

  async #push(
    person: string,
    content: Readonly<Record<string, unknown>>,
    { key, signal }: { key: string; signal: AbortSignal },
  ): Promise<{ id: string }> {
    // One member: | would be several, @all everybody.
    if (!/^[^|@][^|]{0,127}$/.test(person)) throw refusal(nobody);
    const body = { touser: person, agentid: this.#agent, ...content };
    const answer = await this.#api.call(Sent, { path: "message/send", body, signal });
    if (answer.invaliduser !== "") throw refusal(nobody);
    return { id: answer.msgid === "" ? key : answer.msgid };
  }
}

/** For so many seconds an equal message is taken and not shown again. */
const comparing = (seconds: number): object => ({
  enable_duplicate_check: 1,
  duplicate_check_interval: seconds,
});

/** The one markup of a text is a link, <a …>: shown as it was written by a wide sign. */
const unlinked = (text: string): string => text.replace(/<(?=\/?a[\s>])/gi, "＜");
