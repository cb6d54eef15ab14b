import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { Conversation } from "../../src/channels/channel.ts";
import type { Person, Shown } from "../contracts/rig.ts";
import { lookOf, pressOf, readCard } from "./feishu/cards.ts";
import { Connections, type Acknowledged } from "./feishu/connection.ts";
import { Interfaces, type Fault } from "./feishu/interfaces.ts";
import { readText } from "./feishu/texts.ts";
import type { Kind } from "./feishu/web.ts";
import { World, type Message, type Options } from "./feishu/world.ts";

const Repainted = z.object({
  toast: z.object({ type: z.enum(["info", "success", "error", "warning"]), content: z.string() }).optional(),
  card: z.object({ type: z.literal("raw"), data: z.unknown() }).optional(),
});

export type Delivery = { id: string; event: unknown };

/** Feishu in the small: its interfaces over HTTP, its long connection, and the chats of its people. No tenant is needed. */
export class FakeFeishu extends World {
  readonly connections: Connections;
  /** Every delivery with its end, in order. */
  readonly deliveries: (Delivery & { end: Promise<Acknowledged> })[] = [];
  readonly #server: Server;
  readonly #interfaces: Interfaces;
  readonly #timers = new Set<NodeJS.Timeout>();

  private constructor(server: Server, options: Options) {
    super(options);
    this.#server = server;
    const { pingInterval } = this.options;
    this.connections = new Connections(server, { pingInterval, reconnectInterval: 0.05, pieceBytes: 40_000 });
    this.#interfaces = new Interfaces(this, this.connections, () => this.#port);
    server.on("request", (request, response) => void this.#interfaces.serve(request, response));
  }

  static async open(options: Options = {}): Promise<FakeFeishu> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new FakeFeishu(server, options);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.connections.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The next call of this kind goes wrong. */
  failNext(kind: Kind, fault: Fault): void {
    this.#interfaces.failNext(kind, fault);
  }

  expireTokens(): void {
    this.#interfaces.expireTokens();
  }

  withdraw(id: string): void {
    const message = this.messages.get(id);
    if (message !== undefined) message.withdrawn = true;
  }

  withdrawAll(): void {
    for (const { id } of this.messages.values()) this.withdraw(id);
  }

  /** A message of a person, as it lies in the chat; the bot hears it only by `hand`. */
  put(by: Person, to: Conversation, type: string, content: unknown, file?: Message["file"]): string {
    const message = this.newMessage(this.chatOf(to), by.id, type, JSON.stringify(content));
    if (file !== undefined) message.file = file;
    this.messages.set(message.id, message);
    return message.id;
  }

  putFile(by: Person, to: Conversation, file: { name: string; bytes: Uint8Array }, over = false): string {
    const key = `file_v3_${randomUUID()}`;
    const content = { file_key: key, file_name: file.name, file_size: String(file.bytes.length) };
    return this.put(by, to, "file", over ? { file_key: key, file_name: file.name } : content, {
      ...file,
      key,
      over,
    });
  }

  /** The event of a message. `mentions`: of whom, by the keys in its text. */
  messageEvent(
    id: string,
    more: { mentions?: readonly Person[]; parent?: string; at?: number } = {},
  ): Delivery {
    const message = this.messages.get(id);
    if (message === undefined) throw new Error("no such message");
    const direct = message.chat.startsWith("oc_direct_");
    return this.event("im.message.receive_v1", {
      sender: { sender_id: { open_id: message.by }, sender_type: "user", tenant_key: "t" },
      message: {
        message_id: id,
        ...(more.parent === undefined ? {} : { parent_id: more.parent, root_id: more.parent }),
        create_time: String(more.at ?? message.at),
        chat_id: message.chat,
        chat_type: direct ? "p2p" : "group",
        message_type: message.type,
        content: message.content,
        ...(more.mentions === undefined
          ? {}
          : {
              mentions: more.mentions.map((person, index) => ({
                key: `@_user_${index + 1}`,
                id: { open_id: person.id },
                name: person.name,
                tenant_key: "t",
              })),
            }),
      },
    });
  }

  event(type: string, event: unknown, header: Record<string, unknown> = {}): Delivery {
    const id = randomUUID();
    const own = {
      event_id: id,
      event_type: type,
      create_time: String(this.options.now()),
      token: "",
      app_id: this.appId,
      tenant_key: "t",
    };
    return { id, event: { schema: "2.0", header: { ...own, ...header }, event } };
  }

  /** Hands an event over; without an acknowledgement it comes again as the options say. */
  async hand(delivery: Delivery, attempt = 0): Promise<Acknowledged> {
    const end = this.connections.deliver(delivery.event, this.options.window);
    this.deliveries.push({ ...delivery, end });
    const acknowledged = await end;
    const pause = this.options.redeliver[attempt];
    if (acknowledged.code !== 200 && pause !== undefined) {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        void this.hand(delivery, attempt + 1);
      }, pause);
      this.#timers.add(timer);
    }
    return acknowledged;
  }

  /** Presses a button or sends a form; what is shown at once. null: there is no such thing on the card. */
  async press(
    by: Person,
    messageId: string,
    what: { choice: string } | { fields: Readonly<Record<string, string>> },
  ): Promise<{ toast: string; delivery: Delivery; end: Acknowledged } | null> {
    const message = this.messages.get(messageId);
    const action =
      (message?.card && pressOf(message.card, what)) ??
      (message?.firstCard && pressOf(message.firstCard, what));
    if (message === undefined || !action) return null;
    const delivery = this.event(
      "card.action.trigger",
      {
        operator: { tenant_key: "t", open_id: by.id },
        token: `c-${randomUUID()}`,
        action,
        host: "im_message",
        context: { open_message_id: message.id, open_chat_id: message.chat },
      },
      { create_time: `${this.options.now()}000` },
    );
    const end = await this.hand(delivery);
    const shown = Repainted.safeParse(end.data ?? {});
    if (end.code !== 200 || !shown.success) return { toast: "出错了，请稍后重试", delivery, end };
    const { card, toast } = shown.data;
    const painted = card === undefined ? null : readCard(card.data);
    if (card !== undefined && painted === null) return { toast: "卡片出错了", delivery, end };
    if (painted !== null) message.card = painted;
    return { toast: toast?.content ?? "", delivery, end };
  }

  /** What the bot has shown in a chat, in order; of a card the last state. */
  shown(conversation: Conversation): readonly Shown[] {
    return this.ofBot(this.chatOf(conversation)).map((message): Shown => {
      if (message.file !== undefined) {
        const { name, bytes } = message.file;
        return { conversation, type: "file", name, bytes };
      }
      if (message.card !== undefined)
        return { conversation, type: "card", id: message.id, ...lookOf(message.card) };
      const looks = readText(message.type, JSON.parse(message.content), (id) => this.nameOf(id));
      return { conversation, type: "text", text: looks?.text ?? "" };
    });
  }

  /** The messages of the bot, and which message each answers. */
  answered(conversation: Conversation): (string | undefined)[] {
    return this.ofBot(this.chatOf(conversation)).map(({ parent }) => parent);
  }
}
