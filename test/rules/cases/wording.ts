import type { PrintedReport } from "../../../src/report/printed.ts";
import { finds, passes, swap, type Cases } from "./case.ts";

const add = (words: string) => ({ texts: { overview: (text: string) => `${text}${words}` } });
const others = (words: string) => ({ texts: { problems: (text: string) => `${text}${words}` } });
const noted = (kind: PrintedReport["oddities"][number]["kind"], label = "") =>
  ({
    oddities: [{ kind, table: "requests", label }],
  }) as const;
const department = { name: "青河市教育局", kind: "department" } as const;
const bare = { name: "柳林街道办事处", kind: "subdistrict" } as const;

/** Title, years and headings beside those in texts.ts. */
export const namingCases: Cases = {
  "T-02": [
    passes("the full name in title and text", add("青河市东山区柳林街道办事处设有查阅点。")),
    passes("a name without its district, and no longer one in the text", { organ: bare }),
    finds("the text knows the district", ["notice T-02"], {
      organ: bare,
      ...add("如有疑问，请与东山区柳林街道办事处联系。"),
    }),
  ],
  "T-03": [
    passes("the full name and one short name", add("柳林街道重视公开工作。")),
    passes("本街道 beside 本机关", add("本街道重视公开工作。")),
    finds("two short names", ["notice T-03"], add("柳林街道重视公开工作，柳林街道办专人负责。")),
    finds("three ways of saying we", ["notice T-03"], add("我街道专人负责，我街办按月检查。")),
  ],
  "S-04": [
    passes("no levels at all", {}),
    passes("all of one level", {
      sections: (sections) => sections.map((section) => ({ ...section, level: 2 })),
    }),
    finds("two levels", ["warning S-04"], {
      sections: (sections) => sections.map((section, index) => ({ ...section, level: index < 3 ? 2 : 4 })),
    }),
    finds("some are plain text", ["warning S-04"], {
      sections: (sections) =>
        sections.map((section, index) => (index === 1 || index === 2 ? section : { ...section, level: 1 })),
    }),
  ],
  "P-03": [
    passes(
      "last year as comparison, history, account and paper",
      add(
        "2024年以来，持续推进。2024年，本街道获评先进。2024年度部门决算已公开。较2024年增长一成。落实东政办〔2024〕3号文件。截至2024年底，专栏已建成。",
      ),
    ),
    passes(
      "last year's report as a thing that was published",
      add("按时编制公布2024年政府信息公开工作年度报告，公开2024年度部门决算。"),
    ),
    finds("the fee is last year's", ["error P-03"], {
      texts: { other: swap("2025年本机关未产生", "2024年本机关未产生") },
    }),
    finds("the report announces another year", ["error P-03"], {
      preamble: "现将柳林街道2024年政府信息公开工作情况报告如下，统计期限为2025年1月1日至12月31日。",
    }),
    finds("it looks back on another year", ["error P-03"], {
      texts: { problems: (text) => `2024年，公开工作取得成绩，但还存在一些问题。${text}` },
    }),
    passes("next year's plan among the improvements", others("2026年，本街道将继续加强培训。")),
    finds("the first sentence is last year's", ["error P-03"], {
      texts: { overview: swap("2025年，本机关坚持", "2024年，本机关坚持") },
    }),
    finds("a figure of last year", ["error P-03"], {
      texts: { overview: swap("全年通过门户网站公开", "2024年，主动公开") },
    }),
    finds("the year stands after the subject", ["error P-03"], add("我街道2026年收到信件。")),
    finds(
      "the plan is for the report's own year",
      ["warning P-03"],
      others("2025年，本街道将继续加强培训。"),
    ),
  ],
  "D-01": [
    passes("a table as on the form", {}),
    finds("no lines", ["warning D-01"], noted("no borders")),
    finds("cells run together", ["notice D-01"], noted("run together")),
    finds("empty header cells", ["notice D-01"], noted("empty header")),
    finds("1、 for 1.", ["notice D-01"], noted("label numbering", "1、申请人无正当理由逾期不补正")),
  ],
  "S-13": [
    passes("this organ, and 各部门 of it", add("各部门分工负责。")),
    passes("one general phrase", add("落实上级关于各级政府部门的要求。")),
    passes("一个 district speaks of its 部门", {
      organ: { name: "青河市东山区人民政府", kind: "county" },
      ...add("各级政府部门加强学习，部分地区有差距。"),
    }),
    passes("the subject is this organ", add("2025年，柳林街道认真落实条例。")),
    finds("general phrases only", ["warning S-13"], others("各级政府部门重视不够，部分地区进展缓慢。")),
    passes("words before 街道 that are no place", add("同时街道积极回应关切。近年来街道坚持公开。")),
    finds("another 街道 as the subject", ["warning S-13"], add("2025年，桃园街道办事处认真落实条例。")),
  ],
  "L-10": [
    passes("各科室 and 本部门", add("各科室对本部门信息负责。科室负责人为本部门第一责任人。")),
    passes("本部门 of a department", { organ: department, ...add("本部门专人负责。") }),
    finds("本部门 of a 街道", ["warning L-10"], add("没有针对本部门的投诉。")),
    finds("本街道 of a department", ["warning L-10"], { organ: department, ...add("本街道专人负责。") }),
  ],
};

