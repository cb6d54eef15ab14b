import { afterEach, describe, expect, it } from "vitest";
import { ChannelError, type Card, type Outbound } from "../../../src/channels/channel.ts";
import { until } from "../../contracts/rig.ts";
import { started, type Desk } from "./desk.ts";
import { direct, group, li, wang } from "./rig.ts";

let desk: Desk;
afterEach(() => desk.close());

const minutes = (count: number): number => count * 60_000;
const words = (): string[] =>
  desk.rig.shown(direct(wang)).flatMap((one) => (one.type === "text" ? [one.text] : []));
const kinds = (): string[] => desk.rig.shown(direct(wang)).map((one) => one.type);
const failed = (work: Promise<unknown>): Promise<ChannelError> =>
  work.then(
    () => Promise.reject(new Error("not refused")),
    (error: unknown) => (error instanceof ChannelError ? error : Promise.reject(new Error("untyped"))),
  );
const card: Card = {
  id: "card:7",
  text: "哪一年？",
  choices: [
    { id: "c0", label: "2025年" },
    { id: "c1", label: "2026年" },
  ],
};
const file: Outbound = { type: "file", name: "草稿.docx", bytes: new TextEncoder().encode("PK 草稿 内容") };

describe("what comes in", () => {
  it("is given on whatever it is: voice as its words, the rest as words and files, or as nothing", async () => {
    desk = await started();
    const { fake } = desk.rig;
    const chat = direct(wang);
    const picture = { msgtype: "image", image: fake.file({ name: "扫描.jpg", bytes: Buffer.from("jpeg") }) };
    await fake.message(wang.id, chat, { msgtype: "voice", voice: { content: "收到四件" } });
    await fake.message(wang.id, chat, picture);
    const text = { msgtype: "text", text: { content: "看图" } };
    await fake.message(wang.id, chat, { msgtype: "mixed", mixed: { msg_item: [text, picture] } });
    await fake.message(wang.id, chat, {
      msgtype: "video",
      video: fake.file({ name: "a.mp4", bytes: Buffer.from("v") }),
    });
    await fake.message(wang.id, chat, { msgtype: "location", location: { lat: 1 } });
    await fake.message(wang.id, chat, { msgtype: "file", file: { url: 5 } });
    await until(() => desk.seen.length === 6);
    const told = desk.seen.map((one) => (one.kind === "message" ? [one.text, one.files.length] : one.kind));
    expect(told).toEqual([
      ["收到四件", 0],
      ["", 1],
      ["看图", 1],
      ["", 1],
      ["", 0],
      ["", 0],
    ]);
  });

  it("in a private chat, a quoted file comes with the words about it", async () => {
    desk = await started();
    const quote = {
      msgtype: "file",
      file: desk.rig.fake.file({ name: "去年.docx", bytes: Buffer.from("PK 1") }),
    };
    const said = { msgtype: "text", text: { content: "核对这份" }, quote };
    await desk.rig.fake.message(wang.id, direct(wang), said);
    await until(() => desk.seen.length === 1);
    const [heard] = desk.seen;
    if (heard?.kind !== "message" || heard.files[0] === undefined) throw new Error("no file");
    expect([heard.text, heard.files.length]).toEqual(["核对这份", 1]);
    expect(heard.files[0].expiresAt).toBeGreaterThan(new Date().getTime() + minutes(4));
    const fetched = await desk.channel.fetch(heard.files[0], {
      maxBytes: 100,
      signal: AbortSignal.timeout(5000),
    });
    expect([fetched.name, Buffer.from(fetched.bytes).toString()]).toEqual(["去年.docx", "PK 1"]);
  });

  it.each(["form", "extended", "bytes"] as const)("a file's name is read in the %s form", async (form) => {
    desk = await started();
    desk.rig.fake.files.nameForm = form;
    await desk.rig.says({
      from: wang,
      in: direct(wang),
      text: "",
      file: { name: "2025年 年报.docx", bytes: Buffer.from("PK 1") },
    });
    await until(() => desk.seen.length === 1);
    const [heard] = desk.seen;
    if (heard?.kind !== "message" || heard.files[0] === undefined) throw new Error("no file");
    const limit = { maxBytes: 100, signal: AbortSignal.timeout(5000) };
    expect((await desk.channel.fetch(heard.files[0], limit)).name).toBe("2025年 年报.docx");
  });

  it("a link that is dead, a server that is busy and a key that is wrong are three things", async () => {
    desk = await started();
    const { fake } = desk.rig;
    const link = fake.file({ name: "a.docx", bytes: Buffer.from("PK 1") });
    const limit = { maxBytes: 100, signal: AbortSignal.timeout(5000) };
    const get = (ref: object) =>
      failed(desk.channel.fetch({ ref: JSON.stringify({ kind: "文件", ...ref }) }, limit));
    fake.files.failures.push(503);
    expect(await get({ url: link.url, key: link.aeskey })).toMatchObject({ code: "busy", retryable: true });
    const wrong = Buffer.alloc(32, 7).toString("base64");
    expect(await get({ url: link.url, key: wrong })).toMatchObject({ code: "invalid" });
    fake.files.expire();
    expect(await get({ url: link.url, key: link.aeskey })).toMatchObject({
      code: "expired",
      platformCode: "403",
    });
    expect(await get({ url: "file:///etc/passwd" })).toMatchObject({ code: "invalid" });
    expect(await get({ url: "http://127.0.0.1:1/x" })).toMatchObject({ code: "network", retryable: true });
    expect(await failed(desk.channel.fetch({ ref: "{" }, limit))).toMatchObject({ code: "invalid" });
  });

  it("somebody opens the chat: a greeting within five seconds, once, and no file", async () => {
    desk = await started();
    const { fake } = desk.rig;
    await fake.enter(li.id);
    await until(() => desk.seen.length === 1);
    const [entered] = desk.seen;
    expect(entered).toMatchObject({ kind: "entered", conversation: direct(li), sender: { id: li.id } });
    const options = {
      key: "hello",
      again: false,
      reply: entered?.reply ?? "",
      signal: AbortSignal.timeout(5000),
    };
    const greet = (message: Outbound) => desk.channel.send(direct(li), message, options);
    expect(await failed(greet(file))).toMatchObject({ code: "expired" });
    await greet({ type: "text", text: "您好，*我是*年报助手。" });
    expect(desk.rig.shown(direct(li))).toMatchObject([{ text: "您好，*我是*年报助手。" }]);
    expect(await failed(greet({ type: "text", text: "再说一句" }))).toMatchObject({ code: "expired" });
    fake.pass(5001);
    const asked = fake.frames.length;
    expect(await failed(greet({ type: "text", text: "太晚了" }))).toMatchObject({ code: "expired" });
    expect(fake.frames.length).toBe(asked);
  });
});

