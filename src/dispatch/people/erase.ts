import { talkIn } from "../../store/entries.ts";
import { OutsideError } from "../../errors.ts";
import { hashed } from "../../log.ts";
import type { Recorded, ReportEvent } from "../../report/events.ts";
import type { Keeping, Kept } from "../../store/keeping.ts";
import type { MailStore } from "../../store/mail.ts";
import { digestOf, lineOf } from "../../store/trail.ts";
import { belongingsOf, eventId, namesIn, type Belonging, type PersonId } from "./belongings.ts";

/** Who stands in a report in the place of somebody who was taken out. */
export const erasedName = "已删除的人员";

/** How much is stored of a person: reports, events in them, talks, messages in and out. */
export interface Extent {
  reports: number;
  events: number;
  talks: number;
  messages: number;
  names: readonly string[];
}

export async function extentOf(store: MailStore, person: PersonId): Promise<Extent> {
  const extent = { reports: 0, events: 0, talks: 0, messages: 0 };
  const names = new Set<string>();
  for await (const one of belongingsOf(store.keeping, person)) {
    if (one.kind === "talk") extent.talks += 1;
    else if (one.kind !== "report") extent.messages += 1;
    else {
      const own = namesIn(person, one.events);
      extent.reports += 1;
      extent.events += own.length;
      for (const name of own) names.add(name);
    }
  }
  return { ...extent, names: [...names] };
}

/** What goes on beside us may bring something anew; so often we look again. */
const mostPasses = 20;

/**
 * Takes a person out of a store: their talks and messages go, in reports their name, id and sentences; the figures and the
 * wording of the report stay. Row by row beside what others do; may be ended and begun again at any point.
 */
export async function erase(
  store: MailStore,
  person: PersonId,
  { extent, now }: { extent: Extent; now: Date },
): Promise<void> {
  const { keeping } = store;
  const at = now.toISOString();
  const by = hashed(eventId(person));
  // While their names are known.
  await eraseMentions(keeping, extent.names);
  const { talks, messages } = extent;
  let told = talks + messages > 0 ? [lineOf({ at, what: "forgotten", by, talks, messages })] : [];
  for (let pass = 0; pass < mostPasses; pass++) {
    let left = false;
    for await (const one of belongingsOf(keeping, person)) {
      left = true;
      if (one.kind === "report") await eraseIn(keeping, one, { person, at, by });
      else if (await keeping.replace(one.stored, null, told)) told = [];
    }
    if (!left) return await keeping.scrub();
  }
  const message = "这个人还在不停地发消息，没有删完。请先把他从名单里去掉，再删一次。";
  throw new OutsideError(message, { where: "store", code: "busy", retryable: true });
}

async function eraseIn(
  keeping: Keeping,
  { report }: Extract<Belonging, { kind: "report" }>,
  { person, at, by }: { person: PersonId; at: string; by: string },
): Promise<void> {
  const id = eventId(person);
  await keeping.rewrite(report, (events) => {
    if (events.every((event) => event.by.id !== id)) return null;
    const left = withoutPerson(events, id);
    const whole = { ...report, count: left.length, digest: digestOf(left) };
    return { events: left, trail: [lineOf({ at, what: "erased", by, ...whole })] };
  });
}

/** The same events, one for one, without who said them and how; all of it folds to the same figures and texts. */
export function withoutPerson(events: readonly Recorded[], id: string): Recorded[] {
  const messages = new Map<string, string>();
  const taken = new Set(events.map(({ message }) => message));
  let number = 0;
  // The id of a message may be a person's; 撤销 names it once more.
  for (const { by, message } of events) {
    if (by.id !== id || messages.has(message)) continue;
    do number += 1;
    while (taken.has(`${erasedName}${number}`));
    messages.set(message, `${erasedName}${number}`);
  }
  const renamed = (message: string): string => messages.get(message) ?? message;
  return events.map((one) => {
    const { event } = one;
    const undone: ReportEvent =
      event.type === "Undone" ? { ...event, message: renamed(event.message) } : event;
    const same = { ...one, message: renamed(one.message), event: undone };
    if (one.by.id !== id) return same;
    return { ...same, by: { id: erasedName, name: erasedName }, words: "", event: withoutFile(undone) };
  });
}

/** What people call their files is theirs. */
const withoutFile = (event: ReportEvent): ReportEvent =>
  event.type === "ReportImported" || event.type === "LastYearRead" ? { ...event, file: "文件" } : event;

/** Where others were asked about what this person said: the question lapses, and what showed it is not shown again. */
async function eraseMentions(keeping: Keeping, names: readonly string[]): Promise<void> {
  // A single character stands anywhere.
  const long = names.filter((name) => name.length > 1);
  if (long.length === 0) return;
  const mentions = (text: string): boolean => long.some((name) => text.includes(name));
  for await (const kept of keeping.all()) await eraseMention(keeping, kept, mentions);
}

async function eraseMention(
  keeping: Keeping,
  { stored, open }: Kept,
  mentions: (text: string) => boolean,
): Promise<void> {
  if (stored.kind === "entry" && stored.namespace === "talk") {
    const row = open();
    if (row.kind !== "entry") return;
    const talk = talkIn(row.value);
    const { question = "", choices = [], words = "" } = talk.pending ?? {};
    if (!mentions([question, words, ...choices.map(({ label }) => label)].join("\n"))) return;
    await keeping.replace(stored, { ...row, value: JSON.stringify({ ...talk, pending: null }) });
  }
  // What is still to be sent is sent, and forgotten then.
  if (stored.kind === "outbox" && stored.state >= 2 && stored.payload !== null) {
    const row = open();
    if (row.kind !== "outbox" || !mentions(row.payload ?? "")) return;
    await keeping.replace(stored, { ...row, payload: null, bytes: null, live: false });
  }
}
