import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Card } from "../../../src/channels/channel.ts";
import { cardOf, takenOf, taskOf, templateOf } from "../../../src/channels/wecom-app/card.ts";
import { until } from "../../contracts/rig.ts";
import { App } from "./app.ts";

const question = "三、本年新收：您说的是4件还是5件？";
const choices = [
  { id: "c0", label: "4件" },
  { id: "c1", label: "5件" },
];
const card: Card = { id: "card-7", text: question, choices };

describe("a card on the platform", () => {
  let app: App;
  beforeEach(async () => void (app = await App.open()));
  afterEach(() => app.close());
  const shownCard = () => app.shown.find((one) => one.type === "card");

  it("that was taken shows what was chosen, and nothing to press", async () => {
    await app.send({ type: "card", card });
    app.receive = () =>
      Promise.resolve({ kind: "taken", card: { id: "card-7", text: `${question}\n已选：5件` } });
    await app.platform.presses(app.person, "card-7", "5件");
    await until(() => shownCard()?.live === false);
    expect(shownCard()).toMatchObject({ text: `${question}\n已选：5件`, choices: [], live: false });
  });

  it("that was taken without a word, or with too many, has a grey button", async () => {
    app.receive = () => Promise.resolve({ kind: "taken" });
    await app.send({ type: "card", card });
    await app.platform.presses(app.person, "card-7", "5件");
    await until(() => shownCard()?.live === false);
    expect(shownCard()).toMatchObject({ text: question, choices: ["已收到"] });
    expect(takenOf({ id: "a", text: `${"长".repeat(400)}\n已选：5件` })).toEqual({
      button: { replace_name: "已选：5件" },
    });
  });

  it("tells once why a press was refused, though it comes twice", async () => {
    await app.send({ type: "card", card });
    app.receive = () => Promise.resolve({ kind: "refused", why: "这个选项已经过时了。" });
    await app.platform.presses(app.person, "card-7", "4件");
    await app.platform.presses(app.person, "card-7", "5件");
    await app.say("后面一句");
    await until(() => app.texts.length >= 2);
    expect(app.texts.toSorted()).toEqual(["后面一句", "这个选项已经过时了。"]);
    expect(shownCard()).toMatchObject({ live: true });
  });

  it("of other kinds, or with too many words, is refused, so that its words go as a text; one without choices is a text", async () => {
    const fields = [{ id: "a", label: "行政许可", value: "" }];
    const table = { columns: ["项目"], rows: [["新收"]] };
    const seven = Array.from({ length: 7 }, (_, index) => ({ id: `c${index}`, label: "好" }));
    for (const other of [
      { ...card, fields },
      { ...card, table },
      { ...card, choices: seven },
    ])
      await expect(app.send({ type: "card", card: other })).rejects.toMatchObject({ code: "unsupported" });
    await app.send({ type: "card", card: { id: "card-8", text: question } });
    expect(app.shown).toMatchObject([{ type: "text", text: question }]);
  });
});

describe("the words of a card", () => {
  interface Template {
    main_title?: { title: string; desc?: string };
    sub_title_text?: string;
  }
  const wordsOf = ({ main_title, sub_title_text }: Template): string =>
    [main_title?.title, main_title?.desc, sub_title_text].filter((part) => part !== undefined).join("\n");

  it("are all there, in their order, where the card has room for them", () => {
    const line = fc.string({ unit: fc.constantFrom("年", "报", "1", "，", "𠮷", " "), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
        const text = lines.join("\n");
        fc.pre(text.trim() !== "" && [...text].length <= 120);
        const template: Template = templateOf({ ...card, text });
        expect(wordsOf(template).replace(/\n+$/, "")).toBe(text.replace(/\n+$/, ""));
        for (const part of Object.values({ ...template.main_title })) expect(part).not.toBe("");
      }),
    );
  });
});

describe("a task id", () => {
  it("leads back to the card, and has only what the platform takes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 50 }), (id) => {
        fc.pre(Buffer.byteLength(id) <= 90);
        expect(taskOf(id)).toMatch(/^[\w@-]{1,128}$/);
        expect(cardOf(taskOf(id))).toBe(id);
      }),
    );
  });

  it("is plain where the card's id is", () => {
    expect([taskOf("card-7"), taskOf("a:1"), taskOf("id-7")]).toEqual(["card-7", "id-YTox", "id-aWQtNw"]);
    expect(() => taskOf("：".repeat(50))).toThrow("编号太长");
  });
});
