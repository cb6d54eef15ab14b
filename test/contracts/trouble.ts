import { expect } from "vitest";
import { name } from "./incoming.ts";
import { anyFile, files, reply } from "./outgoing.ts";
import { until } from "./rig.ts";
import { refused, wordsOf, type Case, type Kind } from "./session.ts";

/** What goes wrong. */
export function trouble(test: Case, kind: Kind): void {
  const { faults, capabilities } = kind;

  if (faults.rateLimit !== null)
    test("a refusal for frequency is told as one, and the next attempt goes through", async (session) => {
      const answer = await session.answering();
      session.rig.faults.rateLimit?.();
      const error = await refused(session.say("记下了。", answer), "记下了");
      expect(error).toMatchObject({ code: "rate_limited", retryable: true });
      await session.say("记下了。", { ...answer, again: true });
      expect(wordsOf(await session.showing(1))).toEqual(["记下了。"]);
    });

  if (faults.expireReplies !== null)
    test("an answer that is too late is told as one, and a push goes through", async (session) => {
      const heard = await session.hear("生成");
      session.rig.faults.expireReplies?.();
      const error = await refused(session.say("草稿已出好。", reply(heard.reply)), "草稿");
      expect(error).toMatchObject({ code: "expired", retryable: false });
      await session.say("草稿已出好。");
      expect(wordsOf(await session.showing(1))).toEqual(["草稿已出好。"]);
    });

  if (faults.failUpload !== null)
    test("an upload that fails is told, and no file is shown", async (session) => {
      const answer = await session.answering();
      session.rig.faults.failUpload?.();
      await refused(anyFile(session, answer), name);
      expect(files(session.shown())).toEqual([]);
      await anyFile(session, answer);
      expect(files(await session.showing(1))).toHaveLength(1);
    });

  if (faults.hangUpload !== null)
    test("an upload that hangs is given up at the signal, and no file is shown", async (session) => {
      const answer = await session.answering();
      session.rig.faults.hangUpload?.();
      const error = await refused(anyFile(session, { ...answer, signal: AbortSignal.timeout(300) }), name);
      expect(error).toMatchObject({ code: "timeout", retryable: true });
      expect(files(session.shown())).toEqual([]);
    });

  test("what was given up before it began is not sent", async (session) => {
    const answer = await session.answering();
    await refused(session.say("草稿已出好。", { ...answer, signal: AbortSignal.abort() }), "草稿");
    await session.say("后面一句", answer);
    expect(wordsOf(await session.showing(1))).toEqual(["后面一句"]);
  });

  const { group } = kind;
  const place = capabilities.fileIn.direct === "message" || group === null ? {} : { in: group };
  const file = { name, bytes: new TextEncoder().encode("PK 内容") };
  if (faults.expireFiles !== null)
    test("a dead link is told as one", async (session) => {
      const heard = await session.hear("", { ...place, file });
      session.rig.faults.expireFiles?.();
      expect(await refused(session.fetch(heard.files[0]), name)).toMatchObject({ code: "expired" });
    });

  if (faults.oversized !== null)
    test("a file over the platform's limit ends in one refusal, and the talk goes on", async (session) => {
      await session.rig.faults.oversized?.({
        from: session.person,
        in: session.chat,
        text: "",
        ...place,
        file,
      });
      const last = await session.hear("核对");
      for (const heard of session.messages.filter(({ id }) => id !== last.id))
        for (const one of heard.files)
          expect(await refused(session.fetch(one), name)).toMatchObject({ code: "too_large" });
      expect(last.text).toBe("核对");
    });

  if (faults.drop !== null)
    test("a dropped connection comes back by itself", async (session) => {
      await session.answering();
      session.states.length = 0;
      session.rig.faults.drop?.();
      await until(() => session.states.includes("reconnecting") && session.states.at(-1) === "ready");
      const heard = await session.hear("核对");
      await session.say("检查通过。", reply(heard.reply));
      expect(wordsOf(await session.showing(1))).toEqual(["检查通过。"]);
    });

  if (faults.silence !== null)
    test("a connection that died in silence is noticed and made anew", async (session) => {
      await session.answering();
      session.states.length = 0;
      session.rig.faults.silence?.();
      await until(() => session.states.includes("reconnecting") && session.states.at(-1) === "ready", 40_000);
      expect((await session.hear("核对")).text).toBe("核对");
    });

  if (faults.forge !== null)
    test("what a stranger made up is refused", async (session) => {
      expect(await session.rig.faults.forge?.()).toBe(true);
      await session.hear("核对");
      expect(session.seen).toHaveLength(1);
    });

  if (faults.unknownEvent !== null)
    test("an event that nobody knows does no harm", async (session) => {
      await session.rig.faults.unknownEvent?.();
      await session.hear("核对");
      expect(session.seen).toHaveLength(1);
    });

  if (kind.stranger)
    test("a wrong secret is told at the start", async (session) => {
      await session.channel.stop();
      const stranger = session.rig.strangerChannel?.();
      if (stranger === undefined) throw new Error("no stranger");
      try {
        expect(await refused(stranger.start(session.events))).toMatchObject({
          code: "auth",
          retryable: false,
        });
      } finally {
        await stranger.stop();
      }
    });

  test("it says when it is ready, and after the end nothing comes any more", async (session) => {
    expect(session.states).toContain("ready");
    await session.hear("开始");
    await session.channel.stop();
    expect(session.states.at(-1)).toBe("stopped");
    const [seen, states] = [session.seen.length, session.states.length];
    await session.rig.says({ from: session.person, in: session.chat, text: "还在吗" }).catch(() => false);
    expect([session.seen.length, session.states.length]).toEqual([seen, states]);
    await refused(session.say("在"));
    await session.channel.stop();
  });

  test("it starts again after an end", async (session) => {
    await session.hear("开始");
    await session.restart();
    const heard = await session.hear("核对");
    await session.say("检查通过。", reply(heard.reply));
    expect(wordsOf(await session.showing(1))).toEqual(["检查通过。"]);
  });
}
