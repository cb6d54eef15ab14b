import { describe, expect, test } from "vitest";
import { isPrefix } from "../../src/report/form.ts";
import { cases } from "./cases.ts";
import { casesInTalks } from "./casesInTalks.ts";
import { casesOfFiveClerks } from "./casesOfFiveClerks.ts";
import { casesOnTheEdge } from "./casesOnTheEdge.ts";
import { hear, summary } from "./saying.ts";

describe("what clerks say, and what follows from it", () => {
  for (const [index, [asked, say, follows, before]] of [
    ...cases,
    ...casesInTalks,
    ...casesOfFiveClerks,
    ...casesOnTheEdge,
  ].entries())
    test(`${index + 1} ${asked ?? "no question"} · ${say} → ${follows}`, () => {
      expect(summary(hear(say, { asked, ...before }))).toBe(follows);
    });
});

test.each([
  ["overview.management", "信息管理:科室报办公室审", "科室报办公室审"],
  ["overview.platform", "平台:专人更新网站", "专人更新网站"],
  ["overview.supervision", "监督:谁发布谁负责", "谁发布谁负责"],
  ["overview.requests", "依申请：专人登记", "专人登记"],
  ["problems", "主要问题：更新慢", "更新慢"],
])("the label of what is asked is not part of the words: %s %s", (asked, say, words) => {
  const items = hear(say, { asked }).commands.flatMap((command) =>
    command.do === "text" ? command.items : [],
  );
  expect(items).toEqual([words]);
});

test("a doubt names parts of the form, so that the conversation can name and ask them", () => {
  const heard: [string | null, string][] = [
    ["requests.received", "收到5件，自然人3件，企业1件"],
    ["requests.received", "收到3件，自然人3件，企业1件"],
    ["disputes", "复议2件其中1件维持"],
    ["disputes", "复议1件驳回"],
    ["disclosure.normative", "2件"],
    [null, "结转1件"],
    ["requests.results", "无法提供1件"],
  ];
  const named = heard.flatMap(([asked, say]) =>
    hear(say, { asked }).doubts.flatMap((doubt) =>
      "row" in doubt ? [doubt.row] : "rows" in doubt ? [...doubt.rows] : [],
    ),
  );
  expect(named.length).toBeGreaterThan(heard.length);
  expect(named.filter((part) => !isPrefix(part))).toEqual([]);
});
