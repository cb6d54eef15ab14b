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

/** A fee of table 二, not this one. */
const other = /行政事业性收费/;
const bare =
  /^(?:今年|本年度?|全年|我们|本机关|都|也|均|一直|从来)*(?:没有?|未|无|零|从未|不)(?:有|收取?|收费|产生|发生|发出|征收|存在)*[过了的]*(?:任何|一分)?(?:钱|费|费用|款|情况|情形)?(?:呢|啊|吧|哦)?$/;
const denial =
  /(?<!不是)(?:没有?|未|无|不|从未|并未|均未|免)(?:向[^。；;，,]{1,8}?|因[^。；;，,]{0,10}?|实际|曾经?|另外?|对外|额外|出现|有|再){0,3}(?:收取?|产生|发生|征收|发出?|收费)[^。；;，,]{0,16}(?:费|通知|钱|款)|(?:没有?|未|无|不|免)(?:任何|需|存在)?(?:收费|信息公开处理费|信息处理费|处理费)|(?:费|费用|收费|收取)(?:情况|金额|总额|的)?[:：]?(?:都|也|均|全部?)?(?:没有?|为?无|是?无|未收取?|没收过?|未产生|未发生)|分文未[收取]|一分(?:钱)?(?:也|都)?没|没有?收[过取]/;
const unpaid = /(?:没有?|未|逾期|拒)[^。；;，,]{0,6}[缴交]/;
const receiving = /实收|实际|到账|入库|收讫|已[缴交]|[缴交]了|[缴交]纳了/;
const notifying = /通知|应[收缴交]|总额|总金额/;

/**
 * The fee statement in somebody's words, or null when they say nothing definite of it. Bare 没有 and 无 are taken for
 * the answer to the question of the fee: in other text the caller sees to it that the fee is meant.
 */
export function readFee(text: string): FeeStatement | null {
  const plain = text
    .normalize("NFKC")
    .replace(/[〔[(]\d{4}[〕\])]\d+号|《[^》]{0,60}》|20\d\d年度?/g, "")
    .replace(/\s+/g, "");
  const figures = amountsIn(plain);
  const amounts = Object.values(figures);
  if (amounts.some((amount) => amount > 0)) {
    const nothingCame =
      figures.received === undefined &&
      /(?:没有?|未|分文)[^。；;，,]{0,4}(?:收到|到账|收取|收上|[缴交])/.test(plain);
    return { kind: "charged", ...figures, ...(nothingCame ? { received: 0 } : {}) };
  }
  if (bare.test(plain.replace(/[。，,；;！!]/g, ""))) return { kind: "none" };
  const none = plain
    .split(/[。；;，,]/)
    .some((clause) => denial.test(clause) && !unpaid.test(clause) && !other.test(clause));
  if (none || amounts.length > 0) return { kind: "none" };
  return null;
}

type Charged = Omit<Extract<FeeStatement, { kind: "charged" }>, "kind">;

/** The figures of the fee: 件 of notices, yuan notified, yuan received. A clause without a verb belongs to the one before. */
function amountsIn(plain: string): Charged {
  const found: Charged = {};
  for (const sentence of plain.split(/[。；;]/)) {
    let before: Kind | null = null;
    for (const clause of sentence.split(/[，,](?!\d{3}(?!\d))/)) {
      for (const { start, end, value, raw, approximate, negative } of findNumbers(clause)) {
        const head = clause.slice(Math.max(0, start - 40), start);
        const tail = clause.slice(end, end + 12);
        if (approximate || negative) continue;
        if (/^(?:件|份|张|次|个|笔)/.test(tail)) {
          const named = /通知/.test(head) || /^.(?:信息处理费|处理费|收费|缴费)*的?通知/.test(tail);
          if (named && Number.isInteger(value)) found.notices ??= value;
        } else if (/^万?(?:元|块)/.test(tail)) {
          const kind = kindOf(head) ?? before;
          const tenThousands = tail.startsWith("万") && !raw.endsWith("万");
          const amount = tenThousands ? Math.round(value * 1e10) / 1e6 : value;
          if (kind === "received" || kind === "notified") found[kind] ??= amount;
        }
      }
      before = kindOf(clause) ?? before;
    }
  }
  return found;
}

type Kind = "received" | "notified" | "other";
function kindOf(clause: string): Kind | null {
  if (other.test(clause)) return "other";
  if (receiving.test(clause)) return "received";
  if (notifying.test(clause)) return "notified";
  return /[收费]/.test(clause) ? "received" : null;
}
