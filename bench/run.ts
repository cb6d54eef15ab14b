import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lineOf, met, type Measured } from "./measure.ts";

/** Prints ratios of one run: npm run bench [-- --only talk|memory|docx|load|reading]. Exit code 1 when a goal is missed. */
const parts: Record<string, () => Promise<Measured[]>> = {
  talk: async () => (await import("./talk.ts")).measureTalk(),
  memory: async () => (await import("./memory.ts")).measureMemory(),
  docx: async () => (await import("./docx.ts")).measureDocx(),
  load: async () => (await import("./load.ts")).measureLoad(),
  reading: async () => (await import("./reading.ts")).measureReading(),
};

const { values } = parseArgs({ options: { only: { type: "string" } } });
const chosen = Object.entries(parts).filter(([name]) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  console.error(`--only 可以是：${Object.keys(parts).join("、")}`);
  process.exit(2);
}

// The peers are no dependencies of the project: they are installed here, without running their scripts.
if (!existsSync(join(import.meta.dirname, "node_modules")))
  execFileSync("npm", ["ci", "--ignore-scripts"], { cwd: import.meta.dirname, stdio: "inherit" });

let missed = 0;
for (const [, measure] of chosen) {
  for (const line of await measure()) {
    console.log(lineOf(line));
    if (!met(line)) missed += 1;
  }
}
process.exitCode = missed === 0 ? 0 : 1;
