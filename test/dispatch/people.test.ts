import { readFileSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { belongingsOf, type PersonId } from "../../src/dispatch/people/belongings.ts";
import { erase, erasedName, extentOf, withoutPerson } from "../../src/dispatch/people/erase.ts";
import { exportOf } from "../../src/dispatch/people/export.ts";
import { forgetStranger, strangersFile } from "../../src/dispatch/access/strangers.ts";
import { Recorded, type ReportEvent } from "../../src/report/events.ts";
import { fold } from "../../src/report/report.ts";
import { openStore } from "../../src/store/embedded.ts";
import { dataFile } from "../../src/store/file.ts";
import type { MailStore } from "../../src/store/mail.ts";
import { audited } from "../contracts/trail.ts";
import { emptyFolder } from "../store/folder.ts";
import { accessOf, Desk, direct, group, li } from "./desk.ts";
import { Clock } from "../support/clock.ts";

const organ = { name: "青山区红旗街道办事处", kind: "subdistrict" };
const key = { unit: organ.name, year: 2025 };
/** Everything of this person begins with the same letters: none of them may be left. */
const canary = { id: "KANARIE-id", name: "KANARIE王" };
const who: PersonId = { channel: "feishu", id: canary.id };
const now = new Date("2026-01-20T09:00:00+08:00");
const listed = (people: readonly { id: string; name: string }[]) => ({
  units: [
    {
      organ,
      people: people.map(({ id, name }) => ({ channel: "feishu", id, name, role: "clerk" })),
      groups: [{ channel: "feishu", id: group.id }],
    },
  ],
});

/** Two people have worked on a report, alone and in a group, with a file, a dispute over a figure, and words kept to be shown again. */
async function worked(store: MailStore): Promise<void> {
  const clock = new Clock("2026-01-05T09:00:00+08:00");
  const access = accessOf(listed([canary, li]), clock);
  const desk = await Desk.open({ store, clock, access, capabilities: { history: true } });
  const at = clock.now().getTime();
  const opened = { id: "e1", conversation: direct(canary), sender: canary, at };
  await desk.postbox.deliver({ kind: "entered", ...opened });
  await desk.done();
  await desk.says("KANARIE说今年收到4件，自然人3件，企业1件", { sender: canary });
  await desk.done();
  await desk.says("都公开了，KANARIE办的", { sender: canary, conversation: group });
  await desk.done();
  desk.postbox.files.set("f1", Buffer.from("KANARIE的文件，不是年报"));
  await desk.says("", { sender: canary, files: [{ ref: "f1", name: "KANARIE.docx" }] });
  await desk.done();
  await desk.says("别再提醒", { sender: canary });
  await desk.done();
  await desk.says("今年收到5件，自然人4件", { sender: li });
  await desk.done();
  await desk.says("撤销", { sender: canary });
  await desk.done();
  await desk.dispatch.stop();
}

const eventsOf = (store: MailStore) => store.turn("look", (unit) => unit.events(key));
async function count(store: MailStore, person: PersonId): Promise<number> {
  let found = 0;
  for await (const one of belongingsOf(store.keeping, person)) found += one.kind === "report" ? 100 : 1;
  return found;
}
const bytesIn = (folder: string): string =>
  [dataFile, `${dataFile}-wal`, strangersFile]
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("");

describe("Whoever is taken out", () => {
  it("stands nowhere any more: neither in a row nor between the rows of the file, nor in its journal", async () => {
    const folder = emptyFolder();
    const store = await openStore(folder);
    await worked(store);
    await store.mail.flush();
    expect(bytesIn(folder)).toContain("KANARIE");
    const before = fold(2025, await eventsOf(store));
    const extent = await extentOf(store, who);
    expect(extent.names).toEqual([canary.name]);
    expect([extent.reports, extent.talks]).toEqual([1, 2]);
    expect(extent.messages).toBeGreaterThan(8);
    await erase(store, who, { extent, now });
    const after = fold(2025, await eventsOf(store));
    expect(after.values).toEqual(before.values);
    expect(after.organ).toEqual(before.organ);
    expect(await count(store, who)).toBe(0);
    expect(await exportOf(store, who, null)).toBeNull();
    expect(bytesIn(folder)).not.toContain("KANARIE");
    await store.close();
    expect(bytesIn(folder)).not.toContain("KANARIE");
  });

  it("leaves the others everything that is theirs", async () => {
    const store = await openStore(emptyFolder());
    await worked(store);
    const theirs: PersonId = { channel: "feishu", id: li.id };
    const own = async () => (await eventsOf(store)).filter(({ by }) => by.id === "feishu:li");
    const [events, rows] = [await own(), await count(store, theirs)];
    const extent = await extentOf(store, who);
    await erase(store, who, { extent, now });
    const said = ({ words, event, at }: Recorded) => [words, event, at];
    expect((await own()).map(said)).toEqual(events.map(said));
    expect(await count(store, theirs)).toBe(rows);
    await store.close();
  });

  it("is told by the trail, without a name, and the audit still finds nothing", async () => {
    const store = await openStore(emptyFolder());
    await worked(store);
    const extent = await extentOf(store, who);
    await erase(store, who, { extent, now });
    expect((await audited(store)).compared).toEqual({ deviations: [], unwitnessed: [] });
    const lines: string[] = [];
    for await (const { stored } of store.keeping.all()) if (stored.kind === "trail") lines.push(stored.line);
    expect(lines.filter((line) => line.includes('"erased"')).length).toBe(1);
    expect(lines.filter((line) => line.includes('"forgotten"')).length).toBe(1);
    expect(lines.join("")).not.toContain("KANARIE");
    await store.close();
  });

  it("can be taken out once more, and come back", async () => {
    const store = await openStore(emptyFolder());
    await worked(store);
    await erase(store, who, { extent: await extentOf(store, who), now });
    const events = await eventsOf(store);
    const empty = await extentOf(store, who);
    expect(empty).toEqual({ reports: 0, events: 0, talks: 0, messages: 0, names: [] });
    await erase(store, who, { extent: empty, now });
    expect(await eventsOf(store)).toEqual(events);
    await worked(store);
    await erase(store, who, { extent: await extentOf(store, who), now });
    expect(await count(store, who)).toBe(0);
    expect((await audited(store)).compared).toEqual({ deviations: [], unwitnessed: [] });
    await store.close();
  });

  it("is taken out beside others who go on talking", async () => {
    const store = await openStore(emptyFolder());
    await worked(store);
    const before = (await eventsOf(store)).length;
    const mark: Recorded = { at: "2026-01-20T09:00:00+08:00", by: { id: "feishu:li", name: "李四" }, message: "m", words: "是", event: { type: "CellsStated", cells: { "requests.received.legal": 1 }, how: "stated" } }; // prettier-ignore
    let stop = false;
    const talking = (async () => {
      let turns = 0;
      for (; !stop; turns++)
        await store.turn("li", async (unit) => {
          const { length } = await unit.events(key);
          unit.append(key, [{ ...mark, message: `m${length}` }]);
        });
      return turns;
    })();
    await erase(store, who, { extent: await extentOf(store, who), now });
    stop = true;
    const turns = await talking;
    expect((await eventsOf(store)).length).toBe(before + turns);
    expect(await count(store, who)).toBe(0);
    expect((await audited(store)).compared).toEqual({ deviations: [], unwitnessed: [] });
    await store.close();
  });

  it("leaves the file of those who came and may not", async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, strangersFile), '2026-01-05 feishu 人 "KANARIE-id"\n2026-01-05 feishu 群 "KANARIE-id"\n2026-01-05 feishu 人 "wang"\n'); // prettier-ignore
    await forgetStranger(folder, who);
    expect(readFileSync(join(folder, strangersFile), "utf8").split("\n").slice(1)).toEqual([
      '2026-01-05 feishu 群 "KANARIE-id"',
      '2026-01-05 feishu 人 "wang"',
      "",
    ]);
  });
});

