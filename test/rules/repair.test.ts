import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellIds, isCellId, type CellId } from "../../src/report/form.ts";
import type { PrintedCell, PrintedReport } from "../../src/report/printed.ts";
import { printed } from "../../src/report/written.ts";
import { read } from "../../src/rules/reading.ts";
import { judge, type Finding, type Fix } from "../../src/rules/judge.ts";
import { causes } from "../../src/rules/repair.ts";
import { balancedCells, city, completeReport } from "../support/balanced.ts";
import { clean, type Change, type Figures } from "./cases/case.ts";
import { lastYear } from "./cases/years.ts";

const sums = new Set(["B-01", "B-02", "B-03", "C-01"]);
const offCells = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ rule, verdict }) => verdict === "broken" && sums.has(rule));

const apply = (report: PrintedReport, fix: Fix): PrintedReport => {
  const cells = new Map(report.cells);
  for (const [cell, value] of Object.entries(fix.set))
    if (isCellId(cell)) cells.set(cell, { kind: "number", value });
  return { ...report, cells };
};
const fixesOf = (report: PrintedReport): Fix[] => judge(report).flatMap(({ fix }) => fix ?? []);

const year: Figures = {
  "requests.received.person": 29,
  "requests.received.business": 12,
  "requests.carriedIn.person": 1,
  "requests.granted.person": 14,
  "requests.granted.business": 12,
  "requests.refused.thirdParty.person": 12,
  "requests.unavailable.notHeld.person": 2,
  "requests.otherHandling.other.person": 1,
  "requests.carriedOut.person": 1,
  "disputes.reconsideration.upheld": 3,
  "disputes.reconsideration.corrected": 1,
};
const sets = (change: Change): unknown[] =>
  [...new Set(fixesOf(clean({ figures: year, ...change })).map(({ set }) => JSON.stringify(set)))].map(
    (set): unknown => JSON.parse(set),
  );

describe("a wrong figure", () => {
  it("inside the table breaks its row and its column: both findings carry the one repair", () => {
    const findings = judge(clean({ figures: year, cells: { "requests.granted.person": 41 } }));
    expect(findings.map(({ rule }) => rule)).toEqual(["B-02", "B-03"]);
    expect(findings.map(({ fix }) => fix)).toEqual([
      [
        {
          set: { "requests.granted.person": 14 },
          reason: "表三“予以公开”自然人由41改为14，自然人一列、这一行就都对得上，像是相邻两个数字写颠倒了。",
        },
      ],
      findings[0]?.fix,
    ]);
    expect(findings[1]?.message).toContain("这与前面说的像是同一处填错：表三“予以公开”自然人。");
    expect(causes(findings)).toEqual([findings]);
  });

  it.each<[string, Figures]>([
    ["a total of a row", { "requests.received.total": 14 }],
    ["a total of a column", { "requests.handledTotal.business": 2 }],
    ["the total of all", { "requests.handledTotal.total": 44 }],
    ["what came in", { "requests.received.business": 120 }],
  ])("%s is mended alone", (_, cells) => {
    const [cell] = Object.keys(cells).filter(isCellId);
    const right = clean({ figures: year });
    const value = cell === undefined ? undefined : right.cells.get(cell);
    expect(sets({ cells })).toEqual([{ [cell ?? ""]: value?.kind === "number" ? value.value : NaN }]);
  });

  it("in a block of table 四 has several repairs, the likeliest slip first, the total among them", () => {
    const fixes = (upheld: number): unknown =>
      judge(clean({ figures: year, cells: { "disputes.reconsideration.upheld": upheld } }))[0]?.fix?.map(
        ({ set }) => set,
      );
    expect(fixes(33)).toEqual([
      { "disputes.reconsideration.total": 34 },
      { "disputes.reconsideration.upheld": 3 },
    ]);
    expect(fixes(1)).toEqual([
      { "disputes.reconsideration.total": 2 },
      { "disputes.reconsideration.upheld": 3 },
      { "disputes.reconsideration.corrected": 3 },
    ]);
  });

  it("is the one that the text contradicts", () => {
    const report = clean({
      figures: year,
      cells: { "disputes.reconsideration.upheld": 33 },
      texts: { overview: (text) => `${text}因政府信息公开被申请行政复议4件。` },
    });
    expect(judge(report).find(({ rule }) => rule === "C-01")?.fix?.[0]).toEqual({
      set: { "disputes.reconsideration.upheld": 3 },
      reason: "表四“行政复议”结果维持由33改为3，四种结果相加与总计就对得上，像是多写了一个数字。",
    });
  });

  it("carried in is witnessed by last year's report", () => {
    const report = clean({ figures: year, cells: { "requests.carriedIn.person": 2 } });
    const last = lastYear({ figures: { "requests.received.person": 1, "requests.carriedOut.person": 1 } });
    const [finding] = judge(report, last).filter(({ rule }) => rule === "B-01");
    expect(finding?.fix?.[0]).toEqual({
      set: { "requests.carriedIn.person": 1 },
      reason: "表三“上年结转”自然人由2改为1，自然人一列、这一行就都对得上，与上年报告的1一致。",
    });
  });
});

