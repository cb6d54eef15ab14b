import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { z } from "zod";
import { Engine } from "../src/conversation/engine.ts";
import { readReport } from "../src/reading/read.ts";
import { memoryStore } from "../src/store/memory.ts";
import { seats, secondsOf, talkOf, units } from "./loadTalks.ts";
import { median, type Measured } from "./measure.ts";

/** 200 conversations over the real SDKs and the embedded store; the platforms run in a process of their own. */

const Values = z.record(z.string(), z.record(z.string(), z.string()));
const Used = z.object({ work: z.number(), megabytes: z.number() });
const Result = z.object({
  messages: z.number(),
  unanswered: z.number(),
  refused: z.number(),
  acknowledged: z.array(z.number()),
  replied: z.object({ all: z.array(z.number()), documents: z.array(z.number()) }),
});

/** A process that says a line of JSON at a time. */
class Talking {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(file: string, flags: readonly string[], ...args: readonly string[]) {
    this.#process = spawn(process.execPath, [...flags, join(import.meta.dirname, file), ...args]);
    this.#process.stderr.pipe(process.stderr);
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async line<T>(shape: z.ZodType<T>): Promise<T> {
    const next = await this.#lines.next();
    if (next.done === true) throw new Error("the process ended");
    return shape.parse(JSON.parse(next.value));
  }

  ask(): void {
    this.#process.stdin.write("\n");
  }

  /** Ends it in peace. */
  async end(): Promise<void> {
    this.#process.stdin.end();
    if (this.#process.exitCode === null) await once(this.#process, "exit");
  }

  kill(): void {
    this.#process.kill("SIGKILL");
  }
}

const idleMs = 5000;
const Mark = z.object({});

export async function measureLoad(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), "nianbao-load-"));
  const access = join(folder, "access.json");
  writeFileSync(access, JSON.stringify({ units: units() }));
  const platforms = new Talking("loadPlatforms.ts", []);
  let service: Talking | undefined;
  try {
    const values = { web: { NIANBAO_WEB_PORT: "0" }, ...(await platforms.line(Values)) };
    const given = JSON.stringify({ folder, access, values });
    service = new Talking("loadService.ts", process.execArgv, given);
    const used = async (): Promise<z.infer<typeof Used>> => {
      service?.ask();
      if (service === undefined) throw new Error("no service");
      return await service.line(Used);
    };
    await service.line(Used);
    await new Promise((resolve) => setTimeout(resolve, idleMs));
    const idle = await used();
    platforms.ask();
    await platforms.line(Mark);
    const before = await used();
    const wake = monitorEventLoopDelay({ resolution: 1 });
    wake.enable();
    await platforms.line(Mark);
    wake.disable();
    const after = await used();
    const result = await platforms.line(Result);
    await service.end();
    return lines(result, {
      idle: idle.megabytes,
      loaded: after.megabytes,
      perMessage: (after.work - before.work) / result.messages,
      bare: await bareEngine(),
      late: wake.percentile(99) / 1e6,
    });
  } finally {
    platforms.kill();
    service?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same messages without channels, in memory: milliseconds of work a message. */
async function bareEngine(): Promise<number> {
  const store = memoryStore();
  const engine = new Engine({ store, now: () => new Date("2026-01-05T09:00:00+08:00"), read: readReport });
  const work: number[] = [];
  for (let second = 0; second < secondsOf.warming + secondsOf.measuring; second++) {
    const start = process.cpuUsage();
    for (const seat of seats) {
      const { person, text } = talkOf(seat, second);
      await engine.answer({
        talk: person.id,
        unit: person.id,
        id: `${person.id} ${second}`,
        sender: person,
        text,
      });
    }
    const { user, system } = process.cpuUsage(start);
    if (second >= secondsOf.warming) work.push((user + system) / 1000 / seats.length);
  }
  await store.close();
  return work.reduce((sum, ms) => sum + ms, 0) / work.length;
}

function lines(
  { messages, unanswered, refused, acknowledged, replied }: z.infer<typeof Result>,
  service: { idle: number; loaded: number; perMessage: number; bare: number; late: number },
): Measured[] {
  const latency = (what: string, times: readonly number[], goal: number): Measured => ({
    what: `${what}, 99th percentile of ${times.length}`,
    ours: `median ${median(times).toFixed(1)} ms`,
    // What the machine itself costs: without it the figures of a busy one cannot be read.
    peer: `a process that does nothing wakes up ${service.late.toFixed(1)} ms late`,
    value: percentile(times, 0.99),
    goal,
    better: "less",
    unit: "ms",
  });
  const count = (what: string, value: number): Measured => ({
    what,
    ours: `${messages} messages`,
    peer: "",
    value,
    goal: 0,
    better: "less",
    unit: "×",
  });
  return [
    latency(`acknowledgement at ${seats.length} messages/s`, acknowledged, 50),
    latency(`reply at ${seats.length} messages/s, documents included`, replied.all, 150),
    latency("of these, reply with a document", replied.documents, 1000),
    count("messages not acknowledged", refused),
    count("messages not answered", unanswered),
    {
      what: "work a message by that of the bare engine in memory",
      ours: `${service.perMessage.toFixed(2)} ms`,
      peer: `${service.bare.toFixed(2)} ms`,
      value: service.perMessage / service.bare,
      goal: 5,
      better: "less",
      unit: "×",
    },
    {
      what: "resident memory with web, Feishu and WeCom, idle",
      ours: `under load ${service.loaded.toFixed(0)} MB`,
      peer: "",
      value: service.idle,
      goal: 200,
      better: "less",
      unit: "MB",
    },
  ];
}

function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (found === undefined) throw new Error("nothing was measured");
  return found;
}
