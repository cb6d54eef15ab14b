import { setTimeout } from "node:timers/promises";

/**
 * Asks what may hang or fail: undefined then, after so many ms at the latest. One question at a time, whoever else asks
 * meanwhile gets the same answer.
 */
export function asking<T>(ask: () => Promise<T>, ms: number): () => Promise<T | undefined> {
  let asked: Promise<T | undefined> | undefined;
  const once = async (): Promise<T | undefined> => {
    const over = new AbortController();
    const late = setTimeout(ms, undefined, { signal: over.signal }).catch(() => undefined);
    try {
      return await Promise.race([ask(), late]);
    } catch {
      return undefined;
    } finally {
      over.abort();
      asked = undefined;
    }
  };
  return () => (asked ??= once());
}
