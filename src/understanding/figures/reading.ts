import { isAllowed, type CellId } from "../../report/form.ts";
import { applicants, type Applicant, type RequestRow } from "../../report/form/requests.ts";
import type { Claim } from "../sentences/claims.ts";
import type { Doubt, Heard } from "../command.ts";

/** What has been made of a message so far. */
export interface Reading {
  heard: Heard;
  /** The message in its own words, for quotes. */
  text: string;
  cells: Map<CellId, number>;
  /** Cells for which the message gave two figures: none of them counts. */
  contested: Set<CellId>;
  zeros: Set<string>;
  doubts: Doubt[];
  /** Statements nothing could be made of. */
  unread: Claim[];
  /** The words say that an earlier figure was wrong. */
  correction: boolean;
  /** The figure of 不是3件. */
  denied: number | undefined;
  /** The columns of 除了企业那件都公开了. */
  excepted: Applicant[];
  /** Some figures of the message were not understood, so that “the rest” cannot be told. */
  partial: boolean;
}

export const applicantIds: readonly Applicant[] = applicants.map((applicant) => applicant.id);
export const quoteOf = (reading: Reading, claim: Claim): string =>
  reading.text.slice(claim.start, claim.end).trim();

export const requestCell = (row: RequestRow, column: Applicant | "total"): CellId =>
  `requests.${row}.${column}`;

/** The value of a cell after the message so far. */
export function valueNow(reading: Reading, cell: CellId): number | undefined {
  const said = reading.cells.get(cell);
  if (said !== undefined) return said;
  for (const prefix of reading.zeros)
    if (cell.startsWith(`${prefix}.`) || cell === prefix) return reading.heard.known(cell) ?? 0;
  return reading.heard.known(cell);
}

/** Takes a figure; one that cannot stand in the cell becomes a doubt. */
export function put(reading: Reading, claim: Claim, cell: CellId, value: number): boolean {
  if (!isAllowed(cell, value)) {
    reading.doubts.push({ why: "not allowed", quote: quoteOf(reading, claim), cell });
    return false;
  }
  if (reading.contested.has(cell)) return false;
  const before = reading.cells.get(cell);
  if (before !== undefined && claim.add && !reading.correction) {
    reading.doubts.push({ why: "in all", quote: quoteOf(reading, claim), cell, known: before });
    reading.cells.delete(cell);
    reading.contested.add(cell);
    return false;
  }
  if (before !== undefined && before !== value && !reading.correction) {
    reading.doubts.push({ why: "which row", quote: quoteOf(reading, claim), rows: [] });
    reading.cells.delete(cell);
    reading.contested.add(cell);
    return false;
  }
  const known = reading.heard.known(cell);
  if (claim.add && known !== undefined && known > 0 && !reading.correction) {
    reading.doubts.push({ why: "in all", quote: quoteOf(reading, claim), cell, known });
    return false;
  }
  reading.cells.set(cell, value);
  return true;
}

/** The columns of the year's applications as far as they are known: what came in, and in all. */
export function incoming(reading: Reading): {
  columns: Map<Applicant, number> | undefined;
  total: number | undefined;
} {
  const part = (row: RequestRow, column: Applicant | "total"): number | undefined =>
    valueNow(reading, requestCell(row, column));
  const said = applicantIds.map((column) => part("received", column));
  const total = part("received", "total");
  const sum = said.reduce<number>((all, value) => all + (value ?? 0), 0);
  const complete = said.every((value) => value !== undefined) || (total !== undefined && sum === total);
  const some = said.some((value) => value !== undefined && value > 0);
  const carriedTotal =
    part("carriedIn", "total") ?? sumIfKnown(applicantIds.map((column) => part("carriedIn", column)));
  const carriedColumns = applicantIds.map((column) => part("carriedIn", column));
  const carriedKnown =
    carriedColumns.every((value) => value !== undefined) ||
    carriedTotal === undefined ||
    carriedTotal === carriedColumns.reduce<number>((all, value) => all + (value ?? 0), 0);
  const received = complete ? sum : (total ?? (some ? sum : undefined));
  if (received === undefined) return { columns: undefined, total: undefined };
  const columns =
    (complete || (some && total === undefined)) && carriedKnown
      ? new Map(
          applicantIds.map((column, index) => [column, (said[index] ?? 0) + (carriedColumns[index] ?? 0)]),
        )
      : undefined;
  return { columns, total: received + (carriedTotal ?? 0) };
}

export const sumIfKnown = (values: readonly (number | undefined)[]): number | undefined =>
  values.some((value) => value === undefined)
    ? undefined
    : values.reduce<number>((all, value) => all + (value ?? 0), 0);
