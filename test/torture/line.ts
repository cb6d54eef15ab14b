import type {
  Channel,
  ChannelEvents,
  ChannelName,
  Conversation,
  Outbound,
  SendOptions,
} from "../../src/channels/channel.ts";
import { ChannelError } from "../../src/channels/channel.ts";
import { capable, inWords } from "../support/postbox.ts";
import type { FromProcess, ToProcess } from "./wire.ts";

/** Says something to the platform; nothing where the platform is gone. */
export function tell(what: FromProcess): void {
  process.send?.(what, undefined, undefined, () => undefined);
}

/** A channel to the platform in the small: like Feishu it shows what has a key once, and delivers until it is acknowledged. */
export class Line implements Channel {
  readonly name: ChannelName = "feishu";
  readonly capabilities = capable;
  readonly #sends = new Map<number, (id: string) => void>();
  #events: ChannelEvents | undefined;
  #calls = 0;

  start(events: ChannelEvents): Promise<void> {
    this.#events = events;
    events.state("ready");
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#events = undefined;
    return Promise.resolve();
  }

  /** What the platform says. */
  hear(what: ToProcess): void {
    if (what.kind === "shown") {
      this.#sends.get(what.call)?.(what.id);
      this.#sends.delete(what.call);
    } else if (what.kind === "deliver") void this.#deliver(what);
  }

  async #deliver({ call, message }: Extract<ToProcess, { kind: "deliver" }>): Promise<void> {
    try {
      if (this.#events === undefined) throw new Error("stopped");
      const receipt = await this.#events.inbound(message);
      tell({ kind: "receipt", call, receipt: receipt.kind });
    } catch {
      tell({ kind: "refused", call });
    }
  }

  send(to: Conversation, out: Outbound, { key, signal }: SendOptions): Promise<{ id: string }> {
    return new Promise((resolve, reject) => {
      const call = (this.#calls += 1);
      signal.addEventListener("abort", () => {
        this.#sends.delete(call);
        reject(new ChannelError("平台没有回应。", { where: this.name, code: "timeout" }));
      });
      this.#sends.set(call, (id) => resolve({ id }));
      tell({ kind: "send", call, to: to.id, key, text: inWords(out), card: out.type === "card" });
    });
  }

  fetch(): Promise<never> {
    return Promise.reject(new ChannelError("没有这个文件。", { where: this.name, code: "expired" }));
  }
}
