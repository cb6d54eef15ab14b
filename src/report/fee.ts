import { z } from "zod";
import { findNumbers } from "../language/numerals.ts";

/** What section 六 says of the 信息处理费 (国办函〔2020〕109号): none was charged, or three figures in 件 and yuan. */
export const FeeStatement = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({
    kind: z.literal("charged"),
    /** 收费通知, 件. */
    notices: z.number().int().nonnegative().optional(),
    /** 通知收费总额, yuan. */
    notified: z.number().nonnegative().optional(),
    /** 实际收取, yuan. */
    received: z.number().nonnegative().optional(),
  }),
]);
export type FeeStatement = z.infer<typeof FeeStatement>;

const denied =
  /(?:没有?|未|无|不存在|没产生|未产生|未发生|零)[^。；;]{0,24}(?:收|费|产生|发生|发)|(?:费|收取|收)[^。；;\d]{0,8}(?:没有|为零|为0|是0|0元|零元)/;

/** The fee statement in somebody's words, or null when they say nothing definite of it. */
export function readFee(text: string): FeeStatement | null {
  const plain = text.replace(/〔\d{4}〕\d+号/g, "").replace(/20\d\d年/g, "");
  const amounts = findNumbers(plain).filter((found) => !found.approximate);
  const near = (pattern: RegExp, unit: RegExp): number | undefined => {
    for (const found of amounts) {
      const clause =
        plain
          .slice(0, found.start)
          .split(/[。；;，,]/)
          .at(-1) ?? "";
      const tail = plain.slice(found.end);
      if (!unit.test(tail) || !pattern.test(clause)) continue;
      return /^\s*万/.test(tail) ? found.value * 10_000 : found.value;
    }
    return undefined;
  };
  const received = near(/实收|实际|收到|收取|收了|到账|缴|交了|入库/, /^\s*(?:万?元|块)/);
  const notified = near(/通知|总额|应收|总金额|共计|合计/, /^\s*(?:万?元|块)/);
  const notices = near(/通知|收费/, /^\s*(?:件|份|张|次)/);
  const positive = [received, notified, notices].some((value) => value !== undefined && value > 0);
  if (positive) {
    return {
      kind: "charged",
      ...(notices === undefined ? {} : { notices }),
      ...(notified === undefined ? {} : { notified }),
      ...(received === undefined ? {} : { received }),
    };
  }
  if (denied.test(plain)) return { kind: "none" };
  return null;
}
