import { isCellId, type CellId } from "../../src/report/form.ts";
import { numberIn, type PrintedReport } from "../../src/report/printed.ts";
import { judge, type Finding, type Fix } from "../../src/rules/judge.ts";
import { causes } from "../../src/rules/repair.ts";
import { cellKinds, tableKinds } from "./kinds.ts";
import { figures, newlyBroken, number, withCells, type Kind, type Mutated } from "./mutation.ts";
import { chance } from "./random.ts";
import { structureKinds, textKinds } from "./textKinds.ts";
import { yearKinds } from "./yearKinds.ts";

/** Mistakes put into clean reports, and what the rules and the repair make of them. */

export interface CleanReport {
  name: string;
  report: PrintedReport;
}

export interface Recall {
  kind: string;
  group: Kind["group"];
  /** Mutations made; those that something gives away; those of them that were seen. */
  made: number;
  visible: number;
  seen: number;
  missed: string[];
  unrelated: string[];
}

export interface Repairs {
  /** One-cell mutations that were seen. */
  cases: number;
  first: number;
  amongThree: number;
  /** Repairs offered, and those that leave or make a broken sum. */
  offered: number;
  harmful: string[];
  missed: string[];
}

export const kinds: readonly Kind[] = [
  ...cellKinds,
  ...tableKinds,
  ...structureKinds,
  ...textKinds,
  ...yearKinds,
];

const keyOf = ({ rule, severity, where, cells, quote }: Finding): string =>
  [rule, severity, where, cells.join(), quote ?? ""].join("|");
const sums = new Set(["B-01", "B-02", "B-03", "C-01"]);
const brokenSums = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ rule, verdict }) => verdict === "broken" && sums.has(rule));

export const applied = (report: PrintedReport, fix: Fix): PrintedReport =>
  withCells(
    report,
    Object.entries(fix.set).flatMap(([cell, value]) =>
      isCellId(cell) ? [[cell, number(value)] as const] : [],
    ),
  );

/** What a fix leaves broken of its own cause, and what it breaks that held before. */
function harm(mutated: Mutated, fix: Fix, cause: readonly Finding[]): string[] {
  const mended = applied(mutated.report, fix);
  const own = new Set(brokenSums(cause).map(keyOf));
  const left = brokenSums(judge(mended, mutated.last)).filter((finding) => own.has(keyOf(finding)));
  return [
    ...left.map(({ rule }) => `leaves ${rule}`),
    ...newlyBroken(mutated.report, mended).map((rule) => `breaks ${rule}`),
  ].map((each) => `${mutated.what}: ${JSON.stringify(fix.set)} ${each}`);
}

function repairsOf(
  mutated: Mutated,
  findings: readonly Finding[],
  fresh: readonly Finding[],
  repairs: Repairs,
  name: string,
): void {
  for (const cause of causes(findings))
    for (const fix of cause[0]?.fix ?? []) {
      repairs.offered += 1;
      repairs.harmful.push(...harm(mutated, fix, cause).map((each) => `${name} ${each}`));
    }
  const { truth } = mutated;
  if (truth === undefined || fresh.length === 0 || mutated.seenBy.length === 0) return;
  const right = (fix: Fix): boolean => {
    const entries = Object.entries(fix.set);
    return entries.length === 1 && entries[0]?.[0] === truth.cell && entries[0][1] === truth.value;
  };
  repairs.cases += 1;
  const place = Math.min(
    ...fresh.map(({ fix = [] }) => fix.findIndex(right)).map((at) => (at < 0 ? Infinity : at)),
  );
  if (place === 0) repairs.first += 1;
  if (place < 3) repairs.amongThree += 1;
  else repairs.missed.push(`${name} ${mutated.what}`);
}

export interface Measured {
  recalls: Recall[];
  repairs: Repairs;
}

