import { fork } from "node:child_process";
import { samplesOf } from "./samples.ts";
import { attempt, longest, type Attempt } from "./attempt.ts";

/**
 * npm run fuzz -- [how many per reader] [reader] [first number]
 * Every reader reads spoiled copies of good files in a process of its own, which is watched: no fault, no hang, no
 * memory over 300 MB. A fault names its number: `npm run fuzz -- 1 docx 1234` repeats it.
 */

const maxMemory = 300;
const folder = process.env["NIANBAO_REPORTS"];
const [count = "5000", only, first = "1", child] = process.argv.slice(2);
const numbers = { from: Number(first), count: Number(count) };

type Told = (Attempt & { number: number; memory: number }) | { done: true };
const tell = (told: Told): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(told, () => resolve());
  });
const megabytes = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

async function inChild(reader: string): Promise<void> {
  const samples = (await samplesOf(folder)).find((candidate) => candidate.reader === reader);
  if (samples === undefined) throw new Error(`no sample for ${reader}`);
  for (let number = numbers.from; number < numbers.from + numbers.count; number++)
    await tell({ ...(await attempt(samples, number)), number, memory: megabytes() });
  await tell({ done: true });
  process.disconnect();
}

/** Runs one reader in a process; resolves with whether all was well. */
function watch(reader: string): Promise<boolean> {
  return new Promise((resolve) => {
    const started = performance.now();
    const execArgv = ["--max-semi-space-size=8", "--max-old-space-size=128"];
    const worker = fork(import.meta.filename, [count, reader, first, "child"], { execArgv });
    const ends = { read: 0, refused: 0, fault: 0 };
    const state = { number: numbers.from, slowest: 0, memory: 0, done: false, hung: false };
    const faults: string[] = [];
    const hang = (): void => {
      state.hung = true;
      worker.kill("SIGKILL");
    };
    let timer = setTimeout(hang, 60_000);
    worker.on("message", (told: Told) => {
      clearTimeout(timer);
      if ("done" in told) {
        state.done = true;
        return;
      }
      ends[told.end] += 1;
      state.number = told.number + 1;
      state.slowest = Math.max(state.slowest, told.milliseconds);
      state.memory = Math.max(state.memory, told.memory);
      if (told.fault !== undefined) faults.push(`${reader} ${told.number}: ${told.fault}`);
      timer = setTimeout(hang, longest * 5);
    });
    worker.on("exit", (code, signal) => {
      clearTimeout(timer);
      if (state.hung) faults.push(`${reader} ${state.number}: no end after ${longest * 5} ms`);
      else if (!state.done) faults.push(`${reader} ${state.number}: the process ended (${code ?? signal})`);
      if (state.memory > maxMemory) faults.push(`${reader}: ${state.memory} MB of memory`);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(
        `${reader.padEnd(5)} ${ends.read} read, ${ends.refused} refused, ${faults.length} faults; slowest ${Math.round(state.slowest)} ms, memory ${state.memory} MB, ${seconds} s\n`,
      );
      for (const fault of faults.slice(0, 20)) process.stdout.write(`  ${fault}\n`);
      resolve(faults.length === 0);
    });
  });
}

if (child === "child" && only !== undefined) {
  await inChild(only);
} else {
  if (folder === undefined) process.stdout.write("NIANBAO_REPORTS is not set: .doc and PDF are left out.\n");
  let well = true;
  for (const { reader } of await samplesOf(folder))
    if (only === undefined || only === reader) well = (await watch(reader)) && well;
  process.exitCode = well ? 0 : 1;
}
