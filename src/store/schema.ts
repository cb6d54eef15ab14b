import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { OutsideError } from "../errors.ts";

/** Marks a file as ours ("nian"), so that somebody else's database is never written to. */
const ours = 0x6e69616e;

/** One step of the schema: brings a file from version n, its place in the list, to n + 1. */
export type Step = (db: DatabaseSync) => void;

/** Never change a step that has been released; append one. */
export const steps: readonly Step[] = [
  (db) => {
    db.exec(
      `CREATE TABLE entries (
         namespace TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
         PRIMARY KEY (namespace, key)
       ) STRICT`,
    );
  },
];

const numberIn = (db: DatabaseSync, pragma: "user_version" | "application_id"): number =>
  z.record(z.string(), z.number()).parse(db.prepare(`PRAGMA ${pragma}`).get())[pragma] ?? 0;

/** The schema version of a file; OutsideError when the file is not ours or newer than `known` steps. */
export function versionOf(db: DatabaseSync, file: string, known: readonly Step[] = steps): number {
  const version = numberIn(db, "user_version");
  const tables = db.prepare("SELECT name FROM sqlite_schema LIMIT 1").get();
  if (numberIn(db, "application_id") !== ours && (version !== 0 || tables !== undefined)) {
    const message = `${file} 不是年报助手的数据文件，没有改动它。请用 --data 换一个文件夹。`;
    throw new OutsideError(message, { where: "store", code: "foreign" });
  }
  if (version > known.length) {
    const message = `数据文件 ${file} 是更新版本的程序写的，这个版本读不了，没有改动它。请改用新版本。`;
    throw new OutsideError(message, { where: "store", code: "newer" });
  }
  return version;
}

/** Brings a file to the newest version, all missing steps in one transaction: a kill leaves the old file. */
export function upgrade(db: DatabaseSync, file: string, known: readonly Step[] = steps): void {
  const version = versionOf(db, file, known);
  if (version === known.length) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const step of known.slice(version)) step(db);
    db.exec(`PRAGMA application_id = ${ours}; PRAGMA user_version = ${known.length}; COMMIT`);
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}
