import { noFeeSentence } from "../../../src/report/form/closing.ts";
import { city } from "../../support/balanced.ts";
import { finds, passes, swap, type Cases, type Figures } from "./case.ts";

const some: Figures = {
  "disclosure.normative.made": 2,
  "disclosure.normative.repealed": 1,
  "disclosure.normative.inForce": 7,
  "disclosure.licensing": 124,
  "disclosure.fees": 0.394,
};
const requests: Figures = { "requests.received.person": 1, "requests.granted.person": 1 };

export const disclosureCases: Cases = {
  "A-01": [
    passes("six decimals of 万元", {
      organ: city,
      figures: some,
      cells: { "disclosure.fees": 24252.311082 },
    }),
    finds("a negative and a broken count", ["error A-01", "error A-01"], {
      cells: { "disclosure.licensing": -3, "disclosure.penalties": 1.5 },
    }),
  ],
  "A-02": [
    passes("ten figures", { organ: city, figures: some }),
    finds("blank cells", ["warning A-02"], {
      cells: { "disclosure.regulations.made": "", "disclosure.normative.made": "" },
    }),
    finds("a row is missing", ["warning A-02"], { cells: { "disclosure.coercion": null } }),
    finds("words in a cell", ["warning A-02"], { cells: { "disclosure.fees": "若干" } }),
    finds("figures that run together", ["warning A-02", "notice D-01"], {
      cells: { "disclosure.regulations.made": "012", "disclosure.regulations.repealed": "012" },
      oddities: [{ kind: "run together", table: "disclosure", label: "" }],
    }),
  ],
  "A-04": [
    passes("two made, one repealed, seven in force", { organ: city, figures: some }),
    finds("more made than in force and repealed", ["warning A-04"], {
      organ: city,
      figures: { ...some, "disclosure.normative.made": 9 },
    }),
  ],
  "A-05": [
    passes("a city enacts 规章", { organ: city, figures: { "disclosure.regulations.inForce": 11 } }),
    passes("a department of the State Council does too", {
      organ: { name: "国家青河总局", kind: "department" },
      figures: { "disclosure.regulations.inForce": 11 },
    }),
    finds("nobody knows of what kind the organ is", ["warning A-05 unknown"], {
      organ: null,
      figures: { "disclosure.regulations.inForce": 1 },
    }),
    finds("a 街道 cannot", ["error A-05"], { figures: { "disclosure.regulations.inForce": 1 } }),
    finds("a local department cannot", ["error A-05"], {
      organ: { name: "青河市教育局", kind: "department" },
      figures: { "disclosure.regulations.inForce": 1 },
    }),
  ],
  "A-06": [
    passes("a city makes 规范性文件", { organ: city, figures: some }),
    finds("a 街道 says it made two", ["notice A-06"], { figures: some }),
  ],
  "A-07": [
    passes("a small amount in 万元", { organ: city, figures: some }),
    passes("a city collects much", { organ: city, figures: { ...some, "disclosure.fees": 316441 } }),
    finds("a 街道 collects thousands of 万元", ["warning A-07"], { figures: { "disclosure.fees": 3940 } }),
    passes("a department collects some", {
      organ: { name: "青河市教育局", kind: "department" },
      figures: { "disclosure.fees": 5120 },
    }),
    finds("a local department collects a milliard", ["warning A-07"], {
      organ: { name: "青河市教育局", kind: "department" },
      figures: { "disclosure.fees": 125_000 },
    }),
    finds("the text names the same number in yuan", ["warning A-07"], {
      organ: city,
      figures: { "disclosure.fees": 394 },
      texts: { overview: (text) => `${text}全年行政事业性收费394元。` },
    }),
  ],
};

export const disputeCases: Cases = {
  "C-01": [
    passes("a reconsideration upheld", {
      figures: { ...requests, "disputes.reconsideration.upheld": 1, "disputes.directSuit.pending": 1 },
    }),
    finds("the total of a block is wrong", ["error C-01"], {
      figures: { ...requests, "disputes.reconsideration.upheld": 1 },
      cells: { "disputes.reconsideration.total": 2 },
    }),
  ],
  "C-02": [
    passes("fifteen figures", { figures: { ...requests, "disputes.directSuit.other": 2 } }),
    finds("blank cells in a block of zeros", ["warning C-02"], {
      cells: { "disputes.reconsideration.other": "", "disputes.reconsideration.pending": "" },
    }),
    finds("a blank in a block that adds up without it", ["warning C-02"], {
      figures: { ...requests, "disputes.directSuit.other": 2 },
      cells: { "disputes.directSuit.upheld": "" },
    }),
    finds("a blank beside figures", ["error C-02"], {
      figures: { ...requests, "disputes.directSuit.other": 2 },
      cells: { "disputes.directSuit.total": "" },
    }),
    finds("a broken number", ["error C-02"], { cells: { "disputes.directSuit.other": 0.5 } }),
  ],
  "C-03": [
    passes("three blocks", {}),
    finds("a block is missing", ["error C-03"], {
      without: (cell) => cell.startsWith("disputes.suitAfterReconsideration."),
    }),
  ],
  "C-05": [
    passes("disputes without any request: they may be last year's", {
      figures: { "disputes.reconsideration.upheld": 2 },
    }),
    finds("five reconsiderations for one request", ["notice C-05"], {
      figures: { ...requests, "disputes.reconsideration.upheld": 5 },
    }),
  ],
};

