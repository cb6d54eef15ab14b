import { describe, expect, test } from "vitest";
import { readChecking, splitReason } from "../../src/understanding/checking.ts";

const read: [string, unknown][] = [
  ["忽略 2 因为确实没有", { do: "dismiss", number: 2, reason: "确实没有" }],
  ["忽略2", { do: "dismiss", number: 2 }],
  ["忽略第十二条，因为口径不同。", { do: "dismiss", number: 12, reason: "口径不同" }],
  ["第2条不用改，因为统计口径不同", { do: "dismiss", number: 2, reason: "统计口径不同" }],
  ["第二条没问题", { do: "dismiss", number: 2 }],
  ["忽略第3条，上级要求这样写", { do: "dismiss", number: 3, reason: "上级要求这样写" }],
  ["忽略 1 原因是 领导定的，第2次了", { do: "dismiss", number: 1, reason: "领导定的，第2次了" }],
  ["查看忽略", { do: "dismissals" }],
  ["忽略了哪些", { do: "dismissals" }],
  ["恢复 2", { do: "restore", number: 2 }],
  ["恢复第2条", { do: "restore", number: 2 }],
  ["载入", { do: "load" }],
  ["载入这份年报吧", { do: "load" }],
  ["就用这份", { do: "load" }],
  ["继续", { do: "more" }],
  ["去年怎么写的", { do: "lastWords" }],
  ["去年主动公开怎么写的？", { do: "lastWords", slot: "overview.disclosure" }],
  ["去年的监督保障", { do: "lastWords", slot: "overview.supervision" }],
  ["去年问题写了什么", { do: "lastWords", slot: "problems" }],
  ["去年改进措施怎么写的", { do: "lastWords", slot: "improvements" }],
];
test.each(read)("%s", (words, command) => expect(readChecking(words)).toEqual(command));

describe("is none of them", () => {
  test.each([
    "去年多少", "去年结转几件", "去年", "去年收到3件", "继续加强培训", "继续公开120条", "恢复办理3件", "2件", "第2条",
    "第一条处罚3件", "不管了，直接生成", "第2季度培训一次", "载入史册", "忽略了一件申请", "因为没有", "下一步继续抓好落实",
  ])("%s", (words) => expect(readChecking(words)).toBeNull()); // prettier-ignore
});

test("a statement and its reason", () => {
  expect(splitReason("上年结转改成2，因为去年漏报1件。")).toEqual({
    head: "上年结转改成2",
    reason: "去年漏报1件",
  });
  expect(splitReason("因为去年漏报")).toEqual({ head: "", reason: "去年漏报" });
  expect(splitReason("收到3件，其中2件是企业")).toBeNull();
  expect(splitReason("因为")).toBeNull();
});
