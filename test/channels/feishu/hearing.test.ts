import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Receipt } from "../../../src/channels/channel.ts";
import { usual, type Pace } from "../../../src/channels/feishu/socket.ts";
import { until, type Person } from "../../contracts/rig.ts";
import { direct, Session } from "../../contracts/session.ts";
import type { FakeFeishu } from "../../fakes/feishu.ts";
import type { Options } from "../../fakes/feishu/world.ts";
import { control, encode } from "../../fakes/feishu/frames.ts";
import { no } from "../../fakes/feishu/web.ts";
import { forgeries, feishuRig } from "./rig.ts";

async function inSession(
  work: (session: Session, fake: FakeFeishu) => Promise<void>,
  options: Options = {},
  pace: Partial<Pace> = {},
): Promise<void> {
  const rig = await feishuRig(options, pace);
  const session = await Session.open(() => Promise.resolve(rig));
  try {
    await work(session, rig.fake);
  } finally {
    await session.close();
  }
}

const groupOf = (fake: FakeFeishu) => ({ kind: "group", id: fake.group }) as const;
const many = Array.from({ length: 12 }, (_, index): Person => ({
  id: `ou_${index}`,
  name: `干部${index + 1}`,
}));

describe("what is heard", () => {
  it("leaves the mention of the bot out and names other people", () =>
    inSession(async (session, fake) => {
      const [person] = fake.people;
      const bot: Person = fake.bot;
      const cases: [string, readonly Person[], string, boolean][] = [
        ["@_user_1 今年收到4件", [bot], "今年收到4件", true],
        ["@_user_1 @_user_2 那边有3件", [bot, person], "@王芳 那边有3件", true],
        ["请@_user_1 看看，@_user_1 在吗", [bot], "请看看，在吗", true],
        ["@_all 请各科室报数", [], "@所有人 请各科室报数", false],
        ["@_user_1 你来", [person], "@王芳 你来", false],
        ["@_user_12 和 @_user_1 核对", [...many.slice(0, 11), bot], "和 @干部1 核对", true],
        ["没有这个人 @_user_7", [bot], "没有这个人 @_user_7", true],
        ["@_user_1", [bot], "", true],
        ["@_user_1 $& $1", [{ id: "ou_x", name: "$&" }, bot], "@$& $& $1", true],
      ];
      for (const [text, mentions] of cases) {
        const id = fake.put(person, groupOf(fake), "text", { text });
        await fake.hand(fake.messageEvent(id, { mentions }));
      }
      expect(session.messages.map((one) => [one.text, one.mentioned])).toEqual(
        cases.map(([, , text, mentioned]) => [text, mentioned]),
      );
    }));

  it("reads a rich text as its words", () =>
    inSession(async (session, fake) => {
      const [person] = fake.people;
      const content = [
        [
          { tag: "at", user_id: "@_user_1", user_name: "年报助手" },
          { tag: "text", text: " 三、本年新收：" },
          { tag: "text", text: "4件", style: ["bold"] },
        ],
        [
          { tag: "a", href: "http://127.0.0.1/", text: "附件" },
          { tag: "at", user_id: "@_user_2", user_name: "王芳" },
          { tag: "img", image_key: "img_1" },
          { tag: "emotion", emoji_type: "SMILE" },
        ],
      ];
      const mentions = [fake.bot, person];
      for (const body of [{ title: "报数", content }, { zh_cn: { title: "报数", content } }]) {
        const id = fake.put(person, groupOf(fake), "post", body);
        await fake.hand(fake.messageEvent(id, { mentions }));
      }
      expect(session.messages.map(({ text }) => text)).toEqual(
        Array(2).fill("报数\n 三、本年新收：4件\n附件@王芳"),
      );
      expect(session.messages[0]?.files.map(({ name }) => name)).toEqual(["图片"]);
    }));

  it("names what has no words, and takes sound, film and pictures for files", () =>
    inSession(async (session, fake) => {
      const [person] = fake.people;
      const cases: [string, unknown, string, number][] = [
        ["sticker", { file_key: "f" }, "[表情]", 0],
        ["merge_forward", "Merged and Forwarded Message", "[合并转发]", 0],
        ["something_new", {}, "[消息]", 0],
        ["audio", { file_key: "f", duration: 1000 }, "", 1],
        ["media", { file_key: "f", image_key: "i", file_name: "会议.mp4" }, "", 1],
        ["image", { image_key: "i" }, "", 1],
        ["file", { file_key: 7 }, "[消息]", 0],
        ["text", "没有括号", "", 0],
        ["post", { title: 1 }, "", 0],
      ];
      for (const [type, content] of cases)
        await fake.hand(fake.messageEvent(fake.put(person, session.chat, type, content)));
      expect(session.messages.map(({ text, files }) => [text, files.length])).toEqual(
        cases.map(([, , text, files]) => [text, files]),
      );
    }));

  it("does not hear itself nor other bots", () =>
    inSession(async (session, fake) => {
      const own = fake.put({ id: fake.bot.id, name: "" }, groupOf(fake), "text", { text: "您好" });
      const other = fake.event("im.message.receive_v1", {
        sender: { sender_id: { open_id: "ou_other" }, sender_type: "app" },
        message: {
          message_id: "om_other", create_time: "1766000000000", chat_id: fake.group, chat_type: "group",
          message_type: "text", content: '{"text":"您好"}',
        },
      }); // prettier-ignore
      expect((await fake.hand(fake.messageEvent(own))).code).toBe(200);
      expect((await fake.hand(other)).code).toBe(200);
      await session.hear("核对");
      expect(session.seen).toHaveLength(1);
    }));

  it("says that somebody opened the chat", () =>
    inSession(async (session, fake) => {
      const [person] = fake.people;
      const entered = fake.event("im.chat.access_event.bot_p2p_chat_entered_v1", {
        chat_id: fake.chatOf(session.chat),
        operator_id: { open_id: person.id, union_id: "on_1", user_id: null },
      });
      await fake.hand(entered);
      await fake.hand(entered);
      expect(session.seen).toMatchObject([
        { kind: "entered", conversation: direct(person), sender: { id: person.id } },
        { kind: "entered", id: entered.id },
      ]);
    }));

  it("takes an event of 300 KB that comes in pieces", () =>
    inSession(async (session) => {
      const text = "公开".repeat(50_000);
      expect((await session.hear(text)).text).toBe(text);
    }));

  it("survives frames that are none and events that are not ours", () =>
    inSession(async (session, fake) => {
      fake.connections.send(new Uint8Array([1, 2, 3]));
      fake.connections.send(
        encode({ method: control, headers: { type: "pong" }, payload: new Uint8Array([123]) }),
      );
      fake.connections.send(
        encode({
          method: 1,
          headers: { type: "event", message_id: "1", sum: "-1", seq: "9" },
          payload: new Uint8Array(),
        }),
      );
      for (const event of forgeries(fake)) await fake.hand(event);
      await session.hear("核对");
      expect(session.seen).toHaveLength(1);
    }));

  it("refuses whatever an event may be without ending", () =>
    inSession(async (session, fake) => {
      const types = fc.constantFrom(
        "im.message.receive_v1",
        "card.action.trigger",
        "im.chat.access_event.bot_p2p_chat_entered_v1",
      );
      await fc.assert(
        fc.asyncProperty(types, fc.jsonValue({ maxDepth: 3 }), async (type, body) => {
          await fake.hand(fake.event(type, body));
        }),
        { numRuns: 60 },
      );
      await session.hear("核对");
      expect(session.seen).toHaveLength(1);
    }));
});

