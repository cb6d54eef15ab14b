import { findNumbers } from "../../language/numerals.ts";
import { find, type Meaning } from "./words.ts";
import type { SmallWord } from "../lexicon.ts";

/** How strongly a mark parts what stands around it. */
export type Strength = "blank" | "enum" | "comma" | "strong";

interface Span {
  start: number;
  end: number;
}
/** One word, number or mark of a message; offsets are those of the narrowed text. */
export type Token = Span &
  (
    | { kind: "word"; meanings: readonly Meaning[] }
    /** A count: a number without unit or with 件, 条, 份, 宗, 起, 个. `unit`: one of them was said. */
    | { kind: "figure"; value: number; unit: boolean; tenThousand: boolean }
    /** An amount in yuan. */
    | { kind: "money"; yuan: number }
    /** A number that is no count of cases: 3次, 5人, 20篇. */
    | { kind: "quantity" }
    /** No value of the form: 十来件, −3件, 三件半. */
    | { kind: "bad"; why: "approximate" | "not allowed" }
    | { kind: "mark"; strength: Strength; question: boolean }
    /** A year that is not the report year, or a month: what stands beside it is not of the whole year. */
    | { kind: "otherTime" }
    | { kind: "unknown" }
  );

const numeral =
  /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[十百千万亿](?:\d+(?:\.\d+)?|[零〇一壹二贰两俩三叁仨四肆五伍六陆七柒八捌九玖十百千万])*)?|[零〇一壹二贰两俩三叁仨四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿]+(?:点[零一二三四五六七八九]+)?/y;
const hanDigit = "一二三四五六七八九十";
const count =
  /\s*(?:[件条份宗起桩例项]|个(?!月|工作日|人|小时|平台|网站|方面|村(?![民委])|社区(?!居)|科室))/y;
const money = /\s*(?:万元|元|块钱|块|圆)/y;
const harmless = /\s*(?:个?工作日|天|小时|分钟|日内|%|点(?:\d|钟)|周)/y;
const otherUnit =
  /个(?!人的)(?:月|人|平台|网站|方面|村(?![民委])|社区(?!居)|科室)|\s*(?:人次|[次篇期名场页人位家户辆处封张套支组类种批届级岁亩米吨册本部座所层号])/y;
const around =
  /[来余多几](?=[件条份宗起个\s,。;、]|$)|(?:[件条份宗起个]|万元|元)?\s*(?:左右|上下|以上|以内|以下|多(?!了)|余|把(?!它))/y;
const range = new RegExp(
  String.raw`(?:\d+|[${hanDigit}两]+)\s*[件条份宗起个]?\s*(?:[、~～\-—–]|到|至|或者|或)\s*(?:\d+|[${hanDigit}两]+)\s*[件条份宗起个元万]`,
  "y",
);
const documentNumber =
  /[〔[(]20\d\d[〕\])]\s*(?:第)?\s*\d+\s*号|第\(?[\d一二三四五六七八九十百零]+\)?(?:条|款|项|期|批|号|章|节|届|次|部分(?!的表))/y;
const date =
  /(?:20\d\d|二[〇零]二[一二三四五六七八九〇零])(?:年度?|[.\-/]\d{1,2}[.\-/]\d{1,2})|\d\d年度?(?!\d)|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|底|初)?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?/y;
const phone = /1[3-9]\d{9}(?!\d)|0\d{2,3}[- ]?\d{7,8}(?!\d)|\d{3,4}-\d{7,8}(?!\d)/y;
const percent = /\d+(?:\.\d+)?\s*%|百分之[零一二三四五六七八九十百点\d.]+/y;
const ordinal = new RegExp(
  String.raw`\([${hanDigit}\d]{1,3}\)|\d{1,2}[.、)](?![\d\s]*(?:\d|$))|[${hanDigit}]{1,2}[、.是](?!\s*(?:[${hanDigit}两\d]|$))|[①-⑳]`,
  "y",
);
const sureDays = /^(?:1|一)月(?:1|一)[日号]$|^(?:12|十二)月(?:31|三十一)[日号]$|^(?:12|十二)月(?:底|份底)$/;

