import { z } from "zod";
import { Command } from "../understanding/command.ts";

/** What a talk remembers (key: channel, chat, person): which report, what was asked last, what waits for a yes. Never a step. */
export const Talk = z.object({
  unit: z.string(),
  year: z.number().int().nullable(),
  /** The open question: a topic or a part of the form; "year" and "kind" are asked before a report can be written. */
  asked: z.string().nullable(),
  /** Commands that were read and wait for a number; `words` brought them. `insist`: nothing else can go on before the choice. */
  pending: z
    .object({
      question: z.string(),
      choices: z.array(z.object({ label: z.string(), commands: z.array(Command) })),
      insist: z.boolean(),
      words: z.string(),
    })
    .nullable(),
  /** Questions put off by 跳过. */
  deferred: z.array(z.string()),
  /** Messages in a row that were not understood for the open question. */
  misses: z.number().int(),
});
export type Talk = z.infer<typeof Talk>;

export const newTalk = (unit: string): Talk => ({
  unit,
  year: null,
  asked: null,
  pending: null,
  deferred: [],
  misses: 0,
});
