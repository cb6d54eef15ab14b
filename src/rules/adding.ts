import type { CellId } from "../report/form.ts";
import { practice, printedForm } from "../report/vocabulary.ts";
import { plainNumber } from "../language/numerals.ts";
import { claimsIn } from "./claims.ts";
import type { Claim } from "./claims/claim.ts";
import { spokenOf } from "./claims/scope.ts";
import { knownSum, otherScope, wholeSum } from "./compare.ts";
import type { Reading } from "./reading.ts";
import type { Outcome, Rule } from "./rule.ts";

/** Whether the figures of the text go with each other: parts, shares, growth, 全部办结. */

const settled =
  /(?:全部|均已?|都已?|所有[^，。；]{0,12}申请[^，。；]{0,4}(?:均|都|全部)?已?)(?:经)?(?:按时|按期|依法|及时|在法定期限内|在规定时限内|按照?规定)*(?:办结|办理完毕|办理完成)/;

/** 全部按时办结 although something is carried to the next year. */
function allSettled(reading: Reading): Outcome[] {
  const cells = ["requests.carriedOut.total" as const];
  const { sum } = knownSum(reading, cells);
  const text = reading.text("overview");
  if (sum === 0 || /(?:结转|顺延|延期)[^。；]{0,8}(?:下|次|明)/.test(text)) return [];
  for (const sentence of text.split(/[。；\n]/)) {
    const found = settled.exec(sentence);
    if (found === null) continue;
    const head = sentence.slice(0, found.index);
    const counted = claimsIn(reading).some(
      (claim) => claim.quantity.id === "requests.received" && claim.sentence.startsWith(head),
    );
    if (
      !counted &&
      !(/申请/.test(head + found[0]) && spokenOf(head + found[0], undefined, sentence).inRequests)
    )
      continue;
    if (/上年|上一年|去年/.test(head.split("，").at(-1) ?? "")) continue;
    return [
      {
        message: `正文写“${found[0]}”，表三结转下年度还有${sum}件，两处矛盾，请核对后改正。`,
        cells,
        where: "overview",
        quote: found[0],
        expected: 0,
        actual: sum,
      },
    ];
  }
  return [];
}

/** Parts that are told after their whole, in the order of the text. */
interface Division {
  whole: Claim;
  parts: readonly Claim[];
  /** The parts named are all there are. */
  exhaustive: boolean;
}

const results = ["refused", "unavailable", "notProcessed", "otherHandling"];
const isResult = ({ quantity }: Claim): boolean =>
  /^requests\.(?:granted|partlyGranted|grantedAtAll|refused|unavailable|notProcessed|otherHandling)/.test(
    quantity.id,
  );
const isApplicant = ({ quantity }: Claim): boolean => quantity.id.startsWith("requests.received.");

/** From the first part on as long as they are of the kind; one told twice, or in another place, ends the row. */
function rowOf(claims: readonly Claim[], from: number, belongs: (claim: Claim) => boolean): Claim[] {
  const row: Claim[] = [];
  for (let at = from; at < claims.length; at++) {
    const claim = claims[at];
    if (claim === undefined || claim.none || !belongs(claim)) break;
    if (row.some(({ quantity }) => quantity.cells.some((cell) => claim.quantity.cells.includes(cell)))) break;
    row.push(claim);
  }
  return row;
}

