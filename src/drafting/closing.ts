import { chineseOrdinal, plainNumber } from "../language/numerals.ts";
import { trimMarks } from "../language/sentences.ts";
import { noFeeSentence } from "../report/form/closing.ts";
import type { FeeStatement } from "../report/fee.ts";
import type { Paragraph } from "../report/written.ts";
import { asPrinted } from "./aspects.ts";
import { inWriting, runningText } from "./register.ts";
import { byModel, wordedText } from "./worded.ts";
import { cautions, nothingSaid, type Writing } from "./writing.ts";

/** Sections 五 and 六. */

/** 五: problems, then measures, each numbered 一是、二是. */
export function problemParagraphs(context: Writing): Paragraph[] {
  return [
    ...listParagraphs("（一）存在的主要问题。", "problems", context),
    ...listParagraphs("（二）改进情况。", "improvements", context),
  ];
}

function listParagraphs(lead: string, slot: "problems" | "improvements", context: Writing): Paragraph[] {
  const given = context.report.texts.get(slot);
  const worded = wordedText(slot, context.report);
  if (worded !== null) return [{ lead, text: worded, remarks: [byModel, ...cautions(worded)] }];
  if (given?.printed === true) return asPrinted(lead, given.items);
  const items = (given?.items ?? []).map((item) =>
    trimMarks(inWriting(item, context)).replace(/^第?[一二三四五六七八九十]+是/, ""),
  );
  if (items.length === 0) return [{ lead, text: "", remarks: [nothingSaid] }];
  const text =
    items.length === 1
      ? `${items[0]}。`
      : `${items.map((item, index) => `${chineseOrdinal(index + 1)}是${item}`).join("；")}。`;
  return [{ lead, text, remarks: cautions(text) }];
}

/** 六: the fee statement (F-02 where nothing was charged), then what else was said. */
export function otherParagraphs(context: Writing): Paragraph[] {
  const fee = context.report.fee?.statement;
  const given = context.report.texts.get("more");
  const worded = wordedText("more", context.report);
  const lines =
    given?.printed === true
      ? given.items
      : [runningText(given?.items ?? [], context)].filter((text) => text !== "");
  const more: Paragraph[] =
    worded === null
      ? lines.map((text) => ({ text, remarks: cautions(text) }))
      : [{ text: worded, remarks: [byModel, ...cautions(worded)] }];
  const statement: Paragraph =
    fee === undefined
      ? { text: "", remarks: ["还没有说信息处理费的收取情况，这一部分必须写明。"] }
      : {
          text: fee.kind === "none" ? noFeeSentence(context.year) : chargedSentence(fee, context.year),
          remarks: [],
        };
  return [statement, ...more];
}

function chargedSentence(fee: Extract<FeeStatement, { kind: "charged" }>, year: number): string {
  const parts = [
    fee.notices === undefined ? "" : `发出收费通知${fee.notices}件`,
    fee.notified === undefined ? "" : `通知收费总额${plainNumber(fee.notified)}元`,
    fee.received === undefined ? "" : `实际收取${plainNumber(fee.received)}元`,
  ].filter((part) => part !== "");
  return `按照《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）规定，${year}年本机关收取政府信息公开信息处理费情况如下：${parts.join("，")}。`;
}
