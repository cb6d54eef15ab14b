import { describe, expect, it } from "vitest";
import { Desk, direct, group, li, Lines, list, stranger, zhang, accessFile } from "./desk.ts";
import { Access } from "../../src/dispatch/access.ts";
import type { ReadFile } from "../../src/conversation/ports.ts";
import { OutsideError } from "../../src/errors.ts";
import { silent } from "../../src/log.ts";

const over = "这个选项已经过时了，请看最新的一条。";
const minutes = 60_000;

describe("A message", () => {
  it("is acknowledged, and answered once however often it comes", async () => {
    const desk = await Desk.open();
    expect(await desk.says("开始", { id: "om_1" })).toEqual({ kind: "taken" });
    expect(await desk.says("开始", { id: "om_1" })).toEqual({ kind: "known" });
    await desk.done();
    expect(desk.words()[0]).toContain("青山区红旗街道办事处2025年政府信息公开工作年度报告");
    const shown = desk.words().length;
    expect(await desk.says("开始", { id: "om_1" })).toEqual({ kind: "known" });
    await desk.done();
    expect(desk.words()).toHaveLength(shown);
  });

  it("with an id that no platform gives and no store takes is not asked for again", async () => {
    const desk = await Desk.open();
    for (const odd of ["m\0", "m\ud800", "年".repeat(200)]) {
      expect(await desk.says("开始", { id: odd })).toEqual({ kind: "ignored" });
      expect(await desk.says("开始", { conversation: { kind: "direct", id: odd } })).toEqual({
        kind: "ignored",
      });
      expect(await desk.says("开始", { sender: { id: odd } })).toEqual({ kind: "ignored" });
    }
    await desk.done();
    expect(desk.postbox.attempts).toEqual([]);
    expect(await desk.says("开始", { id: "年".repeat(100) })).toEqual({ kind: "taken" });
  });

  it("in a group without a mention is nobody's business", async () => {
    const desk = await Desk.open();
    expect(await desk.says("明天开会", { conversation: group, mentioned: false })).toEqual({
      kind: "ignored",
    });
    await desk.done();
    expect(desk.words(group)).toEqual([]);
    expect(await desk.store.mail.knows("feishu", "m1")).toBe(false);
  });

  it("in a group with a mention is answered there, and the person is mentioned", async () => {
    const desk = await Desk.open();
    await desk.says("今年收到4件申请", { conversation: group });
    await desk.done();
    expect(desk.words(group).length).toBeGreaterThan(0);
    expect(desk.words()).toEqual([]);
    const [first, ...others] = desk.postbox.shown.map(({ options }) => options.mention);
    expect(first).toEqual(zhang);
    expect(others.every((mention) => mention === undefined)).toBe(true);
  });

  it("that only mentions the bot is a beginning", async () => {
    const desk = await Desk.open();
    await desk.says("", { conversation: group });
    await desk.done();
    expect(desk.words(group)[0]).toContain("您好，我帮您编");
  });

  it("of neither words nor a file gets one sentence", async () => {
    const desk = await Desk.open();
    await desk.says(" ");
    await desk.done();
    expect(desk.words()).toEqual([expect.stringContaining("看不出要办什么")]);
  });

  it("is not taken any more when we are stopping", async () => {
    const desk = await Desk.open();
    const stopping = desk.dispatch.stop();
    await expect(desk.says("开始")).rejects.toMatchObject({ name: "OutsideError", retryable: true });
    await stopping;
    expect(await desk.store.mail.waiting()).toEqual([]);
  });
});

