/** One line of the result. `better` says which side of the goal is good. */
export interface Measured {
  what: string;
  ours: string;
  peer: string;
  value: number;
  goal: number;
  better: "more" | "less";
  unit: "×" | "s" | "ms" | "MB" | "/s";
}

export const met = ({ value, goal, better }: Measured): boolean =>
  better === "more" ? value >= goal : value <= goal;

/** As it is printed. */
export function lineOf(line: Measured): string {
  const sign = line.better === "more" ? "≥" : "≤";
  const number = (value: number): string => `${Number(value.toFixed(2))} ${line.unit}`;
  const verdict = met(line) ? "达到" : "未达到";
  const peer = line.peer === "" ? "" : `，对照 ${line.peer}`;
  return `${verdict}  ${line.what}：${number(line.value)}（目标 ${sign} ${number(line.goal)}；本项目 ${line.ours}${peer}）`;
}

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
