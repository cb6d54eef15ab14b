import { createHash, randomUUID } from "node:crypto";
import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import { z } from "zod";
import { FileLinks } from "./wecom/files.ts";
import { readMarkdown } from "./wecom/text.ts";

/**
 * The bot side of WeCom in the small: the JSON frames of the long connection as the official SDK speaks them, file links,
 * uploads in chunks, streams, template cards, quotas, windows. Error codes as seen on live tenants where known (853000,
 * 846605, 846608, 846609, 42014, 42045, 40008, 45009); 93006 for a chat that was never opened is from the general table.
 */

export interface Chat {
  kind: "direct" | "group";
  id: string;
}

/** What a chat shows: of a stream or a card its last state (`first`: the card as it was sent, as an old client may still show it). */
export type Item = { chat: Chat } & (
  | { type: "text"; text: string; finished: boolean }
  | { type: "card"; task: string; beside: string; card: Template; first: Template }
  | { type: "file"; name: string; bytes: Buffer }
);

const Button = z.object({
  text: z.string().min(1),
  key: z.string().min(1).max(1024),
  style: z.number().optional(),
});
const Template = z.object({
  card_type: z.string(),
  source: z.unknown().optional(),
  main_title: z.object({ title: z.string().optional(), desc: z.string().optional() }).optional(),
  sub_title_text: z.string().optional(),
  button_list: z.array(Button).optional(),
  card_action: z.object({ url: z.string() }).optional(),
  task_id: z.string().optional(),
});
export type Template = z.infer<typeof Template>;
const Stream = z.object({ id: z.string().min(1), finish: z.boolean().default(false), content: z.string() });
const Body = z.object({
  msgtype: z.string().optional(),
  stream: Stream.optional(),
  text: z.object({ content: z.string() }).optional(),
  markdown: z.object({ content: z.string() }).optional(),
  template_card: Template.optional(),
  file: z.object({ media_id: z.string() }).optional(),
  response_type: z.string().optional(),
  chatid: z.string().optional(),
  chat_type: z.number().optional(),
  bot_id: z.string().optional(),
  secret: z.string().optional(),
  filename: z.string().optional(),
  total_size: z.number().optional(),
  total_chunks: z.number().optional(),
  md5: z.string().optional(),
  upload_id: z.string().optional(),
  chunk_index: z.number().optional(),
  base64_data: z.string().optional(),
});
type Body = z.infer<typeof Body>;
const Frame = z.object({
  cmd: z.string(),
  headers: z.object({ req_id: z.string() }),
  body: Body.optional().default({}),
});
export type Frame = z.infer<typeof Frame>;

interface Callback {
  kind: "message" | "enter" | "press";
  chat: Chat;
  at: number;
  /** Of a press. */
  task?: string;
  answered?: boolean;
  expired?: boolean;
}
interface Upload {
  name: string;
  size: number;
  md5: string;
  chunks: (Buffer | undefined)[];
}
/** An errcode, or what goes with the acknowledgement. */
type Answer = number | { body: object };

const minute = 60_000;
const okay = 0;
const busy = -1;

export class WecomFake {
  readonly botId = "aibTESTbot0001";
  readonly secret = "s3cr3t-of-the-test-bot-000000000001";
  readonly files = new FileLinks();
  readonly items: Item[] = [];
  /** Every request that came, in order. */
  readonly frames: Frame[] = [];
  /** How often a connection subscribed. */
  subscriptions = 0;
  /** Refusals of the next messages; 0 takes one and loses its acknowledgement. */
  readonly refusals: number[] = [];
  /** Whether a finished stream takes no more updates. */
  sealed = false;
  /** Whether a stream and a card may come in one message. */
  combined = true;
  /** Errcode for every subscription with the right secret, instead of success; -2: no answer. */
  subscription = okay;
  uploads: "taken" | "failing" | "hanging" = "taken";
  readonly names = new Map<string, string>();
  #moved = 0;
  #live: WebSocket | undefined;
  #silent = new WeakSet<WebSocket>();
  #count = 0;
  readonly #callbacks = new Map<string, Callback>();
  readonly #opened = new Set<string>();
  readonly #streams = new Map<string, { item: Extract<Item, { type: "text" }>; at: number }>();
  readonly #cards = new Map<string, Extract<Item, { type: "card" }> | undefined>();
  readonly #uploads = new Map<string, Upload>();
  readonly #media = new Map<string, { name: string; bytes: Buffer }>();
  readonly #sent = new Map<string, number[]>();
  readonly #server;
  readonly #sockets: WebSocketServer;
  readonly #secure: boolean;

