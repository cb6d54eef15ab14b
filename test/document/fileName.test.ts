import { expect, test } from "vitest";
import { fileName } from "../../src/document/fileName.ts";

const organ = { name: "青河市东山区柳林街道办事处", kind: "subdistrict" as const };

test("a draft is called 草稿, the clean copy is not", () => {
  expect(fileName({ organ, year: 2025 }, false)).toBe(
    "青河市东山区柳林街道办事处2025年政府信息公开工作年度报告（草稿）.docx",
  );
  expect(fileName({ organ, year: 2025 }, true)).toBe(
    "青河市东山区柳林街道办事处2025年政府信息公开工作年度报告.docx",
  );
});

test("what a file name may not hold is replaced, and no path comes of it", () => {
  const named = fileName({ organ: { ...organ, name: '../a:b*?"<>|\\c\u0000\n局' }, year: 2025 }, true);
  expect(named).toBe("_a_b_______c__局2025年政府信息公开工作年度报告.docx");
});

test("the longest name stays within the 255 bytes of a file system", () => {
  const named = fileName({ organ: { ...organ, name: "街".repeat(60) }, year: 2025 }, false);
  expect(new TextEncoder().encode(named).length).toBeLessThanOrEqual(255);
});
