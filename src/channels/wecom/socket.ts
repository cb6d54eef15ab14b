import { WSClient, WsCmd } from "@wecom/aibot-node-sdk";
import { z } from "zod";
import { bySignal } from "../bounded.ts";
import { ChannelError, type ChannelState } from "../channel.ts";
import type { Log } from "../../log.ts";
import { distrusts, errcodeOf, refusal, wecomError } from "./errors.ts";

/** Times in ms; shorter ones are for tests. */
export interface Pace {
  /** Between pings; after two without an answer the connection is made anew. */
  heartbeatMs: number;
  /** Before the first attempt to reconnect; doubled up to 30 s. */
  reconnectMs: number;
  /** How long an open connection may leave our subscription unanswered. */
  answerMs: number;
  /** After a newer connection took our place. */
  kickRetryMs: number;
  /** After the secret was refused to a running service. */
  authRetryMs: number;
  /** Kicked again sooner than this after a retry: somebody else is at it, and we leave it to them. */
  contestedMs: number;
}
export const usualPace: Pace = {
  heartbeatMs: 30_000,
  reconnectMs: 1000,
  answerMs: 15_000,
  kickRetryMs: 60_000,
  authRetryMs: 600_000,
  contestedMs: 300_000,
};

export interface Access {
  botId: string;
  secret: string;
  /** undefined: the platform's public address. */
  url: string | undefined;
  /** PEM of the authority of a private deployment. */
  ca: string | undefined;
}

interface Ears {
  message(frame: unknown): void;
  event(frame: unknown): void;
  state(state: ChannelState, detail?: string): void;
}

/** `answering`: the message may still go as a push. */
interface Asking {
  signal: AbortSignal;
  answering?: boolean;
}

const details = {
  kicked: "同一个机器人在别处建立了新连接，这里被断开；一分钟后再试一次。",
  contested: "同一个机器人在两处运行，这里不再争抢；请只保留一处，然后重新启动。",
  auth: "企业微信不再接受机器人的编号或密钥；请核对，十分钟后自动再试。",
  distrusted: "服务器证书不被信任；私有部署请核对 WECOM_CA_FILE。",
};

const LateAck = z.object({ headers: z.object({ req_id: z.string() }), errcode: z.literal(0) });
/** How long one file may take, whatever the signal says. */
const uploadMs = 90_000;

/**
 * The one connection of a bot. The SDK reconnects after drops; a client of it is used once: after a kick, an unanswered
 * subscription or a refused secret a new one is made (its `disconnect` and `connect` in a row confuse its reconnecting).
 */
export class Socket {
  readonly #access: Access;
  readonly #pace: Pace;
  readonly #ears: Ears;
  readonly #log: Log;
  readonly #now: () => number;
  #client: WSClient | undefined;
  #ready = false;
  #started: PromiseWithResolvers<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #retriedAt = Number.NEGATIVE_INFINITY;
  #retrying = false;
  readonly #late = new Set<string>();

  constructor(access: Access, pace: Pace, ears: Ears, rim: { log: Log; now: () => number }) {
    this.#access = access;
    this.#pace = pace;
    this.#ears = ears;
    this.#log = rim.log;
    this.#now = rim.now;
  }

  /** Resolves when subscribed; rejects on a wrong secret or a certificate that is not trusted. */
  async start(): Promise<void> {
    const { url } = this.#access;
    if (url !== undefined && !URL.canParse(url))
      throw refusal("invalid", { says: "企业微信的长连接地址写得不对，请核对设置。" });
    const started = Promise.withResolvers<void>();
    this.#started = started;
    this.#ears.state("connecting");
    this.#connect();
    await started.promise;
  }

  stop(): void {
    this.#drop();
    this.#started?.reject(refusal("network", { says: "企业微信的连接已停止。" }));
    this.#started = undefined;
  }

  /** Whether a push was acknowledged after it had been given up. */
  arrivedLate(req: string): boolean {
    return this.#late.has(req);
  }

