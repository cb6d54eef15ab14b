import { z } from "zod";
import type { Conversation, Inbound, InboundFile } from "../channel.ts";
import { readKey } from "./cards.ts";
import { writeToken } from "./reply.ts";

/** Frames of the socket as inbound messages. Nothing of them is believed before it was parsed; broken parts are left out. */

const Text = z.object({ content: z.string() }).optional().catch(undefined);
/** The name is given by some deployments only; mostly it stands in the header of the download. */
const Media = z
  .object({
    url: z.string().min(1),
    aeskey: z.string().optional(),
    filename: z.string().optional().catch(undefined),
  })
  .optional()
  .catch(undefined);
const parts = { text: Text, voice: Text, image: Media, file: Media, video: Media };
const Mixed = z
  .object({ msg_item: z.array(z.object({ ...parts })).catch([]) })
  .optional()
  .catch(undefined);
const Content = z.object({ ...parts, mixed: Mixed });
type Content = z.infer<typeof Content>;

const from = {
  msgid: z.string().min(1).max(512),
  chattype: z.enum(["single", "group"]).optional(),
  chatid: z.string().min(1).max(256).optional(),
  from: z.object({ userid: z.string().min(1).max(256) }),
  /** In seconds since 1970. */
  create_time: z.number().min(0).max(1e10).optional().catch(undefined),
};
const headers = z.object({ req_id: z.string().min(1) });
const Message = z.object({
  headers,
  body: z.object({ ...from, ...Content.shape, quote: Content.optional().catch(undefined) }),
});
/** On the wire the press of a button stands in an object of its own; the SDK's types say otherwise. */
const CardEvent = z.object({ event_key: z.string(), task_id: z.string().min(1) });
const Event = z.object({
  headers,
  body: z.object({
    ...from,
    event: z.object({ eventtype: z.string(), template_card_event: CardEvent.optional().catch(undefined) }),
  }),
});
const Kind = z.object({ body: z.object({ event: z.object({ eventtype: z.string() }) }) });
const meant = new Set(["enter_chat", "template_card_event"]);

/** A press, with what an update of its card needs. */
export interface Press {
  req: string;
  task: string;
  /** Of the message the card answered; answers to the press go there. */
  reply: string | undefined;
}
export type Heard = { inbound: Inbound; press?: Press };

/** null: not a message anybody could have sent. */
export function messageIn(frame: unknown, now: number): Heard | null {
  const parsed = Message.safeParse(frame);
  if (!parsed.success) return null;
  const { headers: head, body } = parsed.data;
  const origin = originOf(body, now);
  if (origin === null) return null;
  const said = wordsOf(body);
  return {
    inbound: {
      kind: "message",
      ...origin,
      reply: writeToken({ kind: "message", req: head.req_id, at: now }),
      text: (origin.conversation.kind === "group" ? withoutMention(said) : said).trim(),
      // A group is heard only where the bot is mentioned.
      mentioned: true,
      files: [...filesOf(body, now), ...(body.quote === undefined ? [] : filesOf(body.quote, now))],
    },
  };
}

/** "unknown": an event of a kind that means nothing to us. */
export function eventIn(frame: unknown, now: number): Heard | "unknown" | null {
  const kind = Kind.safeParse(frame).data?.body.event.eventtype;
  if (kind !== undefined && !meant.has(kind)) return "unknown";
  const parsed = Event.safeParse(frame);
  if (!parsed.success) return null;
  const { headers: head, body } = parsed.data;
  const origin = originOf(body, now);
  if (origin === null) return null;
  if (kind === "enter_chat")
    return {
      inbound: {
        kind: "entered",
        ...origin,
        reply: writeToken({ kind: "welcome", req: head.req_id, at: now }),
      },
    };
  const { event_key: key, task_id: task } = body.event.template_card_event ?? {};
  const pressed = key === undefined || task === undefined ? null : readKey(key, task);
  if (pressed === null || task === undefined) return null;
  // The button of a card that is over.
  if (pressed === "over") return "unknown";
  const { card, choice, reply } = pressed;
  return {
    // A press itself takes no answer but an update of its card.
    inbound: { kind: "action", ...origin, ...(reply === undefined ? {} : { reply }), card, choice },
    press: { req: head.req_id, task, reply },
  };
}

function originOf(body: z.infer<z.ZodObject<typeof from>>, now: number) {
  const sender = { id: body.from.userid };
  const group = body.chattype === "group";
  if (group && body.chatid === undefined) return null;
  const conversation: Conversation =
    group && body.chatid !== undefined
      ? { kind: "group", id: body.chatid }
      : { kind: "direct", id: sender.id };
  const at = body.create_time === undefined ? now : body.create_time * 1000;
  return { id: body.msgid, conversation, sender, at };
}

const wordsOf = (content: Content): string =>
  content.text?.content ??
  content.voice?.content ??
  content.mixed?.msg_item.flatMap(({ text }) => text?.content ?? []).join("\n") ??
  "";

/** How long a link lives after it was delivered. */
const linkMs = 5 * 60 * 1000;

function filesOf(content: Content, now: number): InboundFile[] {
  const media = [content, ...(content.mixed?.msg_item ?? [])].flatMap(({ file, image, video }) => [
    ...(file === undefined ? [] : [{ kind: "文件", ...file }]),
    ...(image === undefined ? [] : [{ kind: "图片", ...image }]),
    ...(video === undefined ? [] : [{ kind: "视频", ...video }]),
  ]);
  return media.map(({ kind, url, aeskey, filename }) => ({
    ref: JSON.stringify({ kind, url, key: aeskey, name: filename }),
    ...(filename === undefined ? {} : { name: filename }),
    expiresAt: now + linkMs,
  }));
}

const mention = /(^|[\s\u2005])@[^\s\u2005@]+(?=[\s\u2005]|$)[\s\u2005]?/u;

/** The name of the bot is not told; what mentions it begins with @. Of several the first is taken. */
export const withoutMention = (text: string): string => text.replace(mention, "$1");
