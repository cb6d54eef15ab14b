import { expect, test } from "vitest";
import { wordParagraph } from "../../../src/drafting/model/word.ts";
import { writeOut } from "../../../src/drafting/writeOut.ts";
import { byModel } from "../../../src/drafting/worded.ts";
import type { ReportEvent, TextSlot } from "../../../src/report/events.ts";
import type { Report } from "../../../src/report/report.ts";
import type { Paragraph } from "../../../src/report/written.ts";
import { noModel } from "../../../src/llm/model.ts";
import { scriptedModel } from "../../support/models.ts";
import { reportWith } from "./grounds.ts";

const said = (slot: TextSlot, ...items: string[]): ReportEvent => ({ type: "TextStated", slot, items });
const licensing = (value: number): ReportEvent => ({
  type: "CellsStated",
  how: "stated",
  cells: { "disclosure.licensing": value },
});
const items = ["办理行政许可124件，都上网", "网站公开60条"] as const;
const stated = [said("overview.disclosure", ...items), licensing(124)];
const draft = (report: Report, slot: TextSlot = "overview.disclosure") =>
  ({ report, slot, how: "draft" }) as const;
const fine = "2025年，本街道办理行政许可{f1}件，均已上网；网站公开政府信息60条。";

function paragraph(report: Report, slot: TextSlot): Paragraph | undefined {
  const out = writeOut(report)?.paragraphs;
  if (slot === "problems") return out?.problems[0];
  if (slot === "improvements") return out?.problems[1];
  if (slot === "more") return out?.other[1];
  const leads = {
    disclosure: "主动公开",
    requests: "依申请",
    management: "信息管理",
    platform: "平台",
    supervision: "监督",
  };
  return out?.overview.find(({ lead }) => lead?.includes(leads[slot.slice(9) as keyof typeof leads]));
}

async function worded(events: readonly ReportEvent[], slot: TextSlot, answer: string): Promise<ReportEvent> {
  const wording = await wordParagraph(
    scriptedModel(() => answer),
    draft(reportWith(...events), slot),
  );
  if (wording.kind !== "worded") throw new Error(wording.refusals.join());
  return wording.event;
}

test("the prompt holds tokens for figures of the form, and the text is stored with cell ids", async () => {
  const model = scriptedModel(() => fine);
  const wording = await wordParagraph(model, draft(reportWith(...stated)));
  expect(model.asked).toHaveLength(1);
  expect(model.asked[0]?.name).toBe("overview");
  expect(model.asked[0]?.user).toContain("办理行政许可{f1}件");
  expect(model.asked[0]?.user).toContain("{f1}件：表二“行政许可”");
  expect(model.asked[0]?.user).not.toContain("124");
  expect(wording).toMatchObject({
    kind: "worded",
    event: {
      type: "ParagraphDrafted",
      slot: "overview.disclosure",
      text: "2025年，本街道办理行政许可{disclosure.licensing}件，均已上网；网站公开政府信息60条。",
      items,
      from: { task: "overview", version: "1", model: "scripted" },
    },
  });
});

test("a figure written out that is the form's becomes its cell", async () => {
  const event = await worded(stated, "overview.disclosure", fine.replace("{f1}", "124"));
  expect(event).toMatchObject({ text: expect.stringContaining("{disclosure.licensing}件") as string });
});

test("one retry with the refusals quoted, then plain", async () => {
  const answers = [fine.replace("60条", "60条、公众号88条"), fine];
  const mended = scriptedModel(() => answers.shift());
  expect((await wordParagraph(mended, draft(reportWith(...stated)))).kind).toBe("worded");
  expect(mended.asked[1]?.user).toContain("“88条”没有人说过");
  const stubborn = scriptedModel(() => "全年公开9999条。");
  const wording = await wordParagraph(stubborn, draft(reportWith(...stated)));
  expect(stubborn.asked).toHaveLength(2);
  expect(wording).toMatchObject({ kind: "plain", why: "guard", used: { task: "overview" } });
  expect(wording.kind === "plain" && wording.refusals.join()).toContain("9999条");
});

test("without a model, without words, with a broken one: plain, and it says why", async () => {
  const report = reportWith(...stated);
  expect(await wordParagraph(noModel, draft(report))).toMatchObject({ kind: "plain", why: "off" });
  expect(
    await wordParagraph(
      scriptedModel(() => fine),
      draft(report, "problems"),
    ),
  ).toMatchObject({
    kind: "plain",
    why: "off",
    used: null,
  });
  expect(
    await wordParagraph(
      scriptedModel(() => null),
      draft(report),
    ),
  ).toMatchObject({
    kind: "plain",
    why: "broken",
  });
});

