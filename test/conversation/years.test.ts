import { expect, test } from "vitest";
import { Interview } from "../support/interview.ts";

const november = "2026-11-21T09:00:00+08:00";
const january = "2026-01-08T09:00:00+08:00";
const organ = "青山区临江街道办事处";

test("in January the report is that of the last year, without a question", async () => {
  const interview = new Interview(january);
  await interview.say("开始");
  expect(await interview.say(organ)).toContain(`${organ}，2025年`);
});

test("in November the bot asks which year, together with the organ", async () => {
  const interview = new Interview(november);
  expect(await interview.say("开始")).toMatch(/单位全称.*2026年还是2025年/s);
  expect(await interview.say(`${organ}，2025年`)).toContain(`${organ}，2025年`);
});

test("what is said before the year is known waits for it and is not lost", async () => {
  const interview = new Interview(november);
  await interview.say("收到2件申请，都是个人申请的");
  expect(await interview.say(organ)).toMatch(/1\. 2026年\n2\. 2025年/);
  const reply = await interview.say("2");
  expect(reply).toContain("2025年");
  expect(await interview.say("核对")).toContain("本年新收2件");
});

test("a change of the year asks whether what was said moves along, and moves it", async () => {
  const interview = new Interview(january);
  await interview.say(organ);
  await interview.say("收到2件申请，都是个人申请的");
  expect(await interview.say("编2024年的年报")).toMatch(/都算2024年的/);
  await interview.say("1");
  expect(await interview.say("核对")).toMatch(/2024年.*本年新收2件/s);
  await interview.say("编2025年的年报");
  expect(await interview.say("核对")).not.toContain("本年新收2件");
});

test("a change of the year may leave what was said where it is; last year's figures can then be asked for", async () => {
  const interview = new Interview(january);
  await interview.say(organ);
  await interview.say("编2024年的年报");
  await interview.say("没有申请，上年结转也没有");
  await interview.say("编2025年的年报");
  await interview.say("2");
  expect(await interview.say("去年多少")).toMatch(/2024年年报/);
});
