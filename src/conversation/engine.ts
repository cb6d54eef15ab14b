import { visible } from "../language/width.ts";
import { fold, valueOf } from "../report/report.ts";
import type { Recorded } from "../report/events.ts";
import { dueYears, firstYear, yearFault } from "../report/period.ts";
import type { Command } from "../understanding/command.ts";
import { understand } from "../understanding/understand.ts";
import { OutsideError } from "../errors.ts";
import { hold } from "./files/held.ts";
import { longestMessage, Message, pickChoice } from "./message.ts";
import type { ReadFile, ReportKey, Store, Unit } from "./ports.ts";
import { text, type Reply } from "./reply.ts";
import type { Situation, YearOrder } from "./situation.ts";
import { newTalk, type Talk } from "./talk.ts";
import { turn } from "./turn.ts";
import { wording } from "./words/wording.ts";
import { questions } from "../report/form.ts";

/** Takes messages and answers them: what a turn changes is stored before its replies are given out. */
export class Engine<U extends Unit = Unit> {
  readonly #store: Store<U>;
  readonly #now: () => Date;
  readonly #read: ReadFile;

  constructor({ store, now, read }: { store: Store<U>; now: () => Date; read: ReadFile }) {
    this.#store = store;
    this.#now = now;
    this.#read = read;
  }

  /**
   * The replies to one message, in order. What `settle` puts into the turn is written with everything the message changed.
   * OutsideError when nothing could be stored; then nothing was changed.
   */
  async answer(incoming: Message, settle?: (replies: readonly Reply[], unit: U) => void): Promise<Reply[]> {
    const { file, ...parsed } = Message.parse(incoming);
    const sent = file === undefined ? undefined : await this.#receive(file);
    const said = file === undefined ? visible(incoming.text).trim() : `文件：${file.name}`;
    const message = { ...parsed, text: said };
    return await this.#store.turn(message.talk, async (unit) => {
      const replies = await this.#reply(unit, message, sent);
      settle?.(replies, unit);
      return replies;
    });
  }

  async #reply(unit: U, message: Message, sent: Sent | undefined): Promise<Reply[]> {
    if (message.text === "") return [text(wording.empty)];
    if (message.text.length > longestMessage) return [text(wording.tooLong(message.text.length))];
    const talk = (await unit.talk()) ?? newTalk(message.unit);
    const heard: Heard = { unit, message, now: this.#now(), ...(sent === undefined ? {} : { sent }) };
    const years = dueYears(heard.now);
    const [only] = years;
    if (talk.year !== null) return await inYear(heard, talk, talk.year);
    if (years.length === 1 && only !== undefined) return await inYear(heard, { ...talk, year: only }, only);
    return await withoutYear(heard, talk, years);
  }

  /** What is printed in a file, or the sentence why nobody can tell. */
  async #receive({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<Sent> {
    try {
      return { held: hold(visible(name).slice(0, 200), await this.#read(bytes)) };
    } catch (error) {
      if (error instanceof OutsideError) return { fault: error.message };
      throw error;
    }
  }
}

interface Heard {
  unit: Unit;
  message: Message;
  now: Date;
  sent?: Sent;
}
type Sent = NonNullable<Situation["sent"]>;

/** A turn on the report of one year. */
async function inYear(heard: Heard, talk: Talk, year: number, given?: readonly Command[]): Promise<Reply[]> {
  const { unit, message, now, sent } = heard;
  const key: ReportKey = { unit: talk.unit, year };
  const recorded = await unit.events(key);
  const last = fold(year - 1, await unit.events({ unit: talk.unit, year: year - 1 }));
  const situation: Situation = {
    talk,
    year,
    recorded,
    last,
    lastYear: (cell) => valueOf(last, cell),
    message,
    now,
    ...(sent === undefined || given !== undefined ? {} : { sent }),
  };
  const outcome = await turn(situation, given);
  if (outcome.events.length > 0) unit.append(key, outcome.events);
  if (outcome.lastEvents !== undefined) unit.append({ ...key, year: year - 1 }, outcome.lastEvents);
  if (outcome.turnTo === undefined) {
    unit.putTalk(outcome.talk);
    return [...outcome.replies];
  }
  return await changeYear(heard, { ...talk, pending: null }, recorded, outcome.turnTo);
}

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
  const target = await unit.events(to);
  const only = recorded.every(({ event }) => event.type === "OrganNamed");
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

