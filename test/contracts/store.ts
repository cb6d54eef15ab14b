import { describe, expect, it, vi } from "vitest";
import type { ReportKey, Store, Unit } from "../../src/conversation/ports.ts";
import type { Talk } from "../../src/conversation/talk.ts";
import type { Recorded } from "../../src/report/events.ts";
import { counted, numbers, report, talkAbout, textual } from "../store/samples.ts";

/** A gate that opens when told to: lets a test stop a turn in the middle without waiting for a clock. */
export function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

const eventsOf = (store: Store, key = report(), talk = "reader") =>
  store.turn(talk, async (unit) => numbers(await unit.events(key)));

/** A turn that puts events into one report, and the talk if given. */
const puts =
  (key: ReportKey, events: readonly Recorded[], talk?: Talk) =>
  (unit: Unit): Promise<void> => {
    if (talk !== undefined) unit.putTalk(talk);
    unit.append(key, events);
    return Promise.resolve();
  };

/** Lets everything run that can run without the outside world. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

const strange = {
  emoji: "青山镇😀👨‍👩‍👧",
  NUL: "青山\u0000镇",
  "a lone surrogate": "青山\ud83d镇",
  "another lone surrogate": "青山\ude00镇",
  "a prefix of a namespace": "report:青山镇",
  quotes: `'"\\; DROP TABLE entries; --`,
  nothing: "",
  "a name of objects": "__proto__",
};

/** What every store must do. `open` gives an empty store; `again` opens what a closed one has left. */
export function storeContract(
  name: string,
  { open, again }: { open: () => Promise<Store>; again?: () => Promise<Store> },
): void {
  describe(`${name} keeps the contract of a store`, () => {
    it("knows nothing at first", async () => {
      const store = await open();
      expect(await store.turn("a", async (unit) => [await unit.talk(), await unit.events(report())])).toEqual(
        [undefined, []],
      );
      await store.close();
    });

    it("gives back what a turn has put, and within the turn at once", async () => {
      const store = await open();
      const result = await store.turn("a", async (unit) => {
        unit.putTalk(talkAbout("青山镇", "fee"));
        unit.append(report(), [counted(1), counted(2)]);
        unit.append(report(), [counted(3)]);
        return [await unit.talk(), numbers(await unit.events(report()))];
      });
      expect(result).toEqual([talkAbout("青山镇", "fee"), [1, 2, 3]]);
      expect(await store.turn("a", (unit) => unit.talk())).toEqual(talkAbout("青山镇", "fee"));
      expect(await store.turn("b", (unit) => unit.talk())).toBeUndefined();
      expect(await eventsOf(store)).toEqual([1, 2, 3]);
      await store.close();
    });

    it("keeps whole events, not only their figures", async () => {
      const store = await open();
      const events = [counted(1), textual("公开不够及时。\n第二段"), { ...counted(2), words: "是4件" }];
      await store.turn("a", puts(report(), events));
      expect(await store.turn("a", async (unit) => unit.events(report()))).toEqual(events);
      await store.close();
    });

    it("keeps units and years apart", async () => {
      const store = await open();
      const keys = [
        report("青山镇", 2024),
        report("青山镇", 2025),
        report("青山", 2025),
        report("红山镇", 2025),
      ];
      for (const [index, key] of keys.entries()) await store.turn("a", puts(key, [counted(index)]));
      for (const [index, key] of keys.entries()) expect(await eventsOf(store, key)).toEqual([index]);
      await store.close();
    });

    it("writes nothing of a turn that throws", async () => {
      const store = await open();
      await store.turn("a", puts(report(), [counted(1)], talkAbout("青山镇")));
      const failing = store.turn("a", async (unit) => {
        unit.putTalk(talkAbout("红山镇"));
        await unit.events(report());
        unit.append(report(), [counted(2)]);
        throw new Error("thrown on purpose");
      });
      await expect(failing).rejects.toThrow("thrown on purpose");
      expect(await store.turn("a", (unit) => unit.talk())).toEqual(talkAbout("青山镇"));
      expect(await eventsOf(store)).toEqual([1]);
      await store.close();
    });

    it("refuses an event that could not be read again, and then writes nothing of the turn", async () => {
      const store = await open();
      const failing = store.turn("a", puts(report(), [counted(1), counted(-1)]));
      await expect(failing).rejects.toThrow();
      expect(await eventsOf(store)).toEqual([]);
      await store.close();
    });

    it("is not changed by what is done to values afterwards", async () => {
      const store = await open();
      const event = counted(1);
      const talk = talkAbout("青山镇");
      await store.turn("a", puts(report(), [event], talk));
      expect(() => (event.words = "changed")).toThrow(TypeError);
      talk.deferred.push("fee");
      const read = await store.turn("a", (unit) => unit.talk());
      read?.deferred.push("contact");
      expect(await store.turn("a", (unit) => unit.talk())).toEqual(talkAbout("青山镇"));
      expect(await store.turn("a", async (unit) => unit.events(report()))).toEqual([counted(1)]);
      await store.close();
    });

    it("runs the turns of one talk one after another, in the order of asking", async () => {
      const store = await open();
      const trace: string[] = [];
      const first = gate();
      const turns = [1, 2, 3, 4, 5].map((number) =>
        store.turn("a", async (unit) => {
          trace.push(`${number} begins`);
          if (number === 1) await first.opened;
          await unit.talk();
          trace.push(`${number} ends`);
        }),
      );
      await vi.waitFor(() => expect(trace).toEqual(["1 begins"]));
      await settle();
      expect(trace).toEqual(["1 begins"]);
      first.open();
      await Promise.all(turns);
      expect(trace).toEqual([1, 2, 3, 4, 5].flatMap((number) => [`${number} begins`, `${number} ends`]));
      await store.close();
    });

    it("goes on with the next turn of a talk after one that throws", async () => {
      const store = await open();
      const failing = store.turn("a", () => Promise.reject(new Error("thrown on purpose")));
      const next = store.turn("a", () => Promise.resolve("next"));
      await expect(failing).rejects.toThrow();
      expect(await next).toBe("next");
      await store.close();
    });

    it("runs different talks side by side", async () => {
      const store = await open();
      const first = gate();
      const slow = store.turn("a", async (unit) => {
        await unit.events(report("甲镇"));
        await first.opened;
        unit.append(report("甲镇"), [counted(1)]);
      });
      expect(
        await store.turn("b", async (unit) => {
          unit.append(report("乙镇"), [counted(2)]);
          return numbers(await unit.events(report("乙镇")));
        }),
      ).toEqual([2]);
      first.open();
      await slow;
      await store.close();
    });

    it("shows others nothing of a turn that is not over", async () => {
      const store = await open();
      const first = gate();
      const slow = store.turn("a", async (unit) => {
        unit.append(report(), [counted(1)]);
        await first.opened;
      });
      expect(await eventsOf(store)).toEqual([]);
      first.open();
      await slow;
      expect(await eventsOf(store)).toEqual([1]);
      await store.close();
    });

    it("lets nobody else read a report between reading and writing it", async () => {
      const store = await open();
      const [read, first] = [gate(), gate()];
      const slow = store.turn("a", async (unit) => {
        await unit.events(report());
        read.open();
        await first.opened;
        unit.append(report(), [counted(1)]);
      });
      await read.opened;
      const other = eventsOf(store);
      await settle();
      first.open();
      expect(await other).toEqual([1]);
      await slow;
      await store.close();
    });

    it("loses no update of twenty talks that write to one report", async () => {
      const store = await open();
      const talks = Array.from({ length: 20 }, (_, talk) => talk);
      await Promise.all(
        talks.flatMap((talk) =>
          [0, 1, 2, 3, 4].map(() =>
            store.turn(`talk ${talk}`, async (unit) => {
              const count = (await unit.events(report())).length;
              await settle();
              unit.append(report(), [counted(count)]);
            }),
          ),
        ),
      );
      expect(await eventsOf(store)).toEqual(Array.from({ length: 100 }, (_, index) => index));
      await store.close();
    });

    it("tells one of two turns that wait for each other, and the other one goes through", async () => {
      const store = await open();
      const [one, other] = [gate(), gate()];
      const turn = (talk: string, mine: string, yours: string, read: { open: () => void }) =>
        store.turn(talk, async (unit) => {
          await unit.events(report(mine));
          read.open();
          await Promise.all([one.opened, other.opened]);
          await unit.events(report(yours));
          unit.append(report(yours), [counted(1)]);
        });
      const results = await Promise.allSettled([
        turn("a", "甲镇", "乙镇", one),
        turn("b", "乙镇", "甲镇", other),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      const rejected = results.find((result) => result.status === "rejected");
      expect(rejected?.reason).toMatchObject({ name: "OutsideError", retryable: true });
      await store.close();
    });

    it("refuses a turn that goes on after its end", async () => {
      const store = await open();
      const late = await store.turn("a", (unit) => Promise.resolve(unit));
      expect(() => late.append(report(), [counted(1)])).toThrow("over");
      expect(() => late.putTalk(talkAbout("青山镇"))).toThrow("over");
      await expect(late.events(report())).rejects.toThrow("over");
      await store.close();
    });

    it.each(Object.entries(strange))("keeps names and words with %s as they are", async (_, words) => {
      const store = await open();
      const others = Object.values(strange).filter((other) => other !== words);
      for (const [index, other] of others.entries())
        await store.turn(other, puts(report(other), [counted(100 + index)], talkAbout(other)));
      await store.turn(words, puts(report(words), [counted(1, words)], talkAbout(words, words)));
      expect(await store.turn(words, (unit) => unit.talk())).toEqual(talkAbout(words, words));
      expect(await store.turn("a", async (unit) => unit.events(report(words)))).toEqual([counted(1, words)]);
      await store.close();
    });

    it("keeps values of a million characters", async () => {
      const store = await open();
      const big = Array.from({ length: 250 }, (_, index) => textual(String(index).padStart(4000, "公开")));
      await store.turn("a", puts(report(), big));
      expect(await store.turn("b", async (unit) => unit.events(report()))).toEqual(big);
      await store.close();
    });

    it("keeps many reports and talks", async () => {
      const store = await open();
      const names = Array.from({ length: 300 }, (_, index) => `第${index}镇`);
      await Promise.all(
        names.map((name, index) => store.turn(name, puts(report(name), [counted(index)], talkAbout(name)))),
      );
      for (const [index, name] of names.entries()) {
        expect(await eventsOf(store, report(name))).toEqual([index]);
        expect((await store.turn(name, (unit) => unit.talk()))?.unit).toBe(name);
      }
      await store.close();
    });

    it("ends the turns that have begun before it closes, and takes no more", async () => {
      const store = await open();
      const first = gate();
      const slow = store.turn("a", async (unit) => {
        await first.opened;
        unit.append(report(), [counted(1)]);
        return "done";
      });
      const closing = store.close();
      await expect(store.turn("b", () => Promise.resolve())).rejects.toThrow("closed");
      first.open();
      expect(await slow).toBe("done");
      await closing;
      await store.close();
    });

    if (again === undefined) return;

    it("goes on after closing where it was", async () => {
      let store = await open();
      for (let count = 0; count < 5; count++) {
        await store.turn("a", async (unit) => {
          expect(numbers(await unit.events(report()))).toEqual(
            Array.from({ length: count }, (_, index) => index),
          );
          unit.append(report(), [counted(count)]);
          unit.putTalk(talkAbout("青山镇", `${count}`));
        });
        await store.close();
        store = await again();
        expect(await store.turn("a", (unit) => unit.talk())).toEqual(talkAbout("青山镇", `${count}`));
      }
      await store.close();
    });

    it("keeps strange names and big values over closing", async () => {
      let store = await open();
      const big = Array.from({ length: 250 }, (_, index) => textual(String(index).padStart(4000, "公开")));
      for (const words of Object.values(strange))
        await store.turn(words, puts(report(words), [counted(1, words)], talkAbout(words)));
      await store.turn("a", puts(report("大镇"), big));
      await store.close();
      store = await again();
      for (const words of Object.values(strange)) {
        expect(await store.turn(words, (unit) => unit.talk())).toEqual(talkAbout(words));
        expect(await store.turn("b", async (unit) => unit.events(report(words)))).toEqual([
          counted(1, words),
        ]);
      }
      expect(await store.turn("b", async (unit) => unit.events(report("大镇")))).toEqual(big);
      await store.close();
    });
  });
}
