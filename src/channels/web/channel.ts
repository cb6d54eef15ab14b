import { once } from "node:events";
import type { Server } from "node:http";
import {
  ChannelError,
  type Capabilities,
  type Channel,
  type ChannelErrorCode,
  type ChannelEvents,
  type ChannelRim,
  type Conversation,
  type Inbound,
  type InboundFile,
  type Outbound,
  type Receipt,
  type SendOptions,
} from "../channel.ts";
import { Lines } from "./lines.ts";
import { listen } from "./listen.ts";
import { largestFile, routes, type Press, type Said } from "./server.ts";
import { tokenIn } from "./token.ts";
import { Uploads } from "./uploads.ts";

const largestText = 200 * 1024;
/** One person sits at this machine; every open page shows the same talk. */
const person = { id: "local", name: "您" };
const conversation: Conversation = { kind: "direct", id: person.id };
const refuse = (message: string, code: ChannelErrorCode, cause?: unknown): ChannelError =>
  new ChannelError(message, { where: "web", code, cause });

/** The talk in a browser on this machine: a page, and a server that listens on 127.0.0.1 only. */
export class WebChannel implements Channel {
  readonly name = "web";
  /** Whoever has the page open must be there where its answers are sent. */
  readonly alone = true;
  readonly capabilities: Capabilities = {
    groups: false,
    fileIn: { direct: "message", group: "none", maxBytes: largestFile },
    fileOut: { maxBytes: largestFile },
    text: { maxBytes: largestText },
    card: { maxChoices: 50, labelChars: 80, inputs: true, table: true },
    idempotent: { text: true, card: true, file: true },
    progress: true,
    history: true,
    push: "always",
    quotas: [],
  };
  readonly #rim: ChannelRim;
  readonly #port: number;
  readonly #lines = new Lines();
  readonly #uploads: Uploads;
  /** What is being stored: its words stand before the answer to them. */
  readonly #arriving = new Set<Promise<unknown>>();
  #events: ChannelEvents | null = null;
  #server: Server | null = null;
  #link = "";

  /** `port` 0: any free one. */
  constructor(port: number, rim: ChannelRim) {
    this.#port = port;
    this.#rim = rim;
    this.#uploads = new Uploads(rim);
  }

  /** The address to open, with the secret in its fragment; "" before it listens. */
  get link(): string {
    return this.#link;
  }

  async start(events: ChannelEvents): Promise<void> {
    events.state("connecting");
    this.#events = events;
    const token = await tokenIn(this.#rim.folder);
    await this.#uploads.tidy();
    for (const line of await events.history(conversation, 100)) this.#lines.add(line);
    const app = routes({
      token,
      log: this.#rim.log,
      lines: this.#lines,
      say: (said) => this.#say(events, { ...said, text: said.text.trim() }),
      press: (press) => this.#press(events, press),
      file: (key) => this.#file(events, key),
    });
    const { server, port } = await listen(app, this.#port);
    server.on("error", () => this.#rim.log.warn("web-server-error"));
    this.#server = server;
    this.#link = `http://127.0.0.1:${port}/#${token}`;
    this.#rim.log.info("web-listening", { port });
    events.state("ready");
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    this.#lines.end();
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
    this.#events?.state("stopped");
  }

  async send(to: Conversation, message: Outbound, { key, signal }: SendOptions): Promise<{ id: string }> {
    if (to.kind !== conversation.kind || to.id !== conversation.id)
      throw refuse("网页上没有这个会话。", "unreachable");
    if (this.#server === null) throw refuse("网页已经关了。", "network");
    if (message.type === "text" && Buffer.byteLength(message.text) > largestText)
      throw refuse("这段话太长，网页上放不下。", "too_large");
    if (message.type === "file" && message.bytes.length > largestFile)
      throw refuse("文件太大，网页上放不下。", "too_large");
    await Promise.allSettled(this.#arriving);
    if (signal.aborted) throw refuse("没有来得及显示。", "timeout");
    this.#lines.add({ key, at: this.#rim.now().getTime(), sent: message });
    return { id: key };
  }

  async progress(to: Conversation, text: string, { signal }: SendOptions): Promise<void> {
    await Promise.allSettled(this.#arriving);
    // The answer may be there by now.
    if (signal.aborted) return;
    if (to.kind === conversation.kind && to.id === conversation.id) this.#lines.work(text);
  }

  async fetch(
    { ref, name }: InboundFile,
    { maxBytes }: { maxBytes: number },
  ): Promise<{ name: string; bytes: Uint8Array }> {
    return { name: name ?? "文件", bytes: await this.#uploads.read(ref, maxBytes) };
  }

  async #say(events: ChannelEvents, { id, text, file }: Said): Promise<Receipt> {
    const at = this.#rim.now().getTime();
    const files: InboundFile[] = [];
    if (file !== undefined) {
      const { name, bytes } = file;
      files.push({ ref: await this.#uploads.keep(id, bytes), name, size: bytes.length });
    }
    const message: Inbound = { kind: "message", ...from(id, at), text, mentioned: true, files };
    const said = [text, file === undefined ? "" : `文件：${file.name}`]
      .filter((part) => part !== "")
      .join("\n");
    return await this.#arrive(async () => {
      const receipt = await events.inbound(message);
      if (receipt.kind === "taken" || receipt.kind === "known") this.#lines.add({ key: id, at, said });
      return receipt;
    });
  }

  async #press(events: ChannelEvents, { id, card, choice, fields }: Press): Promise<Receipt> {
    const at = this.#rim.now().getTime();
    const pressed = {
      ...(choice === undefined ? {} : { choice }),
      ...(fields === undefined ? {} : { fields }),
    };
    return await this.#arrive(async () => {
      const receipt = await events.inbound({ kind: "action", ...from(id, at), card, ...pressed });
      if (receipt.kind === "taken") this.#lines.use(card, receipt.card);
      return receipt;
    });
  }

  /** What is sent while this is being stored waits for it. */
  async #arrive(work: () => Promise<Receipt>): Promise<Receipt> {
    const arriving = work();
    this.#arriving.add(arriving);
    try {
      return await arriving;
    } finally {
      this.#arriving.delete(arriving);
    }
  }

  /** A file of the talk; those that no longer fit the memory are in the store. */
  async #file(events: ChannelEvents, key: string): Promise<{ name: string; bytes: Uint8Array } | undefined> {
    const near = this.#lines.file(key);
    if (near !== undefined) return near;
    const lines = await events.history(conversation, 500);
    const line = lines.find((one) => one.key === key);
    return line !== undefined && "sent" in line && line.sent.type === "file" ? line.sent : undefined;
  }
}

const from = (id: string, at: number) => ({ id, at, conversation, sender: person });
