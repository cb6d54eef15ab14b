import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { join } from "node:path";
import { until } from "../contracts/rig.ts";

/** What killable.ts is given. */
export interface Given {
  channel: string;
  values: Readonly<Record<string, string>>;
  folder: string;
  access: string;
  time: string;
}

/** One process of killable.ts. */
class Host {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #gone: Promise<void>;
  #out = "";
  #err = "";
  over = false;

  constructor(given: Given) {
    this.#process = spawn(process.execPath, [
      join(import.meta.dirname, "killable.ts"),
      JSON.stringify(given),
    ]);
    this.#process.stdout.setEncoding("utf8").on("data", (text: string) => (this.#out += text));
    this.#process.stderr.setEncoding("utf8").on("data", (text: string) => (this.#err += text));
    this.#process.stdin.on("error", () => undefined);
    this.#gone = new Promise((resolve) =>
      this.#process.once("close", () => {
        this.over = true;
        resolve();
      }),
    );
  }

  /** How often it has printed this line. */
  count(line: string): number {
    return this.#out.split("\n").filter((one) => one === line).length;
  }

  ask(line = ""): void {
    this.#process.stdin.write(`${line}\n`);
  }

  /** It ends itself so many ms after the next message passes this place. */
  async endAt(place: string, ms: number): Promise<void> {
    this.ask(`end ${place} ${ms}`);
    await this.until(() => this.count("prepared") > 0);
  }

  async gone(): Promise<void> {
    await until(() => this.over, 40_000);
  }

  async until(what: () => boolean): Promise<void> {
    await until(() => what() || this.over, 40_000);
    if (!what()) throw new Error(`the service ended by itself: ${this.#err}`);
  }

  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#gone;
  }

  async end(): Promise<void> {
    this.#process.stdin.end();
    await this.until(() => this.count("ended") === 1);
    await this.#gone;
  }
}

/** The running process, and others that have loaded everything and wait to take its place. */
export class Hosts {
  readonly #given: Given;
  readonly #waiting: Host[];
  #running: Host;
  kills = 0;

  constructor(given: Given) {
    this.#given = given;
    this.#running = new Host(given);
    this.#waiting = [new Host(given), new Host(given)];
    this.#running.ask();
  }

  get running(): Host {
    return this.#running;
  }

  /** Kills the running one; the next one begins at once. */
  async replace(): Promise<void> {
    await this.#running.kill();
    this.kills += 1;
    this.#running = this.#waiting.shift() ?? new Host(this.#given);
    this.#waiting.push(new Host(this.#given));
    this.#running.ask();
  }

  async ready(): Promise<void> {
    const host = this.#running;
    await host.until(() => host.count("ready") > 0);
  }

  /** Nothing is left to do. */
  async idle(): Promise<void> {
    const host = this.#running;
    const before = host.count("idle");
    host.ask();
    await host.until(() => host.count("idle") > before);
  }

  async close(): Promise<void> {
    await Promise.all([this.#running, ...this.#waiting].map((host) => host.kill()));
  }
}
