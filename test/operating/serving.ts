import { runCommand } from "../../src/cli.ts";

/** The service as src/main.ts runs it, with less time for its end. Ends when asked to, whatever still goes on. */
process.exitCode = await runCommand(["serve"], {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  folder: process.env["INIT_CWD"] ?? "",
  now: () => new Date(),
  environment: process.env,
  stopLimits: { turnsMs: 300, sendsMs: 200, closeMs: 200 },
  asked: () => new Promise((resolve) => process.once("SIGTERM", () => resolve())),
});
process.exit();
