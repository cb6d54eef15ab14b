import type { FileBoxInterface } from "file-box";
import { fault, gatewayFault } from "./faults.ts";

/** Work that is given up at the signal. The SDK cannot be stopped: what it still does ends at its deadline, unheard. */
export async function bySignal<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw fault("timeout");
  const aborted = Promise.withResolvers<never>();
  const giveUp = (): void => aborted.reject(fault("timeout"));
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    return await Promise.race([work(), aborted.promise]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

/** The bytes of a file, counted while they come. */
export async function bytesOf(
  box: FileBoxInterface,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (box.size > maxBytes) throw fault("too_large");
  const stream = await box.toStream().catch(refuse);
  const giveUp = (): void => void stream.destroy(fault("timeout"));
  signal.addEventListener("abort", giveUp, { once: true });
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of stream as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > maxBytes) throw fault("too_large");
      parts.push(part);
    }
    return new Uint8Array(Buffer.concat(parts));
  } catch (error) {
    return refuse(error);
  } finally {
    signal.removeEventListener("abort", giveUp);
    stream.destroy();
  }
}

function refuse(error: unknown): never {
  throw gatewayFault(error, "fetch");
}
