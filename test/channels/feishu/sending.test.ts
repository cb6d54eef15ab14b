import { describe, expect, it } from "vitest";
import type { ChannelError, ChannelErrorCode } from "../../../src/channels/channel.ts";
import { Feishu } from "../../../src/channels/feishu/channel.ts";
import { refusal } from "../../../src/channels/feishu/errors.ts";
import { openLog } from "../../../src/log.ts";
import { digest, megabytes } from "../../contracts/incoming.ts";
import { refused, Session, wordsOf } from "../../contracts/session.ts";
import type { FakeFeishu } from "../../fakes/feishu.ts";
import type { Options } from "../../fakes/feishu/world.ts";
import { no } from "../../fakes/feishu/web.ts";
import { feishuRig, quick, rim, valuesOf } from "./rig.ts";

async function inSession(
  work: (session: Session, fake: FakeFeishu) => Promise<void>,
  options: Options = {},
): Promise<void> {
  const rig = await feishuRig(options);
  const session = await Session.open(() => Promise.resolve(rig));
  try {
    await work(session, rig.fake);
  } finally {
    await session.close();
  }
}

const groupOf = (fake: FakeFeishu) => ({ kind: "group", id: fake.group }) as const;
const file = {
  type: "file",
  name: "2025年年报（草稿）.docx",
  bytes: new TextEncoder().encode("PK 草稿"),
} as const;

describe("a token", () => {
  it("that ends in mid-send is renewed, and the message is shown once", () =>
    inSession(async (session, fake) => {
      await session.say("一");
      fake.expireTokens();
      await session.say("二");
      fake.expireTokens();
      await session.send(file);
      expect(session.shown().map((one) => one.type)).toEqual(["text", "text", "file"]);
      expect(fake.calls.get("token")).toBe(3);
    }));

  it("is fetched once for many sends, and renewed before it ends", async () => {
    let now = new Date("2026-01-05T09:00:00+08:00").getTime();
    const rig = await feishuRig({ now: () => now });
    const channel = new Feishu(valuesOf(rig.fake), { ...rim, now: () => new Date(now) }, quick);
    const session = await Session.open(() => Promise.resolve({ ...rig, channel: () => channel }));
    await Promise.all(Array.from({ length: 5 }, () => session.say("好")));
    expect(rig.fake.calls.get("token")).toBe(1);
    now += 7_000_000;
    await Promise.all(Array.from({ length: 5 }, () => session.say("好")));
    expect(rig.fake.calls.get("token")).toBe(2);
    // None was refused on the way.
    expect(rig.fake.calls.get("create")).toBe(10);
    await session.close();
  });

  it("that stays wrong is told as wrong credentials, after one renewal", () =>
    inSession(async (session, fake) => {
      for (let times = 0; times < 2; times++) fake.failNext("create", no(99991663));
      expect(await refused(session.say("记下了。"))).toMatchObject({ code: "auth", retryable: false });
      expect(fake.calls.get("create")).toBe(2);
    }));
});

