import { law, printedForm, regulation, type Question } from "../vocabulary.ts";

/** Sections 五 and 六, the preamble and the fixed sentences. */

export const problemsQuestion: Question = {
  ask: "第五部分：今年工作中主要有哪些问题？一般说两三条。",
  help: "说具体的，一条一个问题，例如：一是公众号更新不及时；二是办件人员业务不熟。不能写“无”。",
  basis: regulation("第五十条第（四）项"),
};

export const improvementsQuestion: Question = {
  ask: "针对这些问题，打算怎么改进？最好一个问题对一条措施。",
  help: "与问题一一对应，例如：一是专人负责更新、每周检查；二是每季度培训一次。",
  basis: regulation("第五十条第（四）项"),
};

export const feeQuestion: Question = {
  ask: "第六部分：今年收取过政府信息公开信息处理费吗？没有就回“没有收”。",
  help: "收过的，请说发出几件收费通知、通知收费总额多少元、实际收到多少元；这里不是指别的收费。",
  basis: printedForm("第六部分：收取信息处理费情况在此处报告"),
};

export const contactQuestion: Question = {
  ask: "联系方式要写进报告开头吗？要的话请发地址和电话。",
  help: "例如：地址某某路1号，电话0000-0000000，邮编000000。不写就回“不写”。",
  basis: { kind: "practice", text: "各地年报的通行写法" },
};

export const feeBasis = law(
  "《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）",
);

/** F-02: the sentence for a year without any fee. */
export const noFeeSentence = (year: number): string =>
  `按照《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）规定的按件、按量收费标准，${year}年本机关未产生政府信息公开信息处理费。`;

/** The period every figure covers (P-02). */
export const periodSentence = (year: number): string =>
  `本报告所列数据的统计期限自${year}年1月1日起至${year}年12月31日止。`;

/** The basis of the report, for the preamble (P-01). */
export const basisSentence = (organ: string, year: number): string =>
  `根据《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称《条例》）第五十条和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）要求，编制${organ}${year}年政府信息公开工作年度报告。`;

/** T-01. */
export const titleOf = (organ: string, year: number): string => `${organ}${year}年政府信息公开工作年度报告`;
