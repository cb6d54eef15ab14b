import {
  tableIds,
  type CellId,
  type TableId,
  askedCells,
  cellsUnder,
  isComputed,
} from "../../report/form.ts";
import { disputeBlocks } from "../../report/form/disputes.ts";
import { type RequestRow, applicants, requestRows } from "../../report/form/requests.ts";
import { type Claim } from "../sentences/claims.ts";
import { remaining } from "../requests/distribute.ts";
import { tableOfPlace } from "../sentences/places.ts";
import { type Reading, applicantIds, quoteOf, requestCell, valueNow } from "./reading.ts";
import { documentAsked, against, deny, tableAsked } from "./zeros.ts";

/** 其余都是0: of the table that is asked for, or else of those that were spoken of. Figures already given stay. */
export function zeroRest(reading: Reading, claim: Claim, others: readonly Claim[]): void {
  const { asked } = reading.heard;
  const quote = quoteOf(reading, claim);
  const named = new Set(others.flatMap((other) => tableOfPlace(other.place) ?? []));
  const open = tableAsked(asked);
  const bare = others.some((other) => tableOfPlace(other.place) === null);
  let tables: TableId[];
  if (claim.place.tables.includes("all")) tables = [...tableIds];
  else if (claim.place.tables.length > 0)
    tables = claim.place.tables.flatMap((table) => (table === "all" ? [] : [table]));
  else if (open !== undefined && (named.size === 0 || named.has(open) || bare)) tables = [open];
  else tables = [...named];
  if (tables.length === 0 || reading.partial) {
    reading.doubts.push({ why: "of what", quote });
    return;
  }
  for (const table of tables) {
    const document = table === "disclosure" && tables.length === 1 ? onlyDocument(others, asked) : undefined;
    if (document !== undefined) {
      const whole = `disclosure.${document}`;
      declareRest(reading, cellsUnder(whole), whole);
    } else if (table === "requests") restOfRequests(reading, claim, others);
    else
      declareRest(
        reading,
        askedCells.filter((cell) => cell.startsWith(`${table}.`)),
        table,
      );
  }
}

/** 今年发了1个，其他没有: only columns of one row were spoken of, so the rest is of that row. */
export function onlyDocument(others: readonly Claim[], asked: string | null): string | undefined {
  if (
    others.length === 0 ||
    !others.every(({ place }) => place.documentColumns.length > 0 && place.decisions.length === 0)
  )
    return undefined;
  const named = new Set([...others.flatMap(({ place }) => place.documents), ...documentAsked(asked)]);
  return named.size === 1 ? [...named][0] : undefined;
}

/** Zero where nothing is known; a whole row or table as one prefix where nothing speaks against it. */
export function declareRest(reading: Reading, cells: readonly CellId[], whole: string): void {
  const denied = cells.filter(
    (cell) => valueNow(reading, cell) === undefined && against(reading, cell) !== undefined,
  );
  if (denied.length > 0) deny(reading, denied);
  const open = cells.filter((cell) => valueNow(reading, cell) === undefined && !denied.includes(cell));
  // a block whose total is stated but not its parts is not decided by this
  const undecided = disputeBlocks.filter(
    (block) =>
      (valueNow(reading, `disputes.${block.id}.total`) ?? 0) > 0 &&
      whole === "disputes" &&
      open.some((cell) => cell.startsWith(`disputes.${block.id}.`)) &&
      cellsUnder(`disputes.${block.id}`)
        .filter((cell) => !isComputed(cell))
        .reduce((sum, cell) => sum + (valueNow(reading, cell) ?? 0), 0) !==
        valueNow(reading, `disputes.${block.id}.total`),
  );
  if (denied.length === 0 && undecided.length === 0) reading.zeros.add(whole);
  else
    for (const cell of open)
      if (!undecided.some((block) => cell.startsWith(`disputes.${block.id}.`))) reading.zeros.add(cell);
}

export function restOfRequests(reading: Reading, claim: Claim, others: readonly Claim[]): void {
  const quote = quoteOf(reading, claim);
  const left = remaining(reading, undefined).total;
  const before = others.filter((other) => other.end <= claim.start).at(-1);
  const columnsOf =
    before !== undefined && before.amount.kind === "count" && before.place.columns.length > 0
      ? lastRow(reading)
      : undefined;
  if (columnsOf !== undefined && left !== 0) {
    declareRest(
      reading,
      applicants.map((applicant) => requestCell(columnsOf, applicant.id)),
      `requests.${columnsOf}`,
    );
    return;
  }
  if (left === undefined) {
    reading.doubts.push({ why: "of what", quote });
    return;
  }
  const complete = (row: RequestRow): boolean => {
    const total = valueNow(reading, requestCell(row, "total"));
    const sum = applicantIds.reduce(
      (all, column) => all + (valueNow(reading, requestCell(row, column)) ?? 0),
      0,
    );
    return total === undefined || total === sum;
  };
  const rows =
    left === 0
      ? requestRows.map((row) => row.id).filter((row) => row !== "handledTotal")
      : (["received", "carriedIn"] as const);
  if (left !== 0) reading.doubts.push({ why: "unallocated", left });
  if (
    left === 0 &&
    rows.every(complete) &&
    !applicantIds.some(
      (column) =>
        against(reading, requestCell("carriedIn", column)) !== undefined &&
        valueNow(reading, requestCell("carriedIn", column)) === undefined,
    )
  ) {
    reading.zeros.add("requests");
    return;
  }
  for (const row of rows)
    if (complete(row))
      declareRest(
        reading,
        applicants.map((applicant) => requestCell(row, applicant.id)),
        `requests.${row}`,
      );
}

/** The row whose columns were set last in this message. */
export function lastRow(reading: Reading): RequestRow | undefined {
  const cell = [...reading.cells.keys()].findLast(
    (id) => id.startsWith("requests.") && !id.endsWith(".total"),
  );
  const id = cell?.split(".").slice(1, -1).join(".");
  return requestRows.find((row) => row.id === id)?.id;
}
