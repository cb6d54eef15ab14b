import { describe, expect, it } from "vitest";
import { OutsideError } from "../../src/errors.ts";
import type { MailStore } from "../../src/store/mail.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { gate } from "../contracts/store.ts";
import { settle } from "../support/clock.ts";
import { accessOf, Desk, direct, group, li, Lines, zhang } from "./desk.ts";

const file = (ref: string) => ({ files: [{ ref, name: `${ref}.docx` }] });
const unread = (number: number) =>
  new OutsideError(`读到文件${number}。`, { where: "test", code: "unreadable" });

/** A desk whose files are read when a gate opens; the file's only byte is the number of its gate. */
async function gated(capabilities = {}) {
  const gates = [gate(), gate(), gate()];
  const reading: number[] = [];
  const desk = await Desk.open({
    capabilities,
    read: async ([number = 0]) => {
      reading.push(number);
      await gates[number]?.opened;
      throw unread(number);
    },
  });
  for (const number of gates.keys()) desk.postbox.files.set(`f${number}`, new Uint8Array([number]));
  return { desk, gates, reading };
}
const firstLines = (desk: Desk, to = direct(zhang)) => desk.words(to).map((words) => words.split("\n")[0]);

/** A store whose turns fail as long as it is told. */
function failing(store: MailStore, faults: unknown[]): MailStore {
  return {
    mail: store.mail,
    holdings: store.holdings,
    keeping: store.keeping,
    hold: (name, on) => store.hold(name, on),
    ping: () => store.ping(),
    close: () => store.close(),
    turn: (talk, work) => {
      const fault = faults.shift();
      if (fault === undefined) return store.turn(talk, work);
      return Promise.reject(fault instanceof Error ? fault : new Error("a fault"));
    },
  };
}
const full = () => new OutsideError("磁盘已满。", { where: "store", code: "disk-full", retryable: true });

describe("The turns", () => {
  it("of one conversation follow each other in the order of arrival, also of several people", async () => {
    const { desk, gates, reading } = await gated();
    await desk.says("", { ...file("f0"), conversation: group });
    await desk.says("进度", { conversation: group, sender: li });
    await desk.says("", { ...file("f1"), conversation: group });
    await settle();
    expect(reading).toEqual([0]);
    expect(desk.words(group)).toEqual([]);
    gates[0]?.open();
    await settle();
    expect(reading).toEqual([0, 1]);
    expect(firstLines(desk, group)[0]).toBe("读到文件0。");
    expect(firstLines(desk, group).join("\n")).toContain("已完成");
    gates[1]?.open();
    await desk.done();
    expect(firstLines(desk, group).at(-1)).toBe("读到文件1。");
  });

  it("of different conversations run side by side", async () => {
    const { desk, gates, reading } = await gated();
    await desk.says("", file("f0"));
    await desk.says("", { ...file("f1"), sender: li });
    await settle();
    expect(reading).toEqual([0, 1]);
    await desk.says("进度", { conversation: group });
    gates[1]?.open();
    await settle();
    expect(firstLines(desk, direct(li))).toEqual(["读到文件1。"]);
    expect(desk.words(group).join("\n")).toContain("已完成");
    expect(desk.words()).toEqual([]);
    gates[0]?.open();
    await desk.done();
  });

  it("that are left when we stop are begun no more, and done after the next start", async () => {
    const { desk, gates } = await gated();
    await desk.says("", file("f0"));
    await desk.says("进度");
    await settle();
    const stopping = desk.dispatch.stop();
    await settle();
    gates[0]?.open();
    await stopping;
    expect(firstLines(desk)).toEqual(["读到文件0。"]);
    expect(await desk.store.mail.waiting()).toHaveLength(1);
    const { clock, store, postbox } = desk;
    const next = await Desk.open({ clock, store, postbox });
    await next.done();
    expect(next.words().join("\n")).toContain("已完成");
  });

  it("are worked on after a restart whatever their age", async () => {
    const { desk } = await gated();
    await desk.says("", file("f0"));
    await desk.says("进度");
    const { clock, store, postbox } = desk;
    // That process hangs and is killed; three days later somebody starts another.
    await clock.pass(3 * 24 * 60 * 60_000);
    const next = await Desk.open({
      clock,
      store,
      postbox: postbox.another(),
      read: () => Promise.reject(unread(7)),
    });
    await next.done();
    expect(next.words().join("\n")).toMatch(/读到文件7。[^]*已完成/);
  });
});

