import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readReport } from "../../src/reading/read.ts";
import { equations } from "../../src/report/form.ts";
import { judge, type Finding } from "../../src/rules/judge.ts";
import { numberIn } from "../../src/report/printed.ts";
import { toHtml } from "../../src/document/html.ts";
import { publishedFiles } from "../accuracy/cells.ts";
import { completeReport } from "../support/balanced.ts";
import { Interview } from "../support/interview.ts";

/** Published reports sent into the talk, loaded and written out again. */
const reports = process.env.NIANBAO_REPORTS ?? "";
if (reports === "") process.stdout.write("NIANBAO_REPORTS is not set: no published report is loaded.\n");

const sums: ReadonlySet<string> = new Set(equations.map((equation) => equation.rule));
const faulty = (findings: readonly Finding[]): boolean =>
  findings.some(({ rule, verdict }) => sums.has(rule) && verdict === "broken");

/** A page of our own among them, so that the way is walked in every run. */
const own = { file: "本单位年报.html", year: 2025, load: () => toHtml(completeReport()) };
const published =
  reports === ""
    ? []
    : publishedFiles(reports).flatMap(({ file, path, truth: { form, year } }) =>
        form !== "2021" || year === null ? [] : [{ file, year, load: () => readFileSync(path) }],
      );
for (const { file, year, load } of [own, ...published]) {
  test(`${file} is checked, loaded and handed back with every figure it prints`, async () => {
    const bytes = load();
    const printed = await readReport(bytes);
    const interview = new Interview(`${year + 1}-01-15T09:00:00+08:00`);
    const checked = await interview.say("", { name: file, bytes });
    expect(checked).toMatch(/1\. 载入这份/);
    const loaded = await interview.say("1");
    expect(loaded).toContain("载入好了");
    expect(loaded).not.toMatch(/undefined|NaN|\[object/);
    expect(await interview.say("仍要生成")).not.toContain("没有发出");
    const document = interview.document;
    if (document === null) throw new Error("no document was handed over");
    // Where the sums of the file do not come out, the draft prints the sums.
    if (faulty(judge(printed))) return;
    for (const [cell, found] of printed.cells)
      if (found.kind === "number")
        expect([cell, numberIn(document.printed, cell)]).toEqual([cell, found.value]);
  });
}