  private constructor(tls: { key: string; cert: string } | undefined) {
    this.#secure = tls !== undefined;
    const answer: RequestListener = (request, response) => this.files.answer(request, response);
    this.#server = tls === undefined ? createHttp(answer) : createHttps(tls, answer);
    this.#sockets = new WebSocketServer({ server: this.#server });
    this.#sockets.on("headers", (headers) => headers.push(`Date: ${new Date(this.now()).toUTCString()}`));
    this.#sockets.on("connection", (socket) => {
      socket.on("message", (data: Buffer) => {
        if (!this.#silent.has(socket)) this.#receive(socket, data.toString());
      });
      socket.on("close", () => {
        if (this.#live === socket) this.#live = undefined;
      });
    });
  }

  static async open(tls?: { key: string; cert: string }): Promise<WecomFake> {
    const fake = new WecomFake(tls);
    await new Promise<void>((resolve) => fake.#server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }
  get wsUrl(): string {
    return `${this.#secure ? "wss" : "ws"}://127.0.0.1:${this.port}`;
  }
  get httpUrl(): string {
    return `${this.#secure ? "https" : "http"}://127.0.0.1:${this.port}`;
  }
  get connected(): boolean {
    return this.#live !== undefined;
  }
  now(): number {
    return new Date().getTime() + this.#moved;
  }
  /** Lets the platform's time pass. */
  pass(ms: number): void {
    this.#moved += ms;
  }
  /** Of a chat, as people read it. */
  shown(chat: Chat): Item[] {
    return this.items.filter((item) => item.chat.kind === chat.kind && item.chat.id === chat.id);
  }
  file(file: { name: string; bytes: Uint8Array }): { url: string; aeskey: string } {
    return this.files.add(this.httpUrl, file);
  }

  // What people do. Each resolves when the frame went out; false when nobody is connected.

  /** `parts`: msgtype and content as on the wire. `id` again: the same message delivered once more. */
  message(from: string, chat: Chat, parts: object, id: string = this.#next("msg")): Promise<boolean> {
    this.#opened.add(keyOf(chat));
    return this.#callback("aibot_msg_callback", "message", from, chat, { ...parts, msgid: id });
  }
  enter(from: string, id: string = this.#next("evt")): Promise<boolean> {
    const event = { msgtype: "event", msgid: id, event: { eventtype: "enter_chat" } };
    return this.#callback("aibot_event_callback", "enter", from, { kind: "direct", id: from }, event);
  }
  /** Presses a button of a card. */
  press(
    from: string,
    chat: Chat,
    task: string,
    key: string,
    id: string = this.#next("evt"),
  ): Promise<boolean> {
    const pressed = { card_type: "button_interaction", event_key: key, task_id: task };
    const event = {
      msgtype: "event",
      msgid: id,
      event: { eventtype: "template_card_event", template_card_event: pressed },
    };
    return this.#callback("aibot_event_callback", "press", from, chat, event, task);
  }
  /** Anything at all. Resolves when the other side has read it: it answers a ping sent after. */
  async raw(data: string | object): Promise<boolean> {
    const socket = this.#live;
    if (socket === undefined) return false;
    return await new Promise((resolve) => {
      const read = (): void => done(true);
      const gone = (): void => done(false);
      const done = (whether: boolean): void => {
        socket.off("pong", read).off("close", gone);
        resolve(whether);
      };
      socket.setMaxListeners(0).once("pong", read).once("close", gone);
      socket.send(typeof data === "string" ? data : JSON.stringify(data));
      socket.ping();
    });
  }

  // What goes wrong.

  drop(): void {
    this.#live?.terminate();
  }
  /** The connection stays open, and nothing comes through any more. */
  silence(): void {
    if (this.#live !== undefined) this.#silent.add(this.#live);
    this.#live = undefined;
  }
  /** A newer connection takes the place. */
  kick(): void {
    const old = this.#live;
    this.#live = undefined;
    old?.send(
      frame("aibot_event_callback", this.#next("req"), {
        msgtype: "event",
        msgid: this.#next("evt"),
        create_time: Math.floor(this.now() / 1000),
        aibotid: this.botId,
        event: { eventtype: "disconnected_event" },
      }),
    );
  }
  /** Forgets who is subscribed while the socket lives on. */
  forget(): void {
    this.#live = undefined;
  }
  expireReplies(): void {
    for (const callback of this.#callbacks.values()) callback.expired = true;
  }

  #next(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}-${randomUUID().slice(0, 8)}`;
  }

  #callback(
    cmd: string,
    kind: Callback["kind"],
    from: string,
    chat: Chat,
    parts: object,
    task?: string,
  ): Promise<boolean> {
    const req = this.#next("req");
    this.#callbacks.set(req, { kind, chat, at: this.now(), ...(task === undefined ? {} : { task }) });
    const place = chat.kind === "group" ? { chattype: "group", chatid: chat.id } : { chattype: "single" };
    const create_time = Math.floor(this.now() / 1000);
    const body = { aibotid: this.botId, create_time, from: { userid: from }, ...place, ...parts };
    return this.raw(frame(cmd, req, body));
  }

  #receive(socket: WebSocket, data: string): void {
    const parsed = Frame.safeParse(JSON.parse(data));
    const reply = (req: string, answer: Answer): void =>
      socket.send(
        JSON.stringify({
          headers: { req_id: req },
          errcode: typeof answer === "number" ? answer : okay,
          errmsg: typeof answer === "number" && answer !== okay ? "refused, hint: [1]" : "ok",
          ...(typeof answer === "number" ? {} : answer),
        }),
      );
    if (!parsed.success) return reply("", 40_058);
    const request = parsed.data;
    const { cmd, headers, body } = request;
    if (cmd === "ping") return reply(headers.req_id, okay);
    if (cmd === "aibot_subscribe") return this.#subscribe(socket, request, reply);
    this.frames.push(request);
    if (socket !== this.#live) return reply(headers.req_id, 846_609);
    if (cmd.startsWith("aibot_upload")) {
      const { uploads } = this;
      this.uploads = "taken";
      if (uploads === "hanging") return;
      return reply(headers.req_id, uploads === "failing" ? busy : this.#upload(cmd, body));
    }
    const refusal = cmd === "aibot_respond_update_msg" ? undefined : this.refusals.shift();
    if (refusal !== undefined && refusal !== okay) return reply(headers.req_id, refusal);
    const answer = this.#take(request);
    if (refusal !== okay) reply(headers.req_id, answer);
  }

  #subscribe(socket: WebSocket, request: Frame, reply: (req: string, answer: Answer) => void): void {
    const req = request.headers.req_id;
    if (request.body.bot_id !== this.botId || request.body.secret !== this.secret) return reply(req, 853_000);
    if (this.subscription === -2) return;
    if (this.subscription !== okay) return reply(req, this.subscription);
    this.subscriptions += 1;
    if (this.#live !== undefined && this.#live !== socket) this.kick();
    this.#live = socket;
    reply(req, okay);
  }

  #take({ cmd, headers, body }: Frame): Answer {
    switch (cmd) {
      case "aibot_respond_msg":
        return this.#respond(headers.req_id, body);
      case "aibot_respond_welcome_msg":
        return this.#welcome(headers.req_id, body);
      case "aibot_respond_update_msg":
        return this.#update(headers.req_id, body);
      case "aibot_send_msg":
        return this.#push(body);
      default:
        return 40_058;
    }
  }

  #respond(req: string, body: Body): Answer {
    const callback = this.#callbacks.get(req);
    if (callback?.kind !== "message" || callback.expired === true) return 846_605;
    if (this.now() - callback.at > 24 * 60 * minute) return 846_605;
    const { stream, template_card: card } = body;
    if (body.msgtype === "stream_with_template_card") {
      if (!this.combined) return 40_008;
      return stream === undefined || card === undefined ? 40_058 : this.#show(callback.chat, card, stream);
    }
    if (body.msgtype === "stream")
      return stream === undefined ? 40_058 : this.#stream(`${req} ${stream.id}`, callback.chat, stream);
    return this.#message(callback.chat, body);
  }

