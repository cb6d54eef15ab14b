import { z } from "zod";
import type { Keyv } from "keyv";
import type { ReportKey } from "../conversation/ports.ts";
import { Talk } from "../conversation/talk.ts";
import { OutsideError } from "../errors.ts";
import { Recorded, ReportEvent } from "../report/events.ts";
import { Deadlock, Locks, Owner } from "./locks.ts";
import type { MailStore, MailUnit, Outgoing, Settled, Unsent } from "./mail.ts";
import type { Mailbox } from "./mailbox.ts";

/** What turns are written to: two namespaces and the mailbox, and a way to write into all at once. */
export interface Memory {
  reports: Keyv<unknown>;
  talks: Keyv<unknown>;
  mail: Mailbox;
  /** Runs `write`, whose sets reach the disk together with what `also` does, or not at all. */
  commit(write: () => Promise<void>, also?: () => void): Promise<void>;
  close(): void;
}

const Events = z.array(Recorded);
type Events = readonly Recorded[];

/** Reports kept parsed in memory: more than are worked on at the same time, few enough to stay small. */
const keptReports = 16;

// Keys are JSON so that no two names share one, whatever they contain: SQLite would cut or replace
// NUL and lone surrogates.
const reportKey = ({ unit, year }: ReportKey): string => JSON.stringify([unit, year]);
const talkKey = (talk: string): string => JSON.stringify(talk);

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}

/** A file that says what this program cannot read. `what` names it to a person. */
function unreadable(what: string, value: unknown, cause: unknown): OutsideError {
  const types: ReadonlySet<string> = new Set(ReportEvent.options.map((event) => event.shape.type.value));
  const Typed = z.array(z.object({ event: z.object({ type: z.string() }) }));
  const typed = Typed.safeParse(value);
  const newer = typed.success && typed.data.some(({ event }) => !types.has(event.type));
  const message = newer
    ? `${what}是更新版本的程序写的，这个版本读不了。请改用新版本；数据没有改动。`
    : `${what}已损坏，读不出来；数据没有改动。请用备份替换数据文件，或请维护人员查看。`;
  return new OutsideError(message, { where: "store", code: newer ? "newer" : "damaged", cause });
}

