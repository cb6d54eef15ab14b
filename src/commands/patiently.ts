import { realWaits, type Waits } from "../dispatch/waits.ts";
import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";

/** A database that starts at the same time as we do is waited for so long, and asked so often, in ms. */
const longestMs = 20_000;
const everyMs = 2000;

/** Opens what can be opened a little later, and tells so; ends with its error when the time is over or we are asked to end. */
export async function patiently<T>(
  open: () => Promise<T>,
  {
    asked,
    log,
    tell,
    waits = realWaits,
  }: { asked: Promise<void>; log: Log; tell: (sentence: string) => void; waits?: Waits },
): Promise<T> {
  const ended = new AbortController();
  void asked.then(() => ended.abort());
  for (let waited = 0; ; waited += everyMs) {
    try {
      return await open();
    } catch (error) {
      const later = error instanceof OutsideError && error.code === "unreachable";
      if (!later || waited >= longestMs || ended.signal.aborted) throw error;
      if (waited === 0) tell(`${error.message}先等它${longestMs / 1000}秒。`);
      log.warn("store-failed", { what: "open", code: error.code });
      await waits.wait(everyMs, ended.signal);
    }
  }
}
