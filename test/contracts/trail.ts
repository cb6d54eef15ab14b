import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { hashed } from "../../src/log.ts";
import { auditStore } from "../../src/store/audit.ts";
import { reportKey, talkKey } from "../../src/store/entries.ts";
import type { Holding } from "../../src/store/holdings.ts";
import type { MailStore } from "../../src/store/mail.ts";
import { expire } from "../../src/store/retention.ts";
import { digestOf, lineAs, verify, type TrailLine, type TrailRow } from "../../src/store/trail.ts";
import { counted, report, talkAbout, textual } from "../store/samples.ts";

/** The lines of a store's trail, in order. */
export async function rowsOf(store: MailStore): Promise<TrailRow[]> {
  const rows: TrailRow[] = [];
  for await (const { stored } of store.keeping.all()) if (stored.kind === "trail") rows.push(stored);
  return rows;
}
const linesIn = async (store: MailStore): Promise<(TrailLine | undefined)[]> =>
  (await rowsOf(store)).map(({ line }) => lineAs(line));

/** What an audit finds that nobody has anything against. */
export const faultless = (count: number) => ({
  chain: { kind: "whole", count },
  noted: true,
  compared: { deviations: [], unwitnessed: [] },
  unknown: 0,
});
export const audited = (store: MailStore, noted?: string) =>
  auditStore(store.keeping, { noted, write: () => Promise.resolve() });

const by = (id: string, number: number) => ({ ...counted(number), by: { id, name: id } });