describe("what goes out", () => {
  it.each([false, true])(
    "an answer sent again replaces itself, also where it is sealed (%s)",
    async (sealed) => {
      desk = await started();
      desk.rig.fake.sealed = sealed;
      const answer = await desk.heard();
      const first = await desk.send("记下了。", answer);
      await desk.channel.stop();
      desk.channel = desk.rig.open();
      await desk.channel.start(desk.events);
      expect(await desk.send("记下了。", answer)).toEqual(first);
      expect(words()).toEqual(["记下了。"]);
    },
  );

  it("an answer to a message of an hour ago too, where its acknowledgement was lost with the process", async () => {
    desk = await started();
    const { fake } = desk.rig;
    fake.sealed = true;
    const answer = await desk.heard();
    fake.pass(minutes(60));
    fake.refusals.push(0);
    await failed(desk.send("记下了。", { ...answer, signal: AbortSignal.timeout(200) }));
    await desk.channel.stop();
    desk.channel = desk.rig.open();
    await desk.channel.start(desk.events);
    await desk.send("记下了。", answer);
    await desk.send("记下了。", answer);
    expect(words()).toEqual(["记下了。"]);
    fake.refusals.push(846_608);
    expect(await failed(desk.send("太晚了。", { ...answer, key: "key-2" }))).toMatchObject({
      code: "expired",
    });
  });

  it("an answer whose acknowledgement is lost goes again and is shown once", async () => {
    desk = await started();
    const answer = await desk.heard();
    desk.rig.fake.refusals.push(0);
    expect(await failed(desk.send("记下了。", answer))).toMatchObject({ code: "timeout", retryable: true });
    await desk.send("记下了。", { ...answer, again: true });
    expect(words()).toEqual(["记下了。"]);
  });

  it("a push whose acknowledgement is lost may go twice, one that was acknowledged never does", async () => {
    desk = await started();
    await desk.heard();
    await desk.send("离报送还有三天。");
    await desk.send("离报送还有三天。", { again: true });
    expect(words()).toHaveLength(1);
    await desk.channel.stop();
    desk.channel = desk.rig.open();
    await desk.channel.start(desk.events);
    await desk.send("离报送还有三天。");
    await desk.send(file, { key: "key-2" });
    await desk.send(file, { key: "key-2", again: true });
    expect(kinds()).toEqual(["text", "file"]);
  });

  it("a push that was acknowledged after five seconds does not go again", async () => {
    desk = await started();
    await desk.heard();
    const { fake } = desk.rig;
    fake.refusals.push(0);
    await failed(desk.send("离报送还有三天。"));
    const request = fake.frames.at(-1);
    await fake.raw({ headers: request?.headers, errcode: 0, errmsg: "ok" });
    await desk.send("离报送还有三天。", { again: true });
    expect(words()).toEqual(["离报送还有三天。"]);
  });

  it("progress is replaced by the answer, and an answer after its time is told as too late", async () => {
    desk = await started();
    const { fake } = desk.rig;
    const answer = await desk.heard("生成");
    const options = { key: "key-1", again: false, signal: AbortSignal.timeout(5000), ...answer };
    await desk.channel.progress?.(direct(wang), "正在出稿……", options);
    expect(fake.shown(direct(wang))).toMatchObject([{ text: "正在出稿……", finished: false }]);
    await desk.send("草稿已出好。", answer);
    expect(fake.shown(direct(wang))).toMatchObject([{ text: "草稿已出好。", finished: true }]);

    await desk.channel.progress?.(direct(wang), "正在出稿……", { ...options, key: "key-2" });
    fake.pass(minutes(7));
    expect(await failed(desk.send("晚了。", { ...answer, key: "key-2" }))).toMatchObject({ code: "expired" });
    await desk.send("晚了。", { key: "key-2" });
    expect(words()).toEqual(["草稿已出好。", "正在出稿……", "晚了。"]);
  });

  it("progress in a group is brought to an end when the answer goes to the private chat", async () => {
    desk = await started();
    await desk.heard();
    await desk.rig.says({ from: wang, in: group, text: "私下发我进度" });
    await until(() => desk.seen.length === 2);
    const { reply } = desk.seen[1] ?? {};
    if (reply === undefined) throw new Error("no reply");
    const options = { key: "key-1", again: false, signal: AbortSignal.timeout(5000) };
    await desk.channel.progress?.(group, "正在处理，请稍候。", { ...options, reply });
    await desk.channel.send(direct(wang), { type: "text", text: "三张表都齐了。" }, options);
    await until(() =>
      desk.rig.fake.shown(group).every((one) => !("finished" in one) || one.finished === true),
    );
    expect(desk.rig.fake.shown(group)).toMatchObject([{ text: "好了，请看下面。", finished: true }]);
    expect(words()).toEqual(["三张表都齐了。"]);
  });

  it("progress before a file is brought to an end, also when it was given up", async () => {
    desk = await started();
    const answer = await desk.heard("生成");
    const over = new AbortController();
    const options = { key: "key-1", again: false, signal: over.signal, ...answer };
    const telling = desk.channel.progress?.(direct(wang), "正在出稿……", options);
    over.abort();
    await telling;
    await desk.send(file, answer);
    expect(desk.rig.fake.shown(direct(wang))).toMatchObject([
      { text: "好了，请看下面。", finished: true },
      { type: "file" },
    ]);
  });

  it("progress that cannot be shown is no fault", async () => {
    desk = await started();
    const answer = await desk.heard();
    desk.rig.faults.expireReplies?.();
    const options = { key: "key-1", again: false, signal: AbortSignal.timeout(5000) };
    await desk.channel.progress?.(direct(wang), "正在出稿……", { ...options, ...answer });
    await desk.channel.progress?.(direct(wang), "正在出稿……", options);
    expect(words()).toEqual([]);
  });

  it("an answer after a day is not even tried", async () => {
    desk = await started();
    const answer = await desk.heard();
    desk.rig.fake.pass(minutes(24 * 60 + 1));
    const asked = desk.rig.fake.frames.length;
    expect(await failed(desk.send("记下了。", answer))).toMatchObject({ code: "expired" });
    expect(desk.rig.fake.frames.length).toBe(asked);
  });

  it("blank words are never sent", async () => {
    desk = await started();
    const answer = await desk.heard();
    expect(await failed(desk.send(" \n", answer))).toMatchObject({ code: "invalid" });
    expect(await failed(desk.send(""))).toMatchObject({ code: "invalid" });
    expect(desk.rig.fake.frames).toEqual([]);
  });

  it("in a group, the person is turned to", async () => {
    desk = await started();
    await desk.rig.says({ from: li, in: group, text: "进度" });
    await until(() => desk.seen.length === 1);
    const reply = desk.seen[0]?.reply ?? "";
    const options = { key: "k", again: false, reply, mention: li, signal: AbortSignal.timeout(5000) };
    await desk.channel.send(group, { type: "text", text: "已完成63%。" }, options);
    expect(desk.rig.shown(group)).toMatchObject([{ text: "@李强 已完成63%。" }]);
  });

  it("a push says what kind of chat it is for", async () => {
    desk = await started();
    await desk.heard();
    await desk.send("您好。");
    expect(desk.rig.fake.frames.at(-1)?.body).toMatchObject({ chat_type: 1, chatid: wang.id });
  });

  it("a file of 19 MB goes in 38 pieces", async () => {
    desk = await started();
    const answer = await desk.heard();
    const bytes = new Uint8Array(19 * 1024 * 1024).fill(7);
    await desk.send({ type: "file", name: "扫描件.pdf", bytes }, answer);
    const pieces = desk.rig.fake.frames.filter(({ cmd }) => cmd === "aibot_upload_media_chunk");
    expect(pieces).toHaveLength(38);
    expect(desk.rig.shown(direct(wang))).toMatchObject([{ type: "file", name: "扫描件.pdf" }]);
  });

  it("a file of nothing is refused by us", async () => {
    desk = await started();
    const answer = await desk.heard();
    expect(await failed(desk.send({ ...file, bytes: new Uint8Array(5) }, answer))).toMatchObject({
      code: "invalid",
    });
  });

  it("the platform's quota is told with how long to wait", async () => {
    desk = await started();
    const answer = await desk.heard();
    for (let count = 0; count < 30; count++) await desk.send(`第${count}段`, { ...answer, key: `k${count}` });
    expect(await failed(desk.send("多一段", answer))).toMatchObject({
      code: "rate_limited",
      retryAfterMs: 60_000,
    });
    desk.rig.fake.pass(minutes(1));
    await desk.send("多一段", answer);
  });
});

