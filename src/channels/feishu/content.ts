import { z } from "zod";
import type { InboundFile } from "../channel.ts";

/** What a message of the platform says, as plain text and files. */

export const Mention = z.object({
  key: z.string(),
  id: z.object({ open_id: z.string().nullish() }).nullish(),
  name: z.string().nullish(),
});
export type Mention = z.infer<typeof Mention>;

/** Names message and key: all that a download needs. */
export const FileRef = z.object({ message: z.string(), key: z.string(), type: z.enum(["file", "image"]) });

export interface Said {
  message: string;
  type: string;
  content: string;
  mentions: readonly Mention[];
  bot: string;
}

const TextContent = z.object({ text: z.string() });
const FileContent = z.object({
  file_key: z.string(),
  file_name: z.string().nullish(),
  file_size: z.coerce.number().nullish().catch(null),
});
const ImageContent = z.object({ image_key: z.string() });
const Node = z.looseObject({
  tag: z.string(),
  text: z.string().nullish(),
  user_id: z.string().nullish(),
  user_name: z.string().nullish(),
  file_key: z.string().nullish(),
  image_key: z.string().nullish(),
});
const Post = z.object({ title: z.string().nullish(), content: z.array(z.array(Node)) });
/** As it is delivered, or with a language around it. */
const PostContent = z.union([Post, z.record(z.string(), Post).transform((all) => Object.values(all)[0])]);

/** What has neither words nor a file is named, so that the talk can say that it does not understand it. */
const names: Readonly<Record<string, string>> = {
  sticker: "[表情]", location: "[位置]", share_chat: "[群名片]", share_user: "[个人名片]", interactive: "[卡片]",
  merge_forward: "[合并转发]", folder: "[文件夹]", video_chat: "[视频通话]", calendar: "[日程]", todo: "[任务]", vote: "[投票]",
}; // prettier-ignore

/** The words without the mention of the bot, and the files. An unknown kind is named, never refused. */
export function readContent(said: Said): { text: string; files: InboundFile[] } {
  const body = parsed(said.content);
  if (said.type === "text") {
    const text = TextContent.safeParse(body).data?.text ?? "";
    return { text: named(text, said), files: [] };
  }
  if (said.type === "post") return readPost(PostContent.safeParse(body).data, said);
  const file = FileContent.safeParse(body);
  if (file.success && ["file", "audio", "media"].includes(said.type)) {
    const { file_key: key, file_name: name, file_size: size } = file.data;
    return { text: "", files: [fileOf(said.message, key, "file", name, size)] };
  }
  const image = ImageContent.safeParse(body);
  if (said.type === "image" && image.success) {
    return { text: "", files: [fileOf(said.message, image.data.image_key, "image", "图片")] };
  }
  return { text: names[said.type] ?? "[消息]", files: [] };
}

export function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

const fileOf = (
  message: string,
  key: string,
  type: "file" | "image",
  name?: string | null,
  size?: number | null,
): InboundFile => ({
  ref: JSON.stringify({ message, key, type }),
  ...(name === null || name === undefined || name === "" ? {} : { name }),
  ...(size === null || size === undefined ? {} : { size }),
});

/** Keys of mentions become names; the bot's own goes. */
function named(text: string, { mentions, bot }: Said): string {
  const all = new Map(mentions.map((mention) => [mention.key, mention]));
  return text
    .replaceAll(/@_(?:user_\d+|all)\s?/g, (found) => {
      const key = found.trimEnd();
      const mention = all.get(key);
      if (key === "@_all") return found.replace(key, () => "@所有人");
      if (mention === undefined) return found;
      return mention.id?.open_id === bot ? "" : found.replace(key, () => `@${mention.name ?? ""}`);
    })
    .trim();
}

function readPost(
  post: z.infer<typeof Post> | undefined,
  said: Said,
): { text: string; files: InboundFile[] } {
  const files: InboundFile[] = [];
  const lines = (post?.content ?? []).map((line) =>
    line
      .map((node) => {
        if (node.tag === "img" && node.image_key) {
          files.push(fileOf(said.message, node.image_key, "image", "图片"));
          return "";
        }
        if (node.tag === "media" && node.file_key) {
          files.push(fileOf(said.message, node.file_key, "file", "视频"));
          return "";
        }
        return node.tag === "at" ? mentionIn(node, said) : (node.text ?? "");
      })
      .join(""),
  );
  const text = named([post?.title ?? "", ...lines].join("\n"), said);
  return { text, files };
}

function mentionIn(node: z.infer<typeof Node>, { mentions, bot }: Said): string {
  const { user_id: id, user_name: name } = node;
  const mention = mentions.find(({ key, id: of }) => key === id || (of?.open_id ?? "") === id);
  if (id === bot || mention?.id?.open_id === bot) return "";
  return id === "all" || id === "@_all" ? "@所有人" : `@${mention?.name ?? name ?? ""}`;
}
