import { z } from "zod";
import type { ReportKey } from "../conversation/ports.ts";
import { Talk } from "../conversation/talk.ts";
import { OutsideError } from "../errors.ts";
import { ReportEvent, type Recorded } from "../report/events.ts";
import { BesideTurns } from "./besideTurns.ts";
import { Events, reportKey, talkKey } from "./entries.ts";
import type { Holdings } from "./holdings.ts";
import { stringify } from "./json.ts";
import { Keeping, type Change } from "./keeping.ts";
import { KeptReports, type KeptReport } from "./keptReports.ts";
import { Deadlock, Locks, Owner } from "./locks.ts";
import type { Mail, MailStore, MailUnit, Outgoing, Settled, Unsent } from "./mail.ts";
import { unsealed, type Seal } from "./seal.ts";
import { aboutEntry } from "./sealAbout.ts";
import { asGiven, closedOutgoing, SealedMail } from "./sealedMail.ts";
import type { Changes, Memory, Namespace, Session } from "./session.ts";
import { linesOf } from "./trail.ts";

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

/** A value as it was stored; OutsideError when it is not what it should be. */
function parse<T>(text: string, schema: z.ZodType<T>, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(what, undefined, error);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw unreadable(what, value, parsed.error);
  return parsed.data;
}

/** A turn that waited for others too long, as a sentence; every other error as it is. */
const busyWhere = (error: unknown, message: string): unknown =>
  error instanceof Deadlock
    ? new OutsideError(message, { where: "store", code: "busy", retryable: true, cause: error })
    : error;

interface Settling {
  seq: number;
  outgoing: readonly Outgoing[];
  settled: { unsent: readonly Unsent[] };
}

class OneTurn implements MailUnit {
  readonly #store: Turns;
  readonly #talk: string;
  readonly #session: Session;
  readonly #owner: Owner;
  #over = false;
  #nextTalk: Talk | undefined;
  readonly #appended = new Map<string, { report: ReportKey; events: Recorded[] }>();
  readonly #settled: Settling[] = [];

  constructor(store: Turns, { talk, session, owner }: { talk: string; session: Session; owner: Owner }) {
    this.#store = store;
    this.#talk = talk;
    this.#session = session;
    this.#owner = owner;
  }

  async talk(): Promise<Talk | undefined> {
    this.#mustRun();
    if (this.#nextTalk !== undefined) return Talk.parse(this.#nextTalk);
    const text = await this.#store.read(this.#session, "talk", talkKey(this.#talk));
    return text === undefined ? undefined : parse(text.open(), Talk, "数据文件里这段对话的记录");
  }

  putTalk(talk: Talk): void {
    this.#mustRun();
    this.#nextTalk = Talk.parse(talk);
  }

  async events(report: ReportKey): Promise<Events> {
    this.#mustRun();
    const { events } = await this.#store.locked(report, this.#owner, this.#session);
    const appended = this.#appended.get(reportKey(report));
    return appended === undefined ? events : [...events, ...appended.events];
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
    const reports: { key: string; events: Events; trail: readonly string[] }[] = [];
    for (const [key, { report, events }] of this.#appended) {
      const { events: before } = await this.#store.locked(report, this.#owner, this.#session);
      const trail = linesOf(report, before.length, events);
      reports.push({ key, events: Object.freeze([...before, ...events]), trail });
    }
    const talk = this.#nextTalk && { key: talkKey(this.#talk), talk: this.#nextTalk };
    await this.#store.write(this.#session, { reports, talk, settled: this.#settled });
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
  readonly mail: Mail;
  readonly holdings: Holdings;
  readonly keeping: Keeping;
  readonly #memory: Memory;
  readonly #seal: Seal;
  readonly #locks = new Locks();
  /** The last written state of reports in use. */
  readonly #kept = new KeptReports();
  readonly #running = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  constructor(memory: Memory, seal: Seal = unsealed) {
    this.#memory = memory;
    this.#seal = seal;
    this.mail = seal === unsealed ? memory.mail : new SealedMail(memory.mail, seal);
    this.holdings = new BesideTurns(memory.holdings, this.#locks, (key) => this.#forget(key));
    this.keeping = new Keeping(this.holdings, memory, {
      seal,
      rewrite: (report, change) => this.#counted(() => this.#rewrite(report, change)),
    });
  }

  turn<T>(talk: string, work: (unit: MailUnit) => Promise<T>): Promise<T> {
    return this.#counted(() => this.#run(talk, work));
  }

  /** Closing waits for it. */
  #counted<T>(run: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) return Promise.reject(new Error("the store is closed"));
    const running = run();
    this.#running.add(running);
    const done = (): void => void this.#running.delete(running);
    running.then(done, done);
    return running;
  }

  hold(...[name, on]: Parameters<MailStore["hold"]>): Promise<void> {
    return this.#memory.hold(name, on);
  }

  ping(): Promise<void> {
    return this.#memory.ping();
  }

  /** Waits for the turns that have begun; later ones are refused. */
  close(): Promise<void> {
    this.#closed ??= Promise.allSettled(this.#running).then(() => this.#memory.close());
    return this.#closed;
  }

  async #run<T>(talk: string, work: (unit: MailUnit) => Promise<T>): Promise<T> {
    const owner = new Owner();
    let session: Session | undefined;
    let unit: OneTurn | undefined;
    try {
      await this.#locks.take(`talk ${talkKey(talk)}`, owner);
      // Before any report is held: whoever holds one never waits for a way to the disk.
      session = await this.#memory.begin();
      unit = new OneTurn(this, { talk, session, owner });
      const result = await work(unit);
      await unit.commit();
      return result;
    } catch (error) {
      throw busyWhere(error, "另一个人正在改同一份报告，这句话没有记下。请再发一遍。");
    } finally {
      unit?.end();
      await session?.end();
      this.#locks.releaseAll(owner);
    }
  }

