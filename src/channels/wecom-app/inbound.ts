import { createHash } from "node:crypto";
import { z } from "zod";
import type { Inbound } from "../channel.ts";
import { baseName } from "../fileName.ts";
import { cardOf } from "./card.ts";
import { Unreadable } from "./xml.ts";

/** What a callback brings. `code` lets the card of a press be changed, once, within 72 hours. */
export type Heard = { inbound: Inbound; code?: string } | { ignored: string };

const id = z.string().min(1).max(256);
const Base = z.object({
  FromUserName: z.string().min(1).max(128),
  /** Seconds since 1970. */
  CreateTime: z.string().regex(/^\d{9,11}$/),
  MsgType: id,
});
const Said = z.object({ MsgId: id, Content: z.string().default(""), Recognition: z.string().default("") });
const Sent = z.object({ MediaId: z.string().min(1).max(512), FileName: z.string().optional() });
const Event = z.object({ Event: id, EventKey: z.string().default("") });
const Press = z.object({ TaskId: id, EventKey: z.string().min(1), ResponseCode: z.string().optional() });

const mediaLivesMs = 3 * 24 * 3_600_000;

/**
 * A verified callback to our agent, from its fields (document/path/90239, 90240). Throws Unreadable when a field that
 * its kind must have is missing. People talk to an app alone: there are no groups.
 */
export function inboundOf(fields: ReadonlyMap<string, string>, agent: string): Heard {
  const said = Object.fromEntries(fields);
  try {
    return (said["AgentID"] ?? agent) === agent ? heardOf(said) : { ignored: "another-agent" };
  } catch (error) {
    throw error instanceof z.ZodError ? new Unreadable("a field is missing") : error;
  }
}

type Fields = Readonly<Record<string, string>>;

function heardOf(fields: Fields): Heard {
  const { FromUserName: person, CreateTime, MsgType } = Base.parse(fields);
  const at = Number(CreateTime) * 1000;
  const from = { conversation: { kind: "direct" as const, id: person }, sender: { id: person }, at };
  if (MsgType === "event") return eventOf(fields, from);
  const { MsgId, Content, Recognition } = Said.parse(fields);
  const message = { kind: "message" as const, ...from, id: MsgId, mentioned: true };
  if (MsgType !== "file" && MsgType !== "image")
    // Of what we cannot use (voice, video, places, links) nothing is left to read: the talk says so.
    return { inbound: { ...message, text: MsgType === "text" ? Content : Recognition, files: [] } };
  const { MediaId, FileName } = Sent.parse(fields);
  const name = baseName(FileName ?? "");
  const file = { ref: MediaId, ...(name === "" ? {} : { name }), expiresAt: at + mediaLivesMs };
  return { inbound: { ...message, text: "", files: [file] } };
}

function eventOf(fields: Fields, from: Pick<Inbound, "conversation" | "sender" | "at">): Heard {
  const { Event: kind, EventKey } = Event.parse(fields);
  if (kind === "enter_agent")
    return { inbound: { kind: "entered", ...from, id: digest(kind, from.sender.id, from.at) } };
  if (kind !== "template_card_event") return { ignored: kind };
  const { TaskId, ResponseCode } = Press.parse(fields);
  const press = digest(kind, from.sender.id, from.at, TaskId, EventKey);
  return {
    inbound: { kind: "action", ...from, id: press, card: cardOf(TaskId), choice: EventKey },
    ...(ResponseCode === undefined || ResponseCode === "" ? {} : { code: ResponseCode }),
  };
}

/** Events have no id: who, when and what are theirs (document/path/90238). */
const digest = (...parts: readonly (string | number)[]): string =>
  `event-${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 40)}`;
