import type { Channel, ChannelEvents, ChannelName, ChannelState } from "../channels/channel.ts";
import type { Deliver } from "../conversation/delivery.ts";
import { Engine } from "../conversation/engine.ts";
import type { Model } from "../llm/model.ts";
import type { ReadFile } from "../conversation/ports.ts";
import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";
import { silentMeter, type Meter } from "../meter.ts";
import type { Desk, MailStore, MailUnit } from "../store/mail.ts";
import type { Access } from "./access.ts";
import type { Strangers } from "./access/strangers.ts";
import { Busy } from "./busy.ts";
import { Fetching } from "./inbox/fetching.ts";
import { Floods } from "./inbox/floods.ts";
import { Limits, type Bounds } from "./inbox/limits.ts";
import { insist, Port, trace, type Office } from "./office.ts";
import { Said } from "./payload.ts";
import { Receiving } from "./inbox/receive.ts";
import { Sending } from "./outbox/sending.ts";
import { bounded, realWaits, type Waits } from "./waits.ts";
import { Work } from "./inbox/work.ts";
import { Reminders } from "./reminders/reminders.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** How long the rest may take when we stop, in ms: with the closing of the store not more than 20 s. */
export const stopLimits = { turnsMs: 12_000, sendsMs: 5000, closeMs: 2000 };
export type StopLimits = typeof stopLimits;

/** Between the channels and the talk: stores what comes in, answers it in order, sends what is to be sent. */
export class Dispatch {
  readonly #office: Office;
  readonly #ports: readonly Port[];
  readonly #store: MailStore;
  readonly #work: Work;
  readonly #sending: Sending;
  readonly #floods: Floods;
  readonly #receiving: Receiving;
  readonly #reminders: Reminders;
  readonly #limits: StopLimits;
  readonly #stopping = new AbortController();
  readonly #stopped = new AbortController();
  #end: Promise<void> | undefined;
  readonly #retain: ((now: Date) => Promise<void>) | undefined;
  #tidied = -Infinity;

