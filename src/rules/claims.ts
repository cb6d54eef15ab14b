import { findNumbers, type NumberFound } from "../language/numerals.ts";
import type { SectionId } from "../report/form.ts";
import type { Claim } from "./claims/claim.ts";
import { denialsIn } from "./claims/denials.ts";
import { disclosureWords, feeWords } from "./claims/disclosureWords.ts";
import { disputeWords } from "./claims/disputeWords.ts";
import { flat, sentencesOf, type Sentence } from "./claims/flat.ts";
import { receivedWords, requestWords } from "./claims/requestWords.ts";
import { ofOtherTime, scopeIn, spokenOf, type Topic, topicOf } from "./claims/scope.ts";
import type { Bond, Spot } from "./claims/spot.ts";
import type { Reading, Where } from "./reading.ts";

/** What the prose of a report says of the figures in its tables: a number is bound by the nearest words, or not at all. */

/** A longer one is no sentence: what belongs to what in it cannot be told. */
const longestSentence = 900;
const unitAfter = /^(万元|元|[件条份宗起例次项封个部])/;
/** Something is counted in it: most sentences need no closer look. */
const figured =
  /[\d零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾俩仨](?:万元|[件条份宗起例次项封个部元])/;
const counted = /^(?:万元|[件条份宗起例次项封个部篇人期场户名处家届]|元|%|个百分点)/;

/** Claims of one text, in its order; offsets are into the text as given. `year`: the report year, where it is known. */
export function claimsOf(text: string, where: Where, year?: number): Claim[] {
  const plain = flat(text);
  let topic: Topic = where === "requests" || where === "disputes" ? where : undefined;
  let last = "";
  return sentencesOf(plain.text).flatMap((sentence) => {
    topic = topicOf(sentence.text, topic);
    const before = /^其中/.test(sentence.text) ? last : "";
    if (before === "") last = sentence.text.slice(0, longestSentence);
    if (sentence.text.length > longestSentence) return [];
    const back = (offset: number): number => plain.at[sentence.start + offset] ?? text.length;
    const ended = (offset: number): number => back(offset - 1) + 1;
    return claimsOfSentence(sentence, { topic, year, before }).map(({ start, end, ...claim }): Claim => ({
      ...claim,
      where,
      start: back(start),
      end: ended(end),
    }));
  });
}

const places: readonly SectionId[] = ["overview", "disclosure", "requests", "disputes"];
const known = new WeakMap<Reading, readonly Claim[]>();

/** Claims of sections 一 to 四; offsets are into `reading.text(where)`. */
export function claimsIn(reading: Reading): readonly Claim[] {
  let found = known.get(reading);
  if (found === undefined) {
    const year = reading.report.year ?? undefined;
    found = places.flatMap((where) => claimsOf(reading.text(where), where, year));
    known.set(reading, found);
  }
  return found;
}

type Bound = Omit<Claim, "where">;

interface Context {
  topic: Topic;
  year: number | undefined;
  /** The sentence that 其中 goes on from. */
  before: string;
}

function claimsOfSentence({ text }: Sentence, context: Context): Bound[] {
  const denials = denialsIn(text, context.topic, context.year);
  if (!figured.test(text)) return denials;
  const numbers = findNumbers(text);
  const found: Bound[] = [];
  numbers.forEach((number, index) => {
    const listed = text.includes("分别") ? listedWords(text, numbers, index) : undefined;
    const spot = spotOf({ text, numbers, index, found, ...context }, listed);
    if (spot === undefined || number.negative) return;
    const bound = bind(spot);
    if (bound === undefined) return;
    if (ofOtherTime(spot)) return;
    const scope = scopeIn(spot.head);
    const yuan = bound.quantity.id === "disclosure.fees" && spot.unit === "元";
    const unitEnd = number.end + (text.startsWith(spot.unit, number.end) ? spot.unit.length : 0);
    found.push({
      quantity: bound.quantity,
      quote: text
        .slice(bound.from ?? spot.from, unitEnd + (bound.behind === true ? spot.after.length : 0))
        .replace(/^(?:、|[和及](?!时))/, ""),
      sentence: text,
      value: yuan ? number.value / 10_000 : number.value,
      unit: spot.unit,
      approximate: number.approximate,
      none: false,
      part: /其中/.test(spot.head) || /（/.test(spot.head.slice(spot.head.lastIndexOf("）") + 1)),
      ...(scope === undefined ? {} : { scope }),
      start: number.start,
      end: number.end,
    });
  });
  return [...found, ...denials].sort((one, other) => one.start - other.start);
}

