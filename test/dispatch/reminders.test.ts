import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Capabilities, ChannelName } from "../../src/channels/channel.ts";
import { newTalk, type Talk } from "../../src/conversation/talk.ts";
import { talkKey } from "../../src/dispatch/payload.ts";
import { OutsideError } from "../../src/errors.ts";
import { organKinds } from "../../src/report/organ.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { Clock, settle } from "../support/clock.ts";
import { Postbox } from "../support/postbox.ts";
import { accessOf, Desk, direct, Lines, zhang } from "./desk.ts";
import { listOf, organ, person, unit, Watch } from "./reminding.ts";

const at = (time: string): Clock => new Clock(`${time}+08:00`);
const title = "《青山区红旗街道办事处2025年政府信息公开工作年度报告》";

describe("A reminder", () => {
  it.each([
    ["2026-01-17", "1月31日截止，还有14天"],
    ["2026-01-24", "1月31日截止，还有7天"],
    ["2026-01-28", "1月31日截止，还有3天"],
    ["2026-01-30", "明天（1月31日）截止"],
    ["2026-01-31", "今天（1月31日）截止"],
  ])("comes on %s", async (day, due) => {
    const watch = new Watch({ clock: at(`${day}T09:00:00`) });
    await watch.look();
    expect(watch.shown).toEqual([
      {
        channel: "feishu",
        to: direct(zhang),
        text: `提醒您：${title}${due}。\n还没有开始填。\n请回“开始”，一项一项填；不想再收提醒，请回“别再提醒”。`,
      },
    ]);
  });

  it("comes on these five days only", async () => {
    const watch = new Watch({ clock: at("2026-01-01T12:00:00") });
    const days: number[] = [];
    for (let day = 1; day <= 45; day++) {
      const before = watch.shown.length;
      await watch.look();
      if (watch.shown.length > before) days.push(day);
      await watch.clock.pass(24 * 60 * 60 * 1000);
    }
    expect(days).toEqual([17, 24, 28, 30, 31]);
  });

  it.each(["2026-01-30", "2026-01-31"])(
    "comes from nine until six, also on %s (31 January 2026 is a Saturday)",
    async (day) => {
      for (const [time, comes] of [
        ["00:00:00", false],
        ["08:59:59", false],
        ["09:00:00", true],
        ["17:59:59", true],
        ["18:00:00", false],
        ["23:59:59", false],
      ] as const) {
        const watch = new Watch({ clock: at(`${day}T${time}`) });
        await watch.look();
        expect([time, watch.shown.length]).toEqual([time, comes ? 1 : 0]);
      }
    },
  );

  it("is not made up for on another day, but later the same day", async () => {
    const watch = new Watch({ clock: at("2026-01-25T10:00:00") });
    await watch.look();
    expect(watch.shown).toEqual([]);
    await watch.lookAt("2026-01-28T17:40:00+08:00");
    expect(watch.reminded).toEqual(["feishu:zhang"]);
  });

  it("comes once, however often and by whomever is looked", async () => {
    const list = listOf(person("zhang"));
    const watch = new Watch({ list });
    const other = watch.beside(list);
    await Promise.all([watch.look(), other.look(), watch.look(), other.look()]);
    await watch.look();
    await watch.restarted(list).look();
    await watch.restarted(list).lookAt("2026-01-17T17:00:00+08:00");
    expect(watch.reminded).toEqual(["feishu:zhang"]);
  });

  it("tells how far the report is", async () => {
    const watch = new Watch();
    await watch.record({ type: "ZeroDeclared", under: ["requests", "disputes"] });
    await watch.look();
    expect(watch.shown[0]?.text).toBe(
      `提醒您：${title}1月31日截止，还有14天。\n已完成36%，还差表二各项、总体情况的五个方面、主要问题、改进措施、信息处理费。\n请回“进度”，接着填；不想再收提醒，请回“别再提醒”。`,
    );
  });

  it("names six of the missing things and counts them all", async () => {
    const watch = new Watch();
    await watch.record({ type: "FeeStated", fee: { kind: "none" } });
    await watch.look();
    expect(watch.shown[0]?.text).toContain(
      "已完成9%，还差本年新收、上年结转、办理结果、结转下年度、行政复议和行政诉讼、表二各项等9项。",
    );
  });

  it("asks for the 定稿 where nothing is missing", async () => {
    const watch = new Watch();
    await fillIn(watch);
    await watch.look();
    expect(watch.shown[0]?.text).toContain("\n各部分都填好了，还没有定稿。\n要出正式稿，请回“定稿”；");
  });

  it("tells somebody who is at another unit's report, or another year's, how to get there", async () => {
    const bureau = "青山区民政局";
    const people = [person(zhang.id)];
    const list = { units: [unit(people), { organ: { name: bureau, kind: "department" }, people }] };
    const told = async (at: Partial<Talk> | undefined): Promise<string[]> => {
      const watch = new Watch({ list });
      await watch.store.turn(talkKey("feishu", direct(zhang), zhang.id), (turn) => {
        if (at !== undefined) turn.putTalk({ ...newTalk(""), ...at });
        return Promise.resolve();
      });
      await watch.look();
      return watch.shown.map(({ text }) => text.split("\n").slice(2, -1).join());
    };
    const change = (name: string): string => `您现在编的是${name}的，请先发“换单位”，选这一家。`;
    expect(await told(undefined)).toEqual(["", ""]);
    expect(await told({ unit: "" })).toEqual(["", ""]);
    expect(await told({ unit: "从前的单位", year: 2024 })).toEqual(["", ""]);
    expect(await told({ unit: bureau })).toEqual([change(bureau), ""]);
    expect(await told({ unit: organ.name, year: 2025 })).toEqual(["", change(organ.name)]);
    expect(await told({ unit: organ.name, year: 2024 })).toEqual([
      "您现在编的是2024年的，请先发“编2025年的年报”。",
      change(organ.name),
    ]);
  });

  it("fits into one message of every platform, whatever the names", async () => {
    const named = { name: "某".repeat(60), kind: "township" };
    const people = [person("zhang")];
    const units = [named, organ].map((one) => ({ organ: one, people }));
    const watch = new Watch({ list: { units } });
    await watch.look();
    for (const { text } of watch.shown) expect(Buffer.byteLength(text)).toBeLessThan(1000);
  });
});

