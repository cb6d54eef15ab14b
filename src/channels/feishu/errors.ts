import { z } from "zod";
import { ChannelError, type ChannelErrorCode } from "../channel.ts";

/** What the codes of the platform mean to us: open.feishu.cn, im-v1 message create, reply, get, patch, file, message-resource; server-docs error codes. */
const meanings: Readonly<Record<number, ChannelErrorCode>> = {
  // Frequency: of the application, of the platform's older interfaces, of one chat.
  99991400: "rate_limited", 11232: "rate_limited", 11233: "rate_limited", 11247: "rate_limited", 230020: "rate_limited",
  // The same uuid is being worked on; the store of the tenant, or the long connection's, has no room for us now.
  230049: "busy", 234042: "busy", 1: "busy", 1000040343: "busy", 1000040350: "busy",
  // Withdrawn, deleted, invisible, a topic that is gone, a file that is no longer in its message.
  230011: "expired", 230019: "expired", 230050: "expired", 230110: "expired", 234003: "expired", 234040: "expired",
  // The bot is not in the chat, not available to the person, stopped by the person; the person left; the chat is gone.
  230002: "unreachable", 230013: "unreachable", 230029: "unreachable", 230034: "unreachable", 230038: "unreachable",
  230053: "unreachable", 232009: "unreachable", 234004: "unreachable",
  // Muted, without permission, sensitive words, a rule against leaks, a restricted file; the bot is switched off.
  230006: "forbidden", 11205: "forbidden", 230018: "forbidden", 230022: "forbidden", 230027: "forbidden", 230028: "forbidden", 230035: "forbidden",
  234002: "forbidden", 234007: "forbidden", 234038: "forbidden", 99991401: "forbidden", 99991672: "forbidden",
  // App id or secret; tokens of any kind that stay wrong after a new one was fetched.
  10003: "auth", 10005: "auth", 10012: "auth", 10013: "auth", 10014: "auth", 10015: "auth", 514: "auth", 403: "forbidden", 99991543: "auth",
  99991661: "auth", 99991663: "auth", 99991664: "auth", 99991665: "auth", 99991668: "auth", 99991671: "auth", 99991677: "auth",
  230025: "too_large", 234006: "too_large", 234037: "too_large",
  230001: "invalid", 230055: "invalid", 230099: "invalid", 234001: "invalid", 234010: "invalid", 99992402: "invalid",
  234043: "unsupported",
}; // prettier-ignore

/** Codes of an access token that is missing, wrong or over: a new one may help. */
const tokenCodes = new Set([99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677]);

const sentences: Readonly<Record<ChannelErrorCode, string>> = {
  rate_limited: "飞书说发得太快了，稍后再试。",
  network: "连不上飞书，稍后再试。",
  timeout: "飞书没有及时回应，稍后再试。",
  busy: "飞书正忙，稍后再试。",
  expired: "原来的消息或文件已经撤回或失效。",
  unreachable: "飞书里找不到这个会话，或者机器人已不在里面。",
  forbidden: "飞书不允许这样做：可能是权限没有开通，或者内容被安全规则拦下。",
  auth: "飞书不认这套凭证，请核对应用的凭证。",
  too_large: "内容超过了飞书的大小限制。",
  invalid: "飞书不接受这样的内容。",
  unsupported: "这个飞书不支持这样做。",
  unknown: "飞书出了问题，没有办成。",
};

interface Detail {
  platformCode?: string | number;
  retryAfterMs?: number;
}

/** An error without content: causes of the SDK carry the message and the token, so they are left behind. */
export const failure = (code: ChannelErrorCode, says = sentences[code], detail: Detail = {}): ChannelError =>
  new ChannelError(says, { where: "feishu", code, ...detail });

/** An answer of the platform that is no success. `wait`: its header x-ogw-ratelimit-reset, in seconds. */
export function refusal(answer: { status: number; code?: number | undefined; wait?: unknown }): ChannelError {
  const { status, code, wait } = answer;
  const meaning = (code === undefined ? undefined : meanings[code]) ?? byStatus(status);
  const seconds = z.coerce.number().min(0).max(3600).safeParse(wait);
  return failure(meaning, undefined, {
    platformCode: code ?? status,
    ...(meaning === "rate_limited" && wait !== undefined && seconds.success
      ? { retryAfterMs: seconds.data * 1000 }
      : {}),
  });
}

function byStatus(status: number): ChannelErrorCode {
  if (status === 429) return "rate_limited";
  if (status === 408) return "timeout";
  if (status >= 500) return "network";
  if (status === 401) return "auth";
  if (status === 403) return "forbidden";
  if (status === 404) return "unsupported";
  return status === 413 ? "too_large" : "unknown";
}

/** A request that got no answer: from the code of Node or of the SDK's HTTP client. */
export function unanswered(code: string | undefined): ChannelError {
  const late = ["ECONNABORTED", "ETIMEDOUT", "ERR_CANCELED", "ABORT_ERR"].includes(code ?? "");
  return failure(late ? "timeout" : "network", undefined, code === undefined ? {} : { platformCode: code });
}

/** Trying again later would not help. */
export const final = ({ code }: ChannelError): boolean =>
  ["auth", "forbidden", "invalid", "unsupported"].includes(code);

export const ofToken = (error: ChannelError): boolean => tokenCodes.has(Number(error.platformCode));

/** Everything that is thrown here is a ChannelError; what is not is a fault of ours and is told as one. */
export const known = (error: unknown): ChannelError =>
  error instanceof ChannelError ? error : failure("unknown");
