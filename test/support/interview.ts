import { Engine } from "../../src/conversation/engine.ts";
import type { Message, Role } from "../../src/conversation/message.ts";
import type { Store } from "../../src/conversation/ports.ts";
import { plainText, type Reply } from "../../src/conversation/reply.ts";
import type { Model } from "../../src/llm/model.ts";
import { readDocx } from "../../src/reading/docx.ts";
import { readReport } from "../../src/reading/read.ts";
import { cellIds, type CellId } from "../../src/report/form.ts";
import type { Organ } from "../../src/report/organ.ts";
import type { PrintedReport } from "../../src/report/printed.ts";
import { memoryStore } from "../../src/store/memory.ts";

/** A group of people of one unit, in which every message begins with its speaker: 张三：…; from the list of those who may. */
export interface Group {
  organ: Organ;
  roles: ReadonlyMap<string, Role>;
}

/** One person in one talk with the real engine, or several in a group; keeps the last document. */
export class Interview {
  readonly #engine: Engine;
  #count = 0;
  readonly #group: Group | undefined;
  document: { name: string; printed: PrintedReport } | null = null;

  constructor(
    time: string,
    { store = memoryStore(), group, model }: { store?: Store; group?: Group | undefined; model?: Model } = {},
  ) {
    this.#group = group;
    this.#engine = new Engine({ store, now: () => new Date(time), read: readReport, model });
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
      ...this.#speaker(text),
      ...(file === undefined ? {} : { file }),
    };
    return (await this.#engine.answer(message)).map((reply) => this.#shown(reply)).join("\n");
  }

  #speaker(said: string): Pick<Message, "talk" | "unit" | "sender" | "text" | "organ" | "group"> {
    if (this.#group === undefined)
      return { talk: "test", unit: "test", sender: { id: "clerk", name: "您" }, text: said };
    const { organ, roles } = this.#group;
    const [, name = "", text = ""] = /^([^：]{1,6})：([^]*)$/.exec(said) ?? [];
    const role = roles.get(name);
    if (role === undefined) throw new Error(`nobody on the list speaks here: ${said}`);
    return { talk: name, unit: organ.name, organ, sender: { id: name, name, role }, text, group: true };
  }

  #shown(reply: Reply): string {
    const where = reply.privately === true ? "〔私聊〕" : "";
    if (reply.type !== "file") return `${where}${plainText(reply)}`;
    this.document = { name: reply.name, printed: readDocx(reply.bytes) };
    return `${where}〔文件：${reply.name}〕\n${reply.note}`;
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
