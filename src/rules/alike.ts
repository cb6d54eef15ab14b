import { law } from "../report/vocabulary.ts";
import type { Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";
import { yearBefore } from "./years.ts";

/** The words of this year against last year's (domain.md 5.4): copied text is an offence by 国办公开办函〔2021〕30号. */

const offence = law("国办公开办函〔2021〕30号第（四）项：内容雷同、敷衍塞责的要追究责任");

/** Sentences that are meant to be the same every year but for their figures: fee, period, basis, what came in and went out. */
const fixed =
  /信息处理费|收费标准|统计期限|根据《中华人民共和国政府信息公开条例》|(?:没有|无)其他(?:需要)?报告|收到政府信息公开申请|办结\d+件|结转下年度|未发生|以公开为常态/;

/** What is compared: sentences without figures, blanks and marks; those meant to be the same every year are left out. */
export const bare = (text: string): string =>
  text
    .split(/[。；\n]/)
    .filter((sentence) => !fixed.test(sentence))
    .join("")
    .replace(/《[^》]*》/g, "")
    .replace(/[^\p{Script=Han}]|[零〇一二三四五六七八九十百千万两]/gu, "");

/** So many characters in a row. */
const shingle = 4;
/** Shorter texts are like each other by chance. */
const shortest = 40;

function shingles(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + shingle <= text.length; start++) {
    const piece = text.slice(start, start + shingle);
    counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  return counts;
}

/** How much of two texts is the same, 0 to 1, whatever their figures and years; undefined where one is too short to say. */
export function likeness(one: string, other: string): number | undefined {
  const [left, right] = [bare(one), bare(other)];
  if (left.length < shortest || right.length < shortest) return undefined;
  const [here, there] = [shingles(left), shingles(right)];
  let common = 0;
  for (const [piece, count] of here) common += Math.min(count, there.get(piece) ?? 0);
  return (2 * common) / (left.length + right.length - 2 * (shingle - 1));
}

const compared = [
  { id: "overview", number: "一" },
  { id: "problems", number: "五" },
  { id: "other", number: "六" },
] as const;

const copied = 0.9;
const similar = 0.7;

/** Sections with their likeness to last year's; those too short or not printed are left out. */
const likenesses = (reading: Reading, last: Reading) =>
  compared.flatMap(({ id, number }) => {
    const share = likeness(reading.text(id), last.text(id));
    return share === undefined ? [] : [{ id, number, share }];
  });

function sameWords(reading: Reading): Outcome[] {
  const last = yearBefore(reading);
  if (last === undefined) return [];
  return likenesses(reading, last)
    .filter(({ share }) => share >= similar)
    .map(({ id, number, share }) => ({
      ...(share >= copied ? { severity: "warning" as const } : {}),
      message: `第${number}部分的文字和上年报告有${Math.floor(share * 100)}%相同（不算数字和年份），${
        share >= copied ? "像是照抄上年，请按今年的工作改写。" : "请看看有没有忘了更新的内容。"
      }`,
      cells: [],
      where: id,
      expected: `低于${similar * 100}%`,
      actual: `${Math.floor(share * 100)}%`,
    }));
}

/** A sentence short enough to be said again by anyone. */
const ordinary = 10;

function sameProblems(reading: Reading): Outcome[] {
  const last = yearBefore(reading);
  if (last === undefined) return [];
  const whole = likenesses(reading, last).find(({ id }) => id === "problems");
  if (whole !== undefined && whole.share >= similar) return [];
  const before = new Set(
    last
      .text("problems")
      .split(/[。；\n]/)
      .map(bare),
  );
  const again = reading
    .text("problems")
    .split(/[。；\n]/)
    .filter((sentence) => bare(sentence).length >= ordinary && before.has(bare(sentence)));
  const [first] = again;
  return breaks(first !== undefined, () => ({
    message: `第五部分有${again.length}句和上年报告一字不差，请写今年的问题，并说明上年的问题改进得怎样。`,
    cells: [],
    where: "problems",
    ...(first === undefined ? {} : { quote: first }),
    actual: again.length,
  }));
}

export const likenessRules: readonly Rule[] = [
  {
    id: "Y-04",
    severity: "notice",
    basis: offence,
    demand: "文字按今年的工作写，与上年报告相同的不到七成",
    check: sameWords,
  },
  {
    id: "Y-06",
    severity: "notice",
    basis: offence,
    demand: "第五部分写今年的问题，不照搬上年的句子",
    check: sameProblems,
  },
];
