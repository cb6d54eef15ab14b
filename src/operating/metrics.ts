import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { ChannelName } from "../channels/channel.ts";
import { counters, timers, type Meter } from "../meter.ts";
import { states, type Counts, type Watch } from "./readiness.ts";

/** What stands at the moment. */
export interface Standing {
  channels: readonly Watch[];
  store: boolean;
  /** undefined: nobody can tell, and nothing is told. */
  counts: Counts | undefined;
}

type Words = readonly string[] | "channel";
type Allowed = Readonly<Record<string, Words>>;

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const nameOf = (name: string, unit: string): string => `nianbao_${name.replaceAll("-", "_")}_${unit}`;

/** Our figures and those of the process, as Prometheus reads them. */
export class Metrics implements Meter {
  readonly #registry = new Registry();
  readonly #counters = new Map<string, Counter>();
  readonly #timers = new Map<string, Histogram>();
  readonly #store = this.#gauge("store_up", "数据能读写（1）还是不能（0）");
  readonly #waiting = this.#gauge("inbox_waiting", "收下了、还没有办的消息");
  readonly #unsent = this.#gauge("outbox_unsent", "要发、还没有发出去的消息");
  readonly #channels = this.#gauge("channel_state", "渠道现在的状态：在哪个状态，哪个就是1", [
    "channel",
    "state",
  ]);

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    const registers = [this.#registry];
    for (const [name, { does, labels }] of Object.entries(counters)) {
      const labelNames = Object.keys(labels);
      this.#counters.set(
        name,
        new Counter({ name: nameOf(name, "total"), help: does, labelNames, registers }),
      );
    }
    for (const [name, { does, labels }] of Object.entries(timers)) {
      const labelNames = Object.keys(labels);
      this.#timers.set(name, new Histogram({ name: nameOf(name, "seconds"), help: does, labelNames, registers, buckets })); // prettier-ignore
    }
  }

  readonly count: Meter["count"] = (name, labels) =>
    this.#counters.get(name)?.inc(known(labels, counters[name].labels));

  readonly time: Meter["time"] = (name, labels) => {
    const end = this.#timers.get(name)?.startTimer(known(labels, timers[name].labels));
    return () => void end?.();
  };

  /** The type of what `text` gives. */
  get type(): string {
    return this.#registry.contentType;
  }

  async text({ channels, store, counts }: Standing): Promise<string> {
    this.#store.set(store ? 1 : 0);
    put(this.#waiting, counts?.waiting);
    put(this.#unsent, counts?.unsent);
    this.#begin(channels.map(({ name }) => name));
    for (const { name, state } of channels)
      for (const one of Object.keys(states))
        this.#channels.set({ channel: name, state: one }, one === state ? 1 : 0);
    return await this.#registry.metrics();
  }

  /** What has not happened yet is 0, so that the first time can be seen as a change. */
  #begin(channels: readonly string[]): void {
    for (const [name, { labels }] of Object.entries(counters))
      for (const words of everyWay(Object.entries<Words>(labels), channels))
        this.#counters.get(name)?.inc(words, 0);
  }

  #gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name: `nianbao_${name}`, help, labelNames, registers: [this.#registry] });
  }
}

/** Every way to say these labels. */
function everyWay(
  [first, ...rest]: readonly (readonly [string, Words])[],
  channels: readonly string[],
): Readonly<Record<string, string>>[] {
  if (first === undefined) return [{}];
  const [name, words] = first;
  return (words === "channel" ? channels : words).flatMap((word) =>
    everyWay(rest, channels).map((others) => ({ [name]: word, ...others })),
  );
}

/** Unknown is not zero. */
function put(gauge: Gauge, value: number | undefined): void {
  if (value === undefined) gauge.remove({});
  else gauge.set(value);
}

/** The labels with the words that stand in their list; any other word is `other`. */
function known(labels: object, allowed: Allowed): Readonly<Record<string, string>> {
  const given = new Map<string, unknown>(Object.entries(labels));
  return Object.fromEntries(
    Object.entries(allowed).map(([name, words]) => {
      const among: readonly string[] = words === "channel" ? ChannelName.options : words;
      return [name, among.find((word) => word === given.get(name)) ?? "other"];
    }),
  );
}
