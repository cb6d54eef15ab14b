import { law, practice, regulation, type Grid, type Place, type Question, type Row } from "../vocabulary.ts";

/** Table of section 二 (条例第二十条): 14 rows, 4 columns, 10 figures. */

export const documentColumns = [
  { id: "made", label: "本年制发件数", help: "本年制定并公开的件数。" },
  { id: "repealed", label: "本年废止件数", help: "本年废止的件数。" },
  { id: "inForce", label: "现行有效件数", help: "到12月31日仍然有效的件数。" },
] as const;

export const documentRows = [
  {
    id: "regulations",
    label: "规章",
    name: "规章",
    ask: "规章：今年制发几件、废止几件、现行有效几件？",
    help: "只有国务院部门、省和设区的市（自治州）政府能制定规章，街道、乡镇、县区和地方部门填0。",
    basis: law("《中华人民共和国立法法》第九十一条、第九十三条"),
  },
  {
    id: "normative",
    label: "行政规范性文件",
    name: "行政规范性文件",
    ask: "行政规范性文件：今年制发几件、废止几件、现行有效几件？",
    help: "按法定权限和程序制定、对外公开、涉及群众权利义务、能反复适用的文件；会议纪要、内部通知、工作方案不算。现行有效按12月31日的件数填，宜与司法行政部门核对。",
    basis: regulation("第二十条第（一）项"),
  },
] as const satisfies readonly Row[];

export const decisionRows = [
  {
    id: "licensing",
    label: "行政许可",
    name: "行政许可",
    ask: "行政许可：今年作出多少件处理决定？",
    help: "本年作出的许可决定件数，依法没有公开的也算。",
    basis: regulation("第二十条第（五）项"),
  },
  {
    id: "penalties",
    label: "行政处罚",
    name: "行政处罚",
    ask: "行政处罚：今年作出多少件处理决定？",
    help: "本年作出的处罚决定件数，依法没有公开的也算；罚款金额不填在这张表里。",
    basis: regulation("第二十条第（六）项"),
  },
  {
    id: "coercion",
    label: "行政强制",
    name: "行政强制",
    ask: "行政强制：今年作出多少件处理决定？",
    help: "本年作出的行政强制决定件数，依法没有公开的也算。",
    basis: regulation("第二十条第（六）项"),
  },
  {
    id: "fees",
    label: "行政事业性收费",
    name: "行政事业性收费",
    ask: "行政事业性收费：今年一共收了多少（单位：万元）？",
    help: "本年收费总额，单位是万元，元要除以10000，可以带小数。罚款不是行政事业性收费。",
    basis: regulation("第二十条第（八）项"),
  },
] as const satisfies readonly Row[];

export const disclosureQuestion: Question = {
  ask: "第二部分的表：今年有规章、行政规范性文件、行政许可、行政处罚、行政强制、行政事业性收费吗？都没有就回“都是0”。",
  help: "规章和规范性文件报制发、废止、现行有效三个数；许可、处罚、强制报处理决定件数；收费报万元。",
  basis: regulation("第二十条"),
};

/** 许可、处罚、强制 count all decisions, published or not. */
export const decisionCount = practice("处理决定数量包括依法未公开的决定（武政办发〔2025〕54号的做法）");

type DocumentCell =
  `disclosure.${(typeof documentRows)[number]["id"]}.${(typeof documentColumns)[number]["id"]}`;
type DecisionCell = `disclosure.${(typeof decisionRows)[number]["id"]}`;
export type DisclosureCell = DocumentCell | DecisionCell;

const text = (label: string, colSpan: number, kind: "heading" | "label"): Place => ({
  text: label,
  colSpan,
  rowSpan: 1,
  kind,
});
const figure = (cell: DisclosureCell, colSpan: number): Place => ({
  text: "",
  colSpan,
  rowSpan: 1,
  kind: "figure",
  cell,
});
const heading = (item: string): Place[] => [text(`第二十条第（${item}）项`, 4, "heading")];
const columnHeads = (labels: readonly string[]): Place[] => [
  text("信息内容", 1, "heading"),
  ...labels.map((label) => text(label, 3 / labels.length, "heading")),
];
const decision = (id: (typeof decisionRows)[number]["id"]): Place[] => {
  const row = decisionRows.find((candidate) => candidate.id === id);
  return [text(row?.label ?? id, 1, "label"), figure(`disclosure.${id}`, 3)];
};

export const disclosureGrid: Grid = {
  columns: 4,
  headerRows: 0,
  rows: [
    heading("一"),
    columnHeads(documentColumns.map((column) => column.label)),
    ...documentRows.map((row) => [
      text(row.label, 1, "label"),
      ...documentColumns.map((column) => figure(`disclosure.${row.id}.${column.id}`, 1)),
    ]),
    heading("五"),
    columnHeads(["本年处理决定数量"]),
    decision("licensing"),
    heading("六"),
    columnHeads(["本年处理决定数量"]),
    decision("penalties"),
    decision("coercion"),
    heading("八"),
    columnHeads(["本年收费金额（单位：万元）"]),
    decision("fees"),
  ],
};
