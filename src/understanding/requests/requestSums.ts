import { type CellId, cellsUnder } from "../../report/form.ts";
import { type Applicant, type RequestRow } from "../../report/form/requests.ts";
import { type Claim } from "../sentences/claims.ts";
import { remaining } from "./distribute.ts";
import { isResult } from "../sentences/places.ts";
import {
  type Reading,
  applicantIds,
  incoming,
  put,
  quoteOf,
  requestCell,
  valueNow,
} from "../figures/reading.ts";

/** 收到8件，网上申请5件、信函申请3件: by channel, which the form does not ask. */
export function channels(counted: { claim: Claim; row: RequestRow }[]): void {
  const value = ({ claim }: { claim: Claim }): number =>
    claim.amount.kind === "count" ? claim.amount.value : 0;
  const [whole, ...parts] = counted.filter(
    ({ claim, row }) => row === "received" && claim.place.columns.length === 0 && claim.place.rows.length > 0,
  );
  if (
    whole === undefined ||
    parts.length < 2 ||
    parts.reduce((sum, part) => sum + value(part), 0) !== value(whole)
  )
    return;
  for (const part of parts) counted.splice(counted.indexOf(part), 1);
}

/** 收到5件，其中上年结转1件: whether the 5 are this year's alone cannot be told. */
export function includedCarry(reading: Reading, counted: { claim: Claim; row: RequestRow }[]): void {
  const carry = counted.find(({ claim, row }) => row === "carriedIn" && claim.among);
  const total = counted.find(({ row }) => row === "received");
  if (carry === undefined || total === undefined) return;
  reading.doubts.push({
    why: "which row",
    quote: quoteOf(reading, total.claim),
    rows: ["requests.received", "requests.carriedIn"],
  });
  reading.partial = true;
  for (const entry of counted.filter(({ row }) => row === "received"))
    counted.splice(counted.indexOf(entry), 1);
}

/** 2件，都是自然人: a statement of columns alone gives the total before it. */
export function columnsOfTotals(
  later: { claim: Claim; row: RequestRow | undefined }[],
  counted: readonly { claim: Claim; row: RequestRow }[],
): Map<{ claim: Claim; row: RequestRow }, readonly (readonly Applicant[])[]> {
  const found = new Map<{ claim: Claim; row: RequestRow }, readonly (readonly Applicant[])[]>();
  for (const entry of [...later]) {
    const { claim, row } = entry;
    const bare =
      claim.place.rows.filter((named) => named !== "received").length === 0 &&
      claim.place.groups.length === 0 &&
      claim.place.columns.length > 0;
    if (!bare || (claim.amount.kind !== "all" && claim.amount.kind !== "bare")) continue;
    const total = counted.find(
      (candidate) =>
        candidate.row === row &&
        candidate.claim.place.columns.length === 0 &&
        candidate.claim.end <= claim.start,
    );
    if (
      total === undefined ||
      counted.some((candidate) => candidate.row === row && candidate.claim.place.columns.length > 0)
    )
      continue;
    found.set(total, claim.place.columns);
    later.splice(later.indexOf(entry), 1);
  }
  return found;
}

export function putTotal(
  reading: Reading,
  claim: Claim,
  row: RequestRow,
  columns: readonly (readonly Applicant[])[],
): void {
  const [only] = columns;
  if (columns.length !== 1 || only?.length !== 1 || only[0] === undefined || claim.amount.kind !== "count") {
    reading.doubts.push({
      why: "left over",
      row: `requests.${row}`,
      total: claim.amount.kind === "count" ? claim.amount.value : 0,
      left: claim.amount.kind === "count" ? claim.amount.value : 0,
    });
    return;
  }
  put(reading, claim, requestCell(row, only[0]), claim.amount.value);
}

/** 收到2件，都是个人申请的: both the column and the total, unless other columns were spoken of. */
export function putWhole(
  reading: Reading,
  claim: Claim,
  row: RequestRow,
  counted: readonly { claim: Claim; row: RequestRow }[],
): void {
  const [column] = claim.place.columns.flat();
  const alone =
    counted.every((other) => other.claim === claim || other.row !== row) &&
    applicantIds.every((id) => id === column || !((valueNow(reading, requestCell(row, id)) ?? 0) > 0));
  const total = valueNow(reading, requestCell(row, "total"));
  if (claim.amount.kind !== "count" || column === undefined || claim.place.columns.length !== 1) return;
  if (alone && (total === undefined || reading.correction) && !claim.add && !claim.more)
    put(reading, claim, requestCell(row, "total"), claim.amount.value);
}

