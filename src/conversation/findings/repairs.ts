import type { CellId } from "../../report/form.ts";
import type { Finding } from "../../rules/judge.ts";
import type { Command } from "../../understanding/command.ts";
import { amount, partName } from "../words/say.ts";

/** As many as can be picked by one digit, with room for what else is offered. */
const most = 6;

export interface Repair {
  label: string;
  cells: Partial<Record<CellId, number>>;
}

/**
 * The proposed repairs of a list, each once, with the number of the finding they mend. `value`: what the list speaks of,
 * a stated total before the sum of its parts.
 */
export function repairsOf(
  findings: readonly Finding[],
  value: (cell: CellId) => number | undefined,
): Repair[] {
  const seen = new Set<string>();
  const repairs: Repair[] = [];
  for (const [index, finding] of findings.entries()) {
    for (const fix of finding.fix ?? []) {
      const changes = (Object.entries(fix.set) as [CellId, number][]).filter(
        ([cell, now]) => value(cell) !== now,
      );
      const key = JSON.stringify(changes.sort());
      if (seen.has(key) || repairs.length >= most) continue;
      seen.add(key);
      repairs.push({ label: `改第${index + 1}条：${sayFix(changes, fix.reason, value)}`, cells: fix.set });
    }
  }
  return repairs;
}

/** The reason of a repair says what is changed; where it does not, that is said first. */
function sayFix(
  changes: readonly [CellId, number][],
  reason: string,
  value: (cell: CellId) => number | undefined,
): string {
  const why = reason.replace(/[。.]$/, "");
  if (changes.every(([, now]) => new RegExp(`(?:改为|填|补上?|写)${now}(?!\\d)`).test(why))) return why;
  const said = changes.map(([cell, now]) => {
    const old = value(cell);
    return `${partName(cell)}${old === undefined ? "填" : `由${amount(cell, old)}改为`}${amount(cell, now)}`;
  });
  return `${said.join("，")}（${why}）`;
}

export const repairCommand = (repair: Repair): Command => ({ do: "repair", cells: repair.cells });
