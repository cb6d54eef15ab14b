import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutMention, withoutQuote } from "../../../src/channels/wechaty/mention.ts";
import { RoomFiles } from "../../../src/channels/wechaty/roomFiles.ts";

const name = "年报助手";
const dashes = "- - - - - - - - - - - - - - -";

describe("a mention that no list tells", () => {
  it.each([
    ["@年报助手\u2005收到4件", "收到4件"],
    ["@年报助手 收到4件", "收到4件"],
    ["收到4件 @年报助手", "收到4件 "],
    ["@年报助手\n收到4件", "收到4件"],
    ["@年报助手2号 收到4件 @年报助手 ", "@年报助手2号 收到4件 "],
    ["@年报助手们 收到4件", null],
    ["年报助手 收到4件", null],
    ["@所有人 收到4件", null],
  ])("%j is %j", (text, words) => expect(withoutMention(text, name)).toBe(words));

  it("is none while the own name is not known", () => expect(withoutMention("@ 收到4件", "")).toBe(null));

  it("goes, and nothing else does", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (words) => {
        fc.pre(!words.includes("@"));
        expect(withoutMention(`@${name}\u2005${words}`, name)).toBe(words);
      }),
    ));
});

describe("a quote", () => {
  it.each([
    [`「张三：2025年 年报（终稿）.docx」\n${dashes}\n@年报助手 看看`, "@年报助手 看看"],
    [`「张三：第一行\n第二行」\n———————\n看看\n再说`, "看看\n再说"],
    ["「引号」开头的话", "「引号」开头的话"],
    [`「没有完\n${dashes}\n看看`, `「没有完\n${dashes}\n看看`],
    [`看看\n${dashes}\n表格`, `看看\n${dashes}\n表格`],
  ])("is taken from %j", (text, words) => expect(withoutQuote(text)).toBe(words));
});

describe("files of a group", () => {
  it("are meant by their names, the last of the same name, the longest first", () => {
    const files = new RoomFiles();
    files.keep("room", { name: "年报.docx", ref: "1" });
    files.keep("room", { name: "2025年报.docx", ref: "2" });
    files.keep("room", { name: "年报.docx", ref: "3" });
    expect(files.namedIn("room", "看看 2025年报.docx")).toEqual([{ name: "2025年报.docx", ref: "2" }]);
    expect(files.namedIn("room", "「张三：年报.docx」")).toEqual([{ name: "年报.docx", ref: "3" }]);
    expect(files.namedIn("room", "年报.docx 和 2025年报.docx").map(({ ref }) => ref)).toEqual(["2", "3"]);
    expect(files.namedIn("room", "看看")).toEqual([]);
    expect(files.namedIn("other", "年报.docx")).toEqual([]);
  });

  it("are kept while they are among the last, in rooms that are in use", () => {
    const files = new RoomFiles();
    for (let n = 0; n < 31; n++) files.keep("room", { name: `第${n}份.docx`, ref: `${n}` });
    expect(files.namedIn("room", "第0份.docx")).toEqual([]);
    expect(files.namedIn("room", "第30份.docx")).toHaveLength(1);
    for (let n = 0; n < 300; n++) files.keep(`room-${n}`, { name: "年报.docx", ref: `${n}` });
    expect(files.namedIn("room", "第30份.docx")).toEqual([]);
  });
});
