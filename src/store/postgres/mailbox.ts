import { OutsideError } from "../../errors.ts";
import type {
  CardState,
  Desk,
  Incoming,
  Mail,
  MailLine,
  Outgoing,
  Received,
  Unsent,
  Waiting,
} from "../mail.ts";
import type { Database, Transaction } from "./database.ts";
import type { Feed } from "./feed.ts";
import { inRow, outRow } from "./lanes.ts";
import { Known, Putting } from "./putting.ts";
import * as rows from "./rows.ts";
import { sentences } from "./sentences.ts";
import { tidy } from "./tidy.ts";
import type { Tokens } from "./tokens.ts";
import { isTaken } from "./trouble.ts";

type Lane = Pick<Incoming, "channel" | "conversation">;

/** The inbox and the outbox in PostgreSQL. What is to be done is handed out by the feed, to this process or another. */
export class PostgresMail implements Mail {
  readonly #db: Database;
  readonly #feed: Feed;
  readonly #put: Putting;
  /** What comes in of one conversation is written one after another. */
  readonly #arriving = new Map<string, Promise<unknown>>();

  constructor(db: Database, { feed, tokens }: { feed: Feed; tokens: Tokens }) {
    this.#db = db;
    this.#feed = feed;
    this.#put = new Putting(tokens);
  }

  attend(desk: Desk): Promise<void> {
    return this.#feed.attend(desk);
  }

