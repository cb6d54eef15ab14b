import type { Log } from "../../log.ts";
import type { Desk, Unsent, Waiting } from "../mail.ts";
import type { Database, Transaction } from "./database.ts";
import { UnsentRows, WaitingRows } from "./rows.ts";
import { sentences } from "./sentences.ts";
import { touchMs, type Token, type Tokens, type Way } from "./tokens.ts";

/** How often somebody looks whether another process has left or brought something, in ms. */
const lookMs = 500;
/** So many conversations of a channel at once are worked on, or sent to, by this process: turns are fewer than connections. */
const most = { inbox: 16, outbox: 128 } as const;
const batch = 32;

interface Station {
  way: Way;
  channel: string;
  queue: string;
  wake: () => void;
}

/** Hands this process its part of the mail: takes tokens, says that it lives, gives back what it does not finish. */
export class Feed {
  readonly #db: Database;
  readonly #tokens: Tokens;
  readonly #log: Log;
  readonly #everyMinute: () => Promise<void>;
  readonly #held = { inbox: new Map<number, Token>(), outbox: new Map<number, Token>() };
  readonly #stations: Station[] = [];
  readonly #loops: Promise<void>[] = [];
  readonly #stopped = new AbortController();
  #touching: NodeJS.Timeout | undefined;

  constructor(
    db: Database,
    { tokens, log, everyMinute }: { tokens: Tokens; log: Log; everyMinute: () => Promise<void> },
  ) {
    this.#db = db;
    this.#everyMinute = everyMinute;
    this.#tokens = tokens;
    this.#log = log;
  }

  async attend(desk: Desk): Promise<void> {
    for (const channel of desk.channels)
      for (const way of ["inbox", "outbox"] as const) {
        const queue = await this.#tokens.queue(way, channel);
        const station: Station = { way, channel, queue, wake: () => undefined };
        this.#stations.push(station);
        this.#loops.push(this.#serve(station, desk));
      }
    this.#touching = setInterval(() => void this.#touch(), touchMs).unref();
    await this.#tokens.everyMinute(async () => {
      const left = await this.#db.query(sentences.leftApart, [desk.channels]);
      desk.work(WaitingRows.parse(left), true);
      await this.#everyMinute();
      await desk.tick();
    });
  }

  /** Within a transaction: the token of this thing is used up. False when it is another process's now. */
  async done(tx: Transaction, way: Way, seq: number): Promise<boolean> {
    const token = this.#held[way].get(seq);
    // Nobody attends here: whoever is handed the token finds nothing to do.
    if (token === undefined) return this.#stations.length === 0;
    return await this.#tokens.done(tx, token);
  }

  /** After the transaction: whoever comes next in these conversations is looked for. */
  over(way: Way, seqs: readonly number[]): void {
    for (const seq of seqs) {
      const token = this.#held[way].get(seq);
      this.#held[way].delete(seq);
      if (token !== undefined) this.#stations.find(({ queue }) => queue === token.queue)?.wake();
    }
  }

  /** Something was put there. */
  wake(rows: readonly { channel: string }[], way: Way = "outbox"): void {
    for (const station of this.#stations)
      if (station.way === way && rows.some(({ channel }) => channel === station.channel)) station.wake();
  }

  async release(way: Way, seq: number): Promise<void> {
    const token = this.#held[way].get(seq);
    this.#held[way].delete(seq);
    if (token !== undefined) await this.#tokens.release([token]);
  }

  /** Takes no more, and gives back what is held: other processes go on with it at once. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    clearInterval(this.#touching);
    for (const { wake } of this.#stations) wake();
    await Promise.all(this.#loops);
    const held = [...this.#held.inbox.values(), ...this.#held.outbox.values()];
    this.#held.inbox.clear();
    this.#held.outbox.clear();
    try {
      await this.#tokens.release(held);
    } catch {
      // The database is away: they are given to others when this process has been silent for long enough.
      this.#log.warn("tokens-not-released");
    }
  }

  async #serve(station: Station, desk: Desk): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      let woken = false;
      const rest = new Promise<void>((go) => {
        const timer = setTimeout(go, lookMs).unref();
        station.wake = () => {
          woken = true;
          clearTimeout(timer);
          go();
        };
      });
      try {
        // A whole batch: there is more.
        if ((await this.#look(station, desk)) || woken) continue;
      } catch {
        this.#log.warn("feed-failed", { channel: station.channel });
      }
      await rest;
    }
  }

  /** Takes what it can; true when there may be more at once. */
  async #look({ way, channel, queue }: Station, desk: Desk): Promise<boolean> {
    const room = Math.min(batch, most[way] - this.#held[way].size);
    if (room <= 0 || (way === "outbox" && !desk.sends(channel))) return false;
    const tokens = await this.#tokens.fetch(queue, room);
    if (tokens.length === 0) return false;
    const byConversation = new Map(tokens.map((token) => [token.conversation, token]));
    const keys = [...byConversation.keys()];
    const sentence = way === "inbox" ? sentences.firstWaiting : sentences.firstUnsent;
    let found: readonly unknown[];
    try {
      found = await this.#db.query(sentence, [channel, keys]);
    } catch (error) {
      await this.#tokens.release(tokens).catch(() => undefined);
      throw error;
    }
    if (way === "inbox")
      this.#hand(way, WaitingRows.parse(found), byConversation, (...handed) => desk.work(...handed));
    else this.#hand(way, UnsentRows.parse(found), byConversation, (...handed) => desk.send(...handed));
    // A token without anything to do: what it was for was done without it.
    for (const token of byConversation.values()) await this.#tokens.drop(token);
    return tokens.length === room;
  }

  /** Hands the rows to the desk, and takes their tokens from the list. */
  #hand<Row extends Waiting | Unsent>(
    way: Way,
    rows: readonly Row[],
    tokens: Map<string, Token>,
    give: (rows: readonly Row[], left: boolean) => void,
  ): void {
    for (const row of rows) {
      const token = tokens.get(row.conversation);
      if (token === undefined) continue;
      tokens.delete(row.conversation);
      const known = this.#held[way].has(row.seq);
      this.#held[way].set(row.seq, token);
      // It was taken from this very process for its silence, and came back to it: it is still at it.
      if (!known) give([row], token.retryCount > 0);
    }
  }

  async #touch(): Promise<void> {
    for (const way of ["inbox", "outbox"] as const) {
      const held = [...this.#held[way].values()];
      if (held.length === 0) continue;
      try {
        const ours = await this.#tokens.touch(held);
        const lost = held.filter(({ id }) => !ours.has(id)).length;
        if (lost > 0) this.#log.warn("tokens-lost", { count: lost });
      } catch {
        this.#log.warn("feed-failed");
      }
    }
  }
}
