import protobuf from "protobufjs";
import { z } from "zod";

/**
 * The frames of the long connection, as in the SDK: protobuf `pbbp2.Frame`. The first two numbers are uint64 there; small ones
 * look the same, and the SDK takes the long numbers away from protobufjs (`util.Long = undefined`) for the whole process.
 */
const { root } = protobuf.parse(`
  syntax = "proto2";
  package pbbp2;
  message Header { required string key = 1; required string value = 2; }
  message Frame {
    required uint32 SeqID = 1;
    required uint32 LogID = 2;
    required int32 service = 3;
    required int32 method = 4;
    repeated Header headers = 5;
    optional string payload_encoding = 6;
    optional string payload_type = 7;
    optional bytes payload = 8;
    optional string LogIDNew = 9;
  }
`);
const type = root.lookupType("pbbp2.Frame");

export const control = 0;
export const data = 1;

const Read = z.object({
  method: z.number(),
  headers: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
  payload: z.instanceof(Uint8Array).optional(),
});

export interface Frame {
  method: number;
  headers: Readonly<Record<string, string>>;
  payload: Uint8Array;
}

export function encode({ method, headers, payload }: Frame): Uint8Array {
  const pairs = Object.entries(headers).map(([key, value]) => ({ key, value }));
  return type.encode({ SeqID: 1, LogID: 1, service: 1, method, headers: pairs, payload }).finish();
}

export function decode(bytes: Uint8Array): Frame {
  const read = Read.parse(type.toObject(type.decode(bytes), { defaults: false }));
  const headers = Object.fromEntries(read.headers.map(({ key, value }) => [key, value]));
  return { method: read.method, headers, payload: read.payload ?? new Uint8Array() };
}

/** An event as one frame, or as several when it is long. */
export function framesOf(id: string, event: unknown, pieceBytes: number): Uint8Array[] {
  const payload = new TextEncoder().encode(JSON.stringify(event));
  const sum = Math.max(1, Math.ceil(payload.length / pieceBytes));
  return Array.from({ length: sum }, (_, seq) =>
    encode({
      method: data,
      headers: { type: "event", message_id: id, sum: String(sum), seq: String(seq), trace_id: "trace" },
      payload: payload.subarray(seq * pieceBytes, (seq + 1) * pieceBytes),
    }),
  );
}
