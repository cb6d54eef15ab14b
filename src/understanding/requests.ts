import { cellsUnder, isPrefix, type CellId } from "../report/form.ts";
import {
  requestRows,
  resultGroups,
  resultRows,
  type Applicant,
  type RequestRow,
} from "../report/form/requests.ts";
import { isResult, type Claim, type Place } from "./claims.ts";
import { distribute, remaining } from "./distribute.ts";
import { applicantIds, incoming, put, quoteOf, requestCell, valueNow, type Reading } from "./reading.ts";
import { zeroPlace } from "./zeros.ts";

const rowIds: readonly string[] = requestRows.map((row) => row.id);
const isRow = (id: string): id is RequestRow => rowIds.includes(id);

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

export const rowName = (row: string): string => requestRows.find((entry) => entry.id === row)?.name ?? row;

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
          rows: ["本年新收", "予以公开"],
        });
        continue;
      }
      row = only;
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
  for (const id of new Set(counted.map((entry) => entry.row)))
    checkSum(
      reading,
      id,
      counted.filter((entry) => entry.row === id).map((entry) => entry.claim),
      later.some(({ claim, row: of }) => of === id && claim.amount.kind === "rest"),
    );
  if (tooMany(reading, counted)) return;
  spread(reading, counted);
  for (const { claim, row: of } of later) if (claim.amount.kind !== "rest") distribute(reading, claim, of);
  for (const { claim, row: of } of later) if (claim.amount.kind === "rest") distribute(reading, claim, of);
}

/** 收到8件，网上申请5件、信函申请3件: by channel, which the form does not ask. */
function channels(counted: { claim: Claim; row: RequestRow }[]): void {
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
function includedCarry(reading: Reading, counted: { claim: Claim; row: RequestRow }[]): void {
  const carry = counted.find(({ claim, row }) => row === "carriedIn" && claim.among);
  const total = counted.find(({ row }) => row === "received");
  if (carry === undefined || total === undefined) return;
  reading.doubts.push({
    why: "which row",
    quote: quoteOf(reading, total.claim),
    rows: ["本年新收", "上年结转"],
  });
  reading.partial = true;
  for (const entry of counted.filter(({ row }) => row === "received"))
    counted.splice(counted.indexOf(entry), 1);
}

/** 2件，都是自然人: a statement of columns alone gives the total before it. */
function columnsOfTotals(
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

function putTotal(
  reading: Reading,
  claim: Claim,
  row: RequestRow,
  columns: readonly (readonly Applicant[])[],
): void {
  const [only] = columns;
  if (columns.length !== 1 || only?.length !== 1 || only[0] === undefined || claim.amount.kind !== "count") {
    reading.doubts.push({
      why: "left over",
      row: rowName(row),
      total: claim.amount.kind === "count" ? claim.amount.value : 0,
      left: claim.amount.kind === "count" ? claim.amount.value : 0,
    });
    return;
  }
  put(reading, claim, requestCell(row, only[0]), claim.amount.value);
}

/** 不对，是5件 means the asked row only where it has a figure; 不是3件 only the total that is 3. */
function correctable(reading: Reading, claim: Claim, row: RequestRow): boolean {
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
function correctedRow(reading: Reading, place: Place, row: RequestRow | undefined): RequestRow | undefined {
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
function explainGroup(
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
    const name = resultGroups.find((entry) => entry.id === group)?.name ?? group;
    if (sum > total) reading.doubts.push({ why: "too many", row: name, total, sum });
    else reading.doubts.push({ why: "left over", row: name, total, left: total - sum });
    reading.partial = true;
  }
}

function doubtRow(reading: Reading, claim: Claim, named: "group" | "several"): void {
  const quote = quoteOf(reading, claim);
  reading.partial = true;
  const [group] = claim.place.groups;
  if (named === "group" && group === "refused") reading.doubts.push({ why: "no reason", quote });
  else if (named === "group" && group !== undefined)
    reading.doubts.push({
      why: "which row",
      quote,
      rows: resultRows.filter((row) => row.id.startsWith(`${group}.`)).map((row) => row.name),
    });
  else if (claim.place.carry)
    reading.doubts.push({ why: "which row", quote, rows: ["上年结转", "结转下年度"] });
  else reading.doubts.push({ why: "which row", quote, rows: claim.place.rows.map(rowName) });
}

function doubtNoRow(reading: Reading, claim: Claim): void {
  const quote = quoteOf(reading, claim);
  reading.partial = true;
  const asked = reading.heard.asked;
  const group = resultGroups.find((entry) => asked === `requests.${entry.id}`);
  if (group !== undefined && asked !== null && isPrefix(asked))
    reading.doubts.push({
      why: "which row",
      quote,
      rows: resultRows.filter((row) => row.id.startsWith(`${group.id}.`)).map((row) => row.name),
    });
  else if (asked === "requests.results") reading.doubts.push({ why: "no result", quote });
  else reading.doubts.push({ why: "of what", quote });
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

const carried = (reading: Reading): boolean =>
  [
    reading.heard.lastYear("requests.carriedOut.total"),
    valueNow(reading, "requests.carriedIn.total"),
    ...applicantIds.map((column) => reading.heard.lastYear(requestCell("carriedOut", column))),
  ].some((value) => value !== undefined && value > 0);

/** Result totals go to the only column that has applications; to all columns when they take all that is left. */
function spread(reading: Reading, counted: readonly { claim: Claim; row: RequestRow }[]): void {
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
function tooMany(reading: Reading, counted: readonly { claim: Claim; row: RequestRow }[]): boolean {
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
  reading.doubts.push({ why: "too many", row: "办理结果", total: came, sum: came - left });
  for (const { row } of results) for (const cell of cellsUnder(`requests.${row}`)) reading.cells.delete(cell);
  return true;
}

const carriedUnknown = (reading: Reading): boolean =>
  applicantIds.some((column) => valueNow(reading, requestCell("carriedIn", column)) === undefined);

/** The parts of a row against its total: too many, or some left over. */
function checkSum(reading: Reading, row: RequestRow, claims: readonly Claim[], restFollows: boolean): void {
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
    reading.doubts.push({ why: "too many", row: rowName(row), total, sum });
    for (const cell of cells) reading.cells.delete(cell);
    reading.partial = true;
  } else if (sum < total && !restFollows && saidTotal === undefined && isResult(row)) {
    return;
  } else if (sum < total && !restFollows) {
    reading.doubts.push({ why: "left over", row: rowName(row), total, left: total - sum });
    // 3件，还有企业2件: the first figure may not be the total
    if (claims.some((claim) => claim.more)) reading.cells.delete(requestCell(row, "total"));
    if (isResult(row)) for (const column of said) reading.cells.delete(requestCell(row, column));
  }
}
