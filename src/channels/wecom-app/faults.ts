import { ChannelError, type ChannelErrorCode } from "../channel.ts";

/** Refusals after which the token is asked for anew, once: missing, not valid, expired. */
export const tokenRefused: ReadonlySet<number> = new Set([40014, 41001, 42001]);

/** What a refusal means, and the sentence for whoever can do something about it. */
interface Meaning {
  code: ChannelErrorCode;
  says: string;
}

const wrongSecret: Meaning = { code: "auth", says: "企业微信没有认可应用的密钥，请管理员核对企业号和密钥。" };
const wrongAgent: Meaning = { code: "auth", says: "应用编号和密钥不是同一个应用的，请管理员核对。" };
const lostToken: Meaning = { code: "auth", says: "企业微信没有认可刚取得的凭证，请管理员核对应用的密钥。" };
const notTrusted: Meaning = {
  code: "forbidden",
  says: "企业微信不接受本机的网络地址，请管理员在应用的“企业可信IP”里加上本机的出口地址。",
};
const notAllowed: Meaning = { code: "forbidden", says: "应用没有这项权限，请管理员在管理后台核对。" };
const nobody: Meaning = {
  code: "unreachable",
  says: "消息没有送到：对方不在应用的可见范围里，或者已经离开。",
};
const tooOften: Meaning = { code: "rate_limited", says: "发得太快，企业微信要求稍后再发。" };
const tooBig: Meaning = { code: "too_large", says: "内容超过了企业微信的大小限制。" };
const gone: Meaning = { code: "expired", says: "文件在企业微信里已经过期（只留三天），请再发一次。" };
const malformed: Meaning = { code: "invalid", says: "企业微信没有接受这条消息的格式。" };

/** From the platform's list of return codes (document/path/90313). */
const meanings: Readonly<Record<number, Meaning>> = {
  [-1]: { code: "busy", says: "企业微信正忙，稍后再试。" },
  40001: wrongSecret,
  40013: wrongSecret,
  40014: lostToken,
  41001: lostToken,
  41002: wrongSecret,
  41004: wrongSecret,
  42001: lostToken,
  40056: wrongAgent,
  301002: wrongAgent,
  60020: notTrusted,
  48001: notAllowed,
  48002: notAllowed,
  60011: notAllowed,
  40003: nobody,
  40031: nobody,
  43004: nobody,
  46004: nobody,
  60111: nobody,
  81013: nobody,
  82001: nobody,
  45009: tooOften,
  45033: tooOften,
  40006: tooBig,
  45001: tooBig,
  45002: tooBig,
  40007: gone,
  40004: malformed,
  40005: malformed,
  40008: malformed,
  40058: malformed,
  44001: malformed,
  44004: malformed,
  47001: malformed,
};
/** The platform counts by the minute. */
const minuteMs = 60_000;

const where = "wecom-app";

/** A refusal of the platform, by its errcode. */
export function refusal(errcode: number): ChannelError {
  const { code, says } = meanings[errcode] ?? {
    code: "unknown",
    says: "企业微信没有接受，原因不明，请管理员看日志里的返回码。",
  };
  const wait = code === "rate_limited" ? { retryAfterMs: minuteMs } : {};
  return new ChannelError(says, { where, code, platformCode: errcode, ...wait });
}

/** A failure of our own finding. */
export const fault = (code: ChannelErrorCode, says: string, platformCode?: string | number): ChannelError =>
  new ChannelError(says, { where, code, ...(platformCode === undefined ? {} : { platformCode }) });

/** Nobody waits any longer. */
export const tooLate = (): ChannelError => fault("timeout", "企业微信没有及时回答，稍后再试。");

/** What a failed request is: given up, or lost on the way. The error itself may hold an address with the token in it. */
export function lost(error: unknown): ChannelError {
  if (error instanceof ChannelError) return error;
  const name = error instanceof Error ? error.name : "";
  if (name === "AbortError" || name === "TimeoutError") return tooLate();
  return fault("network", "连不上企业微信，稍后再试。", causeOf(error));
}

/** The system's code of a broken connection: ECONNREFUSED, ENOTFOUND, … */
function causeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : undefined;
}
