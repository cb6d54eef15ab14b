import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentsOf } from "../../src/conversation/files/contents.ts";
import { Held, hold, printedIn } from "../../src/conversation/files/held.ts";
import { imported } from "../../src/conversation/files/load.ts";
import { judged } from "../../src/conversation/judged.ts";
import { Talk } from "../../src/conversation/talk.ts";
import { writeOut } from "../../src/drafting/writeOut.ts";
import type { ReportEvent } from "../../src/report/events.ts";
import { eventsOfFacts } from "../../src/report/facts.ts";
import { cellIds } from "../../src/report/form.ts";
import { fold, type Report } from "../../src/report/report.ts";
import { printed } from "../../src/report/written.ts";
import { judge, type Finding } from "../../src/rules/judge.ts";
import { balancedCells } from "../support/balanced.ts";
import { completeFacts } from "../support/facts.ts";
import { Interview } from "../support/interview.ts";
import { paper } from "../support/papers.ts";

const january = "2026-01-08T09:00:00+08:00";
const organ = "青山区临江街道办事处";
const source = { at: january, by: { id: "a", name: "甲" }, message: "m", words: "…" };
const folded = (events: readonly ReportEvent[]): Report =>
  fold(
    2025,
    events.map((event) => ({ ...source, event })),
  );
const written = (report: Report) => {
  const found = writeOut(report);
  if (found === null) throw new Error("no organ");
  return found;
};
/** A finding by what it says. */
const said = ({ rule, severity, message, cells }: Finding): unknown => ({ rule, severity, message, cells });

