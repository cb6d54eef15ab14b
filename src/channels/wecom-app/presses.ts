import type { Log } from "../../log.ts";
import type { Inbound, Receipt } from "../channel.ts";
import { lost } from "./faults.ts";
import type { Sender } from "./sender.ts";

export type Press = Extract<Inbound, { kind: "action" }>;

/** Who presses twice needs no word about the second press. */
const doublePressMs = 10_000;
const most = 500;

/** Answers presses at once: the card is over, or a word why not, since there are no toasts. Failing is no fault. */
export class Presses {
  readonly #sender: Sender;
  readonly #log: Log;
  readonly #now: () => Date;
  readonly #life: AbortSignal;
  /** When a press on a card was answered last. */
  readonly #answered = new Map<string, number>();

  constructor(rim: { sender: Sender; log: Log; now: () => Date; life: AbortSignal }) {
    this.#sender = rim.sender;
    this.#log = rim.log;
    this.#now = rim.now;
    this.#life = rim.life;
  }

  /** `code` came with the press: its card may be changed, once. */
  async answer(receipt: Receipt, { sender, card }: Press, code: string | undefined): Promise<void> {
    if (receipt.kind !== "taken" && receipt.kind !== "refused") return;
    const twice = this.#twice(card);
    const conversation = { kind: "direct" as const, id: sender.id };
    const options = { key: "press", again: false, signal: this.#life };
    try {
      if (receipt.kind === "refused") {
        if (!twice) await this.#sender.send(conversation, { type: "text", text: receipt.why }, options);
      } else if (code !== undefined) await this.#sender.taken(sender.id, code, receipt.card);
    } catch (error) {
      const { code: failure, platformCode } = lost(error);
      this.#log.warn("wecom-app-press-not-answered", { code: failure, platformCode });
    }
  }

  #twice(card: string): boolean {
    const now = this.#now().getTime();
    const last = this.#answered.get(card);
    this.#answered.set(card, now);
    const [oldest] = this.#answered.keys();
    if (oldest !== undefined && this.#answered.size > most) this.#answered.delete(oldest);
    return last !== undefined && last + doublePressMs > now;
  }
}
