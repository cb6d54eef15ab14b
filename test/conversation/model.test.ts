import { beforeEach, describe, expect, it } from "vitest";
import { Engine } from "../../src/conversation/engine.ts";
import type { Message } from "../../src/conversation/message.ts";
import { plainText, type Reply } from "../../src/conversation/reply.ts";
import type { Model, Task } from "../../src/llm/model.ts";
import { readDocx } from "../../src/reading/docx.ts";
import { readReport } from "../../src/reading/read.ts";
import { fold, valueOf, type Report } from "../../src/report/report.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { scriptedModel, type ScriptedModel } from "../support/models.ts";

/** What a talk does with a model beside it: it proposes, the person agrees; it words, the guard looks. */

const unit = "青山区临江街道办事处";
let store = memoryStore();
let count = 0;
beforeEach(() => {
  store = memoryStore();
});

const silent: Model = {
  ask: () => Promise.resolve({ kind: "none", why: "timeout", used: null }),
  write: () => Promise.resolve({ kind: "none", why: "timeout", used: null }),
};

function talk(model?: Model) {
  const engine = new Engine({ store, now: () => new Date("2026-01-10T02:00:00Z"), read: readReport, ...(model === undefined ? {} : { model }) }); // prettier-ignore
  const replies = async (text: string, more: Partial<Message> = {}): Promise<Reply[]> => {
    count += 1;
    return await engine.answer({
      id: `m${count}`,
      talk: "t",
      unit,
      sender: { id: "a", name: "您" },
      text,
      ...more,
    });
  };
  const say = async (text: string, more: Partial<Message> = {}): Promise<string> =>
    (await replies(text, more))
      .map((reply) => (reply.type === "file" ? `〔${reply.name}〕` : plainText(reply)))
      .join("\n");
  return { replies, say };
}
const report = (): Promise<Report> =>
  store.turn("look", async (turn) => fold(2025, await turn.events({ unit, year: 2025 })));
const licensing = async (): Promise<number | undefined> => valueOf(await report(), "disclosure.licensing");

/** Reads “证照办了十二本” as 行政许可12件, words a paragraph well, and knows nothing else. */
const right = (): ScriptedModel =>
  scriptedModel((task: Task) => {
    if (task.name === "understand")
      return task.user.includes("证照办了12本")
        ? { readings: [{ do: "set", quote: "证照办了12本", cell: "disclosure.licensing", value: 12 }] }
        : { readings: [] };
    if (task.name === "clarify") return { picks: [1] };
    return null;
  });
const unreadable = "证照办了12本";

describe("what the grammar cannot read", () => {
  it("is asked of the model, shown with its words, and counts when the person agrees", async () => {
    const { say } = talk(right());
    await say(unit);
    const asked = await say(unreadable);
    expect(asked).toContain(`“${unreadable}”，我理解成：行政许可12件。`);
    expect(asked).toMatch(/对吗？\n1\. 对，记下\n2\. 不对，我另外说/);
    expect(await licensing()).toBeUndefined();
    expect(await say("1")).toContain("行政许可12件");
    expect(await licensing()).toBe(12);
  });

  it("does not count when the person does not, or goes on otherwise", async () => {
    const { say } = talk(right());
    await say(unit);
    await say(unreadable);
    await say("2");
    await say(unreadable);
    await say("行政处罚3件");
    await say("1");
    expect(await licensing()).toBeUndefined();
  });

  it("comes beside what the grammar read of the same message", async () => {
    const { say } = talk(right());
    await say(unit);
    const asked = await say(`行政处罚3件。${unreadable}`);
    expect(asked).toContain("行政处罚3件");
    expect(asked).toContain("我理解成：行政许可12件");
    expect(valueOf(await report(), "disclosure.penalties")).toBe(3);
  });

  it("is offered as phrases where nothing can be made of it", async () => {
    const { say } = talk(right());
    await say(unit);
    await say("没有申请");
    expect(await say("嗯嗯啊啊哼哼哈哈")).toMatch(/没有读懂[^]*1\. /);
  });

  it("is not asked of the model where the grammar reads everything", async () => {
    const model = right();
    const { say } = talk(model);
    for (const said of [
      unit,
      "今年收到4件，自然人3件企业1件，都公开了，其余都是0",
      "没有复议诉讼",
      "进度",
      "撤销",
    ])
      await say(said);
    expect(model.asked).toEqual([]);
  });
});

