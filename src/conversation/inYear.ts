import { fold, valueOf } from "../report/report.ts";
import type { Recorded } from "../report/events.ts";
import type { Command } from "../understanding/command.ts";
import { noting } from "./model/used.ts";
import { recordedOf } from "./people/belonging.ts";
import type { Heard } from "./heard.ts";
import type { ReportKey } from "./ports.ts";
import { text, type Reply } from "./reply.ts";
import type { Situation, YearOrder } from "./situation.ts";
import type { Talk } from "./talk.ts";
import { turn } from "./turn.ts";
import { wording } from "./words/wording.ts";

/** What a message meets in the report of one year. */
export async function situationOf(heard: Heard, talk: Talk, year: number): Promise<Situation> {
  const { unit, message, now, sent, deliver, prepared } = heard;
  const recorded = await recordedOf(heard, { unit: talk.unit, year });
  const last = fold(year - 1, await unit.events({ unit: talk.unit, year: year - 1 }));
  return {
    talk,
    year,
    recorded,
    last,
    lastYear: (cell) => valueOf(last, cell),
    message,
    now,
    sent,
    deliver,
    prepared,
  };
}

/** A turn on the report of one year. */
export async function inYear(
  heard: Heard,
  talk: Talk,
  year: number,
  given?: readonly Command[],
): Promise<Reply[]> {
  const { unit } = heard;
  const key: ReportKey = { unit: talk.unit, year };
  // What is given comes from elsewhere than this message's own words and file.
  const own = given === undefined ? heard : { ...heard, sent: undefined, prepared: undefined };
  const situation = await situationOf(own, talk, year);
  const { recorded } = situation;
  const outcome = noting(situation, await turn(situation, given));
  if (outcome.events.length > 0) unit.append(key, outcome.events);
  if (outcome.lastEvents !== undefined) unit.append({ ...key, year: year - 1 }, outcome.lastEvents);
  if (outcome.turnTo === undefined) {
    unit.putTalk(outcome.talk);
    return [...outcome.replies];
  }
  return await changeYear(heard, { ...talk, pending: null }, recorded, outcome.turnTo);
}

/** Whether somebody wants reminders says nothing of the report. */
const isOfReport = ({ event }: Recorded): boolean => event.type !== "RemindersSet";

/** 编2024年的: what was said so far moves along, stays, or is asked about. */
async function changeYear(
  heard: Heard,
  talk: Talk,
  recorded: readonly Recorded[],
  { order, commands, words }: { order: YearOrder; commands: readonly Command[]; words: string },
): Promise<Reply[]> {
  const { unit, message } = heard;
  const from = fold(talk.year ?? order.year, recorded);
  const to: ReportKey = { unit: talk.unit, year: order.year };
  const target = (await unit.events(to)).filter(isOfReport);
  const only = recorded.filter(isOfReport).every(({ event }) => event.type === "OrganNamed");
  const begun = from.messages.length > 0 && !only;
  if (begun && target.length === 0 && order.carry === undefined) {
    const question = `前面说的内容是${from.year}年的，还是${order.year}年的？`;
    const choices = [true, false].map((carry) => ({
      label: carry ? `都算${order.year}年的` : `仍算${from.year}年的，${order.year}年另编一份`,
      commands: [{ ...order, carry }, ...commands],
    }));
    unit.putTalk({
      ...talk,
      pending: { question, choices, insist: true, words: words.slice(0, 120) },
    });
    return [{ type: "choices", text: question, choices: choices.map((choice) => choice.label) }];
  }
  const live = recorded.filter(
    ({ message: id, event }) =>
      from.messages.includes(id) &&
      event.type !== "Undone" &&
      event.type !== "Finalized" &&
      // What came from the year before belongs to this year alone.
      event.type !== "LastYearRead" &&
      event.type !== "CarriedExplained" &&
      !(event.type === "CellsStated" && event.how === "carried"),
  );
  const moving =
    target.length > 0
      ? []
      : begun && order.carry === true
        ? live
        : live.filter(({ event }) => event.type === "OrganNamed");
  if (moving.length > 0) unit.append(to, moving);
  if (begun && order.carry === true && from.year !== order.year) {
    const source = {
      at: heard.now.toISOString(),
      by: message.sender,
      message: message.id,
      words: words.slice(0, 120),
    };
    unit.append(
      { unit: talk.unit, year: from.year },
      from.messages.map((id): Recorded => ({ ...source, event: { type: "Undone", message: id } })),
    );
  }
  return [
    text(wording.yearSet(order.year)),
    ...(await inYear(heard, { ...talk, year: order.year }, order.year, commands)),
  ];
}