describe("What is stored of a person", () => {
  it("is handed out whole, and nothing of anybody else", async () => {
    const store = await openStore(emptyFolder());
    await worked(store);
    const found = await exportOf(store, who, null);
    const text = JSON.stringify(found);
    for (const words of ["KANARIE说今年收到4件", "都公开了，KANARIE办的", "KANARIE.docx", "别再提醒", "撤销"])
      expect(text, words).toContain(words);
    expect(found?.person).toEqual({ ...who, names: [canary.name] });
    expect(found?.remindersDeclined.map(({ declined }) => declined)).toEqual([true]);
    expect(found?.talks.length).toBe(2);
    expect(found?.sent.length).toBeGreaterThan(3);
    expect(text).not.toContain("今年收到5件");
    expect(text).not.toContain("feishu:li");
    await store.close();
  });

  it("is nothing for somebody who never came", async () => {
    const store = await openStore(emptyFolder());
    await worked(store);
    for (const id of ["", "KANARIE", "kanarie-id", group.id])
      expect(await exportOf(store, { channel: "feishu", id }, null)).toBeNull();
    expect(await exportOf(store, { channel: "wecom", id: canary.id }, null)).toBeNull();
    await store.close();
  });
});

const figures = fc.record({ cell: fc.constantFrom("requests.received.person", "requests.received.business", "requests.granted.person", "requests.carriedOut.person"), value: fc.nat(20) }); // prettier-ignore
const event: fc.Arbitrary<ReportEvent> = fc.oneof(
  figures.map(({ cell, value }): ReportEvent => ({ type: "CellsStated", cells: { [cell]: value }, how: "stated" })),
  fc.constant<ReportEvent>({ type: "ZeroDeclared", under: ["requests"] }),
  figures.map(({ cell, value }): ReportEvent => ({ type: "ReportImported", file: "甲的.docx", cells: { [cell]: value }, texts: [] })),
  fc.constant<ReportEvent>({ type: "CellsCleared", cells: ["requests.received.person"] }),
  fc.constant<ReportEvent>({ type: "TextStated", slot: "problems", items: ["公开不够及时"] }),
  fc.constant<ReportEvent>({ type: "Finalized" }),
  fc.nat(12).map((message): ReportEvent => ({ type: "Undone", message: `feishu:m${message}` })),
); // prettier-ignore
const history = fc.array(
  fc
    .record({ by: fc.constantFrom("甲", "乙"), message: fc.nat(12), event })
    .map(({ by, message, event }): Recorded => ({
      at: "2026-01-05T09:00:00+08:00",
      by: { id: by, name: by },
      // Each message is one person's.
      message: `feishu:m${by === "甲" ? message * 2 : message * 2 + 1}`,
      words: `${by}说的`,
      event: event.type === "ReportImported" ? { ...event, file: `${by}的.docx` } : event,
    })),
  { maxLength: 25 },
);

