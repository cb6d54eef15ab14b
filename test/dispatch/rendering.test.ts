import { describe, expect, it } from "vitest";
import type { Capabilities, Conversation } from "../../src/channels/channel.ts";
import type { Reply } from "../../src/conversation/reply.ts";
import { Parcel } from "../../src/dispatch/payload.ts";
import { render } from "../../src/dispatch/outbox/rendering.ts";
import { Postbox } from "../support/postbox.ts";
import { direct, group, zhang } from "./desk.ts";

const stem = "0123456789abcdef0123456789abcdef";
const rows = (
  replies: readonly Reply[],
  more: Partial<Capabilities> = {},
  conversation: Conversation = direct(zhang),
) =>
  render(replies, {
    channel: "feishu",
    capabilities: { ...new Postbox().capabilities, ...more },
    said: { conversation, sender: zhang, reply: "req" },
    talk: "talk",
    stem,
    at: 5,
  });
const parcels = (...args: Parameters<typeof rows>) =>
  rows(...args).map(({ payload }) => Parcel.parse(JSON.parse(payload)));
const outs = (...args: Parameters<typeof rows>) => parcels(...args).map(({ out }) => out);

const said = (text: string): Reply => ({ type: "text", text });
const choices = (...labels: string[]): Reply => ({ type: "choices", text: "哪一个？", choices: labels });
const numbered = { type: "text", text: "哪一个？\n1. 甲\n2. 乙" };
const table: Reply = {
  type: "table",
  title: "《年报》",
  text: "表格：新收4件。",
  columns: ["项目", "数"],
  rows: [["新收", "4"]],
};
const form: Reply = { type: "form", text: "新收几件？", fields: [{ id: "a", label: "自然人", value: "" }] };
const draft: Reply = { type: "file", name: "年报.docx", bytes: new Uint8Array(10), note: "年报出好了。" };

describe("Replies", () => {
  it("in words that follow each other are one message", () => {
    expect(outs([said("一"), said("二"), draft, said("三")])).toEqual([
      { type: "text", text: "一\n二" },
      { type: "file", name: "年报.docx" },
      { type: "text", text: "三" },
    ]);
    expect(outs([said("一"), choices("甲", "乙")], { card: null })).toEqual([
      { type: "text", text: `一\n${numbered.text}` },
    ]);
  });

  it("of nothing are not sent", () => {
    expect(outs([said(""), said(" \n ")])).toEqual([]);
  });

  it("have keys that are the same for the same message, and short", () => {
    const keys = rows([said("一".repeat(5000)), draft, said("二")], { text: { maxBytes: 1000 } }).map(
      ({ key }) => key,
    );
    expect(keys).toEqual(keys.map((_, index) => `${stem}-${index}`));
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThanOrEqual(48);
  });

  it("answer the message they answer", () => {
    expect(parcels([said("一")])).toMatchObject([{ reply: "req", conversation: direct(zhang) }]);
    expect(parcels([said("一")])[0]).not.toHaveProperty("mention");
  });

  it("in a group mention the person once, on the first words", () => {
    const mentions = parcels([draft, said("一"), choices("甲")], {}, group).map(({ mention }) => mention);
    expect(mentions).toEqual([undefined, zhang, undefined]);
  });

  it("that are too long are cut, with room for the mention in a group", () => {
    const text = "今年新收四件。".repeat(500);
    const limits = { text: { maxBytes: 2048 } };
    for (const where of [direct(zhang), group]) {
      const parts = outs([said(text)], limits, where).map((out) => (out.type === "text" ? out.text : ""));
      expect(parts.join("")).toBe(text);
      const longest = Math.max(...parts.map((part) => Buffer.byteLength(part)));
      expect(longest).toBeLessThanOrEqual(where === group ? 1848 : 2048);
    }
  });
});

