import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withFindings, withoutRemarks, writeOut } from "../../src/drafting/writeOut.ts";
import { findNumbers } from "../../src/language/numerals.ts";
import type { ReportEvent, TextSlot } from "../../src/report/events.ts";
import { cellIds } from "../../src/report/form.ts";
import { noFeeSentence } from "../../src/report/form/closing.ts";
import { fold, type Report } from "../../src/report/report.ts";
import type { Paragraph, WrittenReport } from "../../src/report/written.ts";
import { balancedCells } from "../support/balanced.ts";

const source = { at: "2026-01-08T01:00:00.000Z", by: { id: "a", name: "甲" }, message: "m1", words: "…" };
const organ: ReportEvent = {
  type: "OrganNamed",
  organ: { name: "青山区临江街道办事处", kind: "subdistrict" },
};
const report = (...events: ReportEvent[]): Report =>
  fold(
    2025,
    [organ, ...events].map((event) => ({ ...source, event })),
  );
const said = (slot: TextSlot, ...items: string[]): ReportEvent => ({ type: "TextStated", slot, items });

function written(...events: ReportEvent[]): WrittenReport {
  const out = writeOut(report(...events));
  if (out === null) throw new Error("the organ is named");
  return out;
}
const all = (out: WrittenReport): Paragraph[] => [...out.preamble, ...Object.values(out.paragraphs).flat()];
const aspect = (out: WrittenReport, lead: string): Paragraph => {
  const found = out.paragraphs.overview.find((paragraph) => paragraph.lead?.includes(lead));
  if (found === undefined) throw new Error(`no ${lead}`);
  return found;
};

describe("the written report", () => {
  test("cannot be written before the organ is known", () => {
    expect(writeOut(fold(2025, []))).toBeNull();
  });

  test("opens with the basis, the period and the contact, where one was given", () => {
    const without = written()
      .preamble.map((paragraph) => paragraph.text)
      .join("");
    expect(without).toContain("自2025年1月1日起至2025年12月31日止");
    expect(without).not.toContain("联系");
    const given = written({ type: "ContactStated", contact: "地址：临江路1号，电话：0000-0000000" });
    expect(given.preamble[0]?.text).toContain("（地址：临江路1号，电话：0000-0000000）");
  });

  test("takes a person's words into the written register without touching figures", () => {
    const out = written(
      said("overview.disclosure", "我们街道今年网上一共发了385条,里面公众号235条,都是民生这些"),
    );
    expect(aspect(out, "主动公开").text).toBe("2025年，本街道网上共发布385条，其中公众号235条，都是民生等。");
  });

  test("counts requests in 件 whatever the clerk called them", () => {
    const out = written(said("overview.management", "收到申请4条都登记"));
    expect(aspect(out, "政府信息管理").text).toContain("申请4件");
  });

  test("binds the figures of the requests to the table and leaves out what repeats them", () => {
    const out = written(
      {
        type: "CellsStated",
        how: "stated",
        cells: {
          "requests.received.total": 4,
          "requests.received.person": 3,
          "requests.received.business": 1,
          "requests.granted.person": 3,
          "requests.granted.business": 1,
        },
      },
      { type: "ZeroDeclared", under: ["requests.carriedIn"] },
      said("overview.requests", "收到申请4条，自然人3、企业1，全部公开，按时办结，服务中心有专人收件"),
    );
    expect(aspect(out, "依申请公开").text).toBe(
      "2025年，本街道收到政府信息公开申请4件（自然人3件、商业企业1件），上年结转0件。全年办结4件，其中予以公开4件；结转下年度继续办理0件。服务中心有专人收件。",
    );
  });

  test("says nothing of requests that nobody counted", () => {
    const paragraph = aspect(written(), "依申请公开");
    expect(paragraph.text).toBe("");
    expect(paragraph.remarks).toHaveLength(1);
  });

  test("numbers problems and measures, and lets a single one stand alone", () => {
    const out = written(said("problems", "更新慢", "业务不熟"), said("improvements", "定人定岗"));
    expect(out.paragraphs.problems.map((paragraph) => paragraph.text)).toEqual([
      "一是更新慢；二是业务不熟。",
      "定人定岗。",
    ]);
  });

  test("states the fee in the words of the regulation, or its three figures", () => {
    expect(written({ type: "FeeStated", fee: { kind: "none" } }).paragraphs.other[0]?.text).toBe(
      noFeeSentence(2025),
    );
    const charged = written({
      type: "FeeStated",
      fee: { kind: "charged", notices: 2, notified: 300, received: 250.5 },
    });
    expect(charged.paragraphs.other[0]?.text).toContain(
      "发出收费通知2件，通知收费总额300元，实际收取250.5元",
    );
  });

  test("marks what nobody worded and what is missing, and never writes a placeholder", () => {
    const out = written();
    expect(
      all(out)
        .filter((paragraph) => paragraph.text === "")
        .every((paragraph) => paragraph.remarks.length > 0),
    ).toBe(true);
    expect(
      all(out)
        .map((paragraph) => paragraph.text)
        .join(""),
    ).not.toMatch(/待填|XX|某某|＿/);
    expect(out.cells.size).toBe(0);
    expect([...out.cellRemarks.keys()]).toContain("requests.received.person");
  });

  test("asks about hotline calls that stand among published information", () => {
    const out = written(said("overview.platform", "热线和网络信箱办了842条"));
    expect(aspect(out, "平台建设").remarks.join()).toContain("热线");
  });
});

