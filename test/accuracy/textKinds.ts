import { cellsUnder, sections, tableIds, type CellId, type SectionId } from "../../src/report/form.ts";
import { numberIn, type PrintedReport, type PrintedSection } from "../../src/report/printed.ts";
import { claimsIn } from "../../src/rules/claims.ts";
import { read } from "../../src/rules/reading.ts";
import { withCells, type Kind, type Mutated } from "./mutation.ts";
import type { Chance } from "./random.ts";

/** Kinds of mistakes in the make-up and in the text. */

const heading = (id: SectionId): string => sections.find((section) => section.id === id)?.heading ?? "";
const indexOf = (report: PrintedReport, id: SectionId): number =>
  report.sections.findIndex(({ number: printed }) => heading(id).startsWith(`${printed}、`));

const rewritten = (
  report: PrintedReport,
  id: SectionId,
  change: (section: PrintedSection) => PrintedSection,
): PrintedReport | null => {
  const at = indexOf(report, id);
  const section = report.sections[at];
  return section === undefined ? null : { ...report, sections: report.sections.with(at, change(section)) };
};
const retold = (
  report: PrintedReport,
  id: SectionId,
  change: (text: string) => string,
): PrintedReport | null => {
  const changed = rewritten(report, id, (section) => ({ ...section, text: change(section.text) }));
  return changed === null ||
    changed.sections[indexOf(report, id)]?.text === report.sections[indexOf(report, id)]?.text
    ? null
    : changed;
};

/** The same for a change that needs no more than a report and the rules that must see it. */
const plain =
  (seenBy: readonly string[], change: (report: PrintedReport, chance: Chance) => PrintedReport | null) =>
  (report: PrintedReport, chance: Chance): Mutated | null => {
    const changed = change(report, chance);
    return changed === null ? null : { report: changed, what: "", cells: [], seenBy };
  };

const tableIn = (report: PrintedReport, cell: CellId): boolean => report.cells.has(cell);
const withoutTable = (report: PrintedReport, id: SectionId): PrintedReport =>
  withCells(
    report,
    cellsUnder(id).map((cell) => [cell, null] as const),
  );

export const structureKinds: readonly Kind[] = [
  {
    name: "section deleted",
    group: "structure",
    // What only that section can say is then not said.
    mayBe: ["S-03", "S-05", "S-08", "S-09", "F-01", "X-13", "P-01"],
    mutate: (report, chance) => {
      const gone = chance.pick(sections);
      if (gone === undefined || indexOf(report, gone.id) < 0) return null;
      const left = report.sections.filter((_, index) => index !== indexOf(report, gone.id));
      const base = (tableIds as readonly string[]).includes(gone.id) ? withoutTable(report, gone.id) : report;
      return {
        report: { ...base, sections: left },
        what: gone.name,
        cells: cellsUnder(gone.id),
        seenBy: ["S-01"],
      };
    },
  },
  {
    name: "sections in another order",
    group: "structure",
    mutate: plain(["S-01"], (report, chance) => {
      const at = chance.below(report.sections.length - 1);
      const [one, other] = report.sections.slice(at, at + 2);
      return one === undefined || other === undefined
        ? null
        : { ...report, sections: report.sections.with(at, other).with(at + 1, one) };
    }),
  },
  {
    name: "heading reworded",
    group: "structure",
    mutate: plain(["S-02"], (report, chance) => {
      const [id, words] = chance.pick([
        ["problems", "五、存在的主要问题和改进措施"],
        ["disputes", "四、政府信息公开行政复议及行政诉讼情况"],
        ["requests", "三、收到和处理政府信息公开申请的情况"],
      ] as const) ?? ["problems", ""];
      return rewritten(report, id, (section) => ({ ...section, heading: words }));
    }),
  },
  {
    name: "number of a section repeated",
    group: "structure",
    mayBe: ["S-01"],
    mutate: plain(["S-03"], (report, chance) => {
      const at = 1 + chance.below(report.sections.length - 1);
      const [before, section] = report.sections.slice(at - 1, at + 1);
      if (before === undefined || section === undefined) return null;
      const words = section.heading.replace(/^[一二三四五六]/, before.number);
      return {
        ...report,
        sections: report.sections.with(at, { ...section, number: before.number, heading: words }),
      };
    }),
  },
  {
    name: "a section twice",
    group: "structure",
    mayBe: ["S-03"],
    mutate: plain(["S-01"], (report) => {
      const last = report.sections.at(-1);
      return last === undefined ? null : { ...report, sections: [...report.sections, last] };
    }),
  },
  {
    name: "table deleted",
    group: "structure",
    mutate: (report, chance) => {
      const table = chance.pick(tableIds);
      const first = table === undefined ? undefined : cellsUnder(table)[0];
      if (table === undefined || first === undefined || !tableIn(report, first)) return null;
      return { report: withoutTable(report, table), what: table, cells: cellsUnder(table), seenBy: ["S-07"] };
    },
  },
  {
    name: "words of the form of 2019",
    group: "structure",
    mutate: plain(["S-02", "S-06"], (report) =>
      rewritten(report, "problems", (section) => ({
        ...section,
        heading: "五、政府信息公开工作存在的主要问题及改进情况",
      })),
    ),
  },
  {
    name: "the form of 2019",
    group: "structure",
    mutate: plain(["S-06"], (report) =>
      report.year === null || report.year < 2021
        ? null
        : {
            ...withCells(
              report,
              cellsUnder("disclosure.normative").map((cell) => [cell, null] as const),
            ),
            form: "2019",
          },
    ),
    mayBe: ["B-05", "A-02"],
  },
  {
    name: "五 is only 无",
    group: "structure",
    mayBe: ["X-15"],
    mutate: plain(["S-09"], (report) => retold(report, "problems", () => "无。")),
  },
  {
    name: "no word on the fee",
    group: "structure",
    mutate: plain(["F-01"], (report) => retold(report, "other", () => "本年度没有其他需要报告的事项。")),
  },
  {
    name: "an aspect left out",
    group: "structure",
    mayBe: ["S-03"],
    mutate: plain(["S-05", "S-12"], (report) => {
      const found = rewritten(report, "overview", (section) => ({
        ...section,
        text: section.text.replace(/（三）(?:政府)?信息管理[\s\S]*?(?=（四）)/, ""),
      }));
      const before = report.sections[indexOf(report, "overview")]?.text;
      return found?.sections[indexOf(report, "overview")]?.text === before ? null : found;
    }),
  },
  {
    name: "工作报告 in the title",
    group: "structure",
    mutate: plain(["T-01"], (report) => replacedTitle(report, "工作年度报告", "工作报告")),
  },
  {
    name: "政府 left out of the title",
    group: "structure",
    mutate: plain(["T-01"], (report) => replacedTitle(report, "政府信息公开工作", "信息公开工作")),
  },
];