  constructor({
    channels,
    store,
    access,
    strangers,
    bounds,
    read,
    deliver,
    model,
    retain,
    now,
    log,
    meter = silentMeter,
    waits = realWaits,
    limits = stopLimits,
  }: {
    channels: readonly Channel[];
    store: MailStore;
    access: Access;
    strangers?: Strangers;
    /** How much is worked on in a minute, where it is not the usual. */
    bounds?: Partial<Bounds>;
    read: ReadFile;
    /** Makes documents; without it they are made in this very thread. */
    deliver?: Deliver;
    model?: Model;
    /** Removes what has had its time; about once a minute. */
    retain?: (now: Date) => Promise<void>;
    now: () => Date;
    log: Log;
    meter?: Meter;
    waits?: Waits;
    limits?: StopLimits;
  }) {
    this.#ports = channels.map((channel) => new Port(channel));
    const office: Office = {
      ports: new Map(this.#ports.map((port) => [port.channel.name, port])),
      mail: store.mail,
      access,
      strangers,
      limits: new Limits(bounds),
      now,
      log,
      meter,
      waits,
      busy: new Busy(),
      turns: new Busy(),
      stopping: this.#stopping.signal,
      stopped: this.#stopped.signal,
    };
    this.#office = office;
    this.#store = store;
    this.#retain = retain;
    this.#limits = limits;
    const engine = new Engine<MailUnit>({ store, now, read, deliver, model });
    this.#sending = new Sending(office);
    this.#floods = new Floods(office, this.#sending);
    this.#reminders = new Reminders(office, { store, send: (rows) => this.#sending.add(rows) });
    this.#work = new Work({ office, engine, sending: this.#sending, fetching: new Fetching(office) });
    this.#receiving = new Receiving(office, {
      work: this.#work,
      sending: this.#sending,
      floods: this.#floods,
    });
  }

  /** Takes up what was left, and starts every channel. Resolves when each of them is ready, stands by or has failed (see `states`). */
  async start(): Promise<void> {
    await this.tick();
    await this.#office.mail.attend(this.#desk());
    await Promise.all(this.#ports.map((port) => this.#open(port)));
  }

  /** What falls due by the clock; about once a minute, in one of several processes. */
  async tick(): Promise<void> {
    const { mail, now } = this.#office;
    const time = now().getTime();
    if (Math.abs(time - this.#tidied) < dayMs) return;
    this.#tidied = time;
    try {
      await insist(this.#office, "tidy", () => mail.tidy(time));
      this.#sending.tidy();
    } catch (error) {
      this.#office.log.error("tidy-fault", trace(error));
    }
  }

  async #retainNow(): Promise<void> {
    const { busy, now, stopping } = this.#office;
    if (this.#retain === undefined || stopping.aborted) return;
    const release = busy.hold();
    try {
      await this.#retain(now());
    } finally {
      release();
    }
  }

  #desk(): Desk {
    const { ports, log, stopping } = this.#office;
    return {
      channels: [...ports.keys()],
      // Whoever stops takes no more: other processes do it at once.
      sends: (channel) => !stopping.aborted && (ports.get(channel)?.ready ?? false),
      work: (rows, left) => {
        if (left && rows.length > 0) log.info("taken-up", { waiting: rows.length });
        const stale = rows.filter(
          (row) => Said.safeParse(JSON.parse(row.payload)).data?.what.kind === "stale",
        );
        this.#floods.add(stale);
        const rest = rows.filter((row) => !stale.includes(row));
        this.#work.take(rest, left);
      },
      send: (rows, left) => {
        if (left && rows.length > 0) log.info("taken-up", { unsent: rows.length });
        this.#sending.take(rows, left);
      },
      unopened: (count) => log.error("rows-unopened", { count }),
      tick: async () => {
        await this.tick();
        await this.#reminders.look();
        await this.#retainNow();
      },
    };
  }

  /** How the channels stand; `detail` is for the operator. */
  states(): ReadonlyMap<ChannelName, { state: ChannelState; detail?: string }> {
    return new Map(
      this.#ports.map(({ channel, state, detail }) => [
        channel.name,
        { state, ...(detail === undefined ? {} : { detail }) },
      ]),
    );
  }

  /** Resolves when the inbox is done and the outbox is sent. */
  async idle(): Promise<void> {
    do {
      await this.#office.busy.whenIdle();
      await this.#office.mail.flush();
    } while (!this.#office.busy.idle);
  }

  /** Whether it has begun to stop. */
  get stopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Takes nothing more, ends the turns that run, sends what can be sent at once, and stops the channels. What is not done then is done after the next start. */
  stop(): Promise<void> {
    this.#end ??= this.#stop();
    return this.#end;
  }

  async #stop(): Promise<void> {
    const { busy, turns, waits, log } = this.#office;
    const { turnsMs, sendsMs } = this.#limits;
    this.#stopping.abort();
    const over = new AbortController();
    await Promise.race([turns.whenIdle(), waits.wait(turnsMs, over.signal)]);
    if (!turns.idle) log.warn("turns-left");
    await Promise.race([busy.whenIdle(), waits.wait(sendsMs, over.signal)]);
    over.abort();
    this.#stopped.abort();
    await Promise.all([...this.#ports.map((port) => this.#close(port)), this.#flush()]);
  }

  /** What a mark of is lost is sent once more; a database that is gone is not waited for. */
  async #flush(): Promise<void> {
    const { mail, waits, log } = this.#office;
    const late = (): Error => new OutsideError("没有写完。", { where: "store", code: "timeout" });
    try {
      await bounded(() => mail.flush(), { ms: this.#limits.closeMs, waits, late });
    } catch (error) {
      log.error("store-failed", trace(error));
    }
  }

  #open(port: Port): Promise<void> {
    if (port.channel.alone !== true) return this.#begin(port);
    return new Promise((settled) => void this.#holdAndBegin(port, settled));
  }

  /** A connection that a platform gives once: with several processes one has it and the others stand by. */
  async #holdAndBegin(port: Port, settled: () => void): Promise<void> {
    const { stopping, log } = this.#office;
    const { name } = port.channel;
    try {
      for (;;) {
        const { promise: gone, resolve: lost } = Promise.withResolvers<void>();
        const taken = (): void => {
          this.#turn(port, "standby");
          settled();
        };
        await this.#store.hold(`channel ${name}`, { lost, taken, stop: stopping });
        if (stopping.aborted) return;
        await this.#begin(port);
        settled();
        await gone;
        log.error("channel-lost", { channel: name });
        await this.#close(port);
        taken();
      }
    } catch (error) {
      log.error("hold-fault", { channel: name, ...trace(error) });
      this.#turn(port, "failed");
    } finally {
      settled();
    }
  }

  async #begin(port: Port): Promise<void> {
    const { log } = this.#office;
    const { channel } = port;
    const events: ChannelEvents = {
      inbound: (message) => this.#receiving.inbound(port, message),
      state: (state, detail) => this.#turn(port, state, detail),
      history: (conversation, limit) => this.#receiving.history(port, conversation, limit),
    };
    try {
      await channel.start(events);
      if (port.state === "connecting" || port.state === "standby") this.#turn(port, "ready");
    } catch (error) {
      log.error("channel-failed", { channel: channel.name, ...trace(error) });
      this.#turn(port, "failed", error instanceof OutsideError ? error.message : undefined);
    }
  }

  async #close({ channel }: Port): Promise<void> {
    const { log, waits } = this.#office;
    const late = (): Error => new OutsideError("没有停下来。", { where: channel.name, code: "timeout" });
    try {
      await bounded(() => channel.stop(), { ms: this.#limits.closeMs, waits, late });
    } catch (error) {
      log.warn("channel-stop-failed", { channel: channel.name, ...trace(error) });
    }
  }

  #turn(port: Port, state: ChannelState, detail?: string): void {
    const { log } = this.#office;
    const fields = { channel: port.channel.name, state, ...(detail === undefined ? {} : { detail }) };
    if (state === "failed") log.error("channel-state", fields);
    else log.info("channel-state", fields);
    port.turn(state, detail);
  }
}
