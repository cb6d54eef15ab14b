import { Engine } from "../../src/conversation/engine.ts";
import type { Store } from "../../src/conversation/ports.ts";
import { plainText, type Reply } from "../../src/conversation/reply.ts";
import { readDocx } from "../../src/reading/docx.ts";
import { readReport } from "../../src/reading/read.ts";
import { cellIds, type CellId } from "../../src/report/form.ts";
import type { PrintedReport } from "../../src/report/printed.ts";
import { memoryStore } from "../../src/store/memory.ts";

/** One person in one talk with the real engine; keeps the last document. */
export class Interview {
  readonly #engine: Engine;
  #count = 0;
  document: { name: string; printed: PrintedReport } | null = null;

  constructor(time: string, store: Store = memoryStore()) {
    this.#engine = new Engine({ store, now: () => new Date(time), read: readReport });
  }

  /** How many messages the person has sent. */
  get messages(): number {
    return this.#count;
  }

  /** The replies to one message as a person reads them; a file as its name and the note said after it. */
  async say(text: string, file?: { name: string; bytes: Uint8Array }): Promise<string> {
    this.#count += 1;
    const message = {
      id: `m${this.#count}`,
      talk: "test",
      unit: "test",
      sender: { id: "clerk", name: "您" },
      text,
      ...(file === undefined ? {} : { file }),
    };
    return (await this.#engine.answer(message)).map((reply) => this.#shown(reply)).join("\n");
  }

  #shown(reply: Reply): string {
    if (reply.type !== "file") return plainText(reply);
    this.document = { name: reply.name, printed: readDocx(reply.bytes) };
    return `〔文件：${reply.name}〕\n${reply.note}`;
  }

  /** The cells of the last document above 0, and how many of the 200 are not a number. */
  result(): { file: string; above: Record<string, number>; blank: number } {
    const cells = this.document?.printed.cells ?? new Map<CellId, never>();
    const above: Record<string, number> = {};
    let blank = 0;
    for (const id of cellIds) {
      const cell = cells.get(id);
      if (cell?.kind !== "number") blank += 1;
      else if (cell.value > 0) above[id] = cell.value;
    }
    return { file: this.document?.name ?? "", above, blank };
  }
}