describe("The deadline", () => {
  const dates: [string, object, string][] = [
    ["is the law's for a bureau", { organ: { name: "青山区民政局", kind: "department" } }, "2026-01-31"],
    ["is 31 March for a government", { organ: { name: "青山县人民政府", kind: "county" } }, "2026-03-31"],
    ["may be a local date", { deadline: "01-20" }, "2026-01-20"],
    ["may be so early that reminders come in December", { deadline: "01-05" }, "2026-01-05"],
    ["is that of the list's year", { year: 2026 }, "2027-01-31"],
  ];
  it.each(dates)("%s", async (_, more, last) => {
    const list = { units: [{ ...unit([person("zhang")]), ...more }] };
    const day = 24 * 60 * 60 * 1000;
    const end = new Date(`${last}T10:00:00+08:00`).getTime();
    const watch = new Watch({ list, clock: new Clock(new Date(end - 20 * day).toISOString()) });
    const left: number[] = [];
    for (let days = 20; days >= -2; days--) {
      const before = watch.shown.length;
      await watch.look();
      if (watch.shown.length > before) left.push(days);
      await watch.clock.pass(day);
    }
    expect(left).toEqual([14, 7, 3, 1, 0]);
    const [, month, date] = last.split("-").map(Number);
    expect(watch.shown[0]?.text).toContain(`${month}月${date}日截止`);
  });

  it("that was moved brings one reminder a day at most", async () => {
    const watch = new Watch({ clock: at("2026-01-24T10:00:00") });
    await watch.look();
    const moved = { units: [unit([person("zhang")], { deadline: "01-27" })] };
    await watch.restarted(moved).look();
    expect(watch.shown).toHaveLength(1);
  });
});