function divisionAt(claims: readonly Claim[], index: number): Division | undefined {
  const whole = claims[index];
  if (whole === undefined || whole.none) return undefined;
  const here = (claim: Claim): boolean => claim.where === whole.where;
  const beside = (claim: Claim): boolean => here(claim) && claim.sentence === whole.sentence;
  if (whole.quantity.id === "requests.received") {
    const parts = rowOf(claims, index + 1, (claim) => isApplicant(claim) && beside(claim));
    const named = parts.map(({ quantity }) => quantity.id.split(".").at(-1));
    return { whole, parts, exhaustive: named.includes("person") && named.includes("organisations") };
  }
  if (whole.quantity.id === "requests.handled") {
    // Between the whole and its parts stands what of it was carried in, and what is left.
    let first = index + 1;
    while (claims[first]?.quantity.id.startsWith("requests.carried") === true) first++;
    const parts = rowOf(claims, first, (claim) => isResult(claim) && here(claim));
    const named = parts.map(({ quantity }) => quantity.id.split(".")[1] ?? "");
    const open =
      named.includes("grantedAtAll") || (named.includes("granted") && named.includes("partlyGranted"));
    return { whole, parts, exhaustive: open && results.every((id) => named.includes(id)) };
  }
  const subject = /^disputes\.(\w+)\.total$/.exec(whole.quantity.id)?.[1];
  if (subject === undefined) return undefined;
  const parts = rowOf(
    claims,
    index + 1,
    (claim) => claim.quantity.id.startsWith(`disputes.${subject}.`) && beside(claim),
  );
  return { whole, parts, exhaustive: parts.length === 4 };
}

function partsAdd(reading: Reading): Outcome[] {
  const claims = claimsIn(reading);
  return claims.flatMap((_, index) => {
    const division = divisionAt(claims, index);
    if (division === undefined) return [];
    const { whole, parts, exhaustive } = division;
    if (parts.length < 2 || [whole, ...parts].some(({ approximate }) => approximate)) return [];
    const sum = parts.reduce((total, { value }) => total + value, 0);
    if (sum === whole.value || (sum < whole.value && !exhaustive)) return [];
    const said = parts.map(({ value }) => value).join("＋");
    const text = reading.text(whole.where);
    const shares = parts.map((part) => shareAfter(text, part));
    const percent = shares.every((share) => share !== undefined || parts[shares.indexOf(share)]?.value === 0)
      ? shares.reduce((total: number, share) => total + (share?.value ?? 0), 0)
      : 0;
    const also =
      percent > 0 && Math.abs(percent - 100) > 1
        ? `，所占比例合计${plainNumber(Math.round(percent * 100) / 100)}%`
        : "";
    return [
      {
        // All results named and none left: then a figure is wrong, whichever it is.
        ...(exhaustive && whole.quantity.id === "requests.handled" ? { severity: "error" as const } : {}),
        message: `正文写“${whole.quote}”，各项是${said}＝${sum}件${also}，加起来不是${whole.value}件，请核对后改正。`,
        cells: [...new Set([whole, ...parts].flatMap(({ quantity }) => quantity.cells))],
        where: whole.where,
        quote: whole.quote,
        expected: whole.value,
        actual: sum,
      },
    ];
  });
}

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
function shareAfter(text: string, claim: Claim): Percent | undefined {
  const after = text.slice(claim.end, claim.end + 40);
  return percentOf(share.exec(after));
}

/** What a share can be of, the likeliest first: as the text says it, else as the table does. */
function wholes(reading: Reading, claim: Claim): number[] {
  const rows = ["handledTotal", "received", "carriedIn"].map((row) => `requests.${row}.total` as CellId);
  const said = claimsIn(reading).flatMap(({ quantity, value }) =>
    /^requests\.(?:received|handled|accepted)$/.test(quantity.id) ? [{ id: quantity.id, value }] : [],
  );
  const first = isResult(claim) ? "requests.handled" : "requests.received";
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

export const addingRules: readonly Rule[] = [
  {
    id: "X-12",
    severity: "error",
    basis: printedForm("第三部分表格：结转下年度继续办理"),
    demand: "正文说全部办结时表三结转下年度是0",
    check: allSettled,
  },
  {
    id: "X-14",
    severity: "warning",
    basis: practice("同一句话里各分项相加等于总数"),
    demand: "正文各分项加起来等于所说的总数",
    check: partsAdd,
  },
  {
    id: "X-15",
    severity: "notice",
    basis: practice("正文的比例按件数算得出来"),
    demand: "正文的比例、增幅与件数相符",
    check: (reading) => [...overHundred(reading), ...shares(reading), ...growths(reading)],
  },
];