describe("cards", () => {
  const show = async (more: object = {}): Promise<void> => {
    const answer = await desk.heard();
    await desk.send({ type: "card", card: { ...card, ...more } }, { ...answer, key: "card-key" });
  };
  const keyOf = (label: string): { task: string; key: string } => {
    const item = desk.rig.fake.items.find((one) => one.type === "card");
    if (item?.type !== "card") throw new Error("no card");
    return { task: item.task, key: item.first.button_list?.find(({ text }) => text === label)?.key ?? "" };
  };

  it("sent again after the end of the process are shown once", async () => {
    desk = await started();
    const answer = await desk.heard();
    const options = { ...answer, key: "card-key" };
    desk.rig.fake.refusals.push(0);
    await failed(desk.send({ type: "card", card }, { ...options, signal: AbortSignal.timeout(200) }));
    await desk.channel.stop();
    desk.channel = desk.rig.open();
    await desk.channel.start(desk.events);
    await desk.send({ type: "card", card }, options);
    expect(kinds()).toEqual(["card"]);
  });

  it("refused at the first attempt are told as refused", async () => {
    desk = await started();
    const answer = await desk.heard();
    desk.rig.fake.refusals.push(42_014, 42_014);
    const work = () => desk.send({ type: "card", card }, answer);
    expect(await failed(work())).toMatchObject({ code: "invalid" });
    expect(await failed(work())).toMatchObject({ code: "invalid" });
    const without: Card = { id: card.id, text: card.text };
    expect(await failed(desk.send({ type: "card", card: without }))).toMatchObject({ code: "unsupported" });
  });

  it.each([true, false])(
    "with a long text have it beside them, in one message or in two (%s)",
    async (combined) => {
      desk = await started();
      desk.rig.fake.combined = combined;
      const text = `${"这一句是核对的结果。".repeat(20)}怎么办？`;
      await show({ text });
      expect(kinds()).toEqual(combined ? ["card"] : ["text", "card"]);
      expect(desk.rig.shown(direct(wang))[0]).toMatchObject({ text });
    },
  );

  it("that are pushed with a long text come after it", async () => {
    desk = await started();
    await desk.heard();
    const text = `${"这一句是核对的结果。".repeat(20)}怎么办？`;
    await desk.send({ type: "card", card: { ...card, text } });
    await desk.send({ type: "card", card: { ...card, text } }, { again: true });
    expect(kinds()).toEqual(["text", "card"]);
  });

  it("a press is answered on the message that the card answered, without an id of its own", async () => {
    desk = await started();
    await show();
    const { task, key } = keyOf("2026年");
    await desk.rig.fake.press(wang.id, direct(wang), task, key);
    await until(() => desk.seen.length === 2);
    expect(desk.seen[1]).toMatchObject({
      kind: "action",
      card: "card:7",
      choice: "c1",
      reply: desk.seen[0]?.reply,
    });
    await desk.send("年度是2026年。", { reply: desk.seen[1]?.reply ?? "" });
    expect(words()).toEqual(["年度是2026年。"]);
  });

  it("of another task, or of no card of ours, are not given on", async () => {
    desk = await started();
    await show();
    const { task, key } = keyOf("2026年");
    const { fake } = desk.rig;
    await fake.press(wang.id, direct(wang), "another-task", key);
    await fake.press(wang.id, direct(wang), task, "made-up");
    await fake.press(wang.id, direct(wang), task, "over");
    await desk.heard("核对");
    expect(desk.seen.filter(({ kind }) => kind === "action")).toEqual([]);
  });

  it("a press delivered again has the same id, and what is known changes nothing", async () => {
    desk = await started();
    await show();
    const { task, key } = keyOf("2026年");
    const { fake } = desk.rig;
    const over = { id: card.id, text: "哪一年？\n已选：2026年" };
    desk.receive = () => Promise.resolve({ kind: "taken", card: over });
    await fake.press(wang.id, direct(wang), task, key, "press-1");
    await until(() => desk.rig.shown(direct(wang)).every((one) => one.type === "card" && !one.live));
    desk.receive = () => Promise.resolve({ kind: "known" });
    const asked = fake.frames.length;
    await fake.press(wang.id, direct(wang), task, key, "press-1");
    await until(() => desk.seen.length === 3);
    expect(new Set(desk.seen.slice(1).map(({ id }) => id)).size).toBe(1);
    expect(fake.frames.length).toBe(asked);
  });

  it("a press that was stored too late counts, and the card stays as it is", async () => {
    desk = await started();
    await show();
    const { task, key } = keyOf("2026年");
    desk.receive = () => {
      desk.rig.fake.pass(5001);
      return Promise.resolve({ kind: "taken", card: { id: card.id, text: "已选：2026年" } });
    };
    await desk.rig.fake.press(wang.id, direct(wang), task, key);
    await until(() => desk.rig.log.all.some((line) => line.includes("wecom-card-not-updated")));
    expect(desk.rig.shown(direct(wang))).toMatchObject([{ type: "card", live: true }]);
  });
});