describe("a text", () => {
  it("pings nobody by its words, and the one it is for by a mention", () =>
    inSession(async (session, fake) => {
      const text =
        '王芳说：<at user_id="all">所有人</at> <b>要报数</b> [看这里](http://127.0.0.1/) &lt; **4件** @_all';
      await session.say(text, { to: groupOf(fake), mention: { id: "ou_li000000000000000000" } });
      expect(fake.pinged).toEqual(["ou_li000000000000000000"]);
      expect(wordsOf(session.shown(groupOf(fake)))).toEqual([`@李强 ${text}`]);
      const long = `${text}\n${"说明，".repeat(5000)}`;
      // Too long for the form in which nothing is markup.
      await session.say(long.slice(0, 11_900));
      expect(fake.pinged).toHaveLength(1);
    }));

  it("cannot be broken out of by an id", () =>
    inSession(async (session, fake) => {
      for (const id of ['x"></at><at user_id="all', "all"]) {
        await session.say("好", { to: groupOf(fake), mention: { id } });
        const card = { id: "card-1", text: "选一个", choices: [{ id: "a", label: "好" }] };
        await session.send({ type: "card", card }, { to: groupOf(fake), mention: { id } });
      }
      expect(fake.pinged).toEqual([]);
      expect(wordsOf(session.shown(groupOf(fake)))).toEqual(["好", "好"]);
    }));

  it("of the full length fits, whatever is in it", () =>
    inSession(async (session) => {
      const { maxBytes } = session.channel.capabilities.text;
      for (const unit of ['"', "\n", "\\", "\u0001", "年"]) {
        const text = unit.repeat(Math.floor(maxBytes / Buffer.byteLength(unit)));
        if (unit === "\u0001") expect(await refused(session.say(text))).toMatchObject({ code: "too_large" });
        else await session.say(text);
      }
      expect(session.shown()).toHaveLength(4);
      expect(await refused(session.say("年".repeat(60_000)))).toMatchObject({ code: "too_large" });
    }));

  it("answers the message in a group and stands by itself in a direct chat", () =>
    inSession(async (session, fake) => {
      const heard = await session.hear("进度", { in: groupOf(fake) });
      const private_ = await session.hear("进度");
      await session.say("63%", {
        to: groupOf(fake),
        ...(heard.reply === undefined ? {} : { reply: heard.reply }),
      });
      await session.say("63%", private_.reply === undefined ? {} : { reply: private_.reply });
      expect(fake.answered(groupOf(fake))).toEqual([heard.id]);
      expect(fake.answered(session.chat)).toEqual([undefined]);
    }));

  it("that answers what was withdrawn is told as too late, and a push with the same key is shown", () =>
    inSession(async (session, fake) => {
      const to = groupOf(fake);
      const heard = await session.hear("进度", { in: to });
      fake.withdraw(heard.id);
      const error = await refused(session.say("63%", { to, reply: heard.id, key: "k" }));
      expect(error).toMatchObject({ code: "expired", retryable: false });
      await session.say("63%", { to, key: "k" });
      expect(wordsOf(session.shown(to))).toEqual(["63%"]);
    }));

  it("with a key of an hour ago is a new one", async () => {
    let now = new Date().getTime();
    const rig = await feishuRig({ now: () => now });
    const session = await Session.open(() => Promise.resolve(rig));
    await session.say("好", { key: "k" });
    await session.say("好", { key: "k", again: true });
    expect(session.shown()).toHaveLength(1);
    now += 3_600_001;
    rig.fake.expireTokens();
    await session.say("好", { key: "k" });
    expect(session.shown()).toHaveLength(2);
    await session.close();
  });
});

describe("a card", () => {
  it("shows a table of 25 rows, a mention and nothing to forward", () =>
    inSession(async (session, fake) => {
      const rows = Array.from({ length: 25 }, (_, row) => [
        `第${row + 1}行`,
        ..."1234567".replaceAll(/./g, String(row % 10)),
      ]);
      const columns = [
        "项目",
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
      ];
      const card = { id: "t", text: "三、收到和处理政府信息公开申请情况", table: { columns, rows } };
      await session.send({ type: "card", card }, { to: groupOf(fake), mention: { id: fake.people[0].id } });
      const [shown] = session.shown(groupOf(fake));
      expect(shown?.type === "card" ? shown.text.split("\n") : []).toHaveLength(27);
      expect(shown).toMatchObject({ live: false, choices: [], fields: [] });
    }));

  it("over 30 KB is told as too large and not sent", () =>
    inSession(async (session, fake) => {
      const card = { id: "t", text: "年".repeat(11_000) };
      expect(await refused(session.send({ type: "card", card }))).toMatchObject({ code: "too_large" });
      expect(fake.calls.get("create")).toBeUndefined();
    }));
});