const replacedTitle = (report: PrintedReport, words: string, by: string): PrintedReport | null => {
  const title = report.title.replace(words, by);
  return title === report.title ? null : { ...report, title };
};

const received = (report: PrintedReport): number | undefined => numberIn(report, "requests.received.total");
const digits = "零一二三四五六七八九";
/** 4 as 四, 14 as 十四, 3119 as 三千一百一十九. */
function inChinese(value: number): string {
  const units = ["", "十", "百", "千"];
  const text = [...String(value)]
    .map((digit, index, all) =>
      digit === "0" ? "零" : `${digits[Number(digit)] ?? ""}${units[all.length - 1 - index] ?? ""}`,
    )
    .join("")
    .replace(/零+/g, "零")
    .replace(/(.)零$/, "$1");
  return text.replace(/^一十/, "十");
}

/** The number of applications as the text tells it, replaced. */
const recounted = (report: PrintedReport, change: (value: number) => string): PrintedReport | null => {
  const value = received(report);
  return value === undefined || value === 0
    ? null
    : retold(report, "overview", (text) =>
        text.replace(
          new RegExp(`((?:收到|新收)[^，。；\\d]{0,16}申请)${value}(?=件)`),
          (_, words: string) => `${words}${change(value)}`,
        ),
      );
};

/** Another figure for a number that the text and the tables agree on, whatever it counts. */
const contradicted =
  (written: (value: number) => string) =>
  (report: PrintedReport, chance: Chance): Mutated | null => {
    const reading = read(report);
    const agreeing = claimsIn(reading).flatMap((claim) => {
      const { quantity, value, approximate, none, scope, where } = claim;
      const values = quantity.cells.map((cell) => numberIn(report, cell) ?? NaN);
      const sum = values.reduce((total, each) => total + each, 0);
      const printed = where === "title" || where === "preamble" ? "" : reading.asPrinted(where, claim.quote);
      const digits = new RegExp(`(?<!\\d)${value}(?!\\d)`);
      const plain =
        !approximate && !none && scope === undefined && quantity.exact && value === sum && value > 0;
      return plain && where !== "title" && where !== "preamble" && digits.test(printed)
        ? [{ where, printed, digits, value }]
        : [];
    });
    const claim = chance.pick(agreeing);
    if (claim === undefined) return null;
    const by = written(claim.value + 3 + chance.below(40));
    const changed = retold(report, claim.where, (text) =>
      text.replace(claim.printed, claim.printed.replace(claim.digits, by)),
    );
    return changed === null
      ? null
      : { report: changed, what: `${claim.printed}: ${by}`, cells: [], seenBy: textRules };
  };
