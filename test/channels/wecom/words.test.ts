import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mentioned, plainMarkdown } from "../../../src/channels/wecom/markdown.ts";
import { cardOf, cardOver, readKey, writeKey } from "../../../src/channels/wecom/cards.ts";
import { errcodeOf, wecomError } from "../../../src/channels/wecom/errors.ts";
import { idOf, over, readToken, writeToken } from "../../../src/channels/wecom/reply.ts";
import { eventIn, messageIn, withoutMention } from "../../../src/channels/wecom/events.ts";
import { ChannelError, Inbound } from "../../../src/channels/channel.ts";
import { readMarkdown } from "../../fakes/wecom/text.ts";

describe("plain text in markdown", () => {
  const mark = fc.constantFrom(..."*_~`#>-+|[](){}<>&\\$!@=:：1.）。年报 a5");
  const line = fc
    .array(mark, { maxLength: 14 })
    .map((marks) => marks.join(""))
    .filter((text) => text.trimEnd() === text);

  it("is read as it was written, whatever marks it has", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        const text = lines.join("\n");
        expect(readMarkdown(plainMarkdown(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["**重点**", "重点"],
    ["# 标题", "标题"],
    ["[链接](http://127.0.0.1/)", "链接"],
    ["`码`", "码"],
    ["&amp;", "&"],
    ["<font color=red>红</font>", "红"],
    ["- 一", "• 一"],
  ])("would be read as markup otherwise: %s", (text, read) => {
    expect(readMarkdown(text)).toBe(read);
    expect(readMarkdown(plainMarkdown(text))).toBe(text);
  });

  it("has no backslash that was not written", () => {
    expect(plainMarkdown("*甲* [乙](丙) #丁")).not.toContain("\\");
  });

  it("leaves what would grow over the limit as it is", () => {
    const stars = "*a".repeat(4500);
    expect(plainMarkdown(stars)).toBe(stars);
  });

  it("turns to a person only by an id that is one", () => {
    expect(mentioned("wangfang", "好")).toBe("<@wangfang> 好");
    expect(mentioned("a> <@all", "好")).toBe("好");
  });
});

describe("the mention of the bot", () => {
  it.each([
    ["@年报助手 收到4件", "收到4件"],
    ["@年报助手\u2005收到4件", "收到4件"],
    ["收到4件 @年报助手", "收到4件 "],
    ["@年报助手", ""],
    ["@年报助手 请@张三 也看", "请@张三 也看"],
    ["写信到 a@b.cn", "写信到 a@b.cn"],
    ["收到4件", "收到4件"],
  ])("is taken out of %j", (said, text) => expect(withoutMention(said)).toBe(text));
});

describe("frames", () => {
  /** A right frame with one part of it replaced by anything. */
  const body = {
    msgid: "m",
    chattype: "group",
    chatid: "g",
    create_time: 1_700_000_000,
    from: { userid: "u" },
    msgtype: "mixed",
    text: { content: "@年报助手 好" },
    mixed: { msg_item: [{ msgtype: "text", text: { content: "好" } }] },
    file: { url: "http://127.0.0.1/", aeskey: "k" },
    quote: { msgtype: "file", file: { url: "http://127.0.0.1/" } },
    event: { eventtype: "template_card_event", template_card_event: { event_key: "k", task_id: "t" } },
  };
  const spoiled = fc
    .tuple(fc.constantFrom(...Object.keys(body)), fc.jsonValue())
    .map(([name, value]) => ({ headers: { req_id: "r" }, body: { ...body, [name]: value } }));

  it("of any kind are read or refused, and never throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), spoiled), (frame) => {
        for (const read of [messageIn(frame, 0), eventIn(frame, 0)])
          if (read !== null && read !== "unknown") {
            expect(Inbound.safeParse(read.inbound).success).toBe(true);
            expect(Number.isNaN(new Date(read.inbound.at).getTime())).toBe(false);
          }
      }),
      { numRuns: 2000 },
    );
  });

  it("with a broken part are read without it", () => {
    const frame = { headers: { req_id: "r" }, body: { ...body, file: 5, quote: null, create_time: 1e300 } };
    expect(messageIn(frame, 7)?.inbound).toMatchObject({ text: "好", files: [], at: 7 });
  });
});

