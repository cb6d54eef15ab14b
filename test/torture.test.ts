import { describe, expect, it } from "vitest";
import { parseAccess } from "../src/dispatch/access/list.ts";
import type { Chat } from "./torture/platform.ts";
import { programs } from "./torture/postgres.ts";
import { answeredBy, answersTo, listOf, talksOf, type Talk } from "./torture/talks.ts";
import { torture, type Torture } from "./torture/torture.ts";
import { judge } from "./torture/verdict.ts";

const options: Torture = {
  conversations: 30,
  messages: 6,
  kills: 3,
  drops: 1,
  dropMs: 2000,
  paceMs: 2000,
  seed: 20,
  embedded: false,
};
const timeout = 180_000;
const clean = { lost: 0, outOfOrder: 0, twice: 0, seenTwice: 0, left: 0 };

it(
  "loses nothing, changes no order and repeats nothing when a process of one machine is killed",
  { timeout },
  async () => {
    const outcome = await torture({ ...options, conversations: 10, kills: 2, embedded: true });
    expect(outcome).toMatchObject({ ...clean, messages: 60, kills: 2 });
  },
);

if (programs() === undefined)
  process.stdout.write("PostgreSQL is not installed: two processes on one database are not tortured.\n");
else
  it(
    "nor when two processes on one database are killed, and the database goes away",
    { timeout },
    async () => {
      const outcome = await torture(options);
      expect(outcome).toMatchObject({ ...clean, messages: 180, kills: 3, drops: 1 });
    },
  );

describe("whoever watches", () => {
  const [talk] = talksOf({ conversations: 1, messages: 4, seed: 1 });
  if (talk === undefined) throw new Error("nobody talks");
  const chatOf = (arrived: readonly number[], answers: readonly string[], of: Talk = talk): Chat => ({
    acknowledged: new Map(arrived.map((number) => [number, number])),
    shown: answers.map((text, index) => ({ key: `${of.number} ${index}`, text, card: false, at: index })),
    keys: new Set(),
  });
  const fine = { lost: 0, outOfOrder: 0, twice: 0, seenTwice: 0 };
  const order = [1, 2, 3, 4];
  const answers = answersTo(talk, order);

  it("finds nothing where everything is done once and in order", () => {
    expect(judge(talk, chatOf(order, answers), order)).toEqual(fine);
    const swapped = [2, 1, 3, 4];
    expect(judge(talk, chatOf(swapped, answersTo(talk, swapped)), swapped)).toEqual(fine);
  });

  it("counts what is not in the report, and what is not answered", () => {
    expect(judge(talk, chatOf(order, answers), [1, 2, 4])).toEqual({ ...fine, lost: 1 });
    expect(judge(talk, chatOf(order, answers.slice(0, 3)), order)).toEqual({ ...fine, lost: 1 });
  });

  it("counts what is recorded or answered behind one that arrived later", () => {
    expect(judge(talk, chatOf(order, answers), [1, 3, 2, 4])).toEqual({ ...fine, outOfOrder: 1 });
    const other = answersTo(talk, [1, 3, 2, 4]);
    expect(judge(talk, chatOf(order, other), order).outOfOrder).toBeGreaterThan(0);
  });

  it("counts an answer by which another figure stood there: an update was lost", () => {
    const wrong = answers.with(2, "改好了：行政许可由1件改为3件。");
    expect(judge(talk, chatOf(order, wrong), order)).toEqual({ ...fine, outOfOrder: 1 });
  });

  it("counts what is recorded twice, and what is seen twice", () => {
    expect(judge(talk, chatOf(order, answers), [1, 2, 2, 3, 4])).toEqual({ ...fine, twice: 1 });
    const again = [...answers, ...answers.slice(3)];
    expect(judge(talk, chatOf(order, again), order)).toEqual({ ...fine, seenTwice: 1 });
  });
});

describe("those who talk", () => {
  const talks = talksOf({ conversations: 200, messages: 20, seed: 3 });

  it("are all on the list", () => {
    expect(parseAccess(JSON.stringify(listOf(talks)))).toHaveProperty("list");
  });

  it("say the same when the seed is the same", () => {
    const again = talksOf({ conversations: 200, messages: 20, seed: 3 });
    expect(again.map(({ order }) => order)).toEqual(talks.map(({ order }) => order));
  });

  it("are heard in another order, and twice, in about 5 of 100 messages", () => {
    const moved = talks.flatMap(({ order }) =>
      order.filter((number, index) => number < (order[index - 1] ?? 0)),
    );
    const twice = talks.reduce((sum, { again }) => sum + again.size, 0);
    for (const count of [moved.length, twice]) {
      expect(count).toBeGreaterThan(120);
      expect(count).toBeLessThan(280);
    }
  });

  it("are groups too, and pairs that write to one report", () => {
    expect(talks.filter(({ kind }) => kind === "group")).toHaveLength(20);
    expect(new Set(talks.map(({ unit }) => unit)).size).toBe(180);
  });

  it("are answered in sentences that name their messages", () => {
    for (const talk of talks)
      expect(answersTo(talk, talk.order).map((text) => answeredBy(text))).toEqual(talk.order);
    expect(answeredBy("正在处理，请稍等。")).toBeUndefined();
  });
});