describe("A report without one of those who wrote it", () => {
  it("folds to the same figures and texts, event for event, and can be read again", () => {
    fc.assert(
      fc.property(history, (events) => {
        const left = withoutPerson(events, "甲");
        const [before, after] = [fold(2025, events), fold(2025, left)];
        expect(left.length).toBe(events.length);
        expect(after.values).toEqual(before.values);
        expect(after.former).toEqual(before.former);
        expect([...after.texts].map(([slot, { items }]) => [slot, items])).toEqual([...before.texts].map(([slot, { items }]) => [slot, items])); // prettier-ignore
        expect([after.finalized, after.messages.length]).toEqual([before.finalized, before.messages.length]);
        expect(Recorded.array().parse(left)).toEqual(left);
        expect(JSON.stringify(left)).not.toContain("甲");
        expect(withoutPerson(left, "甲")).toEqual(left);
        const others = (all: readonly Recorded[]) => all.filter(({ by }) => by.id === "乙");
        expect(others(left).map(({ words }) => words)).toEqual(others(events).map(({ words }) => words));
      }),
    );
  });

  it("keeps two who were taken out apart from those who are there", () => {
    const one: Recorded = { at: "2026", by: { id: "甲", name: "甲" }, message: "m1", words: "甲说", event: { type: "Finalized" } }; // prettier-ignore
    const two: Recorded = { ...one, by: { id: "乙", name: "乙" }, message: "m2" };
    const left = withoutPerson(withoutPerson([one, two], "甲"), "乙");
    expect(left.map(({ message }) => message)).toEqual([`${erasedName}1`, `${erasedName}2`]);
  });
});
