import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChannelEvents, Inbound, Line, Outbound, Receipt } from "../../../src/channels/channel.ts";
import { WebChannel } from "../../../src/channels/web/channel.ts";
import { silent } from "../../../src/log.ts";
import { conversation } from "./client.ts";

const now = () => new Date("2026-01-13T09:30:00+08:00");

const patience = () => ({ again: false, signal: AbortSignal.timeout(10_000) });

/** A service that remembers what it hears, answers words with 听到：…, and says whatever a test tells it to. */
export class Script {
  readonly heard: Inbound[] = [];
  readonly files: { name: string; bytes: Uint8Array }[] = [];
  /** The answer to the next press or message instead of the usual one. */
  receipt: Receipt | null = null;
  readonly #folder: string;
  readonly #lines: Line[] = [];
  #channel: WebChannel;
  #port = 0;
  #keys = 0;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#channel = this.#next();
  }

  static async open(): Promise<Script> {
    const script = new Script(await mkdtemp(join(tmpdir(), "nianbao-page-")));
    await script.start();
    return script;
  }

  get link(): string {
    return this.#channel.link;
  }

  get said(): string[] {
    return this.heard.flatMap((message) => (message.kind === "message" ? [message.text] : []));
  }

  get pressed(): Extract<Inbound, { kind: "action" }>[] {
    return this.heard.filter((message) => message.kind === "action");
  }

  async start(): Promise<void> {
    this.#channel = this.#next();
    await this.#channel.start(this.#events);
    this.#port = Number(new URL(this.link).port);
  }

  async stop(): Promise<void> {
    await this.#channel.stop();
  }

  async close(): Promise<void> {
    await this.#channel.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async send(message: Outbound): Promise<void> {
    this.#keys += 1;
    const key = `key-${this.#keys}`;
    this.#lines.push({ key, at: now().getTime(), sent: message });
    await this.#channel.send(conversation, message, { key, ...patience() });
  }

  progress(text: string): Promise<void> {
    return this.#channel.progress(conversation, text, { key: `key-${this.#keys + 1}`, ...patience() });
  }

  readonly #events: ChannelEvents = {
    inbound: (message) => {
      const known = this.heard.some(({ id }) => id === message.id);
      this.heard.push(message);
      const { receipt } = this;
      this.receipt = null;
      if (receipt !== null) return Promise.resolve(receipt);
      if (known) return Promise.resolve({ kind: "known" });
      return Promise.resolve(message.kind === "action" ? this.#take(message) : this.#hear(message));
    },
    state: () => undefined,
    history: (_, limit) => Promise.resolve(this.#lines.slice(-limit)),
  };

  #next(): WebChannel {
    return new WebChannel(this.#port, { log: silent, now, folder: this.#folder });
  }

  #hear(message: Inbound): Receipt {
    if (message.kind !== "message") return { kind: "ignored" };
    const [file] = message.files;
    const said = file === undefined ? message.text : "文件";
    this.#lines.push({
      key: message.id,
      at: message.at,
      said: file === undefined ? said : `文件：${file.name ?? ""}`,
    });
    void this.#answer(said, file);
    return { kind: "taken" };
  }

  async #answer(
    said: string,
    file: Extract<Inbound, { kind: "message" }>["files"][number] | undefined,
  ): Promise<void> {
    if (file !== undefined) this.files.push(await this.#channel.fetch(file, { maxBytes: 40 * 1024 * 1024 }));
    await this.send({ type: "text", text: `听到：${said}` });
  }

  /** The card as it was, without anything to press, and what was chosen. */
  #take({ card: id, choice, ...press }: Extract<Inbound, { kind: "action" }>): Receipt {
    const index = this.#lines.findIndex(
      (line) => "sent" in line && line.sent.type === "card" && line.sent.card.id === id,
    );
    const line = this.#lines[index];
    if (line === undefined || !("sent" in line) || line.sent.type !== "card")
      return { kind: "refused", why: "没有这张卡片。" };
    const { text, choices } = line.sent.card;
    const told =
      choice === undefined ? "已提交。" : `已选：${choices?.find((one) => one.id === choice)?.label ?? ""}`;
    this.#lines[index] = { ...line, sent: { type: "card", card: { id, text } } };
    this.#lines.push({ key: press.id, at: press.at, said: told });
    return { kind: "taken", card: { id, text: `${text}\n${told}` } };
  }
}
