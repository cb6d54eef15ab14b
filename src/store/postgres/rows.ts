import { z } from "zod";

/** Rows as PostgreSQL gives them: its long integers are text. */
const long = z.coerce.number().int();
const Bytes = z.instanceof(Uint8Array);

export const Seqs = z.array(
  z.object({ seq: long, part: z.int().default(0), before: z.array(long).default([]) }),
);
export const Put = z.array(z.object({ seq: long, key: z.string() }));
export const WaitingRows = z.array(
  z.object({
    seq: long,
    channel: z.string(),
    id: z.string(),
    part: z.int(),
    conversation: z.string(),
    owner: z.string(),
    at: long,
    payload: z.string(),
    begun: z.int(),
    kept: z.boolean(),
  }),
);
export const CountsRow = z.object({ waiting: long, unsent: long });
export const UnsentRows = z.array(
  z.object({
    seq: long,
    key: z.string(),
    channel: z.string(),
    conversation: z.string(),
    at: long,
    payload: z.string(),
    attempts: z.int(),
    uncertain: z.boolean(),
  }),
);
export const LeftRows = z.array(z.object({ channel: z.string(), conversation: z.string() }));
export const FileRows = z.array(z.object({ name: z.string(), bytes: Bytes }));
export const BytesRows = z.array(z.object({ bytes: Bytes.nullable() }));
export const CardRows = z.array(
  z.object({
    live: z.boolean(),
    owner: z.string().nullable(),
    conversation: z.string(),
    payload: z.string().nullable(),
  }),
);
export const LineRows = z.array(
  z.object({
    at: long,
    key: z.string(),
    payload: z.string(),
    outgoing: z.boolean(),
    live: z.boolean(),
    bytes: Bytes.nullable(),
  }),
);
export const PlaceRows = z.array(z.object({ place: long, conversation: z.string(), channel: z.string() }));
export type Place = z.infer<typeof PlaceRows>[number];
export const LastLooks = z.array(z.object({ number: long, told: long, passed: long }));
export const OldLooks = z.array(z.object({ number: long, inbox: long, outbox: long }));
