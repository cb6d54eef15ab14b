import type { CellId } from "../../report/form.ts";
import { resultGroups, resultRows } from "../../report/form/requests.ts";
import type { Quantity } from "./claim.ts";

/** What the numbers of a text can count: rows and sums of rows of the tables. */

const quantity = (id: string, name: string, cells: readonly CellId[]): Quantity => ({
  id,
  name,
  cells,
  exact: true,
});

export const loosely = (found: Quantity): Quantity => ({ ...found, exact: false });

const total = (row: string): CellId => `requests.${row}.total` as CellId;
const rowQuantity = (id: string, name: string, rows: readonly string[]): Quantity =>
  quantity(`requests.${id}`, `表三${name}`, rows.map(total));

export const received = rowQuantity("received", "本年新收", ["received"]);
export const carriedIn = rowQuantity("carriedIn", "上年结转", ["carriedIn"]);
export const accepted = rowQuantity("accepted", "本年新收加上年结转", ["received", "carriedIn"]);
export const handled = rowQuantity("handled", "办理结果总计", ["handledTotal"]);
export const carriedOut = rowQuantity("carriedOut", "结转下年度", ["carriedOut"]);
export const granted = rowQuantity("granted", "予以公开", ["granted"]);
export const partlyGranted = rowQuantity("partlyGranted", "部分公开", ["partlyGranted"]);
export const grantedAtAll = rowQuantity("grantedAtAll", "予以公开加部分公开", ["granted", "partlyGranted"]);

/** 不予公开, 无法提供, 不予处理, 其他处理: the rows of each together. */
export const groups: readonly Quantity[] = resultGroups.map((group) =>
  rowQuantity(
    group.id,
    group.name,
    resultRows.flatMap((row) => (row.id.startsWith(`${group.id}.`) ? [row.id] : [])),
  ),
);
export const group = (name: string): Quantity | undefined =>
  groups.find((candidate) => candidate.name === `表三${name}`);

/** One of the rows of a group: 国家秘密, 重复申请. */
export const reason = (id: (typeof resultRows)[number]["id"]): Quantity =>
  rowQuantity(id, `“${resultRows.find((row) => row.id === id)?.name ?? id}”`, [id]);

export const applicant = (id: string, name: string): Quantity =>
  quantity(`requests.received.${id}`, `表三本年新收${name}`, [`requests.received.${id}` as CellId]);
/** 法人或其他组织: the five columns that are not 自然人. */
export const organisations = quantity(
  "requests.received.organisations",
  "表三本年新收法人或其他组织",
  ["business", "research", "charity", "legal", "other"].map((id) => `requests.received.${id}` as CellId),
);

const outcomeNames = {
  total: "",
  upheld: "结果维持",
  corrected: "结果纠正",
  other: "其他结果",
  pending: "尚未审结",
};
export type OutcomeId = keyof typeof outcomeNames;

const subjects = {
  reconsideration: { name: "行政复议", blocks: ["reconsideration"] },
  suits: { name: "行政诉讼", blocks: ["directSuit", "suitAfterReconsideration"] },
  directSuit: { name: "未经复议直接起诉", blocks: ["directSuit"] },
  suitAfterReconsideration: { name: "复议后起诉", blocks: ["suitAfterReconsideration"] },
  both: {
    name: "行政复议加行政诉讼",
    blocks: ["reconsideration", "directSuit", "suitAfterReconsideration"],
  },
} as const;
export type SubjectId = keyof typeof subjects;

export const dispute = (subject: SubjectId, outcome: OutcomeId = "total"): Quantity =>
  quantity(
    `disputes.${subject}.${outcome}`,
    `表四${subjects[subject].name}${outcomeNames[outcome]}`,
    subjects[subject].blocks.map((block): CellId => `disputes.${block}.${outcome}`),
  );

const documentNames = { regulations: "规章", normative: "行政规范性文件" };
const columnNames = { made: "本年制发", repealed: "本年废止", inForce: "现行有效" };
export type DocumentKind = keyof typeof documentNames;
export type DocumentColumn = keyof typeof columnNames;

export const documents = (kind: DocumentKind, column: DocumentColumn): Quantity =>
  quantity(`disclosure.${kind}.${column}`, `表二${documentNames[kind]}${columnNames[column]}`, [
    `disclosure.${kind}.${column}`,
  ]);

const decisionNames = { licensing: "行政许可", penalties: "行政处罚", coercion: "行政强制" };
export type DecisionKind = keyof typeof decisionNames;
export const decisions = (kind: DecisionKind): Quantity =>
  quantity(`disclosure.${kind}`, `表二${decisionNames[kind]}`, [`disclosure.${kind}`]);
export const fees = quantity("disclosure.fees", "表二行政事业性收费", ["disclosure.fees"]);
