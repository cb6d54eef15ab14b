import { EventDispatcher, WSClient } from "@larksuiteoapi/node-sdk";
import type { ChannelState } from "../channel.ts";
import { grown } from "../pauses.ts";
import { nobody } from "./api.ts";
import { failure, final, refusal } from "./errors.ts";
import type { Settings } from "./settings.ts";

/** How long we wait for things, in ms; `pingTimeout` in seconds as the SDK has it. */
export interface Pace {
  /** After a ping without any frame the socket is dead. Shorter than the platform's ping interval (120 s): each ping begins it anew. */
  pingTimeout: number;
  handshake: number;
  /** For the message that is quoted: the platform gives us 3 seconds for all. */
  lookup: number;
  /** The platform waits 3 seconds for the answer to a press; later ones do not change the card. */
  press: number;
  /** Between attempts of ours: from the first to the longest wait. */
  first: number;
  longest: number;
}
export const usual: Pace = {
  pingTimeout: 10,
  handshake: 15_000,
  lookup: 1_500,
  press: 2_800,
  first: 1_000,
  longest: 60_000,
};

/** Answers an event; what it resolves with goes back in the acknowledgement, a rejection leaves the event unacknowledged. */
export type Handler = (event: unknown) => Promise<unknown>;

/** The long connection, kept up for ever once it was up. The SDK reconnects by itself; where it gives up, we begin again. */
export class Socket {
  readonly #client: WSClient;
  readonly #dispatcher: EventDispatcher;
  readonly #pace: Pace;
  readonly #tell: (state: ChannelState, detail?: string) => void;
  readonly #first = Promise.withResolvers<undefined>();
  #up = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    settings: Settings,
    handlers: Readonly<Record<string, Handler>>,
    pace: Pace,
    tell: (state: ChannelState, detail?: string) => void,
  ) {
    this.#pace = pace;
    this.#tell = tell;
    this.#dispatcher = new EventDispatcher({ logger: nobody }).register(handlers);
    this.#client = new WSClient({
      ...settings,
      logger: nobody,
      handshakeTimeoutMs: pace.handshake,
      wsConfig: { pingTimeout: pace.pingTimeout },
      onReady: () => this.#ready(),
      onReconnected: () => this.#ready(),
      onReconnecting: () => this.#say("reconnecting"),
      onError: (error) => this.#gaveUp(error),
    });
    // Nobody may be waiting any more when it is closed.
    this.#first.promise.catch(() => undefined);
  }

  /** Resolves when the platform listens; ChannelError auth or forbidden when it never will. */
  async open(): Promise<void> {
    await this.#client.start({ eventDispatcher: this.#dispatcher });
    await this.#first.promise;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#client.close({ force: true });
    this.#first.reject(failure("network"));
  }

  #say(state: ChannelState, detail?: string): void {
    if (!this.#closed) this.#tell(state, detail);
  }

  #ready(): void {
    this.#up = true;
    this.#failures = 0;
    this.#say("ready");
    this.#first.resolve(undefined);
  }

  /** The SDK ends at refusals, and after as many attempts as the platform allows; its error carries the code in words. */
  #gaveUp(error: Error): void {
    if (this.#closed) return;
    const code = /code=(\d+)/.exec(error.message)?.[1];
    const refused = refusal({ status: 200, code: code === undefined ? undefined : Number(code) });
    const never = final(refused);
    if (never && !this.#up) {
      this.#first.reject(refused);
      return;
    }
    this.#say(never ? "failed" : this.#up ? "reconnecting" : "connecting", refused.code);
    const wait = never ? this.#pace.longest : grown(this.#failures++, this.#pace);
    this.#timer = setTimeout(() => void this.#client.start({ eventDispatcher: this.#dispatcher }), wait);
  }
}
