import type { Recorded } from "../report/events.ts";
import type { CellId } from "../report/form.ts";
import type { Report } from "../report/report.ts";
import type { Command } from "../understanding/command.ts";
import type { Held } from "./files/held.ts";
import type { Message } from "./message.ts";
import type { Deliver } from "./delivery.ts";
import type { Prepared } from "./model/prepared.ts";
import type { Reply } from "./reply.ts";
import type { Talk } from "./talk.ts";

export type YearOrder = Extract<Command, { do: "year" }>;

/** What one message meets: the talk, the report's events, last year's figures, the clock. */
export interface Situation {
  talk: Talk;
  year: number;
  recorded: readonly Recorded[];
  /** The report of the year before, as far as it is known. */
  last: Report;
  lastYear: (cell: CellId) => number | undefined;
  /** The file of this message, read; or the sentence why it was not. */
  sent?: { held: Held } | { fault: string };
  /** Makes documents; without it they are made in this very thread. */
  deliver?: Deliver;
  /** What a model has said to this message; undefined where none was asked. */
  prepared?: Prepared;
  message: Message;
  now: Date;
}

/** What follows from it. `turnTo`: the rest of the message belongs to another year's report. */
export interface Outcome {
  talk: Talk;
  events: readonly Recorded[];
  /** For the report of the year before. */
  lastEvents?: readonly Recorded[];
  replies: readonly Reply[];
  turnTo?: { order: YearOrder; commands: readonly Command[]; words: string };
}
