import { PgBoss } from "pg-boss";
import { z } from "zod";
import type { Log } from "../../log.ts";
import type { Database, Transaction } from "./database.ts";

/** Who asks the queue: a transaction, or nobody in particular. */
export type Runs = Pick<Transaction, "run" | "query">;

/** The turn of a conversation: nobody else works on it or sends to it meanwhile. */
export interface Token {
  queue: string;
  conversation: string;
  id: string;
  /** The number of the attempt: a token that was given to another process meanwhile no longer counts. */
  retryCount: number;
}

/** So long a process may say nothing before its tokens are given to others, in seconds. */
const silenceSeconds = 15;
export const touchMs = 4000;
/** A parcel waits up to a day for its platform; the queue allows no more. */
const longestSeconds = 24 * 60 * 60;

/** The id of no job. */
const nobody = "00000000-0000-0000-0000-000000000000";

const Settled = z.object({ affected: z.int(), settled: z.array(z.string()).nullish() });
const Fetched = z.object({ id: z.string(), data: z.object({ of: z.string() }), retryCount: z.int() });

/**
 * The order of the mail over several processes, by pg-boss: one job for each message and for what is sent without one, of
 * one conversation strictly one after another (policy key_strict_fifo). A job carries nothing but its conversation; what is to
 * be done stands in our tables.
 */
export class Tokens {
  readonly #boss: PgBoss;
  readonly #made = new Map<string, Promise<void>>();

  constructor(db: Database, log: Log) {
    this.#boss = new PgBoss({
      db: {
        executeSql: (text: string, values?: unknown[]) => db.run(text, values),
      },
      schema: "nianbao_queue",
      superviseIntervalSeconds: 1,
      monitorIntervalSeconds: 2,
      maintenanceIntervalSeconds: 300,
    });
    this.#boss.on("error", () => log.warn("queue-failed"));
  }

  async start(): Promise<void> {
    await this.#boss.start();
  }

  /** Nothing new is fetched; what was begun is not waited for. */
  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: false, close: false });
  }

  /** The queue of a channel, made when it is missing. */
  async queue(channel: string): Promise<string> {
    const name = `talk.${channel}`;
    let made = this.#made.get(name);
    if (made === undefined) {
      made = this.#make(name);
      this.#made.set(name, made);
      made.catch(() => this.#made.delete(name));
    }
    await made;
    return name;
  }

  async #make(name: string): Promise<void> {
    await this.#boss.createQueue(name, {
      policy: "key_strict_fifo",
      retryLimit: 1_000_000,
      retryDelay: 0,
      expireInSeconds: longestSeconds,
      heartbeatSeconds: silenceSeconds,
      retentionSeconds: 60 * longestSeconds,
      deleteAfterSeconds: 60,
    });
    // The library looks a queue up when it first meets it: now, and not within a transaction.
    await this.#boss.touch(name, nobody);
  }

  /** One more thing to do in a conversation; within the transaction that writes it down. */
  async add(tx: Runs, queue: string, conversation: string): Promise<void> {
    await this.#boss.send(queue, { of: conversation }, { singletonKey: conversation, db: prepared(tx) });
  }

  /** The turns of so many conversations, each given to this process alone. */
  async fetch(queue: string, most: number): Promise<Token[]> {
    const jobs = await this.#boss.fetch(queue, { batchSize: most });
    return z
      .array(Fetched)
      .parse(jobs)
      .map(({ id, data, retryCount }) => ({ queue, conversation: data.of, id, retryCount }));
  }

  /** These turns are over. One that was given to another process meanwhile stays its own. */
  async done(tx: Runs, tokens: readonly Token[]): Promise<void> {
    for (const [queue, some] of byQueue(tokens))
      await this.#boss.complete(queue, some, undefined, { db: within(tx) });
  }

  /** Gives them back: another process may take them at once. */
  async release(tokens: readonly Token[]): Promise<void> {
    for (const [queue, some] of byQueue(tokens)) await this.#boss.fail(queue, some);
  }

  /** Says that this process lives; gives the ids of the tokens that are still its own. */
  async touch(tokens: readonly Token[]): Promise<ReadonlySet<string>> {
    const ours = new Set<string>();
    for (const [queue, some] of byQueue(tokens)) {
      for (const id of Settled.parse(await this.#boss.touch(queue, some)).settled ?? []) ours.add(id);
    }
    return ours;
  }

  /** Once a minute in one of the processes. */
  async everyMinute(work: () => Promise<void>): Promise<void> {
    await this.#boss.createQueue("tick", {
      policy: "short",
      retryLimit: 0,
      expireInSeconds: 300,
      deleteAfterSeconds: 60,
    });
    await this.#boss.work("tick", { pollingIntervalSeconds: 5 }, () => work());
    await this.#boss.schedule("tick", "* * * * *");
  }
}

/** Always the same sentence, which takes long to plan. */
const prepared = (tx: Runs) => ({
  executeSql: async (text: string, values?: unknown[]) => ({ rows: [...(await tx.query(text, values))] }),
});

const within = (tx: Runs) => ({ executeSql: (text: string, values?: unknown[]) => tx.run(text, values) });

function byQueue(tokens: readonly Token[]): Map<string, Token[]> {
  return Map.groupBy(tokens, ({ queue }) => queue);
}
