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
  const samples = (await samplesOf(folder, reader)).find((candidate) => candidate.reader === reader);
  if (samples === undefined) throw new Error(`no sample for ${reader}`);
  for (let number = numbers.from; number < numbers.from + numbers.count; number++)
    await tell({ ...(await attempt(samples, number)), number, memory: megabytes() });
  await tell({ done: true });
  process.disconnect();
}

/** What came of the spoiled files of one reader so far. */
class Record {
  next = numbers.from;
  slowest = 0;
  memory = 0;
  readonly ends = { read: 0, refused: 0, fault: 0 };
  readonly faults: string[] = [];

  note(told: Exclude<Told, { done: true }>): void {
    this.ends[told.end] += 1;
    this.next = told.number + 1;
    this.slowest = Math.max(this.slowest, told.milliseconds);
    this.memory = Math.max(this.memory, told.memory);
    if (told.fault !== undefined) this.faults.push(`${told.number}: ${told.fault}`);
  }
}

/** Runs a process over the numbers that are left; resolves with whether it came to the last one. */
function goOn(reader: string, record: Record): Promise<boolean> {
  return new Promise((resolve) => {
    const left = numbers.from + numbers.count - record.next;
    // As the package script runs the command line.
    const execArgv = ["--optimize-for-size", "--max-semi-space-size=1", "--max-old-space-size=192", "--v8-pool-size=0"]; // prettier-ignore
    const worker = fork(import.meta.filename, [String(left), reader, String(record.next), "child"], {
      execArgv,
    });
    let [done, hung] = [false, false];
    const hang = (): void => {
      hung = true;
      worker.kill("SIGKILL");
    };
    let timer = setTimeout(hang, 60_000);
    worker.on("message", (told: Told) => {
      clearTimeout(timer);
      timer = setTimeout(hang, longest * 5);
      if ("done" in told) done = true;
      else record.note(told);
    });
    worker.on("exit", (code, signal) => {
      clearTimeout(timer);
      const why = hung ? `no end after ${longest * 5} ms` : `the process ended (${code ?? signal})`;
      if (!done) record.faults.push(`${record.next++}: ${why}`);
      resolve(done);
    });
  });
}

/** Runs one reader over all numbers, in a new process after each that was lost; resolves with whether all was well. */
async function watch(reader: string): Promise<boolean> {
  const started = performance.now();
  const record = new Record();
  while (record.next < numbers.from + numbers.count && !(await goOn(reader, record)));
  const { ends, faults, memory, slowest } = record;
  if (memory > maxMemory) faults.push(`${memory} MB of memory`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `${reader.padEnd(5)} ${ends.read} read, ${ends.refused} refused, ${faults.length} faults; slowest ${Math.round(slowest)} ms, memory ${memory} MB, ${seconds} s\n`,
  );
  for (const fault of faults.slice(0, 20)) process.stdout.write(`  ${reader} ${fault}\n`);
  return faults.length === 0;
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
