import { fold } from "../../report/report.ts";
import type { Recorded } from "../../report/events.ts";
import type { Heard } from "../heard.ts";
import { pickChoice, type Membership, type Message } from "../message.ts";
import type { ReportKey } from "../ports.ts";
import { newTalk, type Talk } from "../talk.ts";

/** Whose report a message is about. */

/** The message that the list of those who may stands for: what it says of a unit is not undone with anybody's words. */
export const listMessage = "list";

const otherUnit = /^(?:换|改|切换)(?:一个|个|到另一个|别的)?单位[。！!]?$/;

export interface Belonging {
  message: Message;
  talk: Talk;
  /** The units to choose from; the message waits for that. */
  choose?: readonly Membership[];
  /** The unit was chosen by this very message. */
  chosen?: true;
}

/** The unit of a talk. Somebody who may work for several says which; a talk about a unit that is no longer theirs is begun anew. */
export function belonging(talk: Talk | undefined, message: Message): Belonging {
  const { among } = message;
  if (among === undefined) {
    const kept = talk !== undefined && (message.organ === undefined || talk.unit === message.unit);
    return { message, talk: kept ? talk : newTalk(message.unit) };
  }
  const current = among.find(({ unit }) => unit === talk?.unit);
  if (current !== undefined && talk !== undefined && !otherUnit.test(message.text))
    return { message: within(message, current), talk };
  const picked = current === undefined ? pickChoice(message.text, among.map(nameOf)) : null;
  const membership = picked === null ? undefined : among[picked];
  if (membership === undefined) return { message, talk: newTalk(""), choose: among };
  return { message: within(message, membership), talk: newTalk(membership.unit), chosen: true };
}

export const nameOf = ({ unit, organ }: Membership): string => organ?.name ?? unit;

const within = (message: Message, { unit, role, organ, year }: Membership): Message => ({
  ...message,
  unit,
  sender: { ...message.sender, role },
  ...(organ === undefined ? {} : { organ }),
  ...(year === undefined ? {} : { year }),
});

/** The events of a report, with the organ from the list of those who may where nobody has named one. */
export async function recordedOf({ all, message, now }: Heard, key: ReportKey): Promise<readonly Recorded[]> {
  const recorded = await all.events(key);
  const { organ } = message;
  if (organ === undefined || fold(key.year, recorded).organ !== null) return recorded;
  const named: Recorded = {
    at: now.toISOString(),
    by: { id: listMessage, name: "名单" },
    message: listMessage,
    words: "名单里登记的单位",
    event: { type: "OrganNamed", organ },
  };
  all.append(key, [named]);
  return [...recorded, named];
}
