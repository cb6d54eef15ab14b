import { OutsideError } from "../../src/errors.ts";
import { Pool } from "../../src/checking/pool.ts";
import { chanceOf } from "./chance.ts";
import { spoil } from "./mutate.ts";
import type { Samples } from "./samples.ts";
import { work } from "../support/work.ts";

/** Milliseconds of processor time: a broken PDF costs its library seconds, a loop without end more than this. */
export const longest = 10_000;

export interface Attempt {
  end: "read" | "refused" | "fault";
  milliseconds: number;
  fault?: string;
}

/** The spoiled file of this number: the same number always gives the same file. */
export function spoiled({ files, how }: Samples, number: number): Uint8Array {
  const chance = chanceOf(number);
  return spoil(chance.pick(files), how, chance);
}

/** Foreign files are read in a worker, here as in the product; it starts anew when it is ended. */
const pool = new Pool({ workers: 1, seconds: 20 });

/** Reads a spoiled file: it must end in a report or in one sentence why not, in good time. */
export async function attempt(samples: Samples, number: number): Promise<Attempt> {
  const bytes = spoiled(samples, number);
  const start = work();
  const took = (): number => work() - start;
  const late = (): { fault?: string } => (took() > longest ? { fault: `took ${Math.round(took())} ms` } : {});
  try {
    const { cells } = await pool.read(bytes);
    const odd = [...cells.values()].some((cell) => cell.kind === "number" && !Number.isFinite(cell.value));
    const fault = odd ? { fault: "a figure that is no number" } : late();
    return { end: fault.fault === undefined ? "read" : "fault", milliseconds: took(), ...fault };
  } catch (error) {
    const ours = error instanceof OutsideError && error.code !== "failed" && error.code !== "too slow";
    if (ours && /^[^\n]+。$/.test(error.message)) {
      const fault = late();
      return { end: fault.fault === undefined ? "refused" : "fault", milliseconds: took(), ...fault };
    }
    const cause = error instanceof OutsideError ? (error.cause ?? error) : error;
    const fault = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    return { end: "fault", milliseconds: took(), fault };
  }
}
