import { parentPort } from "node:worker_threads";
import type { Task } from "../../src/checking/task.ts";

/** A worker for the tests that does with the bytes what they say, as a bad parser might. */
const kept: unknown[] = [];

function act(task: Task): void {
  const words = "bytes" in task ? new TextDecoder().decode(task.bytes) : "";
  if (words === "hang") for (;;);
  if (words === "heap") for (;;) kept.push({ number: kept.length, text: `text ${kept.length}` });
  if (words === "buffers") for (;;) kept.push(Buffer.alloc(4_000_000, 1));
  if (words === "throw") throw new Error("a fault in the parser");
  if (words === "exit") process.exit(3);
  if (words === "print") process.stdout.write("a warning of the parser\n");
  parentPort?.postMessage({ kind: "done", result: { title: words } });
}

parentPort?.on("message", act);
