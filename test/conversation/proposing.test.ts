import { expect, test } from "vitest";
import { confirmation } from "../../src/conversation/model/proposing.ts";
import type { Command } from "../../src/understanding/command.ts";

const set = (cell: string, value: number): Command => ({
  do: "set",
  cells: { [cell]: value },
  correction: true,
});

test("what would be recorded is shown value by value, and recorded as one statement", () => {
  const { question, choices } = confirmation([
    { command: set("requests.received.total", 5), quote: "一共5份" },
    { command: set("requests.received.person", 4), quote: "街坊是4份" },
    { command: { do: "zero", under: ["disputes"] }, quote: "官司没有" },
  ]);
  expect(question).toContain("“一共5份”");
  expect(question).toContain("“街坊是4份”");
  // A total alone would void the parts that it does not agree with, and the other way round.
  expect(choices[0]?.commands).toEqual([
    {
      do: "set",
      cells: { "requests.received.total": 5, "requests.received.person": 4 },
      correction: true,
    },
    { do: "zero", under: ["disputes"] },
  ]);
});

test("a fee is agreed to with its figures in sight", () => {
  const { question } = confirmation([
    {
      command: { do: "fee", fee: { kind: "charged", notices: 2, notified: 400, received: 300 } },
      quote: "发了2份，要400元，到手300元",
    },
  ]);
  expect(question).toContain("信息处理费收费通知2件，通知收费400元，实收300元");
  const none = confirmation([{ command: { do: "fee", fee: { kind: "none" } }, quote: "一分没要" }]);
  expect(none.question).toContain("信息处理费没有收取");
});
