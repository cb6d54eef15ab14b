import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  chinesePunctuation,
  splitItems,
  splitSentences,
  trimMarks,
  writtenSentence,
} from "../../src/language/sentences.ts";

/** What must never get lost: everything but blanks and punctuation, with full-width digits and letters as plain ones. */
const words = (text: string): string =>
  text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, (one) => one.normalize("NFKC")).replace(/[^\p{L}\p{N}]/gu, "");

const pieces = fc.constantFrom(
  "公开", "3", "12", "，", ",", "。", ".", "；", ";", "：", ":", "!", "?", "(", "）", '"', "“", "”", " ", "\n", "\t", "8:30", "3.5",
  "http://a.gov.cn/b?c=1,2", "www.x.cn", "a@b.cn", "QQ", "ＡＰＰ", "３", "、", "…", "...", "--", "%", "😀", "𠮷", "一是", "二是", "1.", "（一）",
); // prettier-ignore
const texts = fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join(""));

test("Chinese punctuation: twice is once, and no word or figure is lost", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const once = chinesePunctuation(text);
      expect(chinesePunctuation(once)).toBe(once);
      expect(words(once)).toBe(words(text));
    }),
    { numRuns: 5000 },
  );
});

test("a written sentence stays as it is, ends with an end mark and keeps every word", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const once = writtenSentence(text);
      expect(writtenSentence(once)).toBe(once);
      expect(words(once)).toBe(words(text));
      if (once !== "") expect(once).toMatch(/[。！？…][”’」』）]?$/);
    }),
    { numRuns: 5000 },
  );
});

test("sentences put together again are the text without blanks", () => {
  const bare = (text: string): string => text.replace(/\s/g, "");
  fc.assert(
    fc.property(texts, (text) => {
      const sentences = splitSentences(text);
      expect(bare(sentences.join(""))).toBe(bare(text));
      for (const sentence of sentences) expect(sentence).toBe(sentence.trim());
    }),
    { numRuns: 5000 },
  );
});

test("items of a list keep every word in order, but for the numbering", () => {
  const names = fc.array(fc.constantFrom("公众号更新不及时", "人员不足", "APP有3个", "培训少", "统一是目标"), {
    minLength: 1,
    maxLength: 9,
  });
  const styles: ((index: number) => string)[] = [
    (index) => `${"一二三四五六七八九"[index]}是`,
    (index) => `第${"一二三四五六七八九"[index]}，`,
    (index) => `其${"一二三四五六七八九"[index]}，`,
    (index) => `（${"一二三四五六七八九"[index]}）`,
    (index) => `${"一二三四五六七八九"[index]}、`,
    (index) => `${index + 1}.`,
    (index) => `${index + 1}、`,
    (index) => `(${index + 1})`,
    (index) => String.fromCodePoint(0x2460 + index),
  ];
  fc.assert(
    fc.property(names, fc.constantFrom(...styles), fc.constantFrom("", "；", "。", "\n", " ", "，"), (items, style, gap) => {
      const text = items.map((item, index) => style(index) + item).join(gap);
      expect(splitItems(text)).toEqual(items);
    }),
  );
}); // prettier-ignore

describe("items", () => {
  const cases: [string, string[]][] = [
    ["一是更新不及时二是人手不够", ["更新不及时", "人手不够"]],
    ["第一，更新慢。第二，人手少。", ["更新慢", "人手少"]],
    ["更新不及时；人手不够", ["更新不及时", "人手不够"]],
    ["更新不及时", ["更新不及时"]],
    ["一是更新不及时", ["更新不及时"]],
    ["第一、二季度更新不及时", ["第一、二季度更新不及时"]],
    ["一、二季度更新不及时", ["一、二季度更新不及时"]],
    ["3、4月更新不及时", ["3、4月更新不及时"]],
    ["标准不统一是主要问题", ["标准不统一是主要问题"]],
    ["问题之一是更新慢", ["问题之一是更新慢"]],
    ["尤其一线人员业务不熟", ["尤其一线人员业务不熟"]],
    ["每周一是更新日，做得不好", ["每周一是更新日，做得不好"]],
    ["每天8:30更新，阅读量3.5万次", ["每天8:30更新，阅读量3.5万次"]],
    ["一是每周三是更新日，没有做到；二是人手少", ["每周三是更新日，没有做到", "人手少"]],
    ["问题：1.更新慢 2.人手少", ["问题", "更新慢", "人手少"]],
    ["1.培训2次太少2.人手少", ["培训2次太少", "人手少"]],
    ["拨打12345的群众多", ["拨打12345的群众多"]],
    ["；。，", []],
    ["", []],
    ["第一更新慢，第二人手少", ["更新慢", "人手少"]],
    ["第一时间公开，第二季度培训", ["第一时间公开，第二季度培训"]],
  ];
  it.each(cases)("%s", (text, items) => expect(splitItems(text)).toEqual(items));
});

describe("sentences", () => {
  const cases: [string, string[]][] = [
    ["共3.5万。好！！真的？“对。”完", ["共3.5万。", "好！！", "真的？", "“对。”", "完"]],
    ["见http://a.cn/x?b=1;c 每天8:30", ["见http://a.cn/x?b=1;c 每天8:30"]],
    ["甲\n\n 乙 ", ["甲", "乙"]],
    ["都公开了;2件没有", ["都公开了;", "2件没有"]],
    ["", []],
  ];
  it.each(cases)("%j", (text, sentences) => expect(splitSentences(text)).toEqual(sentences));
});

describe("written Chinese", () => {
  const cases: [string, string][] = [
    ["收到 3 件,都公开了", "收到3件，都公开了。"],
    ["自然人:3;企业(公司):1", "自然人：3；企业（公司）：1。"],
    ["每天8:30更新,阅读量3.5万次", "每天8:30更新，阅读量3.5万次。"],
    [
      "网址http://www.a.gov.cn/x,y?z=1,电话0000-0000000",
      "网址http://www.a.gov.cn/x,y?z=1，电话0000-0000000。",
    ],
    ["网址 http://www.a.gov.cn ,电话 0000-0000000", "网址http://www.a.gov.cn，电话0000-0000000。"],
    ["邮箱a.b@c.gov.cn,拨打12345热线", "邮箱a.b@c.gov.cn，拨打12345热线。"],
    ["用 WeChat Work, QQ 和 APP 3 个", "用WeChat Work, QQ和APP 3个。"],
    ["共12\n3件", "共12，3件。"],
    ["公开33.\n培训2次.", "公开33。培训2次。"],
    ["1,148人关注", "1,148人关注。"],
    ['落实"三审三校"制度', "落实“三审三校”制度。"],
    ["主动公开１２条，ＡＰＰ１个", "主动公开12条，APP1个。"],
    ["网站、公众号等...", "网站、公众号等……"],
    ["更新不及时，", "更新不及时。"],
    ["他说“好。”", "他说“好。”"],
    ["(1)更新慢", "（1）更新慢。"],
    ["真的吗?", "真的吗？"],
    ["，。", ""],
    ["", ""],
  ];
  it.each(cases)("%j", (text, sentence) => expect(writtenSentence(text)).toBe(sentence));
});

test("marks are trimmed at both ends only", () => {
  expect(trimMarks(" ，公开，3.5条。 ")).toBe("公开，3.5条");
  expect(trimMarks("。，")).toBe("");
});
