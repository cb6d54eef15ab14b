import { z } from "zod";
import { Evidence } from "../report/events.ts";
import { Command } from "../understanding/command.ts";
import { Held } from "./files/held.ts";

/** The findings shown last, in their order: 第2条 means one of them, of the report or of the file that was sent. */
export const Listed = z.object({
  of: z.enum(["report", "file"]),
  findings: z.array(Evidence),
  /** How many of them were shown. */
  shown: z.number().int(),
});
export type Listed = z.infer<typeof Listed>;

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
  /** Commands that wait for a reason, 因为…; `what` they want to do. */
  waiting: z
    .object({ what: z.enum(["carried", "dismiss"]), commands: z.array(Command) })
    .nullable()
    .default(null),
  listed: Listed.nullable().default(null),
  /** The file that was sent last, until it is loaded. */
  file: Held.nullable().default(null),
  /** What went to a language model for the last message that needed one. */
  used: z
    .array(
      z.object({
        task: z.string(),
        version: z.string(),
        model: z.string(),
        sent: z.string(),
        cut: z.boolean(),
      }),
    )
    .default([]),
  /** Somebody was told that the model does not answer. */
  modelTold: z.boolean().default(false),
  /** What 预览, 核对 or 生成 last showed of the sentences whose figures come from the tables. */
  seen: z.string().nullable().default(null),
});
export type Talk = z.infer<typeof Talk>;

export const newTalk = (unit: string): Talk => ({
  unit,
  year: null,
  asked: null,
  pending: null,
  deferred: [],
  misses: 0,
  waiting: null,
  listed: null,
  file: null,
  used: [],
  modelTold: false,
  seen: null,
});
