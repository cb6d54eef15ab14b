import {
  ChannelError,
  type Capabilities,
  type Channel,
  type ChannelErrorCode,
  type ChannelEvents,
  type ChannelName,
  type Conversation,
  type Inbound,
  type InboundFile,
  type Outbound,
  type Receipt,
  type SendOptions,
} from "../../src/channels/channel.ts";

/** Something that was shown in a chat. */
export interface Shown {
  to: Conversation;
  out: Outbound;
  options: Omit<SendOptions, "signal">;
}

/** A platform that can do nearly everything. */
export const capable: Capabilities = {
  groups: true,
  fileIn: { direct: "message", group: "quote", maxBytes: 1_000_000 },
  fileOut: { maxBytes: 5_000_000 },
  text: { maxBytes: 4000 },
  card: { maxChoices: 6, labelChars: 10, inputs: true, table: true },
  idempotent: { text: true, card: true, file: true },
  progress: false,
  push: "always",
  quotas: [],
};

/** A platform in the same process, for tests of what lies behind the channels: shows what is sent, does what it is told. */
export class Postbox implements Channel {
  readonly name: ChannelName;
  readonly capabilities: Capabilities;
  /** Everything shown, each key once where the platform knows keys. */
  shown: Shown[] = [];
  /** Every attempt, also those that failed. */
  readonly attempts: Shown[] = [];
  /** What happens to the next sends: an error before anything is shown, after it, or never an answer. */
  readonly faults: ({ code: ChannelErrorCode; retryAfterMs?: number; arrived?: boolean } | "hang" | Error)[] =
    [];
  files = new Map<string, Uint8Array | (ChannelErrorCode | Uint8Array)[]>();
  readonly fetched: string[] = [];
  readonly progressed: string[] = [];
  /** Called before and after a message is shown: where a process may end. */
  tick: (where: string) => void = () => undefined;
  events: ChannelEvents | undefined;
  startFault: ChannelError | undefined;
  #count = 0;

  constructor(capabilities: Partial<Capabilities> = {}, name: ChannelName = "feishu") {
    this.capabilities = { ...capable, ...capabilities };
    this.name = name;
  }

  /** The same platform, with a channel of another process. */
  another(): Postbox {
    const other = new Postbox(this.capabilities, this.name);
    other.files = this.files;
    other.shown = this.shown;
    return other;
  }

  start(events: ChannelEvents): Promise<void> {
    if (this.startFault !== undefined) return Promise.reject(this.startFault);
    this.events = events;
    events.state("ready");
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.events?.state("stopped");
    return Promise.resolve();
  }

  async send(to: Conversation, out: Outbound, { signal, ...options }: SendOptions): Promise<{ id: string }> {
    this.tick("before sending");
    const shown = { to, out, options };
    this.attempts.push(shown);
    const fault = this.faults.shift();
    if (fault === "hang")
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(this.error("timeout"))),
      );
    if (fault instanceof Error) throw fault;
    if (fault === undefined || fault.arrived === true) this.#show(shown);
    await Promise.resolve();
    this.tick("after sending");
    if (fault !== undefined) throw this.error(fault.code, fault.retryAfterMs);
    return { id: `p${(this.#count += 1)}` };
  }

  fetch(
    { ref, name }: InboundFile,
    { maxBytes }: { maxBytes: number; signal: AbortSignal },
  ): Promise<{ name: string; bytes: Uint8Array }> {
    this.tick("fetching");
    this.fetched.push(ref);
    const kept = this.files.get(ref);
    const next = Array.isArray(kept) ? kept.shift() : kept;
    if (next === undefined) return Promise.reject(this.error("expired"));
    if (typeof next === "string") return Promise.reject(this.error(next));
    if (next.length > maxBytes) return Promise.reject(this.error("too_large"));
    return Promise.resolve({ name: name ?? "文件", bytes: next });
  }

  progress(_: Conversation, text: string): Promise<void> {
    this.progressed.push(text);
    return Promise.resolve();
  }

  /** Hands a message to whoever listens. */
  deliver(message: Inbound): Promise<Receipt> {
    if (this.events === undefined) throw new Error("nobody listens");
    return this.events.inbound(message);
  }

  /** What a conversation shows, as words: cards with their choices in brackets, files by name. */
  words(to: Conversation): string[] {
    return this.shown
      .filter((one) => one.to.kind === to.kind && one.to.id === to.id)
      .map(({ out }) => inWords(out));
  }

  error(code: ChannelErrorCode, retryAfterMs?: number): ChannelError {
    const detail = { where: this.name, code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    return new ChannelError("平台没有收下。", detail);
  }

  #show(shown: Shown): void {
    const { out, options } = shown;
    const known = this.shown.some((other) => other.options.key === options.key);
    if (!(known && this.capabilities.idempotent[out.type])) this.shown.push(shown);
  }
}

export function inWords(out: Outbound): string {
  if (out.type === "text") return out.text;
  if (out.type === "file") return `〔${out.name}〕`;
  const { text, choices = [], fields = [], table } = out.card;
  const rows = (table?.rows ?? []).map((row) => `|${row.join("|")}`);
  return [
    text,
    ...rows,
    ...fields.map(({ label }) => `（${label}）`),
    ...choices.map(({ label }) => `［${label}］`),
  ].join("\n");
}
