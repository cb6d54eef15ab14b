import { createHash } from "node:crypto";
import { z } from "zod";
import type { Conversation, Inbound } from "../channel.ts";
import { Mention, readContent } from "./content.ts";

/** What the platform delivers, as the SDK hands it on: header and event in one object. null: not what it should be. */

/** Whose events are ours, and who we are. */
export interface Bot {
  appId: string;
  openId: string;
}

/** A message that came in; `quoted`: the message it answers, whose file may be meant. */
export interface Heard {
  message: Extract<Inbound, { kind: "message" }>;
  quoted: string | undefined;
}

const Time = z.string().regex(/^\d{10,19}$/);
const Person = z.object({ open_id: z.string().min(1) });
const MessageEvent = z.object({
  app_id: z.string(),
  sender: z.object({ sender_id: Person.nullish(), sender_type: z.string() }),
  message: z.object({
    message_id: z.string().min(1).max(200),
    parent_id: z.string().nullish(),
    create_time: Time,
    chat_id: z.string().min(1),
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string(),
    mentions: z.array(Mention).nullish(),
  }),
});
const EnteredEvent = z.object({
  app_id: z.string(),
  event_id: z.string().min(1).max(200),
  create_time: Time,
  operator_id: Person,
});
/** What a button of ours carries: the card, where it was sent, and the choice or the fields of the form in their order. */
export const Pressed = z.object({
  card: z.string(),
  in: z.enum(["direct", "group"]),
  choice: z.string().optional(),
  fields: z.array(z.string()).optional(),
});
const ActionEvent = z.object({
  app_id: z.string(),
  token: z.string().min(1),
  create_time: Time,
  operator: Person,
  action: z.object({ value: Pressed, form_value: z.record(z.string(), z.unknown()).nullish() }),
  context: z.object({ open_message_id: z.string().min(1), open_chat_id: z.string().min(1) }),
});

/** The name of a form's field: ids of cells are too long and have dots. */
export const fieldName = (index: number): string => `field_${index}`;

/** "unheard": well formed, and not for us. */
export function readMessage(event: unknown, bot: Bot): Heard | "unheard" | null {
  const { data } = MessageEvent.safeParse(event);
  if (data?.app_id !== bot.appId) return null;
  const { message: told, sender } = data;
  const person = sender.sender_id?.open_id;
  if (sender.sender_type !== "user" || person === undefined || person === bot.openId) return "unheard";
  const mentions = told.mentions ?? [];
  const direct = told.chat_type === "p2p";
  const conversation: Conversation = direct
    ? { kind: "direct", id: person }
    : { kind: "group", id: told.chat_id };
  const said = {
    message: told.message_id,
    type: told.message_type,
    content: told.content,
    mentions,
    bot: bot.openId,
  };
  return {
    message: {
      kind: "message",
      id: told.message_id,
      conversation,
      sender: { id: person },
      at: milliseconds(told.create_time),
      reply: told.message_id,
      mentioned: direct || mentions.some(({ id }) => id?.open_id === bot.openId),
      ...readContent(said),
    },
    quoted: told.parent_id ? told.parent_id : undefined,
  };
}

export function readEntered(event: unknown, bot: Bot): Inbound | null {
  const { data } = EnteredEvent.safeParse(event);
  if (data?.app_id !== bot.appId) return null;
  const id = data.operator_id.open_id;
  return {
    kind: "entered",
    id: data.event_id,
    conversation: { kind: "direct", id },
    sender: { id },
    at: milliseconds(data.create_time),
  };
}

/** `message`: the one with the card. */
export function readAction(
  event: unknown,
  bot: Bot,
): { action: Inbound; in: "direct" | "group"; message: string } | null {
  const { data } = ActionEvent.safeParse(event);
  if (data?.app_id !== bot.appId) return null;
  const { value, form_value: form } = data.action;
  const person = data.operator.open_id;
  const fields = value.fields?.map((id, index): [string, string] => {
    const typed = form?.[fieldName(index)];
    return [id, typeof typed === "string" ? typed : ""];
  });
  return {
    action: {
      kind: "action",
      // The token is the same for each delivery, another for each press; it opens the card, so it is not kept as it is.
      id: `press-${createHash("sha256").update(data.token).digest("hex").slice(0, 40)}`,
      conversation:
        value.in === "direct"
          ? { kind: "direct", id: person }
          : { kind: "group", id: data.context.open_chat_id },
      sender: { id: person },
      at: milliseconds(data.create_time),
      reply: data.context.open_message_id,
      card: value.card,
      ...(value.choice === undefined ? {} : { choice: value.choice }),
      ...(fields === undefined ? {} : { fields: Object.fromEntries(fields) }),
    },
    in: value.in,
    message: data.context.open_message_id,
  };
}

/** Times come in s, ms or µs since 1970. */
const milliseconds = (time: string): number => {
  const value = Number(time);
  if (time.length >= 16) return Math.floor(value / 1000);
  return time.length <= 10 ? value * 1000 : value;
};
