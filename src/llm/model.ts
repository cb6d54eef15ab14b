import type { z } from "zod";

/** A language model behind one small port. It owns no state and no number: it proposes, the code decides, the person confirms. */

/** A prompt with its slots filled (see prompts.ts). */
export interface Task {
  /** The file in prompts/ without its ending. */
  name: string;
  /** Recorded with what it produced. */
  version: string;
  system: string;
  user: string;
}

/** What left the house for one task: `sent` as it went, masked. */
export interface Used {
  task: string;
  version: string;
  model: string;
  sent: string;
}

/** Why there is no answer. `off`: not asked at all. */
export type Why = "off" | "timeout" | "unreachable" | "refused" | "limited" | "broken" | "budget";

export type Answer<T> =
  { kind: "answer"; value: T; used: Used } | { kind: "none"; why: Why; used: Used | null };

export interface AskOptions {
  signal?: AbortSignal;
  /** What the calls of one turn may cost together. */
  budget?: Budget;
}

/** Shared by the calls of one turn; a call that finds it spent is not made. */
export interface Budget {
  calls: number;
  /** Milliseconds of waiting that are left. */
  ms: number;
}

/** Never throws for what the endpoint does: a failing, slow, silent or talkative model is an answer of kind "none". */
export interface Model {
  /** An answer that fits the schema; what does not fit is asked for once more, then it is "broken". */
  ask<T>(task: Task, schema: z.ZodType<T>, options?: AskOptions): Promise<Answer<T>>;
  /** Prose; `onText` gets all of it so far, as it comes. */
  write(task: Task, options?: AskOptions & { onText?: (soFar: string) => void }): Promise<Answer<string>>;
}

/** No model: every answer is "off". */
export const noModel: Model = {
  ask: () => Promise.resolve({ kind: "none", why: "off", used: null }),
  write: () => Promise.resolve({ kind: "none", why: "off", used: null }),
};