describe("a file", () => {
  it("of 29 MB is uploaded whole", () =>
    inSession(async (session) => {
      const bytes = megabytes(29);
      await session.send({ type: "file", name: "附件.zip", bytes });
      const [shown] = session.shown();
      expect(shown?.type === "file" ? digest(shown.bytes) : "").toBe(digest(bytes));
    }));

  it("that is empty or too large is refused by ourselves", () =>
    inSession(async (session, fake) => {
      const error = await refused(session.send({ type: "file", name: "空.docx", bytes: new Uint8Array() }));
      expect(error).toMatchObject({ code: "invalid" });
      const large = { type: "file", name: "大.zip", bytes: megabytes(31) } as const;
      expect(await refused(session.send(large))).toMatchObject({ code: "too_large" });
      expect(fake.calls.get("upload")).toBeUndefined();
    }));

  it("is read no further than the limit, whether its size is told or not", () =>
    inSession(async (session, fake) => {
      const heard = await session.hear("", { file: { name: "大.zip", bytes: megabytes(3) } });
      const [one] = heard.files;
      expect(await refused(session.fetch(one, 1000))).toMatchObject({ code: "too_large" });
      expect(fake.calls.get("resource")).toBeUndefined();
      const untold = one === undefined ? undefined : { ref: one.ref };
      expect(await refused(session.fetch(untold, 1000))).toMatchObject({ code: "too_large" });
      const headers = { "transfer-encoding": "chunked" };
      fake.failNext("resource", { status: 200, body: megabytes(3), headers });
      expect(await refused(session.fetch(untold, 1000))).toMatchObject({ code: "too_large" });
    }));

  it("that breaks off or stalls on its way to us is told so", () =>
    inSession(async (session, fake) => {
      const heard = await session.hear("", { file });
      fake.failNext("resource", "cut");
      expect(await refused(session.fetch(heard.files[0]))).toMatchObject({ code: "network" });
      fake.failNext("resource", "hang");
      const limit = { maxBytes: 1000, signal: AbortSignal.timeout(100) };
      const [one] = heard.files;
      expect(one).toBeDefined();
      if (one !== undefined)
        expect(await refused(session.channel.fetch(one, limit))).toMatchObject({ code: "timeout" });
      fake.expireTokens();
      expect((await session.fetch(one)).name).toBe(file.name);
    }));

  it("is not fetched by a reference that is none of ours", () =>
    inSession(async (session) => {
      for (const ref of ["", "{}", '{"message":"../../x","key":"y","type":"video"}'])
        expect(await refused(session.fetch({ ref }))).toMatchObject({ code: "invalid" });
      const ref = JSON.stringify({ message: "../files", key: "../../auth", type: "file" });
      expect(await refused(session.fetch({ ref }))).toMatchObject({ code: "expired" });
    }));
});

