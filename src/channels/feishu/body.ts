import { Readable } from "node:stream";
import { z } from "zod";
import { drained } from "../bounded.ts";
import { failure, unanswered } from "./errors.ts";

const Stream = z.instanceof(Readable);
const Coded = z.object({ code: z.string() });
/** The longest refusal that is read, in bytes. */
const longest = 64 * 1024;

/** An answer as JSON, whether the HTTP client has parsed it or hands out a stream; undefined when it is none. */
export async function bodyOf(data: unknown): Promise<unknown> {
  const stream = Stream.safeParse(data);
  if (!stream.success) return data;
  try {
    return JSON.parse(Buffer.from(await drain(stream.data, undefined, longest)).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Reads a stream, never more than `maxBytes` of it. ChannelError too_large, network, timeout. */
export async function drain(
  data: unknown,
  length: number | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const stream = Stream.safeParse(data);
  if (!stream.success) throw failure("unknown");
  let bytes: Uint8Array | null;
  try {
    bytes = (length ?? 0) > maxBytes ? null : await drained(stream.data, maxBytes);
  } catch (error) {
    throw unanswered(Coded.safeParse(error).data?.code);
  } finally {
    stream.data.destroy();
  }
  if (bytes === null) throw failure("too_large");
  return bytes;
}
