import { describe, expect, test } from "vitest";
import { deliver, difference } from "../../src/conversation/delivery.ts";
import { readDocx } from "../../src/reading/docx.ts";
import { toDocx } from "../../src/document/docx.ts";
import type { CellId } from "../../src/report/form.ts";
import { printed, type WrittenReport } from "../../src/report/written.ts";
import { completeReport } from "../support/balanced.ts";

const report = completeReport();
const changed = (cell: CellId, value: number): WrittenReport => ({
  ...report,
  cells: new Map([...report.cells, [cell, value]]),
});

describe("a document before it is handed over", () => {
  test("is read back and found to print every cell", async () => {
    const delivery = await deliver(report, false);
    expect(delivery.kind).toBe("ready");
    if (delivery.kind === "ready") expect(difference(printed(report), readDocx(delivery.bytes))).toBeNull();
  });

  test("is withheld when a cell was printed wrong, with the cell and both numbers", async () => {
    const faulty = {
      write: () => toDocx(changed("requests.refused.thirdParty.business", 987)),
      read: readDocx,
    };
    const delivery = await deliver(report, false, faulty);
    expect(delivery.kind).toBe("withheld");
    if (delivery.kind === "withheld") expect(delivery.fault).toMatch(/保护第三方合法权益.*商业企业.*987/);
  });

  test("is withheld when a number was lost", async () => {
    const cells = new Map(report.cells);
    cells.delete("disputes.directSuit.pending");
    const delivery = await deliver(report, false, {
      write: () => toDocx({ ...report, cells }),
      read: readDocx,
    });
    expect(delivery.kind === "withheld" && delivery.fault).toMatch(/空白/);
  });

  test("is withheld when a sentence changed or a title broke", async () => {
    const other: WrittenReport = {
      ...report,
      paragraphs: { ...report.paragraphs, other: [{ text: "无。", remarks: [] }] },
    };
    expect((await deliver(report, false, { write: () => toDocx(other), read: readDocx })).kind).toBe(
      "withheld",
    );
    const title: WrittenReport = { ...report, title: [report.title[0], "年度工作报告"] };
    expect((await deliver(report, false, { write: () => toDocx(title), read: readDocx })).kind).toBe(
      "withheld",
    );
  });

  test("carries （草稿） in its name until it is final, and remarks only then", async () => {
    const remarked = { ...report, titleRemarks: ["请核对。"] };
    const [draft, final] = [await deliver(remarked, false), await deliver(remarked, true)];
    expect(draft.kind === "ready" && draft.name).toMatch(/年政府信息公开工作年度报告（草稿）\.docx$/);
    expect(final.kind === "ready" && final.name).toMatch(/年政府信息公开工作年度报告\.docx$/);
    if (draft.kind !== "ready" || final.kind !== "ready") throw new Error("withheld");
    expect(Buffer.from(draft.bytes).includes("word/comments.xml")).toBe(true);
    expect(Buffer.from(final.bytes).includes("word/comments.xml")).toBe(false);
  });
});
