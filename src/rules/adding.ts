import { practice, printedForm } from "../report/vocabulary.ts";
import { plainNumber } from "../language/numerals.ts";
import { claimsIn } from "./claims.ts";
import type { Claim } from "./claims/claim.ts";
import { spokenOf } from "./claims/scope.ts";
import { knownSum } from "./compare.ts";
import type { Reading } from "./reading.ts";
import type { Outcome, Rule } from "./rule.ts";
import { shareAfter } from "./shares.ts";

/** Whether the parts told in the text make up the whole, and whether all is settled that is said to be. */

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
    // 其中9件已全部办结, 到期的全部办结: some of them.
    const clause = head.split("，").at(-1) ?? "";
    const some = /\d[件条]/.test(clause) && !/收到|受理|新收/.test(clause);
    if (some || /上年|上一年|去年|其中|到期|应当?|当期|其余/.test(clause)) continue;
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
];
