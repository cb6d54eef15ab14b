import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, type Measured } from "./measure.ts";

const starts = 7;
const here = import.meta.dirname;

const inFolder = async <T>(work: (folder: string) => T | Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), "nianbao-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Seconds from starting the process to the whole first question. */
function coldStart(folder: string): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [
    ...process.execArgv,
    join(here, "../src/main.ts"),
    "chat",
    "--data",
    folder,
    "--new",
  ]);
  child.stdin.write("开始\n");
  return new Promise((resolve, reject) => {
    let out = "";
    child.on("error", reject);
    child.on("close", () => reject(new Error(`no question came: ${out}`)));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      if (!out.includes("？")) return;
      resolve((performance.now() - start) / 1000);
      child.kill();
    });
  });
}

/** Cold start, and memory after 1,000 interviews of one process with the embedded store. */
export async function measureMemory(): Promise<Measured[]> {
  const times: number[] = [];
  for (let index = 0; index < starts; index++) times.push(await inFolder(coldStart));
  const megabytes = await inFolder((folder) =>
    execFileSync(process.execPath, [...process.execArgv, join(here, "interviews.ts"), folder, "1000"], {
      encoding: "utf8",
    })
      .trim()
      .split("\n")
      .map(Number),
  );
  const [first = NaN] = megabytes;
  const last = megabytes.at(-1) ?? NaN;
  return [
    {
      what: "cold start to the first question",
      ours: `${median(times).toFixed(2)} s`,
      peer: "",
      value: median(times),
      goal: 1,
      better: "less",
      unit: "s",
    },
    {
      what: "resident memory after 1,000 interviews",
      ours: megabytes.map((size) => size.toFixed(0)).join(" → ") + " MB",
      peer: "",
      value: Math.max(...megabytes),
      goal: 150,
      better: "less",
      unit: "MB",
    },
    {
      what: "memory at the 1,000th interview by the 200th (5 % is noise)",
      ours: `${last.toFixed(0)} MB`,
      peer: `${first.toFixed(0)} MB`,
      value: last / first,
      goal: 1.05,
      better: "less",
      unit: "×",
    },
  ];
}