  async receive(incoming: Incoming, outgoing: readonly Outgoing[] = []): Promise<Received> {
    const lane = JSON.stringify([incoming.channel, incoming.conversation]);
    const before = this.#arriving.get(lane);
    const received = this.#db.during(async () => {
      await before;
      return await this.#receive(incoming, outgoing);
    });
    const over = received.catch(() => undefined);
    this.#arriving.set(lane, over);
    try {
      return await received;
    } finally {
      if (this.#arriving.get(lane) === over) this.#arriving.delete(lane);
    }
  }

  async knows(channel: string, id: string): Promise<boolean> {
    return (await this.#db.query(sentences.known, [channel, id])).length > 0;
  }

  async waiting(): Promise<readonly Waiting[]> {
    return rows.WaitingRows.parse(await this.#db.query(sentences.waiting));
  }

  async counts(): Promise<{ waiting: number; unsent: number }> {
    const [row] = await this.#db.query(sentences.counts);
    return rows.CountsRow.parse(row);
  }

  async begin(seq: number): Promise<void> {
    await this.#db.query(sentences.begin, [seq]);
  }

  async leave(seq: number): Promise<void> {
    await this.#db.query(sentences.leave, [seq]);
    await this.#feed.release(inRow(seq));
  }

  async keepFile(seq: number, { name, bytes }: { name: string; bytes: Uint8Array }): Promise<void> {
    await this.#db.query(sentences.keepFile, [seq, name, Buffer.from(bytes)]);
  }

  async fileOf(seq: number): Promise<{ name: string; bytes: Uint8Array } | undefined> {
    const [row] = rows.FileRows.parse(await this.#db.query(sentences.fileOf, [seq]));
    return row && { name: row.name, bytes: new Uint8Array(row.bytes) };
  }

  settle(seqs: readonly number[], outgoing: readonly Outgoing[]): Promise<readonly Unsent[]> {
    return this.#change(
      outgoing,
      async (tx) => {
        let before = 0;
        for (const seq of seqs) if ((await tx.query(sentences.done, [seq])).length === 0) before += 1;
        if (before > 0) await this.#put.turns(tx, outgoing);
        return await this.#put.out(tx, outgoing, { held: this.#held });
      },
      seqs.map(inRow),
    );
  }

  /** Within a turn: its message is done. OutsideError "settled" when somebody else did it. */
  async settleWithin(
    tx: Transaction,
    seq: number,
    outgoing: readonly Outgoing[],
  ): Promise<readonly Unsent[]> {
    const [done, put] = await Promise.all([
      tx.query(sentences.done, [seq]),
      this.#put.out(tx, outgoing, { held: this.#held }),
    ]);
    if (done.length > 0) return put;
    // It may have been this process, whose commit was not answered: what that put there needs a turn to be sent in.
    await this.#put.turns(this.#db, outgoing);
    this.#feed.lanes.done(inRow(seq));
    throw new OutsideError("这条消息已经由另一个年报助手处理。", { where: "store", code: "settled" });
  }

  /** Runs the end of a turn, and keeps what it puts into conversations of ours ours; gives of each part what is to be sent here. */
  async within(
    settled: readonly { seq: number; outgoing: readonly Outgoing[] }[],
    work: () => Promise<readonly (readonly Unsent[])[]>,
  ): Promise<readonly (readonly Unsent[])[]> {
    const unpin = this.#feed.lanes.pin(settled.flatMap(({ outgoing }) => outgoing));
    try {
      await this.#put.ready(
        undefined,
        settled.flatMap(({ outgoing }) => outgoing),
      );
      const put = await work();
      const ours = put.map((rows) => this.#ours(rows));
      for (const { seq } of settled) this.#feed.lanes.done(inRow(seq));
      return ours;
    } finally {
      unpin();
    }
  }

  async unsent(): Promise<readonly Unsent[]> {
    return rows.UnsentRows.parse(await this.#db.query(sentences.unsent));
  }

  async bytesOf(seq: number): Promise<Uint8Array | undefined> {
    const [row] = rows.BytesRows.parse(await this.#db.query(sentences.bytesOf, [seq]));
    return row === undefined || row.bytes === null ? undefined : new Uint8Array(row.bytes);
  }

  async sending(seq: number): Promise<boolean> {
    if ((await this.#db.query(sentences.mark, [seq, 1, 0])).length > 0) return true;
    this.#feed.lanes.done(outRow(seq));
    return false;
  }

  async failedOnce(seq: number, uncertain: boolean): Promise<void> {
    await this.#db.query(sentences.mark, [seq, uncertain ? 1 : 0, 1]);
  }

  sent(seq: number, id: string, then: readonly Outgoing[]): Promise<readonly Unsent[]> {
    return this.#end(seq, { state: 2, told: id, then });
  }

  givenUp(seq: number, why: string, then: readonly Outgoing[]): Promise<readonly Unsent[]> {
    return this.#end(seq, { state: 3, told: why, then });
  }

  async card(key: string): Promise<CardState> {
    const [row] = rows.CardRows.parse(await this.#db.query(sentences.card, [key]));
    if (row === undefined || !row.live || row.owner === null || row.payload === null) return { kind: "over" };
    return { kind: "live", owner: row.owner, conversation: row.conversation, payload: row.payload };
  }

  async lines(channel: string, conversation: string, limit: number): Promise<readonly MailLine[]> {
    const found = rows.LineRows.parse(await this.#db.query(sentences.lines, [channel, conversation, limit]));
    return found.reverse().map(({ at, key, payload, outgoing, live, bytes }) => {
      if (!outgoing) return { at, key, incoming: payload };
      return {
        at,
        key,
        outgoing: payload,
        live,
        ...(bytes === null ? {} : { bytes: new Uint8Array(bytes) }),
      };
    });
  }

  tidy(now: number): Promise<void> {
    return this.#db.during(() => this.#db.transaction((tx) => tidy(tx, now)));
  }

  flush(): Promise<void> {
    return this.#feed.endings.written();
  }

  async #receive(incoming: Incoming, outgoing: readonly Outgoing[]): Promise<Received> {
    const unpin = this.#feed.lanes.pin([incoming, ...outgoing]);
    try {
      await this.#put.ready(incoming, outgoing);
      const hasAll = ({ channel, conversation }: Lane, seqs: readonly number[]): boolean =>
        this.#feed.lanes.hasAll(channel, conversation, seqs.map(inRow));
      const { received, ours } = await this.#db.transaction((tx) =>
        this.#put.in(tx, incoming, outgoing, { held: this.#held, hasAll }),
      );
      if (received.kind !== "new") return received;
      const unsent = this.#ours(received.unsent);
      if (!this.#feed.attended || incoming.apart === true) return { ...received, unsent };
      if (!ours) this.#feed.wake(new Set([incoming.channel]));
      // Otherwise it is handed out when it is its conversation's turn, here or elsewhere.
      const now = ours && (await this.#keep(incoming, received.waiting));
      return { ...received, waiting: now ? received.waiting : [], unsent };
    } catch (error) {
      // Two processes were given the same message at the same time.
      if (error instanceof Known || isTaken(error)) return { kind: "known" };
      throw error;
    } finally {
      unpin();
    }
  }

  /** What comes into a conversation whose turn this process has belongs to that turn; false when it was lost meanwhile. */
  async #keep({ channel, conversation }: Incoming, waiting: readonly Waiting[]): Promise<boolean> {
    const kept = waiting.every(({ seq }) => this.#feed.lanes.adopt(channel, conversation, inRow(seq)));
    if (!kept) await this.#feed.turn(channel, conversation);
    return kept;
  }

  async #end(
    seq: number,
    { state, told: given, then }: { state: 2 | 3; told: string; then: readonly Outgoing[] },
  ): Promise<readonly Unsent[]> {
    // PostgreSQL takes every character but this one.
    const told = given.replaceAll("\0", "");
    if (then.length === 0) {
      await this.#feed.endings.mark(seq, state, told);
      this.#feed.lanes.done(outRow(seq));
      return [];
    }
    const ended = async (tx: Transaction): Promise<readonly Unsent[]> => {
      const [after] = rows.PlaceRows.parse(await tx.query(sentences.end, [seq, state, told]));
      // What was forgotten, or ended before, is not ended again.
      if (after !== undefined) return await this.#put.out(tx, then, { after, held: this.#held });
      await this.#put.turns(tx, then);
      return [];
    };
    return await this.#change(then, ended, [outRow(seq)]);
  }

  /** Writes something of which `done` are over then; gives what of it is to be sent here. */
  async #change(
    outgoing: readonly Outgoing[],
    work: (tx: Transaction) => Promise<readonly Unsent[]>,
    done: readonly string[],
  ): Promise<readonly Unsent[]> {
    const unpin = this.#feed.lanes.pin(outgoing);
    try {
      const put = await this.#db.during(async () => {
        await this.#put.ready(undefined, outgoing);
        return await this.#db.transaction(work);
      });
      const ours = this.#ours(put);
      for (const row of done) this.#feed.lanes.done(row);
      return ours;
    } finally {
      unpin();
    }
  }

  /** Of rows that were put into the outbox those of conversations whose turn this process has; without a desk all of them. */
  #ours(put: readonly Unsent[]): readonly Unsent[] {
    const { attended, lanes } = this.#feed;
    const ours = put.filter((row) => lanes.adopt(row.channel, row.conversation, outRow(row.seq)));
    if (ours.length < put.length) this.#feed.wake(new Set(put.map(({ channel }) => channel)));
    return attended ? ours : put;
  }

  readonly #held = ({ channel, conversation }: Lane): boolean =>
    this.#feed.lanes.holds(channel, conversation);
}