test("every part of the report has its prompt, and all slots are filled", async () => {
  const slots = ["overview.platform", "overview.requests", "problems", "improvements", "more"] as const;
  for (const slot of slots)
    for (const how of ["draft", "specific", "shorter", "lastYear"] as const) {
      const model = scriptedModel(() => "本街道安排专人更新。");
      const report = reportWith(said(slot, "专人更新"));
      const wording = await wordParagraph(model, {
        report,
        slot,
        how,
        current: "本街道安排了专人负责更新。",
        last: "去年专人更新88条。",
      });
      expect(wording.kind, `${slot} ${how}`).toBe("worded");
      for (const task of model.asked) expect(`${task.system}${task.user}`).not.toMatch(/\{\{|undefined/);
    }
});

test("a stored paragraph goes into the prompt with tokens, not with cell ids", async () => {
  const model = scriptedModel(() => fine);
  const current = "本街道办理行政许可{disclosure.licensing}件，行政处罚{disclosure.penalties}件。";
  await wordParagraph(model, {
    report: reportWith(...stated),
    slot: "overview.disclosure",
    how: "shorter",
    current,
  });
  expect(model.asked[0]?.user).toContain("行政许可{f1}件，行政处罚×件");
});

test("what cannot be seen hides nothing", async () => {
  for (const hidden of ["共1\u200b8\u200b5条", "由区财\u200b政\u2060局审核", "\u202e九十九\u202c条"]) {
    const model = scriptedModel(() => fine.replace("。", `，${hidden}。`));
    const wording = await wordParagraph(model, draft(reportWith(...stated)));
    expect(wording, hidden).toMatchObject({ kind: "plain", why: "guard" });
  }
});

test("短一点 must be shorter than what stands there", async () => {
  const said = "本街道安排专人负责日常更新。";
  const wish = {
    report: reportWith({ type: "TextStated", slot: "overview.platform", items: ["专人更新"] }),
    slot: "overview.platform",
    how: "shorter",
    current: said,
  } as const;
  expect(
    await wordParagraph(
      scriptedModel(() => said),
      wish,
    ),
  ).toMatchObject({ kind: "plain", why: "guard" });
  expect(
    (
      await wordParagraph(
        scriptedModel(() => "专人负责更新。"),
        wish,
      )
    ).kind,
  ).toBe("worded");
});

test("last year's figures are not even sent, and never come in", async () => {
  const report = reportWith(said("problems", "更新慢"));
  const last = "2024年公众号更新慢，全年只推送88条，阅读量三千次。";
  const model = scriptedModel((task) =>
    task.name === "last-year" ? "先说事情，再说不足，提到88条。" : "公众号更新慢，全年只推送88条。",
  );
  const wording = await wordParagraph(model, { report, slot: "problems", how: "lastYear", last });
  expect(model.asked.map(({ name }) => name)).toEqual(["last-year", "polish", "polish"]);
  expect(model.asked[0]?.user).not.toMatch(/88|三千|2024/);
  expect(model.asked[1]?.user).not.toContain("88");
  expect(wording).toMatchObject({ kind: "plain", why: "guard" });
});

test("a worded paragraph is printed with its figures and a remark; they follow their cells", async () => {
  const event = await worded(stated, "overview.disclosure", fine);
  const printed = paragraph(reportWith(...stated, event), "overview.disclosure");
  expect(printed?.text).toBe("2025年，本街道办理行政许可124件，均已上网；网站公开政府信息60条。");
  expect(printed?.remarks).toContain(byModel);
  const changed = paragraph(reportWith(...stated, event, licensing(130)), "overview.disclosure");
  expect(changed?.text).toContain("行政许可130件");
});

test("a changed item voids it, and so does a figure that is taken back", async () => {
  const event = await worded(stated, "overview.disclosure", fine);
  for (const then of [
    said("overview.disclosure", ...items, "公众号1个"),
    { type: "CellsCleared", cells: ["disclosure.licensing"] } as ReportEvent,
  ]) {
    const report = reportWith(...stated, event, then);
    const plain = paragraph(reportWith(...stated, then), "overview.disclosure");
    expect(paragraph(report, "overview.disclosure")).toEqual(plain);
    expect(plain?.remarks).not.toContain(byModel);
  }
});

test("the bound sentence of the requests is neither lost nor doubled", async () => {
  const facts: ReportEvent[] = [
    {
      type: "CellsStated",
      how: "stated",
      cells: { "requests.received.person": 4, "requests.granted.person": 4 },
    },
    { type: "ZeroDeclared", under: ["requests", "disputes"] },
    said("overview.requests", "收到申请4件，都公开了", "专人接收"),
  ];
  const event = await worded(facts, "overview.requests", "本街道安排专人接收申请。");
  const text = paragraph(reportWith(...facts, event), "overview.requests")?.text ?? "";
  expect(text).toBe(
    "2025年，本街道收到政府信息公开申请4件（均为自然人申请），上年结转0件。全年办结4件，其中予以公开4件；结转下年度继续办理0件。本街道安排专人接收申请。未发生因政府信息公开引起的行政复议、行政诉讼。",
  );
});

test("problems, measures and what else is to be said are printed as worded", async () => {
  for (const slot of ["problems", "improvements", "more"] as const) {
    const facts = [said(slot, "专人更新")];
    const event = await worded(facts, slot, "本街道安排专人更新。");
    expect(paragraph(reportWith(...facts, event), slot)).toMatchObject({
      text: "本街道安排专人更新。",
      remarks: [byModel],
    });
  }
});

test("a paragraph from elsewhere with a name that is no cell is not printed", () => {
  const event: ReportEvent = {
    type: "ParagraphDrafted",
    slot: "problems",
    text: "更新慢{constructor}件。",
    items: ["更新慢"],
    from: { task: "problems", version: "1", model: "m" },
  };
  expect(paragraph(reportWith(said("problems", "更新慢"), event), "problems")?.text).toBe("更新慢。");
});
