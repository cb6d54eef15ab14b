import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");

export const freshFolder = (): string => mkdtempSync(join(tmpdir(), "nianbao-"));

/** Starts the real program on this Node; relative paths mean `folder`. */
export function start(
  args: readonly string[],
  folder: string,
  environment: Record<string, string> = {},
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [join(root, "src", "main.ts"), ...args], {
    cwd: root,
    env: { ...process.env, INIT_CWD: folder, ...environment },
  });
}

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the program to its end with this on its standard input. */
export async function runToEnd(
  args: readonly string[],
  folder: string,
  input = "",
  environment: Record<string, string> = {},
): Promise<Ended> {
  const child = start(args, folder, environment);
  const [out, err] = [collect(child.stdout), collect(child.stderr)];
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out: out(), err: err() };
}

/** What a stream has given so far. */
export function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}
