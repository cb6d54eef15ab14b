import { z } from "zod";
import type {
  Capabilities,
  Channel,
  ChannelEvents,
  ChannelRim,
  Conversation,
  InboundFile,
  Outbound,
  SendOptions,
  Values,
} from "../channel.ts";
import { grown, pause } from "../pauses.ts";
import { Api } from "./api.ts";
import { FileRef, parsed } from "./content.ts";
import { failure, final, known } from "./errors.ts";
import { Hearing } from "./hearing.ts";
import { largestFile, longestText, send } from "./outgoing.ts";
import { settingsOf, type Settings } from "./settings.ts";
import { Socket, usual, type Pace } from "./socket.ts";

const capabilities: Capabilities = {
  groups: true,
  // A group's file reaches a bot only when somebody quotes it and mentions the bot.
  fileIn: { direct: "message", group: "quote", maxBytes: 100 * 1024 * 1024 },
  fileOut: { maxBytes: largestFile },
  text: { maxBytes: longestText },
  card: { maxChoices: 20, labelChars: 20, inputs: true, table: true },
  // By the uuid of a message, for an hour.
  idempotent: { text: true, card: true, file: true },
  progress: false,
  push: "always",
  quotas: [{ count: 5, perMs: 1000 }],
};

const Info = z.object({ bot: z.object({ open_id: z.string().min(1) }) });
const Endpoint = z.object({ data: z.object({ URL: z.string().min(1) }) });

/** What there is between start and stop. */
interface Running {
  api: Api;
  events: ChannelEvents;
  end: AbortController;
  socket: Socket | undefined;
}

/** Feishu over its long connection. */
export class Feishu implements Channel {
  readonly name = "feishu";
  readonly capabilities = capabilities;
  readonly #values: Values;
  readonly #rim: ChannelRim;
  readonly #pace: Pace;
  #running: Running | undefined;

  constructor(values: Values, rim: ChannelRim, pace: Partial<Pace> = {}) {
    this.#values = values;
    this.#rim = rim;
    this.#pace = { ...usual, ...pace };
  }

  async start(events: ChannelEvents): Promise<void> {
    await this.stop();
    const settings = settingsOf(this.#values);
    const { log } = this.#rim;
    const end = new AbortController();
    const api = new Api(settings, () => this.#rim.now(), end.signal);
    const running: Running = { api, events, end, socket: undefined };
    this.#running = running;
    events.state("connecting");
    try {
      const bot = { appId: settings.appId, openId: await this.#whoWeAre(running, settings) };
      const hearing = new Hearing({ api, bot, events, log, pace: this.#pace });
      running.socket = new Socket(settings, hearing.handlers(), this.#pace, (state, detail) => {
        log.info(`feishu-${state}`, { detail });
        events.state(state, detail);
      });
      await running.socket.open();
    } catch (error) {
      const why = known(error);
      log.error("feishu-start-failed", { code: why.code, platform: why.platformCode });
      if (this.#running === running) events.state("failed", why.code);
      this.#end(running);
      throw why;
    }
  }

  stop(): Promise<void> {
    const running = this.#running;
    if (running !== undefined) {
      this.#end(running);
      running.events.state("stopped");
    }
    return Promise.resolve();
  }

  async send(to: Conversation, message: Outbound, options: SendOptions): Promise<{ id: string }> {
    return await send(this.#open().api, to, message, options);
  }

  async fetch(
    file: InboundFile,
    limit: { maxBytes: number; signal: AbortSignal },
  ): Promise<{ name: string; bytes: Uint8Array }> {
    const { api } = this.#open();
    const ref = FileRef.safeParse(parsed(file.ref));
    if (!ref.success) throw failure("invalid");
    if (file.size !== undefined && file.size > limit.maxBytes) throw failure("too_large");
    const { message, key, type } = ref.data;
    const { name, bytes } = await api.download(
      `/open-apis/im/v1/messages/${encodeURIComponent(message)}/resources/${encodeURIComponent(key)}`,
      { type },
      limit,
    );
    return { name: file.name ?? name ?? "文件", bytes };
  }

  #open(): Running {
    if (this.#running === undefined) throw failure("network", "飞书还没有连上。");
    return this.#running;
  }

  /** Nothing of it is left: no socket, no timer, no request. */
  #end(running: Running): void {
    if (this.#running === running) this.#running = undefined;
    running.end.abort();
    running.socket?.close();
  }

  /** Our own id, to know a mention of us; and whether there is a long connection, for the SDK asks for ever. */
  async #whoWeAre({ api, end: { signal }, events }: Running, settings: Settings): Promise<string> {
    for (let failures = 0; ; failures++) {
      try {
        const { bot } = await api.call({ method: "GET", path: "/open-apis/bot/v3/info" }, Info);
        const secret = { AppID: settings.appId, AppSecret: settings.appSecret };
        await api.withSecret("/callback/ws/endpoint", secret, Endpoint);
        return bot.open_id;
      } catch (error) {
        const why = known(error);
        if (final(why) || signal.aborted) throw why;
        this.#rim.log.warn("feishu-unreached", { code: why.code, platform: why.platformCode });
        events.state("connecting", why.code);
        const ms = Math.min(why.retryAfterMs ?? grown(failures, this.#pace), this.#pace.longest);
        await pause(ms, signal);
      }
    }
  }
}