  #stream(key: string, chat: Chat, { content, finish }: z.infer<typeof Stream>): Answer {
    if (Buffer.byteLength(content) > 20_480) return 45_002;
    const known = this.#streams.get(key);
    const text = readMarkdown(content, this.names);
    if (known === undefined) {
      const limited = this.#counted(chat);
      if (limited !== okay) return limited;
      const item: Item = { chat, type: "text", text, finished: finish };
      this.items.push(item);
      this.#streams.set(key, { item, at: this.now() });
      return okay;
    }
    if (this.now() - known.at > 6 * minute || (known.item.finished && this.sealed)) return 846_608;
    // Blank text does not replace what is shown.
    if (content.trim() !== "") known.item.text = text;
    known.item.finished = finish;
    return okay;
  }

  #welcome(req: string, body: Body): Answer {
    const callback = this.#callbacks.get(req);
    if (callback?.kind !== "enter" || callback.answered === true) return 846_605;
    if (this.now() - callback.at > 5000) return 846_605;
    callback.answered = true;
    if (body.msgtype !== "text" || body.text === undefined) return this.#message(callback.chat, body);
    this.items.push({ chat: callback.chat, type: "text", text: body.text.content, finished: true });
    return okay;
  }

  #update(req: string, { response_type: type, template_card: card }: Body): Answer {
    const callback = this.#callbacks.get(req);
    if (callback?.kind !== "press" || this.now() - callback.at > 5000) return 846_605;
    if (type !== "update_template_card" || card === undefined) return 40_058;
    const fault = faultOf(card);
    if (fault !== okay) return fault;
    const item = this.#cards.get(callback.task ?? "");
    // With another task_id it says ok and changes nothing.
    if (item !== undefined && card.task_id === callback.task) {
      item.card = card;
      item.beside = "";
    }
    return okay;
  }

  #push(body: Body): Answer {
    const { chatid: id, chat_type: type } = body;
    if (id === undefined) return 40_058;
    // Without a type a group is looked for first.
    const chat: Chat = { kind: type === 1 ? "direct" : "group", id };
    if (!this.#opened.has(keyOf(chat))) return 93_006;
    return this.#message(chat, body);
  }

  #message(chat: Chat, body: Body): Answer {
    if (body.msgtype === "template_card" && body.template_card !== undefined)
      return this.#show(chat, body.template_card);
    const limited = this.#counted(chat);
    if (limited !== okay) return limited;
    if (body.msgtype === "markdown" && body.markdown !== undefined) {
      if (Buffer.byteLength(body.markdown.content) > 20_480) return 45_002;
      if (body.markdown.content.trim() === "") return 44_004;
      const text = readMarkdown(body.markdown.content, this.names);
      this.items.push({ chat, type: "text", text, finished: true });
      return okay;
    }
    const media = body.msgtype === "file" ? this.#media.get(body.file?.media_id ?? "") : undefined;
    if (media === undefined) return body.msgtype === "file" ? 40_007 : 40_008;
    this.items.push({ chat, type: "file", ...media });
    return okay;
  }

  #show(chat: Chat, card: Template, stream?: z.infer<typeof Stream>): Answer {
    const fault = faultOf(card);
    const task = card.task_id ?? "";
    if (fault !== okay) return fault;
    if (this.#cards.has(task)) return 42_014;
    const limited = this.#counted(chat);
    if (limited !== okay) return limited;
    const beside = stream === undefined ? "" : readMarkdown(stream.content, this.names);
    const item: Item = { chat, type: "card", task, beside, card, first: card };
    // A card with a source is taken and never seen.
    this.#cards.set(task, card.source === undefined ? item : undefined);
    if (card.source === undefined) this.items.push(item);
    return okay;
  }

  #upload(cmd: string, body: Body): Answer {
    const id = body.upload_id ?? "";
    const upload = this.#uploads.get(id);
    if (cmd === "aibot_upload_media_init") {
      const { filename: name, total_size: size = 0, total_chunks: chunks = 0, md5 = "" } = body;
      if (name === undefined || size <= 5 || chunks < 1 || chunks > 100) return 40_058;
      if (size > 20 * 1024 * 1024) return 45_001;
      const started = this.#next("upload");
      this.#uploads.set(started, {
        name,
        size,
        md5,
        chunks: Array.from({ length: chunks }, () => undefined),
      });
      return { body: { upload_id: started } };
    }
    if (upload === undefined) return 40_007;
    if (cmd === "aibot_upload_media_chunk") {
      const bytes = Buffer.from(body.base64_data ?? "", "base64");
      if (bytes.length === 0 || bytes.length > 512 * 1024) return 40_058;
      upload.chunks[body.chunk_index ?? 0] = bytes;
      return okay;
    }
    const bytes = Buffer.concat(upload.chunks.filter((chunk) => chunk !== undefined));
    const same = createHash("md5").update(bytes).digest("hex") === upload.md5;
    if (bytes.length !== upload.size || !same) return 40_058;
    const media = this.#next("media");
    this.#media.set(media, { name: upload.name, bytes });
    return { body: { type: "file", media_id: media, created_at: String(this.now()) } };
  }

  /** 30 a minute and 1,000 an hour for each chat, answers and pushes together. */
  #counted(chat: Chat): number {
    const now = this.now();
    const sent = (this.#sent.get(keyOf(chat)) ?? []).filter((at) => now - at < 60 * minute);
    if (sent.length >= 1000 || sent.filter((at) => now - at < minute).length >= 30) return 45_009;
    this.#sent.set(keyOf(chat), [...sent, now]);
    return okay;
  }
}

const keyOf = ({ kind, id }: Chat): string => `${kind} ${id}`;
const frame = (cmd: string, req: string, body: object): string =>
  JSON.stringify({ cmd, headers: { req_id: req }, body });

/** What is wrong with a card, or 0. */
function faultOf(card: Template): number {
  const { main_title: title, sub_title_text: sub, button_list: buttons = [] } = card;
  if (card.card_type === "text_notice") return card.card_action === undefined ? 42_045 : okay;
  const keys = new Set(buttons.map(({ key }) => key));
  const fine =
    card.card_type === "button_interaction" &&
    /^[\w@-]{1,128}$/.test(card.task_id ?? "") &&
    (title?.title ?? sub ?? "") !== "" &&
    buttons.length >= 1 &&
    buttons.length <= 6 &&
    keys.size === buttons.length;
  return fine ? okay : 42_014;
}
