import { describe, expect, it } from "vitest";
import { cellIds } from "../../src/report/form.ts";
import type { PrintedReport } from "../../src/report/printed.ts";
import { printed } from "../../src/report/written.ts";
import { rules } from "../../src/rules/catalogue.ts";
import { judge, type Finding } from "../../src/rules/judge.ts";
import { city, completeReport, zeroCellsBut } from "../support/balanced.ts";
import { figureCases } from "./cases/figures.ts";
import { requestCases } from "./cases/requests.ts";
import { yearCases } from "./cases/years.ts";
import { closingCases, disclosureCases, disputeCases } from "./cases/tables.ts";
import { overviewCases, structureCases } from "./cases/texts.ts";
import { namingCases, wordingCases } from "./cases/wording.ts";

const cases = {
  ...structureCases,
  ...overviewCases,
  ...disclosureCases,
  ...requestCases,
  ...figureCases,
  ...disputeCases,
  ...yearCases,
  ...closingCases,
  ...namingCases,
  ...wordingCases,
};

const brief = ({ severity, rule, verdict }: Finding): string =>
  `${severity} ${rule}${verdict === "unknown" ? " unknown" : ""}`;
const names = (finding: string, rule: string): boolean => finding.split(" ")[1] === rule;

describe.each(Object.entries(cases))("%s", (_, list) => {
  it.each(list.map((each) => [each.name, each] as const))("%s", (_name, { report, last, findings }) => {
    expect(judge(report, last).map(brief)).toEqual(findings);
  });
});

describe("the catalogue", () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))(
    "%s has a passing and a failing case and a basis",
    (id, rule) => {
      const own = cases[id as keyof typeof cases] ?? [];
      expect(own.filter(({ findings }) => !findings.some((finding) => names(finding, id)))).not.toEqual([]);
      expect(own.filter(({ findings }) => findings.some((finding) => names(finding, id)))).not.toEqual([]);
      expect(rule.basis.text).not.toBe("");
      expect(rule.demand).not.toBe("");
    },
  );

  it("has every id once and no cases of other ids", () => {
    const ids = rules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(cases).filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe("a finding", () => {
  const all = Object.values(cases).flatMap((list) => list.flatMap(({ report, last }) => judge(report, last)));

  it("speaks to the clerk in Chinese, without cell ids and machine words, and ends its sentence", () => {
    for (const { message } of all) {
      expect(message).not.toMatch(/[A-Za-z]|undefined|NaN|\.\./);
      expect(message).toMatch(/[。]$/);
    }
  });

  it("names each cell once, and only cells of the form", () => {
    for (const { cells } of all) {
      expect(new Set(cells).size).toBe(cells.length);
      expect(cells.filter((cell) => !cellIds.includes(cell))).toEqual([]);
    }
  });

  it("quotes words that stand in the report", () => {
    const quoted = Object.values(cases).flatMap((list) =>
      list.flatMap(({ report, last }) =>
        judge(report, last).flatMap(({ quote, where }) => {
          if (quote === undefined) return [];
          const all = [
            report.title,
            report.preamble,
            ...report.sections.flatMap(({ heading, text }) => [heading, text]),
            ...report.oddities.map(({ label }) => label),
            ...[...report.cells.values()].flatMap((cell) => (cell.kind === "unreadable" ? [cell.raw] : [])),
          ];
          return [{ where, quote, stands: all.some((text) => text.includes(quote)) }];
        }),
      ),
    );
    expect(quoted.length).toBeGreaterThan(20);
    expect(quoted.filter(({ stands }) => !stands)).toEqual([]);
  });
});

describe("a clean report", () => {
  it("has no finding, of a 街道 and of a city, with applications and without", () => {
    for (const parts of [
      {},
      { organ: city },
      { cells: zeroCellsBut({}) },
      { organ: city, cells: zeroCellsBut({}) },
    ])
      expect(judge(printed(completeReport(parts)))).toEqual([]);
  });
});

describe("the basis of a finding", () => {
  it("is the law for a government that leaves out 责任追究, and custom for a 街道", () => {
    const without = (report: PrintedReport): PrintedReport => ({
      ...report,
      sections: report.sections.map((section) => ({
        ...section,
        text: section.text.replace("；未发生责任追究情形", ""),
      })),
    });
    const basis = (parts: Parameters<typeof completeReport>[0]) =>
      judge(without(printed(completeReport(parts)))).map((finding) => [finding.rule, finding.basis.kind]);
    expect(basis({ organ: city })).toEqual([["S-08", "law"]]);
    expect(basis({})).toEqual([["S-08", "practice"]]);
  });
});

describe("the message of a broken balance", () => {
  it("names the column, both sides and what to do", () => {
    const report = printed(
      completeReport({
        cells: zeroCellsBut({ "requests.received.person": 3, "requests.granted.person": 2 }),
      }),
    );
    const [finding] = judge(report);
    expect(finding?.message).toBe(
      "表三自然人一列不平：本年新收3＋上年结转0＝3，办理结果总计2＋结转下年度0＝2，还有1件没有结果，请补上这1件是怎么办的。",
    );
    expect([finding?.expected, finding?.actual]).toEqual([3, 2]);
  });
});
