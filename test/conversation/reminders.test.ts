import { beforeEach, describe, expect, it } from "vitest";
import { Engine } from "../../src/conversation/engine.ts";
import type { Message } from "../../src/conversation/message.ts";
import { plainText } from "../../src/conversation/reply.ts";
import { noModel, type Model } from "../../src/llm/model.ts";
import { readReport } from "../../src/reading/read.ts";
import type { Organ } from "../../src/report/organ.ts";
import { fold, type Report } from "../../src/report/report.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { scriptedModel } from "../support/models.ts";

const organ: Organ = { name: "临江区和平街道办事处", kind: "subdistrict" };
const bureau: Organ = { name: "临江区民政局", kind: "department" };
const off = "好的，这次年报不再提醒您了；想恢复，发“继续提醒”就行。";
const on = "好的，恢复提醒：截止前该提醒您的，照常提醒；不想收，发“别再提醒”就行。";

let store = memoryStore();
let count = 0;
beforeEach(() => {
  store = memoryStore();
});

async function say(said: string, more: Partial<Message> = {}, time = "2026-01-10", model: Model = noModel) {
  const engine = new Engine({ store, now: () => new Date(`${time}T02:00:00Z`), read: readReport, model });
  const sender = { id: "feishu:zhang", name: "张三", role: "clerk" as const };
  count += 1;
  const message = { id: `m${count}`, talk: "talk", unit: organ.name, organ, sender, text: said, ...more };
  const replies = await engine.answer(message);
  return replies.map((reply) => (reply.type === "file" ? reply.name : plainText(reply))).join("\n");
}
async function reported(unit = organ.name, year = 2025): Promise<Report> {
  return await store.turn("look", async (turn) => fold(year, await turn.events({ unit, year })));
}
const declined = async (unit?: string, year?: number) =>
  (await reported(unit, year)).reminders.filter((one) => !one.on).map(({ by }) => by.name);

describe("别再提醒", () => {
  it("is recorded for the person and taken back by 继续提醒", async () => {
    expect(await say("别再提醒")).toBe(off);
    expect(await declined()).toEqual(["张三"]);
    expect(await say("继续提醒")).toBe(on);
    expect(await declined()).toEqual([]);
  });

  it("may be said by whoever looks only, for themselves", async () => {
    for (const [name, role] of [
      ["看客", "viewer"],
      ["审核员", "reviewer"],
    ] as const)
      expect(await say("不要再提醒了", { sender: { id: name, name, role } })).toBe(off);
    expect(await declined()).toEqual(["看客", "审核员"]);
  });

  it("leaves the open question and an open choice as they are", async () => {
    await say("今年收到3件");
    expect(await say("别再提醒我了")).toBe(off);
    expect(await say("都是自然人的")).toContain("本年新收3件（都是自然人）");
    await say("行政许可12件", { sender: { id: "feishu:li", name: "李四", role: "clerk" }, talk: "of li" });
    expect(await say("行政许可15件")).toContain("2. 用张三的：15件");
    expect(await say("别再提醒")).toBe(off);
    expect(await say("2")).toContain("由12件改为15件");
  });

  it("is not what 撤销 takes back", async () => {
    await say("行政许可12件");
    await say("别再提醒");
    expect(await say("撤销")).toContain("撤销了“行政许可12件”");
    expect(await say("撤销")).toContain("没有可以撤销的内容");
    expect(await declined()).toEqual(["张三"]);
  });

  it("does not take a 定稿 back, nor a greeting from who is new", async () => {
    await say("别再提醒");
    expect(await say("开始")).toContain("您好");
    const source = { at: "2026-01-10", by: { id: "feishu:zhang", name: "张三" }, words: "定稿" };
    await store.turn("elsewhere", (turn) => {
      turn.append({ unit: organ.name, year: 2025 }, [
        { ...source, message: "final", event: { type: "Finalized" } },
      ]);
      return Promise.resolve();
    });
    await say("别再提醒");
    expect((await reported()).finalized).toBe(true);
    await say("行政许可12件");
    expect((await reported()).finalized).toBe(false);
  });

  it("holds in every unit of the person, before one is chosen", async () => {
    const among = [
      { unit: organ.name, role: "clerk" as const, organ },
      { unit: bureau.name, role: "viewer" as const, organ: bureau, year: 2024 },
    ];
    expect(await say("别再提醒", { among, unit: "", organ: undefined })).toBe(off);
    expect([await declined(), await declined(bureau.name, 2024), await declined(bureau.name)]).toEqual([
      ["张三"],
      ["张三"],
      [],
    ]);
    expect(await say("你好", { among, unit: "", organ: undefined })).toContain("要编哪一个的");
  });

  it("holds for both reports that are due in December, and the year is still to be said", async () => {
    expect(await say("别再提醒", {}, "2026-12-20")).toBe(off);
    expect([await declined(organ.name, 2026), await declined(organ.name, 2025)]).toEqual([
      ["张三"],
      ["张三"],
    ]);
    expect(await say("行政许可12件", {}, "2026-12-20")).toContain("要编哪一年的年报");
    expect(await say("2026年", {}, "2026-12-20")).toContain("行政许可12件");
    expect(await say("编2025年的", {}, "2026-12-20")).toContain("前面说的内容是2026年的，还是2025年的？");
  });

  it("is nothing that moves to another year, nor a reason to ask about it", async () => {
    await say("别再提醒");
    expect(await say("编2024年的")).toContain("好的，编2024年的年报");
    expect((await reported(organ.name, 2024)).reminders).toEqual([]);
  });

  it("is read without asking a model", async () => {
    const model = scriptedModel(() => null);
    expect(await say("别再提醒", {}, "2026-01-10", model)).toBe(off);
    expect(model.asked).toEqual([]);
  });

  it("is a text like any other where it is not the whole message", async () => {
    await say("问题：提醒各科室报送不及时");
    expect((await reported()).texts.get("problems")?.items).toEqual(["提醒各科室报送不及时"]);
    expect(await declined()).toEqual([]);
  });
});

it("继续提醒 where nobody has declined leaves the report as it was", async () => {
  expect(await say("继续提醒")).toBe(on);
  expect(await store.turn("look", (turn) => turn.events({ unit: organ.name, year: 2025 }))).toEqual([]);
});
