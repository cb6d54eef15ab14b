import type { Log } from "../../log.ts";
import type { Desk, Unsent, Waiting } from "../mail.ts";
import type { Database } from "./database.ts";
import { Endings } from "./endings.ts";
import { inRow, Lanes, outRow } from "./lanes.ts";
import { LeftRows, UnsentRows, WaitingRows } from "./rows.ts";
import { sentences } from "./sentences.ts";
import { touchMs, type Token, type Tokens } from "./tokens.ts";

/** How often somebody looks whether another process has left or brought something, in ms. */
const lookMs = 500;
/** The turns of so many conversations of a channel this process has at once. */
const most = 128;
const batch = 32;

interface Station {
  channel: string;
  queue: string;
  wake: () => void;
}

/**
 * Hands this process its part of the mail. Whoever has the turn of a conversation sends what is to be sent there and
 * works on the next message; the turn is over when that is done and its answer is sent.
 */
export class Feed {
  readonly lanes: Lanes;
  readonly endings: Endings;
  readonly #db: Database;
  readonly #tokens: Tokens;
  readonly #log: Log;
  readonly #everyMinute: () => Promise<void>;
  readonly #stations: Station[] = [];
  readonly #loops: Promise<void>[] = [];
  readonly #stopped = new AbortController();
  #desk: Desk | undefined;
  #touching: NodeJS.Timeout | undefined;

  constructor(
    db: Database,
    { tokens, log, everyMinute }: { tokens: Tokens; log: Log; everyMinute: () => Promise<void> },
  ) {
    this.#db = db;
    this.#everyMinute = everyMinute;
    this.#tokens = tokens;
    this.#log = log;
    const over = (ended: readonly Token[]): void => {
      for (const station of this.#stations)
        if (ended.some(({ queue }) => queue === station.queue)) station.wake();
    };
    this.endings = new Endings(db, { tokens, log, over });
    this.lanes = new Lanes((token) => this.endings.end(token));
  }

  get attended(): boolean {
    return this.#desk !== undefined;
  }

  async attend(desk: Desk): Promise<void> {
    this.#desk = desk;
    for (const channel of desk.channels) {
      const queue = await this.#tokens.queue(channel);
      const station: Station = { channel, queue, wake: () => undefined };
      this.#stations.push(station);
      this.#loops.push(this.#serve(station, desk));
    }
    this.#touching = setInterval(() => void this.#touch(), touchMs).unref();
    await this.#tokens.everyMinute(async () => {
      await this.#sweep(desk);
      await this.#everyMinute();
      await desk.tick();
    });
  }

  /** The turn of this row's conversation is given back. */
  async release(row: string): Promise<void> {
    const token = this.lanes.leave(row);
    if (token !== undefined) await this.#tokens.release([token]);
  }

  /** Something was put into conversations of these channels. */
  wake(channels: ReadonlySet<string>): void {
    for (const station of this.#stations) if (channels.has(station.channel)) station.wake();
  }

  /** Takes no more, and gives back what is not done: other processes go on with it at once. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    clearInterval(this.#touching);
    for (const { wake } of this.#stations) wake();
    await Promise.all(this.#loops);
    await this.endings.stop();
    const held = [...this.lanes.tokens(), ...this.endings.tokens()];
    this.lanes.clear();
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
      const rest = new Promise<void>((go) => {
        const timer = setTimeout(go, lookMs).unref();
        station.wake = () => {
          clearTimeout(timer);
          go();
        };
      });
      try {
        // A whole batch: there is more.
        if (await this.#look(station, desk)) continue;
      } catch {
        this.#log.warn("feed-failed", { channel: station.channel });
      }
      await rest;
    }
  }

  /** Takes what it can; true when there may be more at once. */
  async #look({ channel, queue }: Station, desk: Desk): Promise<boolean> {
    const room = Math.min(batch, most - this.lanes.count(queue));
    if (room <= 0 || !desk.sends(channel)) return false;
    const tokens = await this.#tokens.fetch(queue, room);
    if (tokens.length === 0) return false;
    try {
      await this.#begin(channel, tokens, desk);
    } catch (error) {
      await this.#tokens.release(tokens).catch(() => undefined);
      throw error;
    }
    return tokens.length === room;
  }

  /** What is to be sent there, and the messages that are not done. */
  async #begin(channel: string, tokens: readonly Token[], desk: Desk): Promise<void> {
    const keys = tokens.map(({ conversation }) => conversation);
    const [unsent, waiting] = await Promise.all([
      this.#db.query(sentences.unsentOf, [channel, keys]).then((rows) => UnsentRows.parse(rows)),
      this.#db.query(sentences.waitingOf, [channel, keys]).then((rows) => WaitingRows.parse(rows)),
    ]);
    // What nobody can open holds nothing up.
    const opens = (row: Waiting | Unsent): boolean => desk.opens?.(row) ?? true;
    const shut = [...unsent, ...waiting].filter((row) => !opens(row)).length;
    if (shut > 0) desk.unopened?.(shut);
    for (const token of tokens) {
      const of = (row: Waiting | Unsent): boolean => row.conversation === token.conversation && opens(row);
      const [out, come] = [unsent.filter(of), waiting.filter(of)];
      const rows = [...out.map(({ seq }) => outRow(seq)), ...come.map(({ seq }) => inRow(seq))];
      const fresh = this.lanes.begin(channel, token, rows);
      const left = token.retryCount > 0;
      desk.send(
        out.filter(({ seq }) => fresh.has(outRow(seq))),
        left,
      );
      desk.work(
        come.filter(({ seq }) => fresh.has(inRow(seq))),
        left,
      );
    }
  }

  /** One more turn of a conversation, for whoever comes first. */
  async turn(channel: string, conversation: string): Promise<void> {
    await this.#tokens.add(this.#db, await this.#tokens.queue(channel), conversation);
  }

  /** What nobody has the turn for: its process ended, or was silent, at the wrong moment. */
  async #sweep(desk: Desk): Promise<void> {
    const apart = await this.#db.query(sentences.leftApart, [desk.channels]);
    desk.work(WaitingRows.parse(apart), true);
    const left = LeftRows.parse(await this.#db.query(sentences.left, [desk.channels]));
    for (const { channel, conversation } of left) await this.turn(channel, conversation);
  }

  async #touch(): Promise<void> {
    const held = [...this.lanes.tokens(), ...this.endings.tokens()];
    if (held.length === 0) return;
    try {
      const ours = await this.#tokens.touch(held);
      const lost = new Set(held.filter(({ id }) => !ours.has(id)));
      // One that has just come to its end is no longer touched either.
      this.lanes.lose(lost);
    } catch {
      this.#log.warn("feed-failed");
    }
  }
}
