import type { FileBoxInterface } from "file-box";
import { drained } from "../bounded.ts";
import { fault, gatewayFault } from "./faults.ts";

/** The bytes of a file, no more than the limit. The SDK hands out a stream that has to be ended by us. */
export async function bytesOf(
  box: FileBoxInterface,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (box.size > maxBytes) throw fault("too_large");
  const stream = await box.toStream().catch(refuse);
  const giveUp = (): void => void stream.destroy(fault("timeout"));
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    const bytes = await drained(stream, maxBytes);
    if (bytes === null) throw fault("too_large");
    return new Uint8Array(bytes);
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
