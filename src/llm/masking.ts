import { personsIn } from "./masking/persons.ts";

/** What may leave the house: values that point at a person are replaced by placeholders, the same for the same value, and put back in the answer. */

export interface Mask {
  masked: string;
  /** Puts the values back for their placeholders. */
  unmask(text: string): string;
}

/** One text masked. */
export function mask(text: string): Mask {
  const masking = openMasking();
  return { masked: masking.mask(text), unmask: (answer) => masking.unmask(answer) };
}

/** The placeholders of one request: what was replaced once is replaced in all its texts. */
export interface Masking {
  mask(text: string): string;
  unmask(text: string): string;
}

/** A place in a text; `kind` names its placeholder: 〔人1〕. */
interface Find {
  kind: string;
  start: number;
  end: number;
}

const digits = "一二三四五六七八九十百千〇零两\\d";
const place = "[\\u4e00-\\u9fff]{1,12}?(?:路|街(?!道)|大道|(?<!街)道|巷|弄|胡同|里|坊|村|社区|小区|花园|新村|家园|公寓|大厦|广场|园|苑|庄|屯|营|城)"; // prettier-ignore
const house = `(?:附?[${digits}A-Za-z]+(?:[-—][${digits}A-Za-z]+)*(?:号(?!文)(?:楼|院|附\\d+号?)?|栋|幢|楼|座|单元|层|室|户|组|队|#))`;
const cued = (cue: string, value: string): RegExp => new RegExp(`(?<=(?:${cue}))${value}`, "dgi");

/** In the order in which they win. Written for text with ASCII letters and digits; see `folded`. */
const patterns: readonly { kind: string; at: RegExp }[] = [
  { kind: "邮箱", at: /[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/dg },
  // 18 digits, also in the groups people type, and the old 15.
  { kind: "证件", at: /(?<![\dA-Za-z])[1-9]\d{5}[ -]?(?:18|19|20)\d{2}[ -]?\d{4}[ -]?\d{3}[\dXx](?![\dA-Za-z])/dg }, // prettier-ignore
  { kind: "证件", at: /(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])/dg },
  { kind: "证件", at: /(?<!\d)\d{15}(?!\d)/dg },
  { kind: "证件", at: /(?<![\dA-Za-z])(?=\w{0,17}[A-Z])[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}(?![\dA-Za-z])/dg }, // prettier-ignore
  { kind: "证件", at: /(?<![\dA-Za-z])[EGDSPHM][A-Z]?\d{7,8}(?![\dA-Za-z])/dg },
  { kind: "卡号", at: /(?<!\d)(?:\d{16,19}|[3-69]\d{3}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?)(?!\d)/dg },
  { kind: "电话", at: /(?<!\d)(?:(?:\+|00)?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}[ -]?\d{4}|\d[ -]\d{3}[ -]\d{4}|[ -]\d{3}[ -]\d{5})(?!\d)/dg }, // prettier-ignore
  { kind: "电话", at: /(?<![\d.])(?:\+86[ -]?|\(?0)\d{2,3}\)?[ -]?\d{3,4}[ -]?\d{4}(?:(?:[ -]|转|分机)\d{1,6})?(?!\d)/dg }, // prettier-ignore
  { kind: "电话", at: /(?<!\d)[48]00[ -]?\d{3}[ -]?\d{4}(?!\d)/dg },
  { kind: "电话", at: cued("(?:电话|手机|座机|传真|联系方式|致电|拨打|来电|tel|号码)(?:号码?)?(?:是|为|:|\\s){0,3}", "\\d{3,4}[ -]?\\d{4}(?!\\d)") }, // prettier-ignore
  { kind: "电话", at: /(?<![零〇一二三四五六七八九幺])[一幺][零〇一二三四五六七八九幺]{10}(?![零〇一二三四五六七八九幺])/dg }, // prettier-ignore
  { kind: "账号", at: cued("(?:微信号?|qq号?|wechat)(?:是|为|:|\\s){1,3}", "(?:[a-z][\\w-]{5,19}|\\d{5,11})(?!\\d)") }, // prettier-ignore
  { kind: "车牌", at: /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·-]?[A-Z0-9]{5,6}(?![A-Z0-9])/dg }, // prettier-ignore
  // No figure of the form has eleven digits.
  { kind: "号码", at: /(?<![\d.])\d{11,}(?!\d)/dg },
  { kind: "地址", at: cued("(?:(?<!网)(?:地址|住址|户籍地|居住地)(?:是|为|:|\\s){1,3}|家住|现住|居住在|住在)", "[^，。；;,\\n\\u0000、()]{4,40}") }, // prettier-ignore
  { kind: "地址", at: new RegExp(`${place}(?:[${digits}]{1,4}(?:村|组))?${house}{1,6}`, "dg") },
];

