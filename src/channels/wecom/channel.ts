import { WsCmd } from "@wecom/aibot-node-sdk";
import {
  ChannelError,
  type Capabilities,
  type Channel,
  type ChannelEvents,
  type ChannelRim,
  type ChannelState,
  type Conversation,
  type InboundFile,
  type Outbound,
  type Receipt,
  type SendOptions,
} from "../channel.ts";
import { offered } from "../offering.ts";
import { cardOver, labelChars, maxChoices } from "./cards.ts";
import { download } from "./download.ts";
import { refusal } from "./errors.ts";
import { eventIn, messageIn, type Heard, type Press } from "./events.ts";
import { Journal } from "./journal.ts";
import { maxFileBytes, send, sendProgress, type Desk } from "./send.ts";
import { Socket, usualPace, type Access, type Pace } from "./socket.ts";

/** The bot of WeCom (智能机器人) over its long connection, by the official SDK. */
export const capabilities: Capabilities = {
  groups: true,
  fileIn: { direct: "message", group: "quote", maxBytes: 20 * 1024 * 1024 },
  fileOut: { maxBytes: maxFileBytes },
  // 20,480 for the content with what keeps markup from being read.
  text: { maxBytes: 9000 },
  card: { maxChoices, labelChars, inputs: false, table: false },
  // Text: pushes have no id, and are shown twice when the process ends between sending and acknowledgement.
  idempotent: { text: true, card: true, file: false },
  progress: true,
  push: "after-first-contact",
  quotas: [
    { count: 28, perMs: 60_000 },
    { count: 950, perMs: 3_600_000 },
  ],
};

/** A stream must be finished within six minutes. */
const progressMs = 330_000;
const requestMs = 10_000;
const below = "好了，请看下面。";
const notStored = "刚才这条没有保存成功，请稍后再发一次。";

/** A stream that is not finished. */
interface Progress {
  to: Conversation;
  finish: (words: string) => Promise<void>;
  timer: NodeJS.Timeout;
}

export class WecomChannel implements Channel {
  readonly name = "wecom";
  readonly alone = true;
  readonly capabilities = capabilities;
  readonly #access: Access;
  readonly #rim: ChannelRim;
  readonly #desk: Desk;
  /** Streams that are not finished, by key. */
  readonly #open = new Map<string, Progress>();
  #events: ChannelEvents | undefined;
  #stopping = new AbortController();

  constructor(access: Access, rim: ChannelRim, pace: Partial<Pace> = {}) {
    this.#access = access;
    this.#rim = rim;
    const now = (): number => rim.now().getTime();
    const ears = {
      message: (frame: unknown) => this.#hear(messageIn(frame, now())),
      event: (frame: unknown) => this.#hear(eventIn(frame, now())),
      state: (state: ChannelState, detail?: string) => this.#events?.state(state, detail),
    };
    const socket = new Socket(access, { ...usualPace, ...pace }, ears, { log: rim.log, now });
    this.#desk = { socket, now, journal: new Journal(rim.folder, now, rim.log) };
  }

  async start(events: ChannelEvents): Promise<void> {
    if (this.#events !== undefined) throw refusal("invalid", { says: "企业微信已经连接。" });
    this.#events = events;
    this.#stopping = new AbortController();
    try {
      await this.#desk.socket.start();
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  stop(): Promise<void> {
    const events = this.#events;
    this.#end();
    events?.state("stopped");
    return Promise.resolve();
  }

  #end(): void {
    this.#events = undefined;
    this.#stopping.abort();
    for (const key of [...this.#open.keys()]) this.#forgetProgress(key);
    this.#desk.socket.stop();
  }

  async send(to: Conversation, message: Outbound, options: SendOptions): Promise<{ id: string }> {
    // Only a text in the same chat takes the place of progress; before anything else it is brought to an end.
    const place = this.#open.get(options.key)?.to;
    const replaced = message.type === "text" && place?.kind === to.kind && place.id === to.id;
    if (!replaced) this.#finishProgress(options.key, below);
    const sent = await send(this.#desk, to, message, options);
    this.#forgetProgress(options.key);
    return sent;
  }

  fetch(file: InboundFile, limit: { maxBytes: number; signal: AbortSignal }) {
    return download(file, limit, this.#access.ca);
  }

  async progress(to: Conversation, text: string, options: SendOptions): Promise<void> {
    const { key, reply, signal } = options;
    if (reply === undefined || text.trim() === "" || this.#events === undefined || signal.aborted) return;
    const finish = (words: string): Promise<void> => {
      const late = { ...options, signal: AbortSignal.timeout(requestMs) };
      return sendProgress(this.#desk, to, words, { options: late, finish: true });
    };
    // Before it is sent: when it is given up meanwhile, it may be shown all the same.
    this.#forgetProgress(key);
    this.#open.set(key, { to, finish, timer: setTimeout(() => this.#finishProgress(key, text), progressMs) });
    try {
      await sendProgress(this.#desk, to, text, { options, finish: false });
    } catch (error) {
      if (!(error instanceof ChannelError && error.code === "timeout")) this.#forgetProgress(key);
      this.#rim.log.info("wecom-progress-failed");
    }
  }

  #finishProgress(key: string, words: string): void {
    const progress = this.#open.get(key);
    this.#forgetProgress(key);
    progress?.finish(words).catch(() => this.#rim.log.info("wecom-progress-failed"));
  }

  #forgetProgress(key: string): void {
    clearTimeout(this.#open.get(key)?.timer);
    this.#open.delete(key);
  }

  #hear(heard: Heard | "unknown" | null): void {
    if (heard === "unknown") this.#rim.log.info("wecom-event-ignored");
    else if (heard === null) this.#rim.log.warn("wecom-frame-unreadable");
    else void this.#deliver(heard);
  }

  /** The platform delivers once: of a message that could not be stored its sender is told. */
  async #deliver({ inbound, press }: Heard): Promise<void> {
    const events = this.#events;
    if (events === undefined) return;
    const { log } = this.#rim;
    const stop = this.#stopping.signal;
    const receipt = await offered(inbound, { events, log, channel: this.name, stop });
    if (receipt === "stopped") return;
    if (receipt !== "lost") return this.#answerPress(press, receipt);
    const { kind, id, conversation, reply } = inbound;
    if (kind === "message") this.#tell(conversation, notStored, `lost-${id}`, reply);
  }

  /** There is no toast: of a press that is refused or known nothing is shown. */
  #answerPress(press: Press | undefined, receipt: Receipt): void {
    if (press !== undefined && receipt.kind === "taken" && receipt.card !== undefined)
      this.#redraw(press, receipt.card.text);
  }

  /** Within 5 s of the press, or never: the press counts all the same. */
  #redraw({ req, task }: Press, text: string): void {
    const body = { response_type: "update_template_card", template_card: cardOver(text, task) };
    this.#desk.socket
      .ask(WsCmd.RESPONSE_UPDATE, req, body, { signal: AbortSignal.timeout(requestMs) })
      .catch(() => this.#rim.log.warn("wecom-card-not-updated", { task }));
  }

  #tell(to: Conversation, text: string, key: string, reply: string | undefined): void {
    const options = { key, again: false, signal: AbortSignal.timeout(requestMs) };
    send(this.#desk, to, { type: "text", text }, reply === undefined ? options : { ...options, reply }).catch(
      () => this.#rim.log.warn("wecom-word-not-sent"),
    );
  }
}
