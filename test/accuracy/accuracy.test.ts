import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readReport } from "../../src/reading/read.ts";
import { judge } from "../../src/rules/judge.ts";
import { compareCells, publishedFiles } from "./cells.ts";
import { documents, measureDocuments } from "./documents.ts";
import { compareFaults } from "./faults.ts";
import { kinds, measure, measureSeveral, type CleanReport, type Measured } from "./measure.ts";
import { cleanReports, ownReports } from "./reports.ts";

/** What `npm run accuracy` prints, held to what is promised. */

const folder = process.env.NIANBAO_REPORTS === "" ? undefined : process.env.NIANBAO_REPORTS;
if (folder === undefined)
  process.stdout.write(
    "NIANBAO_REPORTS is not set: accuracy is measured on reports made for this project only.\n",
  );

function promises(load: () => Promise<readonly CleanReport[]>, times: number): () => Promise<Measured> {
  let known: Promise<Measured> | undefined;
  const measured = (): Promise<Measured> => (known ??= load().then((reports) => measure(reports, times)));

  it("leaves the clean reports without an error in tables, text against tables or years", async () => {
    for (const { name, report } of await load())
      expect(
        judge(report).filter(({ severity, rule }) => severity === "error" && /^[ABCXY]-/.test(rule)),
        name,
      ).toEqual([]);
  });

  it("sees every mistake that something in the report gives away", async () => {
    const { recalls } = await measured();
    for (const { kind, missed } of recalls) expect(missed, kind).toEqual([]);
  });

  it("finds nothing that has nothing to do with the mistake", async () => {
    const { recalls } = await measured();
    for (const { kind, unrelated } of recalls) expect(unrelated, kind).toEqual([]);
  });

  it("offers the true cell among three repairs in 95 of 100 mistakes of one cell, and no repair that leaves a fault", async () => {
    const { repairs } = await measured();
    expect(repairs.cases).toBeGreaterThan(100);
    expect(repairs.amongThree / repairs.cases, repairs.missed.join("\n")).toBeGreaterThanOrEqual(0.95);
    expect(repairs.harmful).toEqual([]);
  });

  it("gives back two wrong figures at once in 95 of 100 tables, by the first repairs", async () => {
    const { mended, cases } = measureSeveral(await load(), 2, 10);
    expect(mended / cases).toBeGreaterThanOrEqual(0.95);
  });
  return measured;
}

describe("mistakes put into reports made for this project", () => {
  const measured = promises(() => Promise.resolve(ownReports()), 3);

  it("are of at least thirty kinds, each of which can be made", async () => {
    const { recalls } = await measured();
    expect(kinds.length).toBeGreaterThanOrEqual(30);
    expect(recalls.filter(({ made }) => made === 0).map(({ kind }) => kind)).toEqual([]);
  });
});

describe("mistakes made in documents", () => {
  it("are seen where they are some, and change nothing where they are none", async () => {
    for (const { kind, made, missed, unrelated } of measureDocuments(await documents(folder), 2)) {
      expect(made, kind).toBeGreaterThan(0);
      expect({ missed, unrelated }, kind).toEqual({ missed: [], unrelated: [] });
    }
  });
});

if (folder !== undefined) {
  describe("mistakes put into published reports", () => {
    promises(() => cleanReports(folder), 2);
  });

  it("two years of one organ that follow each other have nothing between them to blame", async () => {
    const read = (file: string) => readReport(readFileSync(join(folder, file)));
    const [before, after] = [await read("pingtan-2021.page.txt"), await read("pingtan-2022.page.txt")];
    expect(judge(after, before)).toEqual(judge(after));
  });

  describe.each(publishedFiles(folder).map((each) => [each.file, each] as const))(
    "%s",
    (_, { path, name, truth }) => {
      const read = () => readReport(readFileSync(path));

      it("is read without a wrong cell, and none is lost", async () => {
        const { wrong, lost } = compareCells(truth, await read());
        expect({ wrong, lost }).toEqual({ wrong: [], lost: [] });
      });

      it("has its errors and warnings found, and no other error", async () => {
        const { missed, extra } = compareFaults(folder, name, judge(await read())) ?? {
          missed: [],
          extra: [],
        };
        expect({ missed, extra }).toEqual({ missed: [], extra: [] });
      });
    },
  );
}
