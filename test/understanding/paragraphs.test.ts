import { expect, test } from "vitest";
import type { TextSlot } from "../../src/report/events.ts";
import type { Command } from "../../src/understanding/command.ts";
import { understand } from "../../src/understanding/understand.ts";

/** Paragraphs, names and the fee as clerks send them; what follows was written down by hand. */
const read = (say: string, asked: string | null) =>
  understand({ say, asked, year: 2025, known: () => undefined, lastYear: () => undefined });

const slots = (commands: readonly Command[]): Partial<Record<TextSlot, string[]>> =>
  Object.fromEntries(
    commands.flatMap((command) => (command.do === "text" ? [[command.slot, command.items]] : [])),
  );

const five = ["主动公开120条", "没有申请", "先审后发", "网站和公众号", "纳入考核"];
const aspects: Partial<Record<TextSlot, string[]>> = {
  "overview.disclosure": ["主动公开120条"],
  "overview.requests": ["没有申请"],
  "overview.management": ["先审后发"],
  "overview.platform": ["网站和公众号"],
  "overview.supervision": ["纳入考核"],
};
const labels = ["主动公开", "依申请公开", "信息管理", "平台建设", "监督保障"];
const numbered = (mark: (index: number) => string): string =>
  five.map((part, index) => `${mark(index)}${part}`).join("");

test.each([
  ["clauses without labels", five.join("；")],
  ["sentences without labels", `${five.join("。")}。`],
  ["numbers", numbered((index) => `${index === 0 ? "" : " "}${index + 1}、`)],
  ["lines with labels", five.map((part, index) => `${labels[index]}：${part}`).join("\n")],
  ["half-width labels in one line", five.map((part, index) => `${labels[index]}:${part}`).join(";")],
  [
    "the numbering of the form without any break",
    five.map((part, index) => `（${"一二三四五"[index]}）${labels[index]}情况：${part}`).join(""),
  ],
])("the five aspects in one message: %s", (_, say) => {
  expect(slots(read(say, "overview").commands)).toEqual(aspects);
});

test.each([
  ["问题是更新不及时，改进措施是专人负责", ["更新不及时"], ["专人负责"]],
  ["一是更新慢，二是人手少；改进：一是定人，二是培训", ["更新慢", "人手少"], ["定人", "培训"]],
  ["问题一是更新慢二是形式少，改进措施一是定人二是丰富形式", ["更新慢", "形式少"], ["定人", "丰富形式"]],
  ["存在问题：更新慢。下一步：加强更新。", ["更新慢"], ["加强更新"]],
  ["主要问题：更新慢；形式少\n改进措施：定人；多样", ["更新慢", "形式少"], ["定人", "多样"]],
])("problems and measures in one message: %s", (say, problems, improvements) => {
  expect(slots(read(say, "problems").commands)).toEqual({ problems, improvements });
});

test.each([
  "2025年，青山区临江街道办事处",
  "青山区临江街道办事处，2025年",
  "青山区临江街道办事处2025年",
  "2025年度，单位是青山区临江街道办事处",
  "我们是青山区临江街道办事处，编2025年的年报",
])("the organ and the year in either order: %s", (say) => {
  const { commands, unread } = read(say, "organ");
  expect(commands).toContainEqual({ do: "organ", name: "青山区临江街道办事处", kind: "subdistrict" });
  expect(commands).toContainEqual({ do: "year", year: 2025 });
  expect(unread).toEqual([]);
});

test.each([
  "没有收取信息处理费，收费为0",
  "没收",
  "无。",
  "没有，一分钱没收",
  "0",
  "没收过信息处理费，收费通知也没发过",
])("no fee, and nothing for the table of section two: %s", (say) => {
  expect(read(say, "fee").commands).toEqual([{ do: "fee", fee: { kind: "none" } }]);
});
