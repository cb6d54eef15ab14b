import { wordParagraph } from "../../src/drafting/model/word.ts";
import { noModel, type Model } from "../../src/llm/model.ts";
import type { ReportEvent, TextSlot } from "../../src/report/events.ts";
import { fold, type Report } from "../../src/report/report.ts";
import type { Evaluation } from "./evaluation.ts";

/** Stated points of a paragraph, as a clerk gives them; figures of the form where they speak of them. */
export interface DraftingCase {
  slot: TextSlot;
  items: readonly string[];
  cells?: Readonly<Record<string, number>>;
}

export const draftingCases: readonly DraftingCase[] = [
  { slot: "overview.disclosure", items: ["区政府网站公开210条，公众号推送96条，主要是通知公告、惠民政策、办事指南"] },
  { slot: "overview.disclosure", items: ["今年一共公开四百五十条，里头公示栏60条", "解读政策3篇"] },
  { slot: "overview.disclosure", items: ["制发行政规范性文件2件，都公开了", "网上发布70条"], cells: { "disclosure.normative.made": 2 } },
  { slot: "overview.disclosure", items: ["办理行政许可124件、行政处罚3件，结果都上网"], cells: { "disclosure.licensing": 124, "disclosure.penalties": 3 } },
  { slot: "overview.requests", items: ["专人接收，登记后转科室，答复前请法律顾问看过"] },
  { slot: "overview.requests", items: ["收到申请4件，都公开了", "网上、信函、当面三种办法都能申请"], cells: { "requests.received.person": 4 } },
  { slot: "overview.management", items: ["先审后发，科室初审、党政办复核、分管领导定", "每季度清理一次"] },
  { slot: "overview.management", items: ["没有制定规范性文件", "目录更新了一次"] },
  { slot: "overview.platform", items: ["网站专栏1个、公众号1个、便民中心查阅点2处，专人更新"] },
  { slot: "overview.platform", items: ["主要靠区政府网站，还有两块LED屏和十二个村的公开栏"] },
  { slot: "overview.supervision", items: ["列入年度考核", "请居民代表评过，没有收到意见", "没有人被追责", "培训2次，56人次参加"] },
  { slot: "overview.supervision", items: ["考核占3分；没搞培训；社会评议发了问卷120份，收回118份"] },
  { slot: "problems", items: ["公众号更新不及时", "经办的人老换，业务不熟"] },
  { slot: "problems", items: ["只有1个人兼着管", "群众不知道去哪看", "有2条信息发错栏目"] },
  { slot: "improvements", items: ["专人负责，每周检查一次", "每季度组织一次学习"] },
  { slot: "improvements", items: ["配一个专职的", "在12个村都设公开栏"] },
  { slot: "more", items: ["今年办理人大建议4件、政协提案2件，都公开了"] },
]; // prettier-ignore

const source = { at: "2026-01-08T01:00:00.000Z", by: { id: "a", name: "甲" }, message: "m1", words: "…" };
function reportOf({ slot, items, cells = {} }: DraftingCase): Report {
  const events: ReportEvent[] = [
    { type: "OrganNamed", organ: { name: "青山区临江街道办事处", kind: "subdistrict" } },
    { type: "TextStated", slot, items: [...items] },
    { type: "CellsStated", how: "stated", cells },
  ];
  return fold(
    2025,
    events.map((event) => ({ ...source, event })),
  );
}

export interface DraftingResult {
  outcome: "worded" | "guard" | "plain";
  /** The paragraph as it is printed, or why there is none. */
  told: string;
}

export async function draftingResult(one: DraftingCase, model: Model): Promise<DraftingResult> {
  const wording = await wordParagraph(model, { report: reportOf(one), slot: one.slot, how: "draft" });
  if (wording.kind === "worded") return { outcome: "worded", told: wording.event.text };
  return wording.why === "guard"
    ? { outcome: "guard", told: wording.refusals.join("；") }
    : { outcome: "plain", told: wording.why };
}

/** Every case once, then how many were worded, refused by the guard, or plain because the model gave nothing. */
export const drafting: Evaluation = {
  name: "drafting",
  async run({ model, print }) {
    const counts = { worded: 0, guard: 0, plain: 0 };
    for (const one of draftingCases) {
      const { outcome, told } = await draftingResult(one, model ?? noModel);
      counts[outcome]++;
      print(`${outcome}  ${one.slot}  ${one.items.join("；")}`);
      print(`  ${told}`);
    }
    print(
      `worded ${counts.worded}, refused by the guard ${counts.guard}, plain ${counts.plain} of ${draftingCases.length}`,
    );
  },
};
