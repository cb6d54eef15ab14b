import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Chance } from "../fuzz/chance.ts";
import type { Where } from "./openFor.ts";
import type { Listener, Platform } from "./platform.ts";
import type { FromProcess, ToProcess } from "./wire.ts";

/** As in the package's start. */
export const flags = ["--max-semi-space-size=8", "--max-old-space-size=192", "--v8-pool-size=0"];
const stopMs = 25_000;
const restMs = 300;

class Running implements Listener {
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
  }

  tell(what: ToProcess): void {
    // Nothing is told to one that has just ended.
    if (this.#child.connected) this.#child.send(what, () => undefined);
  }
}

/** Keeps so many processes running: one that ends is started again. */
export class Processes {
  kills = 0;
  /** Ends that nobody asked for: the database was not there at the start. */
  ends = 0;
  readonly #platform: Platform;
  readonly #given: { where: Where; access: string };
  readonly #log: number;
  readonly #children: (ChildProcess | undefined)[];
  readonly #ready = new Set<number>();
  readonly #keeping: Promise<void>[];
  #stopping = false;

  constructor(
    platform: Platform,
    { count, folder, ...given }: { count: number; folder: string; where: Where; access: string },
  ) {
    this.#platform = platform;
    this.#given = given;
    this.#log = openSync(join(folder, "log"), "a");
    this.#children = Array.from({ length: count }, () => undefined);
    this.#keeping = this.#children.map((_, place) => this.#keep(place));
  }

  /** SIGKILL to one of those that are ready; waits for one where none is. */
  async kill(chance: Chance): Promise<void> {
    while (this.#ready.size === 0) await pause(50);
    const place = chance.pick([...this.#ready]);
    const child = this.#children[place];
    if (child === undefined) return;
    this.#ready.delete(place);
    child.kill("SIGKILL");
    this.kills += 1;
    await once(child, "exit");
  }

  async allReady(): Promise<void> {
    while (this.#ready.size < this.#children.length) await pause(50);
  }

  /** Ends them in peace; what does not end is killed. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const ended = Promise.all(this.#keeping);
    for (const child of this.#children) if (child?.connected === true) child.send({ kind: "stop" });
    await Promise.race([ended, pause(stopMs, undefined, { ref: false })]);
    for (const child of this.#children) child?.kill("SIGKILL");
    await ended;
  }

  async #keep(place: number): Promise<void> {
    while (!this.#stopping) {
      const child = fork(join(import.meta.dirname, "process.ts"), [JSON.stringify(this.#given)], {
        execArgv: flags,
        stdio: ["ignore", "ignore", this.#log, "ipc"],
      });
      this.#children[place] = child;
      const listener = new Running(child);
      child.on("message", (what: FromProcess) => {
        if (what.kind === "ready") {
          this.#ready.add(place);
          this.#platform.connect(place, listener);
        }
        this.#platform.hear(listener, what);
      });
      const killed = this.kills;
      await once(child, "exit");
      this.#children[place] = undefined;
      this.#ready.delete(place);
      this.#platform.connect(place, undefined);
      if (this.kills === killed && !this.#stopping) this.ends += 1;
      await pause(restMs);
    }
  }
}
