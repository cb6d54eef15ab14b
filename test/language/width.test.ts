import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { canonicalLabel, narrow, visible } from "../../src/language/width.ts";

test("narrowing keeps the length and every offset", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const plain = narrow(text);
      expect(plain.length).toBe(text.length);
      expect(narrow(plain)).toBe(plain);
    }),
    { numRuns: 3000 },
  );
});

describe("narrow", () => {
  it.each([
    ["４件，ＡＰＰ：３．５％", "4件,APP:3.5%"],
    ["⼀、⼆", "一、二"],
    ["㈱½①", "㈱½1"],
    ["𠮷😀３", "𠮷😀3"],
    ["　3", " 3"],
  ])("%s is %s", (text, plain) => expect(narrow(text)).toBe(plain));
});

describe("labels compare equal", () => {
  it.each([
    ["1．属于国家秘密", "1、属于国家秘密"],
    ["（一）予以公开", "(一) 予以公开"],
    ["3.危及“三安全一稳定”", '3. 危及"三安全一稳定"'],
    ["商业\n企业", "商业企业"],
    ["结果\u200b维持", "结果 维持"],
    ["一、本年新收政府信息公开申请数量", "⼀、本年新收政府信息公开申请数量"],
    ["国办函〔2020〕109号", "国办函[2020]109号"],
  ])("%j and %j", (one, other) => expect(canonicalLabel(one)).toBe(canonicalLabel(other)));

  it("but different rows stay different", () =>
    expect(canonicalLabel("（七）总计")).not.toBe(canonicalLabel("总计")));
});

test("what nobody can see is taken out, line breaks and tabs stay", () => {
  expect(visible("一\r\n二\r三\u2028四\t五")).toBe("一\n二\n三\n四\t五");
  expect(visible("3\u200b件\u0000\u202e\u2066\ufeff\u{e0041}\ufe0f\u00ad")).toBe("3件");
  expect(visible("坏\ud800字")).toBe("坏\ufffd字");
  expect(visible("𠮷😀")).toBe("𠮷😀");
});
