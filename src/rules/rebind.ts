import { chineseNumeral, plainNumber } from "../language/numerals.ts";
import type { CellId } from "../report/form.ts";
import { claimsOf } from "./claims.ts";
import type { Claim } from "./claims/claim.ts";
import type { Where } from "./reading.ts";

/** A text after its cells have changed. */
export interface Rebound {
  text: string;
  /** The bound words before and after, in the order of the text. */
  changes: { from: string; to: string }[];
  /** Sentences that cannot be kept by another figure: 未收到 where there now are some, 收到3件 where there is none. */
  contradicted: string[];
}

type ValueOf = (cell: CellId) => number | undefined;

/** The sum of the cells; undefined while one of them is not known. */
function sumOf(cells: readonly CellId[], valueOf: ValueOf): number | undefined {
  let sum = 0;
  for (const cell of cells) {
    const value = valueOf(cell);
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

/** 收到0件 and 发生行政复议0件 are written in words: those sentences are for a person to write. */
const saidInWords = ({ quantity }: Claim): boolean =>
  quantity.id === "requests.received" || /^disputes\.\w+\.total$/.test(quantity.id);

/**
 * Gives every figure bound to cells the new sum of its cells where it had the old one, in its own style; nothing else
 * changes. `where`: "requests" also for the part of section 一 on requests given by itself. `year`: the report year.
 */
export function rebind(
  text: string,
  where: Where,
  oldValue: ValueOf,
  newValue: ValueOf,
  year?: number,
): Rebound {
  const rebound: Rebound = { text: "", changes: [], contradicted: [] };
  let at = 0;
  for (const claim of claimsOf(text, where, year)) {
    const before = sumOf(claim.quantity.cells, oldValue);
    const now = sumOf(claim.quantity.cells, newValue);
    if (before === undefined || now === undefined || before === now) continue;
    if (claim.approximate || Math.abs(claim.value - before) > 1e-9) continue;
    if (claim.none || (now === 0 && saidInWords(claim))) {
      if (!rebound.contradicted.includes(claim.sentence)) rebound.contradicted.push(claim.sentence);
      continue;
    }
    const raw = text.slice(claim.start, claim.end);
    const written = inStyle(raw, claim, now);
    rebound.text += text.slice(at, claim.start) + written;
    at = claim.end;
    rebound.changes.push({ from: claim.quote, to: swapped(claim.quote, raw, written) });
  }
  rebound.text += text.slice(at);
  return rebound;
}

const wideDigit = /[０-９]/;

/** 3 → 4, 三 → 四, ３ → ４, 1,148 → 1,150. */
function inStyle(raw: string, claim: Claim, value: number): string {
  const told = claim.unit === "元" ? Math.round(value * 1e6) / 100 : value;
  if (!/[\d０-９]/.test(raw) && Number.isInteger(told) && told < 1e12)
    return told === 2 ? "两" : chineseNumeral(told);
  if (claim.unit === "元" && raw.endsWith("万")) return `${plainNumber(value)}万`;
  const plain = plainNumber(told);
  if (raw.includes(",")) return plain.replace(/\B(?=(?:\d{3})+(?!\d)(?<!\.\d*))/g, ",");
  if (wideDigit.test(raw))
    return plain.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  return plain;
}

/** The bound words with the new figure. */
function swapped(quote: string, raw: string, written: string): string {
  const flat = raw.replace(/[\s,*#]/g, "").replace(/[０-９]/g, (digit) => digit.normalize("NFKC"));
  const start = quote.lastIndexOf(flat);
  return start < 0 ? quote : quote.slice(0, start) + written + quote.slice(start + flat.length);
}