export const closingCases: Cases = {
  "S-09": [
    passes("two problems and two measures", {}),
    finds("no words at all", ["error S-09"], { texts: { problems: () => "" } }),
    finds("only 无", ["error S-09"], { texts: { problems: () => "无。" } }),
    finds("a few words", ["error S-09"], { texts: { problems: () => "问题不多。" } }),
    finds("two titles with nothing under them", ["error S-09"], {
      texts: { problems: () => "（一）存在的主要问题。\n（二）改进情况。" },
    }),
    finds("measures under a title are missing", ["warning S-09"], {
      texts: { problems: () => "（一）存在的主要问题。一是公众号内容不新；二是业务不熟。\n（二）改进情况。" },
    }),
    finds("no measures", ["warning S-09"], {
      texts: { problems: () => "存在的主要问题：公众号内容不新，窗口人员业务不熟。" },
    }),
    finds("no problems", ["warning S-09"], {
      texts: { problems: () => "每季度组织一次业务培训，进一步加强业务指导。" },
    }),
  ],
  "S-10": [
    passes("one measure for each problem", {}),
    passes("measures that are not counted", {
      texts: { problems: () => "主要问题：一是更新不及时；二是业务不熟。下一步，将加强培训，专人更新。" },
    }),
    finds("two problems and three measures", ["notice S-10"], {
      texts: { problems: (text) => `${text}三是设立意见箱。` },
    }),
    finds("numbered lines", ["notice S-10"], {
      texts: { problems: () => "存在问题：\n1.更新不够及时。\n2.业务不熟。\n改进措施：\n1.专人更新。" },
    }),
  ],
  "F-01": [
    passes("the usual sentence", {}),
    finds("only 无", ["error F-01"], { texts: { other: () => "无。" } }),
    finds("nothing on the fee", ["error F-01"], { texts: { other: () => "本年度没有其他需要报告的事项。" } }),
    finds("nothing, with 收费 in table 二", ["error F-01"], {
      figures: { "disclosure.fees": 12 },
      texts: { other: () => "无" },
    }),
  ],
  "F-02": [
    passes("the 办法 with its number", {}),
    finds("no number", ["notice F-02"], { texts: { other: () => "本年度未收取信息处理费。" } }),
  ],
  "F-03": [
    passes("the right term", {}),
    finds("another term beside the title of the 办法", ["notice F-03"], {
      texts: { other: swap("未产生政府信息公开信息处理费", "未产生政府信息公开处理费") },
    }),
  ],
  "F-04": [
    passes("three figures and how it was charged", {
      figures: { "disclosure.fees": 0.394 },
      texts: {
        other: () => "全年按件发出收费通知6件，通知收费总额4200元，实际收取信息处理费3940元。",
      },
    }),
    finds("only the amount", ["notice F-04"], {
      figures: { "disclosure.fees": 0.394 },
      texts: { other: () => "全年收取政府信息公开信息处理费3940元。" },
    }),
  ],
  "F-05": [
    passes("the table holds the fee", {
      figures: { "disclosure.fees": 0.394 },
      texts: { other: () => "按件发出收费通知6件，通知收费总额4200元，实际收取信息处理费3940元。" },
    }),
    finds("the table holds less", ["warning F-05"], {
      texts: { other: () => "按件发出收费通知6件，通知收费总额4200元，实际收取信息处理费3940元。" },
    }),
    finds("the cell is blank, which is said once", ["warning A-02"], {
      cells: { "disclosure.fees": "" },
      texts: { other: () => "按件发出收费通知6件，通知收费总额4200元，实际收取信息处理费3940元。" },
    }),
  ],
  "F-07": [
    passes("an unpaid notice and the figures of it", {
      figures: { "requests.received.person": 1, "requests.otherHandling.feeUnpaid.person": 1 },
      texts: { other: () => "按件发出收费通知1件，通知收费总额100元，实际收取信息处理费0元。" },
    }),
    finds("an unpaid notice and no fee", ["warning F-07"], {
      figures: { "requests.received.person": 1, "requests.otherHandling.feeUnpaid.person": 1 },
      texts: { other: () => noFeeSentence(2025) },
    }),
  ],
  "F-08": [
    passes("〔2020〕", {}),
    finds("[2020]", ["notice F-08"], { texts: { other: swap("〔2020〕", "[2020]") } }),
  ],
};
