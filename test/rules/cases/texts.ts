import { city } from "../../support/balanced.ts";
import { finds, passes, swap, type Cases } from "./case.ts";

const requestsSaid = "本年新收政府信息公开申请4件";
const says = (words: string) => ({ overview: swap(requestsSaid, words) });
const results = "政府信息公开工作纳入年度工作考核；开展社会评议，未收到不满意评价；未发生责任追究情形。";
const supervision = (words: string) => ({ overview: swap(results, words) });

export const structureCases: Cases = {
  "T-01": [
    passes("organ, year, kind of document", {}),
    passes("the organ on a line of its own", {
      title: "青河市东山区柳林街道办事处\n2025年政府信息公开工作年度报告",
    }),
    passes("a blank between organ and year", {
      title: "青河市东山区柳林街道办事处 2025年政府信息公开工作年度报告",
    }),
    finds("blanks inside", ["notice T-01"], {
      title: "青河市东山区柳林街道办事处 2025 年政府信息公开工作 年度报告",
    }),
    finds("政府 is missing and the year is misplaced", ["error T-01"], {
      title: "青河市东山区柳林街道办事处信息公开工作2025年度报告",
    }),
    finds("no title", ["error T-01"], { title: "" }),
    finds("another year", ["error T-01"], {
      title: "青河市东山区柳林街道办事处2024年政府信息公开工作年度报告",
    }),
    finds("工作 is missing", ["warning T-01"], {
      title: "青河市东山区柳林街道办事处2025年政府信息公开年度报告",
    }),
    finds("no organ", ["warning T-01"], { title: "2025年政府信息公开工作年度报告" }),
    finds("年度 twice", ["notice T-01"], {
      title: "青河市东山区柳林街道办事处2025年度政府信息公开工作年度报告",
    }),
    finds("the year before the organ", ["notice T-01"], {
      title: "2025年青河市东山区柳林街道办事处政府信息公开工作年度报告",
    }),
    finds("the covering letter", ["error T-01"], {
      title: "关于报送青河市东山区柳林街道办事处2025年政府信息公开工作年度报告",
    }),
  ],
  "S-01": [
    passes("six sections", {}),
    finds("section 四 is missing with its table", ["error S-01"], {
      sections: (sections) => sections.filter((section) => section.number !== "四"),
      without: (cell) => cell.startsWith("disputes."),
    }),
    finds("a section stands twice", ["error S-01"], {
      sections: (sections) => [...sections, ...sections.slice(4, 5)],
    }),
    finds("two sections have changed places", ["error S-01"], {
      sections: (sections) => [...sections.slice(0, 4), ...sections.slice(5), ...sections.slice(4, 5)],
    }),
    finds("a seventh section", ["warning S-01"], {
      sections: (sections) => [
        ...sections,
        { number: "七", heading: "七、明年工作打算", text: "加强学习。" },
      ],
    }),
  ],
  "S-02": [
    passes("headings with blanks", {
      sections: (sections) =>
        sections.map((section) => ({ ...section, heading: section.heading.replace("、", " 、 ") })),
    }),
    finds("heading 五 of the form of 2019", ["warning S-02"], {
      sections: (sections) =>
        sections.map((section) => ({
          ...section,
          heading: section.heading.replace("存在的主要问题", "政府信息公开工作存在的主要问题"),
        })),
    }),
    finds("heading 五 is shortened", ["warning S-02"], {
      sections: (sections) =>
        sections.map((section) => ({ ...section, heading: section.heading.replace("的主要问题", "问题") })),
    }),
  ],
  "S-03": [
    passes("一 to 六", {}),
    finds("四 stands twice", ["error S-03"], {
      sections: (sections) =>
        sections.map((section) =>
          section.number === "五"
            ? { ...section, number: "四", heading: section.heading.replace("五", "四") }
            : section,
        ),
    }),
    finds("the aspects are numbered like the sections", ["error S-03"], {
      texts: { overview: (text) => text.replace(/（([一二三四五])）/g, "$1、").replace(/。(?=\S)/g, "。\n") },
    }),
  ],
  "S-06": [
    passes("the form of 2021", {}),
    finds("the form of 2019 in 2025", ["error S-06"], {
      form: "2019",
      without: (cell) => /^requests\.otherHandling\.(?!other\.)/.test(cell),
    }),
  ],
  "S-07": [
    passes("three tables", {}),
    finds("a sentence instead of table 四", ["error S-07"], {
      without: (cell) => cell.startsWith("disputes."),
      texts: { disputes: () => "本年没有行政复议和行政诉讼。" },
    }),
  ],
  "P-01": [
    passes("period and contact", {}),
    passes("the period without a contact", { preamble: "所列数据的统计期限为2025年1月1日至12月31日。" }),
    finds("no preamble", ["notice P-01"], { preamble: "" }),
  ],
  "P-02": [
    passes("1月1日 to 12月31日", { preamble: "所列数据的统计期限为2025年1月1日至12月31日。" }),
    finds("last year's period", ["error P-02"], {
      preamble: "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。",
    }),
    finds("eleven months", ["warning P-02"], {
      preamble: "本报告所列数据的统计期限自2025年1月1日起至2025年11月30日止。",
    }),
  ],
};

