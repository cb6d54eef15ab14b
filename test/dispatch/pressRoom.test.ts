import { expect, it, onTestFinished } from "vitest";
import { writeOut } from "../../src/drafting/writeOut.ts";
import { PressRoom } from "../../src/dispatch/pressRoom.ts";
import { readDocx } from "../../src/reading/docx.ts";
import { eventsOfFacts } from "../../src/report/facts.ts";
import { numberIn } from "../../src/report/printed.ts";
import { fold } from "../../src/report/report.ts";
import type { WrittenReport } from "../../src/report/written.ts";
import { completeFacts } from "../support/facts.ts";

const source = { at: "2026-01-08T01:00:00Z", by: { id: "a", name: "张三" }, message: "m", words: "" };
function written(): WrittenReport {
  const facts = completeFacts("青山区临江街道办事处", 2025);
  const made = writeOut(
    fold(
      2025,
      eventsOfFacts(facts).map((event) => ({ ...source, event })),
    ),
  );
  if (made === null) throw new Error("no organ");
  return made;
}
function press(): PressRoom {
  const room = new PressRoom();
  onTestFinished(() => room.close());
  return room;
}

it("makes documents side by side, each its own, read back before they are given out", async () => {
  const room = press();
  const made = await Promise.all([true, false, true].map((final) => room.deliver(written(), final)));
  expect(made.map((one) => one.kind)).toEqual(["ready", "ready", "ready"]);
  const [clean, draft] = made.map((one) => (one.kind === "ready" ? one : null));
  expect(clean?.name).not.toContain("草稿");
  expect(draft?.name).toContain("草稿");
  expect(numberIn(readDocx(clean?.bytes ?? new Uint8Array()), "requests.received.total")).toBe(4);
});

it("leaves the thread that asks free while it works", async () => {
  const room = press();
  await room.deliver(written(), true);
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 1);
  await Promise.all([1, 2, 3, 4].map(() => room.deliver(written(), true)));
  clearInterval(counting);
  expect(turns).toBeGreaterThan(10);
});

it("goes on with a new thread after one that ended, and fails what it had in hand", async () => {
  const room = press();
  const lost = room.deliver(written(), true);
  await room.close();
  await expect(lost).rejects.toThrow("the press ended");
  expect(await room.deliver(written(), true)).toMatchObject({ kind: "ready" });
});

it("tells a fault of ours as one", async () => {
  const broken = { ...written(), paragraphs: undefined } as unknown as WrittenReport;
  await expect(press().deliver(broken, true)).rejects.toThrow(/undefined/);
});
