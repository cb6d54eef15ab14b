import { visible } from "../language/width.ts";
import { OutsideError } from "../errors.ts";
import { fold } from "../report/report.ts";
import { dueYears } from "../report/period.ts";
import { belonging, nameOf, recordedOf } from "./people/belonging.ts";
import { hold } from "./files/held.ts";
import { readFields } from "./forms.ts";
import type { Deliver } from "./delivery.ts";
import type { Heard, Sent } from "./heard.ts";
import { inYear, situationOf } from "./inYear.ts";
import { noModel, type Model } from "../llm/model.ts";
import { readReminding } from "../understanding/reminding.ts";
import { longestMessage, Message } from "./message.ts";
import { prepare } from "./model/prepare.ts";
import type { Prepared } from "./model/prepared.ts";
import type { ReadFile, Store, Unit } from "./ports.ts";
import { askedPrivately } from "./people/privately.ts";
import { setReminders } from "./people/reminders.ts";
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
  readonly #model: Model;

  constructor({
    store,
    now,
    read,
    deliver,
    model = noModel,
  }: {
    store: Store<U>;
    now: () => Date;
    read: ReadFile;
    deliver?: Deliver;
    model?: Model;
  }) {
    this.#deliver = deliver;
    this.#model = model;
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
    const prepared = this.#model === noModel ? undefined : await this.#prepare(message, sent);
    return await this.#store.turn(message.talk, async (unit) => {
      const replies = await this.#reply(unit, message, sent, prepared);
      const addressed = wish.privately
        ? replies.map((reply) => ({ ...reply, privately: true as const }))
        : replies;
      settle?.(addressed, unit);
      return addressed;
    });
  }

  /** What a model says to the message as the report stands now. It is asked outside of the turn: nobody waits for it with a report locked. */
  async #prepare(heard: Message, sent: Sent | undefined): Promise<Prepared | undefined> {
    if (heard.text === "" || heard.text.length > longestMessage) return undefined;
    if (readReminding(heard.text) !== null) return undefined;
    const situation = await this.#store.turn(heard.talk, async (unit) => {
      const { message, talk, choose } = belonging(await unit.talk(), heard);
      const year = yearOf(talk, message, this.#now());
      if (choose !== undefined || year === undefined) return undefined;
      const look = looking(unit);
      const seen = { unit: look, all: look, message, now: this.#now(), sent };
      return await situationOf(seen, { ...talk, year }, year);
    });
    return situation === undefined ? undefined : await prepare(this.#model, situation);
  }

  async #reply(
    unit: U,
    heard: Message,
    sent: Sent | undefined,
    prepared: Prepared | undefined,
  ): Promise<Reply[]> {
    if (heard.text === "" && heard.fields === undefined) return [text(wording.empty)];
    if (heard.text.length > longestMessage) return [text(wording.tooLong(heard.text.length))];
    const reminding = readReminding(heard.text);
    if (reminding !== null) return await setReminders(unit, heard, { on: reminding, now: this.#now() });
    const { message, talk, choose, chosen } = belonging(await unit.talk(), heard);
    if (choose !== undefined) {
      unit.putTalk(talk);
      return [{ type: "choices", text: wording.whichUnit, choices: choose.map(nameOf) }];
    }
    const now = this.#now();
    const own = guarded(unit, message.sender.role ?? "clerk");
    const answered = chosen === true ? { ...message, text: "开始" } : message;
    try {
      const deliver = this.#deliver;
      return await inTalk({ unit: own, all: unit, message: answered, now, deliver, sent, prepared }, talk);
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
  const year = yearOf(talk, heard.message, heard.now);
  if (year === undefined) return await withoutYear(heard, talk, dueYears(heard.now));
  const within = talk.year === null ? { ...talk, year } : talk;
  return heard.message.fields === undefined
    ? await inYear(heard, within, year)
    : await formTurn(heard, within, year, heard.message.fields);
}

/** The year that is spoken of, where only one is due or somebody has said it. */
function yearOf(talk: Talk, message: Message, now: Date): number | undefined {
  const years = dueYears(now);
  return talk.year ?? message.year ?? (years.length === 1 ? years[0] : undefined);
}

/** A turn that only looks: what would be written is not. */
const looking = (unit: Unit): Unit => ({
  talk: () => unit.talk(),
  events: (report) => unit.events(report),
  putTalk: () => undefined,
  append: () => undefined,
});

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
