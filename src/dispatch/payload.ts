import { createHash } from "node:crypto";
import { z } from "zod";
import { Card, Conversation, InboundFile } from "../channels/channel.ts";

/** What the rows of the inbox and the outbox carry. */

const Person = z.object({ id: z.string(), name: z.string().optional() });
export type Person = z.infer<typeof Person>;

/** One thing that somebody said or did: a row of the inbox. */
export const Said = z.object({
  conversation: Conversation,
  sender: Person,
  /** When it was said. */
  at: z.number(),
  reply: z.string().optional(),
  /** How the conversation shows it later; of a message with several parts the first one has it. */
  line: z.string().optional(),
  what: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("words"), text: z.string() }),
    z.object({ kind: z.literal("file"), file: InboundFile }),
    z.object({ kind: z.literal("fields"), fields: z.record(z.string(), z.string()) }),
    /** Neither words nor a file: a voice, a sticker. */
    z.object({ kind: z.literal("nothing") }),
    /** It came so late that nothing is done about it but telling. */
    z.object({ kind: z.literal("stale") }),
  ]),
});
export type Said = z.infer<typeof Said>;

/** A text that follows when it is known what became of a parcel. */
const Word = z.object({
  conversation: Conversation,
  text: z.string(),
  reply: z.string().optional(),
  mention: Person.optional(),
});
export type Word = z.infer<typeof Word>;

/** Something to be sent: a row of the outbox; the bytes of a file lie beside it. */
export const Parcel = z.object({
  conversation: Conversation,
  reply: z.string().optional(),
  mention: Person.optional(),
  out: z.discriminatedUnion("type", [
    z.object({ type: z.literal("text"), text: z.string() }),
    /** `plain`: the same in words, where the platform refuses the card. */
    z.object({ type: z.literal("card"), card: Card, plain: z.string() }),
    z.object({ type: z.literal("file"), name: z.string() }),
  ]),
  /** What is said when the platform took it, when it did not, and when the person cannot be reached there. */
  then: z
    .object({ sent: z.array(Word), failed: z.array(Word), unreachable: z.array(Word).optional() })
    .optional(),
  /** A reminder: sent before this moment, in ms since 1970, and never where it may have arrived already; else not at all. */
  before: z.number().optional(),
});
export type Parcel = z.infer<typeof Parcel>;

/** The conversation as the store knows it. */
export const conversationKey = ({ kind, id }: Conversation): string => JSON.stringify([kind, id]);

/** The talk of a person in a conversation. */
export const talkKey = (channel: string, { kind, id }: Conversation, sender: string): string =>
  JSON.stringify([channel, kind, id, sender]);

/** The stem of the keys of everything that answers one message: the same after every restart. 32 characters. */
export const stem = (...of: readonly (string | number)[]): string =>
  createHash("sha256").update(JSON.stringify(of)).digest("hex").slice(0, 32);
