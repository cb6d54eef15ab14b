import type { ReportEvent } from "../report/events.ts";
import type { Report } from "../report/report.ts";
import { next } from "./asking/next.ts";
import { mayChange } from "./message.ts";
import { fieldsOf } from "./forms.ts";
import { spoken, text, type Reply } from "./reply.ts";
import type { Situation } from "./situation.ts";
import type { Talk } from "./talk.ts";

/** A situation with the report as it stands now. */
export interface Running extends Situation {
  report: Report;
}

/** What an order did. `words`: the source of its events where the message itself says too little. */
export interface Ran {
  talk: Talk;
  events: readonly ReportEvent[];
  /** For the report of the year before. */
  lastEvents?: readonly ReportEvent[];
  words?: string;
  replies: readonly Reply[];
}

/** What is said, followed by the open question, so that nobody loses the thread; `otherwise` where nothing is left to ask. */
export function asking(
  running: Running,
  lines: string | readonly string[],
  wanted = true,
  otherwise = "",
): Ran {
  const ask = wanted && mayChange(running.message.sender);
  const said = typeof lines === "string" ? [lines] : lines;
  const { report, talk, lastYear } = running;
  const question = next(report, talk.deferred, lastYear);
  const moved = { ...talk, asked: question?.asked ?? null, misses: 0 };
  if (question?.choices === undefined || !ask) {
    const fields =
      question === null || !ask || !isNew(running, question.asked) ? [] : fieldsOf(question.asked, report);
    const replies: Reply[] =
      question !== null && fields.length > 0
        ? [...spoken(said), { type: "form", text: question.text, fields }]
        : said.length === 0 && !ask
          ? []
          : [text(...said, ask ? (question?.text ?? otherwise) : "")];
    return { talk: moved, events: [], replies };
  }
  return choosing({ ...running, talk: moved }, said, question.text, question.choices, "");
}

/** The same fields are not shown again while nothing about them has changed. */
const isNew = ({ talk, recorded, message }: Running, asked: string): boolean =>
  talk.asked !== asked || recorded.at(-1)?.message === message.id;

type Choices = NonNullable<Talk["pending"]>["choices"];

/** What is said, followed by numbered choices; any other message lets them go. */
export function choosing(
  { talk }: Running,
  said: readonly string[],
  question: string,
  choices: readonly Choices[number][],
  words: string,
): Ran {
  const spoken = said.filter((line) => line !== "");
  return {
    talk: { ...talk, pending: { question, choices: [...choices], insist: false, words } },
    events: [],
    replies: [
      ...(spoken.length === 0 ? [] : [text(...spoken)]),
      { type: "choices", text: question, choices: choices.map((choice) => choice.label) },
    ],
  };
}
