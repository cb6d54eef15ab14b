import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { split } from "../../src/dispatch/outbox/splitting.ts";

const bytes = (text: string): number => Buffer.byteLength(text);

const words = fc.oneof(
  fc.constantFrom(
    "。",
    "！",
    "；",
    "\n",
    "，",
    "公开",
    "申请",
    "今年新收",
    " ",
    "——",
    "（）",
    "\u200d",
    "👨‍👩‍👧",
    "é",
    "e\u0301",
    "😀",
  ),
  fc.integer({ min: 0, max: 9_999_999 }).map(String),
  fc.constantFrom("1,148", "3.25", "8:30", "100%", "２０２５", "2025-01-31"),
  fc.string({ unit: "binary", maxLength: 3 }),
);
const texts = fc.array(words, { maxLength: 120 }).map((parts) => parts.join(""));

describe("A long text", () => {
  it("is cut into parts that fit and that joined are the text", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 60, max: 400 }), (text, max) => {
        const parts = split(text, max);
        expect(parts.join("")).toBe(text);
        for (const part of parts) expect(bytes(part)).toBeLessThanOrEqual(max);
      }),
      { numRuns: 2000 },
    );
  });

  it("is never cut within a character or a number", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 60, max: 400 }), (text, max) => {
        const parts = split(text, max);
        for (const [index, part] of parts.slice(1).entries()) {
          const before = parts[index] ?? "";
          expect(/[\ud800-\udbff]$/.test(before) && /^[\udc00-\udfff]/.test(part)).toBe(false);
          // Longer runs of digits than fit a third of a part are no numbers.
          const run = `${/[\d０-９.,:%-]*$/.exec(before)?.[0] ?? ""}|${/^[\d０-９.,:%-]*/.exec(part)?.[0] ?? ""}`;
          if (run.length < 20) expect(run).not.toMatch(/[\d０-９]\|[\d０-９]/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("stays whole when it fits", () => {
    expect(split("", 100)).toEqual([""]);
    expect(split("公开".repeat(10), 60)).toEqual(["公开".repeat(10)]);
  });

  it("is cut at the end of a line before that of a sentence, and there before that of a clause", () => {
    expect(split("一行。又一句，\n第二行很长很长。再来", 50)).toEqual([
      "一行。又一句，\n",
      "第二行很长很长。再来",
    ]);
    expect(split("第一句话说完了。”第二句，话还没有说完呢", 48)).toEqual([
      "第一句话说完了。”",
      "第二句，话还没有说完呢",
    ]);
    expect(split("没有句号的话，一直说下去说下去", 36)).toEqual(["没有句号的话，", "一直说下去说下去"]);
    expect(split("新收一千一百四十八件1,148件", 33)).toEqual(["新收一千一百四十八件", "1,148件"]);
    expect(split("政府信息公开新收一千一百四十八件", 36)).toEqual(["政府信息公开新收", "一千一百四十八件"]);
  });

  it("of one endless word is cut anyway", () => {
    expect(split("9".repeat(250), 100).map(bytes)).toEqual([100, 100, 50]);
    expect(split("😀".repeat(3), 1)).toEqual(["😀", "😀", "😀"]);
  });

  it("of a megabyte is cut in no time", () => {
    const text = "公开政府信息。".repeat(50_000);
    const started = performance.now();
    expect(split(text, 2000).join("")).toBe(text);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
