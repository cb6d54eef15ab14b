import { runCommand } from "./cli.ts";
import { framesOf } from "./log.ts";

/** How long the end may take once it is asked for, whatever still goes on, in ms. */
const endMs = 20_000;
let ending = false;

/** The rim: the process, its streams, its clock. What is thrown to here is a fault of ours. */
process.once("uncaughtException", (error) => {
  tell(error);
  process.exit(2);
});
try {
  process.exitCode = await runCommand(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    folder: process.env.INIT_CWD ?? process.cwd(),
    now: () => new Date(),
    environment: process.env,
    asked: () =>
      new Promise((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => end(resolve));
      }),
  });
  // What was given up may still hold the process.
  if (ending) process.exit();
} catch (error) {
  tell(error);
  process.exitCode = 2;
}

/** The first signal asks for the end, the second one is it. */
function end(ask: () => void): void {
  if (ending) process.exit(1);
  ending = true;
  setTimeout(() => process.exit(1), endMs).unref();
  ask();
}

/** Where it was thrown, not its message: that may carry somebody's words, and this line may end up in a log. */
function tell(error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error;
  const code = error instanceof Error && "code" in error ? ` ${String(error.code)}` : "";
  const where = error instanceof Error ? framesOf(error.stack ?? "") : "";
  process.stderr.write(`程序出错了，请把这一行告诉维护人员：${name}${code} ${where}\n`);
}
