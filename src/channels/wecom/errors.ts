import { z } from "zod";
import { ChannelError, type ChannelErrorCode } from "../channel.ts";

/**
 * What the platform refuses with. Seen on live tenants: 853000 a wrong secret, 846605 a req_id that is not (or no longer)
 * good for this, 846608 a stream past its time, 846609 a connection that is not subscribed, 42014 a task_id used before
 * or a card of a wrong shape, 42045 a card without a needed field. The rest from the table of global error codes.
 */
const codes: ReadonlyMap<number, ChannelErrorCode> = new Map([
  ...both([-1, 6000, 50_001, 50_002], "busy"),
  ...both([45_009, 45_033, 45_047, 846_607], "rate_limited"),
  ...both([846_605, 846_608], "expired"),
  ...both([846_609], "network"),
  ...both([40_001, 40_013, 40_014, 42_001, 853_000], "auth"),
  ...both([40_003, 60_111, 81_013, 86_003, 86_008, 93_006], "unreachable"),
  ...both([48_002, 60_011, 60_020, 301_002, 2_000_002], "forbidden"),
  ...both([40_006, 40_009, 45_001, 45_002, 45_008], "too_large"),
  ...both([40_004, 40_007, 40_008, 40_058, 42_014, 42_039, 42_045, 44_004], "invalid"),
]);

function both(platform: readonly number[], code: ChannelErrorCode): [number, ChannelErrorCode][] {
  return platform.map((one) => [one, code]);
}

const sentences: Readonly<Record<ChannelErrorCode, string>> = {
  rate_limited: "企业微信限制了发送频率，稍后再发。",
  network: "和企业微信的连接断了，正在重连。",
  timeout: "企业微信没有及时回应，不能确定是否送到。",
  busy: "企业微信暂时繁忙，稍后再试。",
  expired: "这条消息或链接已过了有效时间。",
  unreachable: "企业微信不让机器人在这里说话，请先在这里给机器人发一条消息。",
  forbidden: "企业微信没有给机器人这项权限。",
  auth: "企业微信不认机器人的编号或密钥，请核对后重新启动。",
  too_large: "内容或文件超过了企业微信的限制。",
  invalid: "企业微信不接受这条内容。",
  unsupported: "企业微信做不到这件事。",
  unknown: "企业微信没有接受，原因不明。",
};

/** 45009 counts by the minute. */
const waitMs = 60_000;

export function refusal(
  code: ChannelErrorCode,
  more: { says?: string; platformCode?: string | number } = {},
): ChannelError {
  const { says, ...detail } = more;
  return new ChannelError(says ?? sentences[code], {
    where: "wecom",
    code,
    ...detail,
    ...(code === "rate_limited" ? { retryAfterMs: waitMs } : {}),
  });
}

const Ack = z.object({ errcode: z.number() });
const Failure = z.object({ message: z.string(), code: z.string().optional() });

/** The errcode of a refused request; null when it was not refused but failed. An upload hides it in a message. */
export function errcodeOf(error: unknown): number | null {
  const ack = Ack.safeParse(error);
  if (ack.success) return ack.data.errcode;
  const failure = Failure.safeParse(error);
  const hidden = failure.success ? /"errcode":\s*(-?\d+)/.exec(failure.data.message) : null;
  return hidden === null ? null : Number(hidden[1]);
}

/**
 * What the SDK rejected with, as an error of ours. A refusal is the bare acknowledgement, not an Error; neither its
 * errmsg nor the text of an Error is passed on: they may hold ids and content. `answering`: an answer that is refused
 * for a reason we do not know may still go as a push.
 */
export function wecomError(error: unknown, answering = false): ChannelError {
  if (error instanceof ChannelError) return error;
  const platformCode = errcodeOf(error);
  if (platformCode !== null)
    return refusal(codes.get(platformCode) ?? (answering ? "expired" : "unknown"), { platformCode });
  const failure = Failure.safeParse(error);
  const message = failure.success ? failure.data.message : "";
  const code = failure.success ? failure.data.code : undefined;
  const more = code === undefined ? {} : { platformCode: code };
  if (/ack timeout|timed? ?out/i.test(`${message} ${code ?? ""}`)) return refusal("timeout", more);
  if (/exceeds max(imum)? |too large/i.test(message))
    return refusal(/queue/i.test(message) ? "busy" : "too_large", more);
  if (/not connected|closed|cancelled|disconnected|socket/i.test(message) || /^E[A-Z]+$/.test(code ?? ""))
    return refusal("network", more);
  return refusal("unknown", more);
}

/** Certificates that are not trusted stay so until somebody does something. */
export const distrusts = (code: string | undefined): boolean =>
  /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|CERT_(?:UNTRUSTED|HAS_EXPIRED|NOT_YET_VALID)|ERR_TLS_CERT_ALTNAME/.test(
    code ?? "",
  );
