import { randomBytes } from "node:crypto";
import type { Card, Line, Outbound } from "../channel.ts";

/** A line as the page shows it: a file by name and size, its bytes are fetched apart. */
type ShownLine = { key: string; at: number } & (
  | { said: string }
  | {
      sent:
        | { type: "text"; text: string }
        | { type: "card"; card: Card }
        | { type: "file"; name: string; size: number };
    }
);
/** What a page that listens is told. `mark`: where to go on after a break. */
export type Told =
  | { event: "line"; mark: string; line: ShownLine }
  | { event: "progress"; text: string }
  /** Everything follows: what was shown until now is no longer right. */
  | { event: "fresh" }
  | { event: "end" };

const most = 500;
const mostBytes = 48 * 1024 * 1024;

/** The talk as every open page shows it: the last lines, each key once, and the bytes of the newest files. */
export class Lines {
  /** Marks of another run mean nothing here. */
  readonly #run = randomBytes(6).toString("hex");
  readonly #lines = new Map<string, { line: ShownLine; seq: number }>();
  readonly #files = new Map<string, { name: string; bytes: Uint8Array }>();
  readonly #listeners = new Set<(told: Told) => void>();
  #seq = 0;
  /** What is being worked on; "" when nothing is. */
  progress = "";

  /** A new line; a key that is there already is not shown again. */
  add(line: Line): void {
    if (this.#lines.has(line.key)) return;
    const { key, at } = line;
    if ("said" in line) return this.#put({ key, at, said: line.said });
    this.progress = "";
    if (line.sent.type === "file") this.#keep(key, line.sent);
    this.#put({ key, at, sent: shown(line.sent) });
  }

  /** A card that was used: from now on it is shown as `used`, where it stood. */
  use(cardId: string, used: Card | undefined): void {
    for (const { line } of this.#lines.values()) {
      if (!("sent" in line) || line.sent.type !== "card" || line.sent.card.id !== cardId) continue;
      const { table, text } = line.sent.card;
      const plain = { id: cardId, text: used?.text ?? text, ...(table === undefined ? {} : { table }) };
      return this.#put({ ...line, sent: { type: "card", card: plain } });
    }
  }

  work(text: string): void {
    this.progress = text;
    this.#tell({ event: "progress", text });
  }

  /** What came after a mark, in the order of the talk; all of it, and word of that, where the mark is of another run or none. */
  after(mark: string | undefined): Told[] {
    const [run, number] = (mark ?? "").split("-");
    const known = run === this.#run && /^\d+$/.test(number ?? "");
    const missed = [...this.#lines.values()].filter(({ seq }) => !known || seq > Number(number));
    return [...(known ? [] : [{ event: "fresh" } as const]), ...missed.map((entry) => this.#toldOf(entry))];
  }

  file(key: string): { name: string; bytes: Uint8Array } | undefined {
    return this.#files.get(key);
  }

  /** Calls `listener` with whatever comes; returns how to stop. */
  listen(listener: (told: Told) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Nothing more will come. */
  end(): void {
    this.#tell({ event: "end" });
    this.#listeners.clear();
  }

  #put(line: ShownLine): void {
    this.#seq += 1;
    const entry = { line, seq: this.#seq };
    this.#lines.set(line.key, entry);
    const [oldest] = this.#lines.keys();
    if (this.#lines.size > most && oldest !== undefined) this.#lines.delete(oldest);
    this.#tell(this.#toldOf(entry));
  }

  #keep(key: string, { name, bytes }: { name: string; bytes: Uint8Array }): void {
    this.#files.set(key, { name, bytes });
    let total = [...this.#files.values()].reduce((sum, file) => sum + file.bytes.length, 0);
    for (const [old, file] of this.#files) {
      if (total <= mostBytes || old === key) return;
      this.#files.delete(old);
      total -= file.bytes.length;
    }
  }

  #toldOf({ line, seq }: { line: ShownLine; seq: number }): Told {
    return { event: "line", mark: `${this.#run}-${seq}`, line };
  }

  #tell(told: Told): void {
    for (const listener of this.#listeners) listener(told);
  }
}

const shown = (sent: Outbound): Extract<ShownLine, { sent: unknown }>["sent"] =>
  sent.type === "file" ? { type: "file", name: sent.name, size: sent.bytes.length } : sent;
