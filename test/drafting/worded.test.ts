import { expect, test } from "vitest";
import { byModel } from "../../src/drafting/worded.ts";
import { writeOut } from "../../src/drafting/writeOut.ts";
import { eventsOfFacts } from "../../src/report/facts.ts";
import { fold } from "../../src/report/report.ts";
import { completeFacts } from "../support/facts.ts";

const source = { at: "2026-01-08T01:00:00.000Z", by: { id: "a", name: "甲" }, message: "m1", words: "…" };

test("a report without worded paragraphs is written by the plain rules, word for word as ever", () => {
  const events = eventsOfFacts(completeFacts("青山区临江街道办事处", 2025));
  const out = writeOut(
    fold(
      2025,
      events.map((event) => ({ ...source, event })),
    ),
  );
  const { overview = [], problems = [], other = [] } = out?.paragraphs ?? {};
  const all = [...overview, ...problems, ...other];
  expect(all.map(({ lead = "", text }) => lead + text)).toEqual([
    "2025年，本街道认真贯彻落实《条例》，坚持以公开为常态、不公开为例外，推进政府信息公开工作。",
    "（一）主动公开。2025年，区政府网站街道专栏公开120条，公众号推送85条，主要是办事指南和民生政策。",
    "（二）依申请公开。2025年，本街道收到政府信息公开申请4件（自然人3件、商业企业1件），上年结转0件。全年办结4件，其中予以公开4件；结转下年度继续办理0件。设有登记本，专人接收，答复前经过审核。未发生因政府信息公开引起的行政复议、行政诉讼。",
    "（三）政府信息管理。在政府信息管理方面，科室起草、党政办把关、分管领导签发，每季度清理一次。",
    "（四）政府信息公开平台建设。主要公开平台有网站专栏1个、公众号1个、便民服务中心查阅点1处，专人更新。",
    "（五）监督保障。本街道将政府信息公开工作列入年度考核；开展社会评议，未收到意见；未发生责任追究情形；培训2次。",
    "（一）存在的主要问题。一是公众号更新不及时；二是经办人员业务不熟。",
    "（二）改进情况。一是定人定岗，每周更新；二是每季度组织一次学习。",
    "按照《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）规定的按件、按量收费标准，2025年本机关未产生政府信息公开信息处理费。",
  ]);
  expect(all.flatMap(({ remarks }) => remarks)).not.toContain(byModel);
});