/** Every kind on every report, `times` draws of each where chance has a say. Deterministic. */
export function measure(reports: readonly CleanReport[], times: number): Measured {
  const repairs: Repairs = { cases: 0, first: 0, amongThree: 0, offered: 0, harmful: [], missed: [] };
  const recalls = kinds.map((kind): Recall => {
    const recall: Recall = {
      kind: kind.name,
      group: kind.group,
      made: 0,
      visible: 0,
      seen: 0,
      missed: [],
      unrelated: [],
    };
    for (const [index, { name, report }] of reports.entries()) {
      const base = judge(report);
      const known = new Set(base.map(keyOf));
      const done = new Set<string>();
      for (let time = 0; time < times; time++) {
        const mutated = kind.mutate(report, chance(index * 1000 + time));
        if (mutated === null || done.has(mutated.what)) continue;
        done.add(mutated.what);
        recall.made += 1;
        const findings = judge(mutated.report, mutated.last);
        const fresh = findings.filter((finding) => !known.has(keyOf(finding)));
        // A fault that the clean report has already is told once.
        const had = base.some(({ rule, cells }) => cells.length === 0 && mutated.seenBy.includes(rule));
        const seen = fresh.some(({ rule }) => mutated.seenBy.includes(rule));
        if (mutated.seenBy.length > 0 && (seen || !had)) {
          recall.visible += 1;
          if (seen) recall.seen += 1;
          else recall.missed.push(`${name} ${mutated.what}`);
        }
        // Said of another place or with other figures, as often as before: nothing new.
        const moved = ({ rule }: Finding): boolean => {
          const of = (all: readonly Finding[]): number => all.filter((each) => each.rule === rule).length;
          return of(findings) <= of(base);
        };
        const expected = new Set([...mutated.seenBy, ...(kind.mayBe ?? [])]);
        const touched = new Set<CellId>(mutated.cells);
        for (const finding of fresh)
          if (
            !expected.has(finding.rule) &&
            !moved(finding) &&
            !finding.cells.some((cell) => touched.has(cell))
          )
            recall.unrelated.push(`${name} ${mutated.what}: ${finding.rule} ${finding.message}`);
        if (kind.group !== "text" && kind.group !== "structure")
          repairsOf(mutated, findings, fresh, repairs, name);
      }
    }
    return recall;
  });
  return { recalls, repairs };
}

export interface Several {
  /** How many figures are wrong at once. */
  wrong: number;
  cases: number;
  /** The first repairs together give back every figure, and no other; or none is offered. */
  mended: number;
  none: number;
}

/** Several figures of table 三 wrong at once, by up to nine. */
export function measureSeveral(reports: readonly CleanReport[], wrong: number, times: number): Several {
  const result: Several = { wrong, cases: 0, mended: 0, none: 0 };
  for (const [index, { report }] of reports.entries())
    for (let time = 0; time < times; time++) {
      const draw = chance(index * 100 + time + wrong * 7000);
      const cells = figures(report, (_, cell) => cell.startsWith("requests."));
      const truth = new Map<CellId, number>();
      const changes: [CellId, ReturnType<typeof number>][] = [];
      for (let count = 0; count < wrong; count++) {
        const cell = draw.pick(cells);
        const value = cell === undefined ? undefined : numberIn(report, cell);
        if (cell === undefined || value === undefined || truth.has(cell)) continue;
        truth.set(cell, value);
        const by = 1 + draw.below(9);
        changes.push([cell, number(draw.below(2) === 1 && value > 9 ? value - by : value + by)]);
      }
      const findings = judge(withCells(report, changes));
      const given = new Map(
        causes(findings).flatMap(([first]) => Object.entries(first?.fix?.[0]?.set ?? {})),
      );
      result.cases += 1;
      if (given.size === 0) result.none += 1;
      if (given.size === truth.size && [...truth].every(([cell, value]) => given.get(cell) === value))
        result.mended += 1;
    }
  return result;
}