describe("Choices", () => {
  it("are a card of its owner where they fit", () => {
    const [row] = rows([choices("甲", "乙")]);
    expect(row).toMatchObject({ key: `${stem}-0`, card: { kind: "choices", owner: "talk" } });
    expect(outs([choices("甲", "乙")])).toEqual([
      {
        type: "card",
        card: {
          id: `${stem}-0`,
          text: "哪一个？",
          choices: [
            { id: "1", label: "甲" },
            { id: "2", label: "乙" },
          ],
        },
        plain: numbered.text,
      },
    ]);
  });

  it.each([
    ["no cards", { card: null }],
    ["too few buttons", { card: { maxChoices: 1, labelChars: 9, inputs: true, table: true } }],
    ["buttons that are too small", { card: { maxChoices: 9, labelChars: 0, inputs: true, table: true } }],
  ])("are numbered words on a platform with %s", (_, capabilities) => {
    expect(outs([choices("甲", "乙")], capabilities)).toEqual([numbered]);
    expect(rows([choices("甲", "乙")], capabilities)[0]).not.toHaveProperty("card");
  });

  it("with a question that is too long for a card are words, cut where they must be", () => {
    const long: Reply = { type: "choices", text: "问".repeat(1000), choices: ["甲", "乙"] };
    const parts = outs([long], { text: { maxBytes: 2048 } });
    expect(parts.map(({ type }) => type)).toEqual(["text", "text"]);
  });
});

describe("A table and a form", () => {
  it("are cards where the platform has them, and the form is its owner's", () => {
    expect(outs([table, form])).toMatchObject([
      { type: "card", card: { text: "《年报》", table: { columns: ["项目", "数"], rows: [["新收", "4"]] } } },
      { type: "card", card: { text: "新收几件？", fields: [{ id: "a", label: "自然人", value: "" }] } },
    ]);
    expect(rows([table, form]).map(({ card }) => card)).toEqual([undefined, { kind: "form", owner: "talk" }]);
  });

  it("are words elsewhere", () => {
    const card = { maxChoices: 6, labelChars: 10, inputs: false, table: false };
    expect(outs([table, form], { card })).toEqual([{ type: "text", text: "表格：新收4件。\n新收几件？" }]);
  });
});

describe("A file", () => {
  it("goes before its note, which waits until the platform has taken it", () => {
    const [row] = rows([draft]);
    expect(row?.bytes).toHaveLength(10);
    expect(parcels([draft])).toMatchObject([
      {
        out: { type: "file", name: "年报.docx" },
        then: {
          sent: [{ text: "年报出好了。", reply: "req" }],
          failed: [{ text: expect.stringContaining("没有发出去") as string }],
        },
      },
    ]);
  });

  it("that is too large for the platform is a sentence", () => {
    expect(outs([draft], { fileOut: { maxBytes: 9 } })).toEqual([
      { type: "text", text: "《年报.docx》太大，这里最多能发1 KB，没有发出去。" },
    ]);
  });
});

describe("What is meant for one person", () => {
  const privately: Reply[] = [
    { ...draft, privately: true },
    { ...choices("甲"), privately: true },
  ];

  it("goes from a group to the private chat, and the group is told of the last of it", () => {
    const all = parcels([said("好的。"), ...privately], {}, group);
    expect(all.map(({ conversation, reply }) => [conversation, reply])).toEqual([
      [group, "req"],
      [direct(zhang), undefined],
      [direct(zhang), undefined],
    ]);
    expect(all[1]?.then?.sent).toEqual([{ conversation: direct(zhang), text: "年报出好了。" }]);
    expect(all[2]).toMatchObject({
      out: { type: "text", text: "哪一个？\n1. 甲" },
      then: {
        sent: [{ conversation: group, text: "已发到您的私聊。", mention: zhang }],
        unreachable: [{ conversation: group, text: expect.stringContaining("私下给我发一句话") as string }],
      },
    });
  });

  it("stays where it is in a private chat", () => {
    expect(parcels(privately).map(({ conversation }) => conversation)).toEqual([
      direct(zhang),
      direct(zhang),
    ]);
    expect(outs(privately)[1]).toMatchObject({ type: "card" });
  });
});
