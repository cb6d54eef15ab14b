import { cellName, cellsUnder, isAllowed, isCellId, tableOf, type CellId } from "../report/form.ts";
import { claimsIn } from "./claims.ts";
import { conclude } from "../report/implied.ts";
import {
  boardOf,
  cellOf,
  equalities,
  equalitiesOf,
  mends,
  placeOf,
  stateOf,
  type Board,
} from "./repair/board.ts";
import { carried, carriedFix, rolledFixes } from "./repair/betweenYears.ts";
import { groupsOf, type Group } from "./repair/groups.ts";
import { fixOf, ranked, type Witnesses } from "./repair/witnesses.ts";
import type { Reading } from "./reading.ts";
import type { Finding, Fix } from "./rule.ts";
import { yearBefore } from "./years.ts";

const sumRules: ReadonlySet<string> = new Set(equalities.map(({ rule }) => rule));
/**
 * The findings with at most three proposed repairs each, the best witnessed first. Each repair, applied, leaves no
 * sum of its group broken and breaks none. Findings of one cause carry the same first repair. Costs nothing where
 * every sum holds and every cell is filled; else a few milliseconds, at most 50 for a table wrong in every row.
 */
export function withFixes(findings: readonly Finding[], reading: Reading): Finding[] {
  const summed = findings.some(({ rule, verdict }) => verdict === "broken" && sumRules.has(rule));
  const few = findings.some(({ rule, cells }) => fewCells.has(rule) && cells.length <= row);
  if (!summed && !few) return [...findings];
  const board = boardOf((cell) => reading.value(cell), reading.merged);
  const last = yearBefore(reading);
  const witnesses = witnessesOf(reading, last);
  const proposals = (summed ? groupsOf(board) : []).map((group) => ({
    group,
    fixes: ranked(board, group, witnesses),
  }));
  const told = new Set<Group>();
  return findings.map((finding): Finding => {
    const own = proposals.find(({ group }) => belongs(finding, group));
    if (own !== undefined) {
      const again = told.has(own.group);
      told.add(own.group);
      return explained(finding, own.group, own.fixes, again);
    }
    const fix = fewCells.get(finding.rule)?.({ finding, reading, last, board, witnesses, proposals }) ?? [];
    return fix.length === 0 ? finding : { ...finding, fix };
  });
}

/** The finding of a broken sum with its repairs; the second one of a cause says so, the first one says where there is none. */
function explained(finding: Finding, group: Group, fixes: readonly Fix[], again: boolean): Finding {
  const [first] = fixes;
  if (first === undefined)
    return again || !group.complete || group.ways.length > 0
      ? finding
      : {
          ...finding,
          message: `${finding.message}只改一格或两格不能使各行各列都对得上，像是不止一处填错，请逐格核对。`,
        };
  const message = again
    ? `${finding.message}这与前面说的像是同一处填错：${nameOf(first)}。`
    : finding.message;
  return { ...finding, message, fix: fixes };
}

interface Case {
  finding: Finding;
  reading: Reading;
  last: Reading | undefined;
  board: Board;
  witnesses: Witnesses;
  proposals: readonly { group: Group; fixes: readonly Fix[] }[];
}

/** Rules of single cells, and how a cell of theirs is mended. */
const fewCells: ReadonlyMap<string, (found: Case) => readonly Fix[]> = new Map([
  ...["B-04", "B-07", "C-02", "C-03"].map((rule) => [rule, filled] as const),
  ["A-02", rolled] as const,
  ["A-03", rolled] as const,
  ["Y-01", carriedIn] as const,
]);

function rolled({ finding, reading, last, witnesses: { said } }: Case): readonly Fix[] {
  const named = (cell: CellId): number[] =>
    said.flatMap(({ cells, value }) => (cells.length === 1 && cells[0] === cell ? [value] : []));
  return last === undefined ? [] : rolledFixes(finding, reading, last, named);
}

/** The repair of a broken sum that mends 上年结转 too; else the figures of last year's report. */
function carriedIn({ finding, reading, last, board, proposals }: Case): readonly Fix[] {
  if (last === undefined) return [];
  const same = proposals.find(({ fixes: [first] }) =>
    finding.cells.every((cell) => {
      const source = carried.get(cell);
      return source !== undefined && first?.set[cell] === last.value(source);
    }),
  );
  return same?.fixes ?? carriedFix(finding, reading, last, board);
}

/** Findings in their order, those of one cause together: they share their first repair. */
export function causes(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const [index, finding] of findings.entries()) {
    const [first] = finding.fix ?? [];
    const key = first === undefined ? String(index) : JSON.stringify(Object.entries(first.set).sort());
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

const nameOf = (fix: Fix): string => cellsOf(fix).slice(0, 2).map(cellName).join("、");
const cellsOf = (fix: Fix): CellId[] => Object.keys(fix.set).filter(isCellId);

/** The finding says that an equality of the group is broken; B-08 says it of two columns at once. */
const belongs = (finding: Finding, group: Group): boolean =>
  finding.verdict === "broken" &&
  group.equalities.some((index) => {
    const { rule, mark } = equalities[index] ?? {};
    const said = rule === finding.rule || (finding.rule === "B-08" && (rule === "B-01" || rule === "B-02"));
    return said && mark !== undefined && finding.cells.includes(mark);
  });

function witnessesOf(reading: Reading, last: Reading | undefined): Witnesses {
  return {
    said: claimsIn(reading)
      .filter(({ approximate, scope, none }) => !approximate && scope === undefined && !none)
      .map(({ quantity: { cells, exact }, value }) => ({ cells, value, loose: !exact })),
    last: (cell) => {
      const source = carried.get(cell);
      return source === undefined ? undefined : last?.value(source);
    },
  };
}

/** Cells of one row at most: more is no slip. */
const row = 7;

/** What must stand in empty cells, where the rest of the table leaves no choice. */
function filled({ finding: { cells }, reading, board }: Case): readonly Fix[] {
  const [first] = cells;
  if (first === undefined || cells.length > row || cells.some((cell) => reading.value(cell) !== undefined))
    return [];
  const given = new Map<CellId, number>();
  for (const cell of cellsUnder(tableOf(first))) {
    const value = reading.value(cell);
    if (value !== undefined) given.set(cell, value);
  }
  const { values } = conclude(given);
  const edits = cells.map((cell) => ({
    cell: placeOf(cell),
    to: values.get(cell) ?? only(board, cell) ?? NaN,
  }));
  const touched = [...new Set(edits.flatMap(({ cell }) => equalitiesOf(cell)))];
  const sound = edits.every(({ cell, to }) => isAllowed(cellOf(cell), to)) && mends(board, touched, edits);
  return sound ? [fixOf(board, touched, { edits, words: [] })] : [];
}

/** What an equality leaves for a cell that is the one unknown figure in it; the same in all of them. */
function only(board: Board, cell: CellId): number | undefined {
  const place = placeOf(cell);
  const found = equalitiesOf(place).flatMap((index) => {
    const zero = [{ cell: place, to: 0 }];
    const { excess, open } = stateOf(board, index, zero);
    return open ? [] : [equalities[index]?.left.includes(place) === true ? -excess : excess];
  });
  return found[0];
}
