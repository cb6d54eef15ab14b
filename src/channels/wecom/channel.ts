import { WsCmd } from "@wecom/aibot-node-sdk";
import { hashed } from "../../log.ts";
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
import { Callers } from "./callers.ts";
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
/** The platform delivers once: what could not be stored is tried again by us, then its sender is told. */
const storeRetryMs = [2000, 10_000, 30_000] as const;
const requestMs = 10_000;
const below = "好了，请看下面。";
const notStored = "刚才这条没有保存成功，请稍后再发一次。";

export class WecomChannel implements Channel {
  readonly name = "wecom";
  readonly capabilities = capabilities;
  readonly #access: Access;
  readonly #rim: ChannelRim;
  readonly #desk: Desk;
  readonly #callers: Callers;
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Streams that are not finished, by key. */
  readonly #open = new Map<string, { finish: (words: string) => Promise<void>; timer: NodeJS.Timeout }>();
  #events: ChannelEvents | undefined;

  constructor(access: Access, rim: ChannelRim, pace: Partial<Pace> = {}) {
    this.#access = access;
    this.#rim = rim;
    this.#callers = new Callers(rim);
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
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const key of [...this.#open.keys()]) this.#forgetProgress(key);
    this.#desk.socket.stop();
  }

  async send(to: Conversation, message: Outbound, options: SendOptions): Promise<{ id: string }> {
    // Only a text takes the place of progress; before anything else it is brought to an end.
    if (message.type !== "text") this.#finishProgress(options.key, below);
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
    this.#open.set(key, { finish, timer: setTimeout(() => this.#finishProgress(key, text), progressMs) });
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
    else {
      this.#deliver(heard, 0);
      this.#callers.note(heard.inbound);
    }
  }

  #deliver(heard: Heard, attempt: number): void {
    const events = this.#events;
    if (events === undefined) return;
    events.inbound(heard.inbound).then(
      (receipt) => this.#answerPress(heard, receipt),
      () => this.#notStored(heard, attempt),
    );
  }

  #notStored(heard: Heard, attempt: number): void {
    const { id, conversation, reply } = heard.inbound;
    this.#rim.log.error("wecom-not-stored", { id: hashed(id), attempt });
    const wait = storeRetryMs[attempt];
    if (wait !== undefined) return this.#later(wait, () => this.#deliver(heard, attempt + 1));
    if (heard.inbound.kind === "message") this.#tell(conversation, notStored, `lost-${id}`, reply);
  }

  /** There is no toast: of a press that is refused or known nothing is shown. */
  #answerPress({ press }: Heard, receipt: Receipt): void {
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

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}
