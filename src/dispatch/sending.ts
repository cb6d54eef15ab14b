import { ChannelError, type ChannelName, type Outbound } from "../channels/channel.ts";
import { OutsideError } from "../errors.ts";
import { hashed } from "../log.ts";
import type { Outgoing, Unsent } from "../store/mail.ts";
import { insist, trace, type Office, type Port } from "./office.ts";
import { Pacing } from "./pacing.ts";
import { Parcel, type Word } from "./payload.ts";
import { worded } from "./rendering.ts";
import { backOff, bounded } from "./waits.ts";
import { wording } from "./wording.ts";

const sendMs = 60_000;
const restMs = 60_000;
const quickTries = 4;
/** Older ones are given up. */
const longestMs = 24 * 60 * 60 * 1000;

/** `left`: by another process. */
type Row = Unsent & { left: boolean };
/** One row on its way. */
interface Delivery {
  row: Row;
  parcel: Parcel;
  port: Port;
  tries: number;
  /** An attempt before may have arrived. */
  again: boolean;
  /** The answer can no longer use the message it answers. */
  pushed: boolean;
  /** The card was refused; its words go instead. */
  plain: boolean;
  uncertain: boolean;
}
/** What goes on after an attempt: "again" at once, a number of ms later, "rest" until the channel is ready or a minute is over. */
type Next = "again" | "rest" | number | { over: readonly Unsent[] };

/** The outbox: of each conversation one after another, in the platform's pace, until the platform has taken it or never will. */
export class Sending {
  readonly #office: Office;
  readonly #pacing: Pacing;
  readonly #lanes = new Map<string, Row[]>();

  constructor(office: Office) {
    this.#office = office;
    this.#pacing = new Pacing(office);
  }

  /** Sends these after everything that waits in their conversations; `left` by another process. */
  add(rows: readonly Unsent[], left = false): void {
    for (const unsent of rows) {
      const row: Row = { ...unsent, left };
      const key = laneOf(row);
      const lane = this.#lanes.get(key);
      if (lane !== undefined) lane.push(row);
      else {
        const begun = [row];
        this.#lanes.set(key, begun);
        void this.#run(key, begun);
      }
    }
  }

  tidy(): void {
    this.#pacing.tidy(longestMs);
  }

