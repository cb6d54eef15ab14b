import { describe, expect, it } from "vitest";
import type { PrintedReport } from "../../src/report/printed.ts";
import { judge, type Finding } from "../../src/rules/judge.ts";
import { publishedFacts, reportsFolder } from "./publishedFacts.ts";
import { clean, swap, type Change } from "./cases/case.ts";

const folder = reportsFolder();
const brief = ({ severity, rule, verdict }: Finding): string =>
  `${severity} ${rule}${verdict === "unknown" ? " unknown" : ""}`;

/** The printed figures of a published report with a clean text of ours, changed to have what its text has. */
function published(folder: string, name: string, received: number, change: Change): PrintedReport {
  const facts = publishedFacts(folder, name);
  const text = clean({
    ...change,
    organ: facts.organ,
    year: facts.year,
    figures:
      received === 0 ? {} : { "requests.received.person": received, "requests.granted.person": received },
  });
  return { ...text, form: facts.form, cells: facts.cells };
}

const onlyNone = { other: () => "无。" };

// The same table as in every published report of a quiet year, here without the collection of reports.
it("a year without any application, all cells 0, has no finding", () => {
  expect(judge(clean({})).map(brief)).toEqual([]);
});

if (folder !== undefined) {
  describe("the printed facts of published reports", () => {
    const table: readonly [string, number, Change, readonly string[]][] = [
      [
        "000_ddbb01344078e1ae",
        1,
        {
          title: "席王街道办事处信息公开工作2023年度报告",
          sections: (sections) => sections.filter((section) => section.number !== "四"),
          oddities: [
            { kind: "missing row", table: "requests", label: "（七）总计" },
            { kind: "missing column", table: "requests", label: "总计" },
          ],
        },
        ["error B-06", "error B-05", "error S-01", "error T-01", "error B-01 unknown", "warning B-07"],
      ],
      [
        "001_dc414174c0363131",
        0,
        {
          texts: {
            overview: swap("本年未收到政府信息公开申请。", ""),
            other: swap("未产生政府信息公开信息处理费", "没有产生政府信息公开处理费"),
          },
          oddities: [{ kind: "displaced label", table: "requests", label: "3.其他" }],
        },
        ["warning B-07", "warning X-13", "notice F-03"],
      ],
      [
        "002_9c25df49103e2fe8",
        0,
        { texts: { other: () => "全年未收取任何政府信息公开处理费用。" } },
        ["notice F-02", "notice F-03"],
      ],
      [
        "003_badf61901e3cbee2",
        4,
        {
          texts: {
            ...onlyNone,
            overview: (text) => swap("（一）", "（1）")(swap("申请4件", "申请4条")(text)),
          },
        },
        ["error F-01", "warning S-12", "warning L-02"],
      ],
      ["004_521296bdca07563d", 0, {}, []],
      [
        "hangzhou-city-2025",
        14069,
        {
          texts: { other: () => "按件发出收费通知9件，通知收费总额2100元，实际收取信息处理费2000元。" },
          sections: (sections) =>
            sections.map((section) =>
              section.number === "五" ? { ...section, heading: "五、存在问题及改进情况" } : section,
            ),
        },
        ["warning S-02"],
      ],
      [
        "hongze-2024",
        17,
        { texts: { overview: swap("本年新收", "区政府办代表区政府受理") } },
        ["warning B-05", "warning X-01"],
      ],
      [
        "huaian-2024",
        3119,
        { texts: { other: () => "全年收取政府信息公开信息处理费3940元。" } },
        ["notice F-04"],
      ],
      ["pingtan-2021", 70, {}, ["warning A-02"]],
      ["pingtan-2022", 75, {}, ["notice X-01"]],
      ["shanghai-office-2019", 859, { texts: onlyNone }, ["error B-04", "error F-01", "warning C-02"]],
    ];
    it.each(table)("%s", (name, received, change, findings) => {
      expect(judge(published(folder, name, received, change)).map(brief)).toEqual(findings);
    });
  });
}
