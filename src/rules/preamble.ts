import { practice } from "../report/vocabulary.ts";
import { staleYears } from "./stale.ts";
import type { Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";

/** Rules of the period the report speaks of: stated, right, and kept to in the text (domain.md 5.6, P). */

const custom = practice("各地年报的通行写法");

const days = String.raw`(?:(\d{4})年)?(?<!\d)(\d{1,2})月(\d{1,2})日`;
const period = new RegExp(`${days}(?:起)?，?(?:至|到|—+|-+|~|～|－)${days}`);
const periodWord = /统计(?:期限|时限|期间|时段|范围|时间|数据|口径)|期限|时限|(?:所列|列出)的?.{0,4}数据/;

/** The sentence that states the period, in the preamble or at the head of section 一. */
function periodSentence(reading: Reading): { where: "preamble" | "overview"; words: string } | undefined {
  for (const where of ["preamble", "overview"] as const) {
    const words = reading
      .text(where)
      .split(/[。；]/)
      .find((sentence) => periodWord.test(sentence) && period.test(sentence.replace(/\n/g, "")));
    if (words !== undefined) return { where, words: words.replace(/\n/g, "") };
  }
  return undefined;
}

function periodNamed(reading: Reading): Outcome[] {
  const all = ["preamble", "overview", "other"] as const;
  const told = all.some((where) => {
    const text = reading.text(where).replace(/\n/g, "");
    return period.test(text) || /统计(?:期限|时限|期间|时间)[^。]{0,20}\d{4}年/.test(text);
  });
  // Many state the period at the head of 一: where that is lost, its loss is the finding.
  if (told || reading.text("overview") === "") return [];
  const contact = all.some((where) => /(?:电话|邮编|邮箱|地址)[：为是]|@/.test(reading.text(where)));
  const year = reading.report.year ?? "本";
  return [
    {
      message: `报告开头没有写统计期限${contact ? "" : "和联系方式"}，建议写明：所列数据的统计期限自${year}年1月1日起至${year}年12月31日止${contact ? "" : "，并附地址、电话"}。`,
      cells: [],
      where: "preamble",
    },
  ];
}

function periodRight(reading: Reading): Outcome[] {
  const found = periodSentence(reading);
  const year = reading.report.year;
  const dates = found === undefined ? null : period.exec(found.words);
  if (found === undefined || dates === null || year === null) return [];
  const [quote, from, m1, d1, to, m2, d2] = dates;
  const years = [from, to].flatMap((each) => (each === undefined ? [] : [Number(each)]));
  const wrongYear = years.some((each) => each !== year);
  const wholeYear = [m1, d1, m2, d2].map(Number).join() === "1,1,12,31";
  const expected = `${year}年1月1日至${year}年12月31日`;
  return breaks(wrongYear || !wholeYear, () => ({
    severity: wrongYear ? "error" : "warning",
    message: `统计期限写的是“${quote}”，应当是${expected}，请改正。`,
    cells: [],
    where: found.where,
    quote,
    expected,
    actual: quote,
  }));
}

export const preambleRules: readonly Rule[] = [
  {
    id: "P-02",
    severity: "error",
    basis: custom,
    demand: "统计期限是报告年度的1月1日至12月31日",
    check: periodRight,
  },
  {
    id: "P-03",
    severity: "error",
    basis: practice("国办公开办函〔2021〕30号要求年报内容准确、不雷同；年份是照抄往年的痕迹"),
    demand: "总体情况写的是报告年度的事",
    check: staleYears,
  },
  { id: "P-01", severity: "notice", basis: custom, demand: "开头写明统计期限", check: periodNamed },
];
