import { z } from "zod";
import { aspects, overviewQuestion, type AspectId } from "./form/overview.ts";
import {
  decisionRows,
  disclosureGrid,
  disclosureQuestion,
  documentColumns,
  documentRows,
  type DisclosureCell,
} from "./form/disclosure.ts";
import {
  applicants,
  carriedInRow,
  carriedOutRow,
  receivedRow,
  requestColumns,
  requestRows,
  resultRows,
  resultsQuestion,
  type RequestCell,
} from "./form/requests.ts";
import { requestsGrid } from "./form/requestsGrid.ts";
import {
  disputeBlocks,
  disputeColumns,
  disputesGrid,
  disputesQuestion,
  outcomes,
  type DisputeCell,
} from "./form/disputes.ts";
import { contactQuestion, feeQuestion, improvementsQuestion, problemsQuestion } from "./form/closing.ts";
import type { Basis, Grid, Question, Section } from "./vocabulary.ts";

/** The form of 2021 (国办公开办函〔2021〕30号), derived from the data in form/. */

export type CellId = DisclosureCell | RequestCell | DisputeCell;
export type TableId = "disclosure" | "requests" | "disputes";

export const sections = [
  { id: "overview", number: "一", heading: "一、总体情况", name: "总体情况" },
  { id: "disclosure", number: "二", heading: "二、主动公开政府信息情况", name: "主动公开政府信息情况" },
  {
    id: "requests",
    number: "三",
    heading: "三、收到和处理政府信息公开申请情况",
    name: "收到和处理政府信息公开申请情况",
  },
  {
    id: "disputes",
    number: "四",
    heading: "四、政府信息公开行政复议、行政诉讼情况",
    name: "政府信息公开行政复议、行政诉讼情况",
  },
  { id: "problems", number: "五", heading: "五、存在的主要问题及改进情况", name: "存在的主要问题及改进情况" },
  { id: "other", number: "六", heading: "六、其他需要报告的事项", name: "其他需要报告的事项" },
] as const satisfies readonly Section[];
export type SectionId = (typeof sections)[number]["id"];

export const grids: Record<TableId, Grid> = {
  disclosure: disclosureGrid,
  requests: requestsGrid,
  disputes: disputesGrid,
};
export const tableIds: readonly TableId[] = ["disclosure", "requests", "disputes"];

/** All 200 cells in the order of the form. */
export const cellIds: readonly CellId[] = tableIds.flatMap((table) =>
  grids[table].rows.flatMap((row) =>
    row.flatMap((place) => (place.cell === undefined ? [] : [place.cell as CellId])),
  ),
);

const known: ReadonlySet<string> = new Set(cellIds);
export const isCellId = (id: string): id is CellId => known.has(id);
export const CellId = z
  .string()
  .refine(isCellId, "not a cell of the form")
  .transform((id) => id);

const below = new Map<string, CellId[]>();
for (const id of cellIds) {
  const parts = id.split(".");
  for (let length = 1; length <= parts.length; length++) {
    const prefix = parts.slice(0, length).join(".");
    below.set(prefix, [...(below.get(prefix) ?? []), id]);
  }
}

/** A whole table, a block or a row of it: the part of a cell id before a dot. */
export const isPrefix = (prefix: string): boolean => below.has(prefix);
/** The cells of a prefix in the order of the form; none for anything else. */
export const cellsUnder = (prefix: string): CellId[] => [...(below.get(prefix) ?? [])];
export const tableOf = (cell: CellId): TableId => cell.slice(0, cell.indexOf(".")) as TableId;

/** Totals, which are computed from their parts and never asked for. */
const computed: ReadonlySet<CellId> = new Set(
  cellIds.filter((cell) => cell.endsWith(".total") || cell.startsWith("requests.handledTotal.")),
);
export const isComputed = (cell: CellId): boolean => computed.has(cell);
export const askedCells: readonly CellId[] = cellIds.filter((cell) => !isComputed(cell));

/** What may stand in a cell: counts are integers, 收费 is in 万元 with at most six decimals. */
export const maxCount = 99_999_999;
export function isAllowed(cell: CellId, value: number): boolean {
  if (!Number.isFinite(value) || value < 0 || value > maxCount) return false;
  return cell === "disclosure.fees"
    ? Math.abs(value * 1e6 - Math.round(value * 1e6)) < 1e-3
    : Number.isInteger(value);
}

/** An equality between sums of cells that holds in every correct report; `rule` is its id in domain.md 5. */
export interface Equation {
  rule: "B-01" | "B-02" | "B-03" | "C-01";
  left: readonly CellId[];
  right: readonly CellId[];
}

const request = (row: string, column: string): CellId => `requests.${row}.${column}` as CellId;

