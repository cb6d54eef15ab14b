import { type CellId, type TableId, cellsUnder, isComputed, isPrefix, tableIds } from "../../report/form.ts";
import { disputeBlocks } from "../../report/form/disputes.ts";
import { type RequestRow } from "../../report/form/requests.ts";
import { type Claim } from "../sentences/claims.ts";
import { remaining } from "../requests/distribute.ts";
import { type Place, tableOfPlace } from "../sentences/places.ts";
import { type Reading, applicantIds, put, quoteOf, requestCell } from "./reading.ts";

/** The cells of last year that speak against a 0 of this year: 结转 must come in, documents stay in force. */
export function against(reading: Reading, cell: CellId): number | undefined {
  const { heard } = reading;
  if (cell.startsWith("requests.carriedIn.")) {
    const same = heard.lastYear(cell.replace("carriedIn", "carriedOut") as CellId);
    const total = heard.lastYear("requests.carriedOut.total");
    const parts = applicantIds.some((column) => (heard.lastYear(requestCell("carriedOut", column)) ?? 0) > 0);
    return same !== undefined && same > 0
      ? same
      : same === undefined && !parts && total !== undefined && total > 0
        ? total
        : undefined;
  }
  if (cell.endsWith(".inForce")) {
    const last = heard.lastYear(cell);
    return last !== undefined && last > 0 ? last : undefined;
  }
  return undefined;
}

/** Declares parts of the form 0, except where a figure of this year or of last year speaks against it. */
export function declare(reading: Reading, prefixes: readonly string[], claim?: Claim): void {
  for (const prefix of prefixes) {
    const cells = cellsUnder(prefix);
    const stated = cells.filter((cell) => {
      const value = reading.cells.get(cell) ?? reading.heard.known(cell);
      return value !== undefined && value > 0;
    });
    if (stated.length > 0 && reading.correction && claim !== undefined) {
      for (const cell of cells) if (!isComputed(cell)) put(reading, claim, cell, 0);
      continue;
    }
    if (stated.length > 0) {
      reading.doubts.push({ why: "zero denied", cells: stated });
      continue;
    }
    const denied = cells.filter((cell) => !isComputed(cell) && against(reading, cell) !== undefined);
    if (denied.length === 0) {
      reading.zeros.add(prefix);
      continue;
    }
    deny(reading, denied);
    if (prefix === "requests.carriedIn" || cells.length === denied.length) continue;
    // the rest of the prefix stands: rows without a denied cell; of table 三 only what came in is certain
    if (prefix === "requests") reading.zeros.add("requests.received");
    else for (const cell of cells) if (!denied.includes(cell) && !isComputed(cell)) reading.zeros.add(cell);
  }
}

export function deny(reading: Reading, denied: readonly CellId[]): void {
  const last = reading.heard.lastYear("requests.carriedOut.total");
  const lastYear =
    denied[0]?.startsWith("requests.") === true && last !== undefined && last > 0
      ? last
      : denied.reduce((sum, cell) => sum + (against(reading, cell) ?? 0), 0);
  reading.doubts.push({ why: "zero denied", cells: denied, lastYear });
}

