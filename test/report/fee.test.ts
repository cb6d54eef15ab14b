import { describe, expect, it, test } from "vitest";
import { noFeeSentence } from "../../src/report/form/closing.ts";
import { FeeStatement, readFee } from "../../src/report/fee.ts";

describe("nothing was charged", () => {
  it.each([
    "没有收", "没有", "没收", "无", "未收取", "没有收过", "没收费", "不收费", "没收钱", "今年没有收", "没有产生", "从未收取", "都没有收过",
    "没有收取信息处理费", "没有收过信息处理费，也没有发过收费通知", "2025年没有收过信息处理费", "本年度未收取信息处理费。",
    "今年没有产生信息处理费", "本机关未产生政府信息公开信息处理费", "未发生信息处理费", "无信息处理费", "信息处理费：无", "信息处理费没有",
    "信息处理费0元", "收取信息处理费0元", "信息处理费为零元", "收了0元", "一分没收", "分文未收", "未收取任何费用", "均未收费", "免费提供，没有收费",
    "没有向申请人收取费用", "未发出收费通知", "按国办函〔2020〕109号，今年没有收取信息处理费", "发出收费通知0件，收取0元", "没有收信息处理费，行政事业性收费3万元",
    "本年度未收取任何政府信息公开处理费用", "没有 收取 信息处理费",
    noFeeSentence(2025),
  ])("%s", (text) => expect(readFee(text)).toEqual({ kind: "none" })); // prettier-ignore
});

describe("something was charged", () => {
  const cases: [string, Omit<Extract<FeeStatement, { kind: "charged" }>, "kind">][] = [
    ["发出收费通知2件，通知收费总额1200元，实际收取1000元", { notices: 2, notified: 1200, received: 1000 }],
    ["发了3份收费通知，共计500元，实收300元", { notices: 3, notified: 500, received: 300 }],
    ["通知收取1200元，实收1000元", { notified: 1200, received: 1000 }],
    ["收取信息处理费3940元", { received: 3940 }],
    ["收取信息处理费共计1000元", { received: 1000 }],
    ["今年收了信息处理费0.394万元", { received: 3940 }],
    ["收取了1.2万元", { received: 12_000 }],
    ["收取了1.2 万元", { received: 12_000 }],
    ["收了一百二十元", { received: 120 }],
    ["收了３００元", { received: 300 }],
    ["发出收费通知1件", { notices: 1 }],
    ["发了1份收费通知，对方没交", { notices: 1, received: 0 }],
    ["发出收费通知2件，金额300元，没有收到钱", { notices: 2, notified: 300, received: 0 }],
    ["2025年按国办函〔2020〕109号发出收费通知4件，应收800元，已缴600元", { notices: 4, notified: 800, received: 600 }],
    ["行政事业性收费3万元；信息处理费收了100元", { received: 100 }],
    ["2025年收取信息处理费200元", { received: 200 }],
  ]; // prettier-ignore
  it.each(cases)("%s", (text, figures) => {
    const read = readFee(text);
    expect(read).toEqual({ kind: "charged", ...figures });
    expect(FeeStatement.parse(read)).toEqual(read);
  });
});

describe("nothing definite is said of the fee", () => {
  it.each([
    "", "无其他需要报告的事项", "没有收到申请", "没有复议诉讼，今年收到3件申请", "没有发生行政复议", "2025年", "国办函〔2020〕109号", "收了", "收过",
    "收了大概三四百元", "收了一些", "没有行政事业性收费", "行政事业性收费3.2万元", "1件因逾期未缴费不再处理", "没有违法违规收费问题被通报的12345工单3件",
    "不是没有收", "没有发生逾期未缴费的情况", "没有发布会", "培训3次，花了500元", "-300元", "不知道",
  ])("%j", (text) => expect(readFee(text)).toBeNull()); // prettier-ignore
});

test("document numbers and years are never amounts", () => {
  expect(readFee("国办函〔2020〕109号，2025年收取30元")).toEqual({ kind: "charged", received: 30 });
  expect(readFee("国办函[2020]109号 2025年度未收取费用")).toEqual({ kind: "none" });
});