describe("A stranger", () => {
  it("gets one polite sentence a day, and nothing is kept of what was said", async () => {
    const log = new Lines();
    const desk = await Desk.open({ log });
    desk.postbox.files.set("secret", new Uint8Array([1]));
    for (let count = 0; count < 3; count++)
      await desk.says("把别人的报告发给我", {
        sender: stranger,
        files: [{ ref: "secret", expiresAt: desk.clock.now().getTime() + minutes }],
      });
    await desk.done();
    expect(desk.words(direct(stranger))).toEqual([expect.stringMatching(/^您好，我是年报助手.*名单/)]);
    expect(desk.postbox.fetched).toEqual([]);
    await desk.clock.pass(24 * 60 * minutes);
    await desk.says("在吗", { sender: stranger });
    await desk.done();
    expect(desk.words(direct(stranger))).toHaveLength(2);
    expect(JSON.stringify(log.lines)).not.toMatch(/wang|王五|报告发给我|年报群/);
  });

  it("of a group is heard neither by membership of the group alone, nor in a group that is not listed", async () => {
    const desk = await Desk.open();
    await desk.says("核对", { sender: stranger, conversation: group });
    await desk.says("核对", { sender: zhang, conversation: { kind: "group", id: "别的群" } });
    await desk.done();
    expect(desk.words(group)).toEqual([expect.stringContaining("使用名单")]);
    expect(desk.words({ kind: "group", id: "别的群" })).toEqual([expect.stringContaining("使用名单")]);
  });

  it("is not greeted, and presses nothing", async () => {
    const desk = await Desk.open();
    await desk.says("开始");
    await desk.done();
    const at = desk.clock.now().getTime();
    const entered = {
      kind: "entered",
      id: "e1",
      conversation: direct(stranger),
      sender: stranger,
      at,
    } as const;
    expect(await desk.postbox.deliver(entered)).toEqual({ kind: "ignored" });
    const press = await desk.presses({ "requests.received.person": "9" }, { sender: stranger });
    expect(press).toMatchObject({ kind: "refused", why: expect.stringContaining("名单") as string });
    await desk.done();
    expect(desk.words(direct(stranger))).toEqual([]);
  });

  it("is whoever was taken from the list meanwhile, also for what waits", async () => {
    const { clock } = new Desk();
    const access = new Access({ file: accessFile(), now: clock.now, log: silent });
    const nobody = new Access({ now: clock.now, log: silent });
    const first = new Desk({ clock, access });
    // It is stored and the process ends before the turn.
    await first.store.mail.tidy(0);
    const { mail } = first.store;
    const said = { conversation: direct(zhang), sender: zhang, at: 0, what: { kind: "words", text: "核对" } };
    await mail.receive({
      ...{ channel: "feishu", id: "m1", conversation: JSON.stringify(["direct", "zhang"]), owner: "x" },
      ...{ at: clock.now().getTime(), payloads: [JSON.stringify(said)], kept: false },
    });
    const second = await Desk.open({ clock, access: nobody, store: first.store });
    await second.done();
    expect(second.words()).toEqual([expect.stringContaining("使用名单")]);
  });
});

describe("Somebody who opens the chat", () => {
  it("is greeted once a day", async () => {
    const desk = await Desk.open();
    const enters = (id: string) =>
      desk.postbox.deliver({
        ...{
          kind: "entered",
          id,
          conversation: direct(zhang),
          sender: zhang,
          at: desk.clock.now().getTime(),
        },
      });
    expect(await enters("e1")).toEqual({ kind: "taken" });
    expect(await enters("e2")).toEqual({ kind: "known" });
    await desk.done();
    const greeted = desk.words().length;
    expect(desk.words()[0]).toContain("您好，我帮您编");
    await desk.clock.pass(24 * 60 * minutes);
    expect(await enters("e3")).toEqual({ kind: "taken" });
    await desk.done();
    expect(desk.words().length).toBeGreaterThan(greeted);
  });
});

describe("A flood after a break", () => {
  it("is acknowledged, not acted on, and told of once", async () => {
    const desk = await Desk.open();
    const at = desk.clock.now().getTime();
    for (let count = 0; count < 5; count++)
      expect(await desk.says("改 三、予以公开 自然人 为 4", { at: at - (60 - count) * minutes })).toEqual({
        kind: "taken",
      });
    await desk.says("核对", { at: at - 11 * minutes, sender: li, conversation: group });
    await desk.clock.pass(7000);
    await desk.says("进度", { at: at - 9 * minutes });
    await desk.done();
    expect(desk.words()[0]).toBe(
      "有5条消息（1月5日08:00至1月5日08:04发的）来得太晚，没有处理。还要办的，请再发一遍。",
    );
    expect(desk.words(group)).toEqual([
      "有1条消息（1月5日08:49发的）来得太晚，没有处理。还要办的，请再发一遍。",
    ]);
    expect(desk.words().slice(1).join("\n")).toContain("已完成");
    expect(await desk.store.mail.waiting()).toEqual([]);
  });

  it("is told of after a restart when the process ended before", async () => {
    const desk = await Desk.open();
    await desk.says("核对", { at: desk.clock.now().getTime() - 60 * minutes });
    await desk.dispatch.stop();
    expect(desk.words()).toEqual([]);
    const { clock, store, postbox } = desk;
    const next = await Desk.open({ clock, store, postbox });
    await clock.pass(10_000);
    await next.done();
    expect(next.words()).toEqual([expect.stringMatching(/^有1条消息/)]);
  });
});

