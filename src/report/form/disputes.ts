import {
  practice,
  regulation,
  law,
  type Column,
  type Grid,
  type Place,
  type Question,
  type Row,
} from "../vocabulary.ts";

/** Table of section 四: one row of 15 figures in three blocks. */

const counted = "只计本机关的行为被复议、被起诉的；只因为是复议机关而做共同被告的不计。";

export const disputeBlocks = [
  {
    id: "reconsideration",
    label: "行政复议",
    name: "行政复议",
    ask: "因政府信息公开被申请行政复议的有几件？结果怎样？",
    help: counted,
    basis: regulation("第五十条第（三）项、第五十一条"),
  },
  {
    id: "directSuit",
    label: "未经复议直接起诉",
    name: "未经复议直接起诉",
    ask: "没有经过复议、直接起诉的行政诉讼有几件？结果怎样？",
    help: counted,
    basis: law("国务院办公厅政府信息与政务公开办公室2016年9月1日解释（〔2016〕201号）"),
  },
  {
    id: "suitAfterReconsideration",
    label: "复议后起诉",
    name: "复议后起诉",
    ask: "复议以后又起诉的行政诉讼有几件？结果怎样？",
    help: counted,
    basis: law("国务院办公厅政府信息与政务公开办公室2016年9月1日解释（〔2016〕201号）"),
  },
] as const satisfies readonly Row[];

export const outcomes = [
  { id: "upheld", label: "结果维持", help: "维持原行为，或者驳回对方的复议请求、诉讼请求。" },
  { id: "corrected", label: "结果纠正", help: "撤销、变更、责令履行、确认违法或者无效。" },
  { id: "other", label: "其他结果", help: "不予受理、驳回申请或起诉、撤回、终止、调解等。" },
  { id: "pending", label: "尚未审结", help: "到12月31日还没有结果。" },
] as const satisfies readonly Column[];

export const disputeTotal = {
  id: "total",
  label: "总计",
  help: "四种结果相加，由系统计算。",
} as const satisfies Column;

export const outcomeBasis = practice("结果归类按《行政复议法》《行政诉讼法》的结案方式，没有统一规定");

export const disputesQuestion: Question = {
  ask: "今年因政府信息公开被申请行政复议、被提起行政诉讼的有吗？没有就回“没有”。",
  help: "复议和诉讼分开报；诉讼要说明是直接起诉还是复议后起诉，结果是维持、纠正、其他还是没有审结。",
  basis: regulation("第五十条第（三）项"),
};

export type DisputeBlock = (typeof disputeBlocks)[number]["id"];
export type Outcome = (typeof outcomes)[number]["id"];
export type DisputeCell = `disputes.${DisputeBlock}.${Outcome | "total"}`;

export const disputeColumns: readonly (Column & { id: Outcome | "total" })[] = [...outcomes, disputeTotal];

const head = (text: string, colSpan: number, rowSpan: number): Place => ({
  text,
  colSpan,
  rowSpan,
  kind: "heading",
});
const columnHeads = (rowSpan: number): Place[] =>
  disputeColumns.map((column) => head(column.label, 1, rowSpan));

/** 4 rows, 15 columns. */
export const disputesGrid: Grid = {
  columns: 15,
  headerRows: 3,
  rows: [
    [head("行政复议", 5, 1), head("行政诉讼", 10, 1)],
    [...columnHeads(2), head("未经复议直接起诉", 5, 1), head("复议后起诉", 5, 1)],
    [...columnHeads(1), ...columnHeads(1)],
    disputeBlocks.flatMap((block) =>
      disputeColumns.map((column): Place => ({
        text: "",
        colSpan: 1,
        rowSpan: 1,
        kind: "figure",
        cell: `disputes.${block.id}.${column.id}`,
      })),
    ),
  ],
};
