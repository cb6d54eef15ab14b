import { z } from "zod";

/** The bytes of a stream, counted while they come and read no further than the limit; null when there are more. */
export async function drained(stream: AsyncIterable<unknown>, maxBytes: number): Promise<Buffer | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    const bytes = z.instanceof(Uint8Array).parse(part);
    size += bytes.length;
    if (size > maxBytes) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts, size);
}

/** What comes of some work, or at the signal what `late` makes. The work itself may not be stoppable: then it ends unheard. */
export async function bySignal<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
  late: () => Error,
): Promise<T> {
  if (signal.aborted) throw late();
  const aborted = Promise.withResolvers<never>();
  const giveUp = (): void => aborted.reject(late());
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    return await Promise.race([work(), aborted.promise]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}
