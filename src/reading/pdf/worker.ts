import { parentPort } from "node:worker_threads";
import { OutsideError } from "../../errors.ts";
import { blocksOf } from "./blocks.ts";

/** The thread a .pdf is taken apart in: bytes in, blocks or the sentence of an OutsideError out. */

const mostElements = 10_000_000;
const indexOf = Array.prototype.indexOf as (this: unknown[], what: unknown, from?: number) => number;

/**
 * A damaged font can give pdf.js an array that is empty but for an element at 2³¹, and it looks for a value in it: a
 * minute in which not even the thread can be stopped. In this thread such a search fails, and the font with it.
 */
Array.prototype.indexOf = function (this: unknown[], what: unknown, from?: number): number {
  if (this.length > mostElements) throw new RangeError("an array without end");
  return indexOf.call(this, what, from);
};

async function answer(bytes: Uint8Array): Promise<unknown> {
  try {
    return { kind: "blocks", blocks: await blocksOf(bytes) };
  } catch (cause) {
    if (cause instanceof OutsideError)
      return {
        kind: "refused",
        message: cause.message,
        where: cause.where,
        code: cause.code,
        why: cause.cause instanceof Error ? cause.cause.message : "",
      };
    return { kind: "failed", cause };
  }
}

parentPort?.on("message", (bytes: Uint8Array) => {
  void answer(bytes).then((told) => parentPort?.postMessage(told));
});
parentPort?.postMessage({ kind: "ready" });
