import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { chineseNumeral, chineseOrdinal, findNumbers, readNumeral } from "../../src/language/numerals.ts";

const ones = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const formal = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/** Four digits in Chinese, 105 → 一百零五. */
function section(value: number, digits: readonly string[], units: readonly string[]): string {
  let out = "";
  let zero = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) {
      zero = out !== "";
      continue;
    }
    out += `${zero ? "零" : ""}${digits[digit]}${units[place]}`;
    zero = false;
  }
  return out;
}

function spoken(value: number, digits = ones, units = ["", "十", "百", "千"]): string {
  if (value === 0) return "零";
  let out = "";
  let gap = false;
  for (const [size, name] of [[1e8, "亿"], [1e4, "万"], [1, ""]] as const) {
    const part = Math.floor(value / size) % 1e4;
    if (part === 0) {
      gap = out !== "";
      continue;
    }
    if (out !== "" && (gap || part < 1000)) out += digits[0];
    out += section(part, digits, units) + name;
    gap = false;
  }
  return out;
} // prettier-ignore

/** The ways people write one number. */
function forms(value: number): string[] {
  const plain = String(value);
  const chinese = spoken(value);
  const all = [
    plain,
    value.toLocaleString("en-US"),
    plain.replace(/\d/g, (digit) => String.fromCodePoint(digit.charCodeAt(0) + 0xfee0)),
    chinese,
    spoken(value, formal, ["", "拾", "佰", "仟"]),
    chinese.replace(/二(?=[百千万亿])/g, "两"),
    chinese.replace(/零/g, "〇"),
    chinese.replace(/^一十/, "十"),
    chinese.replace(/(?<=[^二三四五六七八九])二十(?!万)|^二十/g, "廿"),
    chinese.replace(/(?<=[一二三四五六七八九]百)([一二三四五六七八九])十$/, "$1"),
    chinese.replace(/(?<=[一二三四五六七八九]千)([一二三四五六七八九])百$/, "$1"),
    chinese.replace(/[一二三四五六七八九]/g, (digit) => String(ones.indexOf(digit))),
  ];
  if (plain.length >= 3) all.push([...plain].map((digit) => ones[Number(digit)]).join("").replace(/零/g, "〇"));
  if (value >= 1e4 && value % 1e4 === 0) all.push(`${value / 1e4}万`, `${value / 1e4} 万`);
  if (value >= 1e4 && value < 1e8) all.push(`${value / 1e4}万`);
  return all;
} // prettier-ignore

const counts = fc.oneof(
  fc.integer({ min: 0, max: 10 ** 8 }),
  fc.integer({ min: 0, max: 3000 }),
  fc
    .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 0, max: 5 }))
    .map(([lead, zeros]) => Math.min(lead * 10 ** zeros, 10 ** 8)),
);

test("a number written in any of the usual forms reads back as itself", () => {
  fc.assert(
    fc.property(counts, (value) => {
      for (const form of forms(value)) expect([form, readNumeral(form)]).toEqual([form, value]);
    }),
    { numRuns: 2000 },
  );
});

test("a number is found in a sentence at its place, exact and once", () => {
  const words = fc.constantFrom("收到", "自然人：", "😀共", "其中，", "（", "𠮷某提出", "全年 ");
  const units = fc.constantFrom("件", "条，", "份。", "宗", "人次", "", "）", " 件");
  fc.assert(
    fc.property(counts, fc.nat(20), words, units, (value, pick, left, right) => {
      const all = forms(value);
      const form = all[pick % all.length] ?? "";
      const [only, ...more] = findNumbers(left + form + right);
      expect(more).toEqual([]);
      expect(only).toMatchObject({ value, approximate: false, negative: false });
      expect(only?.start).toBe(left.length);
      expect(only?.end).toBe(left.length + form.length);
    }),
    { numRuns: 2000 },
  );
});

describe("whole numerals", () => {
  const cases: [string, number | null][] = [
    ["十万三千二", 103_200], ["3万2千", 32_000], ["1,148", 1148], ["１，１４８", 1148], ["三千二", 3200],
    ["一万零五百", 10_500], ["一百五", 150], ["一百零五", 105], ["廿三", 23], ["卅", 30], ["两", 2], ["〇", 0],
    ["二〇二五", 2025], ["三〇", 30], ["三点五", 3.5], ["零点零五", 0.05], ["三点五万", 35_000], ["1.1万", 11_000],
    ["96.1716万", 961_716], ["３．５", 3.5], ["1,148.5", 1148.5], ["一亿三千万", 130_000_000], [" 12 ", 12],
    ["", null], ["没有", null], ["万", null], ["百", null], ["三四", null], ["十来", null], ["-3", null], ["三万五万", null],
    ["1 148", null], ["3 1", null], ["0,100", null], ["1234,567", null], ["1,2345", null], ["1.5.2", null], ["二十三十", null],
  ]; // prettier-ignore
  it.each(cases)("%s is %s", (text, value) => expect(readNumeral(text)).toBe(value));
});