describe("Nobody is reminded", () => {
  it("of the report of an old list's year", async () => {
    const watch = new Watch({ list: { units: [unit([person("zhang")], { year: 2024 })] } });
    await watch.look();
    expect(watch.shown).toEqual([]);
  });

  it("of a report that is final, until it is changed", async () => {
    const watch = new Watch();
    await watch.record({ type: "Finalized" });
    await watch.record({ type: "RemindersSet", on: true }, { id: "feishu:li", name: "李四" });
    await watch.look();
    expect(watch.shown).toEqual([]);
    await watch.record({ type: "FeeStated", fee: { kind: "none" } });
    await watch.lookAt("2026-01-24T09:00:00+08:00");
    expect(watch.reminded).toEqual(["feishu:zhang"]);
  });

  it("who has declined, on whatever platform; 继续提醒 brings the next one", async () => {
    const list = listOf(person("zhang", { name: "张三" }), person("z3", { channel: "wecom", name: "张三" }));
    const watch = new Watch({ list });
    const onWecom = { id: "wecom:z3", name: "张三" };
    await watch.record({ type: "RemindersSet", on: false }, onWecom);
    await watch.look();
    expect(watch.shown).toEqual([]);
    await watch.record({ type: "RemindersSet", on: true });
    await watch.lookAt("2026-01-24T09:00:00+08:00");
    expect(watch.reminded).toEqual(["feishu:zhang"]);
    await watch.record({ type: "RemindersSet", on: false });
    await watch.lookAt("2026-01-28T09:00:00+08:00");
    expect(watch.shown).toHaveLength(1);
  });

  it("who has declined where the same human is listed in another role", async () => {
    const elsewhere = person("w3", { channel: "wecom", name: "张三", role: "viewer" });
    const watch = new Watch({ list: listOf(person("zhang", { name: "张三" }), elsewhere) });
    await watch.record({ type: "RemindersSet", on: false }, { id: "wecom:w3", name: "张三" });
    await watch.look();
    expect(watch.shown).toEqual([]);
  });

  it("who has declined and has no name on the list", async () => {
    const watch = new Watch();
    await watch.record({ type: "RemindersSet", on: false }, { id: "feishu:zhang", name: "小张" });
    await watch.look();
    expect(watch.shown).toEqual([]);
  });

  it("less because a colleague has declined, with a name or without", async () => {
    const watch = new Watch({ list: listOf(person("zhang"), person("li")) });
    for (const name of ["李四", "没有登记姓名的人"])
      await watch.record({ type: "RemindersSet", on: false }, { id: "feishu:li", name });
    await watch.look();
    expect(watch.reminded).toEqual(["feishu:zhang"]);
  });

  it("where there is no list, and where the list has nobody", async () => {
    const boss = person("wang", { role: "reviewer" });
    for (const list of [
      { units: [] },
      listOf(),
      listOf(boss),
      listOf(person("*"), person("local", { channel: "web" })),
    ]) {
      const watch = new Watch({ list, boxes: [new Postbox(), new Postbox({}, "web")] });
      await watch.look();
      expect(watch.shown).toEqual([]);
    }
  });
});

