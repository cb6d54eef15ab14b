import { brokenOn, equalities, stateOf, type Board, type Edits } from "./board.ts";
import { columnsApart, doubles, movedResults, shifts, singles, withTotals } from "./search.ts";

/** Broken equalities with one cause, and every way found to mend them; `complete`: all edits of one and two cells were tried. */
export interface Group {
  equalities: readonly number[];
  ways: readonly Edits[];
  complete: boolean;
}

/** Equalities that share a cell, directly or over others. */
function components(indices: readonly number[]): number[][] {
  const left = new Set(indices);
  const found: number[][] = [];
  for (const start of indices) {
    if (!left.delete(start)) continue;
    const group = [start];
    for (const index of group) {
      const cells = new Set(equalities[index]?.cells);
      for (const other of left)
        if (equalities[other]?.cells.some((cell) => cells.has(cell)) === true) {
          left.delete(other);
          group.push(other);
        }
    }
    found.push(group);
  }
  return found;
}

/** The ways of more than one cell. */
const several = (board: Board, group: readonly number[]): Edits[] => {
  const found = new Map<string, Edits>();
  for (const edits of [
    ...doubles(board, group),
    ...shifts(board, group),
    ...withTotals(board, group),
    ...movedResults(board, group),
  ]) {
    const ordered = [...edits].sort((one, other) => one.cell - other.cell);
    found.set(ordered.map(({ cell, to }) => `${cell}=${to}`).join(), ordered);
  }
  return [...found.values()];
};

/**
 * A group of which one cell each mends a part, in one way only: each such part is a cause of its own, and what is left
 * is one, too. Null where nothing is told apart or what is left is not mended.
 */
function parts(board: Board, group: readonly number[]): Group[] | null {
  const taken = new Set<number>();
  const found: Group[] = [];
  for (const index of group) {
    const cover = taken.has(index) ? null : coverOf(board, group, index);
    if (cover === null || cover.equalities.some((other) => taken.has(other))) continue;
    for (const other of cover.equalities) taken.add(other);
    found.push(cover);
  }
  const left = group.filter((index) => !taken.has(index));
  if (found.length === 0) return null;
  if (left.length === 0) return found;
  const values = Float64Array.from(board.values);
  for (const { ways } of found) for (const { cell, to } of ways.flat()) values[cell] = to;
  const rest = { ...board, values };
  const alone = singles(rest, left);
  const ways = alone.length > 0 ? alone : several(rest, left);
  const complete = left.every((index) => !stateOf(board, index).open);
  return ways.length === 0 ? null : [...found, { equalities: left, ways, complete }];
}

/** The one cell that mends two or more equalities of the group, this among them, and touches nothing that holds. */
function coverOf(board: Board, group: readonly number[], index: number): Group | null {
  const found: Group[] = [];
  for (const other of group) {
    if (other === index) continue;
    const pair = group.length > 2 ? [index, other] : group;
    for (const way of singles(board, pair)) {
      const mended = group.filter((each) => !stateOf(board, each, way).broken);
      if (!found.some(({ ways }) => ways[0]?.[0]?.cell === way[0]?.cell))
        found.push({ equalities: mended, ways: [way], complete: true });
    }
  }
  const [only, ...more] = found;
  return only !== undefined && more.length === 0 ? only : null;
}

/** More broken equalities than two wrong figures and a few more make. */
const handful = 8;

/** Every broken equality in a group with the ways to mend it. Costs nothing where none is broken. */
export function groupsOf(board: Board): Group[] {
  const broken = brokenOn(board);
  if (broken.length === 0) return [];
  const complete = (group: readonly number[]): boolean => group.every((index) => !stateOf(board, index).open);
  const solved: Group[] = [];
  const rest: number[][] = [];
  for (const group of components(broken)) {
    const ways = singles(board, group);
    if (ways.length > 0) solved.push({ equalities: group, ways, complete: complete(group) });
    else {
      const apart = parts(board, group);
      if (apart === null) rest.push(group);
      else solved.push(...apart);
    }
  }
  if (rest.length === 0) return solved;
  const together = rest.flat();
  const ways = several(board, together);
  const apart = ways.length > 0 ? null : columnsApart(board, together);
  if (apart !== null)
    return [
      ...solved,
      ...apart.columns.map((index) => ({
        equalities: [index],
        ways: withTotals(board, [index], apart.total),
        complete: true,
      })),
    ];
  // Beyond a handful the table is wrong as a whole, and pairs say nothing.
  if (ways.length > 0 || rest.length === 1 || together.length > handful)
    return [...solved, { equalities: together, ways, complete: complete(together) }];
  return [...solved, ...paired(board, rest, complete)];
}

/** Groups that nothing mends at once: each alone, else two and two. */
function paired(
  board: Board,
  groups: readonly number[][],
  complete: (group: readonly number[]) => boolean,
): Group[] {
  const found: Group[] = [];
  const open: number[][] = [];
  for (const group of groups) {
    const ways = several(board, group);
    if (ways.length > 0) found.push({ equalities: group, ways, complete: complete(group) });
    else open.push(group);
  }
  while (open.length > 0) {
    const group = open.shift() ?? [];
    const partner = open.findIndex((other) => several(board, [...group, ...other]).length > 0);
    const whole = [...group, ...(open[partner] ?? [])];
    if (partner >= 0) open.splice(partner, 1);
    found.push({
      equalities: whole,
      ways: partner < 0 ? [] : several(board, whole),
      complete: complete(whole),
    });
  }
  return found;
}
