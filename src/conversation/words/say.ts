import { plainNumber } from "../../language/numerals.ts";
import { decisionRows, documentColumns, documentRows } from "../../report/form/disclosure.ts";
import { disputeBlocks, disputeColumns } from "../../report/form/disputes.ts";
import { requestColumns, requestRows, resultGroups } from "../../report/form/requests.ts";
import { isCellId, type CellId } from "../../report/form.ts";

/** Figures and parts of the form in the words of a sentence. */

type Values = (cell: CellId) => number | undefined;

/** 收费 is counted in 万元, everything else in 件. */
export const unitOf = (cell: CellId): string => (cell === "disclosure.fees" ? "万元" : "件");
export const amount = (cell: CellId, value: number): string => `${plainNumber(value)}${unitOf(cell)}`;

const documentWords: Record<string, string> = { made: "制发", repealed: "废止", inForce: "现行有效" };

/** 本年新收4件（自然人3件、商业企业1件）；行政许可12件. Rows in the order of the form; `values` gives what is known by now. */
export function sayCells(cells: readonly CellId[], values: Values): string {
  const named = new Set(cells);
  const touched = new Set<string>(cells.map((cell) => cell.slice(0, cell.lastIndexOf("."))));
  const rows = [
    ...requestRows
      .filter((row) => touched.has(`requests.${row.id}`))
      .map((row) => sayRow(row.name, "requests", row.id, requestColumns, named, values)),
    ...documentRows.map((row) => sayDocument(row, named, values)),
    ...decisionRows.map((row) => sayDecision(row, named, values)),
    ...disputeBlocks
      .filter((block) => touched.has(`disputes.${block.id}`))
      .map((block) => sayRow(block.name, "disputes", block.id, disputeColumns, named, values)),
  ];
  return rows.filter((row) => row !== "").join("；");
}

function sayRow(
  name: string,
  table: "requests" | "disputes",
  row: string,
  columns: readonly { id: string; label: string }[],
  named: ReadonlySet<CellId>,
  values: Values,
): string {
  const cell = (column: string): CellId => `${table}.${row}.${column}` as CellId;
  const mentioned = columns.filter((column) => named.has(cell(column.id)));
  if (mentioned.length === 0) return "";
  const total = values(cell("total"));
  const parts = columns
    .filter((column) => column.id !== "total")
    .map((column) => ({ label: column.label, value: values(cell(column.id)) }));
  const above = parts.filter((part) => part.value !== undefined && part.value > 0);
  const [only] = above;
  const list =
    above.length === 1 && only?.value === total
      ? `${total === 1 ? "" : "都是"}${only?.label}`
      : above.map((part) => `${part.label}${part.value}件`).join("、");
  if (total !== undefined)
    return total === 0 || list === "" ? `${name}${total}件` : `${name}${total}件（${list}）`;
  const told = mentioned.map((column) => `${column.label}${values(cell(column.id)) ?? "？"}件`).join("、");
  return `${name}${told}`;
}

function sayDocument(row: { id: string; name: string }, named: ReadonlySet<CellId>, values: Values): string {
  const told = documentColumns.flatMap((column) => {
    const cell = `disclosure.${row.id}.${column.id}` as CellId;
    const value = values(cell);
    return named.has(cell) && value !== undefined ? [`${documentWords[column.id]}${value}件`] : [];
  });
  return told.length === 0 ? "" : `${row.name}${told.join("、")}`;
}

function sayDecision(row: { id: string; name: string }, named: ReadonlySet<CellId>, values: Values): string {
  const cell = `disclosure.${row.id}` as CellId;
  const value = values(cell);
  return named.has(cell) && value !== undefined ? `${row.name}${amount(cell, value)}` : "";
}

const tableNames: Record<string, string> = {
  disclosure: "表二（规章、规范性文件、许可、处罚、强制、收费）",
  requests: "表三（依申请公开）",
  disputes: "表四（行政复议、行政诉讼）",
};

/** The name of a table, a row, a group of rows or a cell. */
export function partName(prefix: string): string {
  if (isCellId(prefix)) return cellWords(prefix);
  const whole = tableNames[prefix];
  if (whole !== undefined) return whole;
  const [table = "", ...rest] = prefix.split(".");
  const id = rest.join(".");
  if (table === "disclosure") return documentRows.find((row) => row.id === id)?.name ?? id;
  if (table === "disputes") return disputeBlocks.find((block) => block.id === id)?.name ?? id;
  return (
    requestRows.find((row) => row.id === id)?.name ??
    resultGroups.find((group) => group.id === id)?.name ??
    id
  );
}

function cellWords(cell: CellId): string {
  const [table = "", ...rest] = cell.split(".");
  if (table === "disclosure" && rest.length === 1)
    return decisionRows.find((row) => row.id === rest[0])?.name ?? cell;
  const column = rest.at(-1) ?? "";
  const row = partName([table, ...rest.slice(0, -1)].join("."));
  if (table === "disclosure") return `${row}${documentWords[column] ?? ""}`;
  const label =
    [...requestColumns, ...disputeColumns].find((candidate) => candidate.id === column)?.label ?? "";
  return column === "total" ? `${row}总数` : `${row}${label}`;
}

/** Parts of the form that together are exactly these cells, as large as possible: for “…都是0”. */
export function namesOf(prefixes: readonly string[]): string {
  return prefixes.map(partName).join("、");
}

/** Parts of a row by their names; all six of it in one word. */
export function rowNames(cells: readonly CellId[]): string {
  const rows = new Map<string, CellId[]>();
  for (const cell of cells) {
    const row = cell.slice(0, cell.lastIndexOf("."));
    rows.set(row, [...(rows.get(row) ?? []), cell]);
  }
  return [...rows]
    .map(([row, parts]) => (parts.length > 4 ? `${namesOf([row])}各类申请人的件数` : namesOf(parts)))
    .join("、");
}