describe("two wrong figures", () => {
  it("exchanged within a row are exchanged back", () => {
    expect(sets({ cells: { "requests.granted.person": 12, "requests.granted.business": 14 } })[0]).toEqual({
      "requests.granted.person": 14,
      "requests.granted.business": 12,
    });
  });

  it("in the wrong column are moved back", () => {
    expect(
      sets({
        cells: { "requests.unavailable.notHeld.person": 0, "requests.unavailable.notHeld.business": 2 },
      })[0],
    ).toEqual({ "requests.unavailable.notHeld.person": 2, "requests.unavailable.notHeld.business": 0 });
  });

  it("in neighbouring columns are one cause with the hint that says so", () => {
    const findings = judge(
      clean({ figures: { ...year, "requests.received.person": 26, "requests.received.business": 15 } }),
    );
    expect(findings.map(({ rule }) => rule)).toEqual(["B-01", "B-01", "B-08"]);
    expect(causes(findings)).toEqual([findings]);
    expect(findings[0]?.fix?.[0]?.set).toEqual({
      "requests.received.person": 29,
      "requests.received.business": 12,
    });
  });

  it("of which the totals were added up are moved back with these", () => {
    const [finding] = judge(
      clean({ figures: { "requests.received.person": 5, "requests.granted.business": 5 } }),
    );
    expect(finding?.fix?.map(({ set }) => Object.keys(set).length)).toEqual([2, 4]);
    expect(finding?.fix?.[1]?.set).toEqual({
      "requests.granted.person": 5,
      "requests.granted.business": 0,
      "requests.handledTotal.person": 5,
      "requests.handledTotal.business": 0,
    });
  });

  it("that are missing results of two columns are a cause for each column", () => {
    const findings = judge(
      clean({
        figures: {
          "requests.received.person": 5,
          "requests.received.business": 2,
          "requests.granted.person": 3,
          "requests.granted.business": 1,
        },
      }),
    );
    expect(causes(findings).length).toBe(2);
    expect(findings[0]?.fix?.[0]).toEqual({
      set: { "requests.carriedOut.person": 2, "requests.carriedOut.total": 2 },
      reason: "表三“结转下年度”自然人由0改为2，总计跟着改，自然人一列就对得上，像是漏填了。",
    });
    expect(findings[1]?.fix?.[0]?.set).toEqual({
      "requests.carriedOut.business": 1,
      "requests.carriedOut.total": 1,
    });
  });

  it("in the wrong row are moved back", () => {
    expect(sets({ cells: { "requests.carriedIn.person": 0, "requests.carriedOut.person": 2 } })).toEqual([
      { "requests.carriedIn.person": 1, "requests.carriedOut.person": 1 },
    ]);
  });

  it("with nothing in common are two causes", () => {
    const findings = judge(
      clean({
        figures: year,
        cells: {
          "requests.granted.person": 15,
          "requests.received.business": 21,
          "disputes.directSuit.total": 2,
        },
      }),
    ).filter(({ severity }) => severity === "error");
    expect(causes(findings).map((group) => group.map(({ rule }) => rule))).toEqual([
      ["B-03", "B-01"],
      ["B-02", "B-03"],
      ["C-01"],
    ]);
  });

  it("in one column and a third elsewhere are told apart", () => {
    const findings = judge(
      clean({
        figures: year,
        cells: {
          "requests.granted.person": 20,
          "requests.refused.thirdParty.person": 10,
          "requests.unavailable.notHeld.legal": 5,
        },
      }),
    );
    expect(causes(findings).map(([first]) => first?.fix?.[0]?.set)).toEqual([
      { "requests.granted.person": 14, "requests.refused.thirdParty.person": 12 },
      { "requests.unavailable.notHeld.legal": 0 },
    ]);
  });

  it("are a figure and the total that was added up from it", () => {
    const [finding] = judge(clean({ figures: { ...year, "requests.carriedOut.person": 0 } }));
    expect(finding?.fix?.[0]?.set).toEqual({
      "requests.carriedOut.person": 1,
      "requests.carriedOut.total": 1,
    });
  });
});

