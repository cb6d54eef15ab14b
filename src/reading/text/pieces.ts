import { narrow } from "../../language/width.ts";
import { readFigure } from "../align/figure.ts";
import { certainCells, summedCells, type Budget } from "./split.ts";

/** The figures that follow a label, as far as blanks and lines separate them. */
export interface Pieces {
  pieces: string[];
  /** Words without digits stand among them. */
  foreign: boolean;
  /** Digits stand among words: nobody knows what they count. */
  mixed: boolean;
  /** Digits stand next to a label without anything between: nothing separates the cells. */
  adjoining: boolean;
  raw: string;
}

/** Digits, their marks and placeholders; nothing else belongs to figures printed without a label. */
export const figureText = /^(?:[\s|｜│┃\d,.，．/\-—–－／０-９]|无(?=[\s|\d]))*/;

/** `text`: all between two labels, with its blanks. */
export function piecesOf(text: string): Pieces {
  const raw = text.replace(/\s+/g, " ").trim();
  const joined = narrow(text).replace(/[(][^()]*[)]/g, (note) => note.replace(/\s+/g, ""));
  const out: Pieces = {
    pieces: [],
    foreign: false,
    mixed: false,
    adjoining: /^\d|\d$/.test(narrow(text)),
    raw,
  };
  for (const token of joined.split(/[\s|│┃]+/)) {
    if (token === "") continue;
    const parts = /^[\d/]+$/.test(token) ? (token.match(/\d+|\//g) ?? []) : [token];
    for (const part of parts)
      if (/^\d+$/.test(part) || readFigure(part).kind !== "unreadable") out.pieces.push(part);
      else if (/\d/.test(part)) out.mixed = true;
      else out.foreign = true;
  }
  return out;
}

/** As many pieces as cells: each is one. */
export const areSeparate = ({ pieces, mixed }: Pieces, width: number): boolean =>
  !mixed && pieces.length === width;

/** More pieces are cells, of which some are missing or empty. */
const maxRunPieces = 4;
/** Longer than fifteen figures ever are. */
const maxRun = 150;

/** Whether cells ran together: digits adjoin a label, or a piece begins with 0 and goes on. */
export const ranTogether = ({ pieces, adjoining, mixed, foreign }: Pieces): boolean =>
  !mixed &&
  !foreign &&
  pieces.length <= maxRunPieces &&
  pieces.join("").length <= maxRun &&
  (adjoining || pieces.some((piece) => /^0\d/.test(piece)));

/** Cells that the pieces leave no doubt of, whatever they add up to; none known where they are no row of figures. */
export function certain(found: Pieces, width: number): (string | undefined)[] {
  if (areSeparate(found, width)) return found.pieces;
  const nothing = Array<undefined>(width).fill(undefined);
  return ranTogether(found) ? (certainCells(found.pieces, width) ?? nothing) : nothing;
}

/**
 * Readings of a row whose last cell is the sum of the others; undefined where the search gave up, or it is no row. One
 * piece alone may be a row that ran together in a table whose other rows did not.
 */
export function summed(found: Pieces, width: number, budget: Budget): string[][] | undefined {
  const alone = found.pieces.length === 1 && !found.mixed && !found.foreign;
  if (found.raw.length > maxRun || (!alone && !ranTogether(found))) return undefined;
  return summedCells(found.pieces, width, budget);
}

/** The value of a cell that is a number. */
export function valueOf(text: string): number | undefined {
  const figure = readFigure(text);
  return figure.kind === "number" ? figure.value : undefined;
}

/** What all readings have in common. */
export const agreed = (readings: readonly (readonly string[])[]): (string | undefined)[] =>
  (readings[0] ?? []).map((cell, column) =>
    readings.every((reading) => reading[column] === cell) ? cell : undefined,
  );
