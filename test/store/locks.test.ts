import fc from "fast-check";
import { expect, it } from "vitest";
import type { Store, Unit } from "../../src/conversation/ports.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { counted, numbers, report } from "./samples.ts";

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Reads, pauses and appends as told; a number is a report. */
async function play(unit: Unit, script: readonly number[], mark: number): Promise<void> {
  for (const place of script) {
    await unit.events(report(`第${place}镇`));
    await pause();
    unit.append(report(`第${place}镇`), [counted(mark)]);
  }
}

async function lengths(store: Store): Promise<number> {
  let sum = 0;
  for (let place = 0; place < 3; place++)
    sum += await store.turn(
      "reader",
      async (unit) => numbers(await unit.events(report(`第${place}镇`))).length,
    );
  return sum;
}

it("never hangs, whatever reports turns take in whatever order, and writes exactly the turns that went through", async () => {
  const turns = fc.array(
    fc.record({
      talk: fc.integer({ min: 0, max: 3 }),
      script: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 4 }),
    }),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(turns, async (plan) => {
      const store = memoryStore();
      const results = await Promise.allSettled(
        plan.map(({ talk, script }, mark) => store.turn(`${talk}`, (unit) => play(unit, script, mark))),
      );
      const through = plan.filter((_, index) => results[index]?.status === "fulfilled");
      expect(await lengths(store)).toBe(through.reduce((sum, { script }) => sum + script.length, 0));
      for (const result of results)
        if (result.status === "rejected")
          expect(result.reason).toMatchObject({ code: "busy", retryable: true });
      await store.close();
    }),
    { numRuns: 150 },
  );
});
