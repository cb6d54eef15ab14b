import { cellIds, isComputed } from "../../src/report/form.ts";
import type { FactsFile } from "../../src/report/facts.ts";

/** A complete FACTS file of an invented organ: four requests, all granted, everything else 0. */
export function completeFacts(name: string, year: number): FactsFile {
  const cells = Object.fromEntries(cellIds.filter((cell) => !isComputed(cell)).map((cell) => [cell, 0]));
  return {
    year,
    organ: { name, kind: "subdistrict", contact: "地址：临江路1号，电话：0000-0000000" },
    cells: {
      ...cells,
      "requests.received.person": 3,
      "requests.received.business": 1,
      "requests.granted.person": 3,
      "requests.granted.business": 1,
    },
    text: {
      overview: {
        disclosure: "区政府网站街道专栏公开120条，公众号推送85条，主要是办事指南和民生政策",
        requests: "设有登记本，专人接收，答复前经过审核",
        management: "科室起草、党政办把关、分管领导签发，每季度清理一次",
        platform: "网站专栏1个、公众号1个、便民服务中心查阅点1处，专人更新",
        supervision: "列入年度考核；开展社会评议，没有收到意见；没有责任追究；培训2次",
      },
      problems: ["公众号更新不及时", "经办人员业务不熟"],
      improvements: ["定人定岗，每周更新", "每季度组织一次学习"],
      other: { fee: "没有收取信息处理费" },
    },
  };
}
