import { describe, expect, it } from "vitest";
import type { Capabilities } from "../../src/channels/channel.ts";
import { conversationKey, type Parcel, type Word } from "../../src/dispatch/payload.ts";
import type { Outgoing } from "../../src/store/mail.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { Clock, settle } from "../support/clock.ts";
import { Postbox } from "../support/postbox.ts";
import { Desk, direct, group, li, Lines, zhang } from "./desk.ts";

const there = direct(zhang);
const clumsy = { idempotent: { text: false, card: false, file: false } };
const word = (text: string, conversation = there): Word => ({ conversation, text });

/** A row of the outbox. */
const row = (key: string, at: number, parcel: Partial<Parcel> = {}): Outgoing => {
  const whole: Parcel = { conversation: there, out: { type: "text", text: key }, ...parcel };
  return {
    ...{ key, channel: "feishu", conversation: conversationKey(whole.conversation), at },
    payload: JSON.stringify(whole),
    ...(whole.out.type === "file" ? { bytes: new Uint8Array([80, 75]) } : {}),
    kept: false,
  };
};
const file = { type: "file", name: "年报.docx" } as const;
const noted = { sent: [word("年报.docx已发送。")], failed: [word("没有发出去。")] };

/** Rows that wait in the outbox before the process starts. */
async function waiting(
  rows: readonly ((at: number) => Outgoing)[],
  {
    capabilities = {},
    log = new Lines(),
    prepare = () => undefined,
  }: {
    capabilities?: Partial<Capabilities>;
    log?: Lines;
    prepare?: (postbox: Postbox) => void;
  } = {},
) {
  const clock = new Clock("2026-01-05T09:00:00+08:00");
  const store = memoryStore();
  await store.mail.settle(
    [],
    rows.map((one) => one(clock.now().getTime())),
  );
  const postbox = new Postbox(capabilities);
  prepare(postbox);
  const desk = await Desk.open({ clock, store, postbox, log });
  await settle();
  return { desk, clock, store, postbox, log };
}