export const equations: readonly Equation[] = [
  ...requestColumns.map((column): Equation => ({
    rule: "B-01",
    left: [request("received", column.id), request("carriedIn", column.id)],
    right: [request("handledTotal", column.id), request("carriedOut", column.id)],
  })),
  ...requestColumns.map((column): Equation => ({
    rule: "B-02",
    left: resultRows.map((row) => request(row.id, column.id)),
    right: [request("handledTotal", column.id)],
  })),
  ...requestRows.map((row): Equation => ({
    rule: "B-03",
    left: applicants.map((applicant) => request(row.id, applicant.id)),
    right: [request(row.id, "total")],
  })),
  ...disputeBlocks.map((block): Equation => ({
    rule: "C-01",
    left: outcomes.map((outcome): CellId => `disputes.${block.id}.${outcome.id}`),
    right: [`disputes.${block.id}.total`],
  })),
];

/** B-03 after B-02, so that it stays: `handledTotal.total` has two readings, the one along its row counts. */
const sums: ReadonlyMap<CellId, readonly CellId[]> = new Map(
  equations.flatMap(({ rule, left, right: [sum] }) =>
    rule === "B-01" || sum === undefined ? [] : [[sum, left] as const],
  ),
);

/** How a computed cell is added up: its parts; none for other cells. */
export const partsOf = (cell: CellId): readonly CellId[] => sums.get(cell) ?? [];

/** A printed name for a sentence: 表三“予以公开”自然人. */
export function cellName(cell: CellId): string {
  const [table, ...rest] = cell.split(".");
  if (table === "disclosure") {
    const document = documentRows.find((row) => row.id === rest[0]);
    if (document !== undefined) {
      const column = documentColumns.find((candidate) => candidate.id === rest[1]);
      return `表二“${document.name}”${column?.label ?? ""}`;
    }
    return `表二“${decisionRows.find((row) => row.id === rest[0])?.name ?? cell}”`;
  }
  const columnId = rest.at(-1);
  if (table === "requests") {
    const row = requestRows.find((candidate) => candidate.id === rest.slice(0, -1).join("."));
    return `表三“${row?.name ?? cell}”${requestColumns.find((column) => column.id === columnId)?.label ?? ""}`;
  }
  const block = disputeBlocks.find((candidate) => candidate.id === rest[0]);
  return `表四“${block?.name ?? cell}”${disputeColumns.find((column) => column.id === columnId)?.label ?? ""}`;
}

/** The things a talk can ask for. Tables and their rows are prefixes of cell ids; the others are texts. */
export type Topic =
  | "organ"
  | "contact"
  | "overview"
  | `overview.${AspectId}`
  | "problems"
  | "improvements"
  | "fee"
  | "disclosure"
  | `disclosure.${(typeof documentRows)[number]["id"] | (typeof decisionRows)[number]["id"]}`
  | "requests.received"
  | "requests.carriedIn"
  | "requests.results"
  | "requests.carriedOut"
  | "disputes";

export const organQuestion: Question = {
  ask: "请告诉我单位全称，就是公章上的名字。",
  help: "例如：某某区某某街道办事处。标题和正文都用这个名字。",
  basis: { kind: "practice", text: "各地年报标题的通行写法：机关全称＋年份＋政府信息公开工作年度报告" },
};

const pick = ({ ask, help, basis }: Question): Question => ({ ask, help, basis });

export const questions: Record<Topic, Question> = {
  organ: organQuestion,
  contact: contactQuestion,
  overview: overviewQuestion,
  ...(Object.fromEntries(aspects.map((aspect) => [`overview.${aspect.id}`, pick(aspect)])) as Record<
    `overview.${AspectId}`,
    Question
  >),
  disclosure: disclosureQuestion,
  "disclosure.regulations": pick(documentRows[0]),
  "disclosure.normative": pick(documentRows[1]),
  ...(Object.fromEntries(decisionRows.map((row) => [`disclosure.${row.id}`, pick(row)])) as Record<
    `disclosure.${(typeof decisionRows)[number]["id"]}`,
    Question
  >),
  "requests.received": pick(receivedRow),
  "requests.carriedIn": pick(carriedInRow),
  "requests.results": resultsQuestion,
  "requests.carriedOut": pick(carriedOutRow),
  disputes: disputesQuestion,
  problems: problemsQuestion,
  improvements: improvementsQuestion,
  fee: feeQuestion,
};
export const topics = Object.keys(questions) as Topic[];
export const Topic = z.enum(topics as [Topic, ...Topic[]]);

/** The question that a cell belongs to, with its help and legal basis. */
export function questionOf(cell: CellId): Question {
  const [table, first = ""] = cell.split(".");
  if (table === "disclosure") return questions[`disclosure.${first}` as Topic];
  const row = cell.split(".").slice(1, -1).join(".");
  if (table === "requests") return requestRows.find((candidate) => candidate.id === row) ?? resultsQuestion;
  return disputeBlocks.find((block) => block.id === first) ?? disputesQuestion;
}

export type { Basis, Question };
