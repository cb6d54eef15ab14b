import { z } from "zod";
import type { Log } from "../../log.ts";
import type { Card, ChannelEvents, Conversation, Inbound, InboundFile, Receipt } from "../channel.ts";
import type { Api } from "./api.ts";
import { cardJson } from "./cards.ts";
import { known } from "./errors.ts";
import { readAction, readEntered, readMessage, type Bot } from "./events.ts";
import { filesQuoted } from "./quoted.ts";
import type { Handler, Pace } from "./socket.ts";

const Done = z.object({ code: z.literal(0) });

/** Hands on what the platform delivers. What a handler resolves with is acknowledged, what it rejects comes again. */
export class Hearing {
  readonly #api: Api;
  readonly #bot: Bot;
  readonly #events: ChannelEvents;
  readonly #log: Log;
  readonly #pace: Pace;
  /** The last message of a conversation that waits for what it quotes: those after it wait, too. */
  readonly #waiting = new Map<string, Promise<unknown>>();

  constructor(given: { api: Api; bot: Bot; events: ChannelEvents; log: Log; pace: Pace }) {
    this.#api = given.api;
    this.#bot = given.bot;
    this.#events = given.events;
    this.#log = given.log;
    this.#pace = given.pace;
  }

  handlers(): Readonly<Record<string, Handler>> {
    return {
      "im.message.receive_v1": (event) => this.#message(event),
      "im.chat.access_event.bot_p2p_chat_entered_v1": (event) => this.#entered(event),
      "card.action.trigger": (event) => this.#pressed(event),
    };
  }

  async #message(event: unknown): Promise<void> {
    const heard = readMessage(event, this.#bot);
    if (heard === null) return this.#refused("message");
    if (heard === "unheard") return;
    const { message, quoted } = heard;
    // What does not speak to us is none of our business, nor is what it quotes.
    if (message.mentioned) message.files.push(...(await this.#quoted(message, quoted)));
    await this.#store(message);
  }

  async #quoted({ conversation }: Inbound, quoted: string | undefined): Promise<InboundFile[]> {
    const chat = `${conversation.kind} ${conversation.id}`;
    const before = this.#waiting.get(chat);
    if (quoted === undefined && before === undefined) return [];
    const mine = (before ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => (quoted === undefined ? [] : filesQuoted(this.#api, quoted, this.#pace.lookup, this.#log)));
    this.#waiting.set(chat, mine);
    try {
      return await mine;
    } finally {
      if (this.#waiting.get(chat) === mine) this.#waiting.delete(chat);
    }
  }

  async #entered(event: unknown): Promise<void> {
    const entered = readEntered(event, this.#bot);
    if (entered === null) return this.#refused("entered");
    await this.#store(entered);
  }

  /** Answers the press at once: the card as it is from now on, or a word about it. */
  async #pressed(event: unknown): Promise<Record<string, unknown>> {
    const pressed = readAction(event, this.#bot);
    if (pressed === null) {
      this.#refused("action");
      return {};
    }
    const begun = performance.now();
    const receipt = await this.#store(pressed.action);
    const late = performance.now() - begun > this.#pace.press;
    if (late && receipt.kind === "taken" && receipt.card !== undefined) {
      void this.#repaint(pressed.message, receipt.card, pressed.in);
    }
    return answer(receipt, pressed.in);
  }

  /** After a late answer: people must not see a live card that is used up. */
  async #repaint(message: string, card: Card, kind: Conversation["kind"]): Promise<void> {
    try {
      const path = `/open-apis/im/v1/messages/${encodeURIComponent(message)}`;
      const data = { content: JSON.stringify(cardJson(card, kind)) };
      await this.#api.call({ method: "PATCH", path, data }, Done);
    } catch (error) {
      this.#log.warn("feishu-card-not-updated", { code: known(error).code });
    }
  }

  async #store(message: Inbound): Promise<Receipt> {
    try {
      return await this.#events.inbound(message);
    } catch (error) {
      this.#log.error("feishu-not-stored", { kind: message.kind });
      throw error;
    }
  }

  #refused(kind: string): void {
    this.#log.warn("feishu-event-refused", { kind });
  }
}

function answer(receipt: Receipt, kind: Conversation["kind"]): Record<string, unknown> {
  switch (receipt.kind) {
    case "taken":
      return receipt.card === undefined
        ? { toast: { type: "info", content: "收到。" } }
        : { card: { type: "raw", data: cardJson(receipt.card, kind) } };
    case "refused":
      return { toast: { type: "warning", content: receipt.why } };
    default:
      return {};
  }
}
