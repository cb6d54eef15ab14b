import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agenda, openItems, percentDone } from "../../src/conversation/asking/agenda.ts";
import { formFor, phrasesFor } from "../../src/conversation/asking/fallback.ts";
import { next } from "../../src/conversation/asking/next.ts";
import { residual } from "../../src/conversation/asking/residual.ts";
import type { ReportEvent } from "../../src/report/events.ts";
import { askedCells, isPrefix, topics, type CellId } from "../../src/report/form.ts";
import { fold, missingCells, type Report } from "../../src/report/report.ts";
import { balancedCells } from "../support/balanced.ts";

const source = { at: "2026-01-08T01:00:00.000Z", by: { id: "a", name: "甲" }, message: "m1", words: "…" };
const report = (...events: ReportEvent[]): Report =>
  fold(
    2025,
    events.map((event) => ({ ...source, event })),
  );
const organ: ReportEvent = {
  type: "OrganNamed",
  organ: { name: "青山区临江街道办事处", kind: "subdistrict" },
};
const stated = (cells: Partial<Record<CellId, number>>): ReportEvent => ({
  type: "CellsStated",
  cells,
  how: "stated",
});
const zero = (...under: string[]): ReportEvent => ({ type: "ZeroDeclared", under });

describe("the next question", () => {
  test("is the organ, then the requests", () => {
    expect(next(report(), [])?.asked).toBe("organ");
    expect(next(report(organ), [])?.asked).toBe("requests.received");
  });

  test("asks who applied when only the number is known", () => {
    const found = next(report(organ, stated({ "requests.received.total": 2 })), []);
    expect(found).toMatchObject({ asked: "requests.received" });
    expect(found?.text).toContain("2件");
  });

  test("says how many applications have no result", () => {
    const found = next(
      report(
        organ,
        stated({
          "requests.received.total": 4,
          "requests.received.person": 3,
          "requests.received.business": 1,
          "requests.granted.person": 3,
        }),
        zero("requests.carriedIn"),
      ),
      [],
    );
    expect(found).toMatchObject({ asked: "requests.results" });
    expect(found?.text).toContain("还有1件申请（商业企业）");
  });

  test("never takes results beyond the applications quietly", () => {
    const found = next(
      report(
        organ,
        stated({ "requests.received.person": 1, "requests.received.total": 1, "requests.granted.person": 2 }),
        zero("requests.carriedIn"),
      ),
      [],
    );
    expect(found?.text).toMatch(/对不上.*多出1件/);
  });

  test("leaves out what was put off until nothing else is open", () => {
    const found = next(report(organ), ["requests.received"]);
    expect(found?.asked).toBe("requests.carriedIn");
    const all = agenda.map((item) => item.topic);
    expect(next(report(organ), [...all, "disclosure", "overview"])?.asked).toBe("requests.received");
  });

  test("is none when everything is answered", () => {
    const texts = [
      "overview.disclosure",
      "overview.requests",
      "overview.management",
      "overview.platform",
      "overview.supervision",
      "problems",
      "improvements",
    ] as const;
    const full = report(
      organ,
      zero("disclosure", "requests", "disputes"),
      { type: "FeeStated", fee: { kind: "none" } },
      ...texts.map((slot): ReportEvent => ({ type: "TextStated", slot, items: ["有"] })),
    );
    expect(next(full, [])).toBeNull();
    expect(percentDone(full)).toBe(100);
  });

  test("asks for every missing cell of any half-filled report, and never for one that is there", () => {
    fc.assert(
      fc.property(balancedCells(), fc.subarray([...askedCells]), (cells, given) => {
        const known = report(
          organ,
          stated(Object.fromEntries(given.map((cell) => [cell, cells[cell] ?? NaN]))),
        );
        const missing = new Set(missingCells(known));
        const open = openItems(known).flatMap((item) => item.cells);
        for (const cell of missing) expect(open).toContain(cell);
        const found = next(known, []);
        if (missing.size > 0) expect(found).not.toBeNull();
        if (found !== null)
          expect(isPrefix(found.asked) || (topics as string[]).includes(found.asked)).toBe(true);
        const left = residual(known).left;
        if (left !== undefined) expect(left).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 100 },
    );
  });

  test("has phrases and a form to fall back on for everything it can ask", () => {
    for (const topic of topics) {
      expect(phrasesFor(topic).length).toBeGreaterThan(1);
      expect(formFor(topic)).toMatch(/[\u4e00-\u9fff]/);
    }
  });
});