describe("Whoever is responsible", () => {
  const feishu = (id: string, more: object = {}) => person(id, more);
  const wecom = (id: string, more: object = {}) => person(id, { channel: "wecom", ...more });
  const boxes = (off?: ChannelName, more: Partial<Capabilities> = {}) =>
    (["feishu", "wecom"] as const).filter((name) => name !== off).map((name) => new Postbox(more, name));
  const choices: [string, object[], string[], Postbox[]?][] = [
    ["is the first clerk", [feishu("w", { role: "reviewer" }), feishu("*"), feishu("a"), feishu("b")], ["feishu:a"]],
    ["is who is flagged", [feishu("a"), feishu("b", { responsible: true })], ["feishu:b"]],
    ["may be a reviewer that is flagged", [feishu("a"), feishu("w", { role: "reviewer", responsible: true })], ["feishu:w"]],
    ["is nobody who is flagged false", [feishu("a", { responsible: false }), feishu("b")], ["feishu:a"]],
    ["is reminded on the first of two platforms", [wecom("a1", { name: "张三" }), feishu("a2", { name: "张三" })], ["wecom:a1"]],
    ["is reminded on the one that is switched on", [wecom("a1", { name: "张三" }), feishu("a2", { name: "张三" })], ["feishu:a2"], boxes("wecom")],
    ["is reminded on the flagged one first", [feishu("a2", { name: "张三" }), wecom("a1", { name: "张三", responsible: true })], ["wecom:a1"]],
    ["is not replaced by a colleague whose platform is on", [wecom("a"), feishu("b")], [], boxes("wecom")],
    ["is not replaced by a reviewer of the same name", [wecom("a", { name: "张三" }), feishu("b", { name: "张三", role: "reviewer" })], [], boxes("wecom")],
    ["is not reminded where the bot may not speak first", [feishu("a")], [], boxes("wecom", { push: "none" })],
  ]; // prettier-ignore
  it.each(choices)("%s", async (_, people, reminded, platforms = boxes()) => {
    const watch = new Watch({ list: listOf(...people), boxes: platforms });
    await watch.look();
    expect(watch.reminded).toEqual(reminded);
  });

  it("is reminded on the other platform where the first one has failed for good", async () => {
    const list = listOf(wecom("a1", { name: "张三" }), feishu("a2", { name: "张三" }));
    const watch = new Watch({ list, boxes: boxes() });
    watch.office.ports.get("wecom")?.turn("failed");
    await watch.look();
    watch.office.ports.get("wecom")?.turn("ready");
    await watch.restarted(list).look();
    expect(watch.reminded).toEqual(["feishu:a2"]);
  });

  it("and cannot be reached is given up quietly", async () => {
    const watch = new Watch();
    watch.boxes[0]?.faults.push({ code: "unreachable" });
    await watch.look();
    await watch.look();
    expect([watch.shown, watch.boxes[0]?.attempts.length]).toEqual([[], 1]);
  });

  it("is told how to look where the role is only to look", async () => {
    const watch = new Watch({ list: listOf(person("w", { role: "viewer", responsible: true })) });
    await watch.record({ type: "FeeStated", fee: { kind: "none" } });
    await watch.look();
    expect(watch.shown[0]?.text).toContain("要看填到哪里，请回“进度”；");
  });
});

describe("A platform in trouble", () => {
  it("does not bring a reminder at night: what was not sent by six is not sent", async () => {
    const watch = new Watch({ clock: at("2026-01-31T17:50:00") });
    const box = watch.boxes[0];
    box?.faults.push(...Array.from({ length: 50 }, () => ({ code: "network" as const })));
    watch.office.ports.get("feishu")?.turn("reconnecting");
    const looked = watch.look();
    await watch.clock.pass(10 * 60_000 - 1);
    const tried = box?.attempts.length;
    expect(tried).toBeGreaterThan(0);
    await watch.clock.pass(60 * 60_000);
    await looked;
    expect(box?.attempts.length).toBe(tried);
    expect(watch.shown).toEqual([]);
    expect(await watch.store.mail.unsent()).toEqual([]);
  });

  it("is waited for within the day", async () => {
    const watch = new Watch({ clock: at("2026-01-31T10:00:00") });
    watch.boxes[0]?.faults.push({ code: "busy" }, { code: "rate_limited", retryAfterMs: 60_000 });
    const looked = watch.look();
    await watch.clock.pass(10 * 60_000);
    await looked;
    expect(watch.reminded).toEqual(["feishu:zhang"]);
  });

  it("that knows no keys and may have shown it is not given it again, in this process or the next", async () => {
    for (const restart of [false, true]) {
      const plain = new Postbox({ idempotent: { text: false, card: false, file: false } });
      const list = listOf(person("zhang"));
      const watch = new Watch({ list, boxes: [plain] });
      plain.faults.push(restart ? "hang" : { code: "timeout", arrived: true });
      const looked = watch.look();
      await settle();
      if (restart) {
        const next = watch.restarted(list);
        next.sending.take(await next.store.mail.unsent(), true);
        await next.look();
      }
      await watch.clock.pass(60 * 60_000);
      await looked;
      expect(plain.attempts).toHaveLength(1);
      expect(await watch.store.mail.unsent()).toEqual([]);
    }
  });

  it("that knows keys is given it again by the next process, and shows it once", async () => {
    const list = listOf(person("zhang"));
    const watch = new Watch({ list });
    watch.boxes[0]?.faults.push("hang");
    const looked = watch.look();
    await settle();
    const next = watch.restarted(list);
    next.sending.take(await next.store.mail.unsent(), true);
    await next.look();
    await looked;
    expect(watch.boxes[0]?.attempts).toHaveLength(2);
    expect(watch.reminded).toEqual(["feishu:zhang"]);
  });
});

