import { organKind } from "../report/organ.ts";
import { partsOf, type CellId } from "../report/form.ts";
import type { Claim } from "./claims/claim.ts";
import type { Reading } from "./reading.ts";
import type { Outcome } from "./rule.ts";

/** A figure of the text against the cells it counts. */

/** What the tables say of a sum of cells: all of it, or what is known of it. Counts are never negative, so it is never less. */
export interface Known {
  sum: number;
  complete: boolean;
}

/** The sum of cells; a total that is blank is added up from its parts. */
export function knownSum(reading: Reading, cells: readonly CellId[]): Known {
  let sum = 0;
  let complete = true;
  for (const cell of cells) {
    if (reading.merged.has(cell)) continue;
    const value = reading.value(cell);
    if (value !== undefined) sum += value;
    else {
      const parts = partsOf(cell);
      const known = parts.length === 0 ? { sum: 0, complete: false } : knownSum(reading, parts);
      sum += known.sum;
      complete &&= known.complete;
    }
  }
  return { sum, complete };
}

/** The number where all of it is known. */
export function wholeSum(reading: Reading, cells: readonly CellId[]): number | undefined {
  const { sum, complete } = knownSum(reading, cells);
  return complete ? sum : undefined;
}

/** Whether a number said cannot be the sum of its cells. */
export function contradicts(reading: Reading, value: number, cells: readonly CellId[]): boolean {
  const { sum, complete } = knownSum(reading, cells);
  const same = Math.abs(value - sum) < 1e-6;
  return complete ? !same : value < sum;
}

/** 全县 is the scope of a county's report, not of its departments'; an office's own report is its own. */
export function otherScope(reading: Reading, scope: string | undefined): string | undefined {
  if (scope === undefined) return undefined;
  const organ = reading.report.organ;
  const short = (name: string): string => name.replace("人民政府", "政府");
  if (organ !== null && short(organ.name).includes(short(scope))) return undefined;
  const governs = organ !== null && (organKind(organ.kind).government || organ.kind === "committee");
  // An office of a department or a 街道 is its own; one of a government may speak for itself alone.
  if (/^办公[室厅]$/.test(scope) && organ !== null && !organKind(organ.kind).government) return undefined;
  return /^(?:全[^系]|各部门|各单位|所属|下属|辖区)/.test(scope) && governs ? undefined : scope;
}

/** Another true reading of a number. */
export interface Other {
  name: string;
  cells: readonly CellId[];
  minus?: readonly CellId[];
  /** Which of the two is meant is asked; otherwise it is only said. */
  asked?: true;
  /** It is as good a reading as the first: nothing is said. */
  fair?: true;
}

/** The reading among these that a number equals; never for 0, which equals too much. */
export function otherReading(reading: Reading, value: number, others: readonly Other[]): Other | undefined {
  if (value === 0) return undefined;
  return others.find(({ cells, minus = [] }) => {
    const sum = wholeSum(reading, cells);
    const less = wholeSum(reading, minus);
    return sum !== undefined && less !== undefined && sum - less === value;
  });
}

/** One number for each quantity: where two different ones are said, which is the whole cannot be told. */
export function single(claims: readonly Claim[]): Claim | undefined {
  const told = claims.filter(({ none }) => !none);
  const [first] = told;
  if (first === undefined || told.some(({ value, approximate }) => approximate || value !== first.value))
    return undefined;
  return first;
}

const measure = (claim: Claim): string => (claim.quantity.id === "disclosure.fees" ? "万元" : "件");

/** The outcome of a number against its cells; none where they agree or it cannot be told. */
export function compare(reading: Reading, claim: Claim, others: readonly Other[] = []): Outcome | undefined {
  const { quantity, value, quote } = claim;
  if (!contradicts(reading, value, quantity.cells)) return undefined;
  const { sum, complete } = knownSum(reading, quantity.cells);
  const unit = measure(claim);
  const table = complete
    ? `${quantity.name}是${sum}${unit}`
    : `${quantity.name}已填的几格合计就有${sum}${unit}`;
  const start = `正文写“${quote}”，${table}`;
  const common = {
    cells: quantity.cells,
    where: claim.where,
    quote,
    ...(complete ? { expected: sum } : {}),
    actual: value,
  };
  const outcome = (message: string, severity?: Outcome["severity"]): Outcome => ({
    ...common,
    cells: [...common.cells],
    message,
    ...(severity === undefined ? {} : { severity }),
  });
  const other = otherReading(reading, value, others);
  if (other?.fair === true) return undefined;
  if (other?.asked === true)
    return outcome(`${start}，正文的数与${other.name}相同，说的是不是那一项？请核对，并写清楚。`, "warning");
  if (other !== undefined)
    return outcome(`${start}，正文的数与${other.name}相同，请确认写的是哪一个数。`, "notice");
  const scope = otherScope(reading, claim.scope);
  if (scope !== undefined)
    return outcome(`${start}，正文说的是不是“${scope}”这一范围的数？请核对，并写明本机关的数。`, "warning");
  if (!quantity.exact) return outcome(`${start}，两处说的是不是同一件事？请核对。`, "warning");
  return outcome(`${start}，两处不一致，请核对后改成一样的数。`);
}
