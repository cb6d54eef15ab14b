import type { Log } from "../../log.ts";
import type { ChannelState } from "../channel.ts";
import { grown, pause } from "../pauses.ts";
import { lost } from "./faults.ts";

/** What became of a request: the platform answered, or no answer came, or it does not know our secret any more. */
export type Outcome = "answered" | "lost" | "shut";

const pace = { first: 1000, longest: 60_000 };

/** Whether the platform can be reached. There is no connection that could tell: each request does. */
export class Reach {
  readonly #tell: (state: ChannelState, detail?: string) => void;
  readonly #signIn: () => Promise<unknown>;
  readonly #log: Log;
  readonly #life: AbortSignal;
  #state: ChannelState = "stopped";
  #seeking: Promise<void> | null = null;

  constructor(how: {
    tell: (state: ChannelState, detail?: string) => void;
    signIn: () => Promise<unknown>;
    log: Log;
    life: AbortSignal;
  }) {
    this.#tell = how.tell;
    this.#signIn = how.signIn;
    this.#log = how.log;
    this.#life = how.life;
  }

  get state(): ChannelState {
    return this.#state;
  }

  become(state: ChannelState, detail?: string): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#tell(state, detail);
  }

  heard(outcome: Outcome): void {
    const state = this.#state;
    if (outcome === "answered" && (state === "reconnecting" || state === "failed")) this.become("ready");
    else if (outcome === "lost" && state === "ready") this.seek();
    else if (outcome === "shut" && (state === "ready" || state === "reconnecting"))
      this.become("failed", "auth");
  }

  /** Asks again and again until the platform answers. */
  seek(): void {
    this.become("reconnecting", "network");
    this.#seeking ??= this.#ask().finally(() => (this.#seeking = null));
  }

  async #ask(): Promise<void> {
    for (let failures = 0; ; failures += 1) {
      await pause(grown(failures, pace), this.#life);
      if (this.#state !== "reconnecting" || this.#life.aborted) return;
      // An answer is heard, and ends this.
      await this.#signIn().catch((error: unknown) => {
        this.#log.warn("wecom-app-not-reached", { code: lost(error).code });
      });
    }
  }
}