describe("A press", () => {
  const organs = {
    units: [
      ...list.units,
      {
        organ: { name: "红山镇人民政府", kind: "township" },
        people: [{ channel: "feishu", ...zhang, role: "clerk" }],
      },
    ],
  };
  /** Zhang works for two units, and is asked for which. */
  const asked = async (more: { in?: typeof group } = {}) => {
    const { clock } = new Desk();
    const access = new Access({ file: accessFile(organs), now: clock.now, log: silent });
    const desk = await Desk.open({
      clock,
      access,
      capabilities: { card: { maxChoices: 6, labelChars: 20, inputs: true, table: true } },
    });
    await desk.says("开始", more.in === undefined ? {} : { conversation: more.in });
    await desk.done();
    return desk;
  };

  it("counts once, and the card says what was taken", async () => {
    const desk = await asked();
    const { id, text } = desk.card();
    expect(await desk.presses("红山镇人民政府", { id: "p1" })).toEqual({
      kind: "taken",
      card: { id, text: `${text}\n已选：红山镇人民政府` },
    });
    expect(await desk.presses("红山镇人民政府", { id: "p1" })).toEqual({ kind: "known" });
    expect(await desk.presses("青山区红旗街道办事处", { id: "p2" })).toEqual({ kind: "refused", why: over });
    await desk.done();
    expect(desk.words().slice(1).join("\n")).toContain("红山镇人民政府");
    expect(desk.words().slice(1).join("\n")).not.toContain("红旗街道");
  });

  it("of two at once counts once", async () => {
    const desk = await asked();
    const kinds = await Promise.all(
      ["红山镇人民政府", "青山区红旗街道办事处"].map((label) => desk.presses(label)),
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(["taken", "refused"]);
    await desk.done();
  });

  it("is refused when its owner said something else meanwhile", async () => {
    const desk = await asked();
    const { id } = desk.card();
    await desk.says("2");
    await desk.done();
    expect(await desk.presses("1", { card: id })).toEqual({ kind: "refused", why: over });
  });

  it("is refused when there is no such card, no such choice, or the card hangs elsewhere", async () => {
    const desk = await asked();
    expect(await desk.presses("1", { card: "made up" })).toEqual({ kind: "refused", why: over });
    expect(await desk.presses("7")).toMatchObject({
      kind: "refused",
      why: expect.stringContaining("重新选") as string,
    });
    expect(await desk.presses("1", { conversation: group })).toEqual({ kind: "refused", why: over });
    expect(await desk.presses("1", { sender: li })).toEqual({ kind: "refused", why: over });
    expect(await desk.presses("红山镇人民政府")).toMatchObject({ kind: "taken" });
    await desk.done();
  });

  it("by a colleague in the group is refused, and leaves the card to its owner", async () => {
    const desk = await Desk.open();
    await desk.says("开始", { conversation: group });
    await desk.done();
    const figures = { "requests.received.person": "4" };
    expect(await desk.presses(figures, { sender: li, conversation: group })).toEqual({
      kind: "refused",
      why: "这个问题是问另一位的，请由他来选。",
    });
    expect(await desk.presses(figures, { conversation: group })).toMatchObject({ kind: "taken" });
    await desk.done();
  });

  it("of a form gives its fields to the talk, and shows what was filled in", async () => {
    const desk = await Desk.open();
    await desk.says("开始");
    await desk.done();
    const receipt = await desk.presses({
      "requests.received.person": "4",
      "requests.received.business": " ",
      "made.up": "9",
    });
    expect(receipt).toMatchObject({
      kind: "taken",
      card: { text: expect.stringMatching(/\n已提交：\n本年新收自然人（件）：4$/) as string },
    });
    await desk.done();
    expect(desk.words().slice(2).join("\n")).toContain("4件");
  });
});

describe("A file", () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const file = { ref: "f1", name: "去年年报.docx" };
  /** Tells which file it was. */
  const read: ReadFile = ([number = 0]) =>
    Promise.reject(new OutsideError(`读到文件${number}。`, { where: "test", code: "unreadable" }));

  it("whose link dies is fetched when it comes, not when its turn comes", async () => {
    const desk = await Desk.open({ read });
    desk.postbox.files.set("f1", bytes);
    const soon = { ...file, expiresAt: desk.clock.now().getTime() + 5 * minutes };
    await desk.says("", { files: [soon] });
    expect(desk.postbox.fetched).toEqual(["f1"]);
    await desk.done();
    expect(desk.words()).toEqual([expect.stringContaining("读到文件1。")]);
    expect(desk.postbox.fetched).toEqual(["f1"]);
  });

  it("is fetched again while that may help", async () => {
    const desk = await Desk.open({ read });
    desk.postbox.files.set("f1", ["network", "busy", bytes]);
    await desk.says("", { files: [file] });
    await desk.clock.pass(2100);
    await desk.done();
    expect(desk.postbox.fetched).toEqual(["f1", "f1", "f1"]);
    expect(desk.words()).toEqual([expect.stringContaining("读到文件1。")]);
  });

  it.each([
    ["expired", "去年年报.docx的下载链接已经失效，没有取到。请重新发一次。"],
    ["too_large", "去年年报.docx太大，最多能收976 KB，没有处理。请压缩或删去图片后再发。"],
    ["unknown", "去年年报.docx没有取下来。请过一会儿重新发一次。"],
  ] as const)("that cannot be had (%s) gets one sentence", async (code, sentence) => {
    const desk = await Desk.open({ read });
    desk.postbox.files.set("f1", [code]);
    await desk.says("", { files: [file] });
    await desk.done();
    expect(desk.words()).toEqual([sentence]);
  });

  it("over the limit is refused also when the channel lets it through", async () => {
    const desk = await Desk.open({
      read,
      capabilities: { fileIn: { direct: "message", group: "none", maxBytes: 2 } },
    });
    desk.postbox.files.set("f1", bytes);
    desk.postbox.fetch = () => Promise.resolve({ name: "", bytes });
    await desk.says("", { files: [file] });
    await desk.done();
    expect(desk.words()).toEqual([expect.stringContaining("太大")]);
  });

  it.each([
    ["", 1],
    ["看看这个", 1],
    ["帮我检查一下这份年报", 1],
    ["请核对一下附件。", 1],
    ["进度", 2],
    ["今年新收4件", 2],
  ])("with “%s” is answered %i times: the file, then words that say something", async (text, times) => {
    const desk = await Desk.open({ read, capabilities: { card: null } });
    desk.postbox.files.set("f1", bytes);
    await desk.says(text, { files: [file] });
    await desk.done();
    expect(desk.words()).toHaveLength(times);
    expect(desk.words()[0]).toContain("读到文件1。");
  });

  it("among several is answered for itself, in their order", async () => {
    const desk = await Desk.open({ read, capabilities: { card: null } });
    desk.postbox.files.set("a", new Uint8Array([1])).set("b", new Uint8Array([2]));
    await desk.says("", {
      files: [
        { ref: "a", name: "甲.docx" },
        { ref: "gone", name: "乙.docx" },
        { ref: "b", name: "丙.docx" },
      ],
    });
    await desk.done();
    expect(desk.words().map((words) => words.split("\n")[0])).toEqual([
      "读到文件1。",
      "乙.docx的下载链接已经失效，没有取到。请重新发一次。",
      "读到文件2。",
    ]);
  });
});

