import { maxCount, type CellId } from "../../report/form.ts";
import type { Doubt } from "../../understanding/command.ts";
import { amount, partName, unitOf } from "./say.ts";
import { wording } from "./wording.ts";

const short = (quote: string): string => (quote.length <= 24 ? quote : `${quote.slice(0, 23)}…`);

/** A doubt as one question to the person. */
export function sayDoubt(doubt: Doubt): string {
  switch (doubt.why) {
    case "approximate":
      return `“${short(doubt.quote)}”是约数，表里要填准确的数。请查一下登记本，告诉我到底是几件。`;
    case "not allowed":
      return notAllowed(doubt.quote, doubt.cell);
    case "left over":
      return doubt.row.startsWith("disputes.")
        ? `${partName(doubt.row)}一共${doubt.total}件，还有${doubt.left}件没有说结果，是维持、纠正、其他，还是没有审结？`
        : `${partName(doubt.row)}一共${doubt.total}件，还差${doubt.left}件没有归类，是谁申请的？`;
    case "too many":
      return `${doubt.row === "requests.results" ? "收到的申请" : partName(doubt.row)}说的是${doubt.total}件，分开说的加起来是${doubt.sum}件，多了${doubt.sum - doubt.total}件。请核对后再说一遍。`;
    case "no reason":
      return "没有给的，请说是什么原因：国家秘密、第三方权益（商业秘密、个人隐私）、内部事务、过程性信息、执法案卷，还是本机关没有这个信息？";
    case "no result":
      return "办结是说都答复了。请再说一下是怎么答复的：公开了、部分公开、不予公开，还是本机关没有这个信息？";
    case "which suit":
      return "这件行政诉讼是没有经过复议、直接起诉的，还是复议以后又起诉的？";
    case "no outcome":
      return "结果是维持、纠正（撤销、确认违法等）、其他（撤回、驳回起诉等），还是没有审结？";
    case "no last year":
      return "我这里没有去年的数，请直接告诉我今年是几件。";
    case "zero denied":
      return doubt.lastYear === undefined
        ? `${rowsOf(doubt.cells)}前面说的不是0，没有记。要改的话请说改成几件。`
        : `去年年报写着结转${doubt.lastYear}件，今年的“上年结转”应当就是这${doubt.lastYear}件。请核对；如果去年报错了，请说明原因。`;
    case "unallocated":
      return `还有${doubt.left}件申请没有说结果，先说这${doubt.left}件是怎么办的，其余的再记为0。`;
    case "how many":
      return doubt.left === undefined
        ? `“${short(doubt.quote)}”是几件？请说件数。`
        : `“${short(doubt.quote)}”是几件？现在有${doubt.left}件没有说结果。`;
    case "which unit":
      return `“${short(doubt.quote)}”的单位是元还是万元？`;
    case "in all":
      return `“${short(doubt.quote)}”是在原来的${amount(doubt.cell, doubt.known)}上加，还是一共这么多？请说改后的总数。`;
    case "must be said":
      return doubt.slot.startsWith("overview.")
        ? "总体情况的五个方面都要写到。这一方面今年实际怎么做的，请说一两句。"
        : wording.problemsNeeded;
    case "not ours to fill":
      return wording.nothingFilled;
    case "of what":
      return `“${short(doubt.quote)}”说的是哪一项？请带上名称，例如“本年新收3件”。`;
    case "which row":
      if (doubt.rows.length === 0) return `“${short(doubt.quote)}”没有读准。请一项一项说，带上名称和件数。`;
      return `“${short(doubt.quote)}”可能是${doubt.rows.map(partName).join("，也可能是")}，请说清楚是哪一项。`;
  }
}

/** The rows of cells, each named once. */
const rowsOf = (cells: readonly CellId[]): string =>
  [...new Set(cells.map((cell) => partName(cell.slice(0, cell.lastIndexOf(".")))))].join("、");

function notAllowed(quote: string, cell: CellId | undefined): string {
  if (cell === "disclosure.fees")
    return `“${short(quote)}”不能填：收费金额不能是负数，最多六位小数，单位是万元。`;
  return `“${short(quote)}”不能填：件数要是0到${maxCount}的整数，不能有负数和小数${cell === undefined ? "" : `，单位是${unitOf(cell)}`}。`;
}
