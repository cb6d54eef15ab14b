import type { FileBoxInterface } from "file-box";
import { log as speech, WechatyBuilder, type Message, type Wechaty } from "wechaty";
import { fault, gatewayFault } from "./faults.ts";
import { GatewayPuppet } from "./puppet.ts";
import { boundCalls } from "./wire.ts";

/** Where the gateway listens, and what it knows us by. `ca`: its certificate authority in PEM; without one the SDK's own. */
export interface Gateway {
  endpoint: string;
  token: string;
  ca?: string;
}

/** `ping`: how often the gateway is asked for a sign of life, `retry`: the first pause, in ms. As many pings as `silence` without a sign, and it is gone. */
export interface Pace {
  ping: number;
  silence: number;
  retry: number;
}

interface ConnectionEvents {
  login(): void;
  logout(): void;
  /** One after another, in the order of their arrival. */
  message(message: Message, connection: Connection): Promise<void>;
}

/** One connection to the gateway, from its first call until it is lost. Another one begins anew. */
export class Connection {
  readonly puppet: GatewayPuppet;
  readonly bot: Wechaty;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly lost: Promise<void>;
  readonly #events: ConnectionEvents;
  readonly #pace: Pace;
  readonly #lose: () => void;
  #arrivals: Promise<void> = Promise.resolve();
  #closed = false;
  /** Counted, not timed: where we are held up ourselves, nobody is silent. */
  #unheard = 0;
  #pulse: NodeJS.Timeout | undefined;

  constructor({ endpoint, token, ca }: Gateway, pace: Pace, events: ConnectionEvents) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.lost = promise;
    this.#lose = resolve;
    this.#events = events;
    this.#pace = pace;
    speech.level("silent");
    const tls = ca === undefined ? { disable: false } : { caCert: ca, disable: false };
    // The SDK's own watchdog gives up after one failure: it is put to sleep for a week, ours follows below.
    const options = { endpoint: `dns:${endpoint}`, token, tls, timeoutSeconds: 7 * 24 * 3600 };
    this.puppet = new GatewayPuppet(options, () => this.#lose());
    // The puppet is given, not named: nothing is left to the SDK's default. Without a name it writes no memory card.
    this.bot = WechatyBuilder.build({ puppet: this.puppet });
    this.bot.on("error", () => undefined);
    this.#listen();
  }

  /** Resolves when the gateway has started and tells us events; the account may not be logged in yet. */
  async open(): Promise<void> {
    await boundCalls();
    await this.bot.init();
    this.puppet.start().catch(() => undefined);
    await this.puppet.started.promise;
    if (!this.puppet.streaming) throw fault("busy");
    this.#pulse = setInterval(() => this.#beat(), this.#pace.ping);
  }

  #listen(): void {
    const { puppet } = this;
    puppet.on("heartbeat", () => void (this.#unheard = 0));
    puppet.on("login", () => void (this.#closed || this.#events.login()));
    puppet.on("logout", () => void (this.#closed || this.#events.logout()));
    puppet.on("message", ({ messageId }) => {
      // Loaded at once, given on in the order of arrival: the first of a chat takes longer than the second.
      const loading = this.#load(messageId);
      this.#arrivals = this.#arrivals.then(async () => {
        const message = await loading;
        if (message !== undefined && !this.#closed) await this.#events.message(message, this);
      });
    });
  }

  async #load(id: string): Promise<Message | undefined> {
    return await this.bot.Message.find({ id }).catch(() => undefined);
  }

  /** A socket that died in silence is noticed by what does not come. */
  #beat(): void {
    this.#unheard += 1;
    if (this.#unheard > this.#pace.silence) return this.#lose();
    try {
      this.puppet.ding("");
    } catch {
      this.#lose();
    }
  }

  get loggedIn(): boolean {
    return !this.#closed && this.puppet.isLoggedIn;
  }

  /** The bot's own name, as people mention it. */
  get name(): string {
    return this.loggedIn ? this.bot.currentUser.name() : "";
  }

  /** Resolves with the platform's id of the message, where it gives one. */
  async sendText(
    conversation: string,
    text: string,
    mention: readonly string[],
  ): Promise<string | undefined> {
    const sent = await this.puppet.messageSendText(conversation, text, [...mention]).catch(refuse("send"));
    return sent ?? undefined;
  }

  async sendFile(conversation: string, name: string, bytes: Uint8Array): Promise<string | undefined> {
    const box = this.puppet.boxOf(name, bytes);
    return (await this.puppet.messageSendFile(conversation, box).catch(refuse("send"))) ?? undefined;
  }

  async file(message: string): Promise<FileBoxInterface> {
    return await this.puppet.messageFile(message).catch(refuse("fetch"));
  }

  async nameOf(person: string): Promise<string> {
    return await this.puppet.contactPayload(person).then(
      ({ name }) => name,
      () => "",
    );
  }

  /** Ends it; resolves when the SDK is still, after some seconds at most. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#pulse);
    this.puppet.started.reject(fault("network"));
    this.#lose();
    await this.puppet.stop().catch(() => undefined);
  }
}

const refuse =
  (doing: "send" | "fetch") =>
  (error: unknown): never => {
    throw gatewayFault(error, doing);
  };
