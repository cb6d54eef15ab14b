import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fit, shapeOf } from "../../src/llm/shape.ts";
import { prose, valuesIn } from "../../src/llm/spoken.ts";

describe("what a model said", () => {
  const said: [string, string][] = [
    ["街道公开12条。", "街道公开12条。"],
    ["<think>想</think>街道公开", "街道公开"],
    ["<thinking>想</thinking>\n街<think>再想</think>道公开", "街道公开"],
    ["想来想去</think>街道公开", "街道公开"],
    ["街道公开<think>还没想完", "街道公开"],
    ["<think>想<think>想</think>街道公开", "街道公开"],
    ["```\n街道公开\n```", "街道公开"],
    ["```markdown\n街道公开```", "街道公开"],
    ["<think>", ""],
  ];
  it.each(said)("%j is %j", (text, spoken) => {
    expect(prose(text)).toBe(spoken);
  });

  const values: [string, unknown[]][] = [
    ['{"a":1}', [{ a: 1 }]],
    ['```json\n{"a":1}\n```', [{ a: 1 }]],
    ['一份 ```json {"a":1}``` 又一份 ```{"b":2}```', [{ a: 1 }, { b: 2 }]],
    ['好的 {"a":"}{"} 和 [1]', [{ a: "}{" }, [1]]],
    ['坏的 {a} 好的 {"a":"\\"}"}', [{ a: '"}' }]],
    ['{"a":1', []],
    ["没有", []],
  ];
  it.each(values)("in %j stand %j", (text, found) => {
    expect(valuesIn(text)).toEqual(found);
  });

  it("any value is found between words", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const json = JSON.stringify(value);
        // A string may look like a tag or a fence, which is looked at first.
        fc.pre(!/think|```/.test(json));
        expect(valuesIn(`答案：${json}。`)).toEqual([JSON.parse(json)]);
      }),
    );
  });

  const List = z.object({ list: z.array(z.object({ a: z.string(), b: z.string().optional() })) });
  it.each([
    "<think>",
    "```",
    "``` ",
    "```json" + " ".repeat(90),
    "{",
    '{"',
    "[1,",
    "```\n{}",
    '"\\',
    "</think>",
  ])("a flood of %j is over quickly", (unit) => {
    const began = performance.now();
    valuesIn(unit.repeat(200_000 / unit.length));
    valuesIn("```" + " ".repeat(200_000));
    const nulls = { list: Array(20_000).fill({ a: null, b: null }) };
    expect(fit(List, shapeOf(List), nulls).fits).toBe(false);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
