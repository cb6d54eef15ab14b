import type { Channel, Conversation, Values } from "../../src/channels/channel.ts";

/** A platform in the small, with a channel of ours connected to it by its real SDK: what the contract suite works with. */

export interface Person {
  id: string;
  name: string;
}

/** What people see in a chat, in order; of a rewritten message the last state. Text as it is read: markup is carried out. */
export type Shown = { conversation: Conversation } & (
  | { type: "text"; text: string }
  | {
      type: "card";
      id: string;
      /** With the cells of its table, where it has one. */
      text: string;
      choices: readonly string[];
      fields: readonly string[];
      live: boolean;
    }
  | { type: "file"; name: string; bytes: Uint8Array }
);

/** What somebody sends. `id` and `at` only where a test needs its own. */
export interface Says {
  from: Person;
  in: Conversation;
  text: string;
  /** In a group: whether the bot is mentioned; true unless said. */
  mention?: boolean;
  /** Comes with it as the platform allows: sent, or in a group quoted. */
  file?: { name: string; bytes: Uint8Array };
  at?: number;
}

export interface Rig {
  /** Who is there, by the ids the channel reports: two where there can be two. The direct chat of a person has the person's id. */
  people: readonly [Person, ...Person[]];
  /** A group of all of them; null where there are no groups. */
  group: Conversation | null;
  /** Whether the platform waits for an acknowledgement, and delivers again without one. */
  acknowledges: boolean;
  /** A new channel with the right credentials; the suite starts and stops it. */
  channel(): Channel;
  /** The settings with which the channel's entry opens it in another process, where it has any. */
  values?: Values;
  /** One with a wrong secret; null where there is none to be wrong. */
  strangerChannel: (() => Channel) | null;
  /** Resolves when the platform has handed the message over and the channel has acknowledged it (or did not: false). */
  says(message: Says): Promise<boolean>;
  /** Hands the last message over once more, as the platform would after a missing acknowledgement. */
  again(): Promise<boolean>;
  /** Presses a choice (its label) or sends fields (label to text); what the platform showed at once, if anything. */
  presses(
    from: Person,
    card: Shown & { type: "card" },
    what: { choice: string } | { fields: Record<string, string> },
  ): Promise<string>;
  /** Everything shown until now. */
  shown(conversation: Conversation): readonly Shown[];
  /** Next answers of the platform. What a platform cannot do is null. */
  faults: {
    /** The next send is refused for its frequency. */
    rateLimit: (() => void) | null;
    /** Answers to messages until now are refused as too late. */
    expireReplies: (() => void) | null;
    /** The next file sent or uploaded fails, or is never answered. */
    failUpload: (() => void) | null;
    hangUpload: (() => void) | null;
    /** Links of files until now are dead. */
    expireFiles: (() => void) | null;
    /** The connection ends; the platform takes the channel back when it comes. */
    drop: (() => void) | null;
    /** The connection is open, and nothing comes through any more. */
    silence: (() => void) | null;
    /** Delivers something a stranger made up; true when it was refused. */
    forge: (() => Promise<boolean>) | null;
    /** Delivers an event of a kind nobody knows. */
    unknownEvent: (() => Promise<void>) | null;
    /** Delivers a file over the limit. */
    oversized: ((message: Says) => Promise<boolean>) | null;
  };
  close(): Promise<void>;
}

/** Waits until something is so, without sleeping blindly: polls every few milliseconds, at most `ms`. */
export async function until(what: () => boolean, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!what()) {
    if (performance.now() > end) throw new Error(`did not come within ${ms} ms: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