describe("a refusal", () => {
  const table: [number, ChannelErrorCode, boolean][] = [
    [230020, "rate_limited", true], [99991400, "rate_limited", true], [11232, "rate_limited", true],
    [230049, "busy", true], [230028, "forbidden", false], [230022, "forbidden", false], [230018, "forbidden", false],
    [99991672, "forbidden", false], [230002, "unreachable", false], [230013, "unreachable", false], [230053, "unreachable", false],
    [230011, "expired", false], [230110, "expired", false], [230025, "too_large", false], [230099, "invalid", false],
    [230001, "invalid", false], [10014, "auth", false], [424242, "unknown", false],
  ]; // prettier-ignore

  it("has the same meaning whether it comes as a success or as an error", () =>
    inSession(async (session, fake) => {
      for (const [platform, code, retryable] of table)
        for (const status of [200, 400]) {
          fake.failNext("create", no(platform, status));
          const error = await refused(session.say("记下了。"), "记下了");
          expect([platform, error.code, error.retryable]).toEqual([platform, code, retryable]);
          expect(error.platformCode).toBe(String(platform));
        }
      expect(session.shown()).toEqual([]);
    }));

  it("by status alone has a meaning, too", () => {
    const meanings = [429, 500, 503, 401, 403, 413, 408, 404].map((status) => refusal({ status }).code);
    expect(meanings).toEqual([
      "rate_limited", "network", "network", "auth", "forbidden", "too_large", "timeout", "unsupported",
    ]); // prettier-ignore
  });

  it("for its frequency tells how long to wait, as far as the platform does", () =>
    inSession(async (session, fake) => {
      const waits = ["3", "0", undefined, "soon", "-5", "999999"];
      const told: (number | undefined)[] = [];
      for (const wait of waits) {
        const headers: Record<string, string> = wait === undefined ? {} : { "x-ogw-ratelimit-reset": wait };
        fake.failNext("create", { ...no(99991400, 429), headers });
        told.push((await refused(session.say("好"))).retryAfterMs);
      }
      expect(told).toEqual([3000, 0, undefined, undefined, undefined, undefined]);
    }));

  it("comes when a chat hears too much at once", () =>
    inSession(
      async (session) => {
        const ends = await Promise.allSettled(Array.from({ length: 8 }, () => session.say("好")));
        const failed = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
        expect(failed).toHaveLength(3);
        for (const error of failed) expect(error).toMatchObject({ code: "rate_limited", retryAfterMs: 1000 });
      },
      { perSecond: 5 },
    ));

  it("that is no answer of the platform at all is unknown", () =>
    inSession(async (session, fake) => {
      for (const body of ["<html>gateway</html>", [], { code: "0" }, { code: 0, data: {} }]) {
        fake.failNext("create", { status: 200, body });
        expect(await refused(session.say("好"))).toMatchObject({ code: "unknown" });
      }
    }));

  it("of nobody being there is told as the network's", async () => {
    const rig = await feishuRig();
    const session = await Session.open(() => Promise.resolve(rig));
    await rig.fake.close();
    expect(await refused(session.say("好"))).toMatchObject({ code: "network", retryable: true });
    await session.channel.stop();
  });
});

describe("what is kept of it", () => {
  it("has no words, names, ids or secrets: neither in the log nor in an error", async () => {
    const lines: string[] = [];
    const log = openLog({ write: (line) => void lines.push(line) });
    const rig = await feishuRig();
    const { fake } = rig;
    const channel = new Feishu(valuesOf(fake), { ...rim, log }, quick);
    const session = await Session.open(() => Promise.resolve({ ...rig, channel: () => channel }));
    const secrets = [
      "张三的申请",
      fake.appSecret,
      fake.appId,
      fake.people[0].id,
      "草稿.docx",
      "t-",
      "127.0.0.1",
    ];
    const errors: ChannelError[] = [];
    for (const [status, code] of [
      [400, 230028],
      [500, 2200],
      [200, 230020],
      [400, 99991663],
    ] as const) {
      for (const kind of ["create", "upload"] as const) {
        fake.failNext(kind, no(code, status));
        fake.failNext(kind, no(code, status));
      }
      errors.push(await refused(session.say("张三的申请"), ...secrets));
      errors.push(await refused(session.send({ ...file, name: "草稿.docx" }), ...secrets));
      fake.expireTokens();
      await session.say("好").catch(() => undefined);
      await session.send(file).catch(() => undefined);
    }
    session.receive = () => Promise.reject(new Error("张三的申请"));
    await rig.says({ from: session.person, in: session.chat, text: "张三的申请" });
    await rig.faults.forge?.();
    rig.faults.drop?.();
    await session.close();
    expect(lines.length).toBeGreaterThan(3);
    const seen = [
      ...lines,
      ...errors.map((error) => `${error.stack ?? ""} ${JSON.stringify(error)} ${String(error.cause)}`),
    ];
    for (const secret of secrets.slice(0, 5))
      expect(seen.filter((line) => line.includes(secret))).toEqual([]);
  });
});
