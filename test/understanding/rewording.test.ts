import { describe, expect, test } from "vitest";
import { topics } from "../../src/report/form.ts";
import { hear, summary } from "./saying.ts";

/** 这轮用了模型吗 and orders to word a paragraph anew, with nothing open and with figures asked for. */
const read: readonly (readonly [say: string, follows: string])[] = [
  ["这轮用了模型吗", "modelUsed"],
  ["刚才用大模型了吗？", "modelUsed"],
  ["用了AI没有", "modelUsed"],
  ["用了ＡＩ吗", "modelUsed"],
  ["这次有没有用到人工智能", "modelUsed"],
  ["你用的什么模型", "modelUsed"],
  ["刚才那段是AI写的吗", "modelUsed"],
  ["这段话是大模型写的？", "modelUsed"],
  ["给模型发了什么", "modelUsed"],
  ["发给大模型的是什么内容", "modelUsed"],
  ["请问用模型了没", "modelUsed"],
  ["改得具体一点", "rework:specific"],
  ["写具体些", "rework:specific"],
  ["能不能写得再详细一点？", "rework:specific"],
  ["多写一点", "rework:specific"],
  ["短一点", "rework:shorter"],
  ["简短些", "rework:shorter"],
  ["帮我精简一下", "rework:shorter"],
  ["再短点吧", "rework:shorter"],
  ["按去年的口气", "rework:lastYear"],
  ["照去年的写法写", "rework:lastYear"],
  ["还是用去年的语气吧", "rework:lastYear"],
  ["润色", "rework:draft"],
  ["润色一下", "rework:draft"],
  ["帮我润色全文", "rework:draft"],
  ["写得正式一点", "rework:draft"],
  ["润色主动公开", "rework:draft:overview.disclosure"],
  ["把第五部分润色一下", "rework:draft:problems"],
  ["润色第5部分", "rework:draft:problems"],
  ["主动公开写短一点", "rework:shorter:overview.disclosure"],
  ["主动公开那段写短一点", "rework:shorter:overview.disclosure"],
  ["把监督保障改得具体一些", "rework:specific:overview.supervision"],
  ["依申请公开部分按去年的口气写", "rework:lastYear:overview.requests"],
  ["平台建设精简一下", "rework:shorter:overview.platform"],
  ["改进措施写得再具体些", "rework:specific:improvements"],
  ["信息管理太长了", "rework:shorter:overview.management"],
  ["刚才那段太笼统了", "rework:specific"],
];
describe("is read whatever figures are asked for", () => {
  test.each(read)("%s → %s", (say, follows) => {
    for (const asked of [null, "requests.received", "disclosure.licensing", "fee", "disputes"])
      expect(summary(hear(say, { asked })), String(asked)).toBe(follows);
  });
});

test.each([
  ["problems", "写短一点", "rework:shorter"],
  ["improvements", "改得具体一点", "rework:specific"],
  ["improvements", "主动公开写短一点", "rework:shorter:overview.disclosure"],
  ["improvements", "把主动公开改具体一点", "rework:specific:overview.disclosure"],
  ["overview.platform", "按去年的口气写", "rework:lastYear"],
  ["overview", "润色一下", "rework:draft"],
  ["overview.management", "这轮用了模型吗", "modelUsed"],
])("an order is one while a text is asked for too: %s · %s → %s", (asked, say, follows) =>
  expect(summary(hear(say, { asked }))).toBe(follows),
);

describe("takes no words from a text", () => {
  test.each([
    ["improvements", "措施是把答复改得具体一点", "text:improvements:1"],
    ["improvements", "把答复写得更具体一点", "text:improvements:1"],
    ["improvements", "主动公开写得更具体一些", "text:improvements:1"],
    ["improvements", "充实内容", "text:improvements:1"],
    ["improvements", "细化主动公开", "text:improvements:1"],
    ["improvements", "精简内容", "text:improvements:1"],
    ["improvements", "充实公开内容，规范表述", "text:improvements:1"],
    ["improvements", "用人工智能审核错别字", "text:improvements:1"],
    ["problems", "主动公开太笼统", "text:problems:1"],
    ["problems", "平台内容有点空", "text:problems:1"],
    ["problems", "答复写得太简单", "text:problems:1"],
    ["problems", "没有用大模型", "text:problems:1"],
    ["problems", "问题：更新慢；答复写得不具体", "text:problems:2"],
    ["overview.platform", "用了AI审核", "text:overview.platform:1"],
    ["overview.management", "改得具体一点的地方有三处", "text:overview.management:1"],
  ])("%s · %s → %s", (asked, say, follows) => expect(summary(hear(say, { asked }))).toBe(follows));
});

describe("is neither", () => {
  test.each([
    "改好了", "写长了", "说具体一点", "你是谁", "用去年的", "照去年的填", "去年的口气", "模型", "我们没有用模型", "改成3件",
    "短信通知了2件", "主动公开", "第五部分", "内容", "按去年的口径", "具体是3件", "润色了3件", "简单说就是没有", "展开", "写",
  ])("%s", (say) => {
    for (const asked of [null, ...topics])
      expect(summary(hear(say, { asked })), String(asked)).not.toMatch(/rework|modelUsed/);
  }); // prettier-ignore
});
