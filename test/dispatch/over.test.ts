import { describe, expect, it } from "vitest";
import { Desk, direct, group, li, Lines, stranger, zhang } from "./desk.ts";

/** What is over a bound is acknowledged and not worked on; what was said before is answered. */

const tooFast = "您发得太快了，后面的几条没有处理。请过一分钟再发。";
const helped = (words: readonly string[]): number =>
  words.filter((said) => said.startsWith("您可以这样说")).length;
const bytes = new TextEncoder().encode("一份文件");

describe("Somebody who says too much at once", () => {
  it("is answered up to the bound, then told once, and others are answered as ever", async () => {
    const log = new Lines();
    const desk = await Desk.open({ bounds: { person: 30 }, log });
    const receipts = [];
    for (let line = 0; line < 25; line++) receipts.push(await desk.says("帮助"));
    expect(receipts.filter(({ kind }) => kind === "taken")).toHaveLength(10);
    expect(receipts.slice(10)).toEqual(Array.from({ length: 15 }, () => ({ kind: "refused", why: tooFast })));
    await desk.says("帮助", { sender: li });
    await desk.done();
    const words = desk.words();
    expect(words.filter((said) => said === tooFast)).toHaveLength(1);
    expect(helped(words)).toBe(10);
    expect(helped(desk.words(direct(li)))).toBe(1);
    expect(log.of("over")).toHaveLength(1);
    expect(JSON.stringify(log.lines)).not.toMatch(/帮助|zhang|张三/);
  });

  it("has nothing of it worked on later, however often the platform delivers it again", async () => {
    const desk = await Desk.open({ bounds: { person: 3 } });
    await desk.says("帮助", { id: "first" });
    await desk.says("进度", { id: "second" });
    await desk.done();
    expect(await desk.says("进度", { id: "second" })).toEqual({ kind: "known" });
    expect(await desk.store.mail.knows("feishu", "second")).toBe(true);
    expect(await desk.store.mail.waiting()).toEqual([]);
    expect(desk.words().filter((said) => said === tooFast)).toHaveLength(1);
  });

  it("is told by name in a group", async () => {
    const desk = await Desk.open({ bounds: { person: 3 } });
    for (let line = 0; line < 3; line++) await desk.says("进度", { conversation: group });
    await desk.done();
    const told = desk.postbox.shown.filter(({ out }) => out.type === "text" && out.text === tooFast);
    expect(told.map(({ options }) => options.mention)).toEqual([zhang]);
  });

  it("keeps what was said before, and the card that was shown", async () => {
    const desk = await Desk.open({ bounds: { person: 9 } });
    await desk.says("开始");
    await desk.says("三张表全是0");
    await desk.done();
    const card = desk.card();
    for (let line = 0; line < 5; line++) await desk.says("进度");
    await desk.done();
    expect(desk.words().filter((said) => said === tooFast)).toHaveLength(1);
    expect(await desk.presses(card.choices?.[0]?.label ?? "")).toEqual({
      kind: "refused",
      why: "点得太快了，请过一分钟再点。",
    });
    expect(await desk.store.mail.waiting()).toEqual([]);
  });

  it("is not taken for hasty when old messages come in a flood after a break", async () => {
    const desk = await Desk.open();
    const at = desk.clock.now().getTime() - 60 * 60_000;
    for (let line = 0; line < 200; line++) await desk.says("收到4件", { at });
    await desk.clock.pass(10_000);
    await desk.done();
    expect(desk.words()).toHaveLength(1);
    expect(desk.words()[0]).toMatch(/^有200条消息.*来得太晚/);
  });
});

describe("A unit whose people say too much together", () => {
  it("is told so, and no other unit notices", async () => {
    const desk = await Desk.open({ bounds: { unit: 10 } });
    for (let line = 0; line < 8; line++)
      for (const sender of [zhang, li]) await desk.says("帮助", { sender });
    await desk.done();
    const told = "本单位这会儿发来的消息太多，您后面的几条没有处理。请过一分钟再发。";
    for (const who of [zhang, li]) {
      expect(desk.words(direct(who)).filter((said) => said === told)).toHaveLength(1);
      expect(helped(desk.words(direct(who)))).toBe(5);
    }
  });
});

describe("Somebody who sends too many files", () => {
  it("is told, and can still talk; none of what is over is fetched", async () => {
    const desk = await Desk.open({ bounds: { files: 2 } });
    for (const ref of ["a", "b", "c", "d"]) desk.postbox.files.set(ref, bytes);
    for (const ref of ["a", "b", "c", "d"]) await desk.says("", { files: [{ ref, name: `${ref}.docx` }] });
    await desk.says("帮助");
    await desk.done();
    expect(desk.postbox.fetched).toEqual(["a", "b"]);
    expect(desk.words().filter((said) => said.startsWith("您发的文件太多了"))).toHaveLength(1);
    expect(helped(desk.words())).toBe(1);
  });

  it("is told by the bytes that came, whatever the platform said of their size", async () => {
    const desk = await Desk.open({ bounds: { fileBytes: 1000 } });
    desk.postbox.files.set("large", new Uint8Array(999));
    desk.postbox.files.set("small", new Uint8Array(10));
    const send = (ref: string) => desk.says("", { files: [{ ref, name: "a.txt", size: 2 }] });
    await send("large");
    await desk.done();
    expect(await send("small")).toMatchObject({ kind: "refused" });
    expect(desk.postbox.fetched).toEqual(["large"]);
  });
});

describe("Strangers in a flood", () => {
  it("leave five ids and one sentence each, and no file is fetched", async () => {
    const log = new Lines();
    const desk = await Desk.open({ log });
    for (let line = 0; line < 300; line++)
      await desk.says("收到4件", { id: `s${line}`, sender: stranger, files: [{ ref: "a" }] });
    await desk.done();
    expect(desk.words(direct(stranger))).toHaveLength(1);
    expect(desk.postbox.fetched).toEqual([]);
    const known = await Promise.all(
      Array.from({ length: 300 }, (_, line) => desk.store.mail.knows("feishu", `s${line}`)),
    );
    expect(known.filter(Boolean)).toHaveLength(5);
    expect(log.of("stranger")).toHaveLength(5);
  });
});