describe("estimates are never counts", () => {
  it.each([
    "三四件", "十来件", "200余条", "近五百", "30件左右", "上百件", "几十件", "数百条", "百余件", "三四十件", "十七八件", "五六百人",
    "百八十件", "千把条", "近三万余次", "大概5件", "大概收到五件", "约３０件", "不到30件", "30多件", "十几件", "二十几个", "3件以上",
    "10件出头", "200+条", "三五件", "一两件", "3-5件", "三到五件", "3、4件", "3~5条", "好像是3件", "差不多三十件", "30人次上下", "5个多月",
    "十来二十件", "公开1，148条",
  ])("%s", (text) => {
    const found = findNumbers(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((number) => !number.approximate)).toEqual([]);
  }); // prettier-ignore
});

describe("counts are not taken for estimates", () => {
  const cases: [string, number[]][] = [
    ["网上5件，现场2件", [5, 2]], ["线上十二件", [12]], ["总数5件", [5]], ["总数十二件", [12]], ["最近3件", [3]], ["预约5件", [5]],
    ["收到3件余下2件是企业", [3, 2]], ["12345来电842件", [12345, 842]], ["开展3次多部门培训", [3]], ["负责3个专栏", [3]],
    ["分别3、4件", [3, 4]], ["第三、四部分", [3, 4]], ["2025年1月1日至12月31日", [2025, 1, 1, 12, 31]], ["2025-01-03", [2025, 1, 3]],
    ["3,0,0,4", [3, 0, 0, 4]], ["3,100,5", [3, 100, 5]], ["3\t1\t0", [3, 1, 0]], ["2025.1.3", [2025, 1, 3]], ["百姓", []], ["万一", []],
    ["一一答复", []], ["千万不要", []],
  ]; // prettier-ignore
  it.each(cases)("%s", (text, values) => {
    const found = findNumbers(text);
    expect(found.map((number) => number.value)).toEqual(values);
    expect(found.filter((number) => number.approximate || number.negative)).toEqual([]);
  });
});

describe("what cannot be a count stays visible", () => {
  it.each(["-3件", "－3件", "−3件", "负3件", "自然人-3件"])("%s is negative", (text) =>
    expect(findNumbers(text)).toMatchObject([{ value: 3, negative: true }]),
  );
  it.each(["3.5件", "３．５件", "三点五件"])("%s is not whole", (text) =>
    expect(findNumbers(text)).toMatchObject([{ value: 3.5, negative: false }]),
  );
  it("hundreds of digits are a number beyond any count", () =>
    expect(findNumbers(`${"9".repeat(400)}件`)).toMatchObject([{ value: Infinity }]));
  it.each(["0000-0000000", "1月1日-12月31日", "2025-01-03", "8:30-17:00", "3-5件"])(
    "%s has no negative number",
    (text) => expect(findNumbers(text).filter((number) => number.negative)).toEqual([]),
  );
});

test("any text at all gives numbers in order, without overlap, with true offsets", () => {
  const pieces = fc.constantFrom(..."０９3十百千万亿点.,，-三四两零〇来余几多约近件第年😀 \n、至");
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      let last = 0;
      for (const { start, end, raw, value } of findNumbers(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end - start).toBe(raw.length);
        expect(text.slice(start, end).normalize("NFKC")).toBe(raw);
        expect(value).toBeGreaterThanOrEqual(0);
        last = end;
      }
    }),
    { numRuns: 3000 },
  );
});

test("headings are numbered 一 to 九十九", () => {
  for (let value = 1; value < 100; value++) expect(readNumeral(chineseOrdinal(value))).toBe(value);
  expect([10, 11, 20, 21, 99].map(chineseOrdinal)).toEqual(["十", "十一", "二十", "二十一", "九十九"]);
});

it("writes numerals that it reads again", () => {
  for (let value = 0; value < 30_000; value += value < 1200 ? 1 : 97)
    expect(readNumeral(chineseNumeral(value))).toBe(value);
  expect([0, 10, 15, 105, 110, 1005, 20_000, 30_020, 100_203].map(chineseNumeral)).toEqual(
    ["零", "十", "十五", "一百零五", "一百一十", "一千零五", "二万", "三万零二十", "十万零二百零三"], // prettier-ignore
  );
});