describe("a model that fails", () => {
  it("is told of once, and never stands in the way", async () => {
    const { say } = talk(silent);
    await say(unit);
    expect(await say(unreadable)).toMatch(/大模型这会儿没有回应[^]*没有读懂/);
    expect(await say(unreadable)).not.toContain("大模型");
    expect(await say("行政许可12件")).toContain("行政许可12件");
    expect(await licensing()).toBe(12);
  });
});

describe("这轮用了模型吗", () => {
  it("shows whether, which, and what went out", async () => {
    const { say } = talk(right());
    await say(unit);
    expect(await say("这轮用了模型吗")).toContain("刚才没有用大模型");
    await say(unreadable);
    const shown = await say("这轮用了模型吗");
    expect(shown).toContain("用了大模型scripted（提示词understand第1版）");
    expect(shown).toContain(unreadable);
    await say("行政处罚3件");
    expect(await say("这轮用了模型吗")).toContain("刚才没有用大模型");
  });

  it("is answered without any model too", async () => {
    const { say } = talk();
    await say(unit);
    expect(await say("这轮用了模型吗")).toContain("刚才没有用大模型");
  });
});

describe("paragraphs", () => {
  const facts = [unit, "三张表全是0", "主动公开：公众号发了12条；依申请公开：没有收到申请；信息管理：专人负责；平台建设：维护网站；监督保障：开展培训2次", "问题：一是公开不够及时；二是业务学习不够。改进措施：一是及时公开；二是加强培训", "没有收取信息处理费"]; // prettier-ignore
  const good = "2025年，我街道通过公众号发布信息12条。";
  const worded = (text: string): ScriptedModel =>
    scriptedModel((task) => (task.user.includes("12条") && task.name !== "understand" ? text : null));

  async function generated(model: Model | undefined): Promise<{ said: string; text: string }> {
    const { replies, say } = talk(model);
    for (const fact of facts) await say(fact);
    const last = await replies("生成");
    const file = last.find((reply) => reply.type === "file");
    const said = last.map((reply) => (reply.type === "file" ? reply.note : plainText(reply))).join("\n");
    return {
      said,
      text:
        file?.type === "file"
          ? readDocx(file.bytes)
              .sections.map(({ text }) => text)
              .join("\n")
          : "",
    };
  }

  it("are worded by the model when the draft is made, and stay the plain ones where it fails", async () => {
    const { text } = await generated(worded(good));
    expect(text).toContain(good);
    expect(text).toContain("公开不够及时");
    expect((await report()).drafted.get("overview.disclosure")?.from.model).toBe("scripted");
  });

  it("with a figure that nobody stated are refused, and the plain ones are printed", async () => {
    const { text } = await generated(worded("2025年，我街道通过公众号发布信息12条，阅读量达35万次。"));
    expect(text).not.toContain("35");
    expect(text).toContain("12条");
  });

  it("are the plain ones without a model, to the letter", async () => {
    const off = await generated(undefined);
    store = memoryStore();
    const failing = await generated(silent);
    expect(failing.text).toBe(off.text);
    expect(failing.said).toContain("大模型这会儿没有回应");
  });

  it("are reworked on demand, the difference is shown, and undone", async () => {
    const { say } = talk(worded(good));
    for (const fact of facts) await say(fact);
    const shown = await say("主动公开写短一点");
    expect(shown).toMatch(new RegExp(`原来：[^]*现在：${good}`));
    expect((await report()).drafted.has("overview.disclosure")).toBe(true);
    await say("撤销");
    expect((await report()).drafted.has("overview.disclosure")).toBe(false);
    expect(await talk().say("主动公开写短一点")).toContain("没有接大模型");
  });

  it("are not reworked for somebody who may only look", async () => {
    const model = worded(good);
    const { say } = talk(model);
    for (const fact of facts) await say(fact);
    const viewer = { sender: { id: "v", name: "小赵", role: "viewer" as const } };
    await say("主动公开写短一点", viewer);
    await say("生成", viewer);
    expect((await report()).drafted.size).toBe(0);
    expect(model.asked.filter(({ name }) => name !== "understand" && name !== "clarify")).toEqual([]);
  });
});
