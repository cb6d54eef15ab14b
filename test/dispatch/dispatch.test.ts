import { expect, it } from "vitest";
import type { Channel } from "../../src/channels/channel.ts";
import { Dispatch } from "../../src/dispatch/dispatch.ts";
import { readReport } from "../../src/reading/read.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { Clock, settle } from "../support/clock.ts";
import { Postbox } from "../support/postbox.ts";
import { accessOf, direct, Lines, list, zhang } from "./desk.ts";

/** A dispatch over several channels. */
function over(...channels: readonly Channel[]) {
  const clock = new Clock("2026-01-05T09:00:00+08:00");
  const log = new Lines();
  const store = memoryStore();
  const access = accessOf(list, clock);
  const parts = { store, access, read: readReport, now: clock.now, log, waits: clock };
  return { dispatch: new Dispatch({ channels, ...parts }), clock, log, store };
}

const says = (postbox: Postbox, id: string) =>
  postbox.deliver({
    ...{
      kind: "message",
      id,
      conversation: direct(zhang),
      sender: zhang,
      text: "进度",
      mentioned: true,
      files: [],
    },
    at: new Date("2026-01-05T09:00:00+08:00").getTime(),
  });

it("A channel that cannot start leaves the others, and the operator hears why", async () => {
  const [broken, whole] = [new Postbox({}, "wecom"), new Postbox()];
  broken.startFault = broken.error("auth");
  const { dispatch, log } = over(broken, whole);
  await dispatch.start();
  expect([...dispatch.states()]).toEqual([
    ["wecom", { state: "failed", detail: "平台没有收下。" }],
    ["feishu", { state: "ready" }],
  ]);
  expect(log.of("channel-failed")).toMatchObject([{ channel: "wecom" }]);
  await says(whole, "m1");
  await dispatch.idle();
  expect(whole.words(direct(zhang)).join("\n")).toContain("已完成");
  await dispatch.stop();
});

it("A fault of a channel's start is not told to anybody in its own words", async () => {
  const broken = new Postbox();
  broken.start = () => Promise.reject(new TypeError("secret of 张三"));
  const { dispatch, log } = over(broken);
  await dispatch.start();
  expect(dispatch.states().get("feishu")).toEqual({ state: "failed" });
  expect(JSON.stringify(log.lines)).not.toContain("secret");
});

it("One person on two channels has two talks, and one report", async () => {
  const one = new Postbox();
  const local = new Postbox({}, "terminal");
  const { dispatch, store } = over(one, local);
  await dispatch.start();
  // The same id on another platform is another message.
  expect([await says(one, "m1"), await says(local, "m1")]).toEqual([{ kind: "taken" }, { kind: "taken" }]);
  await dispatch.idle();
  expect([one, local].map((postbox) => postbox.words(direct(zhang)).join("\n").includes("已完成"))).toEqual([
    true,
    true,
  ]);
  expect(await store.mail.waiting()).toEqual([]);
});

it("What is older than a week is forgotten at the start and every day", async () => {
  const postbox = new Postbox();
  const { dispatch, clock, store } = over(postbox);
  await dispatch.start();
  await says(postbox, "m1");
  await dispatch.idle();
  const days = async (count: number): Promise<void> => {
    for (let day = 0; day < count; day++) {
      await clock.pass(24 * 60 * 60_000);
      await dispatch.tick();
    }
  };
  await days(6);
  expect(await store.mail.knows("feishu", "m1")).toBe(true);
  await days(2);
  expect(await store.mail.knows("feishu", "m1")).toBe(false);
  await dispatch.stop();
});

it("Stopping does not wait for ever for a channel that hangs", async () => {
  const postbox = new Postbox();
  postbox.stop = () => new Promise(() => undefined);
  const { dispatch, clock, log } = over(postbox);
  await dispatch.start();
  let stopped = false;
  const stopping = dispatch.stop().then(() => (stopped = true));
  await clock.pass(1900);
  expect(stopped).toBe(false);
  await clock.pass(200);
  await stopping;
  expect(log.of("channel-stop-failed")).toHaveLength(1);
});

it("A file, words and a second delivery at the same time are each answered once, in their order", async () => {
  const postbox = new Postbox({ card: null });
  postbox.files.set("f", ["busy", new Uint8Array([1])]);
  const { dispatch, clock } = over(postbox);
  await dispatch.start();
  const at = clock.now().getTime();
  const base = { kind: "message", conversation: direct(zhang), sender: zhang, at, mentioned: true } as const;
  await Promise.all([
    postbox.deliver({
      ...base,
      id: "1",
      text: "",
      files: [{ ref: "f", name: "甲.docx", expiresAt: at + 1000 }],
    }),
    postbox.deliver({ ...base, id: "2", text: "进度", files: [] }),
    postbox.deliver({
      ...base,
      id: "1",
      text: "",
      files: [{ ref: "f", name: "甲.docx", expiresAt: at + 1000 }],
    }),
  ]);
  await settle();
  expect(postbox.words(direct(zhang))).toEqual([]);
  await clock.pass(500);
  await dispatch.idle();
  const words = postbox.words(direct(zhang));
  expect(words).toHaveLength(2);
  expect(words[0]).toContain("这个文件");
  expect(words[1]).toContain("已完成");
});