describe("remarks", () => {
  const finding = {
    rule: "X",
    severity: "error",
    verdict: "broken",
    message: "请核对。",
    basis: { kind: "law", text: "条例" },
  } as const;

  test("stand at the cell, the title or the quoted paragraph they speak of", () => {
    const out = withFindings(
      written(
        { type: "CellsStated", how: "stated", cells: { "disclosure.licensing": 3 } },
        said("problems", "更新慢"),
      ),
      [
        { ...finding, cells: ["disclosure.licensing"], where: "disclosure" },
        { ...finding, cells: [], where: "title" },
        { ...finding, cells: [], where: "problems", quote: "更新慢" },
      ],
    );
    expect(out.cellRemarks.get("disclosure.licensing")).toEqual(["请核对。"]);
    expect(out.titleRemarks).toEqual(["请核对。"]);
    expect(out.paragraphs.problems[0]?.remarks).toContain("请核对。");
  });

  test("are all gone from the clean copy, and nothing else is", () => {
    const out = written(said("problems", "更新慢"));
    const clean = withoutRemarks(out);
    expect(all(clean).flatMap((paragraph) => paragraph.remarks)).toEqual([]);
    expect(clean.cellRemarks.size + clean.titleRemarks.length).toBe(0);
    expect(all(clean).map((paragraph) => paragraph.text)).toEqual(
      all(out).map((paragraph) => paragraph.text),
    );
  });
});

test("no figure stands in the text that nobody stated and no cell holds", () => {
  const sentence = fc.constantFrom(
    "网站公开385条",
    "公众号80余期",
    "培训三次",
    "专人负责",
    "列入考核，社会评议1次",
    "发了12篇",
  );
  fc.assert(
    fc.property(
      balancedCells(),
      fc.array(sentence, { minLength: 1, maxLength: 4 }),
      fc.array(sentence, { maxLength: 3 }),
      (cells, first, second) => {
        const out = written(
          { type: "CellsStated", how: "stated", cells },
          said("overview.disclosure", ...first),
          said("problems", ...(second.length > 0 ? second : ["更新慢"])),
        );
        const allowed = new Set([
          ...numbers(first.join("。")),
          ...numbers(second.join("。")),
          ...cellIds.map((cell) => cells[cell]),
          // Both kinds of suit are told in one figure.
          (cells["disputes.directSuit.total"] ?? NaN) +
            (cells["disputes.suitAfterReconsideration.total"] ?? NaN),
        ]);
        const told = [...out.paragraphs.overview, ...out.paragraphs.problems].flatMap((paragraph) =>
          numbers(paragraph.text.replaceAll("2025年", "").replace(/[一二三四五六七八九十]是/g, "")),
        );
        for (const figure of told) expect(allowed).toContain(figure);
      },
    ),
    { numRuns: 60 },
  );
});

const numbers = (words: string): number[] =>
  findNumbers(words.replace(/三类|四类|三安全|一稳定|第三方/g, "")).map((found) => found.value);
