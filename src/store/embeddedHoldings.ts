import { closeSync, openSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import type { Commits } from "./commits.ts";
import { everyRow, HoldingRows, tableEntries, type EntryRows } from "./holdingRows.ts";
import type { Holding, Holdings, Replaceable } from "./holdings.ts";
import { TrailTable } from "./trailTable.ts";
import { fileTrouble, notEmpty, unfit } from "./trouble.ts";

const copyOf = (file: string, number: number): string => `${file}-copy${number}`;

/** Takes away what a process that was ended in the middle of reading everything has left beside its file. */
export function removeCopies(file: string): void {
  const start = `${basename(file)}-copy`;
  for (const name of readdirSync(dirname(file)))
    if (name.startsWith(start)) rmSync(join(dirname(file), name), { force: true });
}

/** What an open SQLite database holds; `entries` where they lie elsewhere. */
export class EmbeddedHoldings implements Holdings {
  readonly #db: DatabaseSync;
  readonly #commits: Commits;
  readonly #file: string;
  readonly #rows: HoldingRows;
  readonly #trail: TrailTable;
  readonly #entries: EntryRows;
  #copies = 0;

  constructor(db: DatabaseSync, commits: Commits, { file, entries }: { file: string; entries?: EntryRows }) {
    this.#db = db;
    this.#commits = commits;
    this.#file = file;
    this.#rows = new HoldingRows(db);
    this.#trail = new TrailTable(db);
    this.#entries = entries ?? tableEntries(db);
  }

  empty(): Promise<boolean> {
    return this.#commits.alone(() => {
      try {
        return this.#isEmpty();
      } catch (error) {
        throw fileTrouble(error, this.#file);
      }
    });
  }

  /** From a copy of the file, made at once: whoever reads slowly, or changes what was read, holds up nobody. */
  async *all(): AsyncIterable<Holding> {
    const location = this.#db.location();
    if (location === null) {
      yield* await this.#commits.alone(() => [...everyRow(this.#db, this.#entries)]);
      return;
    }
    const place = copyOf(location, (this.#copies += 1));
    let copy: DatabaseSync | undefined;
    try {
      await this.#commits.alone(() => this.#copyTo(place));
      copy = new DatabaseSync(place, { readOnly: true });
      yield* everyRow(copy, tableEntries(copy));
    } catch (error) {
      throw fileTrouble(error, this.#file);
    } finally {
      copy?.close();
      rmSync(place, { force: true });
    }
  }

  fill(rows: AsyncIterable<Holding>): Promise<void> {
    return this.#commits.alone(async () => {
      if (!this.#isEmpty()) throw notEmpty();
      try {
        this.#db.exec("BEGIN IMMEDIATE");
        for (const { namespace, key } of [...this.#entries.all()]) this.#entries.drop(namespace, key);
        for await (const row of rows) this.#put(row);
        this.#db.exec("COMMIT");
      } catch (error) {
        if (this.#db.isOpen && this.#db.isTransaction) this.#db.exec("ROLLBACK");
        this.#entries.undo?.();
        throw unfit(error, this.#file);
      }
    });
  }

  replace(was: Replaceable, next: Replaceable | null, trail: readonly string[] = []): Promise<boolean> {
    if (next !== null && placeOf(next) !== placeOf(was))
      throw new Error("another row than the one it replaces");
    return this.#commits.write(() => {
      if (!this.#stands(was)) return false;
      this.#drop(was);
      if (next !== null) this.#put(next);
      this.#trail.appendNow(trail);
      return true;
    });
  }

  #isEmpty(): boolean {
    if (this.#rows.filled()) return false;
    for (const { namespace } of this.#entries.all()) if (namespace !== "seal") return false;
    return true;
  }

  #stands(was: Replaceable): boolean {
    if (was.kind === "entry") return this.#entries.read(was.namespace, was.key) === was.value;
    return isDeepStrictEqual(this.#rows.inPlaceOf(was), was);
  }

  #drop(row: Replaceable): void {
    if (row.kind === "entry") this.#entries.drop(row.namespace, row.key);
    else this.#rows.drop(row);
  }

  #put(row: Holding): void {
    if (row.kind === "entry") this.#entries.put(row);
    else this.#rows.put(row);
  }

  #copyTo(place: string): void {
    // For this user only from the first byte on; SQLite takes an empty file for a new one.
    closeSync(openSync(place, "w", 0o600));
    this.#db.prepare("VACUUM INTO ?").run(place);
  }
}

const placeOf = (row: Replaceable): string =>
  JSON.stringify(row.kind === "entry" ? [row.kind, row.namespace, row.key] : [row.kind, row.seq]);
