import type { Talk } from "../../src/conversation/talk.ts";
import { newTalk } from "../../src/conversation/talk.ts";
import type { Recorded } from "../../src/report/events.ts";

/** An event that carries a number, brought by one message. */
export const counted = (count: number, words = `本年新收${count}件`): Recorded => ({
  at: "2026-01-05T09:00:00+08:00",
  by: { id: "zhang", name: "张三" },
  message: `m${count}`,
  words,
  event: { type: "CellsStated", cells: { "requests.received.person": count }, how: "stated" },
});

export const textual = (text: string): Recorded => ({
  ...counted(0),
  event: { type: "TextStated", slot: "problems", items: [text] },
});

/** The numbers of counted events, in order. */
export const numbers = (events: readonly Recorded[]): (number | undefined)[] =>
  events.map(({ event }) =>
    event.type === "CellsStated" ? event.cells["requests.received.person"] : undefined,
  );

export const talkAbout = (unit: string, asked: string | null = null): Talk => ({
  ...newTalk(unit),
  year: 2025,
  asked,
});

export const report = (unit = "青山镇", year = 2025) => ({ unit, year });
