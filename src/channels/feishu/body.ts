import { Readable } from "node:stream";
import { z } from "zod";
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
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    if (length !== undefined && length > maxBytes) throw failure("too_large");
    for await (const chunk of stream.data) {
      const piece = z.instanceof(Uint8Array).parse(chunk);
      size += piece.length;
      if (size > maxBytes) throw failure("too_large");
      chunks.push(piece);
    }
  } catch (error) {
    if (size > maxBytes || (length ?? 0) > maxBytes) throw failure("too_large");
    throw unanswered(Coded.safeParse(error).data?.code);
  } finally {
    stream.data.destroy();
  }
  return Buffer.concat(chunks, size);
}
