import { practice } from "../report/vocabulary.ts";
import { isPage, prose, twoQuotes, type Place } from "./places.ts";
import type { Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";

/** Rules of clean text (domain.md 5.8): marks, blanks, repetitions; one finding with a count and the first place. */

const punctuation = practice("《标点符号用法》（GB/T 15834—2011）");

const han = "\\u4e00-\\u9fff";
/** A half-width mark beside Chinese; marks inside addresses, times and figures are none. */
const halfWidth = new RegExp(
  `(?<=[${han}”》）][ ]?)(?:[,;:?()"]|!(?!未[找定]))|(?:[(,;:?"]|!(?!未[找定]))(?=[ ]?[${han}“《])|(?<=[${han}])\\.(?=[${han}]|\\s*$)`,
  "gm",
);
const blanks = new RegExp(
  `(?<=[${han}])[ \\t\\u3000\\u00a0]+(?=\\d)|(?<=\\d)[ \\t\\u3000\\u00a0]+(?=[${han}])`,
  "g",
);

/** How often a mark stands in the clerk's own words, the first place with a few words around it. */
function marked(
  reading: Reading,
  pattern: RegExp,
  { least, message }: { least: number; message: (count: number) => string },
): Outcome[] {
  let count = 0;
  let first: Place | undefined;
  for (const where of prose) {
    if (isPage(reading, where)) continue;
    const text = reading.printed(where);
    for (const { index, 0: mark } of text.matchAll(pattern)) {
      count += 1;
      if (first !== undefined) continue;
      const before = /[^\s，。；]{0,6}$/.exec(text.slice(Math.max(0, index - 6), index))?.[0] ?? "";
      const after =
        /^[^\s，。；]{0,4}/.exec(text.slice(index + mark.length, index + mark.length + 4))?.[0] ?? "";
      first = { where, quote: `${before}${mark}${after}` };
    }
  }
  return breaks(count >= least, () => ({
    message: message(count),
    cells: [],
    where: first?.where ?? "overview",
    quote: first?.quote ?? "",
    actual: count,
  }));
}

/** 资金资金; not 市政府政府信息公开, 目的的, 二零二零年, 依申请公开公开. */
const doubled = new RegExp(
  `(?<!人民|[省市州盟县区旗镇乡])(?!政府政府|公开公开|[零〇一二三四五六七八九十百千两]+)([${han}]{2,8})\\1|(?<![目标])的的(?!确|士)|(?<![平同高初中一二三优相均对不何])等(?![级候待于同号次])[${han}]{2,4}等(?![级候待于同号次])`,
  "g",
);

/** The same item twice in one list of at least three. */
function listedTwice(text: string): string[] {
  return text.split(/[，。；：！？\n（）]/).flatMap((clause) => {
    const items = clause.split("、");
    if (items.length < 3) return [];
    return items.filter(
      (item, index) => /^[\u4e00-\u9fff]{2,12}$/.test(item) && items.indexOf(item) !== index,
    );
  });
}

function repetitions(reading: Reading): Outcome[] {
  // What stands in 二、三、四 is often left over from the tables.
  return (["preamble", "overview", "problems", "other"] as const).flatMap((where): Outcome[] => {
    if (isPage(reading, where)) return [];
    const text = reading.text(where);
    const words = [...text.matchAll(doubled)].map(([found]) => found);
    const items = listedTwice(text);
    const finding = (quote: string | undefined, message: string): Outcome[] =>
      quote === undefined ? [] : [{ message, cells: [], where, quote }];
    return [
      ...finding(words[0], `有重复的字词${twoQuotes(words)}，请删去多余的。`),
      ...finding(items[0], `同一串列举里${twoQuotes(items)}写了两次，请删去一个。`),
    ];
  });
}

export const hygieneRules: readonly Rule[] = [
  {
    id: "L-04",
    severity: "notice",
    basis: practice("公文用语简洁，不重复"),
    demand: "没有重复的字词和列举",
    check: repetitions,
  },
  {
    id: "L-01",
    severity: "notice",
    basis: punctuation,
    demand: "中文里用全角标点",
    check: (reading) =>
      marked(reading, halfWidth, {
        least: 1,
        message: (count) => `正文里有${count}处半角标点，中文里请用全角的，。：；（）。`,
      }),
  },
  {
    id: "L-13",
    severity: "notice",
    basis: practice("公文排版惯例：汉字与数字之间不空格"),
    demand: "汉字与数字之间没有空格",
    check: (reading) =>
      marked(reading, blanks, {
        // One or two slipped in; more are a habit.
        least: 3,
        message: (count) => `正文里有${count}处汉字和数字之间空了格，请删去空格。`,
      }),
  },
];
