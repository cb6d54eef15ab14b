import { Readable } from "node:stream";
import { z } from "zod";
import { drained } from "../bounded.ts";
import { fault, lost, refusal } from "./faults.ts";

/** What every answer has; 0 is fine. */
export const Answer = z.looseObject({ errcode: z.number().default(0) });
export type Answer = z.infer<typeof Answer>;

/** Answers have a few hundred bytes. */
const longestAnswer = 1024 * 1024;
const tooMany = 45009;
const busy = -1;

/** What the platform answered; a page of a proxy is no answer of the platform. */
export async function answerIn(response: Response): Promise<Answer> {
  const text = new TextDecoder().decode(await bytesOf(response, longestAnswer));
  if (response.status === 429) throw refusal(tooMany);
  if (response.status >= 500) throw refusal(busy);
  const result = Answer.safeParse(jsonOf(text));
  if (!result.success)
    throw fault("network", "接口地址给出的不是企业微信的回答，请管理员核对地址。", response.status);
  return result.data;
}

export function parsed<T extends z.ZodType>(shape: T, answer: unknown): z.infer<T> {
  const result = shape.safeParse(answer);
  if (!result.success) throw fault("unknown", "企业微信的回答读不懂，稍后再试。");
  return result.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The bytes of a body, given up as soon as they are more than may be. */
export async function bytesOf(response: Response, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(response.headers.get("content-length") ?? 0);
  let bytes: Uint8Array | null = null;
  try {
    if (declared > maxBytes) await response.body?.cancel();
    else bytes = await drained(response.body ?? Readable.from([]), maxBytes);
  } catch (error) {
    throw lost(error);
  }
  if (bytes === null) throw fault("too_large", "文件太大，超过了能收的大小。");
  return bytes;
}
