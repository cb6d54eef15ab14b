import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { framesOf, hashed, openLog } from "../src/log.ts";

/** What is written of such a line. */
function written(fields: object, secrets: readonly string[] = []): Record<string, unknown> {
  const lines: string[] = [];
  const log = openLog({ write: (line) => void lines.push(line) }, secrets);
  // What the types forbid in a literal can still come in a variable.
  log.warn("send-failed", fields);
  const { level, time, ...rest } = JSON.parse(lines.join("")) as Record<string, unknown>;
  expect([level, typeof time]).toEqual([40, "string"]);
  return rest;
}
const one = (name: string, value: unknown, secrets: readonly string[] = []): unknown =>
  written({ [name]: value }, secrets)[name];

describe("a log line", () => {
  it("has what happened, codes, counts and hashed ids", () => {
    const fields = { channel: "wecom-app", code: "rate_limited", tries: 3, conversation: hashed("张三") };
    expect(written(fields)).toEqual({ event: "send-failed", ...fields });
  });

  it.each<[string, unknown]>([
    ["code", "收到4件"],
    ["kind", "two words"],
    ["what", "a".repeat(65)],
    ["state", "<b>"],
    ["conversation", "zhangsan"],
    ["sender", "13800000000"],
    ["detail", "一".repeat(301)],
    ["detail", "第一行\n第二行"],
    ["channel", { text: "收到4件" }],
    ["why", ["收到4件"]],
  ])("has nothing in the place of a %s that is none: %j", (name, value) => {
    expect(one(name, value)).toBe("[redacted]");
  });

  it.each(["text", "err", "words", "toString", "__proto__", "msg"])("has no field called %s", (name) => {
    expect(JSON.stringify(written(JSON.parse(`{"${name}": "收到4件"}`) as object))).not.toContain("收到4件");
  });

  it("has a sentence of ours for the operator, and in it no password and no secret", () => {
    expect(one("detail", "企业微信不再接受机器人的编号或密钥；请核对。")).toContain("请核对");
    expect(one("detail", "连不上 postgres://nianbao:hunter2@10.1.2.3:5432/nianbao")).toBe(
      "连不上 postgres://[redacted]@10.1.2.3:5432/nianbao",
    );
    expect(one("detail", "密钥 a/b+c= 不对，也写作 a%2Fb%2Bc%3D", ["a/b+c="])).toBe(
      "密钥 [redacted] 不对，也写作 [redacted]",
    );
  });

  it("has no password of an address that is a secret", () => {
    const secrets = ["postgres://nianbao:hunt%3Ater2@10.1.2.3/nianbao"];
    expect(one("detail", "口令 hunt:ter2 被拒绝", secrets)).toBe("口令 [redacted] 被拒绝");
    expect(one("code", "hunt:ter2", secrets)).toBe("[redacted]");
    expect(one("code", "100%zz", ["postgres://nianbao:100%zz@10.1.2.3/nianbao"])).toBe("[redacted]");
  });

  it("has no secret in any field, whatever secret and field", () => {
    const secret = fc.stringMatching(/^[\w.:+/-]{6,60}$/);
    const field = fc.constantFrom("code", "detail", "what", "stack", "name", "platform", "reason");
    fc.assert(
      fc.property(secret, field, (value, name) => {
        fc.pre(!"[redacted]".includes(value));
        const around = name === "stack" ? `at f (/${value}.ts:1:2)` : value;
        expect(String(one(name, around, [value]))).not.toContain(value);
      }),
    );
  });
});

describe("a stack", () => {
  const stack = (error: Error): string => framesOf(error.stack ?? "");

  it("is told by its frames, without the message", () => {
    const said = new Error("收到4件 13800000000");
    expect(stack(said)).toMatch(/^at .*log\.test\.ts:\d+:\d+/);
    expect(stack(said)).not.toMatch(/收到|138/);
    expect(one("stack", stack(said))).toBe(stack(said));
  });

  it("has no frame that a message made up", () => {
    for (const message of [
      "a\n    at 张三 (电话:1:2)",
      "a\n    at zhang 13800000000",
      "a\n at x (13800000000:1:1)",
    ])
      expect(stack(new Error(message))).not.toMatch(/张三|138/);
  });
});
