import { z } from "zod";

/** Everything that is stored, row by row, as it lies there (sealed where a key is set): for backups and for what goes over all of it. */

const Entry = z.object({
  kind: z.literal("entry"),
  namespace: z.enum(["report", "talk", "seal"]),
  key: z.string(),
  value: z.string(),
});

const InboxRow = z.object({
  kind: z.literal("inbox"),
  seq: z.int(),
  channel: z.string(),
  id: z.string(),
  part: z.int(),
  conversation: z.string(),
  owner: z.string(),
  at: z.int(),
  payload: z.string().nullable(),
  kept: z.boolean(),
  begun: z.int(),
  done: z.boolean(),
  /** A file that was fetched for it; bytes in base64. */
  file: z.object({ name: z.string(), bytes: z.base64() }).nullable(),
});

const OutboxRow = z.object({
  kind: z.literal("outbox"),
  seq: z.int(),
  place: z.int(),
  key: z.string(),
  channel: z.string(),
  conversation: z.string(),
  at: z.int(),
  payload: z.string().nullable(),
  bytes: z.base64().nullable(),
  kept: z.boolean(),
  /** 0 to be sent, 1 may have arrived, 2 sent, 3 given up. */
  state: z.int(),
  attempts: z.int(),
  told: z.string().nullable(),
  card: z.enum(["choices", "form"]).nullable(),
  owner: z.string().nullable(),
  live: z.boolean(),
});

/** A line of the audit trail; `hash` chains it to the one before. */
const TrailRow = z.object({ kind: z.literal("trail"), number: z.int(), line: z.string(), hash: z.string() });

export const Holding = z.discriminatedUnion("kind", [Entry, InboxRow, OutboxRow, TrailRow]);
export type Holding = z.infer<typeof Holding>;
/** What may be put in the place of another: never a line of the trail. */
export type Replaceable = Exclude<Holding, { kind: "trail" }>;

export interface Holdings {
  /** Whether nothing was ever stored. Which keys are in use ("seal") is noted when a store is opened, and counts as nothing. */
  empty(): Promise<boolean>;
  /** As of one moment: entries, then inbox, outbox and trail in their order. */
  all(): AsyncIterable<Holding>;
  /** Fills an empty store, all or nothing; a note of keys gives way. What was not done is handed out afterwards as what was left. */
  fill(rows: AsyncIterable<Holding>): Promise<void>;
  /** Puts `next`, with the same key, in the place of `was` while it still stands so; null takes it away. Lines for the trail go with it. */
  replace(was: Replaceable, next: Replaceable | null, trail?: readonly string[]): Promise<boolean>;
}