describe("A fault of ours", () => {
  it("is told in one sentence, logged without words, and blocks nothing", async () => {
    const log = new Lines();
    const desk = await Desk.open({
      log,
      read: () => Promise.reject(new TypeError("张三的电话是13800000000")),
    });
    desk.postbox.files.set("f0", new Uint8Array([1]));
    await desk.says("", file("f0"));
    await desk.says("进度");
    await desk.done();
    expect(desk.words()[0]).toContain("出了差错，没有记下来");
    expect(desk.words().join("\n")).toContain("已完成");
    expect(log.of("turn-fault")).toEqual([
      expect.objectContaining({
        name: "TypeError",
        stack: expect.stringContaining("working.test") as string,
      }),
    ]);
    expect(JSON.stringify(log.lines)).not.toMatch(/张三|1380000/);
    expect(await desk.store.mail.waiting()).toEqual([]);
  });
});

describe("A disk that refuses", () => {
  it("is tried again until it takes the turn, and the person hears of it once", async () => {
    const store = memoryStore();
    const desk = await Desk.open({ store: failing(store, Array.from({ length: 6 }, full)) });
    await desk.says("进度");
    await settle();
    expect(desk.words()).toEqual([]);
    await desk.clock.pass(8000);
    expect(desk.words()).toEqual(["数据暂时写不进去，正在重试，请稍等。"]);
    await desk.clock.pass(10 * 60_000);
    await desk.done();
    expect(desk.words()[1]).toContain("已完成");
    expect(desk.words().filter((said) => said.includes("重试"))).toHaveLength(1);
  });

  it("for good is told in a sentence without a path, and what follows goes on", async () => {
    const store = memoryStore();
    const damaged = new OutsideError("数据文件 /data/nianbao.sqlite 已损坏。", {
      where: "store",
      code: "damaged",
    });
    const desk = await Desk.open({ store: failing(store, [damaged]) });
    await desk.says("今年新收4件");
    await desk.says("进度");
    await desk.done();
    expect(desk.words()[0]).toBe("数据暂时读写不了，这条消息没有处理。请联系维护人员，修好后再发一遍。");
    expect(desk.words()[1]).toContain("已完成");
  });
});

