import { runCommand } from "./cli.ts";

/** The rim: the process, its streams, its clock. What is thrown to here is a fault of ours. */
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
        for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
      }),
  });
} catch (error) {
  process.stderr.write(
    `程序出错了，请把这一行告诉维护人员：${error instanceof Error ? error.message.replaceAll("\n", " ") : String(error)}\n`,
  );
  process.exitCode = 2;
}
