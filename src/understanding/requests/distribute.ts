import { resultRows, type Applicant, type RequestRow } from "../../report/form/requests.ts";
import { type Claim } from "../sentences/claims.ts";
import { isResult } from "../sentences/places.ts";
import { askedRow } from "./requestRows.ts";
import {
  type Reading,
  applicantIds,
  incoming,
  put,
  quoteOf,
  requestCell,
  valueNow,
} from "../figures/reading.ts";

const outgoing: readonly RequestRow[] = [...resultRows.map((row) => row.id), "carriedOut"];

/** What is still without a result, not counting the row `except`: by column where that is determined, and in all. */
export function remaining(
  reading: Reading,
  except: RequestRow | undefined,
): { columns: Map<Applicant, number> | undefined; total: number | undefined } {
  const came = incoming(reading);
  if (came.total === undefined) return { columns: undefined, total: undefined };
  let total = came.total;
  let columns = came.columns === undefined ? undefined : new Map(came.columns);
  for (const row of outgoing) {
    if (row === except) continue;
    const parts = applicantIds.map((column) => valueNow(reading, requestCell(row, column)));
    const sum = parts.reduce<number>((all, value) => all + (value ?? 0), 0);
    const stated = valueNow(reading, requestCell(row, "total"));
    total -= Math.max(stated ?? 0, sum);
    if (stated !== undefined && stated > sum) columns = undefined;
    if (columns !== undefined)
      for (const [index, column] of applicantIds.entries())
        columns.set(column, (columns.get(column) ?? 0) - (parts[index] ?? 0));
  }
  return { columns, total };
}

/** 都公开了 · 剩下的不予公开 · 撤回了: figures that follow from what came in. */
export function distribute(reading: Reading, claim: Claim, row: RequestRow | undefined): void {
  const { place, amount } = claim;
  const quote = quoteOf(reading, claim);
  const asked = reading.heard.asked;
  if (amount.kind === "same" || amount.kind === "money" || amount.kind === "bad") return;
  const named = place.rows.length > 0 || place.groups.length > 0;
  if (
    row === "handledTotal" ||
    (place.rows.every((entry) => entry === "handledTotal") && place.rows.length > 0)
  ) {
    const said = [...reading.cells.keys()].filter((cell) => cell.startsWith("requests."));
    const answered = said.some((cell) => !/^requests\.(?:received|carriedIn|handledTotal)\./.test(cell));
    const figures = said.some((cell) => /^requests\.(?:received|carriedIn)\./.test(cell));
    if (
      (asked === "requests.results" || (figures && amount.kind !== "rest" && place.columns.length === 0)) &&
      !answered
    )
      reading.doubts.push({ why: "no result", quote });
    else if (asked === "requests.carriedOut" && amount.kind === "all")
      reading.zeros.add("requests.carriedOut");
    return;
  }
  if (row === undefined) {
    reading.unread.push(claim);
    return;
  }
  if (!isResult(row) && row !== "carriedOut") {
    if (named && place.columns.length === 0) reading.unread.push(claim);
    else restOfRow(reading, claim, row);
    return;
  }
  if (!named) {
    restOfRow(reading, claim, row);
    return;
  }
  if (reading.partial) {
    reading.unread.push(claim);
    return;
  }
  const left = remaining(reading, row);
  const columns = place.columns.flat();
  if (left.total === undefined) {
    if (asked?.startsWith("requests") === true) reading.doubts.push({ why: "how many", quote });
    else reading.unread.push(claim);
    return;
  }
  // 上年结转1件，今年新收4件，都公开了: with or without the one carried in? The same where it was known before.
  const all = [...applicantIds, "total" as const];
  const carriedNow = all.some((column) => (reading.cells.get(requestCell("carriedIn", column)) ?? 0) > 0);
  const carried = all.some((column) => (valueNow(reading, requestCell("carriedIn", column)) ?? 0) > 0);
  const receivedNow = all.some((column) => reading.cells.has(requestCell("received", column)));
  if ((carriedNow || (carried && receivedNow)) && amount.kind === "all" && columns.length === 0) {
    reading.doubts.push({ why: "how many", quote, left: left.total });
    return;
  }
  // 企业2件，剩下都公开了: without any result before it, what is left of what?
  const { excepted } = reading;
  if (
    amount.kind === "rest" &&
    excepted.length === 0 &&
    remaining(reading, undefined).total === incoming(reading).total
  ) {
    reading.doubts.push({ why: "how many", quote, left: left.total });
    return;
  }
  if (left.total < 0) return;
  if (excepted.length > 0) {
    const some =
      left.columns === undefined ? [] : [...left.columns].filter(([column]) => !excepted.includes(column));
    const clear =
      some.every(([, value]) => value >= 0) &&
      excepted.every((column) => (left.columns?.get(column) ?? -1) >= 0);
    if (some.length === 0 || !clear || columns.length > 0 || amount.kind === "bare")
      reading.doubts.push({ why: "how many", quote });
    else
      for (const [column, value] of some) if (value > 0) put(reading, claim, requestCell(row, column), value);
    return;
  }
  if (columns.length > 0) {
    if (left.columns === undefined) {
      reading.doubts.push({ why: "how many", quote });
      return;
    }
    for (const column of columns) {
      const value = left.columns.get(column) ?? 0;
      if (claim.that && value !== 1) reading.doubts.push({ why: "how many", quote, left: value });
      else if (value > 0) put(reading, claim, requestCell(row, column), value);
      else if (value < 0) reading.doubts.push({ why: "how many", quote });
    }
    return;
  }
  if (amount.kind === "bare" && left.total !== 1) {
    if (left.total > 1) reading.doubts.push({ why: "how many", quote, left: left.total });
    return;
  }
  if (left.total === 0) return;
  if (left.columns !== undefined && [...left.columns.values()].every((value) => value >= 0)) {
    for (const [column, value] of left.columns)
      if (value > 0) put(reading, claim, requestCell(row, column), value);
    if (amount.kind === "bare") put(reading, claim, requestCell(row, "total"), left.total);
  } else put(reading, claim, requestCell(row, "total"), left.total);
}

