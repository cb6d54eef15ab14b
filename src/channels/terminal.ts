import { randomUUID } from "node:crypto";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Message } from "../conversation/message.ts";
import { plainText, type Reply } from "../conversation/reply.ts";
import { OutsideError } from "../errors.ts";
import { fileIn } from "./path.ts";
import { putFile } from "./folder.ts";

/** The talk in a terminal or a pipe: lines in, replies out, files into a folder. */
export interface Terminal {
  input: Readable & { isTTY?: boolean };
  output: Writable;
  errors: Writable;
  folder: string;
  /** The folder that a path in a message means: where the person called the program. */
  from: string;
  answer(message: Message): Promise<readonly Reply[]>;
}

const prompt = "您：";
/** Lines that arrive within this time are one pasted message (only where a person types). */
const pasteMs = 60;

/** Runs until the input ends. Returns false when something could not be stored or written. */
export async function talkInTerminal(terminal: Terminal): Promise<boolean> {
  const { input, output, errors } = terminal;
  const typed = input.isTTY === true;
  const lines = createInterface({
    input,
    output: typed ? output : undefined,
    terminal: typed,
    prompt: typed ? prompt : "",
    historySize: 200,
  });
  let whole = true;
  const say = (words: string): void => void output.write(`${words}\n`);

  const answer = async (line: string): Promise<void> => {
    if (line.trim() === "") return;
    try {
      const file = await fileIn(line, terminal.from);
      const message = {
        id: randomUUID(),
        talk: "terminal",
        unit: "local",
        sender: { id: "local", name: "您" },
        text: line,
        ...(file === null ? {} : { file }),
      };
      for (const reply of await terminal.answer(message)) await show(reply);
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      whole = false;
      errors.write(`${error.message}\n`);
    }
  };
  const show = async (reply: Reply): Promise<void> => {
    if (reply.type !== "file")
      return say(typed ? `年报助手：${plainText(reply)}\n` : `${plainText(reply)}\n`);
    const path = await putFile(terminal.folder, reply.name, reply.bytes);
    say(`${typed ? "年报助手：" : ""}${reply.note}\n文件：${path}\n`);
  };

  if (typed) {
    say("年报助手。发“开始”开始，发“帮助”看怎么说，按 Ctrl+D 离开；说过的都会保存。\n");
    lines.prompt();
    for await (const message of pasted(lines)) {
      await answer(message);
      lines.prompt();
    }
  } else {
    for await (const line of lines) await answer(line);
  }
  return whole;
}

/** Typed lines as messages; lines pasted in one go belong together, with the last one that still waits for the Enter key. */
async function* pasted(lines: Interface): AsyncGenerator<string> {
  let held: string[] = [];
  const iterator = lines[Symbol.asyncIterator]();
  let coming = iterator.next();
  for (;;) {
    const unfinished = held.length === 0 || lines.line !== "";
    const first = unfinished ? await coming : await Promise.race([coming, quiet()]);
    if (first === "quiet") {
      if (lines.line !== "") continue;
      yield held.join("\n");
      held = [];
    } else if (first.done === true) {
      if (held.length > 0) yield held.join("\n");
      return;
    } else {
      held.push(first.value);
      coming = iterator.next();
    }
  }
}

const quiet = (): Promise<"quiet"> => new Promise((resolve) => setTimeout(() => resolve("quiet"), pasteMs));
