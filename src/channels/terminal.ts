import { randomUUID } from "node:crypto";
import { createInterface, clearLine, cursorTo, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { OutsideError } from "../errors.ts";
import {
  ChannelError,
  type Capabilities,
  type Channel,
  type ChannelErrorCode,
  type ChannelEvents,
  type Conversation,
  type InboundFile,
  type Outbound,
  type SendOptions,
} from "./channel.ts";
import { putFile } from "./folder.ts";
import { pasted } from "./pasted.ts";
import { fileIn, largest, pathIn } from "./path.ts";

/** What the terminal is made of. */
export interface Terminal {
  input: Readable & { isTTY?: boolean };
  output: Writable;
  errors: Writable;
  /** Where files are put. */
  folder: string;
  /** The folder that a path in a message means: where the person called the program. */
  from: string;
  now(): Date;
  /** Resolves when what was taken so far is answered: in a pipe one line follows the other. */
  answered(): Promise<void>;
}

const capabilities: Capabilities = {
  groups: false,
  fileIn: { direct: "message", group: "none", maxBytes: largest },
  fileOut: { maxBytes: largest },
  text: { maxBytes: 1_000_000 },
  card: null,
  idempotent: { text: false, card: false, file: false },
  progress: false,
  push: "always",
  quotas: [],
};

/** The one person at the terminal. */
export const localPerson = { id: "local", name: "您" };
export const localChat: Conversation = { kind: "direct", id: localPerson.id };

const prompt = "您：";
const greeting = "年报助手。发“开始”开始，发“帮助”看怎么说，按 Ctrl+D 离开；说过的都会保存。\n";

/** The talk in a terminal or a pipe: lines in, replies out, files into a folder. */
export class TerminalChannel implements Channel {
  readonly name = "terminal";
  readonly capabilities = capabilities;
  readonly #terminal: Terminal;
  readonly #typed: boolean;
  #lines: Interface | undefined;
  #events: ChannelEvents | undefined;
  #whole = true;
  /** Keys of what could not be written. */
  readonly #unsaid = new Set<string>();
  readonly #ended = Promise.withResolvers<boolean>();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#typed = terminal.input.isTTY === true;
    // Whoever waits for the end is told of it; nobody need wait.
    this.#ended.promise.catch(() => undefined);
  }

  /** Resolves when the input has ended and every line was answered: false when something could not be stored or written. */
  get ended(): Promise<boolean> {
    return this.#ended.promise;
  }

  start(events: ChannelEvents): Promise<void> {
    const { input, output } = this.#terminal;
    this.#events = events;
    this.#lines = createInterface({
      input,
      output: this.#typed ? output : undefined,
      terminal: this.#typed,
      prompt: this.#typed ? prompt : "",
      historySize: 200,
    });
    output.on("error", this.#gone);
    events.state("ready");
    this.#listen(this.#lines, events).then(
      () => this.#ended.resolve(this.#whole),
      (error: unknown) => this.#ended.reject(error),
    );
    return Promise.resolve();
  }

  stop(): Promise<void> {
    if (this.#lines === undefined) return Promise.resolve();
    this.#lines.close();
    this.#lines = undefined;
    this.#terminal.output.off("error", this.#gone);
    this.#events?.state("stopped");
    this.#events = undefined;
    return Promise.resolve();
  }

  async send(
    _to: Conversation,
    message: Outbound,
    { key, again, signal }: SendOptions,
  ): Promise<{ id: string }> {
    if (this.#lines === undefined || signal.aborted)
      throw failure("没有开着的终端，话没有说出去。", "unreachable");
    if (message.type === "card") throw failure("终端里没有按钮。", "unsupported");
    if (message.type === "file") await this.#hand(message);
    else await this.#tell(message.text, key, again);
    return { id: randomUUID() };
  }

  async fetch(
    { ref }: InboundFile,
    { maxBytes }: { maxBytes: number },
  ): Promise<{ name: string; bytes: Uint8Array }> {
    const found = await pathIn(ref, this.#terminal.from).catch(notTaken);
    if (found !== null && found.size > maxBytes)
      throw failure("文件太大了，请核对是不是发错了。", "too_large");
    const file = await fileIn(ref, this.#terminal.from).catch(notTaken);
    if (file === null) throw failure("文件已经不在原来的地方了，请再发一次。", "expired");
    return file;
  }

  async #listen(lines: Interface, events: ChannelEvents): Promise<void> {
    if (!this.#typed) {
      for await (const line of lines) await this.#take(line, events);
      return;
    }
    this.#terminal.output.write(`${greeting}\n`);
    lines.prompt();
    for await (const message of pasted(lines)) {
      await this.#take(message, events);
      lines.prompt(true);
    }
    await this.#terminal.answered();
  }

  /** One message, or the path of a file. What cannot be taken is one line, and the talk goes on. */
  async #take(line: string, events: ChannelEvents): Promise<void> {
    if (line.trim() === "") return;
    try {
      const file = await pathIn(line, this.#terminal.from);
      await events.inbound({
        kind: "message",
        id: randomUUID(),
        conversation: localChat,
        sender: localPerson,
        at: this.#terminal.now().getTime(),
        text: file === null ? line.trim() : "",
        mentioned: true,
        files: file === null ? [] : [{ ref: file.path, name: file.name, size: file.size }],
      });
      if (!this.#typed) await this.#terminal.answered();
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      this.#complain(error.message);
    }
  }

  async #hand({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<void> {
    if (bytes.length > capabilities.fileOut.maxBytes) throw failure("文件太大了，没有写。", "too_large");
    try {
      await this.#show(`文件：${await putFile(this.#terminal.folder, name, bytes)}`);
    } catch (error) {
      if (!(error instanceof OutsideError) || error instanceof ChannelError) throw error;
      this.#complain(error.message);
      // Where it cannot be written now, it cannot in a second: the person is told at once.
      throw failure("文件没有写成。", "forbidden", error);
    }
  }

  /** What another process had begun to say was shown: to write is all that showing takes here. */
  async #tell(words: string, key: string, again: boolean): Promise<void> {
    if (again && !this.#unsaid.delete(key)) return;
    this.#unsaid.add(key);
    await this.#show(words);
    this.#unsaid.delete(key);
  }

  /** Above the line that is being typed. */
  #show(words: string): Promise<void> {
    const { output } = this.#terminal;
    if (this.#typed) {
      cursorTo(output, 0);
      clearLine(output, 0);
    }
    return new Promise((resolve, reject) => {
      output.write(this.#typed ? `年报助手：${words}\n\n` : `${words}\n\n`, (error) => {
        if (this.#typed) this.#lines?.prompt(true);
        if (error === null || error === undefined) resolve();
        else reject(failure("话没有说出去。", "unreachable", error));
      });
    });
  }

  #complain(words: string): void {
    this.#whole = false;
    this.#terminal.errors.write(`${words}\n`);
  }

  /** Nobody reads what is written. */
  readonly #gone = (): void => {
    this.#whole = false;
    this.#lines?.close();
  };
}

const failure = (message: string, code: ChannelErrorCode, cause?: unknown): ChannelError =>
  new ChannelError(message, { where: "terminal", code, cause });

const notTaken = (error: unknown): never => {
  if (!(error instanceof OutsideError)) throw error;
  throw failure(error.message, "expired", error);
};
