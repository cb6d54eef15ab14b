/**
 * What is measured, each once. A label says one of the words that stand here, or the name of a channel: no word, name,
 * figure or id of a person can become one.
 */

const kinds = ["message", "action", "entered"] as const;
const receipts = ["taken", "known", "ignored", "refused", "stranger", "failed"] as const;
const answers = [
  "answer",
  "off",
  "timeout",
  "unreachable",
  "refused",
  "limited",
  "broken",
  "budget",
] as const;

/** The words of a label; "channel": the names of channels. */
type Words = readonly string[] | "channel";
interface Measure {
  /** For the operator. */
  does: string;
  labels: Readonly<Record<string, Words>>;
}

/** Counted up since the start. */
export const counters = {
  messages: { does: "收到的消息", labels: { channel: "channel", kind: kinds, outcome: receipts } },
  "turn-failures": {
    does: "没有办成、要重来或道歉的回合",
    labels: { channel: "channel", why: ["store", "outside", "fault"] },
  },
  sends: { does: "发出去的尝试", labels: { channel: "channel", outcome: ["sent", "failed", "given-up"] } },
  "store-failures": { does: "数据没有读成或写成", labels: {} },
  limits: { does: "被限速或限量挡下的", labels: { by: ["person", "unit", "upload"] } },
  reminders: { does: "发出的到期提醒", labels: {} },
  "model-calls": { does: "问大模型的次数", labels: { outcome: answers } },
} as const satisfies Readonly<Record<string, Measure>>;

/** How long things take, in seconds. */
export const timers = {
  turn: { does: "一个回合从开始到存好", labels: { channel: "channel" } },
  send: { does: "交给平台一次", labels: { channel: "channel" } },
} as const satisfies Readonly<Record<string, Measure>>;

export type Counter = keyof typeof counters;
export type Timer = keyof typeof timers;
type LabelsOf<L> = { readonly [K in keyof L]: L[K] extends readonly (infer W)[] ? W : string };
export type CounterLabels<C extends Counter> = LabelsOf<(typeof counters)[C]["labels"]>;
export type TimerLabels<T extends Timer> = LabelsOf<(typeof timers)[T]["labels"]>;

/** Whoever does something tells it here. Never throws. */
export interface Meter {
  count<C extends Counter>(name: C, labels: CounterLabels<C>): void;
  /** Something has begun; what is given back ends it, once. */
  time<T extends Timer>(name: T, labels: TimerLabels<T>): () => void;
}

const nothing = (): void => undefined;
export const silentMeter: Meter = { count: nothing, time: () => nothing };
