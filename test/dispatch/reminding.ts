import type { Conversation } from "../../src/channels/channel.ts";
import { Access } from "../../src/dispatch/access.ts";
import { Busy } from "../../src/dispatch/busy.ts";
import { Limits } from "../../src/dispatch/inbox/limits.ts";
import { Port, type Office } from "../../src/dispatch/office.ts";
import { Sending } from "../../src/dispatch/outbox/sending.ts";
import { Reminders } from "../../src/dispatch/reminders/reminders.ts";
import { silent, type Log } from "../../src/log.ts";
import { silentMeter } from "../../src/meter.ts";
import type { Recorded, ReportEvent } from "../../src/report/events.ts";
import type { MailStore } from "../../src/store/mail.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { Clock } from "../support/clock.ts";
import { inWords, Postbox } from "../support/postbox.ts";
import { accessFile } from "./desk.ts";

export const organ = { name: "青山区红旗街道办事处", kind: "subdistrict" };
export const person = (id: string, more: object = {}) => ({ channel: "feishu", id, role: "clerk", ...more });
export const unit = (people: object[], more: object = {}) => ({ organ, people, ...more });
export const listOf = (...people: object[]) => ({ units: [unit(people)] });

interface Options {
  list?: unknown;
  clock?: Clock;
  store?: MailStore;
  boxes?: readonly Postbox[];
  log?: Log;
}

/** A process that only reminds and sends: a list, a clock that is told, and platforms that show what they were given. */
export class Watch {
  readonly clock: Clock;
  readonly store: MailStore;
  readonly boxes: readonly Postbox[];
  readonly office: Office;
  readonly file: string;
  readonly sending: Sending;
  readonly #reminders: Reminders;
  readonly #stopping = new AbortController();
  #count = 0;

  constructor({ list = listOf(person("zhang")), clock, store, boxes, log = silent }: Options = {}) {
    this.clock = clock ?? new Clock("2026-01-17T09:00:00+08:00");
    this.store = store ?? memoryStore();
    this.boxes = boxes ?? [new Postbox()];
    this.file = accessFile(list);
    const { now } = this.clock;
    const ports = this.boxes.map((box) => new Port(box));
    for (const port of ports) port.turn("ready");
    this.office = {
      ports: new Map(ports.map((port) => [port.channel.name, port])),
      mail: this.store.mail,
      access: new Access({ file: this.file, now, log }),
      strangers: undefined,
      limits: new Limits(),
      ...{ now, log, meter: silentMeter, waits: this.clock, busy: new Busy(), turns: new Busy() },
      stopping: this.#stopping.signal,
      stopped: this.#stopping.signal,
    };
    this.sending = new Sending(this.office);
    const send = this.sending.add.bind(this.sending);
    this.#reminders = new Reminders(this.office, { store: this.store, send });
  }

  /** The same list, store and platforms in a new process. */
  restarted(list: unknown): Watch {
    this.#stopping.abort();
    return this.beside(list);
  }

  /** Another process on the same store. */
  beside(list: unknown, store = this.store): Watch {
    const { clock, boxes } = this;
    return new Watch({ list, clock, store, boxes });
  }

  /** Sends what the store hands out, whoever put it in. */
  async attend(): Promise<void> {
    await this.store.mail.attend({
      channels: this.boxes.map(({ name }) => name),
      sends: () => true,
      work: () => undefined,
      send: (rows, left) => this.sending.take(rows, left),
      tick: () => this.look(),
    });
  }

  /** Looks, and waits until what came of it is sent. */
  async look(): Promise<void> {
    await this.#reminders.look();
    await this.office.busy.whenIdle();
    await this.store.mail.flush();
  }

  /** Goes on to this time and looks. */
  async lookAt(time: string): Promise<void> {
    const ms = new Date(time).getTime() - this.clock.now().getTime();
    await this.clock.pass(ms);
    await this.look();
  }

  /** Something happens to the report of the unit. */
  async record(event: ReportEvent, by = { id: "feishu:zhang", name: "张三" }, year = 2025): Promise<void> {
    const recorded: Recorded = {
      ...{ at: this.clock.now().toISOString(), by, message: `r${(this.#count += 1)}`, words: "" },
      event,
    };
    await this.store.turn("somebody", (turn) => {
      turn.append({ unit: organ.name, year }, [recorded]);
      return Promise.resolve();
    });
  }

  get shown(): { channel: string; to: Conversation; text: string }[] {
    return this.boxes.flatMap((box) =>
      box.shown.map(({ to, out }) => ({ channel: box.name, to, text: inWords(out) })),
    );
  }

  /** Whom the reminders went to, in order. */
  get reminded(): string[] {
    return this.shown.map(({ channel, to }) => `${channel}:${to.id}`);
  }
}
