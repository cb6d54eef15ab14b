import { describe, expect, test } from "vitest";
import { apply, type Applied } from "../../src/conversation/apply.ts";
import type { Recorded } from "../../src/report/events.ts";
import type { CellId } from "../../src/report/form.ts";
import { fold, valueOf, type Report } from "../../src/report/report.ts";
import type { Command } from "../../src/understanding/command.ts";

const source = { at: "2026-01-08T01:00:00.000Z", by: { id: "a", name: "甲" }, message: "m", words: "…" };

/** Says commands one message after the other. */
function talk(...messages: Command[][]): Applied {
  let recorded: Recorded[] = [];
  let applied: Applied | undefined;
  for (const [index, commands] of messages.entries()) {
    const from = { ...source, message: `m${index}` };
    applied = apply(fold(2025, recorded), recorded, commands, from);
    recorded = [...recorded, ...applied.events.map((event) => ({ ...from, event }))];
  }
  if (applied === undefined) throw new Error("nothing was said");
  return applied;
}
const set = (cells: Partial<Record<CellId, number>>, correction = false): Command => ({
  do: "set",
  cells,
  correction,
});
const zero = (...under: string[]): Command => ({ do: "zero", under });
const value = (report: Report, cell: CellId): number | undefined => valueOf(report, cell);

describe("a correction", () => {
  const four = set({
    "requests.received.total": 4,
    "requests.received.person": 3,
    "requests.received.business": 1,
  });

  test("of a part moves the total along and keeps the zeros that followed from it", () => {
    const { after, voided } = talk([four], [set({ "requests.received.business": 2 }, true)]);
    expect(value(after, "requests.received.total")).toBe(5);
    expect(value(after, "requests.received.legal")).toBe(0);
    expect(voided).toEqual([]);
  });

  test("of a total voids the parts that no longer make it up and offers them again", () => {
    const { after, voided } = talk([four], [set({ "requests.received.total": 6 }, true)]);
    expect(value(after, "requests.received.total")).toBe(6);
    expect(value(after, "requests.received.person")).toBeUndefined();
    expect(voided).toEqual(["requests.received.person", "requests.received.business"]);
    expect(after.former.get("requests.received.person")).toBe(3);
  });

  test("of what came in leaves the results and changes only what is left", () => {
    const { after } = talk(
      [four, zero("requests.carriedIn")],
      [set({ "requests.granted.person": 3, "requests.granted.business": 1 })],
      [set({ "requests.received.person": 4 }, true)],
    );
    expect(value(after, "requests.granted.person")).toBe(3);
    expect(value(after, "requests.partlyGranted.person")).toBeUndefined();
    expect(value(after, "requests.partlyGranted.business")).toBe(0);
  });
});

describe("a declared zero", () => {
  test("leaves what was stated and what follows above 0", () => {
    const { after } = talk(
      [set({ "requests.received.total": 2 })],
      [
        zero(
          ...["business", "research", "charity", "legal", "other"].map(
            (column) => `requests.received.${column}`,
          ),
        ),
      ],
      [zero("requests.received")],
    );
    expect(value(after, "requests.received.person")).toBe(2);
    expect(value(after, "requests.received.total")).toBe(2);
  });

  test("is refused where it would contradict a total that somebody gave", () => {
    const { after, refused, events } = talk(
      [set({ "requests.received.total": 2 })],
      [zero("requests.received")],
    );
    expect(refused).toEqual(["requests.received"]);
    expect(events).toEqual([]);
    expect(value(after, "requests.received.person")).toBeUndefined();
  });

  test("is refused while an application has no result", () => {
    const received = set({ "requests.received.total": 1, "requests.received.person": 1 });
    const { refused } = talk([received, zero("requests.carriedIn")], [zero("requests")]);
    expect(refused).toEqual(["requests"]);
  });

  test("covers a whole table at once", () => {
    const { after } = talk([zero("disclosure", "requests", "disputes")]);
    expect(value(after, "requests.handledTotal.total")).toBe(0);
    expect(value(after, "disputes.directSuit.total")).toBe(0);
    expect(value(after, "disclosure.fees")).toBe(0);
  });
});

describe("texts", () => {
  test("are replaced or added to, never lost from the record", () => {
    const { after } = talk(
      [{ do: "text", slot: "problems", items: ["更新慢"], add: false }],
      [{ do: "text", slot: "problems", items: ["业务不熟"], add: true }],
    );
    expect(after.texts.get("problems")?.items).toEqual(["更新慢", "业务不熟"]);
  });
});
