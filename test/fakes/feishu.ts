import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { Conversation } from "../../src/channels/channel.ts";
import type { Person, Shown } from "../contracts/rig.ts";
import { lookOf, pingedBy, pressOf, readCard, type CardJson } from "./feishu/cards.ts";
import { Connections, type Acknowledged } from "./feishu/connection.ts";
import { partsOf } from "./feishu/multipart.ts";
import { readText } from "./feishu/texts.ts";
import { asked, give, no, ok, type Answer, type Asked, type Kind } from "./feishu/web.ts";

/** Feishu in the small: its interfaces over HTTP, its long connection, and the chats of its people. No tenant is needed. */

const Secret = z.object({ app_id: z.string(), app_secret: z.string() });
const Endpoint = z.object({ AppID: z.string(), AppSecret: z.string() });
const Sent = z.object({
  receive_id: z.string().optional(),
  msg_type: z.enum(["text", "post", "interactive", "file"]),
  content: z.string(),
  uuid: z.string().max(50).optional(),
});
const Repainted = z.object({
  toast: z.object({ type: z.enum(["info", "success", "error", "warning"]), content: z.string() }).optional(),
  card: z.object({ type: z.literal("raw"), data: z.unknown() }).optional(),
});

export interface Options {
  people?: readonly [Person, ...Person[]];
  now?: () => number;
  /** How long an acknowledgement may take, in ms; 3 s as the platform has it. */
  window?: number;
  /** When an event without one comes again, in ms; never unless said. */
  redeliver?: readonly number[];
  pingInterval?: number;
  /** Sends one chat takes within a second. */
  perSecond?: number;
  /** How long a token lives, in s. */
  tokenLife?: number;
  scopes?: readonly string[];
}

interface Message {
  id: string;
  chat: string;
  by: string;
  type: string;
  content: string;
  at: number;
  parent?: string;
  withdrawn?: true;
  card?: CardJson;
  /** As it was sent: somebody may press what is no longer shown. */
  firstCard?: CardJson;
  file?: { key: string; name: string; bytes: Uint8Array; over?: boolean };
}

type Fault = Answer | "hang" | "cut";
export type Delivery = { id: string; event: unknown };

export const allScopes = [
  "im:message.p2p_msg:readonly",
  "im:message.group_at_msg:readonly",
  "im:message:send_as_bot",
  "im:message:readonly",
  "im:resource",
  "im:chat.access_event.bot_p2p_chat:read",
];
const hour = 3_600_000;
const largest = 30 * 1024 * 1024;

export class FakeFeishu {
  readonly appId = "cli_a1b2c3d4e5f60718";
  readonly appSecret = "s3cretS3cretS3cretS3cretS3cret00";
  readonly bot = { id: "ou_bot0000000000000000", name: "年报助手" };
  readonly people: readonly [Person, ...Person[]];
  readonly group = "oc_group0000000000000000";
  readonly connections: Connections;
  /** How often each interface was asked. */
  readonly calls = new Map<Kind, number>();
  /** Every delivery with its end, in order. */
  readonly deliveries: (Delivery & { end: Promise<Acknowledged> })[] = [];
  readonly pinged: string[] = [];
  /** Added to the clock in the header of answers, in ms. */
  clockOff = 0;
  botStatus = 2;
  readonly #options: Required<Omit<Options, "people">>;
  readonly #server: Server;
  readonly #messages = new Map<string, Message>();
  readonly #byUuid = new Map<string, { id: string; at: number }>();
  readonly #uploads = new Map<string, { name: string; bytes: Uint8Array }>();
  readonly #tokens = new Map<string, number>();
  readonly #faults: { kind: Kind; fault: Fault }[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();

  private constructor(server: Server, options: Options) {
    this.#server = server;
    this.people = options.people ?? [
      { id: "ou_wang0000000000000000", name: "王芳" },
      { id: "ou_li000000000000000000", name: "李强" },
    ];
    this.#options = {
      now: () => Date.now(), // eslint-disable-line no-restricted-properties -- the platform's own clock
      window: 3_000,
      redeliver: [],
      pingInterval: 2,
      perSecond: Infinity,
      tokenLife: 7200,
      scopes: allScopes,
      ...options,
    };
    this.connections = new Connections(server, {
      pingInterval: this.#options.pingInterval,
      reconnectInterval: 0.05,
      pieceBytes: 40_000,
    });
    server.on("request", (request, response) => void this.#serve(request, response));
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
    this.#faults.push({ kind, fault });
  }

  expireTokens(): void {
    this.#tokens.clear();
  }

  withdraw(id: string): void {
    const message = this.#messages.get(id);
    if (message !== undefined) message.withdrawn = true;
  }

