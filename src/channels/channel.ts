import { z } from "zod";
import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";

/** What every channel is, whatever the platform behind it. Text is plain text: a channel escapes what its platform would read as markup. */

export const ChannelName = z.enum(["web", "terminal", "feishu", "wecom", "wecom-app", "wechaty"]);
export type ChannelName = z.infer<typeof ChannelName>;

/** What the platform can do; whoever sends adapts to it. Sizes in bytes (text: of UTF-8). */
export interface Capabilities {
  /** Hears a group, when mentioned. */
  groups: boolean;
  /** How a file reaches the bot: as a message of its own, quoted by a message that mentions it, or not at all. */
  fileIn: { direct: "message" | "none"; group: "message" | "quote" | "none"; maxBytes: number };
  fileOut: { maxBytes: number };
  text: { maxBytes: number };
  /** null: choices are numbered text. `labelChars`: longer labels do not fit a button. */
  card: { maxChoices: number; labelChars: number; inputs: boolean; table: boolean } | null;
  /** Whether what was sent with a key is shown once, however often it is sent with the same key. */
  idempotent: { text: boolean; card: boolean; file: boolean };
  /** `progress` is replaced by the text that follows. */
  progress: boolean;
  /** Shows a conversation again (`ChannelEvents.history`): its words are kept for 7 days. */
  history?: true;
  /** Whether the bot may speak where nobody has just spoken. */
  push: "always" | "after-first-contact" | "none";
  /** What the platform lets through per conversation; answers and pushes together. */
  quotas: readonly { count: number; perMs: number }[];
}

/** A chat within a channel. Of a direct one, `id` is the person's. */
export const Conversation = z.object({ kind: z.enum(["direct", "group"]), id: z.string().min(1) });
export type Conversation = z.infer<typeof Conversation>;

/** A file that came in, before it is fetched. `ref`: all that `fetch` needs, as text that survives a restart. */
export const InboundFile = z.object({
  ref: z.string(),
  name: z.string().optional(),
  size: z.number().optional(),
  /** When the link dies, in ms since 1970: fetched on arrival where it is set. */
  expiresAt: z.number().optional(),
});
export type InboundFile = z.infer<typeof InboundFile>;

const from = {
  /** Stable: the same for every delivery of the same thing. */
  id: z.string().min(1).max(512),
  conversation: Conversation,
  sender: z.object({ id: z.string().min(1), name: z.string().optional() }),
  /** When it was said, in ms since 1970. */
  at: z.number(),
  /** Opaque: what an answer to this message needs. */
  reply: z.string().optional(),
};

/** What comes from a platform, verified by the channel. */
export const Inbound = z.discriminatedUnion("kind", [
  /** `text` without the mention of the bot; `mentioned` is true in a direct chat. */
  z.object({
    kind: z.literal("message"),
    ...from,
    text: z.string(),
    mentioned: z.boolean(),
    files: z.array(InboundFile),
  }),
  /** A press on a card: a choice, or the fields of a form that was sent off. */
  z.object({
    kind: z.literal("action"),
    ...from,
    card: z.string(),
    choice: z.string().optional(),
    fields: z.record(z.string(), z.string()).optional(),
  }),
  /** Somebody opened the chat with the bot. */
  z.object({ kind: z.literal("entered"), ...from }),
]);
export type Inbound = z.infer<typeof Inbound>;

/** A question with something to press: choices, or fields and a submit; or a table to look at. */
export const Card = z.object({
  id: z.string(),
  text: z.string(),
  choices: z.array(z.object({ id: z.string(), label: z.string() })).optional(),
  fields: z.array(z.object({ id: z.string(), label: z.string(), value: z.string() })).optional(),
  table: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) }).optional(),
});
export type Card = z.infer<typeof Card>;

export type Outbound =
  | { type: "text"; text: string }
  | { type: "card"; card: Card }
  | { type: "file"; name: string; bytes: Uint8Array };

export interface SendOptions {
  /** The same for every attempt at the same message; at most 50 characters. */
  key: string;
  /** An attempt before this one may have arrived. */
  again: boolean;
  /** `reply` of the message this answers; without it the message is pushed. */
  reply?: string;
  /** In a group: whom it is for. */
  mention?: { id: string; name?: string };
  signal: AbortSignal;
}

/** What became of an inbound message. A card that was taken is shown from now on as `card`, without anything to press. */
export type Receipt =
  { kind: "taken"; card?: Card } | { kind: "known" } | { kind: "ignored" } | { kind: "refused"; why: string };

