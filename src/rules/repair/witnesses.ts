import { cellName, partsOf, type CellId } from "../../report/form.ts";
import { requestColumns } from "../../report/form/requests.ts";
import type { Fix } from "../rule.ts";
import { cellOf, equalities, equalitiesOf, placeOf, type Board, type Edit, type Edits } from "./board.ts";
import type { Group } from "./groups.ts";
import { slipOf } from "./slips.ts";

/** What else speaks for a figure, besides the sums. */
export interface Witnesses {
  /** What the text says of figures: the cells that a number counts together. */
  said: readonly Said[];
  /** The figure of last year's report that must stand here. */
  last: (cell: CellId) => number | undefined;
}

export interface Said {
  cells: readonly CellId[];
  value: number;
  /** The words could mean something else. */
  loose: boolean;
}

interface Told {
  score: number;
  words: readonly string[];
}

/** What the text says: for edits that make its numbers true, against those that make them false. */
function spoken(board: Board, edits: Edits, said: readonly Said[]): Told {
  let score = 0;
  const words: string[] = [];
  for (const { cells, value, loose } of said) {
    const places = cells.map(placeOf);
    if (!edits.some(({ cell }) => places.includes(cell))) continue;
    const sum = (at: (place: number) => number): number =>
      places.reduce((total, place) => total + at(place), 0);
    const old = (place: number): number => board.values[place] ?? NaN;
    const before = sum(old) === value;
    const after = sum((place) => edits.find(({ cell }) => cell === place)?.to ?? old(place)) === value;
    if (before === after) continue;
    score += (after ? 1 : -1) * (loose ? 2 : 4);
    if (after) words.push(`正文写的也是${value}`);
  }
  return { score, words };
}

/** What last year's report says. */
function remembered(board: Board, edits: Edits, last: Witnesses["last"]): Told {
  let score = 0;
  const words: string[] = [];
  for (const { cell, to } of edits) {
    const value = last(cellOf(cell));
    if (value === undefined) continue;
    if (value === to) {
      score += 3;
      words.push(`与上年报告的${to}一致`);
    } else if (value === board.values[cell]) score -= 3;
  }
  return { score, words };
}

const apart = (one: number, other: number): "row" | "column" | null => {
  const [a = "", b = ""] = [cellOf(one), cellOf(other)];
  if (a.slice(0, a.lastIndexOf(".")) === b.slice(0, b.lastIndexOf("."))) return "row";
  return a.slice(a.lastIndexOf(".")) === b.slice(b.lastIndexOf(".")) ? "column" : null;
};

/** The edits but for totals that only follow from other edits. */
function asked(board: Board, edits: Edits): Edits {
  const by = ({ cell, to }: Edit): number => to - (board.values[cell] ?? NaN);
  return edits.filter((edit) => {
    const parts = partsOf(cellOf(edit.cell));
    const changed = edits.filter(({ cell }) => parts.includes(cellOf(cell)));
    const sum = changed.reduce((total, part) => total + by(part), 0);
    return changed.length === 0 || sum !== by(edit);
  });
}

/** How two cells can have gone wrong together. */
function together(board: Board, edits: Edits): Told {
  const [first, second] = edits;
  if (first === undefined || second === undefined) return { score: 0, words: [] };
  const [a, b] = [board.values[first.cell] ?? NaN, board.values[second.cell] ?? NaN];
  if (edits.length === 2) {
    const line = apart(first.cell, second.cell);
    const near = Math.abs(first.cell - second.cell) === 1 ? 1 : 0;
    const place = line === "row" ? "填错了列" : line === "column" ? "填错了行" : "填错了格";
    if (first.to === b && second.to === a)
      return a === 0 || b === 0
        ? { score: 6 + near, words: [`像是这个数${place}`] }
        : { score: 6 + near, words: ["像是这两格填反了"] };
    if (line === "row" && near === 1 && split(a, b, first.to, second.to))
      return { score: 6, words: ["像是一个数分在两格里了"] };
    if (line === "row" && near === 1 && first.to - a === b - second.to)
      return { score: 3, words: [`像是有${Math.abs(first.to - a)}件填错了列`] };
    if (line === "column" && first.to - a === b - second.to)
      return { score: 1, words: [`像是有${Math.abs(first.to - a)}件填错了行`] };
  }
  return edits.length > 2 ? { score: 5, words: ["像是这一行的数错开了一列"] } : { score: 0, words: [] };
}

