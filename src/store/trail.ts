import { createHash } from "node:crypto";
import { z } from "zod";
import type { ReportKey } from "../conversation/ports.ts";
import { hashed } from "../log.ts";
import { Recorded } from "../report/events.ts";

/** The audit trail: a line for everything that was written, without words, figures or names of people; every line hangs on the one before. */

const at = z.string();
const report = { unit: z.string(), year: z.int() };
/** The person, as the log calls them. */
const by = z.string();
const Digest = z.string().regex(/^[0-9a-f]{64}$/);
/** All events of a report as they then stand. */
const whole = { ...report, count: z.int(), digest: Digest };

export const TrailLine = z.discriminatedUnion("what", [
  /** Events of one person were appended; the first of them has the index `from` in its report. */
  z.object({
    at,
    what: z.literal("events"),
    ...report,
    by,
    from: z.int(),
    count: z.int().min(1),
    types: z.array(z.string()),
    digest: Digest,
  }),
  /** A person was taken out of a report. */
  z.object({ at, what: z.literal("erased"), ...whole, by }),
  /** What else was kept of a person is taken away: so many rows. */
  z.object({ at, what: z.literal("forgotten"), by, talks: z.int(), messages: z.int() }),
  /** The report was removed when its time was over. */
  z.object({ at, what: z.literal("expired"), ...report, count: z.int() }),
  /** Everything was looked through for what has had its time; so many reports were removed. */
  z.object({ at, what: z.literal("retention"), reports: z.int() }),
  /** Everything is sealed with another key. */
  z.object({ at, what: z.literal("rekeyed") }),
  /** Everything came out of a backup. */
  z.object({ at, what: z.literal("restored") }),
  z.object({ at, what: z.literal("started"), version: z.string() }),
]);
export type TrailLine = z.infer<typeof TrailLine>;

/** A line as it is stored. */
export const lineOf = (line: TrailLine): string => JSON.stringify(TrailLine.parse(line));

/** What a stored line says; undefined where this program cannot tell. */
export function lineAs(text: string): TrailLine | undefined {
  try {
    return TrailLine.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The lines for events that are appended to a report of `from` events: one for everybody who said some of them, in order. */
export function linesOf({ unit, year }: ReportKey, from: number, events: readonly Recorded[]): string[] {
  const runs: { by: string; at: string; from: number; events: Recorded[] }[] = [];
  for (const [index, one] of events.entries()) {
    const run = runs.at(-1);
    if (run?.by !== one.by.id) runs.push({ by: one.by.id, at: one.at, from: from + index, events: [one] });
    else {
      run.at = one.at;
      run.events.push(one);
    }
  }
  return runs.map((run) =>
    lineOf({
      at: run.at,
      what: "events",
      ...{ unit, year },
      by: hashed(run.by),
      from: run.from,
      count: run.events.length,
      types: run.events.map(({ event }) => event.type),
      digest: digestOf(run.events),
    }),
  );
}

const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** SHA-256 of the JSON of an event as it is read again, with the names of every object in order: it is the same however often it was read and written. */
export function printOf(event: unknown): Buffer {
  const read = Recorded.safeParse(event);
  return createHash("sha256")
    .update(JSON.stringify(sorted(read.success ? read.data : event)))
    .digest();
}

/** What events are known by: SHA-256 over their prints. */
export const digestOf = (events: readonly unknown[]): string => digestOfPrints(events.map(printOf));
export const digestOfPrints = (prints: readonly Buffer[]): string => sha256(Buffer.concat(prints));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

/** A line in its place: the first one is number 1. */
export const TrailRow = z.object({ number: z.int(), line: z.string(), hash: z.string() });
export type TrailRow = z.infer<typeof TrailRow>;

/** What the first line hangs on. */
export const firstHash = "0".repeat(64);

/** The hash of a line that comes behind the one with the hash `previous`: both in 64 hexadecimal digits. */
export const chain = (previous: string, line: string): string => sha256(previous + line);

/** Hangs lines on the last one that stands. */
export function chained(
  last: { number: number; hash: string } | undefined,
  lines: readonly string[],
): TrailRow[] {
  let { number, hash } = last ?? { number: 0, hash: firstHash };
  return lines.map((line) => ({ number: (number += 1), line, hash: (hash = chain(hash, line)) }));
}

/** "order": the line that belongs there stands elsewhere, or another one stands there twice. */
export type Broken = "changed" | "missing" | "order" | "unreadable";
export type Verified =
  { kind: "whole"; count: number; last: string } | { kind: "broken"; number: number; why: Broken };

/** Whether every line hangs on the one before, from the first on; else the first that does not. null: a row that nobody can read. `see` is shown every line that holds. */
export async function verify(
  rows: AsyncIterable<TrailRow | null> | Iterable<TrailRow | null>,
  see: (row: TrailRow) => void = () => undefined,
): Promise<Verified> {
  let count = 0;
  let last = firstHash;
  let lost: number | undefined;
  for await (const row of rows) {
    if (lost !== undefined) {
      // It is gone, unless it comes later.
      if (row?.number === lost) return { kind: "broken", number: lost, why: "order" };
      continue;
    }
    const number = count + 1;
    if (row === null) return { kind: "broken", number, why: "unreadable" };
    if (row.number < number) return { kind: "broken", number, why: "order" };
    if (row.number > number) lost = number;
    else if (row.hash !== chain(last, row.line)) return { kind: "broken", number, why: "changed" };
    else {
      see(row);
      count = number;
      last = row.hash;
    }
  }
  return lost === undefined
    ? { kind: "whole", count, last }
    : { kind: "broken", number: lost, why: "missing" };
}
