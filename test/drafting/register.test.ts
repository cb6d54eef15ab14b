import fc from "fast-check";
import { expect, test } from "vitest";
import { inWriting, runningText } from "../../src/drafting/register.ts";
import { findNumbers } from "../../src/language/numerals.ts";

const context = { self: "本街道", year: 2025 };

test.each([
  ["我们街道今年网上发了120条", "本街道2025年网上发布120条"],
  ["没有收到意见", "未收到意见"],
  ["也没有人被追责", "未发生责任追究情形"],
  ["列入年终考核", "将政府信息公开工作列入年终考核"],
  ["请居民代表评议过", "邀请居民代表评议"],
  ["公开是原则,不公开是例外", "以公开为常态、不公开为例外"],
  ["收到申请4条", "收到申请4件"],
  ["一共办了30件，里面网上12件", "共办理30件，其中网上12件"],
  ["公众号.12345热线接了842件", "公众号。12345热线接了842件"],
  ["内容是民生、社保这些", "内容是民生、社保等"],
  ["发布前都要审核", "发布前均须审核"],
  ["党政办统一管理", "党政办统一管理"],
])("%s is written as %s", (spoken, written) => {
  expect(inWriting(spoken, context)).toBe(written);
});

test("short items are one sentence, long ones one each, and every text ends with 。", () => {
  expect(runningText(["列入考核", "没有追责"], context)).toBe(
    "将政府信息公开工作列入考核；未发生责任追究情形。",
  );
  const long =
    "对照基层政务公开标准目录逐项检查网站和公众号上的内容，发现过期的、写错的、放错栏目的当天改正并登记在册备查。";
  expect(runningText([long, "专人负责。"], context)).toBe(`${long}专人负责。`);
  expect(runningText([], context)).toBe("");
});

test("the written register changes no figure", () => {
  const piece = fc.constantFrom(
    "我们",
    "今年",
    "发了",
    "一共",
    "条",
    "申请",
    "公开",
    "没有收到",
    "，",
    "；",
    "网站",
    "评议过",
    "请群众",
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          piece,
          fc.integer({ min: 0, max: 999 }).map((n) => ` ${n} 条`),
        ),
        { maxLength: 14 },
      ),
      (parts) => {
        const values = (text: string): number[] =>
          findNumbers(text.replaceAll("2025年", "").replaceAll("一共", "共")).map((found) => found.value);
        const spoken = parts.join("");
        expect(values(inWriting(spoken, context)).sort()).toEqual(values(spoken).sort());
      },
    ),
    { numRuns: 300 },
  );
});
