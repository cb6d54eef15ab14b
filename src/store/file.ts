import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { hasItsParts, steps, upgrade, versionOf, type Step } from "./schema.ts";
import { closedFile, damagedFile, fileTrouble, folderTrouble } from "./trouble.ts";

/** The data file of a folder. */
export const dataFile = "nianbao.sqlite";
/** How long to wait for a process that is just closing the file, in milliseconds. */
const patience = 300;

/**
 * Opens the data file of a folder, made and upgraded if need be, for this process alone: in WAL mode with
 * exclusive locking SQLite holds a lock of the operating system from here until the process ends, however it ends.
 */
export function openFile(folder: string, known: readonly Step[] = steps): { db: DatabaseSync; file: string } {
  const file = join(folder, dataFile);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw folderTrouble(error, folder);
  }
  let db: DatabaseSync | undefined;
  try {
    inspect(file, known);
    db = new DatabaseSync(file, { timeout: patience });
    db.exec(
      `PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;
       PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 4194304`,
    );
    upgrade(db, file, known);
    return { db, file };
  } catch (error) {
    db?.close();
    throw fileTrouble(error, file);
  }
}

/** Looks for damage through a connection that cannot write, as even closing a writing one would change the file. */
function inspect(file: string, known: readonly Step[]): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) return;
  const journal = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) {
    // Nothing was ever stored, unless a journal says otherwise; SQLite would delete the journal.
    if (journal > 0) throw damagedFile(file);
    return;
  }
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw closedFile(file, error);
  }
  const db = new DatabaseSync(file, { readOnly: true, timeout: patience });
  try {
    if (!hasItsParts(db, versionOf(db, file, known), known)) throw damagedFile(file);
    // With the indexes: a changed byte in one of them would hide a row.
    const [result] = z
      .array(z.object({ integrity_check: z.string() }))
      .parse(db.prepare("PRAGMA integrity_check(1)").all());
    if (result?.integrity_check !== "ok") throw damagedFile(file, result?.integrity_check);
    // SQLite takes what a last page lacks for zeros.
    if (journal === 0 && size % pageSizeOf(db) !== 0) throw damagedFile(file);
  } finally {
    db.close();
  }
}

const pageSizeOf = (db: DatabaseSync): number =>
  z.object({ page_size: z.int() }).parse(db.prepare("PRAGMA page_size").get()).page_size;
