import { setTimeout as pause } from "node:timers/promises";
import { Fault } from "./fault.ts";
import type { AskOptions, Budget } from "../model.ts";

/** One task at the endpoint: its deadline, its calls, its retries. */
export interface Call {
  /** Fires at the deadline, or when the caller gives up. */
  signal: AbortSignal;
  /** Makes a call, again after failures that pass; rejects with a Fault. */
  tried<T>(once: () => Promise<T>): Promise<T>;
  /** Makes a call once. */
  once<T>(once: () => Promise<T>): Promise<T>;
  /** Whether the budget has another call. */
  affords(): boolean;
  /** The Fault an error is; other errors are ours and are thrown on. */
  faultOf(error: unknown): Fault;
  /** Calls made. */
  readonly calls: number;
}

/** The clock, and waiting between tries. */
export interface Pace {
  now(): Date;
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const tries = 3;
const firstBackOffMs = 500;
const waitInEarnest = (ms: number, signal: AbortSignal): Promise<void> => pause(ms, undefined, { signal });

/** `ms`: for all of it together. */
export function openCall(ms: number, { signal: callers, budget }: AskOptions, pace: Pace): Call {
  const deadline = AbortSignal.timeout(Math.max(1, Math.ceil(ms)));
  const signal = callers === undefined ? deadline : AbortSignal.any([deadline, callers]);
  const until = pace.now().getTime() + ms;
  const wait = pace.wait ?? waitInEarnest;
  let calls = 0;
  const call: Call = {
    signal,
    get calls() {
      return calls;
    },
    affords: () => budget === undefined || budget.calls > 0,
    faultOf(error) {
      if (signal.aborted) return new Fault("timeout", callers?.aborted === true ? "given-up" : "timeout");
      if (error instanceof Fault) return error;
      throw error;
    },
    async once(once) {
      if (!call.affords()) throw new Fault("budget", "calls");
      calls++;
      spend(budget, 1);
      try {
        return await once();
      } catch (error) {
        const fault = call.faultOf(error);
        // Finding out which form an endpoint takes is nobody's expense.
        if (fault.form) spend(budget, -1);
        throw fault;
      }
    },
    async tried(once) {
      for (let count = 1; ; count++) {
        try {
          return await call.once(once);
        } catch (error) {
          const fault = call.faultOf(error);
          const ms = fault.waitMs ?? firstBackOffMs * 3 ** (count - 1);
          if (!fault.again || count === tries || !call.affords()) throw fault;
          if (ms >= until - pace.now().getTime()) throw fault;
          await wait(ms, signal).catch((error: unknown) => {
            throw call.faultOf(error);
          });
        }
      }
    },
  };
  return call;
}

function spend(budget: Budget | undefined, calls: number): void {
  if (budget !== undefined) budget.calls -= calls;
}
