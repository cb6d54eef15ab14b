import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stem } from "../src/dispatch/payload.ts";
import type { Given } from "../test/torture/openFor.ts";
import { flags } from "../test/torture/processes.ts";
import type { FromService, ToService } from "./throughService.ts";

/** Messages of one window: how many a second, how long each took from arrival to sent, and what they cost in processor time. */
export interface Window {
  perSecond: number;
  times: readonly number[];
  /** Of the service's processes and the database's, in ms a message. */
  service: number;
  database: number;
}

/** Who talks: each seat a whole talk of one person, then one of the next. */
export interface Sitting {
  seats: number;
  next(): { person: number; words: readonly string[] };
}

/** One replica or several behind one store, and the people who talk with them. */
export class Service {
  readonly #children: readonly ChildProcess[];
  readonly #waiting = new Map<string, { at: number; go: (ms: number) => void }>();
  readonly #database: () => readonly number[];
  #used: ((ms: number) => void)[] = [];
  #said = 0;
  #failed: Error | undefined;

  private constructor(children: readonly ChildProcess[], database: () => readonly number[]) {
    this.#children = children;
    this.#database = database;
    for (const child of children) child.on("message", (what: FromService) => this.#hear(what));
  }

  /** `database`: the processes whose time counts. `more`: flags of Node for one that is looked into. */
  static async open(
    replicas: number,
    given: Given,
    { database = () => [], more = [] }: { database?: () => readonly number[]; more?: readonly string[] } = {},
  ): Promise<Service> {
    const file = join(import.meta.dirname, "throughService.ts");
    const execArgv = [...flags, ...more];
    const children = Array.from({ length: replicas }, () =>
      fork(file, [JSON.stringify(given)], { execArgv }),
    );
    await Promise.all(
      children.map(async (child) => {
        const ended = once(child, "exit").then(() => "ended");
        if ((await Promise.race([once(child, "message"), ended])) === "ended")
          throw new Error("a replica did not start");
      }),
    );
    return new Service(children, database);
  }

  /** Everybody talks, each waiting for the answer, for so many ms after `warmMs`; what is on its way then is waited for. */
  async run(sitting: Sitting, { warmMs, ms }: { warmMs: number; ms: number }): Promise<Window> {
    const begin = performance.now() + warmMs;
    const end = begin + ms;
    const times: number[] = [];
    const sit = async (): Promise<void> => {
      while (performance.now() < end) {
        const { person, words } = sitting.next();
        for (const text of words) {
          if (performance.now() >= end) return;
          const took = await this.#say(person, text);
          const now = performance.now();
          if (now >= begin && now < end) times.push(took);
        }
      }
    };
    const sat = Promise.all(Array.from({ length: sitting.seats }, sit));
    await new Promise((resolve) => setTimeout(resolve, warmMs));
    const before = await this.#cost();
    const count = times.length;
    await Promise.race([new Promise((resolve) => setTimeout(resolve, ms)), sat]);
    const after = await this.#cost();
    const messages = times.length - count;
    await sat;
    return {
      perSecond: times.length / (ms / 1000),
      times,
      service: (after.service - before.service) / messages,
      database: (after.database - before.database) / messages,
    };
  }

  async stop(): Promise<void> {
    for (const child of this.#children) child.send({ kind: "stop" });
    await Promise.all(this.#children.map(async (child) => child.exitCode ?? (await once(child, "exit"))));
  }

  kill(): void {
    for (const child of this.#children) child.kill("SIGKILL");
  }

  #say(person: number, text: string): Promise<number> {
    const id = `${process.pid}-${(this.#said += 1)}`;
    const what: ToService = { kind: "say", person, id, text };
    // The platform knows nothing of who has a conversation.
    const child = this.#children[this.#said % this.#children.length];
    return new Promise((resolve, reject) => {
      if (this.#failed !== undefined) return reject(this.#failed);
      const at = performance.now();
      this.#waiting.set(`${stem("feishu", id, 0)}-0`, { at, go: resolve });
      child?.send(what);
    });
  }

  #hear(what: FromService): void {
    switch (what.kind) {
      case "ready":
        return;
      case "refused":
        throw new Error("a message was refused");
      case "used":
        return this.#used.shift()?.(what.ms);
      case "sent": {
        const said = this.#waiting.get(what.key);
        this.#waiting.delete(what.key);
        said?.go(performance.now() - said.at);
      }
    }
  }

  async #cost(): Promise<{ service: number; database: number }> {
    const used = this.#children.map(
      (child) =>
        new Promise<number>((resolve) => {
          this.#used.push(resolve);
          child.send({ kind: "used" } satisfies ToService);
        }),
    );
    const database = this.#database().reduce((sum, pid) => sum + timeOf(pid), 0);
    return { service: (await Promise.all(used)).reduce((sum, ms) => sum + ms, 0), database };
  }
}

/** Processor time of a process and of its children that have ended, in ms; 100 ticks a second. */
function timeOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
  } catch {
    // It has just ended.
    return 0;
  }
}
