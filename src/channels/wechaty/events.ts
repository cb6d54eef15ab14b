import { z } from "zod";

/** Events of the gateway that concern us, by their numbers on the wire (wechaty-grpc 1.5, event.proto). */
const id = z.string().min(1).max(512);
const payloads: Readonly<Record<number, z.ZodType>> = {
  // heartbeat and dong
  1: z.object({ data: z.unknown() }),
  3: z.object({ data: z.unknown() }),
  // message
  2: z.object({ messageId: id }),
  // login and logout
  25: z.object({ contactId: id }),
  26: z.object({ contactId: id, data: z.string().optional() }),
  // dirty: a message, contact, room or member of a room is to be read again
  27: z.object({ payloadType: z.number().int().min(1).max(4), payloadId: id }),
};

/** As the wire gives it: a number and JSON. */
export interface WireEvent {
  getType(): number;
  getPayload(): string;
}

/**
 * Whether an event may reach the SDK: it reads payloads unchecked, in listeners whose failing ends the process, and
 * answers changes of groups with calls we have no use for.
 */
export function concernsUs(event: WireEvent): boolean {
  const payload = payloads[event.getType()];
  if (payload === undefined) return false;
  try {
    return payload.safeParse(JSON.parse(event.getPayload())).success;
  } catch {
    return false;
  }
}