/** Reads one value; undefined when there is none, OutsideError when it is not what it should be. */
async function read<T>(kept: Keyv<unknown>, key: string, schema: z.ZodType<T>, what: string) {
  let value: unknown;
  try {
    value = await kept.get(key);
  } catch (error) {
    if (error instanceof SyntaxError) throw unreadable(what, undefined, error);
    throw error;
  }
  if (value === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw unreadable(what, value, parsed.error);
  return parsed.data;
}

interface Settling {
  seq: number;
  outgoing: readonly Outgoing[];
  settled: { unsent: readonly Unsent[] };
}

class OneTurn implements MailUnit {
  readonly owner = new Owner();
  readonly #store: Turns;
  readonly #talk: string;
  #over = false;
  #nextTalk: Talk | undefined;
  readonly #appended = new Map<string, { report: ReportKey; events: Recorded[] }>();
  readonly #settled: Settling[] = [];

  constructor(store: Turns, talk: string) {
    this.#store = store;
    this.#talk = talk;
  }

  async talk(): Promise<Talk | undefined> {
    this.#mustRun();
    if (this.#nextTalk !== undefined) return Talk.parse(this.#nextTalk);
    return read(this.#store.memory.talks, talkKey(this.#talk), Talk, "数据文件里这段对话的记录");
  }

  putTalk(talk: Talk): void {
    this.#mustRun();
    this.#nextTalk = Talk.parse(talk);
  }

  async events(report: ReportKey): Promise<Events> {
    this.#mustRun();
    const written = await this.#store.locked(report, this.owner);
    const appended = this.#appended.get(reportKey(report));
    return appended === undefined ? written : [...written, ...appended.events];
  }

  append(report: ReportKey, events: readonly Recorded[]): void {
    this.#mustRun();
    if (events.length === 0) return;
    const key = reportKey(report);
    const entry = this.#appended.get(key) ?? { report: { ...report }, events: [] };
    this.#appended.set(key, entry);
    // Checked, so that what is written can be read again, and frozen, so that nobody changes it afterwards. Not a
    // copy: a later fold knows the very same events again.
    Events.parse(events);
    for (const event of events) entry.events.push(freeze(event));
  }

  settle(seq: number, outgoing: readonly Outgoing[]): Settled {
    this.#mustRun();
    const settling: Settling = { seq, outgoing, settled: { unsent: [] } };
    this.#settled.push(settling);
    return settling.settled;
  }

  async commit(): Promise<void> {
    this.#over = true;
    const reports: { key: string; events: Events }[] = [];
    for (const [key, { report, events }] of this.#appended)
      reports.push({
        key,
        events: Object.freeze([...(await this.#store.locked(report, this.owner)), ...events]),
      });
    const talk = this.#nextTalk && { key: talkKey(this.#talk), talk: this.#nextTalk };
    await this.#store.write(reports, talk, this.#settled);
  }

  end(): void {
    this.#over = true;
  }

  #mustRun(): void {
    if (this.#over) throw new Error("the turn is over");
  }
}

/** The one implementation of a store; where it writes to is passed in. */
export class Turns implements MailStore {
  readonly memory: Memory;
  readonly mail: Mailbox;
  readonly #locks = new Locks();
  /** The last written state of reports in use: this process alone owns the data. */
  readonly #kept = new Map<string, Events>();
  readonly #running = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  constructor(memory: Memory) {
    this.memory = memory;
    this.mail = memory.mail;
  }

  turn<T>(talk: string, work: (unit: MailUnit) => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) return Promise.reject(new Error("the store is closed"));
    const running = this.#run(talk, work);
    this.#running.add(running);
    const done = (): void => void this.#running.delete(running);
    running.then(done, done);
    return running;
  }

  /** Waits for the turns that have begun; later ones are refused. */
  close(): Promise<void> {
    this.#closed ??= Promise.allSettled(this.#running).then(() => this.memory.close());
    return this.#closed;
  }

  async #run<T>(talk: string, work: (unit: MailUnit) => Promise<T>): Promise<T> {
    const unit = new OneTurn(this, talk);
    try {
      await this.#locks.take(`talk ${talk}`, unit.owner);
      const result = await work(unit);
      await unit.commit();
      return result;
    } catch (error) {
      if (!(error instanceof Deadlock)) throw error;
      const message = "另一个人正在改同一份报告，这句话没有记下。请再发一遍。";
      throw new OutsideError(message, { where: "store", code: "busy", retryable: true, cause: error });
    } finally {
      unit.end();
      this.#locks.releaseAll(unit.owner);
    }
  }

  /** The written events of a report, locked for this owner. */
  async locked(report: ReportKey, owner: Owner): Promise<Events> {
    const key = reportKey(report);
    await this.#locks.take(`report ${key}`, owner);
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const what = `数据文件里${report.year}年度的报告`;
    const events = freeze((await read(this.memory.reports, key, Events, what)) ?? []);
    this.#keep(key, events);
    return events;
  }

  async write(
    reports: readonly { key: string; events: Events }[],
    talk: { key: string; talk: Talk } | undefined,
    settled: readonly Settling[],
  ): Promise<void> {
    if (reports.length === 0 && talk === undefined && settled.length === 0) return;
    // After a failure only the disk knows what it holds.
    for (const { key } of reports) this.#kept.delete(key);
    const write = async (): Promise<void> => {
      for (const { key, events } of reports) await this.memory.reports.set(key, events);
      if (talk !== undefined) await this.memory.talks.set(talk.key, talk.talk);
    };
    const settle = (): void => {
      for (const { seq, outgoing, settled: told } of settled)
        told.unsent = this.mail.settleNow([seq], outgoing);
    };
    await this.memory.commit(write, settled.length === 0 ? undefined : settle);
    for (const { key, events } of reports) this.#keep(key, events);
  }

  /** The longest unused report gives way. */
  #keep(key: string, events: Events): void {
    this.#kept.delete(key);
    this.#kept.set(key, events);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptReports) break;
      this.#kept.delete(oldest);
    }
  }
}
