import type { ChannelName, Conversation } from "../../channels/channel.ts";
import { reminderText } from "../../conversation/words/reminder.ts";
import { mayChange } from "../../conversation/message.ts";
import type { Talk } from "../../conversation/talk.ts";
import { OutsideError } from "../../errors.ts";
import { chinaDate } from "../../report/period.ts";
import { fold, type Report } from "../../report/report.ts";
import type { MailStore, Outgoing, Unsent } from "../../store/mail.ts";
import type { ListedPerson, ListedUnit } from "../access/shape.ts";
import { trace, type Office } from "../office.ts";
import { conversationKey, stem, talkKey, type Parcel } from "../payload.ts";
import { dueOn, isReminding, lastMoment, type Due } from "./due.ts";
import { hasDeclined, responsibleOf } from "./responsible.ts";

/** How far it is, and where the person is. */
interface Standing {
  report: Report;
  talk: Talk | undefined;
}
/** To whom, for what, when. */
interface At {
  due: Due;
  there: ListedPerson;
  at: Date;
}

/** Reminds whoever is responsible of the deadline: 14, 7, 3 and 1 days before and on the day, by day only, and once. */
export class Reminders {
  readonly #office: Office;
  readonly #store: MailStore;
  readonly #send: (rows: readonly Unsent[]) => void;
  /** The keys of today that need no second look. That nobody is reminded twice, the outbox knows. */
  readonly #settled = new Set<string>();
  #today = "";

  /** `send`: takes what was put into the outbox on its way. */
  constructor(
    office: Office,
    { store, send }: { store: MailStore; send: (rows: readonly Unsent[]) => void },
  ) {
    this.#office = office;
    this.#store = store;
    this.#send = send;
  }

  /** Does everything that is due now; about once a minute, in as many processes as there are. Never rejects: what failed is tried again. */
  async look(): Promise<void> {
    const { now, access, busy, log, stopping } = this.#office;
    const at = now();
    if (!isReminding(at) || stopping.aborted) return;
    const release = busy.hold();
    try {
      this.#begin(dayOf(at));
      const failed = new Map<string, number>();
      for (const due of dueOn(at, access.units())) {
        if (stopping.aborted) return;
        const code = await this.#tried(due, at);
        if (code !== null) failed.set(code, (failed.get(code) ?? 0) + 1);
      }
      for (const [code, units] of failed) log.error("reminders-failed", { code, units });
    } catch (error) {
      log.error("reminders-fault", trace(error));
    } finally {
      release();
    }
  }

  #begin(today: string): void {
    if (this.#today !== today) this.#settled.clear();
    this.#today = today;
  }

  /** Why one unit could not be looked after; null when it was. The others come all the same. */
  async #tried(due: Due, at: Date): Promise<string | null> {
    try {
      await this.#remind(due, at);
      return null;
    } catch (error) {
      if (error instanceof OutsideError) return error.code;
      this.#office.log.error("reminders-fault", trace(error));
      return "fault";
    }
  }

  async #remind(due: Due, at: Date): Promise<void> {
    const lines = responsibleOf(due.unit);
    const [first] = lines;
    const there = lines.find(({ channel }) => this.#reaches(channel));
    if (first === undefined || there === undefined) return;
    // One a day for a person and a unit, whatever line of the list it goes by.
    const key = stem("reminder", due.unit.organ.name, first.channel, first.id, dayOf(at));
    if (this.#settled.has(key)) return;
    const { report, talk } = await this.#standing(due, there);
    if (!report.finalized && !hasDeclined(report, lines)) {
      const { mail } = this.#office;
      this.#send(await mail.settle([], [this.#row(key, { due, there, report, talk, at })]));
    }
    this.#settled.add(key);
  }

  /** Whether the channel is switched on, and lets us speak first. */
  #reaches(channel: ChannelName): boolean {
    const port = this.#office.ports.get(channel);
    return port !== undefined && port.state !== "failed" && port.channel.capabilities.push !== "none";
  }

  /** The report, and what the person's direct talk is about: a turn that only looks. */
  async #standing({ unit: { organ }, year }: Due, there: ListedPerson): Promise<Standing> {
    return await this.#store.turn(talkKey(there.channel, chatWith(there), there.id), async (unit) => ({
      talk: await unit.talk(),
      report: fold(year, await unit.events({ unit: organ.name, year })),
    }));
  }

  #row(key: string, { due, there, report, talk, at }: Standing & At): Outgoing {
    const conversation = chatWith(there);
    const { unit, deadline, left } = due;
    const fills = mayChange(there);
    // A talk about a unit that is no longer theirs is begun anew.
    const units = this.#office.access.units().filter((other) => isListed(other, there));
    const going = units.some(({ organ }) => organ.name === talk?.unit) ? talk : undefined;
    const text = reminderText({ report, organ: unit.organ, deadline, left, fills, talk: going });
    const parcel: Parcel = { conversation, out: { type: "text", text }, before: lastMoment(at) };
    return {
      key,
      channel: there.channel,
      conversation: conversationKey(conversation),
      at: at.getTime(),
      payload: JSON.stringify(parcel),
      kept: this.#office.ports.get(there.channel)?.channel.capabilities.history === true,
    };
  }
}

const isListed = ({ people }: ListedUnit, { channel, id }: ListedPerson): boolean =>
  people.some((person) => person.channel === channel && (person.id === id || person.id === "*"));

const chatWith = ({ id }: ListedPerson): Conversation => ({ kind: "direct", id });

const dayOf = (at: Date): string => {
  const { year, month, day } = chinaDate(at);
  return `${year}-${month}-${day}`;
};