describe("The lines of a conversation", () => {
  it("are shown again where the channel keeps them: words, files, and cards without what is over", async () => {
    const desk = await Desk.open({ capabilities: { history: true } });
    desk.postbox.files.set("f1", new Uint8Array([1]));
    await desk.says("看看这个", { id: "first", files: [{ ref: "f1", name: "甲.docx" }] });
    await desk.done();
    await desk.clock.pass(1000);
    await desk.says("开始", { id: "second" });
    await desk.done();
    await desk.clock.pass(1000);
    await desk.presses({ "requests.received.person": "4" }, { id: "third" });
    await desk.done();
    const lines = (await desk.postbox.events?.history(direct(zhang), 50)) ?? [];
    const said = lines.flatMap((line) => ("said" in line ? [`${line.key} ${line.said}`] : []));
    expect(said).toEqual([
      "first 看看这个\n文件：甲.docx",
      "second 开始",
      "third 已提交：\n本年新收自然人（件）：4",
    ]);
    expect(lines.flatMap((line) => ("sent" in line ? [line.key] : []))).toEqual(
      desk.postbox.shown.map(({ options }) => options.key),
    );
    const cards = lines.flatMap((line) =>
      "sent" in line && line.sent.type === "card" ? [line.sent.card] : [],
    );
    expect(cards.filter(({ fields }) => fields !== undefined).length).toBeLessThanOrEqual(1);
  });

  it("are forgotten at once where it does not", async () => {
    const desk = await Desk.open();
    await desk.says("开始");
    await desk.done();
    expect(await desk.postbox.events?.history(direct(zhang), 50)).toEqual([]);
  });
});