describe("between years", () => {
  const last = lastYear({
    organ: city,
    figures: {
      "requests.received.person": 1,
      "requests.carriedOut.person": 1,
      "disclosure.normative.inForce": 7,
    },
  });
  const now: Figures = { ...year, "disclosure.normative.made": 2, "disclosure.normative.inForce": 9 };

  it("上年结转 that breaks the sums too has one cause and one repair", () => {
    const findings = judge(
      clean({
        organ: city,
        figures: now,
        cells: { "requests.carriedIn.person": 4, "requests.carriedIn.total": 4 },
      }),
      last,
    ).filter(({ severity }) => severity === "error");
    expect(findings.map(({ rule }) => rule)).toEqual(["B-01", "Y-01"]);
    expect(causes(findings)).toEqual([findings]);
    expect(findings[1]?.fix?.[0]?.set).toEqual({
      "requests.carriedIn.person": 1,
      "requests.carriedIn.total": 1,
    });
  });

  it("现行有效 is mended by any of its three figures", () => {
    const [finding] = judge(
      clean({ organ: city, figures: now, cells: { "disclosure.normative.inForce": 10 } }),
      last,
    );
    expect(finding?.fix).toEqual([
      {
        set: { "disclosure.normative.inForce": 9 },
        reason: "表二“行政规范性文件”现行有效件数由10改为9，就与上年现行有效7件推算的一致。",
      },
      {
        set: { "disclosure.normative.made": 3 },
        reason: "表二“行政规范性文件”本年制发件数由2改为3，就与上年现行有效7件推算的一致。",
      },
    ]);
  });

  it("an empty 现行有效 follows from last year's", () => {
    const [finding] = judge(
      clean({ organ: city, figures: now, cells: { "disclosure.normative.inForce": "" } }),
      last,
    );
    expect(finding?.fix?.map(({ set }) => set)).toEqual([{ "disclosure.normative.inForce": 9 }]);
  });
});

it("a row that stands one column too far is moved back as a whole", () => {
  const figures = {
    ...year,
    "requests.received.business": 12,
    "requests.received.research": 3,
    "requests.granted.business": 12,
    "requests.granted.research": 3,
  };
  const shifted = {
    "requests.granted.person": 0,
    "requests.granted.business": 14,
    "requests.granted.research": 12,
    "requests.granted.charity": 3,
  };
  const [finding] = judge(clean({ figures, cells: shifted }));
  expect(finding?.fix?.[0]?.set).toEqual({
    "requests.granted.person": 14,
    "requests.granted.business": 12,
    "requests.granted.research": 3,
    "requests.granted.charity": 0,
  });
  expect(finding?.fix?.[0]?.reason).toContain("错开了一列");
});

it("an empty cell is filled where the rest of the table leaves no choice", () => {
  expect(sets({ cells: { "requests.granted.person": "" } })).toEqual([{ "requests.granted.person": 14 }]);
  expect(sets({ cells: { "requests.granted.person": "约14" } })).toEqual([{ "requests.granted.person": 14 }]);
  expect(sets({ cells: { "disputes.reconsideration.total": null } })).toEqual([
    { "disputes.reconsideration.total": 4 },
  ]);
  expect(sets({ cells: { "disclosure.licensing": "" } })).toEqual([]);
});

it("a column that no slip explains says so, once", () => {
  const findings = judge(
    clean({
      figures: year,
      cells: { "requests.granted.person": 20, "requests.granted.business": 15, "requests.granted.legal": 6 },
    }),
  ).filter(({ severity }) => severity === "error");
  expect(findings.map(({ fix }) => fix)).toEqual(findings.map(() => undefined));
  expect(findings.filter(({ message }) => message.includes("像是不止一处填错")).length).toBe(1);
});

const offSums = (report: PrintedReport): string[] =>
  read(report)
    .sums()
    .flatMap(({ equation, key, state }) => (state === "broken" ? [`${equation.rule} ${key}`] : []));

describe("every repair", () => {
  const value = fc.integer({ min: 0, max: 60 });
  const edits = fc.array(fc.tuple(fc.constantFrom(...cellIds), value), { minLength: 1, maxLength: 5 });
  const damaged = fc
    .tuple(
      balancedCells({ regulations: true }),
      edits,
      fc.array(fc.constantFrom(...cellIds), { maxLength: 3 }),
    )
    .map(([cells, changes, blanks]): PrintedReport => {
      const base = printed(completeReport({ organ: city, cells }));
      const all = new Map<CellId, PrintedCell>(base.cells);
      for (const [cell, to] of changes) all.set(cell, { kind: "number", value: to });
      for (const cell of blanks) all.set(cell, { kind: "blank", raw: "" });
      return { ...base, cells: all };
    });

  it("mends the sums of its findings, breaks none, and says so in one plain sentence", () => {
    fc.assert(
      fc.property(damaged, (report) => {
        const before = judge(report);
        for (const cause of causes(before))
          for (const fix of cause[0]?.fix ?? []) {
            const mended = apply(report, fix);
            const after = offCells(judge(mended));
            const key = ({ rule, cells }: Finding): string => `${rule} ${cells.join()}`;
            // Of all sums: one that only followed from another may be said once the other is mended.
            const old = new Set(offSums(report));
            expect(offSums(mended).filter((sum) => !old.has(sum))).toEqual([]);
            expect(after.filter((finding) => cause.some((each) => key(each) === key(finding)))).toEqual([]);
            expect(fix.reason).toMatch(/^表[三四][^A-Za-z]*。$/);
          }
        for (const { fix } of before) if (fix !== undefined) expect(fix.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 300 },
    );
  });
});
