import { z } from "zod";
import { CellValues, Prefix, Reason, TextSlot } from "../report/events.ts";
import { FeeStatement } from "../report/fee.ts";
import { CellId, topics, type Topic } from "../report/form.ts";
import { OrganKind } from "../report/organ.ts";
import { isPrefix } from "../report/form.ts";

/** The commands that work at every moment. */
export const commandNames = [
  "开始", "为什么问", "怎么算", "依据", "去年多少", "进度", "核对", "预览", "检查", "生成", "定稿", "跳过", "暂停", "撤销", "帮助",
] as const; // prettier-ignore
export type CommandName = (typeof commandNames)[number];

/** What a message asks for, whoever read it: the grammar or a model. */
export const Command = z.discriminatedUnion("do", [
  /** Figures. `correction`: the words say that an earlier figure was wrong. */
  z.object({ do: z.literal("set"), cells: CellValues, correction: z.boolean() }),
  /** Every asked cell under the prefixes that is not stated above 0 is declared 0. */
  z.object({ do: z.literal("zero"), under: z.array(Prefix).min(1) }),
  /** A person's own words for a paragraph; `add` appends to what stands there. */
  z.object({ do: z.literal("text"), slot: TextSlot, items: z.array(z.string().min(1)), add: z.boolean() }),
  z.object({ do: z.literal("fee"), fee: FeeStatement }),
  /** `kind` is missing when the name does not tell it. */
  z.object({ do: z.literal("organ"), name: z.string(), kind: OrganKind.optional() }),
  /** "" means: do not print one. */
  z.object({ do: z.literal("contact"), contact: z.string() }),
  /** `carry`: whether what was said so far belongs to that year too; asked when it is not told. */
  z.object({ do: z.literal("year"), year: z.number().int(), carry: z.boolean().optional() }),
  /** `about`: a cell or part of the form named with the command (怎么算：予以公开). */
  z.object({ do: z.literal("run"), name: z.enum(commandNames), about: Prefix.optional() }),
  /** 仍要生成. */
  z.object({ do: z.literal("generateAnyway") }),
  /** A proposed repair that the person chose. */
  z.object({ do: z.literal("repair"), cells: CellValues }),
  /** 忽略 2 因为…: the number is that of the list shown last. */
  z.object({ do: z.literal("dismiss"), number: z.number().int().positive(), reason: Reason.optional() }),
  /** 查看忽略 and 恢复 2, of the list that 查看忽略 shows. */
  z.object({ do: z.literal("dismissals") }),
  z.object({ do: z.literal("restore"), number: z.number().int().positive() }),
  /** 继续: the rest of a long list. */
  z.object({ do: z.literal("more") }),
  /** 载入 the file that was checked; where it differs from what was said: whose figures count; then a repair. */
  z.object({
    do: z.literal("load"),
    keep: z.enum(["mine", "file"]).optional(),
    repair: CellValues.optional(),
  }),
  /** Looks at the file that was sent: as the report of this year or of the last; `sure`: though its organ is another. */
  z.object({
    do: z.literal("file"),
    as: z.enum(["this", "last"]).optional(),
    keep: z.enum(["mine", "file"]).optional(),
    sure: z.boolean().optional(),
  }),
  z.object({ do: z.literal("dropFile") }),
  /** Why carried figures are not those of last year's report. */
  z.object({ do: z.literal("explain"), cells: z.array(CellId).min(1), reason: Reason }),
  /** 去年怎么写的: last year's words for a paragraph, only to look at. */
  z.object({ do: z.literal("lastWords"), slot: TextSlot.optional() }),
  /** 改得具体一点, 短一点, 按去年的口气: one paragraph worded anew by the model; `draft`: 润色, all that are plain still. */
  z.object({
    do: z.literal("rework"),
    how: z.enum(["draft", "specific", "shorter", "lastYear"]),
    slot: TextSlot.optional(),
  }),
  /** 这轮用了模型吗. */
  z.object({ do: z.literal("modelUsed") }),
  /** A bare number or 第二个 as the answer to offered choices. */
  z.object({ do: z.literal("choose"), choice: z.number().int().positive() }),
  z.object({ do: z.literal("agree") }),
  z.object({ do: z.literal("decline") }),
]);
export type Command = z.infer<typeof Command>;

/** Why a sentence must be cleared up before (all of) it can be taken. */
export type Doubt =
  /** 十来件, 大概三四件: an estimate. */
  | { why: "approximate"; quote: string }
  /** −3件, 2.5件, 999999999件: not a count. `rule` says what is allowed. */
  | { why: "not allowed"; quote: string; cell?: CellId }
  /** 收到5件，自然人3，企业1: `left` are not told apart. `row` is a part of the form (requests.received). */
  | { why: "left over"; row: string; total: number; left: number }
  /** 收到3件，自然人3，企业1; or, for requests.results, results beyond what came in. */
  | { why: "too many"; row: string; total: number; sum: number }
  /** 都没给: no reason given, so no row. */
  | { why: "no reason"; quote: string }
  /** 办结了: not how. */
  | { why: "no result"; quote: string }
  /** 诉讼1件: directly or after reconsideration? Or without its outcome. */
  | { why: "which suit"; quote: string }
  | { why: "no outcome"; quote: string; row: string }
  /** 跟去年一样 without last year's figures. */
  | { why: "no last year"; quote: string }
  /** A zero against last year's 结转, or against a stated figure above 0. */
  | { why: "zero denied"; cells: readonly CellId[]; lastYear?: number }
  /** 其余都是0 while applications are unallocated: `left` of them. */
  | { why: "unallocated"; left: number }
  /** 3件 with no question open. */
  | { why: "of what"; quote: string }
  /** 你自己看着填. */
  | { why: "not ours to fill" }
  /** 公开了 for 3 applications: how many of them? `left` are without a result, when that is known; `row`: where the number belongs. */
  | { why: "how many"; quote: string; left?: number }
  | { why: "how many"; quote: string; left?: undefined; row: string }
  /** 320 as an amount: yuan or 万元? */
  | { why: "which unit"; quote: string }
  /** 漏了1件 where a figure is known: added to it or in all? */
  | { why: "in all"; quote: string; cell: CellId; known: number }
  /** 没有 for the problems of section 五, which may not be 无. */
  | { why: "must be said"; slot: TextSlot }
  /** A figure that may belong to several rows: parts of the form, none where its words do not tell. */
  | { why: "which row"; quote: string; rows: readonly string[] };

/** The open question: a topic, or a row or block that was asked for alone (requests.granted, disputes.directSuit). */
export type Asked = Topic | (string & {});
export const Asked = z
  .string()
  .refine((asked) => (topics as string[]).includes(asked) || isPrefix(asked), "not a question");

/** What the sentence is heard against. */
export interface Heard {
  say: string;
  asked: Asked | null;
  /** The report year; 今年 means it. */
  year: number;
  /** A figure that is known in this report, given or implied. */
  known(cell: CellId): number | undefined;
  /** A figure of last year's report. */
  lastYear(cell: CellId): number | undefined;
}

export interface Understanding {
  commands: readonly Command[];
  doubts: readonly Doubt[];
  /** The words nothing was made of, as typed. */
  unread: readonly string[];
  /** Words that were recognised and left out on purpose: hotline calls, fines, other years. */
  aside: readonly string[];
}
