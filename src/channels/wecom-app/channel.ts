import {
  ChannelError,
  type Capabilities,
  type Channel,
  type ChannelEvents,
  type ChannelRim,
  type Conversation,
  type InboundFile,
  type Outbound,
  type SendOptions,
} from "../channel.ts";
import { hashed } from "../../log.ts";
import { Api, type Account } from "./api.ts";
import { listen } from "./callback.ts";
import { cardLimits } from "./card.ts";
import { fault } from "./faults.ts";
import type { Heard } from "./inbound.ts";
import { Kept } from "./kept.ts";
import { Presses } from "./presses.ts";
import { Reach } from "./reach.ts";
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
  // The platform compares contents, not keys. A card has its own task id and a file its kept media id: equal ones are
  // one. An equal text may be meant, so it is compared only when it is known to be sent again.
  idempotent: { text: false, card: true, file: true },
  progress: false,
  push: "always",
  // 30 a minute and 1000 an hour to one member; what is more is dropped in silence.
  quotas: [
    { count: 28, perMs: 60_000 },
    { count: 950, perMs: 3_600_000 },
  ],
};

/** A self-built app of WeCom: callbacks come in, API calls go out; for direct chats. */
export class WecomApp implements Channel {
  readonly name = "wecom-app";
  readonly capabilities = capabilities;
  readonly #settings: AppSettings;
  readonly #rim: ChannelRim;
  readonly #seal: Seal;
  readonly #api: Api;
  readonly #sender: Sender;
  readonly #presses: Presses;
  readonly #reach: Reach;
  readonly #life = new AbortController();
  #server: Awaited<ReturnType<typeof listen>> | null = null;
  #events: ChannelEvents | null = null;

  /** Throws `invalid` when the AES key is none. */
  constructor(settings: AppSettings, rim: ChannelRim) {
    this.#settings = settings;
    this.#rim = rim;
    const { log } = rim;
    const life = this.#life.signal;
    const now = (): Date => rim.now();
    this.#seal = sealOf(settings, now);
    this.#api = new Api(settings, { now, heard: (outcome) => this.#reach.heard(outcome) });
    this.#sender = new Sender({ api: this.#api, kept: new Kept(rim), agent: settings.agent });
    this.#presses = new Presses({ sender: this.#sender, log, now, life });
    const tell: ChannelEvents["state"] = (state, detail) => this.#events?.state(state, detail);
    this.#reach = new Reach({ tell, signIn: () => this.#api.signIn(), log, life });
  }

  /** Where callbacks come in; 0 while nothing is listened to. */
  get port(): number {
    return this.#server?.port ?? 0;
  }

  async start(events: ChannelEvents): Promise<void> {
    this.#events = events;
    this.#reach.become("connecting");
    try {
      const { log } = this.#rim;
      const { host, port, agent } = this.#settings;
      await this.#api.signIn().catch((error: unknown) => this.#later(error));
      const take = (heard: Heard): Promise<void> => this.#take(heard);
      this.#server = await listen({ host, port, agent, seal: this.#seal, log, take });
    } catch (error) {
      this.#reach.become("failed", error instanceof ChannelError ? error.code : "fault");
      throw error;
    }
    if (this.#reach.state === "connecting") this.#reach.become("ready");
  }

  async stop(): Promise<void> {
    this.#life.abort();
    this.#api.close();
    await this.#server?.close();
    this.#server = null;
    this.#reach.become("stopped");
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
    return { name: file.name ?? name ?? "文件", bytes };
  }

  #running(): void {
    if (this.#events === null || this.#reach.state === "stopped")
      throw fault("network", "企业微信自建应用没有在运行。");
  }

  /** The rest of `start` when the platform cannot be reached yet: callbacks may come already. */
  #later(error: unknown): void {
    if (!(error instanceof ChannelError) || !error.retryable) throw error;
    this.#reach.seek();
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
    if (inbound.kind === "action") void this.#presses.answer(receipt, inbound, code);
  }
}

function sealOf({ token, aesKey, corp }: AppSettings, now: () => Date): Seal {
  try {
    return new Seal({ token, aesKey, corp, now });
  } catch {
    throw fault("invalid", "消息加解密密钥不对：应当是43个字母和数字。");
  }
}