/** Full-width letters and signs as ASCII, one for one, so that places stay the same. */
const folded = (text: string): string =>
  text.replaceAll(/[！-～]/g, (sign) =>
    sign === "，" || sign === "；" ? sign : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  ).replaceAll("\u3000", " "); // prettier-ignore

/** The part of an address that names no house: a province, a city, a district, or the words before it. */
const before = /^.*(?:省|市|区|县|州|旗|镇|乡|街道|住在|位于|住|在)(?=.)/s;

/** An address found by its road may have swallowed the words before it. */
function trimmed(find: Find, text: string): Find {
  if (find.kind !== "地址") return find;
  const road =
    /^.*?(?=[\d一二三四五六七八九十百零〇A-Za-z])/s.exec(text.slice(find.start, find.end))?.[0] ?? "";
  // The road itself keeps at least two letters: 区 in 小区 and 社区 is its own.
  const cut = before.exec(road.slice(0, Math.max(0, road.length - 2)) + "\u0001")?.[0].length ?? 0;
  return { ...find, start: find.start + Math.min(cut, Math.max(0, road.length - 2)) };
}

function findsIn(text: string): Find[] {
  const plain = folded(text);
  const finds: Find[] = [];
  const taken = new Uint8Array(text.length);
  const add = (find: Find): void => {
    if (taken.subarray(find.start, find.end).includes(1)) return;
    taken.fill(1, find.start, find.end);
    finds.push(find);
  };
  for (const { kind, at } of patterns)
    for (const { index, 0: found } of plain.matchAll(at))
      add(trimmed({ kind, start: index, end: index + found.trimEnd().length }, plain));
  for (const [start, end] of personsIn(plain)) add({ kind: "人", start, end });
  return finds.sort((one, other) => one.start - other.start);
}

const placeholder = /[〔【[]\s*(人|邮箱|证件|卡号|电话|账号|车牌|号码|地址)\s*(\d+)\s*[〕】\]]/g;

/** Placeholders for one request. */
export function openMasking(): Masking {
  const byValue = new Map<string, string>();
  const byPlaceholder = new Map<string, string>();
  const counts = new Map<string, number>();
  const taken = new Set<string>();

  const nameOf = (kind: string, value: string): string => {
    const known = byValue.get(value);
    if (known !== undefined) return known;
    let name: string;
    do {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      name = `${kind}${String(counts.get(kind))}`;
    } while (taken.has(name));
    byValue.set(value, `〔${name}〕`);
    byPlaceholder.set(name, value);
    return `〔${name}〕`;
  };

  const replaced = (text: string): string => {
    let out = "";
    let from = 0;
    for (const { kind, start, end } of findsIn(text)) {
      out += text.slice(from, start) + nameOf(kind, text.slice(start, end));
      from = end;
    }
    return everywhere(out + text.slice(from));
  };

  /** What was found once is replaced wherever it stands; the longest first. */
  const everywhere = (text: string): string => {
    const values = [...byValue.keys()].filter((value) => value.length > 1).sort((one, other) => other.length - one.length); // prettier-ignore
    let out = text;
    for (const value of values) out = out.split(value).join(byValue.get(value) ?? value);
    return out;
  };

  return {
    mask(text) {
      // A placeholder somebody typed is not ours, and is never given out.
      for (const [, kind = "", number = ""] of text.matchAll(placeholder)) taken.add(kind + number);
      return replaced(text);
    },
    unmask: (text) =>
      text.replaceAll(placeholder, (whole, kind: string, number: string) => byPlaceholder.get(kind + number) ?? whole), // prettier-ignore
  };
}
