import { plainNumber } from "../language/numerals.ts";
import type { CellId } from "../report/form.ts";
import { practice } from "../report/vocabulary.ts";
import { claimsIn } from "./claims.ts";
import type { Claim } from "./claims/claim.ts";
import { otherScope, wholeSum } from "./compare.ts";
import type { Reading } from "./reading.ts";
import type { Outcome, Rule } from "./rule.ts";

/** Percentages of the text: shares of a number told, growth since last year, rates. */

interface Percent {
  value: number;
  /** Half of what its last digit, cut off or rounded, may hide. */
  within: number;
  quote: string;
}

const percentOf = (match: RegExpExecArray | null): Percent | undefined => {
  const digits = match?.groups?.number;
  if (match === null || digits === undefined) return undefined;
  const places = digits.split(".")[1]?.length ?? 0;
  return { value: Number(digits), within: 10 ** -places, quote: match[0] };
};
const number = String.raw`(?<number>\d{1,6}(?:\.\d{1,4})?)%`;
const share = new RegExp(
  `^[件条份宗起]?[\\u4e00-\\u9fff]{0,6}，?(?:约)?占(?:比|总数|总量|全部|申请|办结|答复|件|的|数|为){0,6}${number}`,
);

/** 3件，占50%: the share told right behind a number. */
export function shareAfter(text: string, claim: Claim): Percent | undefined {
  const after = text.slice(claim.end, claim.end + 40);
  return percentOf(share.exec(after));
}

/** What a share can be of, the likeliest first: as the text says it, else as the table does. */
function wholes(reading: Reading, claim: Claim): number[] {
  const rows = ["handledTotal", "received", "carriedIn"].map((row) => `requests.${row}.total` as CellId);
  const said = claimsIn(reading).flatMap(({ quantity, value }) =>
    /^requests\.(?:received|handled|accepted)$/.test(quantity.id) ? [{ id: quantity.id, value }] : [],
  );
  const first = /^requests\.(?!received)/.test(claim.quantity.id) ? "requests.handled" : "requests.received";
  return [
    ...said.filter(({ id }) => id === first).map(({ value }) => value),
    ...said.map(({ value }) => value),
    ...[rows.slice(0, 1), rows.slice(1, 2), rows.slice(1)].flatMap((cells) => wholeSum(reading, cells) ?? []),
  ].filter((value) => value > 0);
}

function shares(reading: Reading): Outcome[] {
  return claimsIn(reading).flatMap((claim) => {
    if (!claim.quantity.id.startsWith("requests.") || claim.approximate || claim.none) return [];
    const told = shareAfter(reading.text(claim.where), claim);
    if (told === undefined || told.quote.includes("约")) return [];
    const of = wholes(reading, claim);
    const [whole] = of;
    if (
      whole === undefined ||
      of.some((each) => Math.abs((claim.value / each) * 100 - told.value) <= told.within)
    )
      return [];
    const right = plainNumber(Math.round((claim.value / whole) * 10_000) / 100);
    return [
      {
        message: `正文写“${claim.quote}”占${told.value}%，按${whole}件算是${right}%，请核对比例。`,
        cells: [...claim.quantity.cells],
        where: claim.where,
        quote: claim.quote,
        expected: `${right}%`,
        actual: `${told.value}%`,
      },
    ];
  });
}

const rate = new RegExp(
  `(?:办结率|答复率|公开率|回复率|解读率|完成率|及时率|占比|比例)(?:为|达到?|是|均为|均达到?)?${number}`,
  "g",
);

/** 办结率120%. */
function overHundred(reading: Reading): Outcome[] {
  return [...reading.text("overview").matchAll(rate)].flatMap((match) =>
    Number(match.groups?.number) > 100
      ? [
          {
            message: `正文写“${match[0]}”，比例不会超过100%，请核对。`,
            cells: [],
            where: "overview" as const,
            quote: match[0],
            expected: "100%",
            actual: `${match.groups?.number}%`,
          },
        ]
      : [],
  );
}

const growth = new RegExp(
  `^[件条份宗起]，?(?:申请)?(?:数量|总量|总数|量)?(?:同比|[较比](?:上一?年度?|去年)(?:同期)?(?:同比)?)(?<way>增长|增加|上升|提高|下降|减少|回落|降低)了?${number}`,
);

/** 同比增长12%, computed again where last year's report is at hand. */
function growths(reading: Reading): Outcome[] {
  const { last } = reading;
  if (last === undefined) return [];
  return claimsIn(reading).flatMap((claim) => {
    const { quantity, where, end, value } = claim;
    if (!/^requests\.(?:received|handled|accepted)$/.test(quantity.id) || claim.none || claim.approximate)
      return [];
    if (otherScope(reading, claim.scope) !== undefined) return [];
    const match = growth.exec(reading.text(where).slice(end, end + 40));
    const told = percentOf(match);
    const before = wholeSum(last, quantity.cells);
    if (match === null || told === undefined || before === undefined || before === 0) return [];
    const falls = /下降|减少|回落|降低/.test(match.groups?.way ?? "");
    const change = ((value - before) / before) * 100;
    if (Math.abs((falls ? -change : change) - told.value) <= told.within) return [];
    const quote = match[0].replace(/^.，?/, "");
    const right = `${change < 0 ? "下降" : "增长"}${plainNumber(Math.round(Math.abs(change) * 100) / 100)}%`;
    return [
      {
        message: `正文写“${quote}”，去年年报是${before}件，今年${value}件，应为${right}，请核对。`,
        cells: [...quantity.cells],
        where,
        quote,
        expected: right,
        actual: quote,
      },
    ];
  });
}

export const shareRules: readonly Rule[] = [
  {
    id: "X-15",
    severity: "notice",
    basis: practice("正文的比例按件数算得出来"),
    demand: "正文的比例、增幅与件数相符",
    check: (reading) => [...overHundred(reading), ...shares(reading), ...growths(reading)],
  },
];
