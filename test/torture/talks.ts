import type { Inbound } from "../../src/channels/channel.ts";
import { chanceOf, type Chance } from "../fuzz/chance.ts";

/**
 * Who talks, and what: every message corrects one figure to its own number, so that what is lost, done twice or in
 * another order shows in the report and in what is answered (由4件改为5件).
 */

export interface Talk {
  number: number;
  /** The conversation's id on the platform. */
  chat: string;
  unit: string;
  kind: "direct" | "group";
  /** They take turns; each has a figure. In a direct chat one. */
  people: readonly { id: string; name: string; cell: Cell }[];
  /** The order in which the platform delivers, and after which one it delivers one again, and how much later. */
  order: readonly number[];
  again: ReadonlyMap<number, "at once" | number>;
  chance: Chance;
}

interface Cell {
  id: string;
  label: string;
}
const cells = {
  licensing: { id: "disclosure.licensing", label: "行政许可" },
  penalties: { id: "disclosure.penalties", label: "行政处罚" },
} as const satisfies Record<string, Cell>;

export interface Size {
  conversations: number;
  messages: number;
  seed: number;
}

export const reportYear = 2025;

/** Names without figures in them. */
const letters = [..."东南西北山水花木金石"];
const unitOf = (number: number): string =>
  `${[...`${number}`].map((digit) => letters[Number(digit)]).join("")}镇人民政府`;

/** Of ten conversations one is a group of two, and two are with people who write to one report. */
export function talksOf({ conversations, messages, seed }: Size): readonly Talk[] {
  return Array.from({ length: conversations }, (_, number): Talk => {
    const chance = chanceOf(seed * 1_000_003 + number);
    const group = number % 10 === 5;
    const shares = number % 10 === 1;
    const one = { id: `p${number}`, name: `张${number}`, cell: shares ? cells.penalties : cells.licensing };
    const other = { id: `q${number}`, name: `李${number}`, cell: cells.penalties };
    return {
      number,
      chat: group ? `g${number}` : one.id,
      unit: unitOf(shares ? number - 1 : number),
      kind: group ? "group" : "direct",
      people: group ? [one, other] : [one],
      order: reordered(messages, chance),
      again: repeated(messages, chance),
      chance,
    };
  });
}

const share = 5;
const inHundred = (chance: Chance): boolean => chance.upTo(100) < share;

/** 1 to n; 5 in 100 come after the one behind them. */
function reordered(count: number, chance: Chance): number[] {
  const order = Array.from({ length: count }, (_, index) => index + 1);
  for (let index = 0; index + 1 < count; index++) {
    if (!inHundred(chance)) continue;
    const [one, next] = [order[index], order[index + 1]];
    if (one === undefined || next === undefined) continue;
    order[index] = next;
    order[index + 1] = one;
    index += 1;
  }
  return order;
}

/** 5 in 100 come twice: at the same time at the other process, or ms later. */
function repeated(count: number, chance: Chance): Map<number, "at once" | number> {
  const again = new Map<number, "at once" | number>();
  for (let number = 1; number <= count; number++)
    if (inHundred(chance)) again.set(number, chance.upTo(2) === 0 ? "at once" : chance.upTo(3000));
  return again;
}

export const idOf = (talk: Talk, number: number): string => `t${talk.number}.${number}`;

/** Whose turn it is with this message. */
export function speakerOf({ people }: Talk, number: number): Talk["people"][number] {
  const speaker = people[(number - 1) % people.length];
  if (speaker === undefined) throw new Error("nobody speaks");
  return speaker;
}

export function messageOf(talk: Talk, number: number, at: number): Inbound {
  const { id, name, cell } = speakerOf(talk, number);
  return {
    ...{ kind: "message", id: idOf(talk, number), sender: { id, name }, at, mentioned: true, files: [] },
    conversation: { kind: talk.kind, id: talk.chat },
    text: `${cell.label}${number}件`,
  };
}

/** The sentences that a conversation shows when its messages are answered in this order. */
export function answersTo(talk: Talk, order: readonly number[]): string[] {
  const last = new Map<Cell, number>();
  return order.map((number) => {
    const { cell } = speakerOf(talk, number);
    const before = last.get(cell);
    last.set(cell, number);
    return before === undefined
      ? `记下了：${cell.label}${number}件。`
      : `改好了：${cell.label}由${before}件改为${number}件。`;
  });
}

/** Which message a sentence answers; undefined when it says something else. */
export function answeredBy(text: string): number | undefined {
  const found = /^(?:记下了：|改好了：).+?(?:改为)?(\d+)件。$/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Everybody, as the list of those who may has it. */
export function listOf(talks: readonly Talk[]): object {
  const units = new Map<string, { people: object[]; groups: object[] }>();
  for (const { unit, people, kind, chat } of talks) {
    const entry = units.get(unit) ?? { people: [], groups: [] };
    units.set(unit, entry);
    for (const { id, name } of people) entry.people.push({ channel: "feishu", id, name, role: "clerk" });
    if (kind === "group") entry.groups.push({ channel: "feishu", id: chat });
  }
  return {
    units: [...units].map(([name, entry]) => ({
      organ: { name, kind: "township" },
      year: reportYear,
      ...entry,
    })),
  };
}
