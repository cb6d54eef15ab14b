import { disputeBlocks, outcomes, type DisputeBlock, type Outcome } from "../../report/form/disputes.ts";
import { cellsUnder } from "../../report/form.ts";
import type { Claim } from "../sentences/claims.ts";
import type { Doubt } from "../command.ts";
import { put, quoteOf, valueNow, type Reading } from "./reading.ts";
import { zeroPlace } from "./zeros.ts";

const isSuit = (block: DisputeBlock): boolean => block !== "reconsideration";

/** The blocks that a statement names; 诉讼 alone may be either of two. */
function blocksOf(claim: Claim): { blocks: DisputeBlock[]; unclear: boolean } {
  const named = claim.place.blocks.filter((block): block is DisputeBlock => block !== "suit");
  const suit = claim.place.blocks.includes("suit");
  if (suit && named.includes("suitAfterReconsideration")) return { blocks: named, unclear: false };
  return { blocks: named, unclear: suit && !named.some(isSuit) };
}

/** Statements about table 四. */
export function readDisputes(reading: Reading, claims: readonly Claim[]): void {
  const { asked } = reading.heard;
  let block = disputeBlocks.find(
    (entry) => asked === `disputes.${entry.id}` || asked?.startsWith(`disputes.${entry.id}.`),
  )?.id;
  let unclear = false; // the last statement was of 诉讼 without its kind
  let waiting: { claim: Claim; doubt: Doubt } | undefined; // 诉讼 whose kind is still open
  const parts = new Map<DisputeBlock, Claim[]>();
  const totals = new Map<DisputeBlock, { value: number; claim: Claim }>();
  for (const claim of claims) {
    const { place, amount } = claim;
    if (place.other && place.outcomes.length === 0 && !place.dismissed) place.outcomes.push("other");
    const quote = quoteOf(reading, claim);
    const named = blocksOf(claim);
    if (place.blocks.length > 0) {
      block = named.blocks.length === 1 ? named.blocks[0] : undefined;
      unclear = named.unclear;
    }
    if (amount.kind === "zero") {
      if (place.blocks.length > 0) zeroPlace(reading, claim, undefined);
      else if (block !== undefined)
        zeroPlace(reading, { ...claim, place: { ...place, blocks: [block] } }, undefined);
      else reading.doubts.push({ why: "of what", quote });
      continue;
    }
    const kind =
      named.blocks.length === 1 &&
      !named.unclear &&
      place.outcomes.length === 0 &&
      (amount.kind === "all" || amount.kind === "bare")
        ? named.blocks[0]
        : undefined;
    if (kind !== undefined && isSuit(kind) && waiting !== undefined) {
      // 诉讼2件，都是直接起诉的
      reading.doubts.splice(reading.doubts.indexOf(waiting.doubt), 1);
      reading.partial = false;
      settle(reading, { ...waiting.claim, end: claim.end }, kind, totals, parts);
      waiting = undefined;
      continue;
    }
    if (unclear) {
      const doubt: Doubt = { why: "which suit", quote };
      if (waiting === undefined) waiting = { claim, doubt };
      reading.doubts.push(doubt);
      reading.partial = true;
      continue;
    }
    if (block === undefined && place.blocks.length === 0 && place.outcomes.length === 1)
      block = openBlock(reading);
    if (block === undefined || named.blocks.length > 1) {
      reading.doubts.push({
        why: "which row",
        quote,
        rows: disputeBlocks.map((entry) => `disputes.${entry.id}`),
      });
      reading.partial = true;
      continue;
    }
    settle(reading, claim, block, totals, parts);
  }
  const suits = (["directSuit", "suitAfterReconsideration"] as const).flatMap((of) =>
    cellsUnder(`disputes.${of}`).filter((cell) => !cell.endsWith(".total")),
  );
  const told = suits.reduce((all, cell) => all + (reading.cells.get(cell) ?? 0), 0);
  if (waiting?.claim.amount.kind === "count" && told === waiting.claim.amount.value)
    reading.doubts.splice(reading.doubts.indexOf(waiting.doubt), 1);
  for (const [of, [first, ...more]] of parts)
    if (
      first !== undefined &&
      more.length === 0 &&
      first.place.blocks.length > 0 &&
      !first.among &&
      !totals.has(of) &&
      first.amount.kind === "count"
    )
      put(reading, first, `disputes.${of}.total`, first.amount.value);
  for (const [of, { value, claim }] of totals) {
    const cells = cellsUnder(`disputes.${of}`).filter((cell) => !cell.endsWith(".total"));
    const sum = cells.reduce((all, cell) => all + (reading.cells.get(cell) ?? 0), 0);
    if (sum === value) put(reading, claim, `disputes.${of}.total`, value);
    else if (sum > value) {
      reading.doubts.push({ why: "too many", row: `disputes.${of}`, total: value, sum });
      for (const cell of cells) reading.cells.delete(cell);
    } else {
      put(reading, claim, `disputes.${of}.total`, value);
      if (sum === 0 && claim.place.dismissed) continue;
      if (sum === 0)
        reading.doubts.push({ why: "no outcome", quote: quoteOf(reading, claim), row: `disputes.${of}` });
      else reading.doubts.push({ why: "left over", row: `disputes.${of}`, total: value, left: value - sum });
    }
  }
}

