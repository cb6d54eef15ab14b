import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { pingedBy, readCard } from "./cards.ts";
import type { Connections } from "./connection.ts";
import { partsOf } from "./multipart.ts";
import { readText } from "./texts.ts";
import { asked, give, no, ok, type Answer, type Asked, type Kind } from "./web.ts";
import type { Message, World } from "./world.ts";

/** What the bot asks over HTTP, and how the platform answers. */

const Secret = z.object({ app_id: z.string(), app_secret: z.string() });
const Endpoint = z.object({ AppID: z.string(), AppSecret: z.string() });
const Sent = z.object({
  receive_id: z.string().optional(),
  msg_type: z.enum(["text", "post", "interactive", "file"]),
  content: z.string(),
  uuid: z.string().max(50).optional(),
});
export type Fault = Answer | "hang" | "cut";
const hour = 3_600_000;
const largest = 30 * 1024 * 1024;

export class Interfaces {
  readonly #world: World;
  readonly #connections: Connections;
  readonly #port: () => number;
  readonly #byUuid = new Map<string, { id: string; at: number }>();
  readonly #uploads = new Map<string, { name: string; bytes: Uint8Array }>();
  readonly #tokens = new Map<string, number>();
  readonly #faults: { kind: Kind; fault: Fault }[] = [];

  constructor(world: World, connections: Connections, port: () => number) {
    this.#world = world;
    this.#connections = connections;
    this.#port = port;
  }

  failNext(kind: Kind, fault: Fault): void {
    this.#faults.push({ kind, fault });
  }

  expireTokens(): void {
    this.#tokens.clear();
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await asked(request).catch(() => null);
    if (call === null) return give(response, no(404, 404));
    this.#world.calls.set(call.kind, (this.#world.calls.get(call.kind) ?? 0) + 1);
    response.setHeader("date", new Date(this.#world.options.now() + this.#world.clockOff).toUTCString());
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
    if ((this.#tokens.get(call.token) ?? 0) <= this.#world.options.now()) return no(99991663);
    switch (call.kind) {
      case "info":
        return {
          status: 200,
          body: {
            code: 0,
            msg: "ok",
            bot: {
              activate_status: this.#world.botStatus,
              app_name: this.#world.bot.name,
              open_id: this.#world.bot.id,
            },
          },
        };
      case "scopes":
        return ok({
          scopes: this.#world.options.scopes.map((name) => ({ scope_name: name, grant_status: 1 })),
        });
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
    if (secret?.app_id !== this.#world.appId || secret.app_secret !== this.#world.appSecret)
      return no(10014, 200);
    const token = `t-${randomUUID()}`;
    this.#tokens.set(token, this.#world.options.now() + this.#world.options.tokenLife * 1000);
    return {
      status: 200,
      body: { code: 0, msg: "ok", tenant_access_token: token, expire: this.#world.options.tokenLife },
    };
  }

  #endpoint({ body }: Asked): Answer {
    const given = Endpoint.safeParse(json(body)).data;
    if (given?.AppID !== this.#world.appId || given.AppSecret !== this.#world.appSecret)
      return { status: 200, body: { code: 514, msg: "auth failed", data: {} } };
    return ok({ URL: this.#connections.urlAt(this.#port()), ClientConfig: this.#connections.clientConfig });
  }

  #send({ kind, ids, query, body }: Asked): Answer {
    const sent = Sent.safeParse(json(body)).data;
    if (sent === undefined) return no(230001);
    const parent = kind === "reply" ? this.#world.messages.get(ids[0] ?? "") : undefined;
    const chat =
      kind === "reply" ? parent?.chat : this.#chatBy(query.get("receive_id_type"), sent.receive_id ?? "");
    if (parent?.withdrawn === true) return no(230011);
    if (chat === undefined) return no(kind === "reply" ? 230110 : 230002);
    const repeated = this.#byUuid.get(sent.uuid ?? "");
    if (repeated !== undefined && this.#world.options.now() - repeated.at < hour)
      return ok({ message_id: repeated.id });
    if (body.length > (sent.msg_type === "text" ? 150_000 : 30_000)) return no(230025);
    if (this.#crowded(chat)) return { ...no(230020), headers: { "x-ogw-ratelimit-reset": "1" } };
    const message = this.#made(sent, chat);
    if ("status" in message) return message;
    if (parent !== undefined) message.parent = parent.id;
    if (sent.uuid !== undefined) message.uuid = sent.uuid;
    this.#world.messages.set(message.id, message);
    if (sent.uuid !== undefined) this.#byUuid.set(sent.uuid, { id: message.id, at: message.at });
    return ok({ message_id: message.id, msg_type: message.type, chat_id: chat });
  }

  #made(sent: z.infer<typeof Sent>, chat: string): Message | Answer {
    const content = json(Buffer.from(sent.content));
    const message = this.#world.newMessage(chat, this.#world.bot.id, sent.msg_type, sent.content);
    if (sent.msg_type === "interactive") {
      const card = readCard(content);
      if (card === null) return no(230099);
      this.#world.pinged.push(...pingedBy(card));
      return { ...message, card, firstCard: card };
    }
    if (sent.msg_type === "file") {
      const key = z.object({ file_key: z.string() }).safeParse(content).data?.file_key ?? "";
      const file = this.#uploads.get(key);
      return file === undefined ? no(230055) : { ...message, file: { ...file, key } };
    }
    const looks = readText(sent.msg_type, content, (id) => this.#world.nameOf(id));
    if (looks === null) return no(230001);
    this.#world.pinged.push(...looks.pinged);
    return message;
  }

  #chatBy(type: string | null, id: string): string | undefined {
    if (type === "open_id")
      return this.#world.people.some((person) => person.id === id) ? `oc_direct_${id}` : undefined;
    return type === "chat_id" && id === this.#world.group ? id : undefined;
  }

  #crowded(chat: string): boolean {
    const since = this.#world.options.now() - 1000;
    const lately = this.#world.ofBot(chat).filter(({ at }) => at > since);
    return lately.length >= this.#world.options.perSecond;
  }

  #get({ ids }: Asked): Answer {
    const message = this.#world.messages.get(ids[0] ?? "");
    if (message === undefined) return no(230110);
    const own = message.by === this.#world.bot.id;
    return ok({
      items: [
        {
          message_id: message.id,
          msg_type: message.type,
          create_time: String(message.at),
          deleted: message.withdrawn === true,
          chat_id: message.chat,
          sender: own
            ? { id: this.#world.appId, id_type: "app_id", sender_type: "app" }
            : { id: message.by, id_type: "open_id", sender_type: "user" },
          ...(message.withdrawn === true ? {} : { body: { content: message.content } }),
        },
      ],
    });
  }

  #update({ ids, body }: Asked): Answer {
    const message = this.#world.messages.get(ids[0] ?? "");
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
    const message = this.#world.messages.get(id);
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
