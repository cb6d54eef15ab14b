import { OutsideError } from "../errors.ts";
import { canonicalLabel } from "../language/width.ts";
import { eventsOfFacts, parseFacts } from "../report/facts.ts";
import type { PrintedReport } from "../report/printed.ts";
import { fold, type Report } from "../report/report.ts";
import { printed } from "../report/written.ts";
import { readReport } from "../reading/read.ts";
import { judge, type Finding } from "../rules/judge.ts";
import { contradictedTotals, unseenTotals, withoutEchoes } from "../rules/stated.ts";

/** What 体检 of one file came to. */
export interface Examined {
  report: PrintedReport;
  findings: readonly Finding[];
  /** What the person should know of the comparison with last year's report; whole sentences. */
  remarks: readonly string[];
}

/** A report as printed in a file, or as a FACTS file would be printed. */
interface Opened {
  report: PrintedReport;
  /** The FACTS file, and the report as a draft of it would print it: with sums. */
  from?: { facts: Report; draft: PrintedReport };
}

const source = {
  at: "1970-01-01T00:00:00.000Z",
  by: { id: "file", name: "文件" },
  message: "file",
  words: "",
};

/** A FACTS file is a JSON object: `{\rtf` is not. */
const isFacts = (bytes: Uint8Array): boolean =>
  /^\uFEFF?\s*\{\s*["}]/.test(new TextDecoder().decode(bytes.subarray(0, 256)));

function reportOfFacts(bytes: Uint8Array): Report {
  try {
    const facts = parseFacts(new TextDecoder().decode(bytes));
    return fold(
      facts.year,
      eventsOfFacts(facts).map((event) => ({ ...source, event })),
    );
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const { where, code, cause } = error;
    throw new OutsideError(`这个事实文件${error.message}`, { where, code, cause });
  }
}

async function open(bytes: Uint8Array): Promise<Opened> {
  if (!isFacts(bytes)) return { report: await readReport(bytes) };
  const facts = reportOfFacts(bytes);
  const { writeOut } = await import("../drafting/writeOut.ts");
  const written = writeOut(facts);
  if (written === null) throw new Error("a FACTS file names its organ");
  // A total that was stated is shown as stated, though a draft would print the sum: the figures of the file are judged.
  const cells = new Map(written.cells);
  for (const { cell, stated } of contradictedTotals(facts)) cells.set(cell, stated);
  return { report: printed({ ...written, cells }), from: { facts, draft: printed(written) } };
}

/** What is printed in a report file of any kind, or would be for a FACTS file. OutsideError: one sentence why it cannot be read. */
export const readPrinted = async (bytes: Uint8Array): Promise<PrintedReport> => (await open(bytes)).report;

/**
 * Reads and judges one file; with `last`, the report of the year before, also what must hold between the two.
 * OutsideError: it cannot be read, or `last` is of another year.
 */
export async function examine(bytes: Uint8Array, last?: PrintedReport): Promise<Examined> {
  const { report, from } = await open(bytes);
  const remarks = last === undefined ? [] : comparing(report, last);
  const asPrinted = judge(report, last);
  if (from === undefined) return { report, findings: asPrinted, remarks };
  const findings = withoutEchoes(asPrinted, judge(from.draft, last));
  const known = new Map([...report.cells].filter(([, { kind }]) => kind === "number"));
  const unseen = unseenTotals(from.facts, known);
  return { report, findings: [...unseen, ...findings], remarks };
}

/** Whether `last` can stand beside the report, and what to say where that is not sure. */
function comparing(report: PrintedReport, last: PrintedReport): string[] {
  if (report.year !== null && last.year !== null && last.year !== report.year - 1)
    throw new OutsideError(
      last.year === report.year
        ? `两个文件都是${report.year}年的年报，上一年的应当是${report.year - 1}年的。`
        : `上一年的年报应当是${report.year - 1}年的，给的是${last.year}年的。`,
      { where: "last year's report", code: notTheYearBefore },
    );
  return [
    ...(report.year === null || last.year === null
      ? [
          `${report.year === null ? "这份年报" : "上一年的年报"}看不出是哪一年的，年份没有核对，先按相邻两年对照。`,
        ]
      : []),
    ...(report.organ !== null && last.organ !== null && !sameOrgan(report.organ.name, last.organ.name)
      ? [`上一年的年报写的是“${last.organ.name}”，与“${report.organ.name}”名称不同，请确认是同一个单位。`]
      : []),
  ];
}

/** The code of the error that a report given as last year's is of another year. */
export const notTheYearBefore = "not the year before";

const sameOrgan = (one: string, other: string): boolean => canonicalLabel(one) === canonicalLabel(other);
