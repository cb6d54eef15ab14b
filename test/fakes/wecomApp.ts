import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import type { Conversation } from "../../src/channels/channel.ts";
import type { Person, Shown } from "../contracts/rig.ts";
import { codeFor, serveApi } from "./wecom-app/api.ts";
import { cdata, encrypt, outer, stamp } from "./wecom-app/envelope.ts";
import { newId, newWorld, type World } from "./wecom-app/world.ts";

/** Fields of a callback before it is sealed; a number or a nested element stands as it is. */
export type Fields = Readonly<Record<string, string | number | { xml: string }>>;

/** How a delivery is spoiled, or sent by somebody else. */
export interface Twist {
  /** What was sealed for another corp, or with other keys. */
  keys?: Partial<World["account"]>;
  query?: (query: URLSearchParams) => void;
  body?: (body: string) => string;
  at?: Date;
}

/**
 * WeCom for one self-built app: the API that it calls, and the side that seals, signs and delivers callbacks to it, waits
 * 5 s for the acknowledgement and tries three times. Messages of one person are delivered one after another.
 */
export class WecomAppPlatform {
  readonly world: World;
  /** Of the API. */
  readonly url: string;
  readonly #server: Server;
  /** Where callbacks go. */
  callback = "http://127.0.0.1:1/wecom-app";
  patienceMs = 5000;
  tries = 3;
  #last: (() => Promise<boolean>) | null = null;
  readonly #queues = new Map<string, Promise<unknown>>();
  #serial = 7_300_000_000_000_000_000n;

  private constructor(world: World, { server, url }: { server: Server; url: string }) {
    this.world = world;
    this.#server = server;
    this.url = url;
  }

  static async open(members: readonly Person[]): Promise<WecomAppPlatform> {
    const world = newWorld();
    for (const { id } of members) world.members.add(id);
    return new WecomAppPlatform(world, await serveApi(world));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  shown(conversation: Conversation): readonly Shown[] {
    return this.world.shown.filter((one) => one.conversation.id === conversation.id);
  }

  /** What WeCom does when the administrator saves the callback: what was answered, or null when it was refused. */
  async checkAddress(text: string, twist: Twist = {}): Promise<string | null> {
    const encrypted = encrypt(text, { ...this.world.account, ...twist.keys });
    const query = stamp(encrypted, { ...this.world.account, ...twist.keys }, twist.at ?? this.world.now());
    query.set("echostr", encrypted);
    twist.query?.(query);
    const response = await fetch(`${this.callback}?${query.toString()}`, { signal: this.#patience() });
    return response.status === 200 ? await response.text() : null;
  }

  /** Somebody writes. Resolves with whether it was acknowledged. */
  async says(from: Person, text: string, at?: number): Promise<boolean> {
    const fields = { MsgType: "text", Content: text, MsgId: this.#number() };
    return await this.delivers(from, { ...this.#base(from, at), ...fields });
  }

  /** Somebody sends a file. */
  async sends(from: Person, file: { name: string; bytes: Uint8Array }, at?: number): Promise<boolean> {
    const media = newId();
    this.world.media.set(media, file);
    const fields = { MsgType: "file", MediaId: media, FileName: file.name, MsgId: this.#number() };
    return await this.delivers(from, { ...this.#base(from, at), ...fields });
  }

  async enters(from: Person, at?: number): Promise<boolean> {
    return await this.delivers(from, {
      ...this.#base(from, at),
      MsgType: "event",
      Event: "enter_agent",
      EventKey: "",
    });
  }

  /** A press on the button that says so. */
  async presses(from: Person, task: string, label: string): Promise<boolean> {
    const key = this.world.tasks.get(task)?.find(({ text }) => text === label)?.key;
    if (key === undefined) throw new Error("the card has no such button");
    return await this.delivers(from, {
      ...this.#base(from),
      MsgType: "event",
      Event: "template_card_event",
      EventKey: key,
      TaskId: task,
      CardType: "button_interaction",
      ResponseCode: codeFor(this.world, task),
      SelectedItems: { xml: "" },
    });
  }

  /** Seals the fields and delivers them; again, up to three times, when they were not acknowledged. */
  async delivers(from: Person, fields: Fields): Promise<boolean> {
    const again = async (): Promise<boolean> => (await this.posts(xmlOf(fields))) === 200;
    this.#last = again;
    const before = this.#queues.get(from.id) ?? Promise.resolve();
    const attempts = async (): Promise<boolean> => {
      for (let count = 0; count < this.tries; count += 1) if (await again()) return true;
      return false;
    };
    const delivery = before.then(attempts, attempts);
    this.#queues.set(from.id, delivery);
    return await delivery;
  }

  /** The last delivery once more, with a stamp of its own. */
  async again(): Promise<boolean> {
    return (await this.#last?.()) ?? false;
  }

  /** One POST of a plain text that is sealed for the app; resolves with the status, 0 when there was none. */
  async posts(xml: string, twist: Twist = {}): Promise<number> {
    const { account, now } = this.world;
    const keys = { ...account, ...twist.keys };
    const encrypted = encrypt(xml, keys);
    const query = stamp(encrypted, keys, twist.at ?? now());
    twist.query?.(query);
    const body = outer(encrypted, keys);
    return await this.raw(`?${query.toString()}`, twist.body?.(body) ?? body);
  }

  /** A POST of anything. */
  async raw(query: string, body: string): Promise<number> {
    const request = {
      method: "POST",
      body,
      headers: { "content-type": "text/xml" },
      signal: this.#patience(),
    };
    return await fetch(`${this.callback}${query}`, request).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
  }

  /** Fields that every callback has. */
  #base({ id }: Person, at = this.world.now().getTime()): Record<string, string | number> {
    const { corp, agent } = this.world.account;
    return {
      ToUserName: corp,
      FromUserName: id,
      CreateTime: Math.floor(at / 1000),
      AgentID: Number(agent),
    };
  }

  #patience(): AbortSignal {
    return AbortSignal.timeout(this.patienceMs);
  }

  #number(): string {
    this.#serial += BigInt(randomBytes(2).readUInt16BE() + 1);
    return String(this.#serial);
  }
}

/** Fields as the XML that WeCom seals. */
export const xmlOf = (fields: Fields): string =>
  `<xml>${Object.entries(fields)
    .map(([name, value]) => {
      const inside =
        typeof value === "object" ? value.xml : typeof value === "number" ? String(value) : cdata(value);
      return `<${name}>${inside}</${name}>`;
    })
    .join("\n")}</xml>`;
