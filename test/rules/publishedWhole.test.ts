import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { cellIds } from "../../src/report/form.ts";
import { readReport } from "../../src/reading/read.ts";
import { rules } from "../../src/rules/catalogue.ts";
import { judge, type Finding } from "../../src/rules/judge.ts";
import { publishedFiles, type Published } from "../accuracy/cells.ts";
import { expectedFaults } from "../accuracy/expectedFaults.ts";
import { reportsFolder } from "./publishedFacts.ts";

/** Every finding of every published report, file by file; the office copies of a report say the same. */
const found: Readonly<Record<string, readonly string[]>> = {
  "000_ddbb01344078e1ae.txt": [
    "error B-06",
    "error B-05",
    "error S-01",
    "error T-01",
    "error B-01 unknown",
    "warning B-07",
    "warning L-07",
    "warning L-05",
    "warning L-05",
    "warning S-04",
    "notice P-01",
    "notice T-03",
    "notice S-05",
    "notice L-03",
    "notice L-13",
    "notice F-02",
  ],
  "001_dc414174c0363131.txt": [
    "warning B-07",
    "warning X-13",
    "notice T-01",
    "notice P-01",
    "notice T-03",
    "notice L-01",
    "notice L-13",
    "notice F-03",
  ],
  "002_9c25df49103e2fe8.txt": [
    "warning B-07",
    "warning L-10",
    "warning L-09",
    "warning L-03",
    "notice T-01",
    "notice P-01",
    "notice S-08",
    "notice L-09",
    "notice L-03",
    "notice L-06",
    "notice L-13",
    "notice F-02",
    "notice F-03",
  ],
  "003_badf61901e3cbee2--office.doc": [
    "error F-01",
    "warning S-12",
    "warning L-02",
    "notice S-08",
    "notice L-03",
    "notice L-04",
    "notice L-04",
    "notice L-11",
  ],
  "003_badf61901e3cbee2--office.docx": [
    "error F-01",
    "warning S-12",
    "warning L-02",
    "notice S-08",
    "notice L-03",
    "notice L-04",
    "notice L-04",
    "notice L-11",
  ],
  "003_badf61901e3cbee2--office.html": [
    "error F-01",
    "warning S-12",
    "warning L-02",
    "notice S-08",
    "notice L-03",
    "notice L-04",
    "notice L-04",
    "notice L-11",
  ],
  "003_badf61901e3cbee2--office.pdf": [
    "error F-01",
    "warning S-12",
    "warning L-02",
    "notice S-08",
    "notice L-03",
    "notice L-04",
    "notice L-04",
    "notice L-11",
  ],
  "003_badf61901e3cbee2.txt": [
    "error F-01",
    "warning S-12",
    "warning L-02",
    "warning L-05",
    "notice S-08",
    "notice L-03",
    "notice L-04",
    "notice L-04",
    "notice L-11",
  ],
  "004_521296bdca07563d.txt": [
    "warning B-07",
    "warning L-02",
    "warning L-07",
    "warning L-09",
    "warning S-04",
    "notice T-01",
    "notice P-01",
    "notice T-03",
    "notice S-08",
    "notice L-08",
    "notice L-13",
    "notice F-02",
    "notice F-03",
  ],
  "hangzhou-city-2025.html": [
    "warning S-05",
    "warning X-13",
    "warning S-02",
    "warning S-09",
    "notice D-01",
    "notice F-04",
  ],
  "hongze-2024.layout.txt": ["warning B-05", "warning B-05", "warning S-08", "warning X-01", "notice F-02"],
  "hongze-2024.pdf": ["warning B-05", "warning B-05", "warning S-08", "warning X-01", "notice F-02"],
  "huaian-2024--office.doc": ["warning S-08", "notice L-13", "notice L-03", "notice F-04"],
  "huaian-2024--office.docx": ["warning S-08", "notice L-13", "notice L-03", "notice F-04"],
  "huaian-2024--office.html": ["warning S-08", "notice L-13", "notice L-03", "notice F-04"],
  "huaian-2024--office.pdf": ["warning S-08", "notice L-13", "notice L-03", "notice F-04"],
  "huaian-2024.layout.txt": ["warning S-08", "notice L-03", "notice D-01", "notice F-04"],
  "huaian-2024.pdf": ["warning S-08", "notice L-03", "notice D-01", "notice F-04"],
  "pingtan-2021.page.txt": [
    "warning A-02",
    "notice T-01",
    "notice L-05",
    "notice S-08",
    "notice L-04",
    "notice L-01",
    "notice D-01",
    "notice F-02",
  ],
  "pingtan-2022.page.txt": [
    "warning A-02",
    "warning S-02",
    "notice T-01",
    "notice L-04",
    "notice X-06",
    "notice X-01",
    "notice D-01",
    "notice F-02",
  ],
  "shanghai-office-2019.html": [
    "error B-04",
    "error X-05",
    "error X-05",
    "error X-14",
    "error X-08",
    "error F-01",
    "warning C-02",
    "notice T-01",
    "notice X-15",
    "notice S-10",
    "notice L-01",
  ],
  "template-2021-format.docx": [
    "error T-01",
    "error S-09",
    "warning A-02",
    "warning B-04",
    "warning C-02",
    "warning S-05",
    "notice P-01",
  ],
};

