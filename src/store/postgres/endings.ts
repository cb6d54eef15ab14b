import { setTimeout } from "node:timers/promises";
import type { Log } from "../../log.ts";
import type { Database } from "./database.ts";
import { sentences } from "./sentences.ts";
import type { Token, Tokens } from "./tokens.ts";

/** How long a mark may wait for others, and how long after a failure, in ms. */
const togetherMs = 10;
const againMs = 500;

interface Mark {
  seq: number;
  state: 2 | 3;
  told: string;
  written: () => void;
}

/** What is sent, and turns that are over, written down together: most of what a message costs the database is the number of sentences. */
export class Endings {
  readonly #db: Database;
  readonly #tokens: Tokens;
  readonly #log: Log;
  readonly #over: (tokens: readonly Token[]) => void;
  #marks: Mark[] = [];
  #ended: Token[] = [];
  #writing: Promise<void> | undefined;
  #stopped = false;

  /** `over`: these turns are over, others may be next. */
  constructor(
    db: Database,
    { tokens, log, over }: { tokens: Tokens; log: Log; over: (tokens: readonly Token[]) => void },
  ) {
    this.#db = db;
    this.#tokens = tokens;
    this.#log = log;
    this.#over = over;
  }

  /** Resolves when it is written; a database that is away is waited for. */
  mark(seq: number, state: 2 | 3, told: string): Promise<void> {
    return new Promise((written) => {
      this.#marks.push({ seq, state, told, written });
      this.#begin();
    });
  }

  end(token: Token): void {
    this.#ended.push(token);
    this.#begin();
  }

  /** Those that are over and not written: this process lives, and has them still. */
  tokens(): readonly Token[] {
    return this.#ended;
  }

  /** Resolves when what waits is written. */
  async written(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  /** What waits is written, if it can be. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.written();
    // What came while that was written, and what could not be.
    if (this.#waits) this.#begin();
    await this.written();
  }

  get #waits(): boolean {
    return this.#marks.length + this.#ended.length > 0;
  }

  #begin(): void {
    this.#writing ??= this.#run().finally(() => {
      this.#writing = undefined;
      if (!this.#stopped && this.#waits) this.#begin();
    });
  }

  async #run(): Promise<void> {
    await setTimeout(togetherMs);
    const [marks, ended] = [[...this.#marks], [...this.#ended]];
    try {
      await this.#db.transaction(async (tx) => {
        if (marks.length > 0)
          await tx.query(sentences.endMany, [
            marks.map(({ seq }) => seq),
            marks.map(({ state }) => state),
            marks.map(({ told }) => told),
          ]);
        await this.#tokens.done(tx, ended);
      });
    } catch {
      this.#log.warn("endings-not-written");
      if (!this.#stopped) await setTimeout(againMs, undefined, { ref: false });
      return;
    }
    this.#marks = this.#marks.slice(marks.length);
    this.#ended = this.#ended.slice(ended.length);
    this.#over(ended);
    for (const { written } of marks) written();
  }
}