describe("The outbox", () => {
  it("is sent in the order of each conversation, whatever hangs in another one", async () => {
    const { desk, clock } = await waiting(
      [
        (at) => row("1", at),
        (at) => row("a", at, { conversation: direct(li) }),
        (at) => row("2", at),
        (at) => row("b", at, { conversation: direct(li) }),
      ],
      { prepare: ({ faults }) => faults.push({ code: "busy" }) },
    );
    expect(desk.words(direct(li))).toEqual(["a", "b"]);
    expect(desk.words()).toEqual([]);
    await clock.pass(500);
    await desk.done();
    expect(desk.words()).toEqual(["1", "2"]);
  });

  it("tries again after 0.5, 1.5 and 4.5 seconds, then every minute and when the channel is ready", async () => {
    const { desk, postbox, clock } = await waiting([(at) => row("1", at)], {
      prepare: ({ faults }) => {
        for (let count = 0; count < 7; count++) faults.push({ code: "network" });
      },
    });
    const tried = async (ms: number): Promise<number> => {
      await clock.pass(ms);
      return postbox.attempts.length;
    };
    expect([await tried(499), await tried(1)]).toEqual([1, 2]);
    expect([await tried(1499), await tried(1)]).toEqual([2, 3]);
    expect([await tried(4499), await tried(1)]).toEqual([3, 4]);
    expect([await tried(59_999), await tried(1)]).toEqual([4, 5]);
    postbox.events?.state("ready");
    expect(await tried(0)).toBe(6);
    postbox.events?.state("reconnecting");
    expect(await tried(59_000)).toBe(6);
    postbox.events?.state("ready");
    expect(await tried(0)).toBe(7);
    await clock.pass(60_000);
    await desk.done();
    expect(desk.words()).toEqual(["1"]);
  });

  it("waits as long as the platform asks", async () => {
    const { desk, postbox, clock } = await waiting([(at) => row("1", at)], {
      prepare: ({ faults }) => faults.push({ code: "rate_limited", retryAfterMs: 9000 }),
    });
    await clock.pass(8999);
    expect(postbox.attempts).toHaveLength(1);
    await clock.pass(1);
    await desk.done();
    expect(desk.words()).toEqual(["1"]);
  });

  it("waits while the channel is not ready", async () => {
    const clock = new Clock("2026-01-05T09:00:00+08:00");
    const desk = await Desk.open({ clock });
    desk.postbox.events?.state("reconnecting");
    await desk.says("开始");
    await settle();
    expect(desk.postbox.attempts).toEqual([]);
    desk.postbox.events?.state("ready");
    await desk.done();
    expect(desk.words()[0]).toContain("您好");
  });

  it("gives up after a day", async () => {
    const { desk, postbox, clock, store, log } = await waiting([(at) => row("1", at), (at) => row("2", at)], {
      prepare: (postbox) => (postbox.send = () => Promise.reject(postbox.error("network"))),
    });
    await clock.pass(24 * 60 * 60_000 + 61_000);
    await desk.done();
    expect(await store.mail.unsent()).toEqual([]);
    expect(log.of("given-up").map(({ code }) => code)).toEqual(["too-old", "too-old"]);
    expect(postbox.shown).toEqual([]);
  });

  it.each(["forbidden", "unreachable", "auth", "invalid", "unknown"] as const)(
    "does not insist when the platform says %s",
    async (code) => {
      const { desk, clock, postbox, log } = await waiting([(at) => row("1", at), (at) => row("2", at)], {
        prepare: ({ faults }) => faults.push({ code }),
      });
      await clock.pass(60 * 60_000);
      await desk.done();
      expect(postbox.attempts.map(({ options }) => options.key)).toEqual(["1", "2"]);
      expect(desk.words()).toEqual(["2"]);
      expect(log.of("given-up")).toEqual([expect.objectContaining({ code, type: "text" })]);
    },
  );

  it("pushes once what came too late for an answer", async () => {
    const { desk, postbox } = await waiting([(at) => row("1", at, { reply: "req" }), (at) => row("2", at)], {
      prepare: ({ faults }) => faults.push({ code: "expired" }, { code: "expired" }),
    });
    await desk.done();
    expect(postbox.attempts.map(({ options }) => `${options.key} ${options.reply}`)).toEqual([
      "1 req",
      "1 undefined",
      "2 undefined",
    ]);
  });

  it("does not wait for ever for an answer of the platform", async () => {
    const { desk, postbox, clock } = await waiting([(at) => row("1", at)], {
      prepare: ({ faults }) => faults.push("hang"),
    });
    await clock.pass(59_999);
    expect(postbox.attempts).toHaveLength(1);
    await clock.pass(502);
    await desk.done();
    expect(desk.words()).toEqual(["1"]);
  });

  it("goes on after a fault of the channel, and logs it without words", async () => {
    const { desk, log } = await waiting([(at) => row("1", at), (at) => row("2", at)], {
      prepare: ({ faults }) => faults.push(new TypeError("张三说")),
    });
    await desk.done();
    expect(desk.words()).toEqual(["2"]);
    expect(log.of("send-fault")).toEqual([expect.objectContaining({ name: "TypeError" })]);
    expect(JSON.stringify(log.lines)).not.toMatch(/张三|zhang/);
  });

  it("keeps the platform's quotas of each conversation", async () => {
    const quotas = [
      { count: 2, perMs: 1000 },
      { count: 3, perMs: 60_000 },
    ];
    const rows = ["1", "2", "3", "4"].map((key) => (at: number) => row(key, at));
    const { desk, clock } = await waiting([...rows, (at) => row("a", at, { conversation: direct(li) })], {
      capabilities: { quotas },
    });
    expect(desk.words()).toEqual(["1", "2"]);
    expect(desk.words(direct(li))).toEqual(["a"]);
    await clock.pass(999);
    expect(desk.words()).toHaveLength(2);
    await clock.pass(1);
    expect(desk.words()).toHaveLength(3);
    await clock.pass(58_999);
    expect(desk.words()).toHaveLength(3);
    await clock.pass(1);
    expect(desk.words()).toHaveLength(4);
  });

  it("ends what is on its way when we stop, and leaves the rest", async () => {
    const { desk, store, clock } = await waiting([(at) => row("1", at), (at) => row("2", at)], {
      prepare: ({ faults }) => faults.push({ code: "network" }),
    });
    await desk.dispatch.stop();
    expect((await store.mail.unsent()).map(({ key }) => key)).toEqual(["1", "2"]);
    const next = await Desk.open({ clock, store });
    await next.done();
    expect(next.words()).toEqual(["1", "2"]);
  });

  it("stops within seconds though a platform never answers", async () => {
    const { desk, store, clock } = await waiting([(at) => row("1", at)], {
      prepare: ({ faults }) => faults.push("hang"),
    });
    const stopping = desk.dispatch.stop();
    await clock.pass(5000);
    await stopping;
    expect(await store.mail.unsent()).toHaveLength(1);
  });

  it("of a channel that is switched off waits for it", async () => {
    const { desk, store } = await waiting([
      (at) => ({ ...row("1", at), channel: "wecom" }),
      (at) => row("2", at),
    ]);
    await desk.done();
    expect(desk.words()).toEqual(["2"]);
    expect((await store.mail.unsent()).map(({ key }) => key)).toEqual(["1"]);
  });
});

