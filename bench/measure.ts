/** One line of the result. `better` says which side of the goal is good. */
export interface Measured {
  what: string;
  ours: string;
  peer: string;
  value: number;
  goal: number;
  better: "more" | "less";
  unit: "×" | "s" | "ms" | "MB";
}

export const met = ({ value, goal, better }: Measured): boolean =>
  better === "more" ? value >= goal : value <= goal;

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new Error("nothing was measured");
  return (low + high) / 2;
}

/** Rounds that are not measured: until then the engine compiles what it runs. */
const warming = 4;

/** Runs both in turns, A B A B …, after the warming rounds of each; gives the median milliseconds of each. */
export async function compare(
  rounds: number,
  ours: (round: number) => Promise<unknown>,
  peer: (round: number) => Promise<unknown>,
): Promise<{ ours: number; peer: number }> {
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < warming + rounds; round++) {
    for (const [name, run] of [
      ["ours", ours],
      ["peer", peer],
    ] as const) {
      const start = performance.now();
      await run(round);
      if (round >= warming) times[name].push(performance.now() - start);
    }
  }
  return { ours: median(times.ours), peer: median(times.peer) };
}