  async #rewrite(report: ReportKey, change: Change): Promise<void> {
    const owner = new Owner();
    const session = await this.#memory.begin();
    try {
      const changed = change((await this.locked(report, owner, session)).events);
      if (changed === null) return;
      const reports = [{ ...changed, key: reportKey(report), events: freeze(changed.events) }];
      await this.write(session, { reports, talk: undefined, settled: [] });
    } catch (error) {
      throw busyWhere(error, "另一个人正在改这份报告，它没有改动。请过一会儿再试。");
    } finally {
      await session.end();
      this.#locks.releaseAll(owner);
    }
  }

  /** A value as it is stored, and how to open it. */
  async read(
    session: Session,
    namespace: Namespace,
    key: string,
  ): Promise<{ stored: string; open: () => string } | undefined> {
    const stored = await session.read(namespace, key);
    if (stored === undefined) return undefined;
    return { stored, open: () => this.#seal.open(stored, aboutEntry(namespace, key)) };
  }

  /** The written events of a report, locked for this owner. */
  async locked(report: ReportKey, owner: Owner, session: Session): Promise<KeptReport> {
    const key = reportKey(report);
    const held = owner.held.has(`report ${key}`);
    await this.#locks.take(`report ${key}`, owner);
    const kept = this.#kept.get(key);
    if (kept !== undefined && (held || this.#memory.alone)) return kept;
    // Asked together, answered one after the other.
    const locked = held ? undefined : session.lock(key);
    const [text] = await Promise.all([this.read(session, "report", key), locked]);
    if (kept !== undefined && kept.text === text?.stored) return kept;
    const what = `数据文件里${report.year}年度的报告`;
    const events = text === undefined ? [] : parse(text.open(), Events, what);
    return this.#kept.keep(key, { text: text?.stored, events: freeze(events) });
  }

  async write(
    session: Session,
    {
      reports,
      talk,
      settled,
    }: {
      reports: readonly { key: string; events: Events; trail: readonly string[] }[];
      talk: { key: string; talk: Talk } | undefined;
      settled: readonly Settling[];
    },
  ): Promise<void> {
    if (reports.length === 0 && talk === undefined && settled.length === 0) return;
    // After a failure only the disk knows what it holds.
    for (const { key } of reports) this.#forget(key);
    const closed = (namespace: Namespace, key: string, value: unknown) => ({
      namespace,
      key,
      value: this.#seal.close(stringify(value), aboutEntry(namespace, key)),
    });
    const written = reports.map(({ key, events }) => closed("report", key, events));
    const changes: Changes = {
      entries: [...written, ...(talk === undefined ? [] : [closed("talk", talk.key, talk.talk)])],
      settled: settled.map(({ seq, outgoing }) => ({ seq, outgoing: closedOutgoing(this.#seal, outgoing) })),
      trail: reports.flatMap(({ trail }) => trail),
    };
    const unsent = await session.commit(changes);
    for (const [index, { settled: told, outgoing }] of settled.entries())
      told.unsent = asGiven(unsent[index] ?? [], outgoing);
    for (const [index, { key, events }] of reports.entries())
      this.#kept.keep(key, { text: written[index]?.value, events });
  }

  /** What stands in a report is read again; without a key, in every one. */
  #forget(key?: string): void {
    if (key === undefined) this.#kept.clear();
    else this.#kept.forget(key);
  }
}