describe("A message that ends the process", () => {
  /** Starts over and over; each time the process ends while the file is read. */
  async function killed(times: number) {
    const store = memoryStore();
    let read = 0;
    let desk = await Desk.open({ store, read: () => ((read += 1), new Promise(() => undefined)) });
    desk.postbox.files.set("f0", new Uint8Array([0]));
    await desk.says("", file("f0"));
    await desk.says("进度", { sender: li });
    await desk.says("今年新收4件");
    await settle();
    for (let time = 1; time <= times; time++) {
      // Nobody stops the old one: what it holds is lost, what it stored is there.
      const { clock, postbox } = desk;
      const next = { store, clock, postbox: postbox.another() };
      desk = await Desk.open({ ...next, read: () => ((read += 1), new Promise(() => undefined)) });
      await settle();
    }
    return { desk, times: () => read };
  }

  it("is tried three times in all, then given up with a sentence", async () => {
    const { desk, times } = await killed(3);
    await desk.done();
    expect(times()).toBe(3);
    expect(desk.words()[0]).toBe(
      "这条消息几次都没有处理成，先放下了。请换个说法再发一遍；是文件的，请换一种格式。",
    );
    expect(desk.words().join("\n")).toContain("4件");
    expect(await desk.store.mail.waiting()).toEqual([]);
  });

  it("is not one that waits for its file while we stop, however often", async () => {
    const store = memoryStore();
    let desk = await Desk.open({ store });
    const slow = (postbox: Desk["postbox"]) => (postbox.fetch = () => new Promise(() => undefined));
    slow(desk.postbox);
    await desk.says("", file("f0"));
    for (let time = 0; time < 5; time++) {
      await desk.dispatch.stop();
      const { clock, postbox } = desk;
      const next = postbox.another();
      slow(next);
      desk = await Desk.open({ store, clock, postbox: next });
      await settle();
      expect(await store.mail.waiting()).toMatchObject([{ begun: 1 }]);
    }
    expect(desk.words()).toEqual([]);
  });

  it("does not take those down that were going on beside it", async () => {
    const store = memoryStore();
    const { mail } = store;
    const clock = new Desk().clock;
    const row = (id: string, what: object) => ({
      ...{ channel: "feishu", id, conversation: JSON.stringify(["direct", id]), owner: id, kept: false },
      at: clock.now().getTime(),
      payloads: [JSON.stringify({ conversation: { kind: "direct", id }, sender: { id }, at: 0, what })],
    });
    for (const id of ["a", "b", "poison", "c", "d"])
      await mail.receive(
        row(id, id === "poison" ? { kind: "file", file: { ref: "f0" } } : { kind: "words", text: "进度" }),
      );
    // All five were going on when the process ended, twice; only one of them ends it.
    for (const { seq } of await mail.waiting()) await mail.begin(seq);
    const everybody = { channel: "feishu", id: "*", role: "clerk" };
    const organ = { name: "青山区红旗街道办事处", kind: "subdistrict" };
    const access = () => accessOf({ units: [{ organ, people: [everybody] }] }, clock);
    const dying = await Desk.open({
      store,
      clock,
      access: access(),
      read: () => new Promise(() => undefined),
    });
    dying.postbox.files.set("f0", new Uint8Array([0]));
    await settle();
    expect((await mail.waiting()).map(({ id, begun }) => `${id} ${begun}`)).toEqual([
      "poison 2",
      "c 1",
      "d 1",
    ]);
    const next = await Desk.open({ store, clock, access: access() });
    await next.done();
    expect(next.words({ kind: "direct", id: "poison" })).toEqual([expect.stringContaining("先放下了")]);
    for (const id of ["c", "d"]) expect(next.words({ kind: "direct", id }).join()).toContain("已完成");
  });
});

describe("An answer that takes its time", () => {
  it("is announced as progress where the platform has it", async () => {
    const { desk, gates } = await gated({ progress: true });
    await desk.says("", file("f0"));
    await desk.clock.pass(1400);
    expect(desk.postbox.progressed).toEqual([]);
    await desk.clock.pass(200);
    expect(desk.postbox.progressed).toEqual(["正在处理，请稍候。"]);
    gates[0]?.open();
    await desk.done();
    expect(firstLines(desk)).toEqual(["读到文件0。"]);
  });

  it("is announced by one text after five seconds elsewhere, before the answer", async () => {
    const { desk, gates } = await gated();
    await desk.says("", file("f0"));
    await desk.clock.pass(4900);
    expect(desk.words()).toEqual([]);
    await desk.clock.pass(60_000);
    gates[0]?.open();
    await desk.done();
    expect(firstLines(desk)).toEqual(["正在处理，请稍候。", "读到文件0。"]);
  });

  it("is not announced when it came before", async () => {
    const { desk, gates } = await gated({ progress: true });
    gates[0]?.open();
    await desk.says("", file("f0"));
    await desk.clock.pass(60_000);
    expect([desk.postbox.progressed, firstLines(desk)]).toEqual([[], ["读到文件0。"]]);
  });
});
