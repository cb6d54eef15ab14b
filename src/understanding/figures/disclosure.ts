import { documentColumns, documentRows } from "../../report/form/disclosure.ts";
import { isCellId, isPrefix } from "../../report/form.ts";
import type { Claim } from "../sentences/claims.ts";
import type { DocumentRow } from "../lexicon.ts";
import { put, quoteOf, type Reading } from "./reading.ts";
import { zeroPlace } from "./zeros.ts";

/** Yuan as 万元 with at most six decimals, without the noise of binary fractions; null for parts of a 分. */
export function tenThousands(yuan: number): number | null {
  const cents = Math.round(yuan * 100);
  return Math.abs(cents - yuan * 100) < 1e-4 ? cents / 1e6 : null;
}

/** Statements about table 二. */
export function readDisclosure(reading: Reading, claims: readonly Claim[]): void {
  const { asked } = reading.heard;
  let document: DocumentRow | undefined = documentRows.find(
    (row) => asked === `disclosure.${row.id}` || asked?.startsWith(`disclosure.${row.id}.`),
  )?.id;
  for (const claim of claims) {
    const { place, amount } = claim;
    const quote = quoteOf(reading, claim);
    if (place.documents.length === 1) document = place.documents[0];
    if (amount.kind === "zero") {
      if (place.documents.length === 0 && place.documentColumns.length > 0 && place.decisions.length === 0) {
        if (document === undefined)
          reading.doubts.push({
            why: "which row",
            quote,
            rows: documentRows.map((row) => `disclosure.${row.id}`),
          });
        else zeroPlace(reading, { ...claim, place: { ...place, documents: [document] } }, undefined);
      } else zeroPlace(reading, claim, undefined);
      continue;
    }
    if (
      amount.kind === "money" ||
      place.decisions.includes("fees") ||
      (asked === "disclosure.fees" &&
        place.decisions.length === 0 &&
        place.documents.length === 0 &&
        place.documentColumns.length === 0)
    ) {
      readFees(reading, claim, quote);
      continue;
    }
    if (amount.kind !== "count") {
      reading.unread.push(claim);
      continue;
    }
    const places = place.decisions.length + Math.max(place.documents.length, place.documentColumns.length);
    if (places > 1 && !claim.each) {
      reading.doubts.push({ why: "which row", quote, rows: [] });
      continue;
    }
    for (const decision of place.decisions) put(reading, claim, `disclosure.${decision}`, amount.value);
    if (place.documentColumns.length > 0) {
      const of = place.documents.length > 0 ? place.documents : document === undefined ? [] : [document];
      if (of.length === 0)
        reading.doubts.push({
          why: "which row",
          quote,
          rows: documentRows.map((row) => `disclosure.${row.id}`),
        });
      for (const row of of)
        for (const column of place.documentColumns)
          put(reading, claim, `disclosure.${row}.${column}`, amount.value);
    } else if (place.documents.length > 0) {
      const rows = place.documents.flatMap((row) =>
        documentColumns.map((column) => `disclosure.${row}.${column.id}`),
      );
      reading.doubts.push({ why: "which row", quote, rows });
    } else if (place.decisions.length === 0) {
      if (asked !== null && isCellId(asked)) put(reading, claim, asked, amount.value);
      else if (document !== undefined && asked !== null && isPrefix(asked))
        reading.doubts.push({
          why: "which row",
          quote,
          rows: documentColumns.map((column) => `disclosure.${document}.${column.id}`),
        });
      else reading.doubts.push({ why: "of what", quote });
    }
  }
}

/** 收费: yuan and 万元 as said; a bare whole number does not tell its unit. */
function readFees(reading: Reading, claim: Claim, quote: string): void {
  const { amount, place } = claim;
  const elsewhere = place.decisions.some((decision) => decision !== "fees") || place.documents.length > 0;
  const meant = place.decisions.includes("fees") || reading.heard.asked === "disclosure.fees";
  if (elsewhere || !meant) {
    reading.unread.push(claim);
    return;
  }
  if (amount.kind === "money" || (amount.kind === "count" && amount.tenThousand && !amount.unit)) {
    const value = tenThousands(amount.kind === "money" ? amount.yuan : amount.value);
    if (value === null) reading.doubts.push({ why: "not allowed", quote, cell: "disclosure.fees" });
    else put(reading, claim, "disclosure.fees", value);
  } else if (
    amount.kind === "count" &&
    !amount.unit &&
    !Number.isInteger(amount.value) &&
    amount.value < 1000
  )
    put(reading, claim, "disclosure.fees", amount.value);
  else if (amount.kind === "count" && !amount.unit) reading.doubts.push({ why: "which unit", quote });
  else reading.unread.push(claim);
}
