/** Figures printed without separators → the cells they can be. A cell is 0 or begins with another digit. */

const digits = /^\d+$/;
/** No count of a report has more digits; 万元 are printed with a point. */
const maxDigits = 8;

/** What is left to spend on a search; at 0 it gives up and nothing is decided. */
export interface Budget {
  left: number;
}

/** Where cells can lie in a row: `ends(at)` are the places where a cell that begins at `at` can end. */
interface Strip {
  text: string;
  ends: readonly (readonly number[])[];
}

/** Pieces are separated for certain; a piece of digits can be several cells, any other is one. */
function stripOf(pieces: readonly string[]): Strip {
  const text = pieces.join("");
  const ends: number[][] = Array.from({ length: text.length + 1 }, () => []);
  let from = 0;
  for (const piece of pieces) {
    const to = from + piece.length;
    if (!digits.test(piece)) ends[from]?.push(to);
    else
      for (let at = from; at < to; at++) {
        const longest = text[at] === "0" ? at + 1 : Math.min(to, at + maxDigits);
        for (let end = at + 1; end <= longest; end++) ends[at]?.push(end);
      }
    from = to;
  }
  return { text, ends };
}

/** For every number of cells, the places that can be reached from the left with so many. */
function reachable(strip: Strip, width: number): boolean[][] {
  const reach = Array.from({ length: width + 1 }, () => Array<boolean>(strip.text.length + 1).fill(false));
  const first = reach[0];
  if (first !== undefined) first[0] = true;
  for (let cell = 0; cell < width; cell++)
    for (const [at, ends] of strip.ends.entries()) {
      const next = reach[cell + 1];
      if (reach[cell]?.[at] === true && next !== undefined) for (const end of ends) next[end] = true;
    }
  return reach;
}

/** The cells on which every division into `width` cells agrees; undefined where they differ. No result: none exists. */
export function certainCells(pieces: readonly string[], width: number): (string | undefined)[] | undefined {
  const strip = stripOf(pieces);
  const { text, ends } = strip;
  const reach = reachable(strip, width);
  if (reach[width]?.[text.length] !== true) return undefined;
  const out: (string | undefined)[] = [];
  let open = new Set([text.length]);
  for (let cell = width - 1; cell >= 0; cell--) {
    const found = new Set<string>();
    const starts = new Set<number>();
    for (const [at, there] of (reach[cell] ?? []).entries()) {
      if (!there) continue;
      for (const end of ends[at] ?? []) {
        if (!open.has(end)) continue;
        starts.add(at);
        found.add(text.slice(at, end));
      }
    }
    out.unshift(found.size === 1 ? [...found][0] : undefined);
    open = starts;
  }
  return out;
}

/** A number and the sum of its digits leave the same rest: so do digits, however they are divided, and their sum. */
const restOf = (text: string): number => [...text].reduce((sum, digit) => sum + Number(digit), 0) % 9;

/** Whether so many digits in so many cells can add up to `sum`: at least by the longest cell they need, at most by one long one. */
const canBe = (length: number, cells: number, sum: number): boolean =>
  length >= cells &&
  (length === cells || 10 ** (Math.ceil(length / cells) - 1) <= sum) &&
  sum < 10 ** (length - cells + 1) + 9 * (cells - 1);

/** Divisions into `width` cells of which the last is the sum of the others; undefined when the search gave up. */
export function summedCells(
  pieces: readonly string[],
  width: number,
  budget: Budget,
): string[][] | undefined {
  const { text, ends } = stripOf(pieces);
  const out: string[][] = [];
  if (!digits.test(text)) return out;
  for (let last = text.length - 1; last >= width - 1; last--) {
    if (ends[last]?.includes(text.length) !== true) continue;
    if (restOf(text.slice(0, last)) !== restOf(text.slice(last))) continue;
    const cells: string[] = [];
    const go = (at: number, left: number): boolean => {
      if (--budget.left < 0) return false;
      const open = width - 1 - cells.length;
      if (open === 0) {
        if (at === last && left === 0) out.push([...cells, text.slice(last)]);
        return true;
      }
      if (!canBe(last - at, open, left)) return true;
      for (const end of ends[at] ?? []) {
        const value = Number(text.slice(at, end));
        if (end > last || value > left) break;
        cells.push(text.slice(at, end));
        const goesOn = go(end, left - value);
        cells.pop();
        if (!goesOn) return false;
      }
      return true;
    };
    if (!go(0, Number(text.slice(last)))) return undefined;
  }
  return out;
}

/** Divisions into `count` blocks of `width` cells, the last of each block the sum of its others; undefined: gave up. */
export function summedBlocks(
  pieces: readonly string[],
  width: number,
  count: number,
  budget: Budget,
): string[][] | undefined {
  const { text, ends } = stripOf(pieces);
  const out: string[][] = [];
  const cells: string[] = [];
  const go = (at: number, sum: number): boolean => {
    if (--budget.left < 0) return false;
    const left = width * count - cells.length;
    if (left === 0) {
      if (at === text.length) out.push([...cells]);
      return true;
    }
    if (text.length - at < left) return true;
    const last = cells.length % width === width - 1;
    for (const end of ends[at] ?? []) {
      const cell = text.slice(at, end);
      if (last && Number(cell) !== sum) continue;
      cells.push(cell);
      const goesOn = go(end, last ? 0 : sum + Number(cell));
      cells.pop();
      if (!goesOn) return false;
    }
    return true;
  };
  return go(0, 0) ? out : undefined;
}
