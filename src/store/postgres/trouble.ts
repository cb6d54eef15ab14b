import { OutsideError } from "../../errors.ts";
import { Deadlock } from "../locks.ts";

/** Codes of PostgreSQL (appendix A of its manual) and of the system that mean: not now, later. */
const passing =
  /^(?:08\w{3}|57P0[1-5]|53\d{3}|55006|25006|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH)$/;
/** What the client says itself, without a code. */
const cut =
  /connection terminated|connection timeout|timeout exceeded|client has encountered|query read timeout/i;

const sentences: Readonly<Record<string, string>> = {
  "28000": "数据库不让这个用户进。请检查 DATABASE_URL 里的用户。",
  "28P01": "数据库的用户或密码不对。请检查 DATABASE_URL。",
  "3D000": "数据库里没有 DATABASE_URL 写的这个库。请先建库，或改正库名。",
  "42501": "数据库用户的权限不够：要能在这个库里建表和读写。请让数据库管理员授权。",
  "53100": "数据库的磁盘已满，这一步没有记下。请腾出空间后再试。",
};

const busy = "数据库正忙，这一步没有记下。请过一会儿再试。";
const unreachable = "数据库暂时连不上，这一步没有记下。请看数据库是不是开着、DATABASE_URL 写得对不对。";

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** Whether two wrote the same key. */
export const isTaken = (error: unknown): boolean => codeOf(error) === "23505";

/** Whether the connection it came from is no longer to be used. */
export const isCut = (error: unknown): boolean =>
  /^(?:08|57P)/.test(codeOf(error)) ||
  (error instanceof Error && (cut.test(error.message) || /^E[A-Z]+$/.test(codeOf(error))));

/** What a turn tells its person in its own words is, outside of turns, one more thing to try again. */
export function outsideTurns(error: unknown): unknown {
  const trouble = databaseTrouble(error);
  if (!(trouble instanceof Deadlock)) return trouble;
  return new OutsideError(busy, { where: "store", code: "busy", retryable: true, cause: trouble });
}

/** An error of PostgreSQL as one sentence, or as a Deadlock; every other error as it is. */
export function databaseTrouble(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof OutsideError) return error;
  const code = codeOf(error);
  // A deadlock that the database found, or a lock that was waited for too long.
  if (code === "40P01" || code === "55P03")
    return new Deadlock("the database gave up waiting", { cause: error });
  const later = passing.test(code) || cut.test(error.message);
  const sentence = sentences[code] ?? (later ? unreachable : undefined);
  if (sentence === undefined) return error;
  const name = code === "53100" ? "disk-full" : later ? "unreachable" : "unusable";
  return new OutsideError(sentence, { where: "store", code: name, retryable: later, cause: error });
}
