import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const program = fileURLToPath(new URL("child.ts", import.meta.url));

/** Starts child.ts; `limit` is the largest file it may write, in KiB. */
export function startChild(
  mode: "append" | "hold",
  folder: string,
  { limit, user }: { limit?: number; user?: number } = {},
): Child {
  const env = { ...process.env, ...(user === undefined ? {} : { AS_USER: `${user}` }) };
  const command = [process.execPath, program, mode, folder];
  const started =
    limit === undefined
      ? spawn(process.execPath, command.slice(1), { env })
      : spawn("bash", ["-c", `ulimit -f ${limit}; exec "$@"`, "bash", ...command], { env });
  onTestFinished(() => void started.kill("SIGKILL"));
  return new Child(started);
}

/** A running child and the lines it has printed. */
export class Child {
  readonly #process: ChildProcess;
  #out = "";
  #err = "";
  readonly #ended: Promise<void>;

  constructor(started: ChildProcess) {
    this.#process = started;
    started.stdout?.setEncoding("utf8").on("data", (text: string) => (this.#out += text));
    started.stderr?.setEncoding("utf8").on("data", (text: string) => (this.#err += text));
    this.#ended = new Promise((resolve) => started.once("close", () => resolve()));
  }

  get err(): string {
    return this.#err;
  }

  /** Whole lines only: the last one may have been cut by a kill. */
  get lines(): string[] {
    return this.#out.split("\n").slice(0, -1);
  }

  /** Resolves when the output fits, or when the child has ended. */
  async until(fits: (lines: readonly string[]) => boolean): Promise<void> {
    const printed = new Promise<void>((resolve) => {
      const look = (): void => {
        if (fits(this.lines)) resolve();
      };
      this.#process.stdout?.on("data", look);
      look();
    });
    await Promise.race([printed, this.#ended]);
  }

  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#ended;
  }

  ended(): Promise<void> {
    return this.#ended;
  }
}
