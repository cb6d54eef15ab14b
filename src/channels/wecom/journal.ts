import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Log } from "../../log.ts";

/**
 * What was begun, and what the platform took, of cards, files and pushes: the platform cannot be asked. A card refused
 * as known after it was begun has arrived; a push that was taken does not go again. Outlives the process; where the disk
 * refuses, only the process knows. Written at once: one short line needs no worker and no queue.
 */
export class Journal {
  readonly #path: string;
  readonly #now: () => number;
  readonly #log: Log;
  #entries: Map<string, { at: number; mark: Mark }> | undefined;
  #lines = 0;
  /** The file is written anew when it has so many lines. */
  #most = mostLines;

  constructor(folder: string, now: () => number, log: Log) {
    this.#path = join(folder, "sent.log");
    this.#now = now;
    this.#log = log;
  }

  of(id: string): "begun" | "taken" | undefined {
    return names[this.#read().get(id)?.mark ?? "x"];
  }
  begin(id: string): void {
    this.#note(id, "b");
  }
  take(id: string): void {
    this.#note(id, "t");
  }
  /** It was refused: it has not arrived. */
  forget(id: string): void {
    this.#note(id, "x");
  }

  #note(id: string, mark: Mark): void {
    const entries = this.#read();
    const entry = { at: this.#now(), mark };
    entries.set(id, entry);
    this.#lines += 1;
    this.#safely(() =>
      this.#lines > this.#most ? this.#rewrite(entries) : appendFileSync(this.#path, lineOf(id, entry)),
    );
  }

  #read(): Map<string, { at: number; mark: Mark }> {
    if (this.#entries !== undefined) return this.#entries;
    const entries = new Map<string, { at: number; mark: Mark }>();
    this.#entries = entries;
    this.#safely(() => {
      mkdirSync(join(this.#path, ".."), { recursive: true });
      for (const [, at, mark, id = ""] of textOf(this.#path).matchAll(/^(\d+) ([btx]) (\w+)$/gm))
        entries.set(id, { at: Number(at), mark: Mark.parse(mark) });
      this.#rewrite(entries);
    });
    return entries;
  }

  #rewrite(entries: Map<string, { at: number; mark: Mark }>): void {
    const since = this.#now() - keepMs;
    for (const [id, { at, mark }] of entries) if (at < since || mark === "x") entries.delete(id);
    writeFileSync(`${this.#path}.part`, [...entries].map(([id, entry]) => lineOf(id, entry)).join(""), {
      mode: 0o600,
    });
    renameSync(`${this.#path}.part`, this.#path);
    this.#lines = entries.size;
    this.#most = entries.size + mostLines;
  }

  #safely(write: () => void): void {
    try {
      write();
    } catch {
      this.#log.warn("wecom-journal-failed");
    }
  }
}

const Mark = z.enum(["b", "t", "x"]);
type Mark = z.infer<typeof Mark>;
const names = { b: "begun", t: "taken", x: undefined } as const;
/** The outbox gives up after a day. */
const keepMs = 25 * 60 * 60 * 1000;
const mostLines = 5000;

const lineOf = (id: string, { at, mark }: { at: number; mark: Mark }): string => `${at} ${mark} ${id}\n`;

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
