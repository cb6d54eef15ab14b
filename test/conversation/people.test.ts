import { beforeEach, describe, expect, it } from "vitest";
import { Engine } from "../../src/conversation/engine.ts";
import type { Membership, Message, Role } from "../../src/conversation/message.ts";
import { plainText, type Reply } from "../../src/conversation/reply.ts";
import { readReport } from "../../src/reading/read.ts";
import { fold, valueOf } from "../../src/report/report.ts";
import type { CellId } from "../../src/report/form.ts";
import type { Organ } from "../../src/report/organ.ts";
import { memoryStore } from "../../src/store/memory.ts";

const organ: Organ = { name: "临江区和平街道办事处", kind: "subdistrict" };
const bureau: Organ = { name: "临江区民政局", kind: "department" };
let store = memoryStore();
let engine = new Engine({ store, now: () => new Date("2026-01-10T02:00:00Z"), read: readReport });
let count = 0;
beforeEach(() => {
  store = memoryStore();
  engine = new Engine({ store, now: () => new Date("2026-01-10T02:00:00Z"), read: readReport });
});

async function replies(who: string, said: string, more: Partial<Message> = {}): Promise<readonly Reply[]> {
  const role: Role = who.startsWith("看") ? "viewer" : who.startsWith("审") ? "reviewer" : "clerk";
  count += 1;
  return await engine.answer({
    id: `m${count}`, talk: `talk of ${who}`, unit: organ.name, organ, sender: { id: `feishu:${who}`, name: who, role }, text: said, ...more,
  }); // prettier-ignore
}
async function say(who: string, said: string, more: Partial<Message> = {}): Promise<string> {
  return (await replies(who, said, more))
    .map((reply) => (reply.type === "file" ? `〔${reply.name}〕` : plainText(reply)))
    .join("\n");
}
async function value(cell: CellId, unit = organ.name): Promise<number | undefined> {
  return await store.turn("look", async (turn) =>
    valueOf(fold(2025, await turn.events({ unit, year: 2025 })), cell),
  );
}

describe("a unit from the list", () => {
  it("is known from the start and is not asked for", async () => {
    const first = await say("张三", "开始");
    expect(first).toContain("您好");
    expect(first).toContain("《临江区和平街道办事处2025年政府信息公开工作年度报告》");
    expect(first).toContain("今年一共收到几件");
  });

  it("stays when everything said is undone", async () => {
    await say("张三", "行政许可12件");
    expect(await say("张三", "撤销")).toContain("撤销了");
    expect(await say("张三", "撤销")).toContain("没有可以撤销的");
    expect(await say("张三", "核对")).toContain("临江区和平街道办事处");
  });

  it("has its own year, where the list gives one", async () => {
    expect(await say("张三", "开始", { year: 2024 })).toContain("2024年");
  });

  it("is left when the list moves a person to another one: nothing of the old one is reached", async () => {
    await say("张三", "行政许可12件");
    const moved = { unit: bureau.name, organ: bureau };
    expect(await say("张三", "核对", moved)).not.toContain("12");
    await say("张三", "行政许可99件", moved);
    expect(await value("disclosure.licensing")).toBe(12);
    expect(await value("disclosure.licensing", bureau.name)).toBe(99);
  });
});

describe("somebody who works for several units", () => {
  const among: Membership[] = [
    { unit: organ.name, role: "clerk", organ },
    { unit: bureau.name, role: "viewer", organ: bureau },
  ];
  const several = { among, unit: "", organ: undefined };

  it("says which one first; nothing is recorded before", async () => {
    expect(await say("周五", "行政许可12件", several)).toMatch(
      /要编哪一个的[^]*1\. 临江区和平街道办事处\n2\. 临江区民政局/,
    );
    expect(await value("disclosure.licensing")).toBeUndefined();
    expect(await say("周五", "1", several)).toContain("临江区和平街道办事处2025年");
    await say("周五", "行政许可12件", several);
    expect(await value("disclosure.licensing")).toBe(12);
  });

  it("changes over by 换单位, with the role of the other one", async () => {
    await say("周五", "1", several);
    expect(await say("周五", "换单位", several)).toContain("2. 临江区民政局");
    await say("周五", "临江区民政局", several);
    expect(await say("周五", "行政许可12件", several)).toContain("查看人员");
    expect(await value("disclosure.licensing", bureau.name)).toBeUndefined();
  });
});

