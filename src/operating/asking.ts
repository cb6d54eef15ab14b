import { setTimeout } from "node:timers/promises";

/** So many questions may hang at the same time: each may hold a connection that others need. */
const mostHanging = 3;

/**
 * Asks what may hang or fail: undefined then, after so many ms at the latest. One question at a time, whoever else asks
 * meanwhile gets the same answer.
 */
export function asking<T>(ask: () => Promise<T>, ms: number): () => Promise<T | undefined> {
  let asked: Promise<T | undefined> | undefined;
  let hanging = 0;
  const answered = async (): Promise<T | undefined> => {
    hanging += 1;
    try {
      return await ask();
    } catch {
      return undefined;
    } finally {
      hanging -= 1;
    }
  };
  const once = async (): Promise<T | undefined> => {
    const over = new AbortController();
    const late = setTimeout(ms, undefined, { signal: over.signal }).catch(() => undefined);
    try {
      return await Promise.race(hanging < mostHanging ? [answered(), late] : [late]);
    } finally {
      over.abort();
      asked = undefined;
    }
  };
  return () => (asked ??= once());
}
