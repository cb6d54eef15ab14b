import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InboundFile } from "../../src/channels/channel.ts";
import { Slots } from "../../src/dispatch/slots.ts";
import { Clock, settle } from "../support/clock.ts";
import { Postbox } from "../support/postbox.ts";
import { accessOf, Desk } from "./desk.ts";

/** A platform whose files come when the test says so. */
class Slow extends Postbox {
  readonly coming: (() => void)[] = [];
  most = 0;

  override async fetch(file: InboundFile): Promise<{ name: string; bytes: Uint8Array }> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.coming.push(() => resolve(undefined));
    this.most = Math.max(this.most, this.coming.length);
    await promise;
    this.fetched.push(file.ref);
    return { name: file.name ?? "", bytes: new TextEncoder().encode("一份文件") };
  }
}
const people = Array.from({ length: 12 }, (_, index) => ({ id: `p${index}`, name: `第${index}位` }));
const list = {
  units: [
    {
      organ: { name: "青山区红旗街道办事处", kind: "subdistrict" },
      people: people.map(({ id, name }) => ({ channel: "feishu", id, name, role: "clerk" })),
      groups: [],
    },
  ],
};

describe("Files of many people at once", () => {
  it.each([
    ["whose links die", 1_800_000_000_000],
    ["whose links last", undefined],
  ])("%s come down four at a time, and each is answered", async (_, expiresAt) => {
    const slow = new Slow();
    const clock = new Clock("2026-01-05T09:00:00+08:00");
    const desk = await Desk.open({ postbox: slow, clock, access: accessOf(list, clock) });
    for (const sender of people) {
      const file = { ref: sender.id, name: "a.txt", ...(expiresAt === undefined ? {} : { expiresAt }) };
      expect(await desk.says("", { sender, files: [file] })).toEqual({ kind: "taken" });
    }
    for (let count = 0; count < people.length; count += 1) {
      await settle();
      slow.coming.shift()?.();
    }
    await desk.done();
    expect(slow.most).toBe(4);
    expect(slow.fetched).toHaveLength(12);
    for (const { id } of people) expect(desk.words({ kind: "direct", id })).toHaveLength(1);
  });
});

describe("Slots", () => {
  it("never let in more than there is room for, and everybody in the end, in order", async () => {
    const plan = fc.array(fc.boolean(), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), plan, async (room, steps) => {
        const slots = new Slots(room);
        const entered: number[] = [];
        const inside: (() => void)[] = [];
        let asked = 0;
        for (const comes of [...steps, ...steps.map(() => false)]) {
          const number = asked;
          if (comes) void slots.take().then((leave) => void (entered.push(number), inside.push(leave)));
          if (comes) asked += 1;
          else {
            const leave = inside.shift();
            leave?.();
            // Leaving twice makes no more room.
            leave?.();
          }
          await settle();
          expect(inside.length).toBeLessThanOrEqual(room);
        }
        expect(entered).toEqual(entered.map((_, index) => index));
        expect(entered.length).toBeGreaterThanOrEqual(Math.min(asked, room));
      }),
      { numRuns: 50 },
    );
  });
});
