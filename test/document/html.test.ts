import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { difference } from "../../src/conversation/delivery.ts";
import { toHtml } from "../../src/document/html.ts";
import { readReport } from "../../src/reading/read.ts";
import type { CellId } from "../../src/report/form.ts";
import { printed, type WrittenReport } from "../../src/report/written.ts";
import { balancedCells, city, completeReport } from "../support/balanced.ts";

const textOf = (page: Uint8Array): string => new TextDecoder().decode(page);

describe("the web page", () => {
  test("reads back with every cell, title and sentence", async () => {
    await fc.assert(
      fc.asyncProperty(balancedCells({ regulations: true }), async (cells) => {
        const written = completeReport({ cells, organ: city });
        expect(difference(printed(written), await readReport(toHtml(written)))).toBeNull();
      }),
      { numRuns: 40 },
    );
  });

  test("has the merges of the form as rowspan and colspan", () => {
    const page = textOf(toHtml(completeReport()));
    expect(page).toContain('<th class="label" rowspan="22">三、本年度办理结果</th>');
    expect(page).toContain('<th class="head" colspan="10">行政诉讼</th>');
    expect(page.match(/<table>/g)).toHaveLength(3);
  });

  test("loads nothing from elsewhere and runs nothing", () => {
    expect(textOf(toHtml(completeReport()))).not.toMatch(/<script|<link|<img|src=|@import|https?:/);
  });

  test("escapes what people wrote, and reads it back", async () => {
    const nasty = '<script>alert(1)</script> & “引号” "直引号" 5<6';
    const written: WrittenReport = completeReport({ paragraphs: { other: [{ text: nasty, remarks: [] }] } });
    const page = toHtml(written);
    expect(textOf(page)).not.toContain("<script>");
    const report = await readReport(page);
    expect(report.sections.at(-1)?.text).toBe(nasty);
  });

  test("shows remarks beside what they are about, outside its text; a clean copy has none", async () => {
    const remark = "这个数没有报，请补填。";
    const written = {
      ...completeReport(),
      cellRemarks: new Map<CellId, string[]>([["disclosure.fees", [remark]]]),
    };
    const page = toHtml(written);
    expect(textOf(page)).toContain(`data-remark="${remark}"`);
    expect(difference(printed(written), await readReport(page))).toBeNull();
    expect(textOf(toHtml(completeReport()))).not.toContain("data-remark=");
  });
});
