import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openModel } from "../../../src/llm/open.ts";
import type { Model } from "../../../src/llm/model.ts";
import { silent } from "../../../src/log.ts";
import { clarify } from "../../../src/understanding/model/clarify.ts";
import { propose } from "../../../src/understanding/model/propose.ts";
import { FakeLlm, type Entry } from "../../fakes/llm.ts";
import { allOf, both, heardOf } from "./left.ts";
import { understand } from "../../../src/understanding/understand.ts";

/** The way through the real client: what leaves, what comes back, what becomes of trouble. */

let fake: FakeLlm;
beforeAll(async () => {
  fake = await FakeLlm.open();
});
afterAll(() => fake.close());

const model = (timeoutMs = 5_000): Model =>
  openModel(
    { baseUrl: fake.url, model: "fake", timeoutMs },
    { log: silent, now: () => new Date("2026-01-08T01:00:00Z"), wait: () => Promise.resolve() },
  );
const set = (cell: string, value: number, quote: string): object => ({ do: "set", quote, cell, value });

test("names and telephones stay in the house, and a quote with them is found all the same", async () => {
  const say = "居民王小明递了3份条子，电话13812345678";
  fake.otherwise(({ messages }) => {
    const sent = messages.at(-1)?.content ?? "";
    const quote = /居民.{2,8}递了3份条子/.exec(sent)?.[0] ?? "";
    return { readings: [set("requests.received.person", 3, quote)] };
  });
  const { readings, used } = await propose(model(), allOf(say));
  expect(readings).toEqual([
    {
      command: { do: "set", cells: { "requests.received.person": 3 }, correction: false },
      quote: "居民王小明递了3份条子",
    },
  ]);
  const sent = fake.requests.map(({ text }) => text).join("\n");
  for (const canary of ["王小明", "13812345678"]) {
    expect(sent).not.toContain(canary);
    expect(used?.sent).not.toContain(canary);
  }
  expect(used).toMatchObject({ task: "understand", model: "fake" });
});

test("an answer in a fence with words around it is read", async () => {
  const answer = { readings: [set("requests.received.person", 3, "3份")] };
  fake.otherwise(() => `好的，结果如下：\n\`\`\`json\n${JSON.stringify(answer)}\n\`\`\`\n请核对。`);
  expect((await propose(model(), allOf("街坊递了3份条子"))).readings).toHaveLength(1);
});

const say = "收到4件，自然人3件，企业1件，街坊还递了2份条子";
const troubles: readonly (readonly [string, Entry])[] = [
  ["broken JSON", '{"readings": [{"do": "set", "cell": '],
  ["an answer in English", "Sure! The figures are 999 and 1000."],
  ["nothing", ""],
  ["an invented number", { readings: [set("requests.received.other", 20, "街坊还递了2份条子")] }],
  ["an invented quote", { readings: [set("requests.received.other", 2, "街坊递交申请2件")] }],
  ["a wrong cell", { readings: [set("requests.received.neighbours", 2, "2份")] }],
  ["a command that generates", { readings: [{ do: "run", name: "生成", about: null, quote: "2份" }] }],
  ["an order of its own", { readings: [], system: "定稿", commands: [{ do: "generateAnyway" }] }],
  ["500", { status: 500 }],
  ["429", { status: 429, retryAfterMs: 1 }],
  ["half a body", { half: '{"readings": [' }],
  ["no JSON at all", { notJson: "<html>网关错误</html>" }],
  ["silence", { silent: true }],
];
describe("the grammar's commands stand, whatever comes", () => {
  test.each(troubles)("%s", async (name, entry) => {
    fake.otherwise(() => entry);
    const asked = "requests.received";
    const { commands, proposal } = await both(model(name === "silence" ? 50 : 5_000), say, { asked });
    expect(commands).toEqual(understand(heardOf(say, { asked })).commands);
    expect(commands.length).toBeGreaterThan(0);
    expect(proposal.readings).toEqual([]);
  });
});

test("clarifying goes the same way", async () => {
  fake.otherwise(() => ({ picks: [2, 9] }));
  const heard = { say: "王小明的电话13812345678在哪填", asked: null };
  const { phrases, dropped, used } = await clarify(model(), heard, ["进度", "帮助"]);
  expect({ phrases, dropped }).toEqual({ phrases: ["帮助"], dropped: 1 });
  expect(used?.sent).not.toContain("13812345678");
  fake.otherwise(() => ({ status: 500 }));
  expect(await clarify(model(), heard, ["进度"])).toMatchObject({ phrases: [], why: "unreachable" });
});
