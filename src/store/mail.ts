import type { Store, Unit } from "../conversation/ports.ts";
import type { Holdings } from "./holdings.ts";
import type { Keeping } from "./keeping.ts";

/**
 * The inbox and the outbox. A message is stored, then acknowledged, then worked on; what a turn changes, that its
 * message is done, and what is to be sent reach the disk together. Times in ms since 1970, told by the caller.
 * Every promise resolves when it is on the disk, and rejects with an OutsideError when nothing of it was written.
 */

/** Ids and words are forgotten after this time. */
export const keptMs = 7 * 24 * 60 * 60 * 1000;

/** A message as it came in. */
export interface Incoming {
  channel: string;
  /** The platform's stable id: known for 7 days. */
  id: string;
  /** The unit of order: messages of one conversation are worked on one after another. */
  conversation: string;
  /** Whose words they are: their open choices end with them. */
  owner: string;
  /** When it arrived. */
  at: number;
  /** The dispatch's own, one for each thing to do, in order (a file, then the words with it). None: only the id is kept. */
  payloads: readonly string[];
  /** Uses up this card, in the same transaction. */
  card?: string;
  /** It stands in no order: whoever received it does it, even where the desk is handed the rest. */
  apart?: true;
  /** Words and files are kept for `lines`, for 7 days; without it until they are done. */
  kept: boolean;
}

/** A stored thing to do that is not done. */
export interface Waiting {
  seq: number;
  channel: string;
  id: string;
  /** Which of the payloads of its message. */
  part: number;
  conversation: string;
  owner: string;
  at: number;
  payload: string;
  /** How often it was begun after a restart: what ends the process again and again is given up. */
  begun: number;
  kept: boolean;
}

/** Something to be sent. Of one conversation in order, one after another. */
export interface Outgoing {
  /** The same for every attempt, at most 50 characters. One that is there already is not put in again. */
  key: string;
  channel: string;
  conversation: string;
  at: number;
  payload: string;
  bytes?: Uint8Array;
  /** It has something to press. `owner`: whose presses count; choices end with that owner's next message, forms with the next form. */
  card?: { kind: "choices" | "form"; owner: string };
  kept: boolean;
}

/** A stored one that is not sent; its bytes are read when they are needed. */
export interface Unsent {
  seq: number;
  key: string;
  channel: string;
  conversation: string;
  at: number;
  payload: string;
  attempts: number;
  /** It was being sent when something ended the attempt: it may have arrived. */
  uncertain: boolean;
}

/** "known": it was there before. "over": its card was used up meanwhile, and nothing was stored. */
export type Received =
  | { kind: "known" }
  | { kind: "over" }
  | { kind: "new"; waiting: readonly Waiting[]; unsent: readonly Unsent[] };

/** A turn of a message from the inbox. */
export interface MailUnit extends Unit {
  /** This is done when the turn ends, and that is to be sent. Their rows are to be had from the turn's `Settled` afterwards. */
  settle(seq: number, outgoing: readonly Outgoing[]): Settled;
}

/** What a turn has put into the outbox; empty until the turn has ended. */
export interface Settled {
  unsent: readonly Unsent[];
}

/** What a card is to somebody who presses it. */
export type CardState =
  { kind: "live"; owner: string; conversation: string; payload: string } | { kind: "over" };

/** Where the mail of this process is worked off. A row is handed to one process; of one conversation one after another. */
export interface Desk {
  /** The channels that are switched on here. */
  readonly channels: readonly string[];
  /** Whether this process can send on a channel now. */
  sends(channel: string): boolean;
  /** `left`: another process had begun it, or left it. */
  work(rows: readonly Waiting[], left: boolean): void;
  send(rows: readonly Unsent[], left: boolean): void;
  /** Whether this row can be opened by the key; without it every one can. */
  opens?(row: Waiting | Unsent): boolean;
  /** So many rows cannot be opened by the key, or were changed: they stay as they are. */
  unopened?(count: number): void;
  /** About once a minute, in one of the processes. */
  tick(): Promise<void>;
}

export interface MailStore extends Store<MailUnit> {
  readonly mail: Mail;
  readonly holdings: Holdings;
  /** The same, opened. */
  readonly keeping: Keeping;
  /** Resolves when this process alone holds `name`: a connection that a platform gives once. `taken`: another one holds it, and is waited for until `stop`; `lost`: it is ours no longer. */
  hold(name: string, on: { taken: () => void; lost: () => void; stop: AbortSignal }): Promise<void>;
  /** Rejects with an OutsideError when nothing can be read or written now. */
  ping(): Promise<void>;
}

/** Rows that are given back are what this process is to do now; others are handed to a desk, here or elsewhere, in their turn. */
export interface Mail {
  /** Hands out what was left, and from then on what is not done at once. Ends with the store. */
  attend(desk: Desk): Promise<void>;
  /** `outgoing`: said at once, without a turn. */
  receive(incoming: Incoming, outgoing?: readonly Outgoing[]): Promise<Received>;
  knows(channel: string, id: string): Promise<boolean>;
  /** Everything that is not done, in order of arrival. */
  waiting(): Promise<readonly Waiting[]>;
  /** How many are not done, and how many are to be sent; of all processes together. */
  counts(): Promise<{ waiting: number; unsent: number }>;
  /** Counts a beginning. */
  begin(seq: number): Promise<void>;
  /** It is left for later, and did not end the process: that beginning does not count. */
  leave(seq: number): Promise<void>;
  /** A file that was fetched for it is kept with it until it is done. */
  keepFile(seq: number, file: { name: string; bytes: Uint8Array }): Promise<void>;
  fileOf(seq: number): Promise<{ name: string; bytes: Uint8Array } | undefined>;
  /** Done without a turn. */
  settle(seqs: readonly number[], outgoing: readonly Outgoing[]): Promise<readonly Unsent[]>;
  /** Everything to be sent, in order. */
  unsent(): Promise<readonly Unsent[]>;
  bytesOf(seq: number, key: string): Promise<Uint8Array | undefined>;
  /** An attempt begins that cannot be repeated unseen; false when it is over, and nothing is to be sent any more. */
  sending(seq: number): Promise<boolean>;
  /** It did not arrive, or nobody knows (`uncertain`). */
  failedOnce(seq: number, uncertain: boolean): Promise<void>;
  /** The platform took it. `then` of the same conversation is put in its place. `soon`: harmless when a crash forgets it. */
  sent(seq: number, id: string, then: readonly Outgoing[], when: "now" | "soon"): Promise<readonly Unsent[]>;
  /** It never will be sent; `why` is a code. */
  givenUp(seq: number, why: string, then: readonly Outgoing[]): Promise<readonly Unsent[]>;
  card(key: string): Promise<CardState>;
  /** What was said and sent in a conversation lately, oldest first. */
  lines(channel: string, conversation: string, limit: number): Promise<readonly MailLine[]>;
  /** Forgets ids and words older than 7 days; to be called daily. */
  tidy(now: number): Promise<void>;
  /** Everything that may ride along with a later commit is on the disk. */
  flush(): Promise<void>;
}

/** `live`: it may still be pressed. */
export type MailLine =
  | { at: number; key: string; incoming: string }
  | { at: number; key: string; outgoing: string; live: boolean; bytes?: Uint8Array };
