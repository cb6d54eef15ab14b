import { narrow } from "./width.ts";

/** A number found in a text. `start` and `end` are offsets into the text as given and enclose the digits only. */
export interface NumberFound {
  start: number;
  end: number;
  raw: string;
  /** Never below 0; see `negative`. May be Infinity for hundreds of digits. */
  value: number;
  /** 十来, 三四, 3-5, 200余, 近五百, 约30, 左右: an estimate, never a count. */
  approximate: boolean;
  /** A minus sign or 负 stands before it: -3, －3, 负三. */
  negative: boolean;
}

const digits: Record<string, number> = {
  零: 0, 〇: 0, 一: 1, 壹: 1, 二: 2, 贰: 2, 两: 2, 俩: 2, 三: 3, 叁: 3, 仨: 3, 四: 4, 肆: 4,
  五: 5, 伍: 5, 六: 6, 陆: 6, 七: 7, 柒: 7, 八: 8, 捌: 8, 九: 9, 玖: 9,
}; // prettier-ignore
const powers: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
const groups: Record<string, number> = { 万: 1e4, 亿: 1e8, w: 1e4, W: 1e4 };
const twenties: Record<string, number> = { 廿: 2, 卅: 3 };

const digit = Object.keys(digits).join("");
const chinese = `${digit}${Object.keys(powers).join("")}${Object.keys(twenties).join("")}万亿`;
// 1,148 is one number, 0,100 and 3,100,5 are lists; 2025.1.3 is a date and keeps its parts apart.
const thousands = String.raw`[1-9]\d{0,2}(?:,\d{3}){1,4}(?!,?\d)`;
const arabic = String.raw`(?:${thousands}|\d+)(?:(?=\.\d)(?<!\.\d+)\.\d+(?!\.?\d))?`;
const numeral = new RegExp(
  String.raw`${arabic}(?:(?:[十百千]|[ \t]?[万亿]|[wW](?![a-zA-Z]))(?:${arabic}|[${chinese}])*)?|[${chinese}]+(?:点[${digit}]+[百千万亿]*)?`,
  "g",
);
const digitString = new RegExp(`^(?:[${digit}]{3,}|[${digit}][零〇]|[零〇][${digit}])$`);
const spokenDecimal = new RegExp(`^(.+)点([${digit}]+)([百千万亿]*)$`);
const wrongComma = /(?<!\d)(?:0|\d{4,}),|,(?!\d{3}(?!\d))/;

/** The value of a whole numeral (十二, 3万2千, 1,148, 三千二, 二〇二五), or null when it is none or is approximate. */
export function readNumeral(text: string): number | null {
  const trimmed = narrow(text).trim();
  if (/\d\s+\d/.test(trimmed) || wrongComma.test(trimmed)) return null;
  const plain = trimmed.replace(/[\s,]+/g, "");
  if (/^\d+(\.\d+)?$/.test(plain)) return Number(plain);
  const decimal = spokenDecimal.exec(plain);
  if (decimal) {
    const whole = readNumeral(decimal[1] ?? "");
    const scale = readNumeral(`一${decimal[3] ?? ""}`);
    const fraction = [...(decimal[2] ?? "")].map((character) => digits[character]).join("");
    return whole === null || scale === null ? null : exact(Number(`${whole}.${fraction}`) * scale);
  }
  if (digitString.test(plain)) {
    return Number([...plain].map((character) => digits[character]).join(""));
  }
  return readMixed(plain);
}

/** 1.1万 is 11000, not 11000.000000000002: spoken decimals have at most six places. */
const exact = (value: number): number => (value < 1e9 ? Math.round(value * 1e6) / 1e6 : value);

