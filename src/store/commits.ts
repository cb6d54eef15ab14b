import type { DatabaseSync } from "node:sqlite";
import { OutsideError } from "../errors.ts";
import { fileTrouble } from "./trouble.ts";

/** How long a mark may wait for the next commit, in ms: it is lost only harmlessly. */
const soonMs = 50;

interface Job {
  work: () => void;
  /** Called after the commit, with what went wrong if anything did. */
  over: (error?: unknown) => void;
}

/**
 * Group commit: what is due at the same time shares one transaction and one sync. A fault of one piece of work is
 * told to it alone; when the disk refuses, everything of the transaction is told and nothing of it is written.
 */
export class Commits {
  readonly #db: DatabaseSync;
  readonly #file: string;
  #due: Job[] = [];
  #riding: Job[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #alone: Promise<unknown> = Promise.resolve();
  #held = false;

  constructor(db: DatabaseSync, file: string) {
    this.#db = db;
    this.#file = file;
  }

  /** Runs `work` within the next transaction. "soon": within the next one that is due anyway, at most 50 ms later. */
  write<T>(work: () => T, when: "now" | "soon" = "now"): Promise<T> {
    if (this.#closed) return Promise.reject(new Error("the store is closed"));
    return new Promise((resolve, reject) => {
      let result: T;
      const job: Job = {
        work: () => void (result = work()),
        // What was thrown goes on as it is.
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        over: (error) => (error === undefined ? resolve(result) : reject(error)),
      };
      if (when === "soon") {
        this.#riding.push(job);
        this.#timer ??= setTimeout(() => this.#flush(), soonMs);
      } else {
        this.#due.push(job);
        // After everything that has just come in was read: that is due at the same time.
        this.#scheduled ??= setImmediate(() => this.#flush());
      }
    });
  }

  /** Runs `work` outside of these transactions while nothing else is written: what comes meanwhile waits. */
  alone<T>(work: () => T | Promise<T>): Promise<T> {
    const running = this.#alone.then(async () => {
      if (this.#closed) throw new Error("the store is closed");
      this.#flush();
      this.#held = true;
      try {
        return await work();
      } finally {
        this.#held = false;
        this.#flush();
      }
    });
    this.#alone = running.catch(() => undefined);
    return running;
  }

  /** Commits what waits, at once. */
  close(): void {
    this.#flush();
    this.#closed = true;
  }

  #flush(): void {
    clearImmediate(this.#scheduled);
    clearTimeout(this.#timer);
    this.#scheduled = this.#timer = undefined;
    if (this.#held) return;
    const jobs = [...this.#due, ...this.#riding];
    this.#due = [];
    this.#riding = [];
    if (jobs.length === 0) return;
    const faults = new Map<Job, unknown>();
    try {
      this.#db.exec("BEGIN IMMEDIATE");
      for (const job of jobs) this.#run(job, jobs.length > 1, faults);
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      const trouble = fileTrouble(error, this.#file);
      for (const job of jobs) job.over(trouble);
      return;
    }
    for (const job of jobs) job.over(faults.get(job));
  }

  /** A fault of ours in one job leaves the others; the disk's ends the transaction. */
  #run(job: Job, several: boolean, faults: Map<Job, unknown>): void {
    if (!several) return job.work();
    this.#db.exec("SAVEPOINT job");
    try {
      job.work();
    } catch (error) {
      if (fileTrouble(error, this.#file) instanceof OutsideError || !this.#db.isTransaction) throw error;
      this.#db.exec("ROLLBACK TO job");
      faults.set(job, error);
    }
    this.#db.exec("RELEASE job");
  }
}
