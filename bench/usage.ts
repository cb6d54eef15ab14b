import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

/** Preloaded into a measured process: leaves what it used in the file named by BENCH_USAGE. */
const file = process.env.BENCH_USAGE;
if (isMainThread && file !== undefined)
  process.on("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(
      file,
      JSON.stringify({
        megabytes: maxRSS / 1024,
        cpu: (userCPUTime + systemCPUTime) / 1e6,
        wall: performance.now() / 1000,
      }),
    );
  });
