import { equations, type CellId, type Equation } from "../report/form.ts";
import { applicants, resultRows } from "../report/form/requests.ts";

/** An equality of the form on one report. `excess` is left minus right. */
export interface Sum {
  equation: Equation;
  /** Column of B-01 and B-02, row of B-03, block of C-01. */
  key: string;
  /** Sums of what is known of each side. */
  left: number;
  right: number;
  missing: readonly CellId[];
  /** broken also when cells are missing but the known ones already exceed a complete other side: counts are never negative. */
  state: "holds" | "broken" | "unknown";
  /** The imbalance is nothing but that of other sums, which are reported. */
  follows: boolean;
}

const keyOf = ({ rule, right }: Equation): string => {
  const parts = (right[0] ?? "").split(".");
  return rule === "B-01" || rule === "B-02" ? (parts.at(-1) ?? "") : parts.slice(1, -1).join(".");
};
const keyed = equations.map((equation) => ({ equation, key: keyOf(equation) }));

/** Every equality of the form judged on the values of a report; cells that are merged into another row are left out. */
export function judgeSums(
  value: (cell: CellId) => number | undefined,
  merged: ReadonlySet<CellId>,
): readonly Sum[] {
  const known = (cells: readonly CellId[]): { sum: number; missing: CellId[] } => {
    let sum = 0;
    const missing: CellId[] = [];
    for (const cell of cells) {
      const number = value(cell);
      if (number !== undefined) sum += number;
      else if (!merged.has(cell)) missing.push(cell);
    }
    return { sum, missing };
  };
  const sums = keyed
    .filter(({ equation }) => !equation.right.some((cell) => merged.has(cell)))
    .map(({ equation, key }): Sum => {
      const left = known(equation.left);
      const right = known(equation.right);
      const missing = [...left.missing, ...right.missing];
      const broken =
        (right.missing.length === 0 && left.sum > right.sum) ||
        (left.missing.length === 0 && left.sum < right.sum);
      const state = broken ? "broken" : missing.length > 0 ? "unknown" : "holds";
      return { equation, key, left: left.sum, right: right.sum, missing, state, follows: false };
    });
  return sums.map((sum) => ({
    ...sum,
    follows: sum.state === "broken" && sum.missing.length === 0 && follows(sum, sums),
  }));
}

/** The excess of a fully known sum, 0 for one that cannot be judged: it explains nothing. */
const excessOf = (sums: readonly Sum[], rule: Equation["rule"], key: string): number => {
  const sum = sums.find((candidate) => candidate.equation.rule === rule && candidate.key === key);
  return sum === undefined || sum.missing.length > 0 ? 0 : sum.left - sum.right;
};

/**
 * A wrong （七）总计 breaks 一＋二＝三＋四 by as much as its own sum, a row of totals breaks by what its columns break,
 * and the 总计 column by what its six columns and its rows do. Then only the others are said.
 */
function follows({ equation: { rule }, key, left, right }: Sum, sums: readonly Sum[]): boolean {
  const excess = left - right;
  const columns = (of: "B-01" | "B-02"): number =>
    applicants.reduce((sum, { id }) => sum + excessOf(sums, of, id), 0);
  const row = (id: string): number => excessOf(sums, "B-03", id);
  if (rule === "B-01" && excess === excessOf(sums, "B-02", key)) return true;
  if (rule === "B-03" && key === "handledTotal") return excess === -columns("B-02");
  if (key !== "total") return false;
  if (rule === "B-01")
    return (
      excess ===
      columns("B-01") - row("received") - row("carriedIn") + row("handledTotal") + row("carriedOut")
    );
  const rows = resultRows.reduce((sum, { id }) => sum + row(id), 0);
  return rule === "B-02" && excess === columns("B-02") - rows + row("handledTotal");
}
