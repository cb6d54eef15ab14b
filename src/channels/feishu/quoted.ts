import { z } from "zod";
import type { Log } from "../../log.ts";
import type { InboundFile } from "../channel.ts";
import type { Api } from "./api.ts";
import { readContent } from "./content.ts";
import { known } from "./errors.ts";

const Quoted = z.object({
  data: z.object({
    items: z.array(
      z.object({
        message_id: z.string(),
        msg_type: z.string(),
        deleted: z.boolean().nullish(),
        sender: z.object({ sender_type: z.string() }).nullish(),
        body: z.object({ content: z.string() }).nullish(),
      }),
    ),
  }),
});

/** The files of a message that is quoted; they are downloaded later. Throws where another delivery may do better. */
export async function filesQuoted(api: Api, id: string, timeout: number, log: Log): Promise<InboundFile[]> {
  try {
    const path = `/open-apis/im/v1/messages/${encodeURIComponent(id)}`;
    const { data } = await api.call({ method: "GET", path, timeout }, Quoted);
    const quoted = data.items[0];
    // Files of ours are no news to us.
    if (
      quoted?.body?.content === undefined ||
      quoted.deleted === true ||
      quoted.sender?.sender_type === "app"
    )
      return [];
    const { content } = quoted.body;
    return readContent({ message: quoted.message_id, type: quoted.msg_type, content, mentions: [], bot: "" })
      .files;
  } catch (error) {
    const why = known(error);
    log.warn("feishu-quote-unread", { code: why.code, platform: why.platformCode });
    if (why.retryable) throw why;
    return [];
  }
}