  async #run(key: string, lane: Row[]): Promise<void> {
    const release = this.#office.busy.hold();
    try {
      for (let row = lane[0]; row !== undefined; row = lane[0]) {
        const then = await this.#deliverSafely(row);
        if (then === null) return;
        const here = then.filter((next) => laneOf(next) === key);
        lane.splice(0, 1, ...here.map((next) => ({ ...next, left: false })));
        this.add(then.filter((next) => laneOf(next) !== key));
      }
      this.#lanes.delete(key);
    } finally {
      release();
    }
  }

  /** A fault of ours takes one row away, not those behind it. */
  async #deliverSafely(row: Row): Promise<readonly Unsent[] | null> {
    const { log, mail } = this.#office;
    try {
      return await this.#deliver(row);
    } catch (error) {
      log.error("sending-fault", { channel: row.channel, ...trace(error) });
      try {
        return await mail.givenUp(row.seq, "fault", []);
      } catch (failure) {
        log.error("store-failed", { what: "given-up", ...trace(failure) });
        return [];
      }
    }
  }

  /** What follows it when it is over; null when we are stopped before. */
  async #deliver(row: Row): Promise<readonly Unsent[] | null> {
    const { ports, stopping, stopped, waits, now, mail } = this.#office;
    const port = ports.get(row.channel);
    // The channel is switched off: it may come back.
    if (port === undefined) {
      if (now().getTime() - row.at > longestMs) return await mail.givenUp(row.seq, "too-old", []);
      return null;
    }
    const parcel = Parcel.parse(JSON.parse(row.payload));
    const delivery: Delivery = {
      ...{ row, parcel, port, tries: 0, pushed: false, uncertain: row.uncertain },
      // Of another process nobody knows, unless it was to be marked.
      again: row.uncertain || (row.left && port.channel.capabilities.idempotent[parcel.out.type]),
      plain: false,
    };
    while (!stopped.aborted) {
      if (now().getTime() - row.at > longestMs) return await this.#giveUp(delivery, "too-old");
      if (!port.ready) {
        if (stopping.aborted) return null;
        await port.nextReady(restMs, waits, stopping);
        if (!port.ready && stopping.aborted) return null;
      }
      const next = await this.#attempt(delivery);
      if (next === null) return null;
      if (typeof next === "object") return next.over;
      if (next !== "again" && stopping.aborted) return null;
      if (next === "rest") await port.nextReady(restMs, waits, stopping);
      else if (typeof next === "number") await waits.wait(next, stopping);
      if (next !== "again" && stopping.aborted) return null;
    }
    return null;
  }

  async #attempt(delivery: Delivery): Promise<Next | null> {
    const { mail, stopping, stopped, waits } = this.#office;
    const { row, parcel, port } = delivery;
    const { channel } = port;
    const out = this.#outbound(delivery);
    const idempotent = channel.capabilities.idempotent[out.type];
    const paced = await this.#pacing.turn(laneOf(row), channel.capabilities.quotas, stopping);
    if (!paced || stopped.aborted) return null;
    if (!idempotent && !delivery.uncertain) {
      const marked = await insist(this.#office, "sending", async () => {
        await mail.sending(row.seq);
        return true;
      });
      if (marked === undefined) return null;
    }
    delivery.tries += 1;
    const reply = delivery.pushed ? undefined : parcel.reply;
    try {
      const { id } = await bounded(
        (signal) =>
          channel.send(parcel.conversation, out, {
            // A card that was refused may have used up its key.
            key: parcel.out.type === "card" && delivery.plain ? `${row.key}p` : row.key,
            again: delivery.again,
            signal,
            ...(reply === undefined ? {} : { reply }),
            ...(parcel.mention === undefined ? {} : { mention: parcel.mention }),
          }),
        { ms: sendMs, waits, stop: stopped, late: () => late(channel.name) },
      );
      return await this.#taken(delivery, { id, idempotent });
    } catch (error) {
      if (stopped.aborted) return null;
      return await this.#failed(delivery, { error, idempotent, reply: reply !== undefined });
    }
  }

  #outbound({ row, parcel: { out }, plain }: Delivery): Outbound {
    if (out.type === "file") {
      const bytes = this.#office.mail.bytesOf(row.seq);
      if (bytes === undefined) throw new Error("a file without its bytes");
      return { type: "file", name: out.name, bytes };
    }
    if (out.type === "card" && plain) return { type: "text", text: out.plain };
    return out.type === "card" ? { type: "card", card: out.card } : out;
  }

  async #taken(
    delivery: Delivery,
    { id, idempotent }: { id: string; idempotent: boolean },
  ): Promise<Next | null> {
    const { row, parcel, uncertain } = delivery;
    const { mail, log } = this.#office;
    const then = this.#following(row, parcel.then?.sent ?? []);
    // Somebody else's file or word may come in twice unseen only where the platform cannot tell.
    if (uncertain && !idempotent && parcel.out.type === "file")
      then.unshift(...this.#following(row, [{ ...there(parcel), text: wording.fileMaybeTwice }], "t"));
    if (idempotent && then.length === 0) {
      mail.sent(row.seq, id, [], "soon").catch((error: unknown) => log.error("store-failed", trace(error)));
      return { over: [] };
    }
    const rows = await insist(this.#office, "sent", () => mail.sent(row.seq, id, then, "now"));
    return rows === undefined ? null : { over: rows };
  }

  async #failed(
    delivery: Delivery,
    { error, idempotent, reply }: { error: unknown; idempotent: boolean; reply: boolean },
  ): Promise<Next | null> {
    const { row, parcel, port, tries } = delivery;
    const { log, mail, waits } = this.#office;
    const code = error instanceof ChannelError ? error.code : "unknown";
    const fields = {
      channel: row.channel,
      conversation: hashed(row.conversation),
      type: parcel.out.type,
      code,
      tries,
    };
    const platform = error instanceof ChannelError ? error.platformCode : undefined;
    log.warn("send-failed", { ...fields, ...(platform === undefined ? {} : { platform }) });
    if (!(error instanceof OutsideError)) log.error("send-fault", { ...fields, ...trace(error) });
    const retryable = error instanceof ChannelError && error.retryable;
    const unclear = code === "network" || code === "timeout" || code === "unknown";
    delivery.again ||= unclear;
    if (!idempotent) {
      delivery.uncertain ||= unclear;
      const done = await insist(this.#office, "failed", async () => {
        await mail.failedOnce(row.seq, delivery.uncertain);
        return true;
      });
      if (done === undefined) return null;
    }
    if (retryable) {
      if (tries >= quickTries || !port.ready) return "rest";
      const asked = error.retryAfterMs;
      return asked ?? backOff(tries - 1, 500, waits);
    }
    if (code === "expired" && reply) {
      delivery.pushed = true;
      return "again";
    }
    if (parcel.out.type === "card" && !delivery.plain && (code === "invalid" || code === "unsupported")) {
      delivery.plain = true;
      return "again";
    }
    const over = await this.#giveUp(delivery, code);
    return over === null ? null : { over };
  }

  async #giveUp({ row, parcel }: Delivery, code: string): Promise<readonly Unsent[] | null> {
    const { mail, log } = this.#office;
    log.error("given-up", {
      channel: row.channel,
      conversation: hashed(row.conversation),
      type: parcel.out.type,
      code,
    });
    const { failed = [], unreachable } = parcel.then ?? {};
    const long = code === "too_large" && parcel.out.type !== "file";
    const words =
      (code === "unreachable" || code === "forbidden") && unreachable !== undefined
        ? unreachable
        : long
          ? [{ ...there(parcel), text: wording.tooLongToSend }, ...failed]
          : failed;
    // Words about a chat that cannot be reached would not arrive there either.
    const then =
      code === "unreachable" || code === "too-old" ? words.filter((word) => !same(word, parcel)) : words;
    const rows = await insist(this.#office, "given-up", () =>
      mail.givenUp(row.seq, code, this.#following(row, then, "f")),
    );
    return rows ?? null;
  }

  #following(row: Unsent, words: readonly Word[], mark = "s"): Outgoing[] {
    const kept = this.#office.ports.get(row.channel)?.channel.capabilities.history === true;
    const at = this.#office.now().getTime();
    return words.map((word, index) =>
      worded(word, { key: `${row.key}${mark}${index}`, channel: row.channel, at, kept }),
    );
  }
}

const laneOf = ({ channel, conversation }: Unsent): string => `${channel} ${conversation}`;
const there = ({ conversation, reply }: Parcel): Omit<Word, "text"> => ({
  conversation,
  ...(reply === undefined ? {} : { reply }),
});
const same = ({ conversation }: Word, parcel: Parcel): boolean =>
  conversation.kind === parcel.conversation.kind && conversation.id === parcel.conversation.id;
const late = (where: ChannelName): ChannelError =>
  new ChannelError("平台一直没有回应，没有发出去。", { where, code: "timeout" });
