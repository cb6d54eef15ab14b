import { z } from "zod";

/** A text or a post as it is read: what the platform takes for markup is carried out. */

const Text = z.strictObject({ text: z.string() });
const Node = z.discriminatedUnion("tag", [
  z.strictObject({ tag: z.literal("text"), text: z.string().min(1) }),
  z.strictObject({ tag: z.literal("at"), user_id: z.string().min(1) }),
]);
const Post = z.strictObject({
  zh_cn: z.strictObject({ title: z.string().optional(), content: z.array(z.array(Node).min(1)) }),
});

export interface Looks {
  text: string;
  /** Whom it pings. */
  pinged: string[];
}

/** null: the platform does not take it. `nameOf`: of a person by the id. */
export function readText(type: string, content: unknown, nameOf: (id: string) => string): Looks | null {
  const pinged: string[] = [];
  const ping = (id: string): string => {
    pinged.push(id);
    return `@${id === "all" ? "所有人" : nameOf(id)}`;
  };
  if (type === "post") {
    const post = Post.safeParse(content).data?.zh_cn;
    if (post === undefined) return null;
    const lines = post.content.map((line) =>
      line.map((node) => (node.tag === "text" ? node.text : ping(node.user_id))).join(""),
    );
    return { text: lines.join("\n"), pinged };
  }
  const said = Text.safeParse(content).data;
  if (said === undefined) return null;
  const text = said.text
    .replaceAll(/<at user_id="([^"]*)">.*?<\/at>/g, (_, id: string) => ping(id))
    .replaceAll(/<\/?[bius]>/g, "")
    .replaceAll(/\*\*([^*]+)\*\*/g, "$1")
    .replaceAll(/\[([^\]]*)\]\(https?:[^)]*\)/g, "$1")
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<");
  return { text, pinged };
}
