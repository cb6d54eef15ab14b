import { describe, expect, it } from "vitest";
import { ChannelError } from "../../../src/channels/channel.ts";
import { fault, gatewayFault, type Doing } from "../../../src/channels/wechaty/faults.ts";

const refusal = (code: number | undefined, words: string): Error =>
  Object.assign(new Error(words), code === undefined ? {} : { code, details: words });

describe("what a gateway refuses", () => {
  it.each<[number | undefined, string, Doing, string, boolean]>([
    [16, "Invalid Wechaty TOKEN", "connect", "auth", false],
    [14, "Connection dropped", "send", "network", true],
    [14, "No connection established", "fetch", "network", true],
    [1, "Cancelled on client", "send", "network", true],
    [4, "Deadline exceeded", "send", "timeout", true],
    [8, "Received message larger than max (5 vs 4)", "send", "too_large", false],
    [8, "quota", "send", "rate_limited", true],
    [2, "操作太频繁，请稍后再试", "send", "rate_limited", true],
    [2, "You are sending too fast", "send", "rate_limited", true],
    [2, "no payload found for id wxid-9", "send", "unreachable", false],
    [5, "gone", "send", "unreachable", false],
    [5, "gone", "fetch", "expired", false],
    [2, "no filebox cache", "fetch", "expired", false],
    [2, "文件太大：9.docx", "fetch", "too_large", false],
    [2, "not logged in", "send", "network", true],
    [undefined, "no grpc manager", "send", "network", true],
    [undefined, "NO CLIENT", "fetch", "network", true],
    [7, "denied", "send", "forbidden", false],
    [12, "unimplemented", "send", "unsupported", false],
    [3, "bad", "send", "invalid", false],
    [6, "another client", "connect", "busy", true],
    [13, "whatever", "send", "unknown", false],
    [undefined, "whatever", "send", "unknown", false],
  ])("%s %s while it should %s is %s", (code, words, doing, meant, retryable) => {
    const error = gatewayFault(refusal(code, words), doing);
    expect(error).toBeInstanceOf(ChannelError);
    expect(error).toMatchObject({ where: "wechaty", code: meant, retryable });
    expect(error.message).toMatch(/^[\u4e00-\u9fff，]+。$/);
    expect(error.message).not.toContain(words);
  });

  it("is told once", () => {
    const error = fault("expired");
    expect(gatewayFault(error, "send")).toBe(error);
    expect(gatewayFault("nothing of an error", "send")).toMatchObject({ code: "unknown" });
  });
});
