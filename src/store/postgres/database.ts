import { Socket } from "node:net";
import { Pool, type PoolClient } from "pg";
import { databaseTrouble, isCut, outsideTurns } from "./trouble.ts";

/** Asks the database; rows are to be parsed by whoever asked. */
export type Query = (text: string, values?: readonly unknown[]) => Promise<readonly unknown[]>;

/** A transaction that is going on. */
export interface Transaction {
  /** Sentences of a library, as they are. */
  run(text: string, values?: readonly unknown[]): Promise<{ rows: unknown[] }>;
  readonly query: Query;
}

/** How long to wait for a connection, for an answer, for a lock, and for a transaction that says nothing, in ms. */
const bounds = { connection: 5000, answer: 60_000, lock: 10_000, silence: 120_000 };

type Isolation = "READ COMMITTED" | "REPEATABLE READ, READ ONLY";

/** The connections of this process to the database. Errors come out as sentences (`databaseTrouble`). */
export class Database {
  readonly #pool: Pool;
  /** Sentences that were asked before are prepared on each connection. */
  readonly #names = new Map<string, string>();
  readonly #going = new Set<Promise<unknown>>();
  readonly #sockets = new Set<Socket>();
  #closed = false;
  #ended: Promise<void> | undefined;

  constructor(url: string, connections: number) {
    this.#pool = new Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: bounds.connection,
      query_timeout: bounds.answer,
      keepAlive: true,
      // What is asked together goes together: most of what a message costs here is the way there and back.
      pipeline: true,
      stream: () => this.#socket(),
      application_name: "nianbao",
      options: `-c lock_timeout=${bounds.lock} -c idle_in_transaction_session_timeout=${bounds.silence}`,
    });
    // A connection that breaks while nobody uses it: the next query takes another one.
    this.#pool.on("error", () => undefined);
  }

  /** One sentence of ours, prepared, outside of any transaction. */
  readonly query: Query = async (text, values) => {
    try {
      return await this.during(() => this.#ask(this.#pool, text, values));
    } catch (error) {
      throw outsideTurns(error);
    }
  };

  /** Sentences of a library, as they are. */
  readonly run = async (text: string, values?: readonly unknown[]): Promise<{ rows: unknown[] }> => {
    try {
      // Several sentences at once give no rows.
      const { rows = [] } = await this.#pool.query<Record<string, unknown>>(
        text,
        values as unknown[] | undefined,
      );
      return { rows };
    } catch (error) {
      throw outsideTurns(error);
    }
  };

  /** A connection of one's own, within a transaction. It must be ended. */
  async begin(mode: Isolation = "READ COMMITTED"): Promise<OpenTransaction> {
    let client: PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw databaseTrouble(error);
    }
    return new OpenTransaction(client, { mode, ask: (...asked) => this.#ask(...asked) });
  }

  /** All of `work` is written when it resolves, nothing when it throws. */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const tx = await this.begin();
    try {
      const result = await work(tx);
      await tx.commit();
      return result;
    } catch (error) {
      throw outsideTurns(error);
    } finally {
      await tx.end();
    }
  }

  /** What has begun by now is over. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#going);
  }

  /** Waits for what is going on, and takes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.settled();
    await this.#end();
  }

  /** Waits for nothing: what is going on fails. For a database that says nothing. */
  cut(): void {
    this.#closed = true;
    void this.#end();
    for (const socket of this.#sockets) socket.destroy();
  }

  #socket(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    return socket;
  }

  #end(): Promise<void> {
    this.#ended ??= this.#pool.end();
    return this.#ended;
  }

  /** What is begun before the connections are closed is waited for. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error("the store is closed");
    const going = work();
    this.#going.add(going);
    try {
      return await going;
    } finally {
      this.#going.delete(going);
    }
  }

  async #ask(on: Pool | PoolClient, text: string, values?: readonly unknown[]): Promise<readonly unknown[]> {
    let name = this.#names.get(text);
    if (name === undefined) this.#names.set(text, (name = `n${this.#names.size}`));
    const { rows } = await on.query<Record<string, unknown>>({ name, text, values: [...(values ?? [])] });
    return rows;
  }
}

type Ask = (on: PoolClient, text: string, values?: readonly unknown[]) => Promise<readonly unknown[]>;

/** A transaction from its beginning to `commit` or `end`. */
export class OpenTransaction implements Transaction {
  readonly #client: PoolClient;
  readonly #ask: Ask;
  readonly #begun: Promise<unknown>;
  #state: "open" | "broken" | "over" = "open";

  constructor(client: PoolClient, { mode, ask }: { mode: Isolation; ask: Ask }) {
    this.#client = client;
    this.#ask = ask;
    client.on("error", this.#cut);
    // It goes with the first sentence, which fails when this does.
    this.#begun = client.query(`BEGIN ISOLATION LEVEL ${mode}`);
    this.#begun.catch(this.#cut);
  }

  readonly query: Query = (text, values) =>
    this.#safely(async () => {
      const [rows] = await Promise.all([this.#ask(this.#client, text, values), this.#begun]);
      return rows;
    });

  /** Sentences of a library, as they are. */
  run(text: string, values?: readonly unknown[]): Promise<{ rows: unknown[] }> {
    return this.#safely(async () => {
      const asked = this.#client.query<Record<string, unknown>>(text, values as unknown[] | undefined);
      const [{ rows }] = await Promise.all([asked, this.#begun]);
      return { rows };
    });
  }

  async commit(): Promise<void> {
    const committed = this.#safely(() => this.#client.query("COMMIT"));
    // Whoever still asks now asks too late.
    const broken = this.#over();
    try {
      const { command } = await committed;
      // The database says so, and not that it failed, where something before has failed.
      if (command !== "COMMIT") throw new Error("the transaction was taken back");
      this.#letGo(broken);
    } catch (error) {
      this.#letGo(true);
      throw error;
    }
  }

  /** Takes back what was not committed. */
  async end(): Promise<void> {
    if (this.#state === "over") return;
    let broken = this.#over();
    if (!broken) await this.#client.query("ROLLBACK").catch(() => (broken = true));
    this.#letGo(broken);
  }

  #letGo(broken: boolean): void {
    this.#client.off("error", this.#cut);
    this.#client.release(broken);
  }

  readonly #cut = (): void => {
    if (this.#state === "open") this.#state = "broken";
  };

  /** Nothing more is asked; whether the connection is broken. */
  #over(): boolean {
    const broken = this.#state === "broken";
    this.#state = "over";
    return broken;
  }

  async #safely<T>(work: () => Promise<T>): Promise<T> {
    if (this.#state === "over") throw new Error("the transaction is over");
    try {
      return await work();
    } catch (error) {
      if (isCut(error)) this.#cut();
      throw databaseTrouble(error);
    }
  }
}
