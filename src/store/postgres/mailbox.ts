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
import { keptMs } from "../mail.ts";
import type { Database, Transaction } from "./database.ts";
import type { Feed } from "./feed.ts";
import { Putting } from "./putting.ts";
import * as rows from "./rows.ts";
import { sentences } from "./sentences.ts";
import type { Tokens } from "./tokens.ts";
import { isTaken } from "./trouble.ts";

/** The inbox and the outbox in PostgreSQL. What is to be done is handed out by the feed, to this process or another. */
export class PostgresMail implements Mail {
  readonly direct = false;
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
    await this.#feed.release("inbox", seq);
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
      async (tx) => {
        for (const seq of seqs) {
          await tx.query(sentences.done, [seq]);
          await this.#feed.done(tx, "inbox", seq);
        }
        return await this.#put.out(tx, outgoing);
      },
      { inbox: seqs },
    );
  }

  /** Within a turn: its message is done. OutsideError "settled" when somebody else did it, or has its turn now. */
  async settleWithin(
    tx: Transaction,
    seq: number,
    outgoing: readonly Outgoing[],
  ): Promise<readonly Unsent[]> {
    const done = await tx.query(sentences.done, [seq]);
    if (done.length === 0 || !(await this.#feed.done(tx, "inbox", seq)))
      throw new OutsideError("这条消息已经由另一个年报助手处理。", { where: "store", code: "settled" });
    return await this.#put.out(tx, outgoing);
  }

  /** After a turn was written. */
  settled(seqs: readonly number[], unsent: readonly Unsent[]): void {
    this.#feed.over("inbox", seqs);
    this.#feed.wake(unsent);
  }

  async unsent(): Promise<readonly Unsent[]> {
    return rows.UnsentRows.parse(await this.#db.query(sentences.unsent));
  }

  async bytesOf(seq: number): Promise<Uint8Array | undefined> {
    const [row] = rows.BytesRows.parse(await this.#db.query(sentences.bytesOf, [seq]));
    return row === undefined || row.bytes === null ? undefined : new Uint8Array(row.bytes);
  }

  async sending(seq: number): Promise<void> {
    await this.#db.query(sentences.mark, [seq, 1, 0]);
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

  async tidy(now: number): Promise<void> {
    await this.#db.query(sentences.forgetInbox, [now - keptMs]);
    await this.#db.query(sentences.forgetOutbox, [now - keptMs]);
  }

  flush(): Promise<void> {
    return this.#db.settled();
  }

  async #receive(incoming: Incoming, outgoing: readonly Outgoing[]): Promise<Received> {
    try {
      await this.#put.ready(incoming, outgoing);
      const received = await this.#db.transaction((tx) => this.#put.in(tx, incoming, outgoing));
      if (received.kind === "new") {
        if (incoming.apart !== true && incoming.payloads.length > 0)
          this.#feed.wake(received.waiting, "inbox");
        this.#feed.wake(received.unsent);
      }
      return received;
    } catch (error) {
      // Two processes were given the same message at the same time.
      if (isTaken(error)) return { kind: "known" };
      throw error;
    }
  }

  #end(
    seq: number,
    { state, told, then }: { state: 2 | 3; told: string; then: readonly Outgoing[] },
  ): Promise<readonly Unsent[]> {
    return this.#change(
      async (tx) => {
        const [place] = rows.PlaceRows.parse(await tx.query(sentences.end, [seq, state, told]));
        await this.#feed.done(tx, "outbox", seq);
        // What was forgotten, or ended before, is not ended again.
        return place === undefined ? [] : await this.#put.out(tx, then, place);
      },
      { outbox: [seq] },
    );
  }

  async #change(
    work: (tx: Transaction) => Promise<readonly Unsent[]>,
    ends: { inbox?: readonly number[]; outbox?: readonly number[] },
  ): Promise<readonly Unsent[]> {
    const unsent = await this.#db.during(() => this.#db.transaction(work));
    this.#feed.over("inbox", ends.inbox ?? []);
    this.#feed.over("outbox", ends.outbox ?? []);
    this.#feed.wake(unsent);
    return unsent;
  }
}
