import { ChannelError, type ChannelErrorCode, type Outbound } from "../../channels/channel.ts";
import { OutsideError } from "../../errors.ts";
import { hashed } from "../../log.ts";
import type { Outgoing, Unsent } from "../../store/mail.ts";
import { insist, trace, type Office, type Port } from "../office.ts";
import { Parcel, type Word } from "../payload.ts";
import { backOff, bounded } from "../waits.ts";
import { wording } from "../wording.ts";
import { worded } from "./rendering.ts";

const sendMs = 60_000;
const quickTries = 4;

/** `left`: by another process. */
export type Row = Unsent & { left: boolean };
/** What goes on after an attempt: "again" at once, a number of ms later, "rest" until the channel is ready or a minute is over; null when we are stopped. */
export type Next = "again" | "rest" | number | { over: readonly Unsent[] } | null;

/** One row of the outbox on its way. */
export class Delivery {
  readonly #office: Office;
  readonly #row: Row;
  readonly #port: Port;
  readonly #parcel: Parcel;
  #tries = 0;
  /** An attempt before may have arrived. */
  #again: boolean;
  /** So it is marked in the store. */
  #uncertain: boolean;
  /** The answer can no longer use the message it answers. */
  #pushed = false;
  /** The card was refused; its words go instead. */
  #plain = false;

  constructor(office: Office, { row, port }: { row: Row; port: Port }) {
    this.#office = office;
    this.#row = row;
    this.#port = port;
    this.#parcel = Parcel.parse(JSON.parse(row.payload));
    this.#uncertain = row.uncertain;
    const { idempotent } = port.channel.capabilities;
    // Of another process nobody knows, unless it was to be marked.
    this.#again = row.uncertain || (row.left && idempotent[this.#parcel.out.type]);
  }

