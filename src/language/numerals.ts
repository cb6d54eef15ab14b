import { narrow } from "./width.ts";

/** A number found in a text. `start` and `end` are offsets into the text as given. */
export interface NumberFound {
  start: number;
  end: number;
  raw: string;
  value: number;
  /** 十来、三四、200余、近五百、约30、左右: an estimate, never a count. */
  approximate: boolean;
}

const digits: Record<string, number> = {
  零: 0, 〇: 0, 一: 1, 壹: 1, 二: 2, 贰: 2, 两: 2, 俩: 2, 三: 3, 叁: 3, 仨: 3, 四: 4, 肆: 4,
  五: 5, 伍: 5, 六: 6, 陆: 6, 七: 7, 柒: 7, 八: 8, 捌: 8, 九: 9, 玖: 9,
}; // prettier-ignore
const powers: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
const groups: Record<string, number> = { 万: 1e4, 亿: 1e8 };

const arabic = String.raw`(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?`;
const chineseDigit = "零〇一壹二贰两俩三叁仨四肆五伍六陆七柒八捌九玖";
const numeral = new RegExp(
  String.raw`${arabic}(?:[十百千万亿](?:${arabic}|[${chineseDigit}十百千万])*)?|[${chineseDigit}十拾百佰千仟万亿]+(?:点[${chineseDigit}]+)?`,
  "g",
);

/** The value of a whole numeral (十二, 3万2千, 1,148, 三千二, 二〇二五), or null when it is none or is approximate. */
export function readNumeral(text: string): number | null {
  const plain = narrow(text)
    .replace(/\s+/g, "")
    .replace(/[,，](?=\d{3}(?!\d))/g, "");
  if (/^\d+(\.\d+)?$/.test(plain)) return Number(plain);
  const decimal = /^(.+)点([零〇一二三四五六七八九]+)$/.exec(plain);
  if (decimal) {
    const whole = readNumeral(decimal[1] ?? "");
    const fraction = [...(decimal[2] ?? "")].map((character) => digits[character]).join("");
    return whole === null ? null : Number(`${whole}.${fraction}`);
  }
  if (new RegExp(`^[${chineseDigit}]{3,}$`).test(plain)) {
    return Number([...plain].map((character) => digits[character]).join(""));
  }
  return readMixed(plain);
}

/** 十万三千二 → 103200: sections by 万 and 亿, powers inside, a trailing digit after a power is a tenth of it. */
function readMixed(plain: string): number | null {
  let total = 0;
  let section = 0;
  let pending: number | null = null;
  let last = Infinity; // the last power used, for 三千二
  let gap = false; // a 零 stood before: 一百零五 is 105, not 150
  const parts = plain.match(/\d+(?:\.\d+)?|./gu) ?? [];
  if (parts.length === 0) return null;
  for (const part of parts) {
    if (/^\d/.test(part)) {
      if (pending !== null) return null;
      pending = Number(part);
    } else if (part in digits) {
      const digit = digits[part] ?? 0;
      if (digit === 0 && parts.length > 1) {
        if (pending !== null) return null;
        gap = true;
        continue;
      }
      if (pending !== null) return null;
      pending = digit;
    } else if (part in powers) {
      const power = powers[part] ?? 1;
      if (power >= last) return null;
      section += (pending ?? (power === 10 || section > 0 ? 1 : NaN)) * power;
      pending = null;
      last = power;
      gap = false;
    } else if (part in groups) {
      const group = groups[part] ?? 1;
      section += pending ?? 0;
      if (section === 0 && total === 0) return null;
      total = group === 1e8 ? (total + section) * group : total + section * group;
      section = 0;
      pending = null;
      last = group;
      gap = false;
    } else {
      return null;
    }
  }
  if (pending !== null) {
    const tenth = !gap && last !== Infinity && last > 10 && pending < 10 && Number.isInteger(pending);
    section += tenth ? pending * (last / 10) : pending;
  }
  const value = total + section;
  return Number.isFinite(value) ? value : null;
}

const before = /(?:大概|大约|约莫|差不多|近|约|将近|接近|不到|超过|至少|最多|上|几|数|好几)(?:有|是|为)?\s*$/;
const after = /^\s*(?:来|余|多|几|把)(?=[件条份宗起个次期名人篇场万千百元项封\s,，。；;、]|$)/;
const afterUnit = /^\s*(?:[件条份宗起个次期名人篇场元项封]|万元)?\s*(?:左右|上下|以上|以内|多|余)/;
const neighbours = /^[一二两三四五六七八九]{2}$/;

/** Every number in the text, in order. Ordinals (第二十条), dates and document numbers are numbers too: the reader decides. */
export function findNumbers(text: string): NumberFound[] {
  const plain = narrow(text);
  const found: NumberFound[] = [];
  for (const match of plain.matchAll(numeral)) {
    const raw = match[0];
    const start = match.index;
    const end = start + raw.length;
    const rest = plain.slice(end);
    const estimate = estimateOf(raw);
    const value = estimate ?? readNumeral(raw);
    if (value === null) continue;
    const approximate =
      estimate !== null || before.test(plain.slice(0, start)) || after.test(rest) || afterUnit.test(rest);
    found.push({ start, end, raw, value, approximate });
  }
  return found;
}

/** 三四 (件) is "three or four", 十七八 "seventeen or eighteen": an estimate, given by its lower number. */
function estimateOf(raw: string): number | null {
  const tail = raw.slice(-2);
  if (!neighbours.test(tail)) return null;
  const [low, high] = [...tail].map((character) => digits[character] ?? 0);
  if (low === undefined || high === undefined || high !== low + 1) return null;
  return readNumeral(raw.slice(0, -1));
}

const names = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/** 1 → 一, 12 → 十二, 25 → 二十五 (1 to 99), for numbering. */
export function chineseOrdinal(value: number): string {
  if (value <= 10) return names[value] ?? String(value);
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  return `${tens === 1 ? "" : names[tens]}十${ones === 0 ? "" : names[ones]}`;
}