/** 企业那件没给, before the figures without columns are parted: that one is the column's only application. */
export function thatOne(reading: Reading, later: { claim: Claim; row: RequestRow | undefined }[]): void {
  for (const entry of [...later]) {
    const { claim, row } = entry;
    const [column, ...more] = claim.place.columns.flat();
    if (
      !claim.that ||
      row === undefined ||
      column === undefined ||
      more.length > 0 ||
      claim.amount.kind !== "bare"
    )
      continue;
    if ((!isResult(row) && row !== "carriedOut") || row === "handledTotal" || reading.partial) continue;
    const came = valueNow(reading, requestCell("received", column));
    const carried = valueNow(reading, requestCell("carriedIn", column));
    const done = outgoing
      .filter((other) => other !== row)
      .reduce((sum, other) => sum + (valueNow(reading, requestCell(other, column)) ?? 0), 0);
    if (came === undefined || came + (carried ?? 0) - done !== 1) continue;
    put(reading, claim, requestCell(row, column), 1);
    later.splice(later.indexOf(entry), 1);
  }
}

/** 5件，自然人3件，其余是企业 · 都是自然人, where the total is known: what is left of a row goes to the column. */
function restOfRow(reading: Reading, claim: Claim, row: RequestRow): void {
  const columns = claim.place.columns.flat();
  const total = valueNow(reading, requestCell(row, "total"));
  const [column] = columns;
  if (
    columns.length !== 1 ||
    column === undefined ||
    total === undefined ||
    (claim.amount.kind === "bare" && (askedRow(reading.heard.asked) !== row || claim.that)) ||
    reading.partial
  ) {
    reading.unread.push(claim);
    return;
  }
  // 还差2件，是谁申请的？都是企业的: the two that were asked for
  const others = applicantIds
    .filter((id) => id !== column)
    .reduce((all, id) => all + (valueNow(reading, requestCell(row, id)) ?? 0), 0);
  if (total - others > 0) put(reading, claim, requestCell(row, column), total - others);
  else reading.unread.push(claim);
}
