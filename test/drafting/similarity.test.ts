import { expect, test } from "vitest";
import { alikeFrom, figureless, similarityOf, similaritySentence } from "../../src/drafting/similarity.ts";

const last =
  "2024年，本街道通过区政府网站街道专栏公开政府信息120条，公众号推送85条，内容主要为办事指南、民生政策、财政预决算，便民服务中心设有查阅点，安排专人负责日常更新和维护，及时回应群众关切的问题。";

test("a copy with other figures and years is the same", () => {
  const copy = last.replace("2024", "2025").replace("120", "231").replace("85", "九十");
  expect(similarityOf(copy, last)).toBe(1);
  expect(similaritySentence(1)).toContain("100%");
});

test("a copy with every twentieth character changed is still said", () => {
  const signs = [...last].map((sign, at) => (at % 20 === 10 ? "某" : sign)).join("");
  const share = similarityOf(signs, last);
  expect(share).toBeGreaterThanOrEqual(alikeFrom);
  expect(share).toBeLessThan(0.8);
});

test("the same facts in other words are not a copy", () => {
  const anew =
    "本街道依托网站专栏、微信公众号两类渠道，全年分别发布信息130条、90条，重点涉及预决算公开与惠民政策；在便民服务中心开设查阅窗口，由专职人员维护，群众提出的疑问均有答复。";
  expect(similarityOf(anew, last)).toBeLessThan(0.2);
  expect(similaritySentence(similarityOf(anew, last))).toBe("");
});

test("sentences that repeat by law do not count, and little is not judged", () => {
  expect(
    similarityOf("2025年，本街道收到政府信息公开申请4件。", "2024年，本街道收到政府信息公开申请3件。"),
  ).toBe(0);
  expect(similarityOf("更新慢。", "更新慢。")).toBe(0);
});

test("a text without its figures holds none", () => {
  expect(figureless("2024年公开１20条、三十篇，①占98%")).not.toMatch(/[\p{N}三十]/u);
});
