import { z } from "zod";
import type { Conversation, Outbound, SendOptions } from "../channel.ts";
import type { Api } from "./api.ts";
import { cardJson, mentionable } from "./cards.ts";
import { failure } from "./errors.ts";

/** What is sent, as `msg_type` and `content` of im-v1 message create. Sizes in bytes. */

interface Content {
  msg_type: "text" | "post" | "interactive" | "file";
  content: string;
}

/** im-v1 message create: a request with a text has up to 150 KB, one with a card or a post 30 KB. */
const roomOf = { text: 150_000, post: 29_000, interactive: 29_000, file: 29_000 };
/** im-v1 file create. */
export const largestFile = 30 * 1024 * 1024;
/** A text (but for control characters) grows to four times its size at most when it is quoted twice, so this much always fits. */
export const longestText = 36_000;

/** A text message reads tags, links, bold words and entities. */
const markup = /<\/?[a-z]|\]\(|\*\*|&#?\w+;|@_/i;

const uploadTime = 3 * 60_000;
const Sent = z.object({ data: z.object({ message_id: z.string() }) });
const Uploaded = z.object({ data: z.object({ file_key: z.string() }) });

type Said = Exclude<Outbound, { type: "file" }>;

/** Resolves with the platform's id; in a group as an answer, where there is something to answer. ChannelError. */
export async function send(
  api: Api,
  to: Conversation,
  message: Outbound,
  options: SendOptions,
): Promise<{ id: string }> {
  const { signal, key: uuid } = options;
  const content =
    message.type === "file"
      ? fileContent(await upload(api, message, signal))
      : contentOf(message, to, options);
  const answered = to.kind === "group" ? options.reply : undefined;
  const messages = "/open-apis/im/v1/messages";
  const place =
    answered === undefined
      ? {
          path: messages,
          query: { receive_id_type: to.kind === "direct" ? "open_id" : "chat_id" },
          data: { ...content, uuid, receive_id: to.id },
        }
      : { path: `${messages}/${encodeURIComponent(answered)}/reply`, data: { ...content, uuid } };
  const sent = await api.call({ method: "POST", ...place, signal }, Sent);
  return { id: sent.data.message_id };
}

/** ChannelError too_large, invalid. */
async function upload(
  api: Api,
  { name, bytes }: { name: string; bytes: Uint8Array },
  signal: AbortSignal,
): Promise<string> {
  if (bytes.length > largestFile) throw failure("too_large");
  if (bytes.length === 0) throw failure("invalid", "文件是空的，飞书不收。");
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const request = {
    method: "POST" as const,
    path: "/open-apis/im/v1/files",
    data: { file_type: "stream", file_name: name, file },
    multipart: true as const,
    signal,
    timeout: uploadTime,
  };
  return (await api.call(request, Uploaded)).data.file_key;
}

/** ChannelError too_large. */
function contentOf(message: Said, to: Conversation, options: SendOptions): Content {
  const mention = to.kind === "group" ? options.mention : undefined;
  if (message.type === "card") {
    return fitting("interactive", JSON.stringify(cardJson(message.card, to.kind, mention)));
  }
  const whom = mention !== undefined && mentionable(mention.id) ? mention : undefined;
  if (!markup.test(message.text)) return fitting("text", textOf(message.text, whom));
  // Nodes of a post are shown as they are; only short ones fit.
  const post = postOf(message.text, whom);
  if (bytes(post) <= roomOf.post) return { msg_type: "post", content: post };
  return fitting("text", textOf(spaced(message.text), whom));
}

const fileContent = (key: string): Content => ({
  msg_type: "file",
  content: JSON.stringify({ file_key: key }),
});

const bytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));

function fitting(type: Content["msg_type"], content: string): Content {
  if (bytes(content) > roomOf[type]) throw failure("too_large");
  return { msg_type: type, content };
}

const textOf = (text: string, mention: SendOptions["mention"]): string =>
  JSON.stringify({ text: mention === undefined ? text : `<at user_id="${mention.id}"></at> ${text}` });

const postOf = (text: string, mention: SendOptions["mention"]): string =>
  JSON.stringify({
    zh_cn: {
      content: [
        [
          ...(mention === undefined ? [] : [{ tag: "at", user_id: mention.id }]),
          { tag: "text", text: mention === undefined ? text : ` ${text}` },
        ],
      ],
    },
  });

/** Breaks what would be read as markup with spaces nobody sees. */
const spaced = (text: string): string => text.replaceAll(/[<&*@\]](?=[/a-z#(*_])/gi, "$&\u200B");