export const overviewCases: Cases = {
  "S-05": [
    passes("five titled aspects", {}),
    passes("five aspects without titles", {
      texts: {
        overview: () =>
          "全年公开信息120条。本年新收政府信息公开申请4件。发布前审核。网站和公众号正常运行。纳入考核，开展社会评议，未发生责任追究。",
      },
    }),
    finds("two aspects are missing", ["warning S-05"], {
      texts: { overview: (text) => text.slice(0, text.indexOf("（四）")) },
    }),
    finds("an aspect is a bare title", ["warning S-05"], {
      texts: { overview: swap("落实先审后发，定期清理过期信息，动态更新公开目录。", "") },
    }),
    finds(
      "the aspects of requests and supervision are bare titles, and nothing more is said of them",
      ["warning S-05"],
      {
        texts: {
          overview: (text) =>
            text.replace(/(（二）依申请公开。).*/, "$1").replace(/(（五）监督保障。).*/, "$1"),
        },
      },
    ),
    finds("the fourth aspect has another title", ["notice S-05"], {
      texts: { overview: swap("（四）政府信息公开平台建设", "（四）加强平台建设") },
    }),
    finds("平台 comes before 管理", ["warning S-12", "notice S-05"], {
      texts: {
        overview: (text) =>
          text.replace(/(（三）政府信息管理。.*\n)(（四）政府信息公开平台建设。.*\n)/, "$2$1"),
      },
    }),
    finds("section 一 is empty", ["warning S-05"], { texts: { overview: () => "" } }),
  ],
  "S-08": [
    passes("three results of a 街道", {}),
    passes("three results of a government in other words", {
      organ: city,
      texts: supervision("纳入绩效考评；开展满意度调查；没有被问责的情况。"),
    }),
    finds("a government leaves out two", ["warning S-08"], {
      organ: city,
      texts: supervision("政府信息公开工作纳入年度工作考核。"),
    }),
    finds("a 街道 leaves out one", ["notice S-08"], {
      texts: supervision("纳入年度工作考核；开展社会评议。"),
    }),
  ],
  "S-12": [
    passes("（一） to （五）", {}),
    finds("（1） before （二）", ["warning S-12"], {
      texts: { overview: swap("（一）主动公开", "（1）主动公开") },
    }),
    passes("a list of its own inside an aspect", {
      texts: { overview: swap("先审后发", "三项制度：\n（一）先审后发。\n（二）专人负责。\n严格执行") },
    }),
    finds("（三） is left out", ["warning S-12"], {
      texts: {
        overview: (text) => swap("（五）监督", "（六）监督")(swap("（四）政", "（五）政")(text)),
      },
    }),
    finds("（四） stands twice", ["warning S-12"], {
      texts: { overview: swap("（五）监督", "（四）监督") },
    }),
  ],
  "X-01": [
    passes("the number of the table", {}),
    passes("a part by letter and the whole", {
      texts: says("本年新收政府信息公开申请4件，其中通过信函收到申请1件"),
    }),
    passes("Chinese numerals", { texts: says("全年收到政府信息公开申请四件") }),
    passes("disputes and other applications are not requests", {
      texts: says(`${requestsSaid}，收到行政许可申请30件，收到行政复议申请2件`),
    }),
    passes("results are not what came in", { texts: says(`${requestsSaid}，予以公开4件，不予公开0件`) }),
    finds("another number", ["error X-01"], { texts: says("本年收到政府信息公开申请5件") }),
    finds("some although the table has none", ["error X-01"], {
      figures: {},
      texts: { overview: swap("本年未收到政府信息公开申请", "本年收到政府信息公开申请2件") },
    }),
    finds("the sum with last year's", ["notice X-01"], {
      figures: {
        "requests.received.person": 4,
        "requests.carriedIn.person": 1,
        "requests.granted.person": 5,
      },
      texts: says("本年共收到政府信息公开申请5件"),
    }),
    finds("the number of results", ["notice X-01"], {
      figures: {
        "requests.received.person": 4,
        "requests.granted.person": 3,
        "requests.carriedOut.person": 1,
      },
      texts: says("本年受理政府信息公开申请3件"),
    }),
    finds("the office's number in the city's report", ["warning X-01"], {
      organ: city,
      texts: says("市政府办公室代表市政府受理政府信息公开申请2件"),
    }),
  ],
  "X-09": [
    passes("none said, none printed", { figures: {} }),
    passes("none of a kind, by one way or in one season", {
      texts: says(
        `${requestsSaid}，其中未收到法人申请。通过邮箱未收到政府信息公开申请。一季度未收到政府信息公开申请。未收到第三方不同意公开的意见`,
      ),
    }),
    finds("none said, four printed", ["error X-09"], {
      texts: says("本年没有收到公民、法人和其他组织提出的政府信息公开申请"),
    }),
  ],
  "X-13": [
    passes("a number is named", {}),
    passes("none is named as none", {
      figures: {},
      texts: { overview: swap("本年未收到政府信息公开申请", "本年没有人提出申请") },
    }),
    finds("no number", ["warning X-13"], { texts: { overview: swap(`${requestsSaid}。`, "") } }),
  ],
  "L-02": [
    passes("件", {}),
    passes("other things are counted otherwise", {
      texts: says(`${requestsSaid}，更新申请指南3份，答复咨询20次`),
    }),
    finds("条", ["warning L-02"], { texts: says("本年收到政府信息公开申请4条") }),
  ],
};
