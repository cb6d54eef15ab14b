import { parentPort } from "node:worker_threads";
import { OutsideError } from "../errors.ts";
import { examine, readPrinted } from "./examine.ts";
import type { Answer, Results, Task } from "./task.ts";

/** The entry of a worker thread: one task after another, foreign bytes never touch the main thread. */
const port = parentPort;
if (port === null) throw new Error("the worker runs in a worker thread only");

async function work(task: Task): Promise<Results[Task["kind"]]> {
  switch (task.kind) {
    case "read":
      return await readPrinted(task.bytes);
    case "examine":
      return await examine(task.bytes, task.last);
    case "annotate":
      return (await import("./annotate.ts")).annotate(task.bytes, task.findings);
  }
}

async function answer(task: Task): Promise<Answer> {
  try {
    return { kind: "done", result: await work(task) };
  } catch (error) {
    if (error instanceof OutsideError)
      return { kind: "outside", message: error.message, where: error.where, code: error.code };
    return {
      kind: "failed",
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

port.on("message", (task: Task) => void answer(task).then((said) => port.postMessage(said)));
