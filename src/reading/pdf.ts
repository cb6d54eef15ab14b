import { Worker } from "node:worker_threads";
import { OutsideError } from "../errors.ts";
import type { Block } from "./blocks.ts";
import { damaged, tooBig } from "./faults.ts";

/** A damaged file can keep the library busy for ever, so it is read in a thread of its own that can be stopped. */

/** The longest a file is read, in milliseconds: ten times what the longest report takes. */
const patience = 4_000;

/** What the thread says; it runs our own code, so that the shape is known. */
type Told =
  | { kind: "ready" }
  | { kind: "blocks"; blocks: Block[] }
  | { kind: "refused"; message: string; where: string; code: string; why: string }
  | { kind: "failed"; cause: unknown };

interface Reader {
  worker: Worker;
  ready: Promise<unknown>;
}
let reader: Reader | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * One thread for all files; it does not keep the process alive. Without limits on its heap: any limit makes pdf.js half
 * as fast, and what it takes is bounded by its streams and operators.
 */
function start(): Reader {
  const worker = new Worker(new URL("./pdf/worker.ts", import.meta.url), {
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const ready = new Promise((resolve) => worker.once("message", resolve).once("exit", resolve));
  worker.on("error", () => undefined);
  worker.unref();
  return { worker, ready };
}

async function readOne(bytes: Uint8Array): Promise<Block[]> {
  reader ??= start();
  const { worker, ready } = reader;
  worker.ref();
  let timer: NodeJS.Timeout | undefined;
  let failed: (cause: Error & { code?: string }) => void = () => undefined;
  try {
    await ready;
    const told = await new Promise<Told>((resolve, reject) => {
      timer = setTimeout(() => {
        reject(damaged(new Error("no end of reading")));
      }, patience);
      worker.once("message", resolve);
      failed = (cause) => {
        reject(cause.code === "ERR_WORKER_OUT_OF_MEMORY" ? tooBig() : cause);
      };
      worker.once("error", failed);
      worker.postMessage(bytes);
    });
    if (told.kind === "blocks") return told.blocks;
    if (told.kind === "refused")
      throw new OutsideError(told.message, { where: told.where, code: told.code, cause: told.why });
    throw told.kind === "failed" ? told.cause : new Error("the thread that reads PDF began anew");
  } catch (cause) {
    if (!(cause instanceof OutsideError) || cause.code === "damaged" || cause.code === "too big") {
      reader = undefined;
      // Not waited for: a thread deep in native code ends only when that does.
      void worker.terminate();
    }
    throw cause;
  } finally {
    clearTimeout(timer);
    worker.removeAllListeners("message");
    worker.off("error", failed);
    worker.unref();
  }
}

/** Paragraphs and tables of a .pdf. OutsideError: encrypted, damaged, too long, a scan, text that cannot be told. */
export function pdfBlocks(bytes: Uint8Array): Promise<Block[]> {
  const mine = last.then(() => readOne(bytes));
  last = mine.catch(() => undefined);
  return mine;
}
