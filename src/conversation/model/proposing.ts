import { commandsOf, type Proposal } from "../../understanding/model/propose.ts";
import type { Command } from "../../understanding/command.ts";
import type { CellId } from "../../report/form.ts";
import { slotName } from "../files/load.ts";
import type { Talk } from "../talk.ts";
import { feeSaid } from "../words/review.ts";
import { namesOf, sayCells } from "../words/say.ts";

/** Readings of a model as a question: nothing of them counts before the person agrees. */
export function confirmation(readings: Proposal["readings"]): NonNullable<Talk["pending"]> {
  const lines = readings.map(({ command, quote }) => `“${quote}”，我理解成：${inWords(command)}。`);
  return {
    question: `${lines.join("\n")}\n对吗？`,
    choices: [
      { label: "对，记下", commands: commandsOf({ readings }) },
      { label: "不对，我另外说", commands: [{ do: "decline" }] },
    ],
    insist: false,
    words: readings
      .map(({ quote }) => quote)
      .join("；")
      .slice(0, 120),
  };
}

/** The unread words that no reading is about. */
export const stillUnread = (unread: readonly string[], readings: Proposal["readings"]): string[] =>
  unread.filter((piece) => !readings.some(({ quote }) => piece.includes(quote) || quote.includes(piece)));

function inWords(command: Command): string {
  switch (command.do) {
    case "set": {
      const cells = command.cells;
      return sayCells(Object.keys(cells) as CellId[], (cell) => cells[cell]);
    }
    case "zero":
      return `${namesOf(command.under)}都是0`;
    case "text":
      return `${slotName(command.slot)}写“${command.items.join("；")}”`;
    case "fee":
      return `信息处理费${feeSaid(command.fee)}`;
    case "organ":
      return `单位是${command.name}`;
    case "contact":
      return `联系方式是${command.contact}`;
    case "run":
      return `要${command.name}`;
    default:
      return "照这句话做";
  }
}
