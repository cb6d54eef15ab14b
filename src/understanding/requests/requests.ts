import { type RequestRow } from "../../report/form/requests.ts";
import { type Claim } from "../sentences/claims.ts";
import { distribute, remaining, thatOne } from "./distribute.ts";
import { isResult } from "../sentences/places.ts";
import { type Reading, put, quoteOf, requestCell, valueNow } from "../figures/reading.ts";
import {
  askedRow,
  correctable,
  correctedRow,
  doubtNoRow,
  doubtRow,
  explainGroup,
  isRow,
  oneRow,
} from "./requestRows.ts";
import {
  carried,
  carriedUnknown,
  channels,
  checkSum,
  columnsOfTotals,
  includedCarry,
  putTotal,
  putWhole,
  spread,
  tooMany,
} from "./requestSums.ts";
import { declare, zeroPlace } from "../figures/zeros.ts";

/** Statements about table 三, in the order in which they decide one another. */
export function readRequests(reading: Reading, claims: readonly Claim[]): void {
  const asked = askedRow(reading.heard.asked);
  let row = asked; // the row that columns alone belong to
  const about =
    reading.heard.asked?.startsWith("requests") === true ||
    claims.some(({ place }) => place.rows.length > 0 && !place.weak);
  const later: { claim: Claim; row: RequestRow | undefined }[] = [];
  const counted: { claim: Claim; row: RequestRow }[] = [];
  const groups: Claim[] = [];
  const carries: Claim[] = [];
  for (const claim of claims) {
    const { place, amount } = claim;
    if (place.weak && !about) {
      reading.unread.push(claim);
      continue;
    }
    let named = oneRow(place, asked);
    if (named === undefined && !place.weak) named = undefined;
    if (reading.correction && named === undefined && place.columns.length > 0) {
      const only = correctedRow(reading, place, row);
      if (only === undefined) {
        reading.doubts.push({
          why: "which row",
          quote: quoteOf(reading, claim),
          rows: ["requests.received", "requests.granted"],
        });
        continue;
      }
      row = only;
    }
    if (amount.kind === "zero" && place.carry && asked !== "carriedIn" && asked !== "carriedOut") {
      carries.push(claim);
      continue;
    }
    if (amount.kind === "zero") {
      if (place.other && place.columns.length === 0) place.columns.push(["other"]);
      zeroPlace(reading, claim, named === undefined ? row : undefined);
      if (named !== undefined && isRow(named)) row = named;
      continue;
    }
    if (named === "group" && amount.kind === "count") {
      groups.push(claim);
      continue;
    }
    if (named === "group" || named === "several") {
      doubtRow(reading, claim, named);
      continue;
    }
    if (named !== undefined && !(named === "handledTotal" && amount.kind !== "count")) row = named;
    if (amount.kind === "count") {
      if (named === undefined && (row === undefined || !correctable(reading, claim, row)))
        doubtNoRow(reading, claim);
      else if (row !== undefined) {
        if (
          place.columns.length === 0 &&
          !place.other &&
          named === undefined &&
          row !== asked &&
          counted.some((other) => other.row === row && other.claim.place.columns.length === 0)
        ) {
          reading.doubts.push({ why: "which row", quote: quoteOf(reading, claim), rows: [] });
        } else counted.push({ claim, row });
      }
    } else later.push({ claim, row: named ?? row });
  }
  for (const claim of groups) explainGroup(reading, claim, counted);
  includedCarry(reading, counted);
  channels(counted);
  const refined = columnsOfTotals(later, counted);
  for (const entry of counted) {
    const before = reading.doubts.length;
    count(reading, entry.claim, entry.row, refined.has(entry));
    if (reading.doubts.length > before) reading.partial = true;
  }
  for (const [entry, columns] of refined) putTotal(reading, entry.claim, entry.row, columns);
  for (const { claim, row: of } of counted) if (claim.whole) putWhole(reading, claim, of, counted);
  for (const id of new Set(counted.map((entry) => entry.row)))
    checkSum(
      reading,
      id,
      counted.filter((entry) => entry.row === id).map((entry) => entry.claim),
      later.some(({ claim, row: of }) => of === id && claim.amount.kind === "rest"),
    );
  if (tooMany(reading, counted)) return;
  thatOne(reading, later);
  spread(reading, counted);
  const clear = reading.doubts.length + reading.unread.length;
  // 全部按时办结 asks for the results only where nothing else told them
  const finished = later.filter(({ row: of }) => of === "handledTotal");
  for (const { claim, row: of } of later)
    if (claim.amount.kind !== "rest" && of !== "handledTotal") distribute(reading, claim, of);
  // what is left can be told only when everything before it was understood
  if (reading.doubts.length + reading.unread.length > clear) reading.partial = true;
  for (const { claim, row: of } of later)
    if (claim.amount.kind === "rest" && of !== "handledTotal") distribute(reading, claim, of);
  for (const { claim, row: of } of finished) distribute(reading, claim, of);
  for (const claim of carries) noCarry(reading, claim);
}

/** 没有结转: out of the year where everything has its result; otherwise it may be into it as well. */
function noCarry(reading: Reading, claim: Claim): void {
  if (remaining(reading, undefined).total === 0 && !carriedUnknown(reading))
    declare(reading, ["requests.carriedOut"], claim);
  else doubtRow(reading, claim, "several");
}

/** A figure for a row: of one column, of each of several, or of the row. */
function count(reading: Reading, claim: Claim, row: RequestRow, refined: boolean): void {
  if (claim.amount.kind !== "count") return;
  const { value } = claim.amount;
  const columns = claim.place.columns.flat();
  if (claim.place.other) columns.push("other");
  if (claim.place.columns.some((group) => group.length > 1) || (columns.length > 1 && !claim.each)) {
    reading.doubts.push({ why: "which row", quote: quoteOf(reading, claim), rows: [] });
    return;
  }
  if (columns.length > 0) {
    for (const column of columns) put(reading, claim, requestCell(row, column), value);
    // 自然人3件都公开了 as the answer to how many came in
    const asked = askedRow(reading.heard.asked);
    const [column] = columns;
    if (
      asked === "received" &&
      isResult(row) &&
      claim.all &&
      column !== undefined &&
      valueNow(reading, requestCell("received", column)) === undefined &&
      !carried(reading)
    )
      put(reading, claim, requestCell("received", column), value);
    return;
  }
  if (refined && row !== "handledTotal") {
    put(reading, claim, requestCell(row, "total"), value);
    return;
  }
  put(reading, claim, requestCell(row, "total"), value);
}
