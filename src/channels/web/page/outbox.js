import { kept } from "./dom.js";
import { post } from "./wire.js";

/**
 * What was said and has not arrived: sent in order, again and again under the same name until the server has it. Words
 * outlive a reload; of a file only the name does.
 */
export class Outbox {
  #waiting = kept.get("outbox") ?? [];
  #busy = false;
  #again;
  #arrived;
  #failed;

  /** `arrived(id)`: the server has it. `failed({id, text, name}, why)`: it never will. */
  constructor({ arrived, failed }) {
    this.#arrived = arrived;
    this.#failed = failed;
  }

  /** What a page that was left has not sent. */
  get waiting() {
    return this.#waiting.map(({ id, text, name }) => ({ id, text, name }));
  }

  add({ id, text, file }) {
    this.#waiting.push({ id, text, name: file?.name, file });
    this.#keep();
    void this.flush();
  }

  async flush() {
    if (this.#busy) return;
    this.#busy = true;
    clearTimeout(this.#again);
    try {
      while (this.#waiting.length > 0 && (await this.#first(this.#waiting[0]))) {
        this.#waiting.shift();
        this.#keep();
      }
    } finally {
      this.#busy = false;
    }
    if (this.#waiting.length > 0) this.#again = setTimeout(() => void this.flush(), 3000);
  }

  /** Whether it need not be sent again. */
  async #first(message) {
    const { id, text, name, file } = message;
    if (name !== undefined && file === undefined) {
      this.#failed(message, "刷新页面时文件没有发完，请再发一次。");
      return true;
    }
    const { status, answer } = await send({ id, text, file }).catch(() => ({ status: 0, answer: {} }));
    if (status === 0 || status === 403 || status >= 500) return false;
    if (status !== 200) this.#failed(message, answer.error ?? "没有发出，请再试一次。");
    else if (answer.kind === "refused") this.#failed(message, answer.why);
    else this.#arrived(id);
    return true;
  }

  #keep() {
    kept.put(
      "outbox",
      this.waiting.length === 0 ? null : this.waiting.map(({ id, text, name }) => ({ id, text, name })),
    );
  }
}

async function send({ id, text, file }) {
  if (file === undefined) return await post("/messages", { id, text });
  const form = new FormData();
  form.append("id", id);
  form.append("text", text);
  form.append("file", file, file.name);
  return await post("/messages", form, 180_000);
}
