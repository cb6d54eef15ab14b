import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noFeeSentence } from "../../src/report/form/closing.ts";
import { likeness } from "../../src/rules/alike.ts";

const told =
  "全年在门户网站公开各类信息120条，发布政策解读八篇，重点公开民生实事进展和财政预决算；便民服务中心设查阅点1处，接待群众查询三十人次，线上留言全部按时回复。";
const other =
  "分管领导逐条审签对外发布的内容，保密员复核，每月抽查；对过期目录集中清理，撤下失效文件，并将办事指南改写成问答，请居民代表试读后再上网。";

describe("the likeness of two texts", () => {
  it("does not look at figures, years, blanks and marks", () => {
    const again = told
      .replace("120", "97")
      .replace("八", "十二")
      .replace("三十", "四十五")
      .replaceAll("，", " , ");
    expect(likeness(told, again)).toBe(1);
  });

  it("is small where the words are others, and in between where half of them are", () => {
    expect(likeness(told, other)).toBeLessThan(0.1);
    const half = likeness(told + other, told);
    expect(half).toBeGreaterThan(0.5);
    expect(half).toBeLessThan(0.8);
  });

  it("says nothing of short texts and of the sentences that are the same every year", () => {
    expect(likeness("无。", "无。")).toBeUndefined();
    expect(likeness(noFeeSentence(2025), noFeeSentence(2024))).toBeUndefined();
  });

  it("is the same both ways and never above 1", () => {
    const words = fc.array(fc.constantFrom("公开", "信息", "网站", "申请", "办理", "群众", "平台", "培训"), {
      minLength: 20,
      maxLength: 60,
    });
    fc.assert(
      fc.property(words, words, (one, two) => {
        const [left, right] = [one.join(""), two.join("")];
        const share = likeness(left, right);
        expect(share).toBe(likeness(right, left));
        if (share !== undefined) expect(share).toBeLessThanOrEqual(1);
        expect(likeness(left, left) ?? 1).toBe(1);
      }),
      { numRuns: 100 },
    );
  });
});