describe("roles", () => {
  beforeEach(async () => {
    await say("张三", "行政许可12件，行政处罚3件");
  });

  it("let a viewer look and change nothing, whatever way it comes", async () => {
    expect(await say("看客", "核对")).toContain("行政许可12件");
    const tries: [string, Partial<Message>][] = [
      ["行政许可13件", {}],
      ["改 行政许可 为 13", {}],
      ["三张表全是0", {}],
      ["单位是临江区教育局", {}],
      ["问题一是人手少；改进措施是培训", {}],
      ["没有收费", {}],
      ["联系方式：12345", {}],
      ["撤销", {}],
      ["", { fields: { "disclosure.licensing": "13" } }],
    ];
    for (const [said, more] of tries) await say("看客", said, more);
    expect(await say("看客", "行政许可13件")).toContain("您登记的是查看人员");
    const events = await store.turn("look", (turn) => turn.events({ unit: organ.name, year: 2025 }));
    expect(new Set(events.map(({ by }) => by.name))).toEqual(new Set(["名单", "张三"]));
  });

  it("ask nobody for what is not theirs to give", async () => {
    expect(await say("看客", "进度")).not.toMatch(/？/);
    expect((await replies("看客", "核对")).some(({ type }) => type === "form")).toBe(false);
  });

  it("let a reviewer sign off what a clerk has filled in, and change no figure", async () => {
    await say("张三", "今年收到4件，自然人3件企业1件，都公开了，其余都是0");
    await say("张三", "没有复议诉讼");
    for (const said of ["没有规章", "没有规范性文件", "没有行政强制，没有事业性收费"])
      await say("张三", said);
    await say(
      "张三",
      "主动公开：按时公开；依申请公开：没有收到申请；信息管理：专人负责；平台建设：维护网站；监督保障：开展培训",
    );
    await say("张三", "问题：一是公开不够及时；二是业务学习不够。改进措施：一是及时公开；二是加强培训");
    await say("张三", "没有收取信息处理费");
    expect(await say("审核员", "行政许可13件")).toContain("您登记的是审核人员");
    expect(await say("审核员", "生成")).toContain("〔");
    expect(await say("审核员", "定稿")).toMatch(/〔.*〕/);
    const finalized = await store.turn("look", async (turn) => fold(2025, await turn.events({ unit: organ.name, year: 2025 })).finalized); // prettier-ignore
    expect(finalized).toBe(true);
  });
});

describe("two people on one report", () => {
  it("each have their own place in the talk", async () => {
    await say("张三", "今年收到4件，自然人3件企业1件，都公开了，其余都是0");
    await say("李四", "开始");
    await say("张三", "跳过");
    expect(await say("李四", "没有复议诉讼")).toContain("行政复议");
    expect(await value("disputes.reconsideration.upheld")).toBe(0);
  });

  it("are shown both values of a cell with both names, and one of them chooses", async () => {
    await say("张三", "行政许可12件");
    const asked = await say("李四", "行政许可15件，行政处罚3件");
    expect(asked).toContain("行政处罚3件");
    expect(asked).toMatch(/张三报的是12件，您说的是15件[^]*1\. 用张三的：12件\n2\. 用李四的：15件/);
    expect(await value("disclosure.licensing")).toBe(12);
    expect(await value("disclosure.penalties")).toBe(3);
    expect(await say("李四", "1")).toContain("不改");
    expect(await value("disclosure.licensing")).toBe(12);
    await say("李四", "行政许可15件");
    expect(await say("李四", "2")).toContain("由12件改为15件");
    expect(await value("disclosure.licensing")).toBe(15);
  });

  it("agree where the values are the same", async () => {
    await say("张三", "行政许可12件");
    expect(await say("李四", "行政许可12件")).not.toContain("以哪个为准");
  });

  it("may correct each other outright, and are told whose it was", async () => {
    await say("张三", "行政许可12件");
    expect(await say("李四", "改 行政许可 为 15")).toContain("原来的数是张三报的");
    expect(await value("disclosure.licensing")).toBe(15);
    await say("张三", "问题：公开不够及时");
    expect(await say("李四", "问题：人手不足")).toContain("原来的话是张三写的");
  });

  it("are one person when the list gives one name to two channels", async () => {
    await say("张三", "行政许可12件");
    const elsewhere = { talk: "wecom", sender: { id: "wecom:zhang", name: "张三", role: "clerk" as const } };
    expect(await say("张三", "行政许可15件", elsewhere)).not.toContain("以哪个为准");
    expect(await value("disclosure.licensing")).toBe(15);
  });

  it("undo their own words only", async () => {
    await say("张三", "行政许可12件");
    await say("李四", "行政处罚3件");
    expect(await say("张三", "撤销")).toContain("行政许可12件");
    expect(await value("disclosure.licensing")).toBeUndefined();
    expect(await value("disclosure.penalties")).toBe(3);
    expect(await say("王五", "撤销")).toContain("没有可以撤销的");
  });
});

