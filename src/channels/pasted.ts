import type { Interface } from "node:readline";

/** Lines that arrive within this time are one pasted message (only where a person types). */
const pasteMs = 60;

/** Typed lines as messages; lines pasted in one go belong together, with the last one that still waits for the Enter key. */
export async function* pasted(lines: Interface): AsyncGenerator<string> {
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
