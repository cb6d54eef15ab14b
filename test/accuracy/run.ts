import { readFileSync } from "node:fs";
import { readReport } from "../../src/reading/read.ts";
import type { PrintedReport } from "../../src/report/printed.ts";
import { judge } from "../../src/rules/judge.ts";
import { compareCells, publishedFiles } from "./cells.ts";
import { documents, measureDocuments } from "./documents.ts";
import { compareFaults } from "./faults.ts";
import { measure, measureSeveral, type Recall } from "./measure.ts";
import { cleanReports, ownReports } from "./reports.ts";

/** `npm run accuracy`: cells read, faults found, mistakes seen and mended. With --list every miss is named. */

const list = process.argv.includes("--list");
const print = (line = ""): void => void process.stdout.write(`${line}\n`);
const share = (part: number, whole: number): string =>
  whole === 0 ? "—" : `${((100 * part) / whole).toFixed(1)} %`;
const padded = (cells: readonly (string | number)[], widths: readonly number[]): string =>
  cells
    .map((cell, index) =>
      index === 0 ? String(cell).padEnd(widths[0] ?? 0) : String(cell).padStart(widths[index] ?? 0),
    )
    .join(" ");
const named = (title: string, lines: readonly string[]): void => {
  if (lines.length === 0) return;
  print(`  ${title}:`);
  for (const line of list ? lines : lines.slice(0, 3)) print(`    ${line}`);
  if (!list && lines.length > 3) print(`    … ${lines.length - 3} more (--list)`);
};

async function published(folder: string): Promise<void> {
  const widths = [40, 6, 11, 6, 5, 9, 7, 6];
  print(padded(["file", "right", "unreadable", "wrong", "lost", "faults", "extra", "notices"], widths));
  const totals = { right: 0, unreadable: 0, wrong: 0, lost: 0, found: 0, listed: 0, extra: 0 };
  const told: [string, string[]][] = [];
  for (const { file, name, path, truth } of publishedFiles(folder)) {
    let report: PrintedReport;
    try {
      report = await readReport(readFileSync(path));
    } catch (error) {
      print(
        `${file.padEnd(widths[0] ?? 0)} not read: ${error instanceof Error ? error.message : String(error)}`,
      );
      continue;
    }
    const cells = compareCells(truth, report);
    const faults = compareFaults(folder, name, judge(report));
    print(
      padded(
        [
          file,
          cells.right,
          cells.unreadable.length,
          cells.wrong.length,
          cells.lost.length,
          faults === undefined ? "" : `${faults.found}/${faults.listed}`,
          faults === undefined ? "" : faults.extra.length,
          faults === undefined ? "" : `${faults.noticesFound}/${faults.notices}`,
        ],
        widths,
      ),
    );
    totals.right += cells.right;
    totals.unreadable += cells.unreadable.length;
    totals.wrong += cells.wrong.length;
    totals.lost += cells.lost.length;
    totals.found += faults?.found ?? 0;
    totals.listed += faults?.listed ?? 0;
    totals.extra += faults?.extra.length ?? 0;
    told.push([`${file} wrong cells`, cells.wrong], [`${file} lost cells`, cells.lost]);
    told.push([`${file} missed faults`, faults?.missed ?? []], [`${file} extra errors`, faults?.extra ?? []]);
  }
  print(
    padded(
      [
        "all",
        totals.right,
        totals.unreadable,
        totals.wrong,
        totals.lost,
        `${totals.found}/${totals.listed}`,
        totals.extra,
        "",
      ],
      widths,
    ),
  );
  for (const [title, lines] of told) named(title, lines);
}

async function mistakes(folder: string | undefined): Promise<void> {
  const reports = [...ownReports(), ...(folder === undefined ? [] : await cleanReports(folder))];
  const start = performance.now();
  const { recalls, repairs } = measure(reports, 4);
  const widths = [36, 10, 6, 8, 6, 9, 10];
  print(
    padded(
      [`mistakes in ${reports.length} clean reports`, "", "made", "visible", "seen", "recall", "unrelated"],
      widths,
    ),
  );
  const line = (name: string, group: string, rows: readonly Recall[]): void => {
    const sum = (pick: (recall: Recall) => number): number =>
      rows.reduce((total, row) => total + pick(row), 0);
    const [visible, seen] = [sum((row) => row.visible), sum((row) => row.seen)];
    print(
      padded(
        [
          name,
          group,
          sum((row) => row.made),
          visible,
          seen,
          share(seen, visible),
          sum((row) => row.unrelated.length),
        ],
        widths,
      ),
    );
  };
  const all = [...recalls, ...measureDocuments(await documents(folder), 4)];
  for (const recall of all) {
    line(recall.kind, recall.group, [recall]);
    named("missed", recall.missed);
    named("unrelated", recall.unrelated);
  }
  for (const group of ["cell", "table", "structure", "text", "years", "document"])
    line(
      "all",
      group,
      all.filter((recall) => recall.group === group),
    );
  print();
  print(
    `repairs: the true cell first ${share(repairs.first, repairs.cases)}, among three ${share(repairs.amongThree, repairs.cases)} of ${repairs.cases} one-cell mistakes that are seen; ${repairs.harmful.length} of ${repairs.offered} offered leave or make a fault`,
  );
  for (const count of [2, 3, 4]) {
    const { cases, mended, none } = measureSeveral(reports, count, 20);
    print(
      `${count} figures of table 三 wrong at once: all given back by the first repairs ${share(mended, cases)}, none offered ${share(none, cases)}, of ${cases}`,
    );
  }
  named("not among three", repairs.missed);
  named("harmful", repairs.harmful);
  print(`${((performance.now() - start) / 1000).toFixed(1)} s`);
}

const folder = process.env.NIANBAO_REPORTS === "" ? undefined : process.env.NIANBAO_REPORTS;
if (folder === undefined)
  print("NIANBAO_REPORTS is not set: only reports made for this project are measured.\n");
else await published(folder);
print();
await mistakes(folder);
