import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../../log.ts";
import type { Inbound } from "../channel.ts";

/** Where whoever writes the list of those who may finds the ids: WeCom shows nobody the id of a group. */
export const callersFile = "编号.txt";
const most = 2000;

/** The ids of the people and groups that spoke to the bot, each once, with the day of the first time; no names, no words. */
export class Callers {
  readonly #path: string;
  readonly #folder: string;
  readonly #now: () => Date;
  readonly #log: Log;
  #known: Set<string> | undefined;

  constructor({ folder, now, log }: { folder: string; now: () => Date; log: Log }) {
    this.#folder = folder;
    this.#path = join(folder, callersFile);
    this.#now = now;
    this.#log = log;
  }

  note({ conversation, sender }: Inbound): void {
    this.#add(`人 ${JSON.stringify(sender.id)}`);
    if (conversation.kind === "group") this.#add(`群 ${JSON.stringify(conversation.id)}`);
  }

  #add(caller: string): void {
    this.#known ??= this.#read();
    if (this.#known.has(caller) || this.#known.size >= most) return;
    this.#known.add(caller);
    try {
      mkdirSync(this.#folder, { recursive: true });
      const day = this.#now().toISOString().slice(0, 10);
      appendFileSync(this.#path, `${caller} ${day}\n`, { mode: 0o600 });
    } catch {
      this.#log.warn("wecom-callers-failed");
    }
  }

  #read(): Set<string> {
    try {
      const lines = readFileSync(this.#path, "utf8").split("\n");
      return new Set(lines.map((line) => line.replace(/ \S*$/, "")).filter((line) => line !== ""));
    } catch {
      return new Set();
    }
  }
}