describe("what must not get out", () => {
  it("no words, names, ids or secrets stand in a log line or an error", async () => {
    desk = await started();
    const { fake, log } = desk.rig;
    const answer = await desk.heard("王芳的秘密数字是31415");
    const errors: ChannelError[] = [];
    fake.refusals.push(-1, 40_058, 123_456);
    for (const key of ["a", "b", "c"]) errors.push(await failed(desk.send("机密答复", { ...answer, key })));
    desk.rig.faults.failUpload?.();
    errors.push(await failed(desk.send(file, answer)));
    desk.receive = () => Promise.reject(new Error("机密的磁盘"));
    await desk.rig.says({ from: wang, in: direct(wang), text: "王芳的秘密数字是31415" });
    await fake.raw({
      cmd: "aibot_msg_callback",
      headers: {},
      body: { msgid: "x", text: { content: "31415" } },
    });
    fake.drop();
    await until(() => desk.states.at(-1) === "ready" && log.all.length >= 2);
    const out = [
      ...log.all,
      ...desk.states,
      ...errors.map((error) => error.message + JSON.stringify(error)),
    ].join("\n");
    expect(out).toContain("wecom-not-stored");
    for (const secret of ["31415", "王芳", "机密", wang.id, "草稿", fake.secret, fake.botId, "req"])
      expect(out).not.toContain(secret);
  });
});