/** The language of the text. */
export const wordingCases: Cases = {
  "L-01": [
    passes("times, amounts and addresses", add("每天8:30开门，阅读1,148次，网址www.example.cn。")),
    passes("the head of the web page", {
      preamble: "发布时间: 2026-01-08 16:34 来源: 办公室\n统计期限为2025年1月1日至12月31日。",
    }),
    finds("half-width marks", ["notice L-01"], add("专人负责(含兼职),定期检查:每月一次.")),
  ],
  "L-03": [
    passes(
      "exact figures, and years that are about",
      add("近年来公开信息300条，十余年不断，均未超过20个工作日，近3个月一次，超过10件的收费。"),
    ),
    finds("about 200", ["notice L-03"], add("推送信息200余条，近五百篇。")),
    finds("less and more at once", ["warning L-03"], add("阅读量近三万余次。")),
  ],
  "L-04": [
    passes(
      "words that are rightly doubled",
      add(
        "东山区人民政府政府信息公开专栏，达到公开的目的的做法，二零二零年等年份等待整理，网络安全等级保护等工作，一步一步推进。",
      ),
    ),
    passes("a list of different items", add("公开养老服务、社会救助、公共文化、涉农补贴。")),
    finds("a word twice", ["notice L-04"], add("加强资金资金管理。")),
    finds("等 twice", ["notice L-04"], add("通过会议、解读等方式等开展。")),
    finds("an item twice", ["notice L-04"], add("公开了养老服务、社会救助、公共文化、社会救助。")),
  ],
  "L-05": [
    passes("addresses and dates", add("网址www.example.cn，电话0000-0000000。")),
    passes("lines wrapped by the page", {
      texts: {
        overview: (text) =>
          text
            .split("\n")
            .flatMap((line) => line.match(/.{1,30}/gu) ?? [])
            .join("\n"),
      },
    }),
    finds("a bookmark", ["warning L-05"], add("[bookmark: _GoBack]落实责任。")),
    finds("markdown", ["warning L-05"], add("**落实责任**。")),
    finds("a field that failed", ["warning L-05"], add("见错误!未找到引用源。")),
    finds("a blank of the template", ["warning L-05"], {
      preamble: "统计期限为2025年1月1日至12月31日，可在网站（具体网址）查阅。",
    }),
    finds("a sentence broken in two", ["warning L-05"], add("\n公开3件，\n不予公开1件。")),
    finds("the menu of the web page", ["notice L-05"], {
      preamble: "当前位置：首页\n统计期限为2025年1月1日至12月31日。",
    }),
  ],
  "L-06": [
    passes("digits, and small numbers as words", add("推送信息85条，开会一次，培训三次。")),
    finds("both in one sentence", ["notice L-06"], add("粉丝1148人，原创稿件五百条。")),
  ],
  "L-08": [
    passes("the full name first", add("落实《条例》。")),
    finds("《条例》 without its full name", ["notice L-08"], {
      preamble: "按照《条例》要求编制本报告，统计期限为2025年1月1日至12月31日。",
    }),
  ],
  "L-13": [
    passes("no blanks", add("公开信息20条。")),
    passes("one blank that slipped in", add("公开信息 20条。")),
    finds("blanks around figures", ["notice L-13"], add("公开信息 20 条，推送 30 篇。")),
  ],
  "L-07": [
    passes("the words of the 条例", {}),
    finds("the old slogan", ["warning L-07"], {
      texts: { overview: swap("以公开为常态、不公开为例外", "“公开为原则，不公开为例外”") },
    }),
  ],
  "L-09": [
    passes("today's terms", {}),
    finds("two old terms", ["warning L-09", "warning L-09"], {
      texts: {
        overview: (text) => `${text}没有政务信息公开申请情况的通报，没有行政复议、诉讼、申诉案例。`,
      },
    }),
    finds("依申请公开事项 for 申请", ["notice L-09"], add("其他渠道未收到依申请公开事项。")),
  ],
  "L-11": [
    passes("one of the two names, twice", {
      texts: { overview: (text) => `${text}落实三审三校，坚持三审三校。` },
    }),
    finds("both names", ["notice L-11"], {
      texts: { overview: (text) => `${text}落实三审三校，坚持三校三审。` },
    }),
  ],
};
