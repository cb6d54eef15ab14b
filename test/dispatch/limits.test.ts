import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { boundless, Limits, type Over, type Sender } from "../../src/dispatch/inbox/limits.ts";

const megabyte = 1024 * 1024;
const zhang: Sender = { channel: "feishu", id: "zhang", units: ["红旗街道"] };
const li: Sender = { ...zhang, id: "li" };
/** Reviews what thirty streets say. */
const ju: Sender = { ...zhang, id: "ju", units: ["红旗街道", "青山镇"] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const times = async (
  limits: Limits,
  count: number,
  sender = zhang,
  sizes: number[] = [],
): Promise<(Over | null)[]> =>
  Promise.all(
    Array.from({ length: count }, () =>
      limits.over(
        sender,
        sizes.map((size) => ({ size })),
      ),
    ),
  );
const through = (results: readonly (Over | null)[]): number => results.filter((over) => over === null).length;
const seconds = (count: number): Promise<unknown> => vi.advanceTimersByTimeAsync(count * 1000);

describe("a person", () => {
  it("may paste forty lines at once, or say something every second for ever", async () => {
    expect(through(await times(new Limits(), 40))).toBe(40);
    const limits = new Limits();
    for (let second = 0; second < 600; second++) {
      expect(await limits.over(zhang, [])).toBeNull();
      await seconds(1);
    }
  });

  it("who says more is over the bound until a minute has passed, and stops nobody else", async () => {
    const limits = new Limits({ person: 120, unit: 1000 });
    expect((await times(limits, 41)).at(-1)).toBe("person");
    expect(await limits.over(li, [])).toBeNull();
    expect(await limits.over({ ...zhang, channel: "wecom" }, [])).toBeNull();
    for (let round = 0; round < 5; round++) {
      await seconds(10);
      await times(limits, 40);
    }
    await seconds(5);
    expect(await limits.over(zhang, [])).toBe("person");
    await seconds(10);
    expect(await limits.over(zhang, [])).toBeNull();
  });

  it("gets through no more than the bounds in any minute, whenever they say something", async () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 50, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(pauses, async (waits) => {
        const limits = new Limits({ person: 30 });
        const heard: number[] = [];
        let now = 0;
        for (const ms of waits) {
          now += ms;
          await vi.advanceTimersByTimeAsync(ms);
          if ((await limits.over(zhang, [])) === null) heard.push(now);
        }
        // A minute begins with the first message of it: at the seam of two there may be twice as many.
        for (const [index, at] of heard.entries())
          expect((heard[index + 60] ?? Infinity) - at).toBeGreaterThan(60_000);
      }),
      { numRuns: 30 },
    );
  });

  it("sends twenty files in ten minutes, and not more than two hundred megabytes", async () => {
    expect(through(await times(new Limits(), 25, zhang, [1000]))).toBe(20);
    expect(through(await times(new Limits(), 3, zhang, [90 * megabyte]))).toBe(2);
    expect(
      (
        await times(
          new Limits(),
          1,
          zhang,
          Array.from({ length: 21 }, () => 1),
        )
      )[0],
    ).toBe("upload");
    const limits = new Limits();
    expect(await limits.over(zhang, [{}])).toBeNull();
    await limits.larger(zhang, 200 * megabyte);
    expect(await limits.over(zhang, [{ size: 1 }])).toBe("upload");
    expect(await limits.over(zhang, [])).toBeNull();
    await seconds(600);
    expect(await limits.over(zhang, [{ size: 1 }])).toBeNull();
  });

  it("is told once a minute; of what is over, only so many ids are kept a day", async () => {
    const limits = new Limits();
    const spared = await Promise.all(Array.from({ length: 1000 }, () => limits.spare(zhang)));
    expect(spared.filter(({ told }) => told)).toEqual([{ kept: true, told: true }]);
    expect(spared.filter(({ kept }) => kept)).toHaveLength(501);
    await seconds(61);
    expect(await limits.spare(zhang)).toEqual({ kept: true, told: true });
    expect(await limits.spare(zhang)).toEqual({ kept: false, told: false });
  });
});

describe("a unit", () => {
  it("has a bound for all its people; who speaks for several units uses up nobody's", async () => {
    const limits = new Limits({ person: 100, unit: 50 });
    for (const id of ["a", "b"]) await times(limits, 25, { ...zhang, id });
    expect(await limits.over(li, [])).toBe("unit");
    expect(await limits.over(ju, [])).toBeNull();
    expect(await limits.over({ ...li, units: ["青山镇"] }, [])).toBeNull();
    await seconds(61);
    expect(await limits.over(li, [])).toBeNull();
  });
});

it("whoever sits at this machine has no bound", async () => {
  const limits = new Limits(boundless);
  expect(through(await times(limits, 5000, zhang, [megabyte]))).toBe(5000);
});

it("whoever asks first is answered first, with files or without", async () => {
  const limits = new Limits();
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      limits.over(zhang, index % 3 === 0 ? [{ size: 1 }] : []).then(() => order.push(index)),
    ),
  );
  expect(order).toEqual(order.toSorted((one, other) => one - other));
});

describe("strangers", () => {
  it("are heard five times a day in a conversation", async () => {
    const limits = new Limits();
    const heard = async (conversation: string): Promise<boolean[]> =>
      await Promise.all(Array.from({ length: 8 }, () => limits.stranger("feishu", conversation)));
    expect((await heard("a")).filter(Boolean)).toHaveLength(5);
    expect((await heard("b")).filter(Boolean)).toHaveLength(5);
    await seconds(86_401);
    expect((await heard("a")).filter(Boolean)).toHaveLength(5);
  });

  it("of any number leave ten thousand ids a day at most, on disk and in memory", async () => {
    const limits = new Limits();
    const timers = vi.getTimerCount();
    let heard = 0;
    for (let each = 0; each < 30_000; each++) if (await limits.stranger("feishu", `${each}`)) heard += 1;
    expect(heard).toBe(10_000);
    // One for each conversation that is remembered, and one for all of them.
    expect(vi.getTimerCount() - timers).toBe(10_001);
    expect(await limits.stranger("wecom", "a")).toBe(true);
    await seconds(86_401);
    expect(vi.getTimerCount() - timers).toBe(0);
  });
});
