import { z } from "zod";
import type { ReportKey } from "../conversation/ports.ts";
import { Talk } from "../conversation/talk.ts";
import { OutsideError } from "../errors.ts";
import { Recorded } from "../report/events.ts";
import type { Holding } from "./holdings.ts";

/** How entries are named and what is in them. */

// Keys are JSON so that no two names share one, whatever they contain: SQLite would cut or replace
// NUL and lone surrogates.
export const reportKey = ({ unit, year }: ReportKey): string => JSON.stringify([unit, year]);
export const talkKey = (talk: string): string => JSON.stringify(talk);

const Pair = z.tuple([z.string(), z.number()]);

export function reportNamed(key: string): ReportKey {
  const [unit, year] = Pair.parse(JSON.parse(key));
  return { unit, year };
}
export const talkNamed = (key: string): string => z.string().parse(JSON.parse(key));

export const Events = z.array(Recorded);
export type Events = readonly Recorded[];
export const eventsIn = (value: string): Events => Events.parse(JSON.parse(value));
export const talkIn = (value: string): Talk => Talk.parse(JSON.parse(value));

/** What an entry says, read from its opened value; null where it cannot be opened or read. */
export function valueOf<T>(kept: { open: () => Holding }, read: (value: string) => T): T | null {
  try {
    const row = kept.open();
    if (row.kind !== "entry") throw new Error("no entry");
    return read(row.value);
  } catch (error) {
    const unread =
      error instanceof OutsideError || error instanceof SyntaxError || error instanceof z.ZodError;
    if (unread) return null;
    throw error;
  }
}