/** 没有复议 · 没有收到法人申请 · 企业没有: the parts of the form that a place names. `row` is the row of columns alone. */
export function zeroPrefixes(place: Place, row: RequestRow | undefined, asked: string | null): string[] {
  switch (tableOfPlace(place)) {
    case "requests": {
      let rows: string[] = place.rows.filter((named) => named !== "received" || place.rows.length === 1);
      if (place.rows.includes("handledTotal") || place.carry) {
        if (!place.carry || (asked !== "requests.carriedIn" && asked !== "requests.carriedOut")) return [];
        rows = [asked.slice("requests.".length)];
      }
      rows.push(...place.groups.filter((group) => !rows.some((named) => named.startsWith(`${group}.`))));
      if (rows.length === 0 && row !== undefined) rows = [row];
      const columns = place.columns.flat();
      return rows.flatMap((named) =>
        columns.length === 0 ? [`requests.${named}`] : columns.map((column) => `requests.${named}.${column}`),
      );
    }
    case "disclosure": {
      const documents = place.documents.length > 0 ? place.documents : documentAsked(asked);
      const parts =
        place.documentColumns.length > 0
          ? documents.flatMap((named) =>
              place.documentColumns.map((column) => `disclosure.${named}.${column}`),
            )
          : documents.map((named) => `disclosure.${named}`);
      return [
        ...(place.documents.length > 0 || place.documentColumns.length > 0 ? parts : []),
        ...place.decisions.map((named) => `disclosure.${named}`),
      ];
    }
    case "disputes": {
      const blocks = place.blocks.flatMap((block): string[] =>
        block === "suit" ? ["directSuit", "suitAfterReconsideration"] : [block],
      );
      if (place.outcomes.length > 0)
        return blocks.flatMap((block) => place.outcomes.map((outcome) => `disputes.${block}.${outcome}`));
      return new Set(blocks).size === disputeBlocks.length
        ? ["disputes"]
        : blocks.map((block) => `disputes.${block}`);
    }
    case null:
      break;
  }
  return [];
}

export const documentAsked = (asked: string | null): ("regulations" | "normative")[] =>
  asked?.startsWith("disclosure.normative") === true
    ? ["normative"]
    : asked?.startsWith("disclosure.regulations") === true
      ? ["regulations"]
      : [];

/** A zero with a place of its own. */
export function zeroPlace(reading: Reading, claim: Claim, row: RequestRow | undefined): void {
  const prefixes = zeroPrefixes(claim.place, row, reading.heard.asked).filter(isPrefix);
  if (
    prefixes.length === 0 ||
    (claim.place.weak &&
      !reading.text.includes("申请") &&
      reading.heard.asked?.startsWith("requests") !== true)
  ) {
    reading.unread.push(claim);
    return;
  }
  declare(reading, prefixes, claim);
}

export const tableAsked = (asked: string | null): TableId | undefined =>
  tableIds.find((table) => asked === table || asked?.startsWith(`${table}.`) === true);

/** 没有 · 0 · 都没有: the answer to the open question. */
export function zeroAnswer(reading: Reading, claim: Claim): void {
  const { asked } = reading.heard;
  const quote = quoteOf(reading, claim);
  if (asked === "requests.results") {
    if ((remaining(reading, undefined).total ?? 1) !== 0) reading.doubts.push({ why: "no result", quote });
  } else if (asked !== null && tableAsked(asked) !== undefined && isPrefix(asked))
    declare(reading, [asked], claim);
  else reading.doubts.push({ why: "of what", quote });
}

/** 三张表全是0 · 表二没有. */
export function zeroTables(reading: Reading, claim: Claim): void {
  const tables = claim.place.tables.includes("all")
    ? tableIds
    : claim.place.tables.flatMap((table) => (table === "all" ? [] : [table]));
  declare(reading, tables, claim);
}

/** 今年没有申请: where nothing was carried in, the whole table is 0. */
export function widen(reading: Reading): void {
  const { heard } = reading;
  if (
    !reading.zeros.has("requests.received") ||
    [...reading.cells.keys()].some((cell) => cell.startsWith("requests."))
  )
    return;
  const lastTotal = heard.lastYear("requests.carriedOut.total");
  const lastParts = applicantIds.map((column) => heard.lastYear(requestCell("carriedOut", column)));
  const nothingCarried =
    reading.zeros.has("requests.carriedIn") ||
    applicantIds.every((column) => heard.known(requestCell("carriedIn", column)) === 0) ||
    (lastTotal === 0 && lastParts.every((value) => value === undefined || value === 0)) ||
    lastParts.every((value) => value === 0);
  const some = cellsUnder("requests").some((cell) => (heard.known(cell) ?? 0) > 0);
  if (!nothingCarried || some) return;
  for (const prefix of [...reading.zeros]) if (prefix.startsWith("requests.")) reading.zeros.delete(prefix);
  reading.zeros.add("requests");
}