describe("A message that may have arrived", () => {
  const uncertain = async (parcel: Partial<Parcel>, capabilities: Partial<Capabilities>) => {
    const clock = new Clock("2026-01-05T09:00:00+08:00");
    const store = memoryStore();
    const [sending] = await store.mail.settle([], [row("1", clock.now().getTime(), parcel)]);
    await store.mail.sending(sending?.seq ?? 0);
    const desk = await Desk.open({ clock, store, capabilities });
    await desk.done();
    return desk;
  };

  it("is sent again, and the channel is told so", async () => {
    const desk = await uncertain({}, clumsy);
    expect(desk.words()).toEqual(["1"]);
    expect(desk.postbox.attempts.map(({ options }) => options.again)).toEqual([true]);
  });

  it("and is a file is sent again with a word that it may be there twice", async () => {
    const desk = await uncertain({ out: file, then: noted }, clumsy);
    expect(desk.words()).toEqual([
      "〔年报.docx〕",
      "这份文件可能发了两次，内容是一样的。",
      "年报.docx已发送。",
    ]);
  });

  it("needs no word where the platform knows its key", async () => {
    const desk = await uncertain({ out: file, then: noted }, {});
    expect(desk.words()).toEqual(["〔年报.docx〕", "年报.docx已发送。"]);
  });

  it("is marked before it is sent where it cannot be repeated unseen, and only there", async () => {
    for (const [capabilities, marked] of [
      [clumsy, true],
      [{}, false],
    ] as const) {
      const { store } = await waiting([(at) => row("1", at)], {
        capabilities,
        prepare: ({ faults }) => faults.push("hang"),
      });
      expect(await store.mail.unsent()).toMatchObject([{ uncertain: marked }]);
    }
  });

  it("is not sent when another process has sent it meanwhile", async () => {
    const { desk, store, clock } = await waiting([(at) => row("1", at), (at) => row("2", at)], {
      capabilities: clumsy,
      prepare: ({ faults }) => faults.push({ code: "busy" }),
    });
    await store.mail.sent((await store.mail.unsent())[1]?.seq ?? 0, "om", [], "now");
    await clock.pass(500);
    await desk.done();
    expect(desk.words()).toEqual(["1"]);
  });

  it("did not arrive when the platform says so", async () => {
    const { store, clock, postbox } = await waiting([(at) => row("1", at, { out: file, then: noted })], {
      capabilities: clumsy,
      prepare: ({ faults }) => faults.push({ code: "rate_limited" }, { code: "network", arrived: true }),
    });
    expect(await store.mail.unsent()).toMatchObject([{ uncertain: false, attempts: 1 }]);
    await clock.pass(500);
    expect(await store.mail.unsent()).toMatchObject([{ uncertain: true, attempts: 2 }]);
    await clock.pass(1500);
    expect(postbox.attempts.map(({ options }) => options.again).slice(0, 3)).toEqual([false, false, true]);
  });

  it("is what another process has left, where nothing was marked before sending", async () => {
    const { postbox } = await waiting([(at) => row("1", at)]);
    expect(postbox.attempts.map(({ options }) => options.again)).toEqual([true]);
    const desk = await Desk.open();
    await desk.says("开始");
    await desk.done();
    expect(desk.postbox.attempts.some(({ options }) => options.again)).toBe(false);
  });
});

