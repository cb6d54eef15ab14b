import type { Holding } from "../holdings.ts";
import { chained, lineOf } from "../trail.ts";
import { rowsIn } from "./read.ts";

/** The rows of a backup, and behind them the line of the trail that says where they are from. */
export async function* restoredRows(file: string, now: Date): AsyncGenerator<Holding> {
  let last: Extract<Holding, { kind: "trail" }> | undefined;
  for await (const row of rowsIn(file, () => undefined)) {
    if (row.kind === "trail") last = row;
    yield row;
  }
  const line = lineOf({ at: now.toISOString(), what: "restored" });
  for (const row of chained(last, [line])) yield { kind: "trail", ...row };
}
