import type { Report } from "../report/report.ts";
import type { Command } from "../understanding/command.ts";
import { asking, type Ran, type Running } from "./closing.ts";
import { receive, load } from "./files/receive.ts";
import { dismiss, dismissals, more, restore } from "./findings/recheck.ts";
import { lastWords } from "./lastWords.ts";
import { reworked } from "./model/rework.ts";
import { modelUsed } from "./model/used.ts";
import { run } from "./run.ts";
import { wording } from "./words/wording.ts";

const names = [
  "run", "generateAnyway", "dismiss", "dismissals", "restore", "more", "load", "file", "dropFile", "lastWords", "rework", "modelUsed",
] as const; // prettier-ignore
export type Order = Extract<Command, { do: (typeof names)[number] }>;

/** A command that is carried out and answered by itself, after the figures and words of the same message. */
export const isOrder = (command: Command): command is Order =>
  (names as readonly string[]).includes(command.do);

/** `before`: the report without what a model worded for this message. */
export async function carryOut(order: Order, running: Running, before: Report): Promise<Ran> {
  switch (order.do) {
    case "run":
    case "generateAnyway":
      return await run(order, running);
    case "dismiss":
      return dismiss(running, order);
    case "dismissals":
      return dismissals(running);
    case "restore":
      return restore(running, order.number);
    case "more":
      return more(running);
    case "load":
      return load(running, order);
    case "file":
      return receive(running, order);
    case "dropFile":
      return asking({ ...running, talk: { ...running.talk, file: null } }, [wording.fileDropped]);
    case "lastWords":
      return lastWords(running, order.slot);
    case "rework":
      return reworked(running, before);
    case "modelUsed":
      return modelUsed(running);
  }
}
