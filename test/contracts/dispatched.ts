import { expect, it } from "vitest";
import { wording } from "../../src/dispatch/wording.ts";
import { files } from "./outgoing.ts";
import { until, type Rig, type Shown } from "./rig.ts";
import { clockFrom, hasty, Service, type Setting } from "./service.ts";
import { direct, wordsOf, type Kind } from "./session.ts";

const organ = { name: "青山区临江街道办事处", kind: "subdistrict" } as const;
const january = (): (() => Date) => clockFrom("2026-01-08T09:00:00+08:00");
const note = /^草稿已出好/;
const notes = (shown: readonly Shown[]): string[] => wordsOf(shown).filter((words) => note.test(words));

/** What people see of a channel that the dispatch works over. */
export function dispatched(kind: Kind, open: () => Promise<Rig>): void {
  const { faults, capabilities } = kind;
  const test = (
    sentence: string,
    work: (service: Service) => Promise<void>,
    setting: (rig: Rig) => Partial<Setting> = () => ({}),
  ): void =>
    it(sentence, async () => {
      const service = await Service.open(open, (rig) => ({
        people: rig.people,
        group: rig.group,
        organ,
        now: january(),
        waits: hasty,
        ...setting(rig),
      }));
      try {
        await work(service);
      } finally {
        await service.close();
      }
    });
  const chatOf = ({ rig }: Service) => direct(rig.people[0]);

  test("a message that is delivered again is answered once", async (service) => {
    const first = await service.ask("开始");
    await service.rig.again();
    const second = await service.ask("进度");
    expect(service.rig.shown(chatOf(service))).toEqual([...first, ...second]);
    expect(first.length).toBeGreaterThan(0);
  });

  if (!local.has(kind.name))
    test(
      "a stranger gets one polite sentence, and nothing is kept",
      async (service) => {
        const [stranger] = service.rig.people;
        expect(wordsOf(await service.ask("三张表全是0"))).toEqual([wording.stranger]);
        await service.rig.says({ from: stranger, in: direct(stranger), text: "生成" });
        await service.dispatch.idle();
        expect(service.rig.shown(direct(stranger))).toHaveLength(1);
        expect([await service.store.mail.waiting(), await service.store.mail.unsent()]).toEqual([[], []]);
      },
      () => ({ people: [] }),
    );

  const november = () => ({ now: clockFrom("2026-11-05T09:00:00+08:00") });
  if (capabilities.card !== null)
    test(
      "a card that is pressed twice counts once",
      async (service) => {
        const card = await choosing(service);
        if (card?.type !== "card") throw new Error("the choices were not shown as a card");
        const [person] = service.rig.people;
        const press = (choice: string) => service.rig.presses(person, card, { choice });
        const [first = "", other = ""] = card.choices;
        const place = direct(person);
        // Where a platform has no place for a word at once, the refusal is a message.
        const said = () => wordsOf(service.rig.shown(place)).filter((words) => words !== wording.cardOver);
        const before = said().length;
        // Twice at once, before anything could be redrawn.
        await Promise.all([press(first), press(other), press(first)]);
        await until(() => said().length > before);
        await service.dispatch.idle();
        expect(said().slice(before)).toHaveLength(1);
        expect(said().at(-1)).toContain(first);
        const still = service.rig.shown(place).filter((one) => one.type === "card" && one.id === card.id);
        expect(still).toMatchObject([{ live: false }]);
      },
      november,
    );
  else
    test(
      "choices are numbered where there are no cards",
      async (service) => {
        const shown = await choosing(service);
        expect(shown?.type === "text" ? shown.text : "").toMatch(/\n1\. 2026年\n2\. 2025年$/);
      },
      november,
    );

  if (faults.rateLimit !== null)
    test("a refusal for frequency in the middle of a talk costs nothing and doubles nothing", async (service) => {
      await service.ask("开始");
      service.rig.faults.rateLimit?.();
      expect(wordsOf(await service.ask("帮助"))).toHaveLength(1);
      expect(wordsOf(await service.ask("进度")).join("")).toContain("已完成");
    });

  if (faults.expireReplies !== null)
    test("an answer that is too late is pushed", async (service) => {
      await begun(service);
      const { rig } = service;
      const before = rig.shown(chatOf(service)).length;
      const saying = rig.says({ from: rig.people[0], in: chatOf(service), text: "仍要生成" });
      rig.faults.expireReplies?.();
      await saying;
      await service.answered(chatOf(service), before);
      expect(notes(rig.shown(chatOf(service)))).toHaveLength(1);
    });

  test("the note stands after the file that was taken", async (service) => {
    await begun(service);
    await generate(service);
    const shown = service.rig.shown(chatOf(service));
    const file = shown.findIndex(({ type }) => type === "file");
    const said = shown.findIndex((one) => one.type === "text" && note.test(one.text));
    expect(file).toBeGreaterThan(0);
    expect(said).toBeGreaterThan(file);
    expect([files(shown).length, notes(shown).length]).toEqual([1, 1]);
  });

  for (const [how, fault] of [
    ["fails", faults.failUpload],
    ["hangs", faults.hangUpload],
  ] as const)
    if (fault !== null)
      test(`where an upload ${how}, nothing is called sent that was not`, async (service) => {
        await begun(service);
        if (how === "fails") service.rig.faults.failUpload?.();
        else service.rig.faults.hangUpload?.();
        await generate(service);
        const shown = service.rig.shown(chatOf(service));
        const failed = wordsOf(shown).filter((words) => words.includes("没有发出去"));
        expect(notes(shown)).toHaveLength(files(shown).length);
        expect(files(shown).length + failed.length).toBe(1);
      });
}

const local: ReadonlySet<string> = new Set(["web", "terminal"]);

/** A talk with figures in it. */
async function begun(service: Service): Promise<void> {
  for (const words of ["开始", organ.name, "三张表全是0"]) await service.ask(words);
}

/** 生成 with what is missing. */
async function generate(service: Service): Promise<void> {
  await service.ask("生成");
  await service.ask("仍要生成");
}

/** Comes to a question with two choices: which year, in November. */
async function choosing(service: Service): Promise<Shown | undefined> {
  await service.ask("开始");
  return (await service.ask(organ.name)).at(-1);
}
