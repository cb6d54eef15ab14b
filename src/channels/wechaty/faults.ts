import { z } from "zod";
import { ChannelError, type ChannelErrorCode } from "../channel.ts";

/** What was being done when the gateway refused: the same refusal means another thing of a file. */
export type Doing = "connect" | "send" | "fetch";

const words: Readonly<Record<ChannelErrorCode, string>> = {
  rate_limited: "发得太快，网关要求慢一些。",
  network: "和网关的连接断了，会自动再连。",
  timeout: "网关没有在限定的时间里回答。",
  busy: "网关正忙，请稍后再试。",
  expired: "网关取不到这个文件了，请重新发一次。",
  unreachable: "网关找不到这个聊天，请核对对方是否还在。",
  forbidden: "网关不许这样做。",
  auth: "网关不认我们的令牌，请核对配置里的令牌。",
  too_large: "文件太大，网关收发不了。",
  invalid: "网关说请求不对。",
  unsupported: "网关不会做这件事。",
  unknown: "网关出了错，没有说清原因。",
};

export function fault(code: ChannelErrorCode, cause?: unknown, platformCode?: number): ChannelError {
  return new ChannelError(words[code], {
    where: "wechaty",
    code,
    ...(cause === undefined ? {} : { cause }),
    ...(platformCode === undefined ? {} : { platformCode }),
  });
}

const Status = z.object({ code: z.number().optional(), details: z.string().optional(), message: z.string() });

/** gRPC's codes (grpc.io/docs/guides/status-codes); 2, 13 and the rest are the puppet's own errors, told by their words. */
const codes: Readonly<Record<number, ChannelErrorCode>> = {
  1: "network",
  3: "invalid",
  4: "timeout",
  6: "busy",
  7: "forbidden",
  8: "rate_limited",
  10: "busy",
  12: "unsupported",
  14: "network",
  16: "auth",
};

const meanings: readonly [RegExp, ChannelErrorCode][] = [
  [/larger than max|too (?:large|big)|太大|超过.*大小/i, "too_large"],
  [/频繁|too (?:fast|often|many|frequent)|rate.?limit/i, "rate_limited"],
  // The SDK's own, of a connection that ended while it was used.
  [/^no grpc manager|^no client/i, "network"],
  [/not logged ?in|logged out|未登录|已退出/i, "network"],
  [/not (?:exist|found)|no payload|不存在|不是好友|移出/i, "unreachable"],
];

/** The gateway's refusal as ours. Its own words, which may hold names, stay in `cause`. */
export function gatewayFault(error: unknown, doing: Doing): ChannelError {
  if (error instanceof ChannelError) return error;
  const status = Status.safeParse(error);
  if (!status.success) return fault("unknown", error);
  const { code, details, message } = status.data;
  return fault(codeOf(code, `${message} ${details ?? ""}`, doing), error, code);
}

function codeOf(code: number | undefined, said: string, doing: Doing): ChannelErrorCode {
  const meant = meanings.find(([pattern]) => pattern.test(said))?.[1];
  const known = code === undefined ? undefined : codes[code];
  // Too much at once has two meanings and one code.
  if (known === "rate_limited" && meant === "too_large") return meant;
  if (known !== undefined) return known;
  if (doing === "fetch" && meant !== "too_large" && meant !== "network") return "expired";
  if (code === 5) return "unreachable";
  return meant ?? "unknown";
}