  /** Hands it to the platform once. */
  async attempt(): Promise<Next> {
    const { meter, stopped } = this.#office;
    const { channel } = this.#row;
    const out = await this.#outbound();
    if (out === null) return null;
    const idempotent = this.#port.channel.capabilities.idempotent[out.type];
    if (this.#isOver()) {
      const over = await this.giveUp("too-old");
      return over === null ? null : { over };
    }
    if (!idempotent && !this.#uncertain) {
      const marked = await this.#mark();
      if (marked === undefined) return null;
      // Another process did it meanwhile.
      if (!marked) return { over: [] };
    }
    const reply = this.#pushed ? undefined : this.#parcel.reply;
    this.#tries += 1;
    let id: string;
    const ended = meter.time("send", { channel });
    try {
      ({ id } = await this.#send(out, reply));
      ended();
    } catch (error) {
      ended();
      if (stopped.aborted) return null;
      meter.count("sends", { channel, outcome: "failed" });
      return await this.#failed(error, { idempotent, reply });
    }
    meter.count("sends", { channel, outcome: "sent" });
    // What must be there before a time is a reminder.
    if (this.#parcel.before !== undefined) meter.count("reminders", {});
    return await this.#taken(id, idempotent);
  }

  /** It never will be sent; what follows from that. */
  async giveUp(code: ChannelErrorCode | "too-old"): Promise<readonly Unsent[] | null> {
    const { mail, log, meter } = this.#office;
    log.error("given-up", { ...this.#fields(), code });
    meter.count("sends", { channel: this.#row.channel, outcome: "given-up" });
    const { then, out } = this.#parcel;
    const failed = then?.failed ?? [];
    const unreachable = code === "unreachable" || code === "forbidden" ? then?.unreachable : undefined;
    const long =
      code === "too_large" && out.type !== "file" ? [{ ...this.#there(), text: wording.tooLongToSend }] : [];
    // Words about a chat that cannot be reached would not arrive there either.
    const lost = code === "unreachable" || code === "too-old";
    const words = (unreachable ?? [...long, ...failed]).filter((word) => !lost || !this.#isHere(word));
    const rows = await insist(this.#office, "given-up", () =>
      mail.givenUp(this.#row.seq, code, this.#following(words, "f")),
    );
    return rows ?? null;
  }

  /** Not worth sending any more: its time is over, or it would come twice. */
  #isOver(): boolean {
    const { before } = this.#parcel;
    if (before === undefined) return false;
    return this.#office.now().getTime() >= before || this.#uncertain;
  }

  /** undefined when we are stopped before, false when it is over. */
  #mark(): Promise<boolean | undefined> {
    return insist(this.#office, "sending", () => this.#office.mail.sending(this.#row.seq));
  }

  /** null when we are stopped before it is read. */
  async #outbound(): Promise<Outbound | null> {
    const { out } = this.#parcel;
    if (out.type === "text") return out;
    if (out.type === "card")
      return this.#plain ? { type: "text", text: out.plain } : { type: "card", card: out.card };
    const { mail, stopped } = this.#office;
    const { seq, key } = this.#row;
    const bytes = await insist(this.#office, "bytes", () => mail.bytesOf(seq, key));
    if (bytes === undefined && stopped.aborted) return null;
    if (bytes === undefined) throw new Error("a file without its bytes");
    return { type: "file", name: out.name, bytes };
  }

  #send(out: Outbound, reply: string | undefined): Promise<{ id: string }> {
    const { waits, stopped } = this.#office;
    const { channel } = this.#port;
    const { conversation, mention } = this.#parcel;
    const late = (): Error =>
      new ChannelError("平台一直没有回应，没有发出去。", { where: channel.name, code: "timeout" });
    const options = {
      // A card that was refused may have used up its key.
      key: this.#plain ? `${this.#row.key}p` : this.#row.key,
      again: this.#again,
      ...(reply === undefined ? {} : { reply }),
      ...(mention === undefined ? {} : { mention }),
    };
    return bounded((signal) => channel.send(conversation, out, { ...options, signal }), {
      ...{ ms: sendMs, waits, stop: stopped, late },
    });
  }

  async #taken(id: string, idempotent: boolean): Promise<Next> {
    const { mail, log } = this.#office;
    const { then, out } = this.#parcel;
    const twice =
      this.#uncertain && !idempotent && out.type === "file"
        ? this.#following([{ ...this.#there(), text: wording.fileMaybeTwice }], "t")
        : [];
    const words = [...twice, ...this.#following(then?.sent ?? [], "s")];
    if (idempotent && words.length === 0) {
      mail
        .sent(this.#row.seq, id, [], "soon")
        .catch((error: unknown) => log.error("store-failed", trace(error)));
      return { over: [] };
    }
    const over = await insist(this.#office, "sent", () => mail.sent(this.#row.seq, id, words, "now"));
    return over === undefined ? null : { over };
  }

  async #failed(
    error: unknown,
    { idempotent, reply }: { idempotent: boolean; reply: string | undefined },
  ): Promise<Next> {
    const { log, waits } = this.#office;
    const failure = error instanceof ChannelError ? error : undefined;
    const code = failure?.code ?? "unknown";
    const platform = failure?.platformCode === undefined ? {} : { platform: failure.platformCode };
    log.warn("send-failed", { ...this.#fields(), code, tries: this.#tries, ...platform });
    if (!(error instanceof OutsideError)) log.error("send-fault", { ...this.#fields(), ...trace(error) });
    const unclear = code === "network" || code === "timeout" || code === "unknown";
    this.#again ||= unclear;
    if (!idempotent && !(await this.#keepFailure(unclear))) return null;
    if (failure?.retryable === true) {
      if (this.#tries >= quickTries || !this.#port.ready) return "rest";
      return failure.retryAfterMs ?? backOff(this.#tries - 1, 500, waits);
    }
    if (code === "expired" && reply !== undefined) {
      this.#pushed = true;
      return "again";
    }
    const refused = code === "invalid" || code === "unsupported";
    if (this.#parcel.out.type === "card" && !this.#plain && refused) {
      this.#plain = true;
      return "again";
    }
    const over = await this.giveUp(code);
    return over === null ? null : { over };
  }

  async #keepFailure(unclear: boolean): Promise<boolean> {
    this.#uncertain ||= unclear;
    const kept = await insist(this.#office, "failed", async () => {
      await this.#office.mail.failedOnce(this.#row.seq, this.#uncertain);
      return true;
    });
    return kept ?? false;
  }

  #following(words: readonly Word[], mark: string): Outgoing[] {
    const { channel } = this.#port;
    const at = this.#office.now().getTime();
    const kept = channel.capabilities.history === true;
    return words.map((word, index) =>
      worded(word, { key: `${this.#row.key}${mark}${index}`, channel: channel.name, at, kept }),
    );
  }

  #fields(): Record<string, string> {
    const { channel, conversation } = this.#row;
    return { channel, conversation: hashed(conversation), type: this.#parcel.out.type };
  }

  #there(): Omit<Word, "text"> {
    const { conversation, reply } = this.#parcel;
    return { conversation, ...(reply === undefined ? {} : { reply }) };
  }

  #isHere({ conversation: { kind, id } }: Word): boolean {
    const { conversation } = this.#parcel;
    return conversation.kind === kind && conversation.id === id;
  }
}