  withdrawAll(): void {
    for (const { id } of this.#messages.values()) this.withdraw(id);
  }

  // ——— what people do ———

  /** A message of a person, as it lies in the chat; the bot hears it only by `hand`. */
  put(by: Person, to: Conversation, type: string, content: unknown, file?: Message["file"]): string {
    const id = `om_${randomUUID().replaceAll("-", "")}`;
    const message: Message = {
      id,
      chat: this.chatOf(to),
      by: by.id,
      type,
      content: JSON.stringify(content),
      at: this.#options.now(),
    };
    if (file !== undefined) message.file = file;
    this.#messages.set(id, message);
    return id;
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
    const message = this.#messages.get(id);
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
      create_time: String(this.#options.now()),
      token: "",
      app_id: this.appId,
      tenant_key: "t",
    };
    return { id, event: { schema: "2.0", header: { ...own, ...header }, event } };
  }

  /** Hands an event over; without an acknowledgement it comes again as the options say. */
  async hand(delivery: Delivery, attempt = 0): Promise<Acknowledged> {
    const end = this.connections.deliver(delivery.event, this.#options.window);
    this.deliveries.push({ ...delivery, end });
    const acknowledged = await end;
    const pause = this.#options.redeliver[attempt];
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
    const message = this.#messages.get(messageId);
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
      { create_time: `${this.#options.now()}000` },
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
    const chat = this.chatOf(conversation);
    const own = [...this.#messages.values()].filter(
      (message) => message.chat === chat && message.by === this.bot.id,
    );
    return own.map((message): Shown => {
      if (message.file !== undefined) {
        const { name, bytes } = message.file;
        return { conversation, type: "file", name, bytes };
      }
      if (message.card !== undefined)
        return { conversation, type: "card", id: message.id, ...lookOf(message.card) };
      const looks = readText(message.type, JSON.parse(message.content), (id) => this.#nameOf(id));
      return { conversation, type: "text", text: looks?.text ?? "" };
    });
  }

  /** The messages of the bot, and which message each answers. */
  answered(conversation: Conversation): (string | undefined)[] {
    const chat = this.chatOf(conversation);
    return [...this.#messages.values()]
      .filter((message) => message.chat === chat && message.by === this.bot.id)
      .map(({ parent }) => parent);
  }

  chatOf({ kind, id }: Conversation): string {
    return kind === "direct" ? `oc_direct_${id}` : id;
  }

  #nameOf(id: string): string {
    return this.people.find((person) => person.id === id)?.name ?? id;
  }

  // ——— what the bot asks ———

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await asked(request).catch(() => null);
    if (call === null) return give(response, no(404, 404));
    this.calls.set(call.kind, (this.calls.get(call.kind) ?? 0) + 1);
    response.setHeader("date", new Date(this.#options.now() + this.clockOff).toUTCString());
    const at = this.#faults.findIndex(({ kind }) => kind === call.kind);
    const [fault] = at < 0 ? [] : this.#faults.splice(at, 1);
    if (fault?.fault === "hang") return;
    if (fault?.fault === "cut") {
      response.writeHead(200, { "content-type": "application/octet-stream", "content-length": 1_000_000 });
      response.write(Buffer.alloc(1000));
      setTimeout(() => response.destroy(), 20);
      return;
    }
    give(response, fault?.fault ?? this.#answer(call));
  }

  #answer(call: Asked): Answer {
    if (call.kind === "token") return this.#giveToken(call);
    if (call.kind === "endpoint") return this.#endpoint(call);
    if (call.token === "") return no(99991661);
    if ((this.#tokens.get(call.token) ?? 0) <= this.#options.now()) return no(99991663);
    switch (call.kind) {
      case "info":
        return {
          status: 200,
          body: {
            code: 0,
            msg: "ok",
            bot: { activate_status: this.botStatus, app_name: this.bot.name, open_id: this.bot.id },
          },
        };
      case "scopes":
        return ok({ scopes: this.#options.scopes.map((name) => ({ scope_name: name, grant_status: 1 })) });
      case "create":
      case "reply":
        return this.#send(call);
      case "get":
        return this.#get(call);
      case "update":
        return this.#update(call);
      case "upload":
        return this.#upload(call);
      case "resource":
        return this.#resource(call);
    }
  }

  #giveToken({ body }: Asked): Answer {
    const secret = Secret.safeParse(json(body)).data;
    if (secret?.app_id !== this.appId || secret.app_secret !== this.appSecret) return no(10014, 200);
    const token = `t-${randomUUID()}`;
    this.#tokens.set(token, this.#options.now() + this.#options.tokenLife * 1000);
    return {
      status: 200,
      body: { code: 0, msg: "ok", tenant_access_token: token, expire: this.#options.tokenLife },
    };
  }

  #endpoint({ body }: Asked): Answer {
    const given = Endpoint.safeParse(json(body)).data;
    if (given?.AppID !== this.appId || given.AppSecret !== this.appSecret)
      return { status: 200, body: { code: 514, msg: "auth failed", data: {} } };
    return ok({ URL: this.connections.urlAt(this.#port), ClientConfig: this.connections.clientConfig });
  }

  #send({ kind, ids, query, body }: Asked): Answer {
    const sent = Sent.safeParse(json(body)).data;
    if (sent === undefined) return no(230001);
    const parent = kind === "reply" ? this.#messages.get(ids[0] ?? "") : undefined;
    const chat =
      kind === "reply" ? parent?.chat : this.#chatBy(query.get("receive_id_type"), sent.receive_id ?? "");
    if (parent?.withdrawn === true) return no(230011);
    if (chat === undefined) return no(kind === "reply" ? 230110 : 230002);
    const repeated = this.#byUuid.get(sent.uuid ?? "");
    if (repeated !== undefined && this.#options.now() - repeated.at < hour)
      return ok({ message_id: repeated.id });
    if (body.length > (sent.msg_type === "text" ? 150_000 : 30_000)) return no(230025);
    if (this.#crowded(chat)) return { ...no(230020), headers: { "x-ogw-ratelimit-reset": "1" } };
    const message = this.#made(sent, chat);
    if ("status" in message) return message;
    if (parent !== undefined) message.parent = parent.id;
    this.#messages.set(message.id, message);
    if (sent.uuid !== undefined) this.#byUuid.set(sent.uuid, { id: message.id, at: message.at });
    return ok({ message_id: message.id, msg_type: message.type, chat_id: chat });
  }

  #made(sent: z.infer<typeof Sent>, chat: string): Message | Answer {
    const content = json(Buffer.from(sent.content));
    const message: Message = {
      id: `om_${randomUUID().replaceAll("-", "")}`,
      chat,
      by: this.bot.id,
      type: sent.msg_type,
      content: sent.content,
      at: this.#options.now(),
    };
    if (sent.msg_type === "interactive") {
      const card = readCard(content);
      if (card === null) return no(230099);
      this.pinged.push(...pingedBy(card));
      return { ...message, card, firstCard: card };
    }
    if (sent.msg_type === "file") {
      const key = z.object({ file_key: z.string() }).safeParse(content).data?.file_key ?? "";
      const file = this.#uploads.get(key);
      return file === undefined ? no(230055) : { ...message, file: { ...file, key } };
    }
    const looks = readText(sent.msg_type, content, (id) => this.#nameOf(id));
    if (looks === null) return no(230001);
    this.pinged.push(...looks.pinged);
    return message;
  }

  #chatBy(type: string | null, id: string): string | undefined {
    if (type === "open_id")
      return this.people.some((person) => person.id === id) ? `oc_direct_${id}` : undefined;
    return type === "chat_id" && id === this.group ? id : undefined;
  }

  #crowded(chat: string): boolean {
    const since = this.#options.now() - 1000;
    const lately = [...this.#messages.values()].filter(
      (one) => one.chat === chat && one.by === this.bot.id && one.at > since,
    );
    return lately.length >= this.#options.perSecond;
  }

  #get({ ids }: Asked): Answer {
    const message = this.#messages.get(ids[0] ?? "");
    if (message === undefined) return no(230110);
    const own = message.by === this.bot.id;
    return ok({
      items: [
        {
          message_id: message.id,
          msg_type: message.type,
          create_time: String(message.at),
          deleted: message.withdrawn === true,
          chat_id: message.chat,
          sender: own
            ? { id: this.appId, id_type: "app_id", sender_type: "app" }
            : { id: message.by, id_type: "open_id", sender_type: "user" },
          ...(message.withdrawn === true ? {} : { body: { content: message.content } }),
        },
      ],
    });
  }

  #update({ ids, body }: Asked): Answer {
    const message = this.#messages.get(ids[0] ?? "");
    const content = z.object({ content: z.string() }).safeParse(json(body)).data?.content ?? "";
    const card = readCard(json(Buffer.from(content)));
    if (message?.card === undefined || card === null) return no(230001);
    message.card = card;
    return ok({});
  }

  #upload({ body, type }: Asked): Answer {
    const parts = partsOf(body, type);
    const [kind, name, bytes] = ["file_type", "file_name", "file"].map((part) => parts.get(part));
    if (kind?.toString() !== "stream" || name === undefined || bytes === undefined) return no(234001);
    if (bytes.length === 0) return no(234010);
    if (bytes.length > largest) return no(234006);
    const key = `file_v3_${randomUUID()}`;
    this.#uploads.set(key, { name: name.toString("utf8"), bytes });
    return ok({ file_key: key });
  }

  #resource({ ids, query }: Asked): Answer {
    const [id = "", key = ""] = ids;
    const message = this.#messages.get(id);
    if (message === undefined || message.withdrawn === true || message.file?.key !== key) return no(234003);
    if (query.get("type") !== (message.type === "image" ? "image" : "file")) return no(234001);
    if (message.file.over === true) return no(234037);
    const name = encodeURIComponent(message.file.name);
    return {
      status: 200,
      body: message.file.bytes,
      headers: { "content-disposition": `attachment; filename*=UTF-8''${name}` },
    };
  }
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
