import { expect } from "vitest";
import type { Card } from "../../src/channels/channel.ts";
import { choicesOf, plain, reply } from "./outgoing.ts";
import { until } from "./rig.ts";
import { wordsOf, type Case, type Kind, type Session } from "./session.ts";

const why = "这张卡片已经用过了，请看最新的一条。";
const card: Card = {
  id: "card-7",
  text: "三、本年新收：您说的是4件还是5件？",
  choices: choicesOf("4件", "5件"),
};

/** Questions with something to press, where the platform has them. */
export function cards(test: Case, { capabilities, people, group }: Kind): void {
  const can = capabilities.card;
  if (can === null) return;

  test("choices are shown, pressed, and over", async (session) => {
    await show(session, card);
    const shown = await session.card();
    expect(shown).toMatchObject({ text: card.text, choices: ["4件", "5件"], live: true });
    session.receive = () =>
      Promise.resolve({ kind: "taken", card: { id: card.id, text: `${card.text}\n已选：5件` } });
    await session.rig.presses(session.person, shown, { choice: "5件" });
    await until(() => session.actions.length === 1);
    expect(session.actions[0]).toMatchObject({
      card: "card-7",
      choice: "c1",
      conversation: session.chat,
      sender: { id: session.person.id },
    });
    await until(() => session.shown().every((one) => one.type !== "card" || !one.live));
    const after = session.shown().findLast((one) => one.type === "card");
    expect(after).toMatchObject({ live: false });
    expect(after?.type === "card" ? after.text : "").toContain("已选：5件");
  });

  test("a card's words are shown as they were written", async (session) => {
    const labels = ["*甲*", "a_b<c"];
    await show(session, { id: "card-1", text: plain, choices: choicesOf(...labels) });
    expect(await session.card()).toMatchObject({ text: plain, choices: labels });
  });

  test("as many choices as declared are shown", async (session) => {
    const labels = Array.from({ length: can.maxChoices }, (_, index) =>
      `${index + 1}号${"选".repeat(can.labelChars)}`.slice(0, can.labelChars),
    );
    await show(session, { id: "card-1", text: "选一个", choices: choicesOf(...labels) });
    expect((await session.card()).choices).toEqual(labels);
  });

  test("a press that is refused changes nothing, and one that is known neither", async (session) => {
    await show(session, card);
    const shown = await session.card();
    session.receive = () => Promise.resolve({ kind: "refused", why });
    const told = await session.rig.presses(session.person, shown, { choice: "4件" });
    // Where a platform has no place for a word at once, it says none.
    if (told !== "") expect(told).toContain(why);
    session.receive = () => Promise.resolve({ kind: "known" });
    await session.rig.presses(session.person, shown, { choice: "4件" });
    await until(() => session.actions.length === 2);
    expect(await session.card()).toMatchObject({ text: card.text, choices: ["4件", "5件"], live: true });
  });

  test("two presses have two ids, one press delivered again has the same", async (session) => {
    await show(session, card);
    const shown = await session.card();
    session.receive = () => Promise.resolve({ kind: "known" });
    await session.rig.presses(session.person, shown, { choice: "4件" });
    await session.rig.presses(session.person, shown, { choice: "5件" });
    await until(() => session.actions.length === 2);
    expect(new Set(session.actions.map(({ id }) => id)).size).toBe(2);
  });

  const [, second] = people;
  if (group !== null && second !== undefined)
    test("a card in a group tells who pressed it", async (session) => {
      const heard = await session.hear("核对", { in: group });
      await session.send({ type: "card", card }, { to: group, ...reply(heard.reply) });
      await session.rig.presses(second, await session.card(group), { choice: "4件" });
      await until(() => session.actions.length === 1);
      expect(session.actions[0]).toMatchObject({
        conversation: group,
        sender: { id: second.id },
        choice: "c0",
      });
    });

  if (can.inputs)
    test("a form is shown with what is known, filled in and sent off", async (session) => {
      await show(session, {
        id: "form-1",
        text: "表二：行政许可、行政处罚",
        fields: [
          { id: "disclosure.licensing", label: "行政许可", value: "12" },
          { id: "disclosure.penalties", label: "行政处罚", value: "" },
        ],
      });
      const shown = await session.card();
      expect(shown).toMatchObject({ fields: ["行政许可", "行政处罚"], live: true });
      const fields = { 行政许可: "13", 行政处罚: "没有" };
      await session.rig.presses(session.person, shown, { fields });
      await until(() => session.actions.length === 1);
      expect(session.actions[0]).toMatchObject({
        card: "form-1",
        fields: { "disclosure.licensing": "13", "disclosure.penalties": "没有" },
      });
    });

  if (can.table)
    test("a table is shown with all its cells", async (session) => {
      const rows = [
        ["本年新收", "3", "1"],
        ["予以公开 *甲*", "3", "0"],
      ];
      await show(session, {
        id: "table-1",
        text: "第三部分",
        table: { columns: ["项目", "自然人", "企业"], rows },
      });
      const { text } = await session.card();
      for (const cell of ["第三部分", "项目", "自然人", "企业", ...rows.flat()]) expect(text).toContain(cell);
    });
}

async function show(session: Session, what: Card): Promise<void> {
  await session.send({ type: "card", card: what }, await session.answering());
  expect(wordsOf(session.shown())).toEqual([]);
}
