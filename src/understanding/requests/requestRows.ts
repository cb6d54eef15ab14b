import { cellsUnder, isPrefix } from "../../report/form.ts";
import { type RequestRow, requestRows, resultGroups, resultRows } from "../../report/form/requests.ts";
import { type Claim } from "../sentences/claims.ts";
import { type Place, isResult } from "../sentences/places.ts";
import { type Reading, quoteOf, requestCell } from "../figures/reading.ts";

export const rowIds: readonly string[] = requestRows.map((row) => row.id);

export const isRow = (id: string): id is RequestRow => rowIds.includes(id);

/** The row of table 三 that is asked for, when it is one. */
export function askedRow(asked: string | null): RequestRow | undefined {
  if (asked === null || !asked.startsWith("requests.")) return undefined;
  const rest = asked.slice("requests.".length);
  const row = isRow(rest) ? rest : rest.split(".").slice(0, -1).join(".");
  return isRow(row) ? row : undefined;
}

/** The one row that a place names: results before the words that only lead to them, a reason before its group. */
export function oneRow(
  place: Place,
  asked: RequestRow | undefined,
): RequestRow | "several" | "group" | undefined {
  let rows = [...place.rows];
  if (place.carry)
    rows.push(asked === "carriedOut" ? "carriedOut" : asked === "carriedIn" ? "carriedIn" : "received");
  if (place.carry && asked !== "carriedOut" && asked !== "carriedIn") return "several";
  if (rows.length > 1)
    rows = rows.filter((row) => isResult(row) || row === "carriedOut" || row === "carriedIn");
  if (rows.length > 1 && rows.includes("partlyGranted")) {
    rows = rows.filter((row) => !row.startsWith("refused."));
    if (rows.length === 1) return rows[0];
  }
  if (place.groups.length > 0) {
    const inside = rows.filter((row) => place.groups.some((group) => row.startsWith(`${group}.`)));
    if (inside.length === 1 && inside.length === rows.length) return inside[0];
    return rows.length === 0
      ? "group"
      : rows[0] === "partlyGranted" && rows.length === 1
        ? rows[0]
        : "several";
  }
  return rows.length > 1 ? "several" : rows[0];
}

/** 不对，是5件 means the asked row only where it has a figure; 不是3件 only the total that is 3. */
export function correctable(reading: Reading, claim: Claim, row: RequestRow): boolean {
  if (claim.place.columns.length > 0) return true;
  if (reading.denied !== undefined) {
    reading.correction = true;
    return reading.heard.known(requestCell(row, "total")) === reading.denied;
  }
  return (
    !reading.correction ||
    cellsUnder(`requests.${row}`).some(
      (cell) => reading.heard.known(cell) !== undefined || reading.cells.has(cell),
    )
  );
}

/** A corrected column without a row: the asked row, or the one row in which the column has a figure. */
export function correctedRow(
  reading: Reading,
  place: Place,
  row: RequestRow | undefined,
): RequestRow | undefined {
  if (
    row !== undefined &&
    cellsUnder(`requests.${row}`).some(
      (cell) => reading.heard.known(cell) !== undefined || reading.cells.has(cell),
    )
  )
    return row;
  const columns = place.columns.flat();
  const rows = requestRows.filter(
    ({ id }) =>
      id !== "handledTotal" &&
      columns.some((column) => (reading.heard.known(requestCell(id, column)) ?? 0) > 0),
  );
  return rows.length === 1 ? rows[0]?.id : undefined;
}

/** 不予公开2件，其中国家秘密1件、第三方1件: the reasons that follow make up the figure, or it must be asked. */
export function explainGroup(
  reading: Reading,
  claim: Claim,
  counted: readonly { claim: Claim; row: RequestRow }[],
): void {
  const [group] = claim.place.groups;
  const inside = counted.filter(({ row }) => claim.place.groups.some((entry) => row.startsWith(`${entry}.`)));
  const sum = inside.reduce(
    (all, entry) => all + (entry.claim.amount.kind === "count" ? entry.claim.amount.value : 0),
    0,
  );
  const total = claim.amount.kind === "count" ? claim.amount.value : 0;
  if (inside.length === 0 || group === undefined) doubtRow(reading, claim, "group");
  else if (sum !== total) {
    const row = `requests.${group}`;
    if (sum > total) reading.doubts.push({ why: "too many", row, total, sum });
    else reading.doubts.push({ why: "left over", row, total, left: total - sum });
    reading.partial = true;
  }
}

export function doubtRow(reading: Reading, claim: Claim, named: "group" | "several"): void {
  const quote = quoteOf(reading, claim);
  reading.partial = true;
  const [group] = claim.place.groups;
  if (named === "group" && group === "refused") reading.doubts.push({ why: "no reason", quote });
  else if (named === "group" && group !== undefined)
    reading.doubts.push({
      why: "which row",
      quote,
      rows: resultRows.filter((row) => row.id.startsWith(`${group}.`)).map((row) => `requests.${row.id}`),
    });
  else if (claim.place.carry)
    reading.doubts.push({ why: "which row", quote, rows: ["requests.carriedIn", "requests.carriedOut"] });
  else
    reading.doubts.push({ why: "which row", quote, rows: claim.place.rows.map((row) => `requests.${row}`) });
}

export function doubtNoRow(reading: Reading, claim: Claim): void {
  const quote = quoteOf(reading, claim);
  reading.partial = true;
  const asked = reading.heard.asked;
  const group = resultGroups.find((entry) => asked === `requests.${entry.id}`);
  if (group !== undefined && asked !== null && isPrefix(asked))
    reading.doubts.push({
      why: "which row",
      quote,
      rows: resultRows.filter((row) => row.id.startsWith(`${group.id}.`)).map((row) => `requests.${row.id}`),
    });
  else if (asked === "requests.results") reading.doubts.push({ why: "no result", quote });
  else reading.doubts.push({ why: "of what", quote });
}
