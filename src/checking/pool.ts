import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { OutsideError } from "../errors.ts";
import type { PrintedReport } from "../report/printed.ts";
import type { Answer, Results, Task } from "./task.ts";

/** Bounds on what one foreign file may cost. */
export interface Limits {
  /** Worker threads at the same time. */
  workers: number;
  /** For one file, the start of its worker included. */
  seconds: number;
  /** Heap of one worker. */
  megabytes: number;
  /** Memory of the whole process, what parsers hold outside their heaps included: above it the worker that swells is ended. */
  process: number;
  /** A worker is replaced after so many files: what a parser keeps behind goes with it. */
  files: number;
  /** The module the workers run. */
  entry: URL;
}

const usual: Limits = {
  workers: availableParallelism(),
  seconds: 30,
  megabytes: 400,
  process: 700,
  files: 200,
  entry: new URL("./worker.ts", import.meta.url),
};

const megabyte = 1024 * 1024;
/** Milliseconds between two looks at the memory, and for a worker to answer. */
const often = 200;
const patience = 250;

/** Worker threads that read foreign files: one that hangs, dies or swells is ended and replaced, the others go on. */
export class Pool {
  readonly #limits: Limits;
  readonly #seats: Seat[];
  readonly #free: Seat[];
  readonly #waiting: ((seat: Seat) => void)[] = [];
  #watch: NodeJS.Timeout | undefined;

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { ...usual, ...limits };
    this.#seats = Array.from({ length: this.#limits.workers }, () => new Seat(this.#limits));
    this.#free = [...this.#seats];
  }

  /** Starts a worker before its first task is there. */
  warm(): void {
    this.#free.at(-1)?.start();
  }

  /**
   * Does one task as soon as a worker is free; only then is it loaded. Its bytes go over to the worker and are empty
   * here afterwards. OutsideError: one sentence on the file.
   */
  async run<Kind extends Task["kind"]>(load: () => Promise<Task & { kind: Kind }>): Promise<Results[Kind]> {
    const seat = this.#free.pop() ?? (await new Promise<Seat>((resolve) => this.#waiting.push(resolve)));
    this.#watch ??= setInterval(() => void this.#relieve(), often).unref();
    try {
      // A worker answers a task with the result of its kind.
      return (await seat.work(await load())) as Results[Kind];
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(seat);
      else next(seat);
      if (this.#free.length === this.#seats.length) this.#unwatch();
    }
  }

  #unwatch(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  /** Ends the worker that holds most, or that swells too fast to answer, when the process holds too much. */
  async #relieve(): Promise<void> {
    if (process.memoryUsage.rss() < this.#limits.process * megabyte) return;
    const busy = this.#seats.filter((seat) => !this.#free.includes(seat));
    const held = await Promise.all(busy.map(async (seat) => ({ seat, bytes: await seat.held() })));
    const [most] = held.sort((one, other) => other.bytes - one.bytes);
    most?.seat.lose(tooMuch());
  }

  /** What is printed in a file. */
  read(bytes: Uint8Array): Promise<PrintedReport> {
    return this.run(() => Promise.resolve({ kind: "read", bytes: new Uint8Array(bytes) }));
  }

  /** Ends every worker; what was not answered yet fails. */
  async close(): Promise<void> {
    this.#unwatch();
    await Promise.all(this.#seats.map((seat) => seat.end()));
  }
}

/** A place for one worker at a time. */
class Seat {
  readonly #limits: Limits;
  #worker: Worker | undefined;
  #files = 0;
  /** Gives up the present task. */
  lose: (error: OutsideError) => void = () => undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(this.#limits.entry, {
      execArgv: [],
      // What a parser prints is neither a result nor a message for a person: nobody listens. (To read these streams would keep the process alive.)
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.megabytes, maxYoungGenerationSizeMb: 6 },
    });
    // A worker that dies between two tasks is noticed at the next one.
    worker.on("error", () => this.#forget(worker));
    worker.on("exit", () => this.#forget(worker));
    // An idle worker keeps no process alive.
    worker.unref();
    this.#files = 0;
    return (this.#worker = worker);
  }

  #forget(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
  }

  async end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  /** Bytes the worker holds; a worker that cannot say in time is the worst. */
  async held(): Promise<number> {
    const silent = new Promise<number>((resolve) => setTimeout(resolve, patience, Infinity).unref());
    const said = this.#worker
      ?.getHeapStatistics()
      .then(({ used_heap_size, external_memory }) => used_heap_size + external_memory)
      .catch(() => 0);
    return said === undefined ? 0 : await Promise.race([said, silent]);
  }

  async work(task: Task): Promise<Results[Task["kind"]]> {
    const worker = this.start();
    worker.ref();
    const answer = await this.#answerOf(worker, task);
    worker.unref();
    this.#files += 1;
    if (answer.kind === "lost" || this.#files >= this.#limits.files) await this.end();
    if (answer.kind === "done") return answer.result;
    if (answer.kind === "lost") throw answer.error;
    if (answer.kind === "failed") throw unforeseen(answer.message);
    throw new OutsideError(answer.message, { where: answer.where, code: answer.code });
  }

  #answerOf(worker: Worker, task: Task): Promise<Answer | { kind: "lost"; error: OutsideError }> {
    return new Promise((resolve) => {
      const settle = (answer: Answer | { kind: "lost"; error: OutsideError }): void => {
        clearTimeout(timer);
        this.lose = () => undefined;
        worker.off("message", settle).off("error", failed).off("exit", ended);
        resolve(answer);
      };
      const lose = (this.lose = (error) => settle({ kind: "lost", error }));
      const failed = (error: Error): void =>
        lose("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY" ? tooMuch() : unforeseen(error));
      const ended = (): void => lose(unforeseen("the worker ended"));
      const timer = setTimeout(() => lose(tooSlow(this.#limits.seconds)), this.#limits.seconds * 1000);
      worker.on("message", settle).on("error", failed).on("exit", ended);
      worker.postMessage(task, ownBuffers(task));
    });
  }
}

/** Handed over, not copied: a dead copy of each file would wait here for the next collection. */
const ownBuffers = ({ bytes: { buffer, byteLength } }: Task): ArrayBuffer[] =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];

const where = "reading a file";
const tooMuch = (): OutsideError =>
  new OutsideError("这个文件太大或者太复杂，读它要的内存超出了限度，请只留年报本身再试。", {
    where,
    code: "too much memory",
  });
const tooSlow = (seconds: number): OutsideError =>
  new OutsideError(`这个文件读了${seconds}秒还没有读完，已经停下，请只留年报本身再试。`, {
    where,
    code: "too slow",
  });
const unforeseen = (cause: unknown): OutsideError =>
  new OutsideError("读这个文件时程序出了错，请把文件发给维护人员。", { where, code: "failed", cause });

let shared: Pool | undefined;

/** What is printed in a foreign file, read in a worker thread of its own. OutsideError: one sentence why it cannot be read. */
export function readSafely(bytes: Uint8Array): Promise<PrintedReport> {
  shared ??= new Pool({ workers: 1 });
  return shared.read(bytes);
}

/** Ends the worker of `readSafely`. Not needed for the process to end: an idle worker does not hold it. */
export async function closeReaders(): Promise<void> {
  const pool = shared;
  shared = undefined;
  await pool?.close();
}