/** 十万三千二 → 103200: sections by 万 and 亿, powers inside, a trailing digit after a power is a tenth of it. */
function readMixed(plain: string): number | null {
  let total = 0;
  let section = 0;
  let pending: number | null = null;
  let last = Infinity; // the last power used, for 三千二
  let lastGroup = Infinity; // 三万五万 are two numbers
  let gap = false; // a 零 stood before: 一百零五 is 105, not 150
  const parts = plain.match(/\d+(?:\.\d+)?|./gu) ?? [];
  if (parts.length === 0) return null;
  for (const part of parts) {
    if (/^\d/.test(part) || part in digits) {
      if (pending !== null) return null;
      const value = digits[part] ?? Number(part);
      if (part in digits && value === 0 && parts.length > 1) gap = true;
      else pending = value;
      if (part.length > 1 && part.startsWith("0")) gap = true;
    } else if (part in powers || part in twenties) {
      const power = powers[part] ?? 10;
      if (power >= last || (part in twenties && pending !== null)) return null;
      const times: number | null = twenties[part] ?? pending;
      if (times === null && power !== 10 && section === 0) return null;
      section += (times ?? 1) * power;
      pending = null;
      last = power;
      gap = false;
    } else if (part in groups) {
      const group = groups[part] ?? 1;
      section += pending ?? 0;
      if ((section === 0 && total === 0) || (group >= lastGroup && group !== 1e8)) return null;
      total = group === 1e8 ? (total + section) * group : total + section * group;
      section = 0;
      pending = null;
      last = group;
      lastGroup = group;
      gap = false;
    } else {
      return null;
    }
  }
  if (pending !== null) {
    const tenth = !gap && last !== Infinity && last > 10 && pending < 10 && Number.isInteger(pending);
    section += tenth ? pending * (last / 10) : pending;
  }
  const value = exact(total + section);
  return Number.isFinite(value) ? value : null;
}

const unit = "件条份宗起个次期名人篇场元项封户家部天种类款处张本例批页期";
const before =
  /(?:大概|大约|(?<![预签节违合契条公特大])约|(?<![最附远靠相])近|接近|差不多|估计|估摸|大致|不到|不足|不止|少于|多于|超过?|逾|至少|起码|最少|最多|顶多)(?:有|是|为|莫|着)?\s*$/;
/** 大概收到三四件: the doubt reaches over a few words to the number, up to the next mark or figure. */
const doubted = /(?:大概|大约|约莫|差不多|估计|估摸|好像|也许|或许|记不清)[^\d，。；,;、：:！!？?\n]{0,10}$/;
const several = /(?:(?<![总件条人次])数|几)\s*$/;
const upwards = /[上成]\s*$/;
const after = new RegExp(
  String.raw`^\s*(?:[余几+](?!下)|多(?!部门|渠道|种|措|方|平台)|来(?=[${unit}${chinese}\s,，。；;、]|$)|把(?=[${unit}]))`,
);
const afterUnit = new RegExp(
  String.raw`^\s*(?:万元|人次|[${unit}])?\s*(?:左右|上下(?!级)|以上|以内|开外|出头|不到|(?:多|余)(?=[的月\s,，。；;、吧]|$))`,
);
/** 3-5件, 三到五件, 3、4件: one of several, not two counts. Dates and telephone numbers have no such unit. */
const rangeOn = new RegExp(
  String.raw`^\s*(?:[${unit}]?[-~～—–至到]|、(?=(\d+|[${chinese}]+)))\s*(?:\d{1,9}|[${chinese}]{1,9})(?=[${unit}](?!月|日))`,
);

/** Every number in the text, in order. Ordinals (第二十条), dates and document numbers are numbers too: the reader decides. */
export function findNumbers(text: string): NumberFound[] {
  const plain = narrow(text);
  const found: NumberFound[] = [];
  let rangeFrom = -1;
  for (const match of plain.matchAll(numeral)) {
    const raw = match[0];
    const start = match.index;
    const end = start + raw.length;
    const head = plain.slice(Math.max(0, start - 20), start);
    const rest = plain.slice(end, end + 24);
    const estimate = estimateOf(raw) ?? bareEstimate(raw, head, rest);
    const value = estimate ?? readNumeral(raw);
    if (value === null) continue;
    const range = rangeOf(value, head, rest);
    const previous = found.at(-1);
    const closes =
      previous !== undefined &&
      ((previous.end === rangeFrom && start - rangeFrom <= 4) || plain.slice(previous.end, start) === "来");
    if (range) rangeFrom = end;
    const approximate =
      estimate !== null ||
      range ||
      closes ||
      /\d，/.test(text.slice(start, end)) || // 1，148: one figure or two?
      before.test(head) ||
      doubted.test(head) ||
      (several.test(head) && /^[十百千万亿]+$/.test(raw)) ||
      after.test(rest) ||
      afterUnit.test(rest);
    const negative = !closes && /(?:^|[^\da-zA-Z年月日号时分%])(?:[-−﹣]|负)$/.test(head);
    found.push({ start, end, raw, value, approximate, negative });
  }
  return found;
}

