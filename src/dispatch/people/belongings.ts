import { z } from "zod";
import type { ChannelName, Conversation } from "../../channels/channel.ts";
import type { ReportKey } from "../../conversation/ports.ts";
import type { Talk } from "../../conversation/talk.ts";
import type { Recorded } from "../../report/events.ts";
import { eventsIn, reportNamed, talkIn, talkNamed } from "../../store/entries.ts";
import type { Holding, Replaceable } from "../../store/holdings.ts";
import type { Keeping } from "../../store/keeping.ts";
import { conversationKey, Parcel, stem } from "../payload.ts";

/** Somebody as a platform knows them. */
export interface PersonId {
  channel: ChannelName;
  id: string;
}

/** As events name them. */
export const eventId = ({ channel, id }: PersonId): string => `${channel}:${id}`;

type RowOf<Kind extends Holding["kind"]> = Extract<Holding, { kind: Kind }>;

/** One stored thing that is a person's: the row as it is stored, and what is in it. */
export type Belonging =
  | {
      kind: "report";
      stored: Replaceable;
      row: RowOf<"entry">;
      report: ReportKey;
      events: readonly Recorded[];
    }
  | { kind: "talk"; stored: Replaceable; conversation: Conversation | null; talk: Talk }
  | { kind: "message"; stored: Replaceable; row: RowOf<"inbox"> }
  | { kind: "sent"; stored: Replaceable; row: RowOf<"outbox"> };

/** Everything stored of a person, in the order of the store. A report is theirs as soon as one of its events is. */
export async function* belongingsOf(keeping: Keeping, person: PersonId): AsyncGenerator<Belonging> {
  const answers = new Set<string>();
  for await (const { stored, open } of keeping.all()) {
    if (stored.kind === "trail" || (stored.kind === "entry" && stored.namespace === "seal")) continue;
    const row = open();
    if (row.kind === "entry" && row.namespace === "report") {
      const events = eventsIn(row.value);
      if (events.some(({ by }) => by.id === eventId(person)))
        yield { kind: "report", stored, row, report: reportNamed(row.key), events };
    } else if (row.kind === "entry") {
      const name = talkNamed(row.key);
      if (isTalkOf(person, name))
        yield { kind: "talk", stored, conversation: placeOf(name), talk: talkIn(row.value) };
    } else if (row.kind === "inbox" && isTalkOf(person, row.owner)) {
      answers.add(stem(row.channel, row.id, row.part));
      yield { kind: "message", stored, row };
    } else if (row.kind === "outbox" && (isFor(person, row) || answers.has(row.key.slice(0, 32))))
      yield { kind: "sent", stored, row };
  }
}

const TalkName = z.tuple([z.string(), z.enum(["direct", "group"]), z.string(), z.string()]);

/** Channel, kind and id of the chat, and the person; null for a talk of another name. */
function namedIn(talk: string): z.infer<typeof TalkName> | null {
  if (!talk.startsWith("[")) return null;
  return TalkName.safeParse(JSON.parse(talk)).data ?? null;
}

/** How the talk in the terminal was called before there were channels. */
const oldTalk = "terminal";

function isTalkOf({ channel, id }: PersonId, talk: string): boolean {
  const named = namedIn(talk);
  return named === null
    ? talk === oldTalk && channel === "terminal"
    : named[0] === channel && named[3] === id;
}

function placeOf(talk: string): Conversation | null {
  const named = namedIn(talk);
  return named === null ? null : { kind: named[1], id: named[2] };
}

/** Sent to them alone, to be pressed by them, or with their name on it. */
function isFor(person: PersonId, row: RowOf<"outbox">): boolean {
  if (row.channel !== person.channel) return false;
  if (row.conversation === conversationKey({ kind: "direct", id: person.id })) return true;
  if (row.owner !== null && isTalkOf(person, row.owner)) return true;
  return row.payload !== null && Parcel.parse(JSON.parse(row.payload)).mention?.id === person.id;
}

/** What a person is called in the reports. */
export const namesIn = (person: PersonId, events: readonly Recorded[]): string[] =>
  events.filter(({ by }) => by.id === eventId(person)).map(({ by }) => by.name);