/** 维持2件, after 复议3件: the one block whose cases are not all told. */
function openBlock(reading: Reading): DisputeBlock | undefined {
  const open = disputeBlocks.filter(({ id }) => {
    const total = valueNow(reading, `disputes.${id}.total`);
    const told = outcomes.reduce(
      (all, { id: end }) => all + (valueNow(reading, `disputes.${id}.${end}`) ?? 0),
      0,
    );
    return total !== undefined && total > told;
  });
  return open.length === 1 ? open[0]?.id : undefined;
}

function settle(
  reading: Reading,
  claim: Claim,
  block: DisputeBlock,
  totals: Map<DisputeBlock, { value: number; claim: Claim }>,
  parts: Map<DisputeBlock, Claim[]>,
): void {
  const { place, amount } = claim;
  const quote = quoteOf(reading, claim);
  const ending: Outcome | undefined = place.outcomes[0] ?? (place.other ? "other" : undefined);
  if (place.dismissed && place.outcomes.length === 0) {
    const rows = [`disputes.${block}.upheld`, `disputes.${block}.other`];
    if (amount.kind === "count" && place.blocks.length > 0) totals.set(block, { value: amount.value, claim });
    reading.doubts.push({ why: "which row", quote, rows });
    reading.partial = true;
    return;
  }
  if (place.outcomes.length > 1) {
    reading.doubts.push({
      why: "which row",
      quote,
      rows: place.outcomes.map((outcome) => `disputes.${block}.${outcome}`),
    });
    return;
  }
  if (amount.kind === "count") {
    if (ending === undefined) {
      totals.set(block, { value: amount.value, claim });
      return;
    }
    // 复议2件维持1件: the figure with an outcome is a part
    put(reading, claim, `disputes.${block}.${ending}`, amount.value);
    parts.set(block, [...(parts.get(block) ?? []), claim]);
    return;
  }
  const total = totals.get(block)?.value ?? valueNow(reading, `disputes.${block}.total`);
  const known = cellsUnder(`disputes.${block}`)
    .filter((cell) => !cell.endsWith(".total") && cell !== `disputes.${block}.${ending ?? ""}`)
    .reduce((sum, cell) => sum + (valueNow(reading, cell) ?? 0), 0);
  const left = total === undefined ? undefined : total - known;
  if (ending === undefined || left === undefined || left <= 0 || (amount.kind === "bare" && left !== 1)) {
    if (ending === undefined && total === undefined && place.blocks.length > 0)
      reading.doubts.push({ why: "how many", quote, row: `disputes.${block}` }); // 直接起诉的
    else if (ending !== undefined && left !== undefined && left > 1)
      reading.doubts.push({ why: "how many", quote, left });
    else reading.unread.push(claim);
    return;
  }
  put(reading, claim, `disputes.${block}.${ending}`, left);
}