const startsNumber = /[\d零〇一壹二贰两俩三叁仨四肆五伍六陆七柒八捌九玖十拾百佰千仟第〔[(①-⑳]/;
const strengths: Record<string, Strength> = {
  " ": "blank", "\t": "blank", "\u3000": "blank", "、": "enum", "/": "enum", "\\": "enum", "|": "enum", "&": "enum",
  ",": "comma", ":": "blank", "(": "comma", ")": "comma", "—": "comma", "–": "comma", "=": "blank", "→": "comma", "[": "comma", "]": "comma", "【": "comma", "】": "comma",
  "。": "strong", ".": "strong", ";": "strong", "!": "strong", "?": "strong", "\n": "strong", "…": "strong",
}; // prettier-ignore
const silent = new Set([..."\"'“”‘’《》〈〉「」~～·"]);

const matchAt = (pattern: RegExp, text: string, index: number): string | undefined => {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0];
};
const word = (name: SmallWord): readonly Meaning[] => [{ kind: "small", word: name }];

/** The tokens of a narrowed text. `year` is the report year. */
export function lex(text: string, year: number): Token[] {
  const tokens: Token[] = [];
  let fresh = true; // a clause begins here
  let index = 0;
  const push = (token: Token): void => {
    tokens.push(token);
    index = token.end;
    fresh = token.kind === "mark" && token.strength !== "enum";
  };
  while (index < text.length) {
    const character = text[index] ?? "";
    const strength = strengths[character];
    if (startsNumber.test(character)) {
      const token = special(text, index, fresh, year);
      if (token === "skip") {
        index += (matchAt(ordinal, text, index) ?? character).length;
        continue;
      }
      if (token !== undefined) {
        push(token);
        continue;
      }
    }
    if (strength !== undefined) {
      push({ kind: "mark", start: index, end: index + 1, strength, question: character === "?" });
      continue;
    }
    const found = find(text, index);
    // 一律所 is one 律所, not 一律
    const split =
      found !== undefined && /[一三]/.test(character) && (find(text, index + 1)?.end ?? 0) > found.end;
    // 是个人的 is 个人, not 是个 人的
    if (found !== undefined && character === "是" && (find(text, index + 1)?.end ?? 0) > found.end) {
      const [one] = [find(text.slice(0, index + 1), index)];
      if (one !== undefined) {
        push({ kind: "word", start: index, ...one });
        continue;
      }
    }
    const after =
      character !== "复"
        ? null
        : /^复议(?:以|之)?后的?(?=\s*[\d一二两三四五六七八九十]+\s*[件起宗,，。\s]|\s*\d+$)/.exec(
            text.slice(index, index + 12),
          );
    if (after !== null) {
      // 直接起诉2件，复议后1件
      const meanings = [{ kind: "block", block: "suitAfterReconsideration" }] as const;
      const span = { start: index, end: index + after[0].length };
      push(
        text.slice(0, index).includes("诉")
          ? { kind: "word", ...span, meanings }
          : { kind: "unknown", ...span },
      );
      continue;
    }
    // 3公开1部分 · 公开3，部分1
    if (text.startsWith("部分", index) && found?.end === index + 2 && partly(text, index)) {
      push({
        kind: "word",
        start: index,
        end: found.end,
        meanings: [{ kind: "row", row: "partlyGranted", weak: true }],
      });
      continue;
    }
    if (found !== undefined && !split) {
      push({ kind: "word", start: index, ...found });
      continue;
    }
    const number = numberAt(text, index, tokens);
    if (number !== undefined) {
      push(number);
      continue;
    }
    if (silent.has(character)) {
      index += 1;
      continue;
    }
    const last = tokens.at(-1);
    if (last?.kind === "unknown" && last.end === index) {
      last.end += 1;
      index += 1;
    } else push({ kind: "unknown", start: index, end: index + 1 });
  }
  return tokens;
}

/** 部分 beside a figure, with nothing else that it could be a part of. */
const partly = (text: string, index: number): boolean =>
  /^\s*(?:\d+|[一二两三四五六七八九十])\s*[件条份宗起个]?(?=[\s,，。;；、]|$)/.test(
    text.slice(index + 2, index + 10),
  ) ||
  (/[\d一二两三四五六七八九十][件条份宗起个]?$/.test(text.slice(Math.max(0, index - 6), index)) &&
    /^(?=[\s,，。;；、\d]|$)/.test(text.slice(index + 2)));

/** Numbers that are no figures: document numbers, dates, phones, percentages, ordinals; and ranges. */
function special(text: string, index: number, fresh: boolean, year: number): Token | "skip" | undefined {
  const token = (raw: string, rest: Pick<Token, "kind"> & Partial<Token>): Token =>
    ({ start: index, end: index + raw.length, ...rest }) as Token;
  const between = matchAt(range, text, index);
  if (between !== undefined) return token(between, { kind: "bad", why: "approximate" });
  const filler: readonly Meaning[] = [{ kind: "filler" }];
  const cited = matchAt(documentNumber, text, index) ?? matchAt(percent, text, index);
  if (cited !== undefined && (find(text, index)?.end ?? 0) < index + cited.length)
    return token(cited, { kind: "word", meanings: filler });
  const day = matchAt(date, text, index);
  if (day !== undefined) {
    const stated = /^(?:20)?(\d\d)年/.exec(day);
    const digits = stated === null ? /^20(\d\d)/.exec(day) : stated;
    if (digits !== null) {
      const said = 2000 + Number(digits[1]);
      if (said === year) return token(day, { kind: "word", meanings: word("thisYear") });
      if (said === year - 1) return token(day, { kind: "word", meanings: word("lastYear") });
      return token(day, { kind: "otherTime" });
    }
    return token(day, sureDays.test(day) ? { kind: "word", meanings: filler } : { kind: "otherTime" });
  }
  const called = matchAt(phone, text, index);
  if (called !== undefined) return token(called, { kind: "unknown" });
  if (fresh && matchAt(ordinal, text, index) !== undefined && find(text, index)?.meanings === undefined)
    return "skip";
  return undefined;
}

function numberAt(text: string, index: number, before: Token[]): Token | undefined {
  const sign = text[index] === "-" || text[index] === "−" || text[index] === "负" ? 1 : 0;
  const start = index + sign;
  let raw = matchAt(numeral, text, start);
  if (raw === undefined) return undefined;
  // 一一共: a word may begin inside a run of Chinese digits
  for (let inner = 1; inner < raw.length; inner++) {
    const inside = find(text, start + inner);
    if (
      inside !== undefined &&
      inside.end > start + raw.length &&
      (find(text, start + raw.length)?.end ?? 0) <= inside.end
    )
      raw = raw.slice(0, inner);
  }
  const found = findNumbers(raw)[0];
  if (found === undefined || found.raw !== raw)
    return { kind: "unknown", start: index, end: start + raw.length };
  let end = start + raw.length;
  const doubtful = matchAt(around, text, end);
  const previous = before.at(-1);
  const vague =
    /[近约数几]/.test(text[start - 1] ?? "") || (text[start - 1] === "上" && /^[百千万]/.test(raw));
  if (vague && previous?.kind === "unknown" && previous.end === start && previous.end - previous.start === 1)
    before.pop();
  const size = (pattern: RegExp): number | undefined => matchAt(pattern, text, end)?.length;
  const harmlessSize = size(harmless);
  if (harmlessSize !== undefined)
    return { kind: "word", start: index, end: end + harmlessSize, meanings: [{ kind: "filler" }] };
  // 三四五件 is a guess, not 345
  const run = /^[一二三四五六七八九]{3,}$/.test(raw) && "一二三四五六七八九".includes(raw);
  const approximate = run || found.approximate || vague || doubtful !== undefined;
  if (doubtful !== undefined) end += doubtful.length;
  const moneySize = size(money);
  // 自然人9部分公开 · 诉讼5起诉的: a word of the form begins where a unit seems to stand
  const after = end + (/^\s*/.exec(text.slice(end, end + 4))?.[0].length ?? 0);
  const named = !text.startsWith("个", after) && (find(text, after)?.end ?? 0) - after > 1;
  const unitSize = moneySize === undefined && !named ? size(count) : undefined;
  if (moneySize === undefined && unitSize === undefined && !named) {
    const other = size(otherUnit);
    if (other !== undefined) return { kind: "quantity", start: index, end: end + other };
  }
  const unit = text.slice(end, end + (moneySize ?? unitSize ?? 0)).trim();
  end += moneySize ?? unitSize ?? 0;
  if (text[end] === "半" || text.startsWith("个半", end))
    return { kind: "bad", why: "not allowed", start: index, end: end + 1 };
  if (sign === 1) return { kind: "bad", why: "not allowed", start: index, end };
  if (approximate || size(/\s*(?:左右|上下|以上|以内|以下)/y) !== undefined) {
    end += size(/\s*(?:左右|上下|以上|以内|以下)/y) ?? 0;
    return { kind: "bad", why: "approximate", start: index, end };
  }
  if (moneySize !== undefined)
    return { kind: "money", start: index, end, yuan: found.value * (unit === "万元" ? 10_000 : 1) };
  return {
    kind: "figure",
    start: index,
    end,
    value: found.value,
    unit: unitSize !== undefined,
    tenThousand: raw.includes("万"),
  };
}