/** Whether a second bound follows (3-5件). With 、 only for neighbours: 分别3、1件 is a list. */
function rangeOf(value: number, head: string, rest: string): boolean {
  const match = rangeOn.exec(rest);
  if (match === null || /(?:[\d年月日][-~～—–至到]|第)$/.test(head)) return false;
  if (match[1] === undefined) return true;
  return readNumeral(match[1]) === value + 1 && !/、$|分别/.test(head);
}

const neighbours = ["一两", "两三", "三两", "三五", "百十", "百八十", "千八百", "一二", "二三", "三四", "四五", "五六", "六七", "七八", "八九"]; // prettier-ignore
const pair = new RegExp(`(${neighbours.join("|")})(?=[十百千万亿]*$)`);

/** 三四 (件) is "three or four", 十七八, 五六百, 三五, 百八十 likewise: an estimate, given by its lower number. */
function estimateOf(raw: string): number | null {
  if (digitString.test(raw)) return null;
  const found = pair.exec(raw);
  if (found === null) return null;
  const low = found[0].charAt(0);
  const rest = raw.slice(found.index + found[0].length);
  return readNumeral(`${raw.slice(0, found.index)}${low in powers ? `一${low}` : low}${rest}`);
}

/** 上百, 数千, 百余, 千把: a power without a digit counts only in such company; 百姓 and 万一 are no numbers. */
function bareEstimate(raw: string, head: string, rest: string): number | null {
  if (!/^[百千万亿]+$/.test(raw) || rest.startsWith("分")) return null;
  return several.test(head) || upwards.test(head) || before.test(head) || after.test(rest)
    ? readNumeral(`一${raw}`)
    : null;
}

const names = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/** 1 → 一, 12 → 十二, 25 → 二十五 (1 to 99), for numbering. */
export function chineseOrdinal(value: number): string {
  if (value <= 10) return names[value] ?? String(value);
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  return `${tens === 1 ? "" : names[tens]}十${ones === 0 ? "" : names[ones]}`;
}

/** 105 → 一百零五, 12 → 十二, 30020 → 三万零二十; whole numbers below 10^12. */
export function chineseNumeral(value: number): string {
  if (value === 0) return "零";
  let out = "";
  let rest = value;
  for (const [unit, name] of [
    [1e8, "亿"],
    [1e4, "万"],
    [1, ""],
  ] as const) {
    const group = Math.floor(rest / unit);
    rest %= unit;
    if (group === 0) continue;
    if (out !== "" && group < 1000) out += "零";
    out += `${belowTenThousand(group)}${name}`;
  }
  return out.replace(/^一十/, "十");
}

function belowTenThousand(value: number): string {
  let out = "";
  let gap = false;
  for (const [unit, name] of [
    [1000, "千"],
    [100, "百"],
    [10, "十"],
    [1, ""],
  ] as const) {
    const digit = Math.floor(value / unit) % 10;
    if (digit === 0) gap = out !== "";
    else {
      out += `${gap ? "零" : ""}${names[digit]}${name}`;
      gap = false;
    }
  }
  return out;
}

/** A figure as printed: at most six decimals (万元 to the cent), no exponent, no rounding noise. */
export function plainNumber(value: number): string {
  if (Number.isInteger(value)) return value.toFixed(0);
  return value.toFixed(6).replace(/\.?0+$/, "");
}
