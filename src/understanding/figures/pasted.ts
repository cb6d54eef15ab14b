import { canonicalLabel } from "../../language/width.ts";
import { isAllowed, type CellId } from "../../report/form.ts";
import { documentColumns, documentRows } from "../../report/form/disclosure.ts";
import { disputeBlocks, outcomes } from "../../report/form/disputes.ts";
import { handledTotalRow, requestColumns, requestRows, resultGroups } from "../../report/form/requests.ts";
import type { RequestRow } from "../../report/form/requests.ts";

/** Rows of the printed tables pasted into the talk. */
export interface Pasted {
  cells: Map<CellId, number>;
  /** Lines with figures that no row could be found for. */
  strange: string[];
  /** The message without the lines that were read. */
  left: string;
}

const figures = /(?:^|[\s|｜,，])(\d{1,8})(?=[\s|｜,，]|$)/g;

/** What a pasted label is recognised by, in the order of the form; 其他 alone only inside （六）. */
const anchors: readonly (readonly [RequestRow, RegExp])[] = [
  ["received", /本年(?:度)?新收/],
  ["carriedIn", /上年(?:度)?结转/],
  ["partlyGranted", /部分公开/],
  ["refused.stateSecret", /国家秘密/],
  ["refused.otherLaw", /禁止公开/],
  ["refused.safetyStability", /三安全/],
  ["refused.thirdParty", /第三方/],
  ["refused.internalAffairs", /内部事务/],
  ["refused.processInformation", /过程性/],
  ["refused.enforcementFile", /执法案卷/],
  ["refused.adminQuery", /查询事项/],
  ["unavailable.notHeld", /不掌握/],
  ["unavailable.mustBeCreated", /另行制作/],
  ["unavailable.unclear", /补正后/],
  ["notProcessed.petition", /信访/],
  ["notProcessed.repeated", /(?<!大量反)重复申请/],
  ["notProcessed.publication", /出版物/],
  ["notProcessed.excessive", /大量反复/],
  ["notProcessed.reissue", /确认或重新/],
  ["otherHandling.notCorrected", /逾期不补正/],
  ["otherHandling.feeUnpaid", /逾期未按收费|逾期不缴费/],
  ["granted", /予以公开/],
  ["handledTotal", /\(?七\)?\.?总计/],
  ["carriedOut", /结转下一?年度?/],
  ["otherHandling.other", /^3\.?其他$|^3\.其他|其他$/],
];

function rowOf(label: string): RequestRow | undefined {
  const plain = canonicalLabel(label);
  return anchors.find(([, anchor]) => anchor.test(plain))?.[0];
}

/** A line of table 二 with its three figures: 规章 1 0 11. */
const documentOf = (label: string): (typeof documentRows)[number]["id"] | undefined => {
  const plain = canonicalLabel(label).replace(/[|｜]/g, "");
  if (plain === "规章") return "regulations";
  return plain === "行政规范性文件" || plain === "规范性文件" ? "normative" : undefined;
};

/** Lines with 7 (or 6) figures of table 三, the 15 of table 四, the three of a document row of table 二; null when the message has none. */
export function readPasted(text: string, asked: RequestRow | undefined): Pasted | null {
  const lines = text.split("\n");
  const cells = new Map<CellId, number>();
  const strange: string[] = [];
  const left: string[] = [];
  let read = false;
  let label = "";
  for (const line of lines) {
    const found = [...line.matchAll(figures)].map((match) => Number(match[1]));
    const bare = line.replace(figures, "").trim();
    if (found.length === 15 && bare.replace(/[\s|｜]/g, "") === "") {
      read = true;
      for (const [block, entry] of disputeBlocks.entries())
        for (const [index, column] of [...outcomes.map((outcome) => outcome.id), "total" as const].entries())
          cells.set(`disputes.${entry.id}.${column}`, found[block * 5 + index] ?? NaN);
      continue;
    }
    const document = found.length === 3 ? documentOf(bare) : undefined;
    if (document !== undefined) {
      read = true;
      for (const [index, column] of documentColumns.entries())
        cells.set(`disclosure.${document}.${column.id}`, found[index] ?? NaN);
      continue;
    }
    if (found.length < 6) {
      label = found.length === 0 && bare !== "" ? bare : "";
      left.push(line);
      continue;
    }
    const values = found.slice(-(found.length >= 7 ? 7 : 6));
    const balanced =
      values.length === 7 && values.slice(0, 6).reduce((sum, value) => sum + value, 0) === values[6];
    const named = bare === "" || /^[\d.、]*$/.test(bare) ? label : bare;
    const alone = lines.length === 1 ? named === "" : headOnly(lines);
    const row = rowOf(named) ?? (balanced && alone ? asked : undefined);
    label = "";
    if (row === undefined || found.length > 8) {
      strange.push(line.trim());
      continue;
    }
    read = true;
    for (const [index, column] of requestColumns.entries()) {
      const value = values[index];
      if (value !== undefined) cells.set(`requests.${row}.${column.id}`, value);
    }
  }
  if (!read && strange.length === 0) return null;
  for (const [cell, value] of cells) if (!isAllowed(cell, value)) cells.delete(cell);
  // the labels of the table's head and side say nothing of their own once its rows are read
  return {
    cells,
    strange,
    left: read
      ? left.filter((line) => !isTableWords(line) && !isTableHead(line)).join("\n")
      : left.join("\n"),
  };
}

const sideLabels: ReadonlySet<string> = new Set(
  [
    ...resultGroups.map((group) => group.label),
    ...requestRows.map((row) => row.label),
    handledTotalRow.label,
  ].map(canonicalLabel),
);
const headLabels: ReadonlySet<string> = new Set(
  [
    ...requestColumns, ...outcomes, ...documentColumns, ...documentRows, ...disputeBlocks,
  ].map((entry) => canonicalLabel(entry.label)),
); // prettier-ignore
const headOf =
  /^(?:信息内容|本年处理决定数量|本年收费金额(?:\(单位\.万元\))?|第二十条第\(.\)项|申请人情况|法人或其他组织|行政诉讼|总计|项目|数量)$/;

/** The printed head of columns, alone in its line: 信息内容 本年处理决定数量. */
export function isTableHead(line: string): boolean {
  const parts = line.split(/[\t|｜ ]+/).filter((part) => part !== "");
  const heads = parts.filter(
    (part) => headLabels.has(canonicalLabel(part)) || headOf.test(canonicalLabel(part)),
  );
  return (
    heads.length > 0 && heads.length === parts.length && (parts.length > 1 || headOf.test(parts[0] ?? ""))
  );
}

/** The printed head of the columns with one line of figures under it. */
const headOnly = (lines: readonly string[]): boolean =>
  lines.filter((line) => /\d/.test(line)).length === 1 &&
  lines.every((line) => /^[\d\s|｜]*$/.test(line) || isTableHead(line));

function isTableWords(line: string): boolean {
  const plain = canonicalLabel(line);
  return (
    sideLabels.has(plain) ||
    /^[|｜]*(?:\(?本列数据|申请人情况|自然人|法人或其他组织|商业企业|科研机构|三\.本年度办理结果|结果维持|行政复议\|?行政诉讼|未经复议|总计|其他|结果)/.test(
      plain,
    )
  );
}
