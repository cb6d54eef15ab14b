import type { Chat } from "./platform.ts";
import { answeredBy, answersTo, type Talk } from "./talks.ts";

/** What went wrong in one conversation; all 0 when nothing did. */
export interface Verdict {
  /** Not in the report, or not answered. */
  lost: number;
  /** In the report, or answered, after one that was acknowledged later; or the answer says another figure stood there. */
  outOfOrder: number;
  /** More than once in the report. */
  twice: number;
  /** Answers that are seen again, and cards of such answers. */
  seenTwice: number;
}

/** `recorded`: the numbers of its messages in the order of the report's events. */
export function judge(talk: Talk, chat: Chat, recorded: readonly number[]): Verdict {
  const arrived = [...chat.acknowledged.keys()];
  const said = talk.order;
  const answers = chat.shown.filter(({ text }) => answeredBy(text) !== undefined).map(({ text }) => text);
  const answered = answers.map((text) => answeredBy(text) ?? 0);
  const cards = chat.shown.filter(({ card }) => card).length;
  const lost = said.filter((number) => !recorded.includes(number) || !answered.includes(number));
  const expected = answersTo(talk, arrived);
  const first = firsts(answered);
  // Where something is missing or comes twice, the sentences cannot be compared: it is counted there.
  const whole = lost.length === 0 && recorded.length === said.length && answers.length === said.length;
  const wrong = whole ? expected.filter((text, index) => answers[index] !== text).length : 0;
  return {
    lost: lost.length,
    outOfOrder: Math.max(wrong, late(firsts(recorded), arrived) + late(first, arrived)),
    twice: recorded.length - firsts(recorded).length,
    seenTwice: answered.length - first.length + Math.max(0, cards - first.length),
  };
}

const firsts = (numbers: readonly number[]): number[] => [...new Set(numbers)];

/** How many stand behind one that arrived after them. */
function late(numbers: readonly number[], arrived: readonly number[]): number {
  const places = numbers.map((number) => arrived.indexOf(number));
  return places.filter((place, index) => places.slice(0, index).some((before) => before > place)).length;
}

/** The longest time from the acknowledgement of a message to its answer, in ms. */
export function longestStall({ acknowledged, shown }: Chat): number {
  const waits = shown.map(({ text, at }) => {
    const number = answeredBy(text);
    return at - ((number === undefined ? undefined : acknowledged.get(number)) ?? at);
  });
  return Math.max(0, ...waits);
}
