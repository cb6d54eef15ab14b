import type { Model } from "../../src/llm/model.ts";

/** One kind of cases that `npm run eval` runs. `model` is null where only what works without one is to be measured. */
export interface Evaluation {
  name: string;
  run(rim: { model: Model | null; alone: boolean; print: (line?: string) => void }): Promise<void>;
}

export const padded = (cells: readonly (string | number)[], widths: readonly number[]): string =>
  cells
    .map((cell, index) =>
      index === 0 ? String(cell).padEnd(widths[0] ?? 0) : String(cell).padStart(widths[index] ?? 0),
    )
    .join(" ")
    .trimEnd();
