import { describe, expect, test } from "vitest";
import { noModel } from "../../../src/llm/model.ts";
import { askedCells } from "../../../src/report/form.ts";
import { understand } from "../../../src/understanding/understand.ts";
import { scriptedModel, type ScriptedModel } from "../../support/models.ts";
import { cases } from "../cases.ts";
import { casesInTalks } from "../casesInTalks.ts";
import { casesOfFiveClerks } from "../casesOfFiveClerks.ts";
import { casesOnTheEdge } from "../casesOnTheEdge.ts";
import { both, heardOf } from "./left.ts";

/** Model off, a right one, a hostile one: the same commands wherever the grammar suffices. */

const all = [...cases, ...casesInTalks, ...casesOfFiveClerks, ...casesOnTheEdge];

/** Answers with every figure and denial of the message it can lay hands on, in wrong cells. */
const hostile = (say: string): ScriptedModel =>
  scriptedModel(() => ({
    readings: [
      ...askedCells.slice(0, 20).map((cell, index) => ({ do: "set", cell, value: index, quote: say })),
      { do: "zero", under: "requests", quote: say },
      { do: "text", slot: "problems", items: [say, "工作扎实推进"], quote: say },
      { do: "run", name: "检查", about: null, quote: "检查" },
    ],
  }));

test("where the grammar reads all of a sentence no model is asked, and the commands are the same", async () => {
  let suffices = 0;
  for (const [asked, say, , before] of all) {
    const situation = { asked, ...before };
    const grammar = understand(heardOf(say, situation));
    if (grammar.unread.length > 0) continue;
    suffices++;
    const right = scriptedModel(() => ({ readings: [] }));
    for (const model of [noModel, right, hostile(say)]) {
      const { commands, proposal } = await both(model, say, situation);
      expect(commands, say).toEqual(grammar.commands);
      expect(proposal).toEqual({ readings: [], used: null, dropped: 0 });
    }
    expect(right.asked).toEqual([]);
  }
  expect(suffices).toBeGreaterThan(500);
});

test("where it does not, what the grammar read stays as it is under any model, and is first", async () => {
  let left = 0;
  for (const [asked, say, , before] of all) {
    const situation = { asked, ...before };
    const grammar = understand(heardOf(say, situation));
    if (grammar.unread.length === 0) continue;
    left++;
    expect((await both(noModel, say, situation)).commands, say).toEqual(grammar.commands);
    const { commands } = await both(hostile(say), say, situation);
    expect(commands.slice(0, grammar.commands.length), say).toEqual(grammar.commands);
  }
  expect(left).toBeGreaterThan(50);
});

describe("a right model reads looser wording, the grammar the rest", () => {
  const quote = "街坊又塞来2份条子";
  const say = `收到4件，自然人3件、企业1件。${quote}`;
  const asked = "requests.received";
  const right = scriptedModel(() => ({
    readings: [{ do: "set", cell: "requests.received.other", value: 2, quote }],
  }));
  test("its reading comes after the grammar's, with its words", async () => {
    const { commands, proposal } = await both(right, say, { asked });
    const own = understand(heardOf(say, { asked })).commands;
    expect(commands).toEqual([
      ...own,
      { do: "set", cells: { "requests.received.other": 2 }, correction: false },
    ]);
    expect(proposal.readings.map((reading) => reading.quote)).toEqual([quote]);
    expect(proposal.used?.task).toBe("understand");
  });
  test("without it those words stay unread", async () => {
    const { commands } = await both(noModel, say, { asked });
    expect(commands).toEqual(understand(heardOf(say, { asked })).commands);
  });
});
