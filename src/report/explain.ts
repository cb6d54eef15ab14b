import { partsOf, type CellId } from "./form.ts";
import { imply, type Implied } from "./implied.ts";
import { valueOf, valuesOf, type How, type Report, type Source } from "./report.ts";

/** Where a figure comes from: a person's words, arithmetic over other figures, or nowhere yet. */
export type Explanation =
  | { cell: CellId; kind: "given"; value: number; how: How; source: Source }
  | { cell: CellId; kind: "sum"; value: number; parts: Explanation[]; stated?: number }
  | { cell: CellId; kind: "implied"; value: number; implied: Implied; from: Explanation[] }
  | { cell: CellId; kind: "missing"; former?: number };

/** The explanation tree of any cell; `stated` is a total that somebody gave and that its parts override. */
export function explain(report: Report, cell: CellId): Explanation {
  const value = valueOf(report, cell);
  const parts = partsOf(cell);
  if (value === undefined) {
    const former = report.former.get(cell);
    return { cell, kind: "missing", ...(former === undefined ? {} : { former }) };
  }
  if (parts.length === 0 || parts.some((part) => valueOf(report, part) === undefined))
    return evidence(report, cell, new Set());
  const stated = report.facts.get(cell)?.value;
  return {
    cell,
    kind: "sum",
    value,
    parts: parts.map((part) => explain(report, part)),
    ...(stated === undefined ? {} : { stated }),
  };
}

/** The values that nobody gave and that follow from the facts, each with its reason. */
export function impliedIn(report: Report): ReadonlyMap<CellId, Implied> {
  let found = reasons.get(report);
  if (found === undefined) reasons.set(report, (found = imply(valuesOf(report.facts))));
  return found;
}
const reasons = new WeakMap<Report, ReadonlyMap<CellId, Implied>>();

/** What the value itself rests on: a figure implied by a total rests on the total as given, not on the sum it is part of. */
function evidence(report: Report, cell: CellId, seen: ReadonlySet<CellId>): Explanation {
  const fact = report.facts.get(cell);
  if (fact !== undefined)
    return { cell, kind: "given", value: fact.value, how: fact.how, source: fact.source };
  const implied = impliedIn(report).get(cell);
  if (implied === undefined) throw new Error(`a value without a source: ${cell}`);
  const inner = new Set(seen).add(cell);
  const from = implied.from.filter((source) => !inner.has(source));
  return {
    cell,
    kind: "implied",
    value: implied.value,
    implied,
    from: from.map((source) => evidence(report, source, inner)),
  };
}
