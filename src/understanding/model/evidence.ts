import { findNumbers, type NumberFound } from "../../language/numerals.ts";
import { narrow, visible } from "../../language/width.ts";
import type { SmallWord } from "../lexicon.ts";
import { find, type Meaning } from "../sentences/words.ts";

/** Where words of an answer stand in the message, and what stands around them there. */

export interface Span {
  start: number;
  end: number;
}

/** The message: `text` as typed, `plain` with its width folded, character for character. */
export interface Message {
  text: string;
  plain: string;
  /** What the grammar made nothing of. */
  unread: readonly Span[];
  numbers: readonly NumberFound[];
}

export function readMessage(say: string, unread: readonly string[]): Message {
  const text = visible(say);
  const plain = narrow(text);
  return {
    text,
    plain,
    unread: unread.flatMap((piece) => placesOf(plain, piece)),
    numbers: findNumbers(plain),
  };
}

/** The grammar puts 。 in place of words that it took out of a piece. */
function placesOf(plain: string, piece: string): Span[] {
  const words = narrow(visible(piece)).trim();
  const whole = occurrences(plain, words);
  if (whole.length > 0) return whole;
  return words.split(/。{2,}/).flatMap((part) => occurrences(plain, part.trim()));
}

function occurrences(plain: string, words: string): Span[] {
  const found: Span[] = [];
  if (words === "") return found;
  for (let at = plain.indexOf(words); at >= 0; at = plain.indexOf(words, at + 1))
    found.push({ start: at, end: at + words.length });
  return found;
}

export const isInside = (inner: Span, outer: Span): boolean =>
  inner.start >= outer.start && inner.end <= outer.end;
const touches = (one: Span, other: Span): boolean => one.start < other.end && other.start < one.end;

/** Where a quote stands literally, at least partly in what was not read. */
export function standsAt(message: Message, quote: string): Span[] {
  const words = narrow(visible(quote)).trim();
  return occurrences(message.plain, words).filter((span) =>
    message.unread.some((piece) => touches(span, piece)),
  );
}

/** The numbers that stand wholly in the quote and in what was not read; the words around them count, quoted or not. */
export const numbersIn = (message: Message, span: Span): NumberFound[] =>
  message.numbers.filter(
    (number) =>
      isInside(number, span) &&
      message.unread.some((piece) => isInside(number, piece)) &&
      !number.approximate &&
      !number.negative,
  );

/** 2024年, 3月, 30%, 第2次, 〔2021〕30号, 12345热线, 2025-01: numbers that count nothing of the form. */
const otherTail =
  /^\s*(?:[年月日号时点%％‰岁亩倍成折页米吨字度]|分|小时|天|周|季|公里|平方|公斤|人次|热线|工单|[-–/.]\d)/;
const otherHead =
  /(?:第|[〕\]]|[A-Za-z]|\d[-–/.]|(?:电话|手机|邮编|热线|编号|文号|号码)[^,。;!?\n]{0,4})\s*$/;
/** What is counted elsewhere: calls, fines, readers. */
const elsewhere =
  /热线|工单|12345|信箱|来电|来信|留言|罚款|罚没|罚金|阅读|点击|浏览|访问量|粉丝|推送|推文|公众号|微信|微博|新闻|简报|会议|培训/;

/** Words from the number or sentence before up to the end of the clause: 去年的情况是，收到3件. */
export function around(message: Message, { start, end }: Span): string {
  const before = message.plain.slice(0, start);
  const sentence = Math.max(-1, ...["。", ";", "!", "?", "\n"].map((mark) => before.lastIndexOf(mark))) + 1;
  const number = message.numbers.findLast((other) => other.end <= start)?.end ?? 0;
  const rest = /^[^,。;!?\n]*[?]?/.exec(message.plain.slice(end))?.[0] ?? "";
  return message.plain.slice(Math.max(sentence, number), end + rest.length);
}

/** Whether a number counts something that may stand in a table. */
export function isCount(message: Message, { start, end }: Span): boolean {
  const tail = message.plain.slice(end, end + 8);
  const head = message.plain.slice(Math.max(0, start - 8), start);
  return !otherTail.test(tail) && !otherHead.test(head) && !elsewhere.test(around(message, { start, end }));
}

/** What the lexicon sees in the words, the longest words first from the left. */
export function meaningsIn(words: string): Meaning[] {
  const meanings: Meaning[] = [];
  for (let index = 0; index < words.length;) {
    const found = find(words, index);
    if (found !== undefined) meanings.push(...found.meanings.slice(0, 1));
    index = found?.end ?? index + 1;
  }
  return meanings;
}
const says = (words: string, kinds: ReadonlySet<SmallWord>): boolean =>
  meaningsIn(words).some((meaning) => meaning.kind === "small" && kinds.has(meaning.word));

const doubtful = new Set<SmallWord>([
  "approximate", "otherScope", "poison", "refuse", "shirk", "half", "negative", "wh", "not", "perhaps", "same",
]); // prettier-ignore
/** Words that an estimate, a condition, a question, another unit or an order to the bot is told by. */
export const isDoubtful = (words: string): boolean => says(words, doubtful) || /[?？]/.test(words);
export const isOfAnotherYear = (words: string): boolean => says(words, new Set(["lastYear"]));
/** 没有, 无, 未, 0, as words of their own: 没统计 and 无正当理由 deny nothing. */
export const denies = (words: string): boolean =>
  says(words, new Set(["zero"])) ||
  findNumbers(words).some(({ value, approximate }) => value === 0 && !approximate);
export const ordersTheBot = (words: string): boolean => says(words, new Set(["refuse", "shirk"]));
