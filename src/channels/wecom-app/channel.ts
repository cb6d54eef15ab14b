import { setTimeout as pause } from "node:timers/promises";
import {
  ChannelError,
  type Capabilities,
  type Channel,
  type ChannelEvents,
  type ChannelRim,
  type ChannelState,
  type Conversation,
  type Inbound,
  type InboundFile,
  type Outbound,
  type Receipt,
  type SendOptions,
} from "../channel.ts";
import { hashed } from "../../log.ts";
import { Api, type Account } from "./api.ts";
import { listen } from "./callback.ts";
import { cardLimits } from "./card.ts";
import { fault, lost } from "./faults.ts";
import type { Heard } from "./inbound.ts";
import { Kept } from "./kept.ts";
import { Seal } from "./seal.ts";
import { largestFile, longestText, Sender } from "./sender.ts";

export interface AppSettings extends Account {
  agent: string;
  token: string;
  /** 43 letters and digits. */
  aesKey: string;
  /** Where callbacks come in; port 0 is any free one. */
  host: string;
  port: number;
}

const capabilities: Capabilities = {
  groups: false,
  fileIn: { direct: "message", group: "none", maxBytes: largestFile },
  fileOut: { maxBytes: largestFile },
  text: { maxBytes: longestText },
  card: { maxChoices: cardLimits.choices, labelChars: cardLimits.labelChars, inputs: false, table: false },
  // The platform compares contents, not keys. A card has its own task id and a file its kept media id; a text is
  // compared only when it is sent again, since an equal one may be meant.
  idempotent: { text: true, card: true, file: true },
  progress: false,
  push: "always",
  // 30 a minute and 1000 an hour to one member; what is more is dropped in silence.
  quotas: [
    { count: 28, perMs: 60_000 },
    { count: 950, perMs: 3_600_000 },
  ],
};

const longestPauseMs = 60_000;
/** Who presses twice needs no word about the second press. */
const doublePressMs = 10_000;
const mostAnswered = 500;

type Pressed = Extract<Inbound, { kind: "action" }>;

/** A self-built app of WeCom: callbacks come in, API calls go out; for direct chats. */
export class WecomApp implements Channel {
  readonly name = "wecom-app";
  readonly capabilities = capabilities;
  readonly #settings: AppSettings;
  readonly #rim: ChannelRim;
  readonly #seal: Seal;
  readonly #api: Api;
  readonly #sender: Sender;
  readonly #life = new AbortController();
  #server: Awaited<ReturnType<typeof listen>> | null = null;
  #events: ChannelEvents | null = null;
  #state: ChannelState = "stopped";
  /** When a press on a card was answered last. */
  readonly #answered = new Map<string, number>();

  /** Throws `invalid` when the AES key is none. */
  constructor(settings: AppSettings, rim: ChannelRim) {
    this.#settings = settings;
    this.#rim = rim;
    this.#seal = sealOf(settings, () => rim.now());
    this.#api = new Api(settings, { now: () => rim.now(), heard: (answered) => this.#heard(answered) });
    this.#sender = new Sender({ api: this.#api, kept: new Kept(rim), agent: settings.agent });
  }

  /** Where callbacks come in; 0 while nothing is listened to. */
  get port(): number {
    return this.#server?.port ?? 0;
  }

  async start(events: ChannelEvents): Promise<void> {
    this.#events = events;
    this.#become("connecting");
    try {
      const { log } = this.#rim;
      const { host, port, agent } = this.#settings;
      await this.#api.signIn().catch((error: unknown) => this.#later(error));
      const take = (heard: Heard): Promise<void> => this.#take(heard);
      this.#server = await listen({ host, port, agent, seal: this.#seal, log, take });
    } catch (error) {
      const failure = lost(error);
      this.#become("failed", failure.code);
      throw failure;
    }
    if (this.#state === "connecting") this.#become("ready");
  }

  async stop(): Promise<void> {
    this.#life.abort();
    this.#api.close();
    await this.#server?.close();
    this.#server = null;
    this.#become("stopped");
  }

  async send(to: Conversation, message: Outbound, options: SendOptions): Promise<{ id: string }> {
    this.#running();
    return await this.#sender.send(to, message, options);
  }

  async fetch(
    file: InboundFile,
    limit: { maxBytes: number; signal: AbortSignal },
  ): Promise<{ name: string; bytes: Uint8Array }> {
    this.#running();
    const { name, bytes } = await this.#api.download(file.ref, limit);
    return { name: file.name ?? name, bytes };
  }

  #running(): void {
    if (this.#events === null || this.#state === "stopped")
      throw fault("network", "企业微信自建应用没有在运行。");
  }

  /** The rest of `start` when the platform cannot be reached yet: callbacks may come already. */
  #later(error: unknown): void {
    if (!(error instanceof ChannelError) || !error.retryable) throw error;
    this.#lose();
  }

  async #take(heard: Heard): Promise<void> {
    if ("ignored" in heard) {
      // The kind is the platform's own word, but not one of ours.
      this.#rim.log.info("wecom-app-event-ignored", { kind: hashed(heard.ignored) });
      return;
    }
    const { inbound, code } = heard;
    if (this.#events === null) throw new Error("not started");
    const receipt = await this.#events.inbound(inbound);
    if (inbound.kind === "action") void this.#show(receipt, inbound, code);
  }

  /** Answers a press: the card is over, or a word why not, since there are no toasts. Failing is no fault. */
  async #show(receipt: Receipt, { sender, card }: Pressed, code: string | undefined): Promise<void> {
    const now = this.#rim.now().getTime();
    const lately = (this.#answered.get(card) ?? 0) + doublePressMs > now;
    if (receipt.kind === "taken" || receipt.kind === "refused") this.#answered.set(card, now);
    const [oldest] = this.#answered.keys();
    if (oldest !== undefined && this.#answered.size > mostAnswered) this.#answered.delete(oldest);
    try {
      if (receipt.kind === "taken" && code !== undefined)
        await this.#sender.taken(sender.id, code, receipt.card);
      else if (receipt.kind === "refused" && !lately) {
        const options = { key: "refused", again: false, signal: this.#life.signal };
        await this.#sender.send(
          { kind: "direct", id: sender.id },
          { type: "text", text: receipt.why },
          options,
        );
      }
    } catch (error) {
      const { code: failure, platformCode } = lost(error);
      this.#rim.log.warn("wecom-app-press-not-answered", { code: failure, platformCode });
    }
  }

  #become(state: ChannelState, detail?: string): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#events?.state(state, detail);
  }

  #heard(answered: boolean): void {
    if (answered && this.#state === "reconnecting") this.#become("ready");
    else if (!answered && this.#state === "ready") this.#lose();
  }

  /** The API is out of reach: asks again and again until it answers. */
  #lose(): void {
    this.#become("reconnecting", "network");
    void this.#seek();
  }

  async #seek(): Promise<void> {
    const { signal } = this.#life;
    for (let ms = 1000; this.#state === "reconnecting"; ms = Math.min(ms * 2, longestPauseMs)) {
      await pause(ms, undefined, { signal }).catch(() => undefined);
      if (this.#state !== "reconnecting" || signal.aborted) return;
      // An answer of any kind is heard, and ends this.
      await this.#api.signIn().catch((error: unknown) => {
        this.#rim.log.warn("wecom-app-not-reached", { code: lost(error).code });
      });
    }
  }
}

function sealOf({ token, aesKey, corp }: AppSettings, now: () => Date): Seal {
  try {
    return new Seal({ token, aesKey, corp, now });
  } catch {
    throw fault("invalid", "消息加解密密钥不对：应当是43个字母和数字。");
  }
}