const textRules = ["X-01", "X-02", "X-03", "X-04", "X-05", "X-06", "X-07", "X-08", "X-11"];

export const textKinds: readonly Kind[] = [
  {
    name: "another Arabic number in the text",
    group: "text",
    mayBe: ["X-12", "X-14", "X-15", "F-05"],
    mutate: contradicted(String),
  },
  {
    name: "another Chinese number in the text",
    group: "text",
    mayBe: ["X-12", "X-14", "X-15", "F-05", "L-06"],
    mutate: contradicted((value) => inChinese(Math.min(9999, value))),
  },
  {
    name: "title of another year",
    group: "text",
    mayBe: ["P-01", "P-02", "P-03", "L-05"],
    mutate: plain(["T-01", "P-02", "P-03"], (report) => {
      const { year } = report;
      if (
        year === null ||
        !/统计(?:期限|时限)|\d{4}年，/.test(report.preamble + (report.sections[0]?.text ?? ""))
      )
        return null;
      const title = report.title.replace(String(year), String(year - 1));
      return title === report.title ? null : { ...report, title, year: year - 1 };
    }),
  },
  {
    name: "period of another year",
    group: "text",
    mutate: plain(["P-02"], (report) => {
      const preamble = report.preamble.replace(
        /(统计[^。]*?)(\d{4})(年1月1日[^。]*?)(\d{4})(年12月31日)/,
        (_, a: string, from: string, b: string, to: string, c: string) =>
          `${a}${Number(from) - 1}${b}${Number(to) - 1}${c}`,
      );
      return preamble === report.preamble ? null : { ...report, preamble };
    }),
  },
  {
    name: "a sentence of last year",
    group: "text",
    mutate: plain(["P-03"], (report) =>
      report.year === null
        ? null
        : retold(report, "overview", (text) =>
            text.replace(
              new RegExp(`${report.year}(年(?:度)?，[^。]{0,14}(?:坚持|主动公开|认真|收到))`),
              `${(report.year ?? 0) - 1}$1`,
            ),
          ),
    ),
  },
  {
    name: "another Arabic number of applications",
    group: "text",
    mayBe: ["X-02", "X-03", "X-06", "X-14", "X-12"],
    mutate: plain(["X-01"], (report, chance) =>
      recounted(report, (value) => String(value + 3 + chance.below(40))),
    ),
  },
  {
    name: "another Chinese number of applications",
    group: "text",
    mayBe: ["X-02", "X-03", "X-06", "X-14", "L-06"],
    mutate: plain(["X-01"], (report, chance) =>
      recounted(report, (value) => inChinese(Math.min(9999, value + 3 + chance.below(40)))),
    ),
  },
  {
    name: "the right number in Chinese",
    group: "text",
    mayBe: ["L-06"],
    mutate: plain([], (report) => recounted(report, (value) => inChinese(value))),
  },
  {
    name: "no application, says the text",
    group: "text",
    mayBe: ["X-13", "X-02", "X-03", "X-12"],
    mutate: plain(["X-01", "X-09"], (report) => {
      const value = received(report);
      return value === undefined || value === 0
        ? null
        : retold(report, "overview", (text) =>
            text.replace(new RegExp(`本年新收政府信息公开申请${value}件`), "本年未收到政府信息公开申请"),
          );
    }),
  },
  {
    name: "applications counted as 条",
    group: "text",
    mutate: plain(["L-02"], (report) => {
      const value = received(report);
      return value === undefined || value === 0
        ? null
        : retold(report, "overview", (text) =>
            text.replace(new RegExp(`((?:收到|新收)[^，。；\\d]{0,16}申请${value})件`), "$1条"),
          );
    }),
  },
  {
    name: "residue of a word processor",
    group: "text",
    mutate: plain(["L-05"], (report) =>
      retold(report, "overview", (text) => text.replace("。", "[bookmark: _GoBack]。")),
    ),
  },
  {
    name: "the old slogan",
    group: "text",
    mutate: plain(["L-07"], (report) =>
      retold(report, "overview", (text) =>
        text.replace("以公开为常态、不公开为例外", "公开为原则，不公开为例外"),
      ),
    ),
  },
  {
    name: "fee of the text missing in table 二",
    group: "text",
    mayBe: ["F-04", "F-02"],
    mutate: plain(["F-05"], (report) =>
      numberIn(report, "disclosure.fees") === 0
        ? retold(report, "other", () => "按件发出收费通知6件，通知收费总额4200元，实际收取信息处理费3940元。")
        : null,
    ),
  },
];