describe("A store in trouble", () => {
  it("is logged and tried again; one unit's trouble is not another's", async () => {
    const store = memoryStore();
    const other = { organ: { name: "青山区民政局", kind: "department" }, people: [person("li")] };
    const log = new Lines();
    const watch = new Watch({ list: { units: [unit([person("zhang")]), other] }, store, log });
    const turn = store.turn.bind(store);
    store.turn = (talk, work) =>
      talk.includes("zhang")
        ? Promise.reject(new OutsideError("数据暂时读不了。", { where: "store", code: "busy" }))
        : turn(talk, work);
    await watch.look();
    expect(watch.reminded).toEqual(["feishu:li"]);
    expect(log.of("reminders-failed")).toEqual([{ code: "busy", units: 1 }]);
    store.turn = turn;
    await watch.look();
    expect(watch.reminded).toEqual(["feishu:li", "feishu:zhang"]);
  });

  it("is left alone by a process that stops; the next one reminds", async () => {
    const list = listOf(person("zhang"));
    const watch = new Watch({ list });
    const next = watch.restarted(list);
    await watch.look();
    expect([watch.shown, await watch.store.mail.unsent()]).toEqual([[], []]);
    await next.look();
    expect(next.reminded).toEqual(["feishu:zhang"]);
  });

  it("reads no report where nothing is due, and each one once a day", async () => {
    const store = memoryStore();
    const turn = store.turn.bind(store);
    let turns = 0;
    store.turn = (talk, work) => {
      turns += 1;
      return turn(talk, work);
    };
    const watch = new Watch({ store, clock: at("2026-01-16T00:00:00") });
    for (let hour = 0; hour < 72; hour++) {
      await watch.look();
      await watch.clock.pass(60 * 60 * 1000);
    }
    expect(turns).toBe(1);
  });
});

describe("别再提醒", () => {
  it("from the chat ends them, 继续提醒 brings them back, and 定稿 is the end", async () => {
    const clock = at("2026-01-17T09:00:00");
    const list = listOf(person(zhang.id, { name: zhang.name }));
    const desk = await Desk.open({ clock, access: accessOf(list, clock) });
    const watch = new Watch({ list, clock, store: desk.store, boxes: [desk.postbox] });
    const reminders = (): number => desk.words().filter((words) => words.startsWith("提醒您")).length;
    await watch.look();
    expect(reminders()).toBe(1);
    await desk.says("别再提醒");
    await desk.done();
    expect(desk.words().at(-1)).toBe("好的，这次年报不再提醒您了；想恢复，发“继续提醒”就行。");
    await watch.lookAt("2026-01-24T09:00:00+08:00");
    expect(reminders()).toBe(1);
    await desk.says("继续提醒");
    await desk.done();
    await watch.lookAt("2026-01-28T09:00:00+08:00");
    expect(reminders()).toBe(2);
    await fillIn(watch);
    await desk.says("定稿");
    await desk.done();
    expect(desk.words().at(-1)).toContain("定稿已出好");
    await watch.lookAt("2026-01-30T09:00:00+08:00");
    expect(reminders()).toBe(2);
    await desk.dispatch.stop();
  });
});