/** November and December: last year's report or this year's? What is said before that is known waits for the answer. */
async function withoutYear(heard: Heard, talk: Talk, years: readonly number[]): Promise<Reply[]> {
  const { unit, message, now } = heard;
  const { pending } = talk;
  if (heard.sent !== undefined) return fileWithoutYear(heard, talk, years, heard.sent);
  const labels = pending?.choices.map((choice) => choice.label) ?? [];
  const picked = pickChoice(message.text, labels);
  const commands =
    picked !== null
      ? (pending?.choices[picked]?.commands ?? [])
      : understand({
          say: message.text,
          asked: "organ",
          year: years.at(-1) ?? firstYear,
          known: () => undefined,
          lastYear: () => undefined,
        }).commands;
  const order = commands.find((command) => command.do === "year");
  const held = picked === null ? (pending?.choices[0]?.commands ?? []) : [];
  const facts = [...held, ...commands].filter(
    (command) => command.do !== "year" && command.do !== "run" && command.do !== "generateAnyway",
  );
  if (order !== undefined) {
    const fault = yearFault(order.year, now);
    if (fault !== null) return [text(fault)];
    const replies = await inYear(heard, { ...talk, year: order.year, pending: null }, order.year, facts);
    return facts.some((command) => command.do === "organ")
      ? replies
      : [text(wording.yearSet(order.year)), ...replies];
  }
  const question = wording.yearQuestion(years);
  if (facts.length === 0) {
    unit.putTalk({ ...talk, asked: "organ" });
    const helped = commands.some((command) => command.do === "run" && command.name === "帮助");
    const example = `可以一起说，例如：某某区某某街道办事处，${years[0]}年。`;
    return [
      text(wording.greeting, helped ? wording.help : "", `${questions.organ.ask}${question}${example}`),
    ];
  }
  const choices = years.map((year) => ({
    label: talk.file === null ? `${year}年` : wording.yearOfFile(year, talk.file.year),
    commands: [{ do: "year" as const, year }, ...facts],
  }));
  const words = [pending?.words ?? "", message.text]
    .filter((part) => part !== "")
    .join("；")
    .slice(0, 120);
  unit.putTalk({ ...talk, asked: "year", pending: { question, choices, insist: true, words } });
  return [{ type: "choices", text: question, choices: choices.map((choice) => choice.label) }];
}

/** A file before the year is known: whether it is this year's or the last, only the person can say. */
function fileWithoutYear({ unit }: Heard, talk: Talk, years: readonly number[], sent: Sent): Reply[] {
  const open = talk.pending?.choices.map((choice) => choice.label) ?? [];
  if ("fault" in sent) {
    unit.putTalk(talk);
    const question = talk.pending?.question ?? wording.yearQuestion(years);
    return [
      text(sent.fault),
      open.length > 0 ? { type: "choices", text: question, choices: open } : text(question),
    ];
  }
  const facts = (talk.pending?.choices[0]?.commands ?? []).filter(
    (command) => command.do !== "year" && command.do !== "file",
  );
  const choices = years.map((year) => ({
    label: wording.yearOfFile(year, sent.held.year),
    commands: [{ do: "year" as const, year }, ...facts, { do: "file" as const }],
  }));
  const question = wording.yearQuestion(years);
  const words = [talk.pending?.words ?? "", `文件：${sent.held.name}`]
    .filter((part) => part !== "")
    .join("；");
  unit.putTalk({
    ...talk,
    asked: "year",
    file: sent.held,
    pending: { question, choices, insist: true, words: words.slice(0, 120) },
  });
  const said = wording.fileOfYear(sent.held.year);
  return [text(said), { type: "choices", text: question, choices: choices.map((choice) => choice.label) }];
}
