import type { MailStore } from "../../store/mail.ts";
import { strangersIn, lineOf } from "../access/strangers.ts";
import { Parcel, Said } from "../payload.ts";
import { belongingsOf, eventId, namesIn, type Belonging, type PersonId } from "./belongings.ts";

/** Everything stored of a person, as plain data for a file. */
export interface Exported {
  person: PersonId & { names: readonly string[] };
  /** What they said of reports, with the sentence it was read from. */
  reports: readonly { unit: string; year: number; events: readonly unknown[] }[];
  remindersDeclined: readonly { unit: string; year: number; at: string; declined: boolean }[];
  talks: readonly { conversation: unknown; talk: unknown }[];
  /** What they sent and is still kept; bytes in base64. */
  messages: readonly unknown[];
  /** What was sent to them and is still kept. */
  sent: readonly unknown[];
  /** Lines of the file of those who came and may not. */
  strangers: readonly string[];
}

/** Reads through a store and, where there is one, its data folder; null when nothing is stored of the person. */
export async function exportOf(
  store: MailStore,
  person: PersonId,
  folder: string | null,
): Promise<Exported | null> {
  const found: Belonging[] = [];
  for await (const one of belongingsOf(store.keeping, person)) found.push(one);
  const strangers = folder === null ? [] : await strangersOf(folder, person);
  if (found.length === 0 && strangers.length === 0) return null;
  const reports = found.flatMap((one) => (one.kind === "report" ? [one] : []));
  const own = reports.map(({ report, events }) => ({
    ...report,
    events: events.filter(({ by }) => by.id === eventId(person)),
  }));
  return {
    person: { ...person, names: [...new Set(reports.flatMap(({ events }) => namesIn(person, events)))] },
    reports: own,
    remindersDeclined: own.flatMap(({ unit, year, events }) =>
      events.flatMap(({ at, event }) =>
        event.type === "RemindersSet" ? [{ unit, year, at, declined: !event.on }] : [],
      ),
    ),
    talks: found.flatMap((one) =>
      one.kind === "talk" ? [{ conversation: one.conversation, talk: one.talk }] : [],
    ),
    messages: found.flatMap((one) => (one.kind === "message" ? [messageOf(one)] : [])),
    sent: found.flatMap((one) => (one.kind === "sent" ? [sentOf(one)] : [])),
    strangers,
  };
}

const time = (at: number): string => new Date(at).toISOString();

function messageOf({ row }: Extract<Belonging, { kind: "message" }>): unknown {
  const { id, at, conversation, payload, file, done } = row;
  const said = payload === null ? null : Said.parse(JSON.parse(payload));
  return { id, at: time(at), conversation: JSON.parse(conversation) as unknown, answered: done, said, file };
}

function sentOf({ row }: Extract<Belonging, { kind: "sent" }>): unknown {
  const { at, conversation, payload, bytes, state } = row;
  const parcel = payload === null ? null : Parcel.parse(JSON.parse(payload));
  return {
    at: time(at),
    conversation: JSON.parse(conversation) as unknown,
    sent: state === 2,
    parcel,
    bytes,
  };
}

/** Their lines in the file of a data folder. */
export const strangersOf = async (folder: string, { channel, id }: PersonId): Promise<string[]> =>
  (await strangersIn(folder))
    .filter((one) => one.kind === "person" && one.channel === channel && one.id === id)
    .map(lineOf);