/** What the trail of every store does. `open` gives an empty store; `again` opens what a closed one has left. */
export function trailContract(
  name: string,
  { open, again }: { open: () => Promise<MailStore>; again?: () => Promise<MailStore> },
): void {
  describe(`${name} keeps the contract of the trail`, () => {
    it("has a line for the events of each person in a turn, without words, figures and names", async () => {
      const store = await open();
      await store.turn("a", (unit) => {
        unit.append(report(), [by("zhang", 7000001), by("zhang", 7000002), by("li", 7000003)]);
        return Promise.resolve();
      });
      await store.turn("a", (unit) => {
        unit.append(report(), [{ ...textual("公开不够及时"), by: { id: "zhang", name: "张三" } }]);
        return Promise.resolve();
      });
      const shared = { at: "2026-01-05T09:00:00+08:00", what: "events", unit: "青山镇", year: 2025 };
      expect(await linesIn(store)).toEqual([
        { ...shared, by: hashed("zhang"), from: 0, count: 2, types: ["CellsStated", "CellsStated"], digest: digestOf([by("zhang", 7000001), by("zhang", 7000002)]) },
        { ...shared, by: hashed("li"), from: 2, count: 1, types: ["CellsStated"], digest: digestOf([by("li", 7000003)]) },
        { ...shared, by: hashed("zhang"), from: 3, count: 1, types: ["TextStated"], digest: digestOf([{ ...textual("公开不够及时"), by: { id: "zhang", name: "张三" } }]) },
      ]); // prettier-ignore
      const text = (await rowsOf(store)).map(({ line }) => line).join("");
      expect(text).not.toMatch(/700000|zhang|张三|新收|及时/);
      expect(await audited(store)).toMatchObject(faultless(3));
      await store.close();
    });

    it("has no line for a turn that fails, that only looks, or that only puts its talk", async () => {
      const store = await open();
      const failing = store.turn("a", (unit) => {
        unit.append(report(), [counted(1)]);
        throw new Error("thrown on purpose");
      });
      await expect(failing).rejects.toThrow("on purpose");
      await store.turn("a", (unit) => unit.events(report()));
      await store.turn("a", (unit) => Promise.resolve(unit.putTalk(talkAbout("青山镇"))));
      expect(await rowsOf(store)).toEqual([]);
      await store.turn("a", (unit) => Promise.resolve(unit.append(report(), [counted(2)])));
      expect(await audited(store)).toMatchObject(faultless(1));
      await store.close();
    });

    it("chains the lines of forty talks that write at the same time, and covers every event", async () => {
      const store = await open();
      await Promise.all(
        Array.from({ length: 40 }, (_, talk) =>
          store.turn(`talk ${talk}`, async (unit) => {
            const key = report(`第${talk % 5}镇`);
            const { length } = await unit.events(key);
            if (talk % 7 === 3) throw new Error("thrown on purpose");
            unit.append(key, [counted(length), by("li", length + 1)]);
          }),
        ).map((turn) => turn.catch(() => undefined)),
      );
      const rows = await rowsOf(store);
      expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
      expect(await verify(rows)).toMatchObject({ kind: "whole", count: 68 });
      expect(await audited(store)).toMatchObject(faultless(68));
      await store.close();
    });

    it("takes lines that go with nothing else, and with what is replaced if it is", async () => {
      const store = await open();
      await store.turn("a", (unit) => Promise.resolve(unit.putTalk(talkAbout("青山镇"))));
      await store.keeping.note(["一"]);
      let talk;
      for await (const { stored } of store.keeping.all()) if (stored.kind === "entry" && stored.namespace === "talk") talk = stored; // prettier-ignore
      if (talk === undefined) throw new Error("no talk");
      expect(talk.key).toBe(talkKey("a"));
      expect(await store.keeping.replace(talk, null, ["二", "三"])).toBe(true);
      expect(await store.keeping.replace(talk, null, ["四"])).toBe(false);
      expect((await rowsOf(store)).map(({ line }) => line)).toEqual(["一", "二", "三"]);
      expect((await verify(await rowsOf(store))).kind).toBe("whole");
      await store.close();
    });

    it("tells an altered, an added, a lost and a removed event, and a report that is gone", async () => {
      const ways: Record<string, (events: readonly unknown[]) => readonly unknown[] | null> = {
        altered: ([, ...rest]) => [counted(1, "别的"), ...rest],
        "added at the end": (events) => [...events, counted(9)],
        "lost at the end": (events) => events.slice(0, -1),
        "removed at the beginning": (events) => events.slice(1),
        exchanged: ([first, second, ...rest]) => [second, first, ...rest],
        gone: () => null,
      };
      for (const [way, change] of Object.entries(ways)) {
        const store = await open();
        for (const unit of ["青山镇", "红山镇"])
          await store.turn("a", (turn) => Promise.resolve(turn.append(report(unit), [counted(1), counted(2), counted(3)]))); // prettier-ignore
        for await (const kept of store.keeping.all()) {
          const row = kept.open();
          if (row.kind !== "entry" || row.key !== reportKey(report("青山镇"))) continue;
          const events = change(JSON.parse(row.value) as unknown[]);
          const next = events === null ? null : { ...row, value: JSON.stringify(events) };
          if (kept.stored.kind === "entry") await store.keeping.replace(kept.stored, next);
        }
        const how = way === "gone" ? "gone" : "changed";
        expect((await audited(store)).compared, way).toEqual({
          deviations: [{ unit: "青山镇", year: 2025, how }],
          unwitnessed: [],
        });
        await store.close();
      }
    });

    it("tells how many events are from before there was a trail, and covers what comes after them", async () => {
      const store = await open();
      await store.turn("a", (unit) => Promise.resolve(unit.append(report(), [counted(1), counted(2)])));
      const old: Holding[] = [];
      for await (const row of store.holdings.all()) if (row.kind !== "trail") old.push(row);
      await store.close();
      const later = await open();
      await later.holdings.fill(Readable.from(old));
      const unwitnessed = [{ unit: "青山镇", year: 2025, count: 2 }];
      expect((await audited(later)).compared).toEqual({ deviations: [], unwitnessed });
      await later.turn("a", (unit) => Promise.resolve(unit.append(report(), [counted(3)])));
      expect((await audited(later)).compared).toEqual({ deviations: [], unwitnessed });
      await later.close();
    });

    it("loses a report whose time is over with the talks about it, leaves a line, and stays whole", async () => {
      const store = await open();
      await store.turn("old", (unit) => {
        unit.append(report("旧镇"), [{ ...counted(1), at: "2024-01-05T09:00:00+08:00" }]);
        unit.putTalk(talkAbout("旧镇"));
        return Promise.resolve();
      });
      await store.turn("new", (unit) => {
        unit.append(report("新镇"), [{ ...counted(1), at: "2024-01-05T09:00:00+08:00" }, counted(2)]);
        unit.putTalk(talkAbout("新镇"));
        return Promise.resolve();
      });
      const looked = [];
      for (let day = 1; day <= 8; day++)
        looked.push(await expire(store.keeping, { days: 365, now: new Date(`2026-02-0${day}T03:00:00Z`) }));
      expect(looked.slice(0, 7).every(({ kind }) => kind === "waiting")).toBe(true);
      expect(looked[7]).toEqual({ kind: "done", reports: 1, unread: 0 });
      expect(await expire(store.keeping, { days: 365, now: new Date("2026-02-08T04:00:00Z") })).toEqual({ kind: "known" }); // prettier-ignore
      expect(await store.turn("x", (unit) => unit.events(report("旧镇")))).toEqual([]);
      expect(await store.turn("old", (unit) => unit.talk())).toBeUndefined();
      expect((await store.turn("x", (unit) => unit.events(report("新镇")))).length).toBe(2);
      expect(await store.turn("new", (unit) => unit.talk())).toEqual(talkAbout("新镇"));
      const lines = await linesIn(store);
      expect(lines.find((line) => line?.what === "expired")).toEqual({
        at: "2026-02-08T03:00:00.000Z",
        ...{ what: "expired", unit: "旧镇", year: 2025, count: 1 },
      });
      expect((await audited(store)).compared).toEqual({ deviations: [], unwitnessed: [] });
      await store.turn("old", (unit) => Promise.resolve(unit.append(report("旧镇"), [counted(5)])));
      expect((await audited(store)).compared).toEqual({ deviations: [], unwitnessed: [] });
      await store.close();
    });

    it("leaves a report to the turn that works on it, also when its time is over", async () => {
      const store = await open();
      const old = { ...counted(1), at: "2024-01-05T09:00:00+08:00" };
      await store.turn("a", (unit) => Promise.resolve(unit.append(report(), [old])));
      for (let day = 1; day <= 7; day++)
        await expire(store.keeping, { days: 365, now: new Date(`2026-02-0${day}T03:00:00Z`) });
      const { promise: opened, resolve: go } = Promise.withResolvers<void>();
      const { promise: begun, resolve: begins } = Promise.withResolvers<void>();
      const turn = store.turn("a", async (unit) => {
        await unit.events(report());
        begins();
        await opened;
        unit.append(report(), [counted(2)]);
      });
      await begun;
      const expiring = expire(store.keeping, { days: 365, now: new Date("2026-02-08T03:00:00Z") });
      setImmediate(go);
      await turn;
      expect(await expiring).toEqual({ kind: "done", reports: 0, unread: 0 });
      expect((await store.turn("x", (unit) => unit.events(report()))).length).toBe(2);
      expect((await audited(store)).compared).toEqual({ deviations: [], unwitnessed: [] });
      await store.close();
    });

    if (again === undefined) return;

    it("goes on after closing where it was", async () => {
      let store = await open();
      for (let count = 0; count < 3; count++) {
        // What is given beside the fields of an event is not read again.
        const sender = { id: "zhang", name: "张三", role: "clerk" };
        await store.turn("a", async (unit) => {
          await unit.events(report());
          unit.append(report(), [{ ...counted(count), by: sender }]);
        });
        await store.close();
        store = await again();
        expect(await audited(store)).toMatchObject(faultless(count + 1));
      }
      await store.close();
    });
  });
}
