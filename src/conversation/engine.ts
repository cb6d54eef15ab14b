import { visible } from "../language/width.ts";
import { OutsideError } from "../errors.ts";
import { fold } from "../report/report.ts";
import { dueYears } from "../report/period.ts";
import { belonging, nameOf, recordedOf } from "./people/belonging.ts";
import { hold } from "./files/held.ts";
import { readFields } from "./forms.ts";
import type { Deliver } from "./delivery.ts";
import type { Heard, Sent } from "./heard.ts";
import { inYear } from "./inYear.ts";
import { longestMessage, Message } from "./message.ts";
import type { ReadFile, Store, Unit } from "./ports.ts";
import { askedPrivately } from "./people/privately.ts";
import { text, type Reply } from "./reply.ts";
import { guarded, NotTheirs } from "./people/roles.ts";
import type { Talk } from "./talk.ts";
import { withoutYear } from "./withoutYear.ts";
import { wording } from "./words/wording.ts";

/** Takes messages and answers them: what a turn changes is stored before its replies are given out. */
export class Engine<U extends Unit = Unit> {
  readonly #store: Store<U>;
  readonly #now: () => Date;
  readonly #read: ReadFile;
  readonly #deliver: Deliver | undefined;

  constructor({
    store,
    now,
    read,
    deliver,
  }: {
    store: Store<U>;
    now: () => Date;
    read: ReadFile;
    deliver?: Deliver;
  }) {
    this.#deliver = deliver;
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
    const wish = parsed.group === true ? askedPrivately(said) : { text: said, privately: false };
    const message = { ...parsed, text: wish.text };
    return await this.#store.turn(message.talk, async (unit) => {
      const replies = await this.#reply(unit, message, sent);
      const addressed = wish.privately
        ? replies.map((reply) => ({ ...reply, privately: true as const }))
        : replies;
      settle?.(addressed, unit);
      return addressed;
    });
  }

  async #reply(unit: U, heard: Message, sent: Sent | undefined): Promise<Reply[]> {
    if (heard.text === "" && heard.fields === undefined) return [text(wording.empty)];
    if (heard.text.length > longestMessage) return [text(wording.tooLong(heard.text.length))];
    const { message, talk, choose, chosen } = belonging(await unit.talk(), heard);
    if (choose !== undefined) {
      unit.putTalk(talk);
      return [{ type: "choices", text: wording.whichUnit, choices: choose.map(nameOf) }];
    }
    const now = this.#now();
    const own = guarded(unit, message.sender.role ?? "clerk");
    const answered = chosen === true ? { ...message, text: "开始" } : message;
    try {
      return await inTalk(
        {
          unit: own,
          all: unit,
          message: answered,
          now,
          ...(this.#deliver === undefined ? {} : { deliver: this.#deliver }),
          ...(sent === undefined ? {} : { sent }),
        },
        talk,
      );
    } catch (error) {
      if (error instanceof NotTheirs) return [text(error.message)];
      throw error;
    }
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

async function inTalk(heard: Heard, talk: Talk): Promise<Reply[]> {
  const years = dueYears(heard.now);
  const only = years.length === 1 ? years[0] : undefined;
  const year = talk.year ?? heard.message.year ?? only;
  if (year === undefined) return await withoutYear(heard, talk, years);
  const within = talk.year === null ? { ...talk, year } : talk;
  return heard.message.fields === undefined
    ? await inYear(heard, within, year)
    : await formTurn(heard, within, year, heard.message.fields);
}

/** A form that was sent off. */
async function formTurn(
  heard: Heard,
  talk: Talk,
  year: number,
  fields: Readonly<Record<string, string>>,
): Promise<Reply[]> {
  const report = fold(year, await recordedOf(heard, { unit: talk.unit, year }));
  const { commands, words, wrong, blank } = readFields(fields, report, heard.message.sender);
  const faults = wrong.length === 0 ? [] : [text(wording.wrongFields(wrong))];
  if (commands.length === 0)
    return faults.length > 0 ? faults : [text(blank ? wording.blankForm : wording.sameForm)];
  const message = { ...heard.message, text: words.slice(0, longestMessage) };
  return [...faults, ...(await inYear({ ...heard, message }, talk, year, commands))];
}
