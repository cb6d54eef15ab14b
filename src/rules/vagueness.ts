import { practice } from "../report/vocabulary.ts";
import { firstIn, twoQuotes } from "./places.ts";
import type { Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";

/** Rules of how the organ's own figures are put in words (domain.md 5.8: L-03, L-06). Only section 一 states figures. */

const basis = practice("本单位的统计数应当准确");
const digits = "[\\d零〇一二两三四五六七八九十百千万亿]";
const unit =
  "(?:万|千)?(?:[条件次篇期份场人名批项部家起户幅张]|人次|个(?!工作日|自然日|月|年|小时|季度|百分点|方面))";

/** 200余条, 近五百条, 约30件; no 近三年, 十余年. */
const vague = new RegExp(
  `(?:近|约|大约|将近|超(?!过)|逾|(?<=发布|公开|推送|累计|达|量|数)超过)(?:${digits}+)(?:余|多)?${unit}(?![月年])|(?:${digits}+)(?:余|多)${unit}(?![月年])`,
  "g",
);
/** 近三万余次: less and more at once. */
const contradictory = new RegExp(`(?:近|约|大约|将近)(?:${digits}+)(?:余|多)${unit}`);

function approximate(reading: Reading): Outcome[] {
  const odd = firstIn(reading, contradictory, ["overview"]);
  const quotes = [...reading.text("overview").matchAll(vague)]
    .map(([found]) => found)
    .filter((found) => found !== odd?.quote);
  return [
    ...breaks(odd !== undefined, () => ({
      severity: "warning",
      message: `“${odd?.quote}”前后矛盾：“近”是不到，“余”是超过，请写准确的数。`,
      cells: [],
      where: "overview",
      quote: odd?.quote ?? "",
    })),
    ...breaks(quotes.length > 0, () => ({
      message: `总体情况有${quotes.length}个约数（如${twoQuotes(quotes)}），本单位的统计数请写准确。`,
      cells: [],
      where: "overview",
      quote: quotes[0] ?? "",
      actual: quotes.length,
    })),
  ];
}

const inDigits = /\d(?:万|千)?[条件次篇期份人名]/;
/** Above ten: 一次, 三个 and the like are words. */
const inChinese =
  /(?<![\d第])(?:[一二三四五六七八九]?[十百千万][零一二三四五六七八九十百千万]*)(?:余|多)?[条件次篇期份人名](?![大中])/;

function oneStyle(reading: Reading): Outcome[] {
  const sentence = reading
    .text("overview")
    .split(/[。\n]/)
    .find((each) => inDigits.test(each) && inChinese.test(each));
  const one = inDigits.exec(sentence ?? "");
  const other = inChinese.exec(sentence ?? "")?.[0];
  return breaks(one !== null && other !== undefined, () => ({
    message: `同一句里有的数用数字，有的用汉字（“${other}”），请统一用数字。`,
    cells: [],
    where: "overview",
    quote: other ?? "",
  }));
}

export const vaguenessRules: readonly Rule[] = [
  { id: "L-03", severity: "notice", basis, demand: "本单位的统计数不用约数", check: approximate },
  {
    id: "L-06",
    severity: "notice",
    basis: practice("《出版物上数字用法》（GB/T 15835—2011）"),
    demand: "同一句里的数用同一种写法",
    check: oneStyle,
  },
];
