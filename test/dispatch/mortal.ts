import type { DatabaseSync, StatementSync } from "node:sqlite";

/** The process has ended: nothing it still does reaches the world. */
export class Dead extends Error {
  override readonly name = "Dead";
}

/** A process that ends at one of the steps by which it touches the world. */
export class Life {
  readonly #last: number;
  #steps = 0;
  dead = false;

  /** `last`: the step it ends at, instead of doing it. */
  constructor(last = Infinity) {
    this.#last = last;
  }

  readonly tick = (): void => {
    this.check();
    if ((this.#steps += 1) < this.#last) return;
    this.dead = true;
    throw new Dead();
  };

  check(): void {
    if (this.dead) throw new Dead();
  }

  /** A database as this process sees it: it may end at every write, before a commit and after it. */
  database(db: DatabaseSync): DatabaseSync {
    const exec = (sql: string): void => {
      // What is open is rolled back by whoever opens the file next.
      if (this.dead && sql === "ROLLBACK") return;
      this.tick();
      db.exec(sql);
      if (sql === "COMMIT") this.tick();
    };
    const prepare = (sql: string): StatementSync => this.#statement(db.prepare(sql));
    return new Proxy(db, {
      get: (_, name) => {
        if (name === "exec") return exec;
        if (name === "prepare") return prepare;
        const value: unknown = Reflect.get(db, name, db);
        return name === "isTransaction" ? db.isTransaction && !this.dead : value;
      },
    });
  }

  #statement(statement: StatementSync): StatementSync {
    return new Proxy(statement, {
      get: (_, name) => {
        const value: unknown = Reflect.get(statement, name, statement);
        if (typeof value !== "function") return value;
        return (...args: unknown[]): unknown => {
          if (name === "run") this.tick();
          else this.check();
          return Reflect.apply(value, statement, args);
        };
      },
    });
  }
}
