import { chinesePunctuation } from "../language/sentences.ts";
import { aspects } from "../report/form/overview.ts";
import { resultRows } from "../report/form/requests.ts";
import { basisSentence, periodSentence } from "../report/form/closing.ts";
import { cellIds, cellsUnder, isComputed, type CellId } from "../report/form.ts";
import { valueOf, type Report } from "../report/report.ts";
import type { Paragraph, WrittenReport } from "../report/written.ts";
import type { Finding } from "../rules/judge.ts";
import { aspectParagraphs, opening } from "./aspects.ts";
import { otherParagraphs, problemParagraphs } from "./closing.ts";
import { writing } from "./writing.ts";

/** The report written out by plain rules; null until the organ is known. Cells without a value carry a remark and print blank. */
export function writeOut(report: Report): WrittenReport | null {
  const { organ, year } = report;
  if (organ === null) return null;
  const context = writing(report, organ);
  const cells = new Map<CellId, number>();
  const cellRemarks = new Map<CellId, string[]>();
  const rows = new Map<string, CellId[]>();
  for (const cell of cellIds) {
    const value = valueOf(report, cell);
    if (value !== undefined) cells.set(cell, value);
    else if (!isComputed(cell)) rows.set(rowOf(cell), [...(rows.get(rowOf(cell)) ?? []), cell]);
  }
  for (const [row, [first, ...rest]] of rows) {
    if (first === undefined) continue;
    const count =
      rest.length === 0
        ? "这个数"
        : row === results
          ? `办理结果各行还有${rest.length + 1}个数`
          : `这一行有${rest.length + 1}个数`;
    cellRemarks.set(first, [`${count}没有报，请补填；没有就填0。`]);
  }
  const reasons = new Set<string>();
  for (const [cell, { reason }] of report.explained) {
    if (reasons.has(reason)) continue;
    reasons.add(reason);
    cellRemarks.set(cell, [...(cellRemarks.get(cell) ?? []), `与去年年报不一致的原因：${reason}`]);
  }
  return {
    organ,
    year,
    title: [organ.name, `${year}年政府信息公开工作年度报告`],
    titleRemarks: [],
    preamble: [preamble(organ.name, year, organ.contact)],
    paragraphs: {
      overview: [...opening(context), ...aspects.flatMap((aspect) => aspectParagraphs(aspect.id, context))],
      disclosure: [],
      requests: [],
      disputes: [],
      problems: problemParagraphs(context),
      other: otherParagraphs(context),
    },
    cells,
    cellRemarks,
  };
}

function preamble(name: string, year: number, contact: string | undefined): Paragraph {
  const reach =
    contact === undefined || contact === ""
      ? ""
      : `如对本报告有疑问，请与${name}联系（${chinesePunctuation(contact).replace(/[。；，]+$/, "")}）。`;
  return { text: `${basisSentence(name, year)}${periodSentence(year)}${reach}`, remarks: [] };
}

/** Cells that one remark speaks of: a row, or all results of the requests together. */
function rowOf(cell: CellId): string {
  if (resultCells.has(cell)) return results;
  return cell.split(".").length === 2 ? cell : cell.slice(0, cell.lastIndexOf("."));
}
const results = "requests.results";
const resultCells: ReadonlySet<CellId> = new Set(
  resultRows.flatMap((row) => cellsUnder(`requests.${row.id}`)),
);

const tables: ReadonlySet<string> = new Set(["disclosure", "requests", "disputes"]);

/** The same report with the open findings as remarks at their cells or paragraphs. */
export function withFindings(written: WrittenReport, findings: readonly Finding[]): WrittenReport {
  const cellRemarks = new Map([...written.cellRemarks].map(([cell, remarks]) => [cell, [...remarks]]));
  const paragraphs = { ...written.paragraphs };
  const titleRemarks = [...written.titleRemarks];
  let opening = written.preamble;
  for (const finding of findings) {
    const [first] = finding.cells.filter((cell) => written.cells.has(cell));
    if (tables.has(finding.where) && finding.cells.length > 0) {
      if (first !== undefined) cellRemarks.set(first, [...(cellRemarks.get(first) ?? []), finding.message]);
      continue;
    }
    if (finding.where === "title") titleRemarks.push(finding.message);
    else if (finding.where === "preamble") opening = addRemark(opening, finding);
    else paragraphs[finding.where] = addRemark(paragraphs[finding.where], finding);
  }
  return { ...written, titleRemarks, preamble: opening, paragraphs, cellRemarks };
}

/** At the paragraph that holds the quoted words, else at the first. */
function addRemark(paragraphs: readonly Paragraph[], finding: Finding): Paragraph[] {
  const { quote } = finding;
  const at =
    quote === undefined
      ? 0
      : Math.max(
          0,
          paragraphs.findIndex((paragraph) => paragraph.text.includes(quote)),
        );
  return paragraphs.map((paragraph, index) =>
    index === at ? { ...paragraph, remarks: [...paragraph.remarks, finding.message] } : paragraph,
  );
}

/** The clean copy: without any remark. */
export function withoutRemarks(written: WrittenReport): WrittenReport {
  const clean = (paragraphs: readonly Paragraph[]): Paragraph[] =>
    paragraphs.map((paragraph) => ({ ...paragraph, remarks: [] }));
  const { overview, disclosure, requests, disputes, problems, other } = written.paragraphs;
  return {
    ...written,
    titleRemarks: [],
    preamble: clean(written.preamble),
    paragraphs: {
      overview: clean(overview),
      disclosure: clean(disclosure),
      requests: clean(requests),
      disputes: clean(disputes),
      problems: clean(problems),
      other: clean(other),
    },
    cellRemarks: new Map(),
  };
}
