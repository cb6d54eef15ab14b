import { describe, expect, it } from "vitest";
import { Retention } from "../../src/dispatch/retention.ts";
import { OutsideError } from "../../src/errors.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { counted, report } from "../store/samples.ts";
import { Lines } from "./desk.ts";

const dayMs = 24 * 60 * 60 * 1000;
const start = new Date("2027-03-01T03:00:00Z").getTime();

/** A store with a report of January 2026, and what looks after it; `days` go by, each with several ticks. */
async function looking() {
  const store = memoryStore();
  const log = new Lines();
  const retention = new Retention({ store, days: 365, log });
  await store.turn("a", (unit) => Promise.resolve(unit.append(report(), [counted(1)])));
  const left = async () => (await store.turn("x", (unit) => unit.events(report()))).length;
  const pass = async (from: number, days: number) => {
    for (let day = 0; day < days; day++)
      for (let tick = 0; tick < 3; tick++)
        await retention.look(new Date(start + (from + day) * dayMs + tick * 60_000));
  };
  return { store, log, left, pass };
}

describe("Once a day", () => {
  it("what has had its time is removed, after the clock was seen to go on for a week", async () => {
    const { log, left, pass } = await looking();
    await pass(0, 7);
    expect(await left()).toBe(1);
    expect(log.of("retention-waits").length).toBe(7);
    await pass(7, 1);
    expect(await left()).toBe(0);
    expect(log.of("retention")).toEqual([{ count: 1 }]);
    await pass(8, 2);
    expect(log.of("retention").length).toBe(1);
  });

  it("nothing is removed by a clock that leapt ahead by years, nor by what is said while it stands so", async () => {
    const { store, log, left, pass } = await looking();
    await pass(-420, 8);
    await pass(3650, 6);
    const said = { ...counted(2), at: new Date(start + 3651 * dayMs).toISOString() };
    await store.turn("b", (unit) => Promise.resolve(unit.append(report("红山镇"), [said])));
    await pass(3656, 1);
    expect(await left()).toBe(1);
    expect(log.of("retention-waits").at(-1)).toEqual({});
    await pass(-410, 10);
    expect(await left()).toBe(1);
  });

  it("a store that fails is a line of the log, and is tried again the day after", async () => {
    const { store, log } = await looking();
    const keeping = Object.create(store.keeping, {
      all: {
        value: () => {
          throw new OutsideError("磁盘已满。", { where: "store", code: "disk-full" });
        },
      },
    }) as typeof store.keeping;
    const retention = new Retention({ store: { ...store, keeping }, days: 30, log });
    await retention.look(new Date(start));
    await retention.look(new Date(start + dayMs));
    expect(log.of("retention-failed")).toEqual([{ code: "disk-full" }, { code: "disk-full" }]);
  });
});