export const carried = (reading: Reading): boolean =>
  [
    reading.heard.lastYear("requests.carriedOut.total"),
    valueNow(reading, "requests.carriedIn.total"),
    ...applicantIds.map((column) => reading.heard.lastYear(requestCell("carriedOut", column))),
  ].some((value) => value !== undefined && value > 0);

/** Result totals go to the only column that has applications; to all columns when they take all that is left. */
export function spread(reading: Reading, counted: readonly { claim: Claim; row: RequestRow }[]): void {
  const { columns, total } = incoming(reading);
  if (columns === undefined || total === undefined) return;
  const open = [...columns].filter(([, value]) => value > 0);
  const [only] = open;
  const results = counted.filter(
    ({ row, claim }) =>
      (isResult(row) || row === "carriedOut") &&
      claim.place.columns.length === 0 &&
      !claim.place.other &&
      reading.cells.has(requestCell(row, "total")),
  );
  const sum = results.reduce((all, { row }) => all + (reading.cells.get(requestCell(row, "total")) ?? 0), 0);
  if (
    open.length === 1 &&
    only !== undefined &&
    sum <= total &&
    !(carriedUnknown(reading) && carried(reading))
  ) {
    for (const { claim, row } of results)
      put(reading, claim, requestCell(row, only[0]), reading.cells.get(requestCell(row, "total")) ?? 0);
    return;
  }
  const [single] = results;
  if (results.length !== 1 || single === undefined) return;
  const left = remaining(reading, single.row);
  if (
    left.columns !== undefined &&
    left.total === sum &&
    [...left.columns.values()].every((value) => value >= 0)
  )
    for (const [column, value] of left.columns)
      if (value > 0) put(reading, single.claim, requestCell(single.row, column), value);
}

/** More results than applications: what was said of results is not taken. */
export function tooMany(reading: Reading, counted: readonly { claim: Claim; row: RequestRow }[]): boolean {
  const results = counted.filter(({ row }) => isResult(row) || row === "carriedOut");
  const came = incoming(reading).total;
  if (results.length === 0) return false;
  const hearsay = results.filter(
    ({ row }) =>
      row === "notProcessed.petition" && reading.heard.asked !== "requests.results" && came === undefined,
  );
  for (const { claim, row } of hearsay) {
    reading.unread.push(claim);
    for (const cell of cellsUnder(`requests.${row}`)) reading.cells.delete(cell);
  }
  const left = remaining(reading, undefined).total;
  if (came === undefined || left === undefined || left >= 0 || reading.correction) return false;
  reading.doubts.push({ why: "too many", row: "requests.results", total: came, sum: came - left });
  for (const { row } of results) for (const cell of cellsUnder(`requests.${row}`)) reading.cells.delete(cell);
  return true;
}

export const carriedUnknown = (reading: Reading): boolean =>
  applicantIds.some((column) => valueNow(reading, requestCell("carriedIn", column)) === undefined);

/** The parts of a row against its total: too many, or some left over. */
export function checkSum(
  reading: Reading,
  row: RequestRow,
  claims: readonly Claim[],
  restFollows: boolean,
): void {
  const said = applicantIds.filter((column) => reading.cells.has(requestCell(row, column)));
  if (said.length === 0) return;
  const saidTotal = reading.cells.get(requestCell(row, "total"));
  const knownParts = applicantIds.some(
    (column) => !said.includes(column) && reading.heard.known(requestCell(row, column)) !== undefined,
  );
  const total =
    saidTotal ??
    (knownParts || reading.correction ? undefined : reading.heard.known(requestCell(row, "total")));
  if (total === undefined || claims.some((claim) => claim.add)) return;
  const sum = applicantIds.reduce(
    (all, column) =>
      all +
      (reading.cells.get(requestCell(row, column)) ??
        (saidTotal === undefined || reading.correction ? 0 : 0)),
    0,
  );
  const cells: CellId[] = [...said, "total" as const].map((column) => requestCell(row, column));
  if (sum > total) {
    reading.doubts.push({ why: "too many", row: `requests.${row}`, total, sum });
    for (const cell of cells) reading.cells.delete(cell);
    reading.partial = true;
  } else if (sum < total && !restFollows && saidTotal === undefined && isResult(row)) {
    return;
  } else if (sum < total && !restFollows) {
    reading.doubts.push({ why: "left over", row: `requests.${row}`, total, left: total - sum });
    // 3件，还有企业2件: the first figure may not be the total
    if (claims.some((claim) => claim.more)) reading.cells.delete(requestCell(row, "total"));
    if (isResult(row)) for (const column of said) reading.cells.delete(requestCell(row, column));
  }
}
