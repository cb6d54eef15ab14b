import { createHash } from "node:crypto";
import { z } from "zod";

/**
 * What an answer needs: the req_id of the callback, what kind of callback it was, and when it came. A message can be
 * answered for 24 hours, by several messages (seen on a live tenant; how many is not known); the opening of a chat by
 * one welcome within 5 seconds.
 */
export const Token = z.object({
  kind: z.enum(["message", "welcome"]),
  req: z.string().min(1),
  at: z.number(),
});
export type Token = z.infer<typeof Token>;

const replyWindowMs = 24 * 60 * 60 * 1000;
const welcomeWindowMs = 5000;
/** Younger than this, a stream cannot be past its six minutes. */
export const streamYoungMs = 5 * 60 * 1000;

export const writeToken = (token: Token): string => JSON.stringify([token.kind, token.req, token.at]);

/** undefined: no answer but a push, because none was given or it cannot be read. */
export function readToken(reply: string | undefined): Token | undefined {
  if (reply === undefined) return undefined;
  try {
    const [kind, req, at] = z.tuple([z.unknown(), z.unknown(), z.unknown()]).parse(JSON.parse(reply));
    return Token.parse({ kind, req, at });
  } catch {
    return undefined;
  }
}

export const over = ({ kind, at }: Token, now: number): boolean =>
  now - at > (kind === "welcome" ? welcomeWindowMs : replyWindowMs);

/** An id that the platform takes everywhere (letters and digits), the same for the same key. */
export const idOf = (key: string): string =>
  `nb${createHash("sha256").update(key).digest("hex").slice(0, 30)}`;
