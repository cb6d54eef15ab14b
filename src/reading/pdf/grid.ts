import type { Segment } from "./path.ts";

/** A table's ruling lines as a grid: the places of its columns and rows, and which face belongs to which cell. */
export interface Grid {
  xs: number[];
  ys: number[];
  /** For every row and column the number of its cell; faces with no line between them share one. */
  owner: number[][];
}

/** Lines nearer than this (points) are one: double borders, borders of neighbouring cells. */
const snap = 2.6;
/** A line may end this far from the one it is meant to meet. */
const reach = 3;
/** The largest table of the form has 29 lines across. */
const maxLines = 150;

interface Rule {
  /** Its place across: y of a horizontal, x of a vertical line. */
  at: number;
  from: number;
  to: number;
}

/** Lines at about the same place joined, pieces that touch made one. */
function rules(raw: readonly Rule[]): Rule[] {
  const sorted = raw.toSorted((one, other) => one.at - other.at);
  const out: Rule[] = [];
  let group: Rule[] = [];
  const close = (): void => {
    const at = group.reduce((sum, rule) => sum + rule.at, 0) / group.length;
    let current: Rule | undefined;
    for (const { from, to } of group.toSorted((one, other) => one.from - other.from)) {
      if (current !== undefined && from <= current.to + reach) current.to = Math.max(current.to, to);
      else out.push((current = { at, from, to }));
    }
    group = [];
  };
  for (const rule of sorted) {
    const [first] = group;
    if (first !== undefined && rule.at - first.at > snap) close();
    group.push(rule);
  }
  if (group.length > 0) close();
  return out.filter(({ from, to }) => to - from > reach);
}

/** Tables are what horizontal and vertical lines that meet hang together as. */
export function gridsOf(segments: readonly Segment[]): Grid[] {
  const across = rules(
    segments.filter(({ x1, x2, y1, y2 }) => x2 - x1 > y2 - y1).map(({ x1, x2, y1, y2 }) => ({ at: (y1 + y2) / 2, from: x1, to: x2 })),
  ); // prettier-ignore
  const down = rules(
    segments.filter(({ x1, x2, y1, y2 }) => x2 - x1 <= y2 - y1).map(({ x1, x2, y1, y2 }) => ({ at: (x1 + x2) / 2, from: y1, to: y2 })),
  ); // prettier-ignore
  if (across.length > 4 * maxLines || down.length > 40 * maxLines) return [];
  const parent = across.map((_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  const touched = down.map((rule) => {
    let first: number | undefined;
    for (const [index, other] of across.entries()) {
      if (!meet(rule, other)) continue;
      first ??= root(index);
      parent[root(index)] = first;
    }
    return first;
  });
  const grids: Grid[] = [];
  for (const top of new Set(parent.map((_, index) => root(index)))) {
    const rows = across.filter((_, index) => root(index) === top);
    const columns = down.filter((_, index) => touched[index] !== undefined && root(touched[index]) === top);
    const grid = faces(rows, columns);
    if (grid !== undefined) grids.push(grid);
  }
  return grids.toSorted((one, other) => (one.ys[0] ?? 0) - (other.ys[0] ?? 0));
}

const meet = (down: Rule, across: Rule): boolean =>
  across.at >= down.from - reach &&
  across.at <= down.to + reach &&
  down.at >= across.from - reach &&
  down.at <= across.to + reach;

const places = (values: readonly number[]): number[] => {
  const out: number[] = [];
  for (const value of values.toSorted((one, other) => one - other))
    if (out.length === 0 || value - (out.at(-1) ?? 0) > snap) out.push(value);
  return out;
};

/** The faces between the lines, joined where no line runs between them. Undefined when this is no table. */
function faces(rows: readonly Rule[], columns: readonly Rule[]): Grid | undefined {
  if (rows.length < 2 || columns.length === 0) return undefined;
  // A table may be open at its sides: there the ends of its lines are its edge.
  const left = Math.min(...rows.map(({ from }) => from));
  const right = Math.max(...rows.map(({ to }) => to));
  const xs = withEdges(places(columns.map(({ at }) => at)), left, right);
  const top = Math.min(...columns.map(({ from }) => from));
  const bottom = Math.max(...columns.map(({ to }) => to));
  const ys = withEdges(places(rows.map(({ at }) => at)), top, bottom);
  if (xs.length < 2 || ys.length < 2 || xs.length > maxLines || ys.length > maxLines) return undefined;
  if (xs.length === 2 && ys.length === 2) return undefined;
  const width = xs.length - 1;
  const parent = Array.from({ length: width * (ys.length - 1) }, (_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  const join = (one: number, other: number): void => void (parent[root(other)] = root(one));
  for (let row = 0; row < ys.length - 1; row++) {
    for (let column = 0; column < width; column++) {
      const face = row * width + column;
      const [x1 = 0, x2 = 0, y1 = 0, y2 = 0] = [xs[column], xs[column + 1], ys[row], ys[row + 1]];
      if (column + 1 < width && !covered(columns, x2, y1, y2)) join(face, face + 1);
      if (row + 2 < ys.length && !covered(rows, y2, x1, x2)) join(face, face + width);
    }
  }
  const owner = ys.slice(1).map((_, row) => xs.slice(1).map((__, column) => root(row * width + column)));
  return { xs, ys, owner };
}

function withEdges(found: number[], first: number, last: number): number[] {
  const out = [...found];
  if (first < (out[0] ?? Infinity) - 2 * reach) out.unshift(first);
  if (last > (out.at(-1) ?? -Infinity) + 2 * reach) out.push(last);
  return out;
}

/** Whether a line runs at this place along more than half of the stretch. */
function covered(lines: readonly Rule[], at: number, from: number, to: number): boolean {
  let length = 0;
  for (const line of lines)
    if (Math.abs(line.at - at) <= snap)
      length += Math.max(0, Math.min(line.to, to) - Math.max(line.from, from));
  return length * 2 > to - from;
}

/** The row and column of a point, or undefined outside of the grid. */
export function faceAt({ xs, ys }: Grid, x: number, y: number): { row: number; column: number } | undefined {
  const column = xs.findLastIndex((line) => line <= x);
  const row = ys.findLastIndex((line) => line <= y);
  return column < 0 || row < 0 || column >= xs.length - 1 || row >= ys.length - 1
    ? undefined
    : { row, column };
}
