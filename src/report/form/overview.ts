import { law, regulation, type Question } from "../vocabulary.ts";

/** Section 一: the five aspects, in the order of 国办公开办函〔2021〕30号“一、报告内容”第（一）项. */
export interface Aspect extends Question {
  id: string;
  /** The official name of the aspect. */
  name: string;
  /** Printed as （一）… in front of its paragraph. */
  label: string;
}

const notice = law("国办公开办函〔2021〕30号“一、报告内容”第（一）项");

export const aspects = [
  {
    id: "disclosure",
    name: "主动公开",
    label: "（一）主动公开",
    ask: "主动公开：今年在网站、公众号、公示栏等公开了哪些内容、各多少条？",
    help: "说渠道、数量和内容就行，例如：网站公开120条，公众号发了85条，主要是政策文件、办事指南、财政预决算。",
    basis: notice,
  },
  {
    id: "requests",
    name: "依申请公开",
    label: "（二）依申请公开",
    ask: "依申请公开：申请是怎么受理、办理的？件数不用再说，会按表三自动写入。",
    help: "例如：有专人接收，登记后交科室办理，答复前作合法性审核。",
    basis: notice,
  },
  {
    id: "management",
    name: "政府信息管理",
    label: "（三）政府信息管理",
    ask: "政府信息管理：信息发布怎么审核、谁把关？有没有清理、更新目录？",
    help: "例如：先审后发，科室初审、办公室复核、分管领导审定；定期清理过期信息。",
    basis: notice,
  },
  {
    id: "platform",
    name: "政府信息公开平台建设",
    label: "（四）政府信息公开平台建设",
    ask: "平台建设：用哪些平台公开信息？网站栏目、公众号、查阅点各有哪些？",
    help: "例如：区政府网站街道专栏、公众号1个、便民服务大厅查阅点1处，专人维护。",
    basis: notice,
  },
  {
    id: "supervision",
    name: "监督保障",
    label: "（五）监督保障",
    ask: "监督保障：工作考核、社会评议、责任追究的结果怎样？有没有培训？",
    help: "三件事都要说到，例如：纳入年度考核；开展社会评议，没有收到意见；没有责任追究；培训2次。",
    basis: regulation("第五十条第（四）项"),
  },
] as const satisfies readonly Aspect[];

export type AspectId = (typeof aspects)[number]["id"];

export const overviewQuestion: Question = {
  ask: "第一部分“总体情况”，请一次把五个方面说一说：主动公开、依申请公开、信息管理、平台建设、监督保障。每个方面一两句大白话就行。",
  help: "一行说一个方面，用“主动公开：……”这样的开头最清楚；监督保障里要说到考核、社会评议、责任追究。",
  basis: notice,
};
