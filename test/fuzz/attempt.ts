import { OutsideError } from "../../src/errors.ts";
import { readReport } from "../../src/reading/read.ts";
import { chanceOf } from "./chance.ts";
import { spoil } from "./mutate.ts";
import type { Samples } from "./samples.ts";
import { work } from "../reading/work.ts";

export const longest = 2_000;

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

/** Reads a spoiled file: it must end in a report or in one sentence why not, in good time. */
export async function attempt(samples: Samples, number: number): Promise<Attempt> {
  const bytes = spoiled(samples, number);
  const start = work();
  const took = (): number => work() - start;
  const late = (): { fault?: string } => (took() > longest ? { fault: `took ${Math.round(took())} ms` } : {});
  try {
    const { cells } = await readReport(bytes);
    const odd = [...cells.values()].some((cell) => cell.kind === "number" && !Number.isFinite(cell.value));
    const fault = odd ? { fault: "a figure that is no number" } : late();
    return { end: fault.fault === undefined ? "read" : "fault", milliseconds: took(), ...fault };
  } catch (error) {
    if (error instanceof OutsideError && /^[^\n]+。$/.test(error.message)) {
      const fault = late();
      return { end: fault.fault === undefined ? "refused" : "fault", milliseconds: took(), ...fault };
    }
    const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { end: "fault", milliseconds: took(), fault };
  }
}