describe("what is quoted", () => {
  const file = { name: "2024年报.docx", bytes: new TextEncoder().encode("PK 内容") };
  const hearQuoting = (fake: FakeFeishu, parent: string, text = "@_user_1 看看") => {
    const id = fake.put(fake.people[0], groupOf(fake), "text", { text });
    return fake.hand(fake.messageEvent(id, { mentions: [fake.bot], parent }));
  };

  it("brings its file in a direct chat, too", () =>
    inSession(async (session, fake) => {
      const parent = fake.putFile(fake.people[0], session.chat, file);
      const id = fake.put(fake.people[0], session.chat, "text", { text: "看看这份" });
      await fake.hand(fake.messageEvent(id, { parent }));
      expect((await session.fetch(session.messages[0]?.files[0])).name).toBe(file.name);
    }));

  it("brings nothing when it is a text, a file of ours, withdrawn or gone", () =>
    inSession(async (session, fake) => {
      const [person] = fake.people;
      const text = fake.put(person, groupOf(fake), "text", { text: "上午的" });
      const withdrawn = fake.putFile(person, groupOf(fake), file);
      fake.withdraw(withdrawn);
      const { id: ours } = await session.send({ type: "file", ...file }, { to: groupOf(fake) });
      for (const parent of [text, withdrawn, ours, "om_gone"])
        expect((await hearQuoting(fake, parent)).code).toBe(200);
      expect(session.messages.map(({ files }) => files)).toEqual([[], [], [], []]);
      expect(session.messages.every((message) => message.text === "看看")).toBe(true);
    }));

  it("is not looked at where nobody speaks to the bot", () =>
    inSession(async (session, fake) => {
      const parent = fake.putFile(fake.people[0], groupOf(fake), file);
      const id = fake.put(fake.people[0], groupOf(fake), "text", { text: "看看" });
      await fake.hand(fake.messageEvent(id, { parent }));
      expect(session.messages).toMatchObject([{ mentioned: false, files: [] }]);
      expect(fake.calls.get("get")).toBeUndefined();
    }));

  it("is asked for again when the platform could not tell", () =>
    inSession(async (session, fake) => {
      const parent = fake.putFile(fake.people[0], groupOf(fake), file);
      fake.failNext("get", no(2200, 502));
      const id = fake.put(fake.people[0], groupOf(fake), "text", { text: "@_user_1 看看" });
      const event = fake.messageEvent(id, { mentions: [fake.bot], parent });
      expect((await fake.hand(event)).code).toBe(500);
      expect(session.seen).toEqual([]);
      expect((await fake.hand(event)).code).toBe(200);
      expect(session.messages[0]?.files).toHaveLength(1);
    }));

  it("is not waited for longer than the platform waits for us", () =>
    inSession(
      async (_, fake) => {
        const parent = fake.putFile(fake.people[0], groupOf(fake), file);
        fake.failNext("get", "hang");
        expect((await hearQuoting(fake, parent)).code).toBe(500);
      },
      {},
      { lookup: 100 },
    ));

  it("does not let a later message pass an earlier one", () =>
    inSession(async (session, fake) => {
      const parent = fake.putFile(fake.people[0], groupOf(fake), file);
      const said = ["@_user_1 看看", "@_user_1 二", "@_user_1 三"];
      const first = hearQuoting(fake, parent, said[0]);
      const rest = said.slice(1).map((text) => {
        const id = fake.put(fake.people[1] ?? fake.people[0], groupOf(fake), "text", { text });
        return fake.hand(fake.messageEvent(id, { mentions: [fake.bot] }));
      });
      await Promise.all([first, ...rest]);
      expect(session.messages.map(({ text }) => text)).toEqual(["看看", "二", "三"]);
    }));
});

