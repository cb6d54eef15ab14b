import { createHash } from "node:crypto";
import { expect } from "vitest";
import { OutsideError } from "../../src/errors.ts";
import { until } from "./rig.ts";
import { direct, refused, type Case, type Kind, type Session } from "./session.ts";

export const megabytes = (size: number): Uint8Array => new Uint8Array(size * 1024 * 1024).fill(0x5a);
export const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
/** A Chinese name as offices write them. */
export const name = "2025年 年报（终稿）.docx";
const small = { name, bytes: new TextEncoder().encode("PK 内容\n".repeat(700)) };

const full = new OutsideError("磁盘满了，这句话没有记下。", { where: "store", code: "full" });

/** What comes in. */
export function incoming(test: Case, kind: Kind): void {
  const { capabilities, group } = kind;
  const { fileIn } = capabilities;

  test("a direct message comes once, with an id, its sender and its words", async (session) => {
    const heard = await session.hear("  今年收到4件，自然人3件 ");
    await session.hear("核对");
    expect(session.messages.map(({ text }) => text)).toEqual(["今年收到4件，自然人3件", "核对"]);
    expect(heard).toMatchObject({ mentioned: true, conversation: session.chat, files: [] });
    expect(heard.sender.id).toBe(session.person.id);
    expect(Math.abs(heard.at - (performance.timeOrigin + performance.now()))).toBeLessThan(60_000);
    expect(new Set(session.messages.map(({ id }) => id)).size).toBe(2);
  });

  test("words come as they were typed", async (session) => {
    const typed = "监督：<b>培训</b>2次 & *重点* [见附件](a) “甲”、#1、100%、\\n";
    expect((await session.hear(typed)).text).toBe(typed);
  });

  test("ten quick messages come in their order", async (session) => {
    const said = Array.from({ length: 10 }, (_, index) => `第${index + 1}句`);
    await Promise.all(said.map((text) => session.rig.says({ from: session.person, in: session.chat, text })));
    await until(() => session.messages.length >= 10);
    expect(session.messages.map(({ text }) => text)).toEqual(said);
  });

  test("a message is acknowledged when it is stored, not before, and the next delivery has its id", async (session) => {
    const stored = Promise.withResolvers<{ kind: "taken" }>();
    session.receive = () => stored.promise;
    let acknowledged = false;
    const saying = session.rig.says({ from: session.person, in: session.chat, text: "收到4件" });
    void saying.then((result) => (acknowledged = result));
    await until(() => session.messages.length > 0);
    // Everything that could be answered without us has been answered.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    if (kind.acknowledges) expect(acknowledged).toBe(false);
    stored.resolve({ kind: "taken" });
    await saying;
    session.receive = () => Promise.resolve({ kind: "known" });
    await session.rig.again();
    await session.hear("核对");
    const ids = session.messages.slice(0, -1).map(({ id }) => id);
    expect(new Set(ids).size).toBe(1);
  });

  test("a message that could not be stored does not end the channel", async (session) => {
    let failures = 1;
    session.receive = () => (failures-- > 0 ? Promise.reject(full) : Promise.resolve({ kind: "taken" }));
    const acknowledged = await session.rig.says({ from: session.person, in: session.chat, text: "收到4件" });
    await until(() => session.messages.length > 0);
    if (kind.acknowledges) {
      expect(acknowledged).toBe(false);
      expect(await session.rig.again()).toBe(true);
      expect(new Set(session.messages.map(({ id }) => id)).size).toBe(1);
      expect(session.messages.length).toBeGreaterThan(1);
    }
    expect((await session.hear("核对")).text).toBe("核对");
  });

  const [, second] = kind.people;
  if (second !== undefined)
    test("two people have two chats", async (session) => {
      const first = await session.hear("开始");
      const other = await session.hear("帮助", { from: second, in: direct(second) });
      expect(other.sender.id).toBe(second.id);
      expect(other.conversation).toEqual(direct(second));
      expect(first.conversation).not.toEqual(other.conversation);
    });

  if (group !== null)
    test("in a group, what mentions the bot comes with its sender and without the mention", async (session) => {
      for (const from of kind.people) {
        const heard = await session.hear("收到4件", { from, in: group });
        expect(heard).toMatchObject({ text: "收到4件", mentioned: true, conversation: group });
        expect(heard.sender.id).toBe(from.id);
      }
    });

  if (group !== null)
    test("in a group, what does not mention the bot is no message to it", async (session) => {
      await session.rig.says({ from: session.person, in: group, text: "明天开会", mention: false });
      await session.hear("进度", { in: group });
      expect(session.messages.filter(({ mentioned }) => mentioned).map(({ text }) => text)).toEqual(["进度"]);
    });

  if (fileIn.direct === "message")
    test("a file comes with its Chinese name and its bytes", async (session) => {
      const heard = await session.hear("", { file: small });
      expect(heard.files).toHaveLength(1);
      await same(session, heard.files[0], small);
    });

  if (fileIn.direct === "message" && fileIn.maxBytes >= 19 * 1024 * 1024)
    test("a file of 19 MB comes whole", async (session) => {
      const file = { name: "扫描件.pdf", bytes: megabytes(19) };
      const heard = await session.hear("", { file });
      await same(session, heard.files[0], file);
    });

  if (group !== null && fileIn.group !== "none")
    test("in a group, a file comes with the message that is about it", async (session) => {
      const heard = await session.hear("看看这份", { in: group, file: small });
      expect(heard).toMatchObject({ mentioned: true, conversation: group });
      await same(session, heard.files[0], small);
    });

  if (fileIn.maxBytes > 0) {
    const place = fileIn.direct === "message" || group === null ? {} : { in: group };

    test("a file over the limit is refused while it comes", async (session) => {
      const heard = await session.hear("", { ...place, file: { name, bytes: megabytes(2) } });
      expect(await refused(session.fetch(heard.files[0], 1024 * 1024), name)).toMatchObject({
        code: "too_large",
        retryable: false,
      });
    });

    test("a file can be fetched after the service was started anew", async (session) => {
      const heard = await session.hear("", { ...place, file: small });
      await session.restart();
      await same(session, heard.files[0], small);
    });
  }
}

async function same(
  session: Session,
  file: Parameters<Session["fetch"]>[0],
  sent: { name: string; bytes: Uint8Array },
): Promise<void> {
  const fetched = await session.fetch(file);
  expect([fetched.name, digest(fetched.bytes)]).toEqual([sent.name, digest(sent.bytes)]);
}
