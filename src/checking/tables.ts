import { padLeft, padRight, widthOf, wrap } from "../language/columns.ts";
import { disputeBlocks, disputeColumns } from "../report/form/disputes.ts";
import { decisionRows, documentColumns, documentRows } from "../report/form/disclosure.ts";
import { requestColumns, requestRows, resultGroups } from "../report/form/requests.ts";
import { cellIds, cellName, sections, type CellId } from "../report/form.ts";
import { organKind } from "../report/organ.ts";
import type { PrintedReport } from "../report/printed.ts";
import { naming } from "../rules/rule.ts";

/** What is printed in a report, as a page of text for people. */

const empty = "空";
const unreadable = "？";
const absent = "·";

/** Column heads short enough for a terminal of 80. */
const short: Record<string, string> = {
  商业企业: "企业",
  科研机构: "科研",
  社会公益组织: "公益",
  法律服务机构: "法律",
  本年制发件数: "制发",
  本年废止件数: "废止",
  现行有效件数: "现行有效",
};
const headOf = (label: string): string => short[label] ?? label;

interface Line {
  label: string;
  cells: readonly string[];
}

function aligned(heads: readonly string[], lines: readonly Line[], report: PrintedReport): string[] {
  const figures = lines.map(({ cells }) => cells.map((cell) => figure(report, cell)));
  const first = Math.max(...lines.map(({ label }) => widthOf(label)));
  const widths = heads.map((head, column) =>
    Math.max(widthOf(head), ...figures.map((row) => widthOf(row[column] ?? ""))),
  );
  const row = (label: string, texts: readonly string[]): string =>
    `  ${padRight(label, first)}${widths.map((width, column) => `  ${padLeft(texts[column] ?? "", width)}`).join("")}`.trimEnd();
  return [
    ...(heads.length > 1 ? [row("", heads)] : []),
    ...lines.map(({ label }, index) => row(label, figures[index] ?? [])),
  ];
}

function figure(report: PrintedReport, cell: string): string {
  const printed = report.cells.get(cell as CellId);
  if (printed === undefined) return absent;
  if (printed.kind === "number") return String(printed.value);
  return printed.kind === "blank" ? empty : unreadable;
}

const groupName = (row: string): string =>
  resultGroups.find(({ id }) => row.startsWith(`${id}.`))?.name ?? "";

function tables(report: PrintedReport): { name: string; lines: string[] }[] {
  return [
    {
      name: "表二　主动公开政府信息情况",
      lines: [
        ...aligned(
          documentColumns.map(({ label }) => headOf(label)),
          documentRows.map(({ id, name }) => ({
            label: name,
            cells: documentColumns.map((column) => `disclosure.${id}.${column.id}`),
          })),
          report,
        ),
        ...aligned(
          [""],
          decisionRows.map(({ id, name }) => ({
            label: id === "fees" ? `${name}（万元）` : name,
            cells: [`disclosure.${id}`],
          })),
          report,
        ),
      ],
    },
    {
      name: "表三　收到和处理政府信息公开申请情况",
      lines: aligned(
        requestColumns.map(({ label }) => headOf(label)),
        requestRows.map(({ id, name }) => ({
          label:
            id === "otherHandling.other"
              ? "其他处理·其他"
              : groupName(id) === ""
                ? name
                : `${groupName(id)}·${name}`,
          cells: requestColumns.map((column) => `requests.${id}.${column.id}`),
        })),
        report,
      ),
    },
    {
      name: "表四　行政复议、行政诉讼情况",
      lines: aligned(
        disputeColumns.map(({ label }) => label),
        disputeBlocks.map(({ id, name }) => ({
          label: name,
          cells: disputeColumns.map((column) => `disputes.${id}.${column.id}`),
        })),
        report,
      ),
    },
  ];
}

/** Cells that are not numbers, by name: what a person must look up in the file. */
function notNumbers(report: PrintedReport): string[] {
  const of = (kind: "blank" | "unreadable" | "absent"): CellId[] =>
    cellIds.filter((cell) => (report.cells.get(cell)?.kind ?? "absent") === kind);
  const [blanks, unread, missing] = [of("blank"), of("unreadable"), of("absent")];
  return [
    ...(blanks.length === 0 ? [] : [`“${empty}”是没有填数的格，共${blanks.length}格：${naming(blanks)}。`]),
    ...(unread.length === 0
      ? []
      : [
          `“${unreadable}”是认不准的格，共${unread.length}格，请看原件：`,
          ...unread.slice(0, 20).map((cell) => `  ${cellName(cell)}：印的是“${rawOf(report, cell)}”`),
          ...(unread.length > 20 ? [`  还有${unread.length - 20}格`] : []),
        ]),
    ...(missing.length === 0
      ? []
      : [
          `“${absent}”是文件里没有的格，共${missing.length}格${missing.length > 60 ? "" : `：${naming(missing)}`}。`,
        ]),
  ];
}

function rawOf(report: PrintedReport, cell: CellId): string {
  const printed = report.cells.get(cell);
  return printed === undefined || printed.kind === "number"
    ? ""
    : printed.raw.replace(/\s+/g, " ").slice(0, 40);
}

/** What is printed in a report in lines at most `width` columns wide (the tables have their own width). */
export function reportLines(report: PrintedReport, width: number): string[] {
  const { title, organ, year, form, sections: printed } = report;
  const missing = sections.filter(({ number }) => !printed.some((section) => section.number === number));
  return [
    ...wrap(`标题　${title === "" ? "没有看到" : title}`, width, " ".repeat(6)),
    ...wrap(
      `单位　${organ === null ? "没有看到" : `${organ.name}（${organKind(organ.kind).name}）`}　年份　${year ?? "没有看到"}　表格　${form === null ? "没有看到" : `${form}年格式`}`,
      width,
      " ".repeat(6),
    ),
    "",
    "各部分",
    ...printed.flatMap(({ heading, text }) => {
      const length = [...text.replace(/\s+/g, "")].length;
      return wrap(`  ${heading}${length === 0 ? "" : `（${length}字）`}`, width, "    ");
    }),
    ...(missing.length === 0
      ? []
      : wrap(`  没有看到：${missing.map(({ heading }) => heading).join("、")}`, width, "    ")),
    ...tables(report).flatMap(({ name, lines }) => ["", name, ...lines]),
    "",
    ...notNumbers(report).flatMap((line) => wrap(line, width, "  ")),
  ];
}