describe("a report read back in", () => {
  const cells = balancedCells({ regulations: false });

  test("prints the same again: every cell, every section, word for word", () => {
    fc.assert(
      fc.property(cells, (figures) => {
        const facts = completeFacts(organ, 2025);
        const own = printed(written(folded(eventsOfFacts({ ...facts, cells: figures }))));
        const again = printed(written(folded([imported("x", contentsOf(own))])));
        expect(again.title).toBe(own.title);
        expect(again.preamble).toBe(own.preamble);
        expect(again.sections).toEqual(own.sections);
        expect(again.cells).toEqual(own.cells);
      }),
      { numRuns: 60 },
    );
  });

  test("is judged as the file was, whatever cells are misprinted", () => {
    const misprint = fc.record({
      cell: fc.constantFrom(...cellIds.filter((cell) => cell !== "disclosure.fees")),
      value: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(cells, fc.array(misprint, { maxLength: 3 }), (figures, misprints) => {
        const facts = completeFacts(organ, 2025);
        const own = written(folded(eventsOfFacts({ ...facts, cells: figures })));
        const changed = new Map(own.cells);
        for (const { cell, value } of misprints) changed.set(cell, value);
        const file = printed({ ...own, cells: changed });
        const { told } = judged(folded([imported("x", contentsOf(file))]));
        expect(told.map(said)).toEqual(judge(file).map(said));
      }),
      { numRuns: 60 },
    );
  });

  test("loses no cell to a blank: what is not a number stays unknown", () => {
    const facts = completeFacts(organ, 2025);
    const own = written(folded(eventsOfFacts(facts)));
    const missing = new Map(own.cells);
    missing.delete("disclosure.penalties");
    missing.delete("requests.granted.person");
    const report = folded([imported("x", contentsOf(printed({ ...own, cells: missing })))]);
    expect(report.facts.has("disclosure.penalties")).toBe(false);
    expect(report.values.get("disclosure.penalties")).toBeUndefined();
  });

  test("is remembered whole between two messages", async () => {
    const { readReport } = await import("../../src/reading/read.ts");
    for (const name of ["毛病多的年报.docx", "填了一半的表.xlsx"]) {
      const { bytes } = await paper(name);
      const file = await readReport(bytes);
      const kept: unknown = JSON.parse(JSON.stringify(hold(name, file)));
      expect(printedIn(Held.parse(kept))).toEqual(file);
    }
  });
});

test("a talk stored before files were known is still understood", () => {
  const old = { unit: "u", year: 2025, asked: null, pending: null, deferred: [], misses: 0 };
  expect(Talk.parse(old)).toMatchObject({ file: null, listed: null, waiting: null, seen: null });
});

/** What is recorded, of this year and the last; that a sentence reads otherwise than before is not part of it. */
const state = async (interview: Interview): Promise<string> => {
  const said = [];
  for (const words of ["核对", "去年多少", "去年主动公开怎么写的"]) said.push(await interview.say(words));
  return said.join("\n").replace(/^一（二）的句子随数改了.*\n/gm, "");
};

describe("撤销 takes a whole file back", () => {
  const files: [string, string[]][] = [
    ["去年年报.docx", []],
    ["去年年报有错.docx", []],
    ["今年年报.docx", ["1", "1"]],
    ["今年年报.docx", ["1", "2"]],
    ["今年年报有错.docx", ["2", "2"]],
    ["填好的表.xlsx", ["1"]],
    ["填了一半的表.xlsx", ["2"]],
  ];
  test.each(files)("%s, answered %j", async (name, answers) => {
    const interview = new Interview(january);
    for (const words of [organ, "收到5件，自然人4件，企业1件", "行政处罚3件", "主动公开：网站发了7条"])
      await interview.say(words);
    const before = await state(interview);
    await interview.say("", await paper(name));
    for (const answer of answers) await interview.say(answer);
    expect(await state(interview)).not.toBe(before);
    await interview.say("撤销");
    expect(await state(interview)).toBe(before);
  });
});

describe("a file in the middle of something", () => {
  test("waits while the kind of organ is asked, and is looked at after the answer", async () => {
    const interview = new Interview(january);
    await interview.say("开始");
    const asked = await interview.say("青河市人民政府");
    expect(asked).toMatch(/1\. /);
    const waiting = await interview.say("", await paper("去年年报.docx"));
    expect(waiting).toMatch(/先请您选一下[^]*1\. /);
    const then = await interview.say("1");
    expect(then).toContain("青河市人民政府");
    expect(then).toContain("青山区临江街道办事处");
  });

  test("puts off offered repairs and says so", async () => {
    const interview = new Interview(january);
    await interview.say("", await paper("今年年报有错.docx"));
    expect(await interview.say("", await paper("去年年报.docx"))).toContain("先放下了");
  });

  test("that cannot be read leaves the choice open", async () => {
    const interview = new Interview(january);
    await interview.say("", await paper("今年年报有错.docx"));
    expect(await interview.say("", await paper("会议通知.txt"))).toMatch(/没有看到[^]*1\. 载入/);
    expect(await interview.say("1")).toContain("载入好了");
  });
});

describe("carried figures", () => {
  const begun = async (): Promise<Interview> => {
    const interview = new Interview(january);
    await interview.say(organ);
    await interview.say("", await paper("去年年报.docx"));
    return interview;
  };

  test("change in no way without a reason", async () => {
    for (const words of [
      "上年结转改成2",
      "上年结转2件，都是企业",
      "上年结转没有",
      "改 上年结转 商业企业 为 3",
    ]) {
      const interview = await begun();
      expect(await interview.say(words), words).toContain("为什么和去年年报不一样");
      expect(await interview.say("不改")).toContain("没有改");
      expect(await interview.say("核对")).not.toContain("原因");
    }
  });

  test("the reason stands in the document beside the figure", async () => {
    const interview = await begun();
    await interview.say("上年结转没有，因为那件去年底撤回了");
    expect(await interview.say("核对")).toContain("那件去年底撤回了");
  });

  test("other figures of the same message are recorded while the reason is asked", async () => {
    const interview = await begun();
    expect(await interview.say("本年新收3件，都是自然人；上年结转2件，都是企业")).toMatch(
      /本年新收3件[^]*为什么/,
    );
    expect(await interview.say("核对")).toMatch(/上年结转1件/);
  });
});

test("nothing of last year's prose ever gets into the draft", async () => {
  const interview = new Interview(january);
  await interview.say("", await paper("去年年报.docx"));
  await interview.say("去年怎么写的");
  const preview = await interview.say("预览");
  expect(preview).not.toContain("120条");
});
