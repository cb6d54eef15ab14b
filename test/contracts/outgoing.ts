import { expect } from "vitest";
import type { Outbound } from "../../src/channels/channel.ts";
import { digest, megabytes, name } from "./incoming.ts";
import { until, type Shown } from "./rig.ts";
import { patient, refused, wordsOf, type Case, type Kind, type Session } from "./session.ts";

/** What a platform could take for markup. */
export const plain =
  '《年报》\n第一行：*重点* **很重** _注意_ ~删~ `码`\n# 不是标题\n- 不是列表\n1. 第一\n> 不是引用\n<at user_id="all">所有人</at> [链接](http://127.0.0.1/) | 甲 | 乙 |\n表二、三（一）：&amp; & 5 < 6 \\ {a} $1 @所有人';
const docx = { name, bytes: new TextEncoder().encode("PK 草稿\n".repeat(900)) };

/** What goes out. */
export function outgoing(test: Case, kind: Kind): void {
  const { capabilities, group } = kind;
  const { fileOut, idempotent, text } = capabilities;

  test("a text is shown as it was written", async (session) => {
    const sent = await session.say(plain, await session.answering());
    expect(sent.id).not.toBe("");
    expect(wordsOf(await session.showing(1))).toEqual([plain]);
  });

  test("texts are shown in their order, and none twice", async (session) => {
    const answer = await session.answering();
    const said = Array.from({ length: 5 }, (_, index) => `第${index + 1}段`);
    for (const words of said) await session.say(words, answer);
    expect(wordsOf(await session.showing(5))).toEqual(said);
  });

  test("a text as long as the limit is shown whole", async (session) => {
    const words = "年*[".repeat(Math.floor(text.maxBytes / 5));
    await session.say(words, await session.answering());
    expect(wordsOf(await session.showing(1))).toEqual([words]);
  });

  test("a file is shown with its Chinese name and its bytes", async (session) => {
    const sent = await session.send({ type: "file", ...docx }, await session.answering());
    expect(sent.id).not.toBe("");
    expect(files(await session.showing(1))).toEqual([[docx.name, digest(docx.bytes)]]);
  });

  if (fileOut.maxBytes >= 19 * 1024 * 1024)
    test("a file of 19 MB is shown whole", async (session) => {
      const file = { name: "扫描件.pdf", bytes: megabytes(19) };
      await session.send({ type: "file", ...file }, await session.answering());
      expect(files(await session.showing(1))).toEqual([[file.name, digest(file.bytes)]]);
    });

  if (fileOut.maxBytes <= 64 * 1024 * 1024)
    test("a file over the limit is refused and not shown", async (session) => {
      const bytes = new Uint8Array(fileOut.maxBytes + 1);
      const error = await refused(
        session.send({ type: "file", name, bytes }, await session.answering()),
        name,
      );
      expect(error).toMatchObject({ code: "too_large", retryable: false });
      expect(session.shown()).toEqual([]);
    });

  if (group !== null)
    test("an answer in a group is shown there, for the one who asked", async (session) => {
      const heard = await session.hear("进度", { in: group });
      const options = { to: group, mention: session.person, ...reply(heard.reply) };
      await session.say("已完成63%。", options);
      await session.send({ type: "file", ...docx }, options);
      const shown = await session.showing(2, group);
      expect(wordsOf(shown)[0]).toMatch(/(?:^|\s|：|，)已完成63%。$/);
      expect(files(shown)).toEqual([[docx.name, digest(docx.bytes)]]);
      expect(session.shown(session.chat)).toEqual([]);
    });

  if (capabilities.push !== "none")
    test("what is pushed is shown", async (session) => {
      await session.hear("开始");
      await session.say("离报送还有三天。");
      await session.send({ type: "file", ...docx });
      expect(wordsOf(await session.showing(2))).toEqual(["离报送还有三天。"]);
    });

  if (capabilities.push === "after-first-contact")
    test("nothing is pushed to somebody who never wrote", async (session) => {
      expect(await refused(session.say("您好"), "您好")).toMatchObject({ code: "unreachable" });
      expect(session.shown()).toEqual([]);
    });

  const repeatable: readonly [keyof typeof idempotent, Outbound][] = [
    ["text", { type: "text", text: "记下了。" }],
    ["file", { type: "file", ...docx }],
    ["card", { type: "card", card: { id: "card-1", text: "选一个", choices: choicesOf("好", "不好") } }],
  ];
  for (const [type, message] of repeatable.filter(([kindOfMessage]) => idempotent[kindOfMessage]))
    test(`a ${type} sent twice with the same key is shown once`, async (session) => {
      const answer = await session.answering();
      await session.send(message, { ...answer, key: "same" });
      await session.send(message, { ...answer, key: "same", again: true });
      await session.say("后面一句", answer);
      const types = (await session.showing(2)).map((one) => one.type);
      expect(types).toEqual([type, "text"]);
    });

  if (capabilities.progress)
    test("progress is replaced by the text that follows", async (session) => {
      const answer = await session.answering();
      const options = { ...answer, key: "work", again: false, signal: patient() };
      expect(session.channel).toHaveProperty("progress");
      await session.channel.progress?.(session.chat, "正在出稿……", options);
      await until(() => wordsOf(session.shown()).length === 1);
      await session.say("草稿已出好。", { ...answer, key: "work" });
      await until(() => wordsOf(session.shown()).includes("草稿已出好。"));
      expect(wordsOf(session.shown())).toEqual(["草稿已出好。"]);
    });
}

export const choicesOf = (...labels: readonly string[]): { id: string; label: string }[] =>
  labels.map((label, index) => ({ id: `c${index}`, label }));

export const reply = (given: string | undefined): { reply?: string } =>
  given === undefined ? {} : { reply: given };

export const files = (shown: readonly Shown[]): string[][] =>
  shown.flatMap((one) => (one.type === "file" ? [[one.name, digest(one.bytes)]] : []));

export const anyFile = (session: Session, options: Parameters<Session["send"]>[1] = {}) =>
  session.send({ type: "file", ...docx }, options);
