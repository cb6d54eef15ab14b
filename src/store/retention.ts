import type { ReportKey } from "../conversation/ports.ts";
import { eventsIn, reportKey, reportNamed, talkIn, valueOf } from "./entries.ts";
import type { Keeping, Kept } from "./keeping.ts";
import { lineAs, lineOf } from "./trail.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** Several processes look at about the same time; one is enough. */
const onceMs = 20 * 60 * 60 * 1000;
/** So long the clock must have gone on without a leap before anything is removed, and so far apart two looks may be. */
const steadyMs = 7 * dayMs;

/** "known": somebody looked lately. "waiting": the clock has not been seen for long enough. `unread`: reports that could not be opened. */
export type Expired =
  { kind: "known" } | { kind: "waiting" } | { kind: "done"; reports: number; unread: number };

type Entry = Extract<Kept["stored"], { kind: "entry" }>;

/**
 * Removes reports whose last event is older than so many days, with the talks about them. A clock that leapt removes nothing:
 * every look leaves a line in the trail, and only where these lines, a week apart at most, go back for a week is the time
 * believed. A report that is being worked on is left.
 */
export async function expire(keeping: Keeping, { days, now }: { days: number; now: Date }): Promise<Expired> {
  const time = now.getTime();
  const { due, looks, unread } = await survey(keeping, time - days * dayMs);
  const last = looks.at(-1);
  if (last !== undefined && time >= last && time - last < onceMs) return { kind: "known" };
  const steady = isSteady(looks, time);
  const removed = steady && due.size > 0 ? await remove(keeping, due, now) : 0;
  await keeping.note([lineOf({ at: now.toISOString(), what: "retention", reports: removed })]);
  if (removed > 0) await keeping.scrub();
  return steady ? { kind: "done", reports: removed, unread } : { kind: "waiting" };
}

/** Whether the looks go back from now for long enough without a gap or a step back. */
export function isSteady(looks: readonly number[], time: number): boolean {
  let begin = time;
  for (const look of looks.toReversed()) {
    if (look > begin || begin - look > steadyMs) break;
    begin = look;
  }
  return time - begin >= steadyMs;
}

interface Due {
  report: ReportKey;
  stored: Entry;
  count: number;
}

/** Reports with nothing later than `before`, by their keys, and when it was looked, in the order of the trail. */
async function survey(keeping: Keeping, before: number) {
  const due = new Map<string, Due>();
  const looks: number[] = [];
  let unread = 0;
  for await (const kept of keeping.all()) {
    const { stored } = kept;
    if (stored.kind === "trail") looks.push(...lookIn(stored.line));
    if (stored.kind !== "entry" || stored.namespace !== "report") continue;
    const times = timesOf(kept);
    if (times === null) unread += 1;
    else if (times.length > 0 && times.every((at) => at < before))
      due.set(stored.key, { report: reportNamed(stored.key), stored, count: times.length });
  }
  return { due, looks, unread };
}

function lookIn(text: string): number[] {
  const line = lineAs(text);
  return line?.what === "retention" ? [new Date(line.at).getTime()] : [];
}

/** When each event was recorded; null where that cannot be read. A time that is none is never before another one. */
const timesOf = (kept: Kept): number[] | null =>
  valueOf(kept, (value) => eventsIn(value).map(({ at }) => new Date(at).getTime()));

/** The talks first: a report without its talks is found again, were we ended in between; a talk without its report would stay. */
async function remove(keeping: Keeping, due: ReadonlyMap<string, Due>, now: Date): Promise<number> {
  for await (const kept of keeping.all()) {
    const { stored } = kept;
    if (stored.kind !== "entry" || stored.namespace !== "talk") continue;
    const about = reportOf(kept);
    if (about !== null && due.has(about)) await keeping.replace(stored, null);
  }
  let removed = 0;
  for (const { report, stored, count } of due.values()) {
    const { unit, year } = report;
    const line = lineOf({ at: now.toISOString(), what: "expired", unit, year, count });
    if (await keeping.replace(stored, null, [line])) removed += 1;
  }
  return removed;
}

/** The key of the report that a talk is about; null where there is none. */
const reportOf = (kept: Kept): string | null =>
  valueOf(kept, (value) => {
    const { unit, year } = talkIn(value);
    return year === null ? null : reportKey({ unit, year });
  });
