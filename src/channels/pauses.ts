import { setTimeout } from "node:timers/promises";

/** Doubled with each failure: from the first pause to the longest, in ms. */
export const grown = (failures: number, { first, longest }: { first: number; longest: number }): number =>
  Math.min(first * 2 ** failures, longest);

/** Resolves after so many ms, or at the signal. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
