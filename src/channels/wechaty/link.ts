import type { Message } from "wechaty";
import type { Log } from "../../log.ts";
import type { ChannelState } from "../channel.ts";
import { grown, pause } from "../pauses.ts";
import { Connection, type Gateway, type Pace } from "./connection.ts";
import { fault, gatewayFault } from "./faults.ts";

interface LinkEvents {
  state(state: ChannelState, detail?: string): void;
  message(message: Message, connection: Connection): Promise<void>;
}

const longest = 30_000;

/** Keeps connected to the gateway: one connection after another, until it is stopped. */
export class Link {
  readonly #gateway: Gateway;
  readonly #pace: Pace;
  readonly #log: Log;
  readonly #events: LinkEvents;
  readonly #stopping = new AbortController();
  readonly #closing = new Set<Promise<void>>();
  readonly #ready = Promise.withResolvers<void>();
  #connection: Connection | null = null;
  #state: ChannelState = "stopped";
  #running: Promise<void> = Promise.resolve();

  constructor(gateway: Gateway, pace: Pace, log: Log, events: LinkEvents) {
    this.#gateway = gateway;
    this.#pace = pace;
    this.#log = log;
    this.#events = events;
  }

  /** Resolves when the account is logged in; rejects when the gateway does not know our token, or when stopped before. */
  async start(): Promise<void> {
    this.#become("connecting");
    this.#running = this.#keepConnected();
    await this.#ready.promise;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#connection !== null) this.#close(this.#connection);
    await this.#running;
    await Promise.all(this.#closing);
    this.#become("stopped");
  }

  /** The connection to speak over. ChannelError network while there is none. */
  get connection(): Connection {
    if (this.#connection?.loggedIn !== true) throw fault("network");
    return this.#connection;
  }

  async #keepConnected(): Promise<void> {
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const why = await this.#connected(() => (failures = 0));
      if (why?.code === "auth" && this.#state === "connecting") {
        this.#become("failed", why.code);
        return this.#ready.reject(why);
      }
      if (why?.code === "auth") this.#become("failed", why.code);
      else if (this.#state === "ready") this.#become("reconnecting", why?.code ?? "lost");
      await pause(grown(failures, { first: this.#pace.retry, longest }), signal);
    }
    this.#ready.reject(fault("network"));
  }

  /** One connection from its beginning to its end; why it never began. */
  async #connected(loggedIn: () => void): Promise<ReturnType<typeof gatewayFault> | null> {
    const connection = new Connection(this.#gateway, this.#pace, {
      login: () => {
        loggedIn();
        this.#become("ready");
        this.#ready.resolve();
      },
      logout: () => this.#become("reconnecting", "logged-out"),
      message: (message, heardBy) => this.#events.message(message, heardBy),
    });
    this.#connection = connection;
    try {
      await connection.open();
      await connection.lost;
      return null;
    } catch (error) {
      const why = gatewayFault(error, "connect");
      if (!this.#stopping.signal.aborted) this.#log.warn("wechaty-not-connected", { code: why.code });
      return why;
    } finally {
      this.#connection = null;
      this.#close(connection);
    }
  }

  #close(connection: Connection): void {
    const closing = connection.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  #become(state: ChannelState, detail?: string): void {
    if (state === this.#state || (this.#stopping.signal.aborted && state !== "stopped")) return;
    this.#state = state;
    this.#events.state(state, detail);
  }
}