describe("refusals and failures", () => {
  const at = "Reply ack timeout (5000ms) for reqId: aibot_send_msg_secret";
  it.each([
    [{ errcode: 45_009, errmsg: "api freq out of limit" }, "rate_limited", true],
    [{ errcode: -1 }, "busy", true],
    [{ errcode: 846_605, errmsg: "invalid req_id" }, "expired", false],
    [{ errcode: 846_608 }, "expired", false],
    [{ errcode: 846_609 }, "network", true],
    [{ errcode: 853_000 }, "auth", false],
    [{ errcode: 93_006 }, "unreachable", false],
    [{ errcode: 48_002 }, "forbidden", false],
    [{ errcode: 45_002 }, "too_large", false],
    [{ errcode: 42_014 }, "invalid", false],
    [{ errcode: 123_456 }, "unknown", false],
    [new Error(at), "timeout", true],
    [new Error("WebSocket not connected, unable to send data"), "network", true],
    [new Error("WebSocket connection closed (code: 1006), reply for reqId: x cancelled"), "network", true],
    [new Error("Reply queue for reqId x exceeds max size (500)"), "busy", true],
    [Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }), "network", true],
    [new Error('Upload failed: 1 chunk(s) failed. First error: {"errcode":45009}'), "rate_limited", true],
    [new Error("something else"), "unknown", false],
    ["a string", "unknown", false],
    [undefined, "unknown", false],
  ])("%j is %s", (thrown, code, retryable) => {
    const error = wecomError(thrown);
    expect(error).toBeInstanceOf(ChannelError);
    expect(error).toMatchObject({ code, retryable });
    expect(error.message).toMatch(/^[\u4e00-\u9fff，。、；0-9]+$/);
    expect(JSON.stringify(error) + error.message).not.toMatch(/secret|reqId|req_id|freq/);
  });

  it("an answer refused for an unknown reason may still go as a push", () => {
    expect(wecomError({ errcode: 123_456 }, true)).toMatchObject({ code: "expired", platformCode: "123456" });
    expect(wecomError({ errcode: 45_009 }, true)).toMatchObject({
      code: "rate_limited",
      retryAfterMs: 60_000,
    });
    expect(errcodeOf(new Error("x"))).toBeNull();
  });
});

describe("what an answer needs", () => {
  it("survives a restart as text", () => {
    const token = { kind: "message", req: 'r"1', at: 5 } as const;
    expect(readToken(writeToken(token))).toEqual(token);
    for (const broken of ["", "{", "[]", '["message"]', '["else","r",1]', '["message","",1]'])
      expect(readToken(broken)).toBeUndefined();
  });

  it("is good for 24 hours, a welcome for 5 seconds", () => {
    const hour = 3_600_000;
    expect(over({ kind: "message", req: "r", at: 0 }, 24 * hour)).toBe(false);
    expect(over({ kind: "message", req: "r", at: 0 }, 24 * hour + 1)).toBe(true);
    expect(over({ kind: "welcome", req: "r", at: 0 }, 5001)).toBe(true);
  });

  it("has ids the platform takes", () => {
    expect(idOf("任何:key")).toMatch(/^[a-z0-9]{32}$/);
    expect(idOf("a")).not.toBe(idOf("b"));
  });
});

describe("buttons", () => {
  const choices = [
    { id: "c0", label: "4件" },
    { id: "c1", label: "5件" },
  ];
  it("bring back the card and the choice, of their own card only", () => {
    const key = writeKey("card:7", "c1", "task", "token");
    expect(key).toMatch(/^[\w-]{1,1024}$/);
    expect(readKey(key, "task")).toEqual({ card: "card:7", choice: "c1", reply: "token" });
    expect(readKey(key, "other")).toBeNull();
    for (const made of ["", "x", "[]", Buffer.from("[1,2,3,4]").toString("base64url")])
      expect(readKey(made, "task")).toBeNull();
  });

  it("leave out what would make the key too long", () => {
    const key = writeKey("card", "c1", "task", "x".repeat(2000));
    expect(key.length).toBeLessThanOrEqual(1024);
    expect(readKey(key, "task")).toEqual({ card: "card", choice: "c1", reply: undefined });
  });

  it("stand under a title and a text; what is long is said beside the card", () => {
    expect(cardOf({ id: "c", text: "选哪个？\n第二行", choices }, "t", undefined)).toMatchObject({
      card: { main_title: { title: "选哪个？" }, sub_title_text: "第二行" },
      beside: "",
    });
    const sentence = `${"很长的一句话".repeat(8)}？`;
    expect(cardOf({ id: "c", text: sentence, choices }, "t", undefined)).toMatchObject({
      card: { main_title: { title: "请选择" }, sub_title_text: sentence },
      beside: "",
    });
    const long = `${"很长的一句话".repeat(30)}？`;
    const { card, beside } = cardOf({ id: "c", text: long, choices }, "t", undefined);
    expect(beside).toBe(long);
    expect(card).not.toHaveProperty("sub_title_text");
    expect(card).not.toHaveProperty("source");
  });

  it("with long labels are listed in the text too", () => {
    const labels = [
      { id: "a", label: "按12月31日的算" },
      { id: "b", label: "不算" },
    ];
    const { card } = cardOf({ id: "c", text: "怎么算？", choices: labels }, "t", undefined);
    expect(card).toMatchObject({ sub_title_text: "1. 按12月31日的算\n2. 不算" });
  });

  it("of a card that is over show its end", () => {
    const text = `${"前面的话".repeat(60)}\n已选：5件`;
    const card = cardOver(text, "t");
    expect(card).toMatchObject({ main_title: { title: "已选择" }, task_id: "t" });
    expect(JSON.stringify(card)).toContain("已选：5件");
  });
});