const bind = (spot: Spot): Bond | undefined =>
  /元$/.test(spot.unit)
    ? feeWords(spot)
    : (receivedWords(spot) ?? disputeWords(spot) ?? disclosureWords(spot) ?? requestWords(spot));

interface Place extends Context {
  text: string;
  numbers: readonly NumberFound[];
  index: number;
  found: readonly Bound[];
}

/** The words around a number; undefined where no unit follows it. */
function spotOf(place: Place, listed: Listed | undefined): Spot | undefined {
  const { text, numbers, index, topic, year, before, found } = place;
  const number = numbers[index];
  if (number === undefined) return undefined;
  const unit = unitAfter.exec(text.slice(number.end))?.[1] ?? listed?.unit;
  if (unit === undefined) return undefined;
  const previous = numbers.slice(0, index).findLast((other) => counted.test(text.slice(other.end)));
  const cut =
    previous === undefined ? 0 : previous.end + (counted.exec(text.slice(previous.end))?.[0].length ?? 0);
  const head = text.slice(0, number.start);
  const brackets = /（([^（）]{1,20})）$/.exec(head);
  const outer = brackets === null ? head : head.slice(0, brackets.index);
  const from = (marks: RegExp, words: string): string => words.split(marks).at(-1) ?? "";
  const own = from(/[，：（）]/, outer.slice(Math.min(cut, outer.length)));
  let lead = listed?.name ?? own;
  let begin = listed?.begin ?? outer.length - own.length;
  // 收到政府信息公开申请，共3件
  const whole = /[，：]?(?:共|共计|合计|总计|总数为?)$/.exec(outer);
  if (whole !== null && cut === 0 && lead.length < whole[0].length) {
    const named = from(/[，：（）]/, outer.slice(0, whole.index));
    lead = named + lead;
    begin = whole.index - named.length;
  }
  const clause = begin < outer.length - own.length ? lead : from(/[，：（]/, outer);
  const tail = text.slice(number.end).slice(unitAfter.test(text.slice(number.end)) ? unit.length : 0);
  const nextNumber = numbers.slice(index + 1).find((other) => counted.test(text.slice(other.end)));
  const upto = nextNumber === undefined ? tail.length : nextNumber.start - (text.length - tail.length);
  const after = tail.slice(0, Math.max(0, upto)).split(/[，：（）、]/)[0] ?? "";
  const lastRequests = found.findLast(({ quantity }) => quantity.id.startsWith("requests."));
  return {
    lead,
    from: begin,
    inner: brackets?.[1],
    clause,
    after,
    head,
    sentence: text,
    before,
    unit,
    year,
    ...spokenOf(head, topic, text),
    ofReceived: lastRequests !== undefined && lastRequests.quantity.id.startsWith("requests.received"),
  };
}

interface Listed {
  name: string;
  /** Where the list of names begins in the sentence. */
  begin: number;
  unit: string | undefined;
}

/** 予以公开、部分公开分别为3件、1件: the name that belongs to a number of such a list. */
function listedWords(text: string, numbers: readonly NumberFound[], index: number): Listed | undefined {
  let first = index;
  const gap = (from: number): string => text.slice(numbers[from]?.end ?? 0, numbers[from + 1]?.start ?? 0);
  while (first > 0 && /^[件条份宗起例]?[、，和及]?$/.test(gap(first - 1)) && gap(first - 1) !== "") first--;
  const start = numbers[first]?.start ?? 0;
  const found = /([^，：；（）]*)分别(?:为|是|有|达)?$/.exec(text.slice(0, start));
  const names = found?.[1]?.split(/[、和及与]|以及/);
  if (names === undefined) return undefined;
  let last = first;
  while (last + 1 < numbers.length && /^[件条份宗起例]?[、，和及]$/.test(gap(last))) last++;
  const name = names.slice(-(last - first + 1))[index - first];
  if (name === undefined || names.length < last - first + 1) return undefined;
  const unit = unitAfter.exec(text.slice(numbers[last]?.end ?? text.length))?.[1];
  return { name, begin: start - (found?.[0].length ?? 0), unit };
}
