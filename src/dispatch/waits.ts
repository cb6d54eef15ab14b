import { randomInt } from "node:crypto";

/** Timers and chance, so that tests need neither. */
export interface Waits {
  /** Resolves after so many ms, or when the signal ends the waiting. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number from 0 up to 1. */
  chance(): number;
}

export const realWaits: Waits = {
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const over = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", over);
        resolve();
      };
      const timer = setTimeout(over, Math.min(ms, 2 ** 31 - 1));
      signal?.addEventListener("abort", over);
    }),
  chance: () => randomInt(1_000_000) / 1_000_000,
};

/** The waiting before another attempt, the first one being 0: `first` × 3ⁿ, a quarter more or less. */
export const backOff = (attempt: number, first: number, waits: Waits): number =>
  first * 3 ** attempt * (0.75 + waits.chance() / 2);

/** Reasons made once: a DOMException for every send costs more than the send. */
const tooLong = new Error("too long");
const noLonger = new Error("no longer waited for");

/** Ends with the work, or after so many ms with what `late` throws; the signal tells the work to stop. */
export async function bounded<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { ms, waits, stop, late }: { ms: number; waits: Waits; stop?: AbortSignal; late: () => Error },
): Promise<T> {
  const over = new AbortController();
  const working = new AbortController();
  let done = false;
  const ended = waits.wait(ms, stop === undefined ? over.signal : AbortSignal.any([over.signal, stop]));
  const tooLate = ended.then((): never => {
    if (!done) working.abort(tooLong);
    throw late();
  });
  try {
    return await Promise.race([work(working.signal), tooLate]);
  } finally {
    done = true;
    over.abort(noLonger);
    tooLate.catch(() => undefined);
  }
}