/** 1 and 2 where 12 and 0, or 0 and 12, are meant. */
const split = (a: number, b: number, one: number, other: number): boolean => {
  const joined = Number(`${a}${b}`);
  return (one === joined && other === 0) || (one === 0 && other === joined);
};

/** Where somebody forgets a case it was mostly still open at the end of the year. */
const forgotten = (board: Board, edits: Edits): number =>
  edits.some(
    ({ cell, to }) => cellOf(cell).startsWith("requests.carriedOut.") && to > (board.values[cell] ?? NaN),
  )
    ? 2
    : 0;

/** One total answers for four parts: each is a part as likely as another, the total stands alone. */
const alone = (edits: Edits): number =>
  edits.length === 1 && edits.some(({ cell }) => /^disputes\..*\.total$/.test(cellOf(cell))) ? 2 : 0;

const offered = 3;
/** Where two cells can be mended in many ways, one is offered only when something speaks for it. */
const enough = 3;

interface Weighed {
  edits: Edits;
  score: number;
  words: readonly string[];
}

function weigh(board: Board, edits: Edits, witnesses: Witnesses): Weighed {
  const own = asked(board, edits);
  const told = [
    spoken(board, edits, witnesses.said),
    remembered(board, edits, witnesses.last),
    together(board, own),
  ];
  const slips = own.length > 2 ? [] : own.map(({ cell, to }) => slipOf(board.values[cell] ?? NaN, to));
  const slip = own.length === 1 ? slips.flatMap(({ words }) => words ?? []) : [];
  const follows = own.length < edits.length;
  const testified = told.slice(0, 2).reduce((sum, { score }) => sum + score, 0);
  // Any row could hold the missing cases: one that holds none so far is named only when something speaks for it.
  const anyRow =
    edits.length > 2 && follows && testified <= 0 && own.every(({ cell }) => board.values[cell] === 0);
  return {
    edits,
    score:
      told.reduce((sum, { score }) => sum + score, 0) +
      slips.reduce((sum, { weight }) => sum + weight, 0) / Math.max(own.length, 1) +
      (follows && own.length === 1 && !anyRow ? enough : 0) +
      forgotten(board, edits) +
      alone(edits),
    words: [...told.flatMap(({ words }) => words), ...slip],
  };
}

const changeOf = (board: Board, { cell, to }: Edit, index: number): string => {
  const name = cellName(cellOf(cell));
  const old = board.values[cell];
  return `${index === 0 ? name : name.slice(2)}${old === undefined || Number.isNaN(old) ? "填" : `由${old}改为`}${to}`;
};

/** 这一行、自然人一列: what the edits bring into order. */
function mended(group: readonly number[], edits: Edits, own: Edits): string {
  if (own.length > 1) return "各行各列";
  const touched = new Set(edits.flatMap(({ cell }) => equalitiesOf(cell)));
  const names = group
    .filter((index) => touched.has(index))
    .map((index) => {
      const { rule, mark } = equalities[index] ?? {};
      if (rule === "B-03") return "这一行";
      if (rule === "C-01") return "四种结果相加与总计";
      return `${requestColumns.find(({ id }) => mark?.endsWith(`.${id}`) === true)?.label ?? ""}一列`;
    });
  return [...new Set(names)].join("、");
}

/** The proposal as people read it: cell, old and new figure, what speaks for it. */
export function fixOf(
  board: Board,
  group: readonly number[],
  { edits, words }: Pick<Weighed, "edits" | "words">,
): Fix {
  const own = asked(board, edits);
  const changes = own.map((edit, index) => changeOf(board, edit, index)).join("、");
  const order = mended(group, edits, own);
  const both = order.includes("、") || own.length > 1 ? "就都" : "就";
  const totals = own.length < edits.length ? ["总计跟着改"] : [];
  const because = [...totals, `${order}${both}对得上`, ...new Set(words)].join("，");
  return {
    set: Object.fromEntries(edits.map(({ cell, to }) => [cellOf(cell), to])),
    reason: `${changes}，${because}。`,
  };
}

/** At most three of the ways to mend a group, the best witnessed first. */
export function ranked(board: Board, group: Group, witnesses: Witnesses): Fix[] {
  return group.ways
    .map((edits) => weigh(board, edits, witnesses))
    .filter(({ edits, score }) => edits.length === 1 || score >= enough || group.ways.length <= offered)
    .sort((one, other) => other.score - one.score || one.edits.length - other.edits.length)
    .slice(0, offered)
    .map((weighed) => fixOf(board, group.equalities, weighed));
}
