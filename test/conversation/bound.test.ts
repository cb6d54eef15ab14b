import { expect, test } from "vitest";
import { Interview } from "../support/interview.ts";

/** Words of a person that name figures follow the figures. */
const begun = async (): Promise<Interview> => {
  const interview = new Interview("2026-01-08T09:00:00+08:00");
  for (const words of [
    "青山区临江街道办事处",
    "收到4件，都是自然人",
    "上年没有结转",
    "都公开了，其余都是0",
    "没有复议诉讼",
    "许可12件，其余都是0",
  ])
    await interview.say(words);
  await interview.say(
    "主动公开：网站公开120条；全年作出行政许可决定12件\n依申请公开：全年收到政府信息公开申请4件，均在期限内答复\n信息管理：三级审核\n平台建设：网站1个\n监督保障：列入考核；评议一次；没有追责",
  );
  return interview;
};

test("a sentence changes with its cell, is shown, and goes back with 撤销", async () => {
  const interview = await begun();
  const said = await interview.say("改 行政许可 为 15");
  expect(said).toMatch(/一（一）里的“[^”]*12件”已改为“[^”]*15件”/);
  expect(await interview.say("核对")).toContain("行政许可决定15件");
  await interview.say("撤销");
  expect(await interview.say("核对")).toMatch(/主动公开：.*行政许可决定12件/);
});

test("figures that only look the same are left alone", async () => {
  const interview = await begun();
  await interview.say("改 行政许可 为 120");
  expect(await interview.say("改 行政许可 为 7")).not.toContain("网站公开");
  expect(await interview.say("核对")).toContain("网站公开120条");
});

test("drafted sentences that read otherwise than at the last 预览 are told at the next", async () => {
  const interview = await begun();
  await interview.say("预览");
  await interview.say("不对，本年新收自然人5件，予以公开自然人5件");
  const review = await interview.say("核对");
  expect(review).toMatch(/句子随数改了：原来“[^”]*4件[^”]*”，现在“[^”]*5件/);
  expect(await interview.say("核对")).not.toContain("句子随数改了");
});
