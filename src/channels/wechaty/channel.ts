import type { Message } from "wechaty";
import { hashed } from "../../log.ts";
import type {
  Capabilities,
  Channel,
  ChannelError,
  ChannelEvents,
  ChannelRim,
  Conversation,
  InboundFile,
  Outbound,
  SendOptions,
} from "../channel.ts";
import { bySignal } from "../bounded.ts";
import { offered } from "../offering.ts";
import { bytesOf } from "./bounds.ts";
import type { Connection, Gateway, Pace } from "./connection.ts";
import { fault } from "./faults.ts";
import { incoming } from "./incoming.ts";
import { Link } from "./link.ts";
import { RoomFiles } from "./roomFiles.ts";

/** channels.md 4. The platform promises nothing: what was run, at a pace of people. */
const capabilities: Capabilities = {
  groups: true,
  fileIn: { direct: "message", group: "quote", maxBytes: 40 * 1024 * 1024 },
  fileOut: { maxBytes: 25 * 1024 * 1024 },
  // 2,000 characters; bytes are at least as many.
  text: { maxBytes: 2000 },
  card: null,
  idempotent: { text: false, card: false, file: false },
  progress: false,
  push: "always",
  quotas: [{ count: 1, perMs: 1500 }],
};

const usualPace: Pace = { ping: 15_000, silence: 3, retry: 1000 };

/** WeCom or WeChat by way of a gateway that runs a puppet (wechaty-puppet-service). */
export class WechatyChannel implements Channel {
  readonly name = "wechaty";
  readonly alone = true;
  readonly capabilities = capabilities;
  readonly #gateway: Gateway;
  readonly #rim: ChannelRim;
  readonly #pace: Pace;
  readonly #roomFiles = new RoomFiles();
  #stopping = new AbortController();
  #link: Link | null = null;

  constructor(gateway: Gateway, rim: ChannelRim, pace = usualPace) {
    this.#gateway = gateway;
    this.#rim = rim;
    this.#pace = pace;
  }

  async start(events: ChannelEvents): Promise<void> {
    this.#stopping = new AbortController();
    this.#link = new Link(this.#gateway, this.#pace, this.#rim.log, {
      state: (state, detail) => events.state(state, detail),
      message: (message, connection) => this.#hear(message, connection, events),
    });
    await this.#link.start();
  }

  async stop(): Promise<void> {
    const link = this.#link;
    this.#link = null;
    this.#stopping.abort();
    await link?.stop();
  }

  async send(
    to: Conversation,
    message: Outbound,
    { key, mention, signal }: SendOptions,
  ): Promise<{ id: string }> {
    if (message.type === "card") throw fault("unsupported");
    if (message.type === "file") {
      if (message.bytes.length > capabilities.fileOut.maxBytes) throw fault("too_large");
      if (message.bytes.length === 0) throw fault("invalid");
    }
    const sent = await bySignal(
      signal,
      async () => {
        const connection = this.#connection();
        return message.type === "file"
          ? await connection.sendFile(to.id, message.name, message.bytes)
          : await this.#say(connection, to, message.text, mention);
      },
      late,
    );
    // Most puppets tell no id of what was sent.
    return { id: sent ?? key };
  }

  async fetch(
    file: InboundFile,
    { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
  ): Promise<{ name: string; bytes: Uint8Array }> {
    return await bySignal(
      signal,
      async () => {
        const box = await this.#connection().file(file.ref);
        return { name: file.name ?? box.name, bytes: await bytesOf(box, maxBytes, signal) };
      },
      late,
    );
  }

  #connection(): Connection {
    if (this.#link === null) throw fault("network");
    return this.#link.connection;
  }

  async #say(
    connection: Connection,
    to: Conversation,
    text: string,
    mention: SendOptions["mention"],
  ): Promise<string | undefined> {
    if (to.kind === "direct" || mention === undefined) return await connection.sendText(to.id, text, []);
    const name = mention.name ?? (await connection.nameOf(mention.id));
    // Written as the clients write it: the name ends with this space.
    const words = name === "" ? text : `@${name}\u2005${text}`;
    return await connection.sendText(to.id, words, [mention.id]);
  }

  async #hear(message: Message, connection: Connection, events: ChannelEvents): Promise<void> {
    try {
      const heard = await incoming(message, connection, this.#roomFiles);
      if (heard === null) return;
      // Not awaited: the next message of the chat need not wait for the disk. The gateway never repeats one.
      const { log } = this.#rim;
      void offered(heard, { events, log, channel: this.name, stop: this.#stopping.signal });
    } catch {
      this.#rim.log.warn("wechaty-message-lost", { message: hashed(message.id) });
    }
  }
}

const late = (): ChannelError => fault("timeout");
