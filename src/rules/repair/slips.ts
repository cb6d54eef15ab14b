/** How a right figure becomes a wrong one under the hand: the likelier the slip, the higher its weight. */
export interface Slip {
  weight: number;
  /** What happened, to end a sentence with; none where it says nothing. */
  words?: string;
}

const digitsOf = (value: number): string => String(value);

/** Two neighbouring digits exchanged. */
function transposed(wrong: string, right: string): boolean {
  if (wrong.length !== right.length) return false;
  const off = [...wrong].flatMap((digit, index) => (digit === right[index] ? [] : [index]));
  const [first, second] = off;
  return (
    off.length === 2 &&
    first !== undefined &&
    second === first + 1 &&
    wrong[first] === right[second] &&
    wrong[second] === right[first]
  );
}

/** `longer` is `shorter` with one digit more. */
const oneMore = (longer: string, shorter: string): boolean =>
  longer.length === shorter.length + 1 &&
  [...longer].some((_, index) => longer.slice(0, index) + longer.slice(index + 1) === shorter);

/** What slip makes `right` into `wrong`. */
export function slipOf(wrong: number, right: number): Slip {
  const printed = digitsOf(wrong);
  const meant = digitsOf(right);
  if (transposed(printed, meant)) return { weight: 3, words: "像是相邻两个数字写颠倒了" };
  if (right !== 0 && oneMore(printed, meant)) return { weight: 3, words: "像是多写了一个数字" };
  if (wrong !== 0 && oneMore(meant, printed)) return { weight: 3, words: "像是漏写了一个数字" };
  if (wrong === 0) return { weight: 0.8, words: "像是漏填了" };
  const same = printed.length === meant.length;
  const different = same ? [...printed].filter((digit, index) => digit !== meant[index]).length : Infinity;
  if (different === 1 && printed.length > 1) return { weight: 1.5, words: "像是写错了一个数字" };
  if (different === 1 || Math.abs(wrong - right) === 1) return { weight: right === 0 ? 0.5 : 1 };
  return { weight: right === 0 ? 0.5 : 0 };
}
