import type { Environment } from "../config.ts";
import type { StopLimits } from "../dispatch/dispatch.ts";

/** The rim as the commands see it. */
export interface Rim {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  /** The folder that relative paths mean: where the person called the command. */
  folder: string;
  now(): Date;
  environment: Environment;
  /** Resolves when the operator or the system asks the process to end. */
  asked(): Promise<void>;
  /** How long the rest may take then; without it, as long as is usual. */
  stopLimits?: StopLimits;
}

/** 0 done; 1 `check` or `draft` found error findings; 2 wrong usage, or something could not be read or written. */
export type ExitCode = 0 | 1 | 2;

/** A command of the command line. */
export interface Command {
  usage: string;
  does: string;
  run(args: string[], rim: Rim): Promise<ExitCode>;
}

/** One clear line on stderr. */
export function fail(rim: Rim, message: string): 2 {
  rim.stderr.write(`${message.replaceAll("\n", " ")}\n`);
  return 2;
}