describe("acknowledgements", () => {
  it("leave time for a quoted message within the 3 seconds of the platform", () => {
    expect(usual.lookup).toBeLessThan(2_500);
    expect(usual.press).toBeLessThan(3_000);
  });

  it("come within milliseconds", () =>
    inSession(async (session, fake) => {
      await session.hear("开始");
      const ends = await Promise.all(fake.deliveries.map(({ end }) => end));
      expect(ends.map(({ code }) => code)).toEqual([200]);
      expect(ends[0]?.ms).toBeLessThan(250);
    }));

  it("that are too late bring the same message again, and so does a failure", () =>
    inSession(
      async (session, fake) => {
        const slow = Promise.withResolvers<{ kind: "taken" }>();
        session.receive = () => slow.promise;
        await session.rig.says({ from: session.person, in: session.chat, text: "收到4件" });
        await until(() => fake.deliveries.length === 3);
        slow.resolve({ kind: "taken" });
        await until(() => session.messages.length === 3);
        expect(new Set(session.messages.map(({ id }) => id)).size).toBe(1);
        let failures = 1;
        session.receive = () =>
          failures-- > 0
            ? Promise.reject(new Error("收到4件 cannot be kept"))
            : Promise.resolve({ kind: "taken" });
        expect(await session.rig.says({ from: session.person, in: session.chat, text: "核对" })).toBe(false);
        await until(() => session.messages.length === 5);
        await Promise.all(fake.deliveries.map(({ end }) => end));
        expect(fake.deliveries).toHaveLength(5);
        expect(session.messages[4]?.id).toBe(session.messages[3]?.id);
      },
      { window: 60, redeliver: [20, 20] },
    ));

  it("of a press that was too late leave the card to be painted afterwards", () =>
    inSession(
      async (session, fake) => {
        const card = { id: "card-1", text: "选一个", choices: [{ id: "a", label: "好" }] };
        const { id } = await session.send({ type: "card", card });
        const stored = Promise.withResolvers<Receipt>();
        session.receive = () => stored.promise;
        expect((await fake.press(session.person, id, { choice: "好" }))?.end.code).toBe(null);
        stored.resolve({ kind: "taken", card: { id: "card-1", text: "已选：好" } });
        await until(() => fake.calls.get("update") === 1);
        expect(await session.card()).toMatchObject({ text: "已选：好", live: false });
      },
      { window: 60 },
      { press: 30 },
    ));
});