describe("in a group", () => {
  it("what is asked for privately goes to the direct chat, all of it", async () => {
    for (const wish of ["进度，私聊发我", "私下发给我：进度", "进度 发我私聊", "请单独发给我进度"]) {
      const answers = await replies("张三", wish, { group: true });
      expect(plainText(answers[0] as never), wish).toContain("已完成");
      expect(
        answers.every(({ privately }) => privately === true),
        wish,
      ).toBe(true);
    }
    expect((await replies("张三", "进度", { group: true })).some(({ privately }) => privately)).toBe(false);
  });

  it("words about private matters stay words", async () => {
    await say("张三", "问题：个别干部私下给我局答复，不规范", { group: true });
    expect(await say("张三", "核对")).toContain("私下给我局答复");
  });
});

describe("a form", () => {
  it("comes with a question for figures, with what is known", async () => {
    await say("张三", "表二：行政许可12件");
    await say("张三", "没有申请，没有复议诉讼");
    const form = (await replies("张三", "开始")).find((reply) => reply.type === "form");
    expect(form?.type === "form" && form.fields.length).toBeGreaterThan(0);
  });

  it("is not shown again while nothing about it has changed, and is after three failures", async () => {
    const forms = async (said: string): Promise<number> =>
      (await replies("张三", said)).filter(({ type }) => type === "form").length;
    expect(await forms("开始")).toBe(1);
    for (const said of ["核对", "进度", "检查"]) expect(await forms(said), said).toBe(0);
    expect(await forms("开始")).toBe(1);
    expect([await forms("啊啊"), await forms("嗯哼"), await forms("呜呜")]).toEqual([0, 0, 1]);
    expect(await forms("本年新收自然人3件")).toBe(1);
  });

  it("is recorded as it was filled in; an empty field stays unknown", async () => {
    const answer = await say("张三", "", { fields: { "disclosure.licensing": "１２", "disclosure.penalties": "三十件", "disclosure.coercion": "", "disclosure.fees": "1.5" } }); // prettier-ignore
    expect(answer).toContain("行政许可12件");
    expect(await value("disclosure.penalties")).toBe(30);
    expect(await value("disclosure.fees")).toBe(1.5);
    expect(await value("disclosure.coercion")).toBeUndefined();
  });

  it("says which fields hold no figure, and takes the others", async () => {
    const answer = await say("张三", "", { fields: { "disclosure.licensing": "十来件", "disclosure.penalties": "-3", "disclosure.coercion": "2" } }); // prettier-ignore
    expect(answer).toMatch(/没有记：行政许可“十来件”、行政处罚“-3”/);
    expect(await value("disclosure.coercion")).toBe(2);
    expect(await value("disclosure.licensing")).toBeUndefined();
  });

  it("with cells that are not on the form, or nothing, changes nothing", async () => {
    expect(await say("张三", "", { fields: { nonsense: "3", "requests.received.total": "9" } })).toContain(
      "还空着",
    );
    expect(await say("张三", "", { fields: { "disclosure.licensing": " " } })).toContain("还空着");
    expect(await value("requests.received.total")).toBeUndefined();
  });

  it("asks before it replaces a colleague's figure", async () => {
    await say("张三", "行政许可12件");
    expect(await say("李四", "", { fields: { "disclosure.licensing": "13" } })).toContain("以哪个为准");
    expect(await value("disclosure.licensing")).toBe(12);
  });
});