describe("Over a whole January", () => {
  it("walked in steps of 13 minutes with restarts, each reminder comes once, by day, to one person", async () => {
    const hour = 60 * 60 * 1000;
    const local = fc.option(fc.integer({ min: 1, max: 31 }), { nil: undefined });
    const run = fc.record({
      year: fc.integer({ min: 2021, max: 2031 }),
      kind: fc.constantFrom(...organKinds.map(({ id }) => id)),
      local,
      offset: fc.integer({ min: 0, max: 13 * 60 - 1 }),
      responsible: fc.constantFrom("a", "b", undefined),
      /** Steps at which the process ends, and how many steps it is down. */
      restarts: fc.array(fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 120 })), { maxLength: 8 }),
    }); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(run, async ({ year, kind, local: day, offset, responsible, restarts }) => {
        const deadline = day === undefined ? {} : { deadline: `01-${String(day).padStart(2, "0")}` };
        const people = ["a", "b"].map((id) => person(id, id === responsible ? { responsible: true } : {}));
        const list = { units: [{ organ: { ...organ, kind }, people, ...deadline }] };
        const first = Date.UTC(year, 11, 18) + offset * 1000;
        const clock = new Clock(new Date(first).toISOString());
        let watch = new Watch({ list, clock });
        const twin = watch.beside(list);
        const last = organKinds.find(({ id }) => id === kind)?.deadline;
        const due = Date.UTC(year + 1, day === undefined ? (last?.month ?? 0) - 1 : 0, day ?? last?.day);
        const came: number[] = [];
        const could = new Set<number>();
        const steps = Math.ceil((45 * 24 * 60) / 13);
        for (let step = 0; step < steps; step++) {
          const there = clock.now().getTime() + 8 * hour;
          const daytime = there % (24 * hour) >= 9 * hour && there % (24 * hour) < 18 * hour;
          const left = (due - (there - (there % (24 * hour)))) / (24 * hour);
          const down = restarts.find(([from, long]) => step >= from && step < from + long);
          if (restarts.some(([from, long]) => step === from + long)) watch = watch.restarted(list);
          if (down === undefined) {
            if (daytime && [14, 7, 3, 1, 0].includes(left)) could.add(left);
            const before = watch.shown.length;
            await Promise.all(step % 5 === 0 ? [watch.look(), twin.look()] : [watch.look()]);
            for (const { to } of watch.shown.slice(before)) {
              expect(to).toEqual(direct({ id: responsible ?? "a" }));
              expect(daytime).toBe(true);
              came.push(left);
            }
          }
          await clock.pass(13 * 60 * 1000);
        }
        expect(came).toEqual([...could]);
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});

/** A report of which nothing is missing. */
async function fillIn(watch: Watch): Promise<void> {
  await watch.record({ type: "OrganNamed", organ: { name: organ.name, kind: "subdistrict" } });
  await watch.record({ type: "ZeroDeclared", under: ["requests", "disputes", "disclosure"] });
  const words = {
    "overview.disclosure": "区政府网站街道专栏公开120条，主要是办事指南",
    "overview.requests": "设有登记本，专人接收，答复前经过审核",
    "overview.management": "科室起草、党政办把关、分管领导签发",
    "overview.platform": "网站专栏1个，专人更新",
    "overview.supervision": "列入年度考核；开展社会评议，没有收到意见；没有责任追究；培训2次",
    problems: "公众号更新不及时",
    improvements: "定人定岗，每周更新",
  } as const;
  for (const [slot, said] of Object.entries(words))
    await watch.record({ type: "TextStated", slot: slot as keyof typeof words, items: [said] });
  await watch.record({ type: "FeeStated", fee: { kind: "none" } });
}