/** "standby": another process has the connection that the platform gives once. */
export type ChannelState = "connecting" | "standby" | "ready" | "reconnecting" | "failed" | "stopped";

/** A line of a conversation as it was: for channels that show it again. */
export type Line = { at: number; key: string; said: string } | { at: number; key: string; sent: Outbound };

export interface ChannelEvents {
  /** Resolves within milliseconds, when the message is on the disk: acknowledge then. When it rejects, do not acknowledge. */
  inbound(message: Inbound): Promise<Receipt>;
  /** `detail`: for the log and the operator, without content or secrets. */
  state(state: ChannelState, detail?: string): void;
  /** The last lines of a conversation, oldest first. */
  history(conversation: Conversation, limit: number): Promise<readonly Line[]>;
}

/** A platform to talk on. Every failure of it is a ChannelError. */
export interface Channel {
  readonly name: ChannelName;
  readonly capabilities: Capabilities;
  /** The platform gives one connection only, a second one ends the first: of several processes one starts it. */
  readonly alone?: true;
  /** Where somebody at this machine finds it, once it is started. */
  readonly link?: string;
  /** Resolves when the platform listens to us; rejects when it never will (auth, invalid). Reconnects by itself afterwards. */
  start(events: ChannelEvents): Promise<void>;
  stop(): Promise<void>;
  /** Resolves with the platform's id of the message when the platform has taken it. */
  send(to: Conversation, message: Outbound, options: SendOptions): Promise<{ id: string }>;
  fetch(
    file: InboundFile,
    limit: { maxBytes: number; signal: AbortSignal },
  ): Promise<{ name: string; bytes: Uint8Array }>;
  /** Says that work goes on; the text sent next with the same reply and key replaces it. Failing is no fault. */
  progress?(to: Conversation, text: string, options: SendOptions): Promise<void>;
}

/** Worth another attempt. */
const passing = ["rate_limited", "network", "timeout", "busy"] as const;
export type ChannelErrorCode =
  | (typeof passing)[number]
  /** The reply window or a link is over: a push may still work. */
  | "expired"
  /** The bot may not speak there yet, or no longer. */
  | "unreachable"
  | "forbidden"
  | "auth"
  | "too_large"
  | "invalid"
  | "unsupported"
  | "unknown";

/** A platform refused or failed. `message`: one sentence in Chinese without content or secrets. */
export class ChannelError extends OutsideError {
  declare readonly code: ChannelErrorCode;
  readonly platformCode: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    detail: {
      where: ChannelName;
      code: ChannelErrorCode;
      platformCode?: string | number;
      retryAfterMs?: number;
      cause?: unknown;
    },
  ) {
    super(message, { ...detail, retryable: (passing as readonly string[]).includes(detail.code) });
    this.platformCode = detail.platformCode === undefined ? undefined : String(detail.platformCode);
    this.retryAfterMs = detail.retryAfterMs;
  }
}

/** One name in the environment: a line of .env.example. */
export interface Setting {
  name: string;
  needed: boolean;
  secret?: boolean;
  /** One line of Chinese. */
  does: string;
  /** What a right value looks like; `not` is said when it does not. */
  form?: { matches: RegExp; not: string };
}

/** Values of the settings that are set. */
export type Values = Readonly<Record<string, string>>;

/** One line of `doctor`. */
export interface Probe {
  ok: boolean;
  says: string;
  /** What to do about it. */
  todo?: string;
}

/** What a channel is given beside its settings. */
export interface ChannelRim {
  log: Log;
  now(): Date;
  /** A folder of its own for what it must remember (tokens of the web link). */
  folder: string;
  /** How what people sent lies there, for what it belongs to; as it is where this is not set. */
  seal?: {
    closeBytes(bytes: Uint8Array, about: string): Uint8Array;
    openBytes(sealed: Uint8Array, about: string): Uint8Array;
  };
}

/** A line in the list of channels: a channel is on when its needed settings are set. Its SDK is loaded by `open`. */
export interface ChannelEntry {
  name: ChannelName;
  /** What people call it. */
  label: string;
  settings: readonly Setting[];
  open(values: Values, rim: ChannelRim): Promise<Channel>;
  /** One harmless call: reachable, credentials right, clock near. Never disturbs a running service. */
  probe(values: Values, rim: ChannelRim): Promise<readonly Probe[]>;
}
