import { setTimeout as pause } from "node:timers/promises";
import { answeredBy, messageOf, type Talk } from "./talks.ts";
import type { FromProcess, ToProcess } from "./wire.ts";

/** How long a process may take to acknowledge, in ms: as with Feishu. */
const acknowledgeMs = 3000;
/** Until it is delivered once more, in ms; much longer on a real platform. */
const againMs = 500;

/** A process that listens to the platform. */
export interface Listener {
  tell(what: ToProcess): void;
}

/** What a conversation shows and what became of its messages. Times in ms of `performance.now()`. */
export interface Chat {
  /** The messages in the order in which they were first acknowledged, and when. */
  acknowledged: Map<number, number>;
  /** What is shown, each key once. */
  shown: { key: string; text: string; card: boolean; at: number }[];
  keys: Set<string>;
}

/** The platform in the small: it outlives the processes, delivers until it is acknowledged, and shows what has a key once. */
export class Platform {
  readonly chats: ReadonlyMap<string, Chat>;
  /** Sends whose key was known: they are not seen. */
  repeated = 0;
  /** Deliveries that were not acknowledged, for whatever reason. */
  refused = 0;
  acknowledged = 0;
  answered = 0;
  lastNews = performance.now();
  readonly #talks: readonly Talk[];
  readonly #paceMs: number;
  readonly #listeners: (Listener | undefined)[];
  readonly #calls = new Map<number, { of: Listener; over: (taken: boolean) => void }>();
  #count = 0;
  #changed = (): void => undefined;

  /** `paceMs`: the longest pause of a person between being acknowledged and the next message. */
  constructor(talks: readonly Talk[], { paceMs, processes }: { paceMs: number; processes: number }) {
    this.#talks = talks;
    this.#paceMs = paceMs;
    this.#listeners = Array.from({ length: processes }, () => undefined);
    this.chats = new Map(
      talks.map(({ chat }) => [chat, { acknowledged: new Map(), shown: [], keys: new Set() }]),
    );
  }

  /** A process is there, or gone: what it has not acknowledged is not. */
  connect(place: number, listener: Listener | undefined): void {
    const before = this.#listeners[place];
    this.#listeners[place] = listener;
    for (const [call, { of, over }] of this.#calls)
      if (of === before) {
        this.#calls.delete(call);
        over(false);
      }
  }

  /** What a process says. */
  hear(listener: Listener, what: FromProcess): void {
    switch (what.kind) {
      case "ready":
        return;
      case "send":
        return this.#show(listener, what);
      case "receipt":
      case "refused": {
        const taken = what.kind === "receipt" && (what.receipt === "taken" || what.receipt === "known");
        this.#calls.get(what.call)?.over(taken);
        this.#calls.delete(what.call);
      }
    }
  }

  /** Everybody talks until everything is acknowledged. */
  async talk(): Promise<void> {
    const late: Promise<void>[] = [];
    await Promise.all(this.#talks.map((talk) => this.#say(talk, late)));
    await Promise.all(late);
  }

  /** Resolves when `done` holds; asked whenever something was acknowledged or shown. */
  until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const before = this.#changed;
      let over = false;
      this.#changed = () => {
        before();
        if (over || !done()) return;
        over = true;
        resolve();
      };
      this.#changed();
    });
  }

  async #say(talk: Talk, late: Promise<void>[]): Promise<void> {
    await pause(talk.chance.upTo(this.#paceMs));
    for (const number of talk.order) {
      const again = talk.again.get(number);
      const wait = talk.chance.upTo(this.#paceMs);
      const first = this.#deliver(talk, number);
      if (again === "at once") late.push(this.#deliver(talk, number));
      await first;
      if (typeof again === "number") late.push(pause(again).then(() => this.#deliver(talk, number)));
      await pause(wait);
    }
  }

  /** Offers it, to any process, until it is acknowledged. */
  async #deliver(talk: Talk, number: number): Promise<void> {
    const at = performance.timeOrigin + performance.now();
    const message = messageOf(talk, number, Math.round(at));
    while (!(await this.#offer(talk, message))) {
      this.refused += 1;
      await pause(againMs / 2 + talk.chance.upTo(againMs));
    }
    const chat = this.#chat(talk.chat);
    if (chat.acknowledged.has(number)) return;
    chat.acknowledged.set(number, performance.now());
    this.acknowledged += 1;
    this.#news();
  }

  #offer(talk: Talk, message: Extract<ToProcess, { kind: "deliver" }>["message"]): Promise<boolean> {
    const there = this.#listeners.filter((listener) => listener !== undefined);
    if (there.length === 0) return Promise.resolve(false);
    const listener = talk.chance.pick(there);
    const call = (this.#count += 1);
    return new Promise((resolve) => {
      const timer = setTimeout(() => over(false), acknowledgeMs);
      const over = (taken: boolean): void => {
        clearTimeout(timer);
        this.#calls.delete(call);
        resolve(taken);
      };
      this.#calls.set(call, { of: listener, over });
      listener.tell({ kind: "deliver", call, message });
    });
  }

  #show(listener: Listener, { call, to, key, text, card }: Extract<FromProcess, { kind: "send" }>): void {
    const chat = this.#chat(to);
    if (chat.keys.has(key)) this.repeated += 1;
    else {
      chat.keys.add(key);
      chat.shown.push({ key, text, card, at: performance.now() });
      if (answeredBy(text) !== undefined) this.answered += 1;
      this.#news();
    }
    // The way back takes its time: a process may end before it knows that it was shown.
    setTimeout(() => listener.tell({ kind: "shown", call, id: key }), 10);
  }

  #news(): void {
    this.lastNews = performance.now();
    this.#changed();
  }

  #chat(id: string): Chat {
    const chat = this.chats.get(id);
    if (chat === undefined) throw new Error(`nobody talks in ${id}`);
    return chat;
  }
}
