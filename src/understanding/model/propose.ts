import type { AskOptions, Model, Used, Why } from "../../llm/model.ts";
import { fill } from "../../llm/prompts.ts";
import type { Command, Heard } from "../command.ts";
import { Readings } from "./answer.ts";
import { check, type Checked } from "./checked.ts";
import { readMessage, type Message } from "./evidence.ts";
import { fenced } from "./fenced.ts";
import * as form from "./formWords.ts";

/** What the grammar left over of a message. */
export type HeardInPart = Heard & { unread: readonly string[] };

/** What a model read in it. Nothing of this counts before the person has agreed. */
export interface Proposal {
  /** One value each, with the words it was read from, as they stand in the message. */
  readings: readonly { command: Command; quote: string }[];
  used: Used | null;
  /** Why the model gave no answer. */
  why?: Why;
  /** Statements of the model that the message or the form does not bear out. */
  dropped: number;
}

const nothing: Proposal = { readings: [], used: null, dropped: 0 };
const most = 40;

/** Asks the model for what the grammar did not read; only what stands literally in those words comes back. */
export async function propose(model: Model, heard: HeardInPart, options?: AskOptions): Promise<Proposal> {
  const message = readMessage(heard.say, heard.unread);
  const words = message.unread.map(({ start, end }) => message.text.slice(start, end));
  if (!/[\p{L}\p{N}]/u.test(words.join(""))) return nothing;
  const task = fill("understand", {
    year: String(heard.year),
    asked: form.askedWords(heard.asked),
    message: fenced(message.text),
    unread: fenced(words.join("\n")),
    tables: form.tableWords,
    texts: form.slotWords,
    total: form.totalWords,
    fees: form.feesWords,
    commands: form.commandWords,
  });
  const answer = await model.ask(task, Readings, options);
  if (answer.kind === "none") return { ...nothing, used: answer.used, why: answer.why };
  const { readings } = answer.value;
  const borne = consistent(
    message,
    readings.slice(0, most).flatMap((reading) => check(reading, message, heard) ?? []),
  );
  return {
    readings: borne.map(({ command, at }) => ({ command, quote: message.text.slice(at.start, at.end) })),
    used: answer.used,
    dropped: readings.length - borne.length,
  };
}

const spread = /各|都|均|全|每/;

/** Without repetitions, without cells that got two values, and without figures that were put into several cells. */
function consistent(message: Message, checked: readonly Checked[]): Checked[] {
  const known = new Set<string>();
  const once = checked.filter(({ command }) => {
    const key = JSON.stringify(command);
    return !known.has(key) && known.add(key);
  });
  const values = new Map<string, Set<number>>();
  const places = new Map<number, Set<string>>();
  for (const { command, number } of once)
    for (const [cell, value] of cellsOf(command)) {
      values.set(cell, (values.get(cell) ?? new Set()).add(value));
      if (number !== undefined) places.set(number, (places.get(number) ?? new Set()).add(cell));
    }
  const shared = spread.test(
    message.unread.map(({ start, end }) => message.plain.slice(start, end)).join(""),
  );
  return once.filter(
    ({ command, number }) =>
      cellsOf(command).every(([cell]) => values.get(cell)?.size === 1) &&
      (number === undefined || shared || places.get(number)?.size === 1),
  );
}

const cellsOf = (command: Command): [string, number][] =>
  command.do === "set" ? Object.entries(command.cells) : [];

/** The readings as commands of one message: their figures together, then zeros, then the rest. */
export function commandsOf({ readings }: Pick<Proposal, "readings">): Command[] {
  const commands = readings.map(({ command }) => command);
  const cells = Object.fromEntries(commands.flatMap(cellsOf));
  const correction = commands.some((command) => command.do === "set" && command.correction);
  const under = commands.flatMap((command) => (command.do === "zero" ? command.under : []));
  return [
    ...(Object.keys(cells).length > 0 ? [{ do: "set" as const, cells, correction }] : []),
    ...(under.length > 0 ? [{ do: "zero" as const, under }] : []),
    ...commands.filter((command) => command.do !== "set" && command.do !== "zero"),
  ];
}
