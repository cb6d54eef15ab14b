import { expect, it } from "vitest";
import { stopLimits } from "../../src/dispatch/dispatch.ts";
import { OutsideError } from "../../src/errors.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { settle } from "../support/clock.ts";
import { Desk, direct, li, Lines, zhang } from "./desk.ts";

const file = { text: "", files: [{ ref: "f", name: "去年年报.docx" }] };

/** A desk with a message whose turn goes on until the gate opens. */
async function inATurn() {
  const { promise, resolve: open } = Promise.withResolvers<void>();
  const log = new Lines();
  const read = async (): Promise<never> => {
    await promise;
    throw new OutsideError("读到了。", { where: "test", code: "unreadable" });
  };
  const store = memoryStore();
  const desk = new Desk({ store, log, read });
  desk.postbox.files.set("f", new Uint8Array([1]));
  await desk.dispatch.start();
  await desk.says("", file);
  await settle();
  return { desk, store, log, open };
}

it("It takes at most 20 seconds in all, and the store has time to close", () => {
  const { turnsMs, sendsMs, closeMs } = stopLimits;
  expect(turnsMs + sendsMs + closeMs).toBeLessThan(20_000);
});

it("It can be seen from the first moment", async () => {
  const { desk, open } = await inATurn();
  expect(desk.dispatch.stopping).toBe(false);
  const stopped = desk.dispatch.stop();
  expect(desk.dispatch.stopping).toBe(true);
  open();
  await stopped;
});

it("A turn that runs is finished, and what it says is sent", async () => {
  const { desk, store, open, log } = await inATurn();
  const stopped = desk.dispatch.stop();
  await desk.clock.pass(stopLimits.turnsMs - 1);
  open();
  await stopped;
  expect(desk.words().join("\n")).toContain("读到了。");
  expect(await store.mail.waiting()).toEqual([]);
  expect(log.of("turns-left")).toEqual([]);
});

it("Where everything hangs it ends when the time is over, and the next start does it all", async () => {
  const { desk, store, log } = await inATurn();
  const { clock, postbox } = desk;
  postbox.faults.push("hang");
  await desk.says("进度", { sender: li, conversation: direct(li) });
  await settle();
  postbox.stop = () => new Promise(() => undefined);
  store.mail.flush = () => new Promise(() => undefined);
  let stopped = false;
  const stopping = desk.dispatch.stop().then(() => (stopped = true));
  const { turnsMs, sendsMs, closeMs } = stopLimits;
  await clock.pass(turnsMs + sendsMs + closeMs - 1);
  expect(stopped).toBe(false);
  await clock.pass(1);
  await stopping;
  expect(log.of("turns-left")).toHaveLength(1);
  expect(log.of("channel-stop-failed")).toHaveLength(1);
  expect(await store.mail.waiting()).toHaveLength(1);
  expect(desk.words(direct(li))).toEqual([]);

  // The disk answers again.
  Reflect.deleteProperty(store.mail, "flush");
  const next = new Desk({ clock, store, postbox: postbox.another() });
  await next.dispatch.start();
  await next.done();
  expect(await store.mail.waiting()).toEqual([]);
  expect(next.words(direct(zhang)).length).toBeGreaterThan(1);
  expect(next.words(direct(li)).join("\n")).toContain("已完成");
});