describe("A file", () => {
  it("is said to be sent only after the platform took it, before anything later", async () => {
    const { desk, clock } = await waiting(
      [(at) => row("1", at, { out: file, then: noted }), (at) => row("later", at)],
      { prepare: ({ faults }) => faults.push({ code: "busy" }) },
    );
    expect(desk.words()).toEqual([]);
    await clock.pass(500);
    await desk.done();
    expect(desk.words()).toEqual(["〔年报.docx〕", "年报.docx已发送。", "later"]);
  });

  it("that is not taken is said not to be sent", async () => {
    const { desk } = await waiting(
      [(at) => row("1", at, { out: file, then: noted }), (at) => row("later", at)],
      {
        prepare: ({ faults }) => faults.push({ code: "too_large" }),
      },
    );
    await desk.done();
    expect(desk.words()).toEqual(["没有发出去。", "later"]);
  });

  it("has its note from a whole interview on", async () => {
    const desk = await Desk.open({ capabilities: { card: null } });
    for (const text of ["开始", "三张表全是0", "仍要生成", "生成", "仍要生成"]) {
      await desk.says(text);
      await desk.done();
    }
    const words = desk.words();
    const place = words.findIndex((said) => said.startsWith("〔"));
    expect(words[place]).toMatch(/2025年政府信息公开工作年度报告.*\.docx〕$/);
    expect(words[place + 1]).toContain("草稿已出好");
    expect(words.slice(0, place).join("\n")).not.toContain("草稿已出好");
  });
});

describe("A card that the platform refuses", () => {
  it("is sent in words", async () => {
    const card = { id: "1", text: "选哪个？", choices: [{ id: "1", label: "甲" }] };
    const { desk } = await waiting(
      [(at) => row("1", at, { out: { type: "card", card, plain: "选哪个？\n1. 甲" } })],
      {
        prepare: ({ faults }) => faults.push({ code: "invalid" }),
      },
    );
    await desk.done();
    expect(desk.words()).toEqual(["选哪个？\n1. 甲"]);
  });
});

describe("What goes to the private chat", () => {
  const told = {
    sent: [word("已发到您的私聊。", group)],
    failed: [word("私聊没有发出去。", group)],
    unreachable: [word("请先私下给我发一句话。", group)],
  };
  it.each([
    [undefined, ["1"], "已发到您的私聊。"],
    ["unreachable", [], "请先私下给我发一句话。"],
    ["unknown", [], "私聊没有发出去。"],
  ] as const)("(%s) is told in the group when it is known", async (code, shown, said) => {
    const { desk } = await waiting([(at) => row("1", at, { then: told })], {
      prepare: ({ faults }) => code !== undefined && faults.push({ code }),
    });
    await desk.done();
    expect(desk.words()).toEqual(shown);
    expect(desk.words(group)).toEqual([said]);
  });
});
