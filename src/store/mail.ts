import type { Store, Unit } from "../conversation/ports.ts";

/**
 * The inbox and the outbox. A message is stored, then acknowledged, then worked on; what a turn changes, that its
 * message is done, and what is to be sent reach the disk together. Times in ms since 1970.
 */

/** A message as it came in; `payload` is the dispatch's own. */
export interface Incoming {
  channel: string;
  /** The platform's stable id: known for 7 days. */
  id: string;
  /** The unit of order: messages of one conversation are worked on one after another. */
  conversation: string;
  at: number;
  /** null: only the id is kept, nothing is to be done (strangers, stale floods). */
  payload: string | null;
  /** Uses up this card, in the same transaction. */
  card?: string;
}

/** A stored message that is not done. */
export interface Waiting {
  seq: number;
  channel: string;
  id: string;
  conversation: string;
  at: number;
  payload: string;
  /** How often it was begun: a message that ends the process again and again is given up. */
  begun: number;
}

/** Something to be sent. Of one conversation in order of their numbers, one after another. */
export interface Outgoing {
  /** The same for every attempt, at most 50 characters. */
  key: string;
  channel: string;
  conversation: string;
  payload: string;
  bytes?: Uint8Array;
  /** It has something to press. `owner`: whose presses count; choices end with that owner's next message, forms with the next form. */
  card?: { kind: "choices" | "form"; owner: string };
}

/** A stored one that is not sent. */
export interface Unsent extends Omit<Outgoing, "card"> {
  seq: number;
  at: number;
  attempts: number;
  /** It was being sent when something ended the attempt: it may have arrived. */
  uncertain: boolean;
}

/** A turn of a message from the inbox. */
export interface MailUnit extends Unit {
  /** The message is done, and this is to be sent. */
  settle(seq: number, outgoing: readonly Outgoing[]): void;
}

/** What a card is to somebody who presses it. */
export type CardState =
  { kind: "live"; owner: string; payload: string } | { kind: "over" } | { kind: "unknown" };

export interface MailStore extends Store<MailUnit> {
  readonly mail: Mail;
}

export interface Mail {
  /** Resolves when it is on the disk; "known" when it was there before, or its card was used up meanwhile. */
  receive(incoming: Incoming): Promise<"new" | "known">;
  /** Everything that is not done, oldest first. */
  waiting(): readonly Waiting[];
  /** Counts a beginning; a file that was fetched for it is kept with it until it is done. */
  begin(seq: number): Promise<void>;
  keepFile(seq: number, index: number, file: { name: string; bytes: Uint8Array }): Promise<void>;
  filesOf(seq: number): ReadonlyMap<number, { name: string; bytes: Uint8Array }>;
  /** Done without a turn. */
  settle(seq: number, outgoing: readonly Outgoing[]): Promise<void>;
  /** Everything to be sent, in order. */
  unsent(): readonly Unsent[];
  /** An attempt begins that cannot be repeated unseen. */
  sending(seq: number): Promise<void>;
  /** It did not arrive, or nobody knows (`uncertain`). */
  failedOnce(seq: number, uncertain: boolean): Promise<void>;
  /** The platform took it, or it never will; `then` is put in its place (已发送, or why not). */
  sent(seq: number, id: string, then?: Outgoing): Promise<void>;
  givenUp(seq: number, why: string, then?: Outgoing): Promise<void>;
  card(key: string): CardState;
  /** What was said and sent in a conversation lately, oldest first. */
  lines(channel: string, conversation: string, limit: number): readonly MailLine[];
  /** Forgets ids and words older than they must be kept. */
  tidy(now: number): Promise<void>;
}

export type MailLine =
  | { at: number; key: string; incoming: string }
  | { at: number; key: string; outgoing: string; bytes?: Uint8Array };
