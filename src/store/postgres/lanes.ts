import type { Token } from "./tokens.ts";

/** A conversation whose turn this process has, and what of it is not done. */
interface Lane {
  readonly token: Token;
  /** Rows of the inbox and the outbox: `in 7`, `out 9`. */
  readonly open: Set<string>;
  /** Somebody is just writing something that belongs to it. */
  pins: number;
}

/** A row as a lane knows it. */
export const inRow = (seq: number): string => `in ${seq}`;
export const outRow = (seq: number): string => `out ${seq}`;

const keyOf = (channel: string, conversation: string): string => JSON.stringify([channel, conversation]);

/** The conversations whose turns this process has. A turn is over when everything of it is done, and what answers it is sent. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #ofRow = new Map<string, string>();
  readonly #over: (token: Token) => void;

  /** `over` is told of every turn that has come to its end. */
  constructor(over: (token: Token) => void) {
    this.#over = over;
  }

  /** So many of a channel. */
  count(queue: string): number {
    return this.tokens().filter((token) => token.queue === queue).length;
  }

  tokens(): Token[] {
    return [...this.#lanes.values()].map(({ token }) => token);
  }

  /** A turn begins, with these rows. The ones that this process is still busy with, from a turn it had lost, are not given back. */
  begin(channel: string, token: Token, rows: readonly string[]): ReadonlySet<string> {
    const key = keyOf(channel, token.conversation);
    const lane: Lane = { token, open: new Set(rows), pins: 0 };
    this.#lanes.set(key, lane);
    const fresh = new Set(rows.filter((row) => !this.#ofRow.has(row)));
    for (const row of rows) this.#ofRow.set(row, key);
    if (rows.length === 0) this.#look(key);
    return fresh;
  }

  holds(channel: string, conversation: string): boolean {
    return this.#lanes.has(keyOf(channel, conversation));
  }

  /** Whether all of these belong to a turn that this process has. */
  hasAll(channel: string, conversation: string, rows: readonly string[]): boolean {
    const lane = this.#lanes.get(keyOf(channel, conversation));
    return lane !== undefined && rows.every((row) => lane.open.has(row));
  }

  /** Keeps the turns of these conversations from ending, as far as this process has them, until what is given back is called. */
  pin(of: readonly { channel: string; conversation: string }[]): () => void {
    const keys = [...new Set(of.map(({ channel, conversation }) => keyOf(channel, conversation)))];
    const pinned = keys.flatMap((key) => {
      const lane = this.#lanes.get(key);
      return lane === undefined ? [] : [{ key, lane }];
    });
    for (const { lane } of pinned) lane.pins += 1;
    return () => {
      for (const { key, lane } of pinned) {
        lane.pins -= 1;
        if (this.#lanes.get(key) === lane) this.#look(key);
      }
    };
  }

  /** A row that belongs to a turn this process has; false when it has not. */
  adopt(channel: string, conversation: string, row: string): boolean {
    const key = keyOf(channel, conversation);
    const lane = this.#lanes.get(key);
    if (lane === undefined) return false;
    lane.open.add(row);
    this.#ofRow.set(row, key);
    return true;
  }

  done(row: string): void {
    const key = this.#ofRow.get(row);
    this.#ofRow.delete(row);
    if (key === undefined) return;
    this.#lanes.get(key)?.open.delete(row);
    this.#look(key);
  }

  /** The turn of a row is given back; the rest of it is for whoever has it next. */
  leave(row: string): Token | undefined {
    const key = this.#ofRow.get(row);
    this.#ofRow.delete(row);
    const lane = key === undefined ? undefined : this.#lanes.get(key);
    if (key !== undefined) this.#lanes.delete(key);
    return lane?.token;
  }

  /** Turns that were given to others meanwhile. */
  lose(tokens: ReadonlySet<Token>): void {
    for (const [key, { token }] of this.#lanes) if (tokens.has(token)) this.#lanes.delete(key);
  }

  clear(): void {
    this.#lanes.clear();
  }

  #look(key: string): void {
    const lane = this.#lanes.get(key);
    if (lane === undefined || lane.open.size > 0 || lane.pins > 0) return;
    this.#lanes.delete(key);
    this.#over(lane.token);
  }
}
