import { z } from "zod";
import { TextSlot } from "../../report/events.ts";

/** What a model may answer: a few kinds of statements, each with the words it comes from. Every value is checked afterwards (checked.ts). */

/** Commands that change nothing; none that generates, finalises, dismisses or takes back. */
export const harmless = [
  "为什么问", "怎么算", "依据", "去年多少", "进度", "核对", "预览", "检查", "帮助",
] as const; // prettier-ignore

/** Before the value it bears out, so that a model looks it up first. */
const quote = z.string();
const amount = z.number().nullable();

export const Reading = z.union([
  z.object({ do: z.literal("set"), quote, cell: z.string(), value: z.number() }),
  /** `under`: a cell, a row, a block or a table. */
  z.object({ do: z.literal("zero"), quote, under: z.string() }),
  z.object({ do: z.literal("text"), quote, slot: TextSlot, items: z.array(z.string()) }),
  z.object({
    do: z.literal("fee"),
    quote,
    kind: z.enum(["none", "charged"]),
    /** 件, yuan, yuan. */
    notices: amount,
    notified: amount,
    received: amount,
  }),
  z.object({ do: z.literal("organ"), quote, name: z.string() }),
  z.object({ do: z.literal("contact"), quote, contact: z.string() }),
  z.object({ do: z.literal("run"), quote, name: z.enum(harmless), about: z.string().nullable() }),
]);
export type Reading = z.infer<typeof Reading>;

export const Readings = z.object({ readings: z.array(Reading) });

/** Numbers of given phrases, the likeliest first. */
export const Picks = z.object({ picks: z.array(z.number()) });
