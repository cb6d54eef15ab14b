import type { CellId } from "../../report/form.ts";
import type { Finding, Fix } from "../../rules/judge.ts";
import type { Command } from "../../understanding/command.ts";
import { amount, partName } from "../words/say.ts";

/** As many as can be picked by one digit, with room for what else is offered. */
const most = 6;

export interface Repair {
  label: string;
  cells: Partial<Record<CellId, number>>;
}

/** The proposed repairs of a list, each once, with the number of the finding they mend. */
export function repairsOf(
  findings: readonly Finding[],
  value: (cell: CellId) => number | undefined,
): Repair[] {
  const seen = new Set<string>();
  const repairs: Repair[] = [];
  for (const [index, finding] of findings.entries()) {
    for (const fix of finding.fix ?? []) {
      const key = JSON.stringify(Object.entries(fix.set).sort());
      if (seen.has(key) || repairs.length >= most) continue;
      seen.add(key);
      repairs.push({ label: `改第${index + 1}条：${sayFix(fix, value)}`, cells: fix.set });
    }
  }
  return repairs;
}

function sayFix({ set, reason }: Fix, value: (cell: CellId) => number | undefined): string {
  const changes = Object.entries(set) as [CellId, number][];
  const said = changes.map(([cell, now]) => {
    const old = value(cell);
    return `${partName(cell)}${old === undefined ? "填" : `由${amount(cell, old)}改为`}${amount(cell, now)}`;
  });
  return `${said.join("，")}（${reason.replace(/[。.]$/, "")}）`;
}

export const repairCommand = (repair: Repair): Command => ({ do: "repair", cells: repair.cells });