  /** One request and its acknowledgement (5 s). Rejects with a ChannelError. */
  async ask(cmd: string, req: string, body: object, how: Asking): Promise<void> {
    const { signal, answering = false } = how;
    const client = this.#usable(signal);
    try {
      await bySignal(signal, () => client.reply({ headers: { req_id: req } }, body, cmd), late);
    } catch (error) {
      // The platform forgot our subscription while the socket lives on.
      if (errcodeOf(error) === 846_609 && client === this.#client) this.#renew("reconnecting");
      throw wecomError(error, answering);
    }
  }

  /** The media_id of an uploaded file. */
  async upload(bytes: Uint8Array, filename: string, signal: AbortSignal): Promise<string> {
    const client = this.#usable(signal);
    const both = AbortSignal.any([signal, AbortSignal.timeout(uploadMs)]);
    try {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const media = await bySignal(both, () => client.uploadMedia(buffer, { type: "file", filename }), late);
      return media.media_id;
    } catch (error) {
      throw wecomError(error);
    }
  }

  #usable(signal: AbortSignal): WSClient {
    if (signal.aborted) throw refusal("timeout");
    if (this.#client === undefined || !this.#ready) throw refusal("network");
    return this.#client;
  }

  #connect(): void {
    const { botId, secret, url, ca } = this.#access;
    const { heartbeatMs, reconnectMs, answerMs } = this.#pace;
    const client = new WSClient({
      botId,
      secret,
      ...(url === undefined ? {} : { wsUrl: url }),
      wsOptions: { handshakeTimeout: 15_000, ...(ca === undefined ? {} : { ca }) },
      heartbeatInterval: heartbeatMs,
      reconnectInterval: reconnectMs,
      maxReconnectAttempts: -1,
      maxAuthFailureAttempts: -1,
      logger: { debug: nothing, info: nothing, error: nothing, warn: (_, ...more) => this.#noteLate(more) },
    });
    this.#client = client;
    client.on("connected", () => this.#later(answerMs, () => this.#renew("reconnecting")));
    client.on("authenticated", () => this.#subscribed());
    client.on("disconnected", () => (this.#ready = false));
    client.on("reconnecting", () => {
      clearTimeout(this.#timer);
      if (this.#started === undefined) this.#ears.state("reconnecting");
    });
    client.on("error", (error) => this.#failed(error));
    client.on("message", (frame) => this.#ears.message(frame));
    client.on("event", (frame) => this.#ears.event(frame));
    client.on("event.disconnected_event", () => this.#kicked());
    client.connect();
  }

  #subscribed(): void {
    clearTimeout(this.#timer);
    this.#ready = true;
    if (this.#retrying) this.#retriedAt = this.#now();
    this.#retrying = false;
    this.#ears.state("ready");
    this.#started?.resolve();
    this.#started = undefined;
  }

  #failed(error: unknown): void {
    const { message, code } = Failed.parse(error);
    const refused = /^Authentication failed/.test(message)
      ? Number(/\(code: (-?\d+)\)/.exec(message)?.[1])
      : null;
    this.#log.warn("wecom-connection", { code: code ?? (refused === null ? "error" : String(refused)) });
    if (refused !== null && !wecomError({ errcode: refused }).retryable)
      return this.#giveUp(refusal("auth", { platformCode: refused }), details.auth, this.#pace.authRetryMs);
    if (!distrusts(code)) return;
    const says = "企业微信服务器的证书不被信任，请核对证书文件的设置。";
    if (this.#started !== undefined)
      this.#giveUp(refusal("invalid", { says, ...(code === undefined ? {} : { platformCode: code }) }), "");
    else this.#ears.state("reconnecting", details.distrusted);
  }

  #kicked(): void {
    this.#log.error("wecom-kicked");
    const contested = this.#now() - this.#retriedAt < this.#pace.contestedMs;
    const kicked = new ChannelError(details.kicked, { where: "wecom", code: "busy" });
    if (contested) return this.#giveUp(kicked, details.contested);
    this.#retrying = true;
    this.#giveUp(kicked, details.kicked, this.#pace.kickRetryMs);
  }

  /** Ends the connection; a start that waits is rejected, a running service tries again later. */
  #giveUp(error: ChannelError, detail: string, againMs?: number): void {
    this.#drop();
    const started = this.#started;
    this.#started = undefined;
    if (started !== undefined) return started.reject(error);
    this.#ears.state("failed", detail);
    if (againMs !== undefined) this.#later(againMs, () => this.#renew("reconnecting"));
  }

  #renew(state: ChannelState): void {
    this.#drop();
    if (this.#started === undefined) this.#ears.state(state);
    this.#connect();
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#ready = false;
    this.#client?.removeAllListeners();
    this.#client?.disconnect();
    this.#client = undefined;
  }

  #later(ms: number, work: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, ms);
  }

  /** The SDK knows an acknowledgement that comes after its 5 s only as something to warn of. */
  #noteLate(more: readonly unknown[]): void {
    for (const text of more.filter((one) => typeof one === "string")) {
      const ack = LateAck.safeParse(parsed(text));
      if (!ack.success || !ack.data.headers.req_id.startsWith(WsCmd.SEND_MSG)) continue;
      this.#late.add(ack.data.headers.req_id);
      const [oldest] = this.#late;
      if (this.#late.size > 200 && oldest !== undefined) this.#late.delete(oldest);
    }
  }
}

const Failed = z.object({
  message: z.string().catch(""),
  code: z.string().optional().catch(undefined),
});
const nothing = (): void => undefined;
const late = (): ChannelError => refusal("timeout");

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