describe("presses", () => {
  it("on a card that is used up still come, with the card's id", () =>
    inSession(async (session, fake) => {
      const card = { id: "card-1", text: "选一个", choices: [{ id: "a", label: "好" }] };
      const { id } = await session.send({ type: "card", card });
      session.receive = () => Promise.resolve({ kind: "taken", card: { id: "card-1", text: "已选：好" } });
      await fake.press(session.person, id, { choice: "好" });
      session.receive = () => Promise.resolve({ kind: "refused", why: "这张卡片已经用过了。" });
      expect((await fake.press(session.person, id, { choice: "好" }))?.toast).toBe("这张卡片已经用过了。");
      expect(session.actions.map((action) => action.card)).toEqual(["card-1", "card-1"]);
      expect(await session.card()).toMatchObject({ text: "已选：好", live: false });
    }));

  it("that cannot be stored are told as a failure and change nothing", () =>
    inSession(async (session, fake) => {
      const card = { id: "card-1", text: "选一个", choices: [{ id: "a", label: "好" }] };
      const { id } = await session.send({ type: "card", card });
      session.receive = () => Promise.reject(new Error("the disk is full"));
      expect((await fake.press(session.person, id, { choice: "好" }))?.end.code).toBe(500);
      expect(await session.card()).toMatchObject({ live: true });
    }));

  it("send a form of 15 fields off, with what was filled in and what was known", () =>
    inSession(async (session, fake) => {
      const fields = Array.from({ length: 15 }, (_, index) => ({
        id: `requests.refused.row${index}.person`,
        label: `第${index + 1}项`,
        value: index === 3 ? "7" : "",
      }));
      const { id } = await session.send({ type: "card", card: { id: "form-1", text: "表三", fields } });
      await fake.press(session.person, id, { fields: { 第1项: "４件", 第15项: "<b>0</b>" } });
      const [action] = session.actions;
      expect(action?.card).toBe("form-1");
      expect(Object.keys(action?.fields ?? {})).toEqual(fields.map((field) => field.id));
      expect(Object.values(action?.fields ?? {}).filter((value) => value !== "")).toEqual([
        "４件",
        "7",
        "<b>0</b>",
      ]);
    }));

  it("carry the time and the person, and never the token of the card", () =>
    inSession(async (session, fake) => {
      const card = { id: "card-1", text: "选一个", choices: [{ id: "a", label: "好" }] };
      const { id } = await session.send({ type: "card", card });
      const pressed = await fake.press(session.person, id, { choice: "好" });
      const [action] = session.actions;
      expect(Math.abs((action?.at ?? 0) - new Date().getTime())).toBeLessThan(60_000);
      expect(JSON.stringify(action)).not.toMatch(/"c-/);
      await fake.hand(pressed?.delivery ?? fake.event("none", {}));
      expect(session.actions[1]?.id).toBe(action?.id);
    }));
});