const brief = ({ severity, rule, verdict }: Finding): string =>
  `${severity} ${rule}${verdict === "unknown" ? " unknown" : ""}`;

const Faults = z.array(z.object({ fault: z.string(), expected_severity: z.string() }));

/** Whether a finding is one of those told: a rule, or a rule and one of its cells. */
const isOneOf = (finding: Finding, named: readonly string[]): boolean =>
  named.some((each) => {
    const [rule, cell] = each.split(" ");
    return finding.rule === rule && (cell === undefined || finding.cells.some((own) => own === cell));
  });

it("faults are expected only of rules and cells that exist", () => {
  const ids = new Set(rules.map(({ id }) => id));
  const named = Object.values(expectedFaults).flatMap((list) => list.flatMap((each) => each ?? []));
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((each) => !ids.has(each.split(" ")[0] ?? ""))).toEqual([]);
  const cells = named.flatMap((each) => each.split(" ").slice(1));
  expect(cells.filter((cell) => !cellIds.some((id) => id === cell))).toEqual([]);
});

const folder = reportsFolder();
if (folder !== undefined) {
  const files = publishedFiles(folder);

  describe("a published report, read and judged whole", () => {
    it("is expected for every file there is", () => {
      expect(files.map(({ file }) => file).filter((file) => found[file] === undefined)).toEqual([]);
    });

    it.each(files.map((each) => [each.file, each] as const))("%s", async (file, { path }) => {
      expect(judge(await readReport(readFileSync(path))).map(brief)).toEqual(found[file]);
    });
  });

  describe("every listed fault is found with its severity", () => {
    const listed = files.filter(({ name }) => existsSync(join(folder, `${name}.faults.json`)));
    const faultsOf = ({ name }: Published) =>
      Faults.parse(JSON.parse(readFileSync(join(folder, `${name}.faults.json`), "utf8")));

    it.each(listed.map((each) => [each.file, each] as const))("%s", async (_, published) => {
      const faults = faultsOf(published);
      const expected = expectedFaults[published.name] ?? [];
      expect(expected).toHaveLength(faults.length);
      const findings = judge(await readReport(readFileSync(published.path)));
      const missed = faults.filter(({ expected_severity: severity }, index) => {
        const named = expected[index];
        if (named === null || named === undefined) return false;
        return !findings.some((finding) => finding.severity === severity && isOneOf(finding, named));
      });
      expect(missed.map(({ fault }) => fault)).toEqual([]);
    });

    it.each(listed.map((each) => [each.file, each] as const))(
      "%s has no other error",
      async (_, published) => {
        const errors = faultsOf(published).flatMap(({ expected_severity: severity }, index) =>
          severity === "error" ? (expectedFaults[published.name]?.[index] ?? []) : [],
        );
        const others = judge(await readReport(readFileSync(published.path))).filter(
          (finding) => finding.severity === "error" && !isOneOf(finding, errors),
        );
        expect(others.map(brief)).toEqual([]);
      },
    );
  });
}
