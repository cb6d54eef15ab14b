import type { PrintedCell } from "../../report/printed.ts";

const nothing = /^(?:|\/+|\\+|[-‐‑–—―−_]+|无|&nbsp;|不适用)$/;
const number = /^([-−]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$/;
/** A unit or a note in brackets after the number: 22（其中修订16件）. */
const afterthought = /\s*(?:[件条个份宗项]|万元|元)?\s*(?:\(.*\))?$/s;

/** No figure with its note is longer. */
const longest = 200;

/** What stands in a cell for a figure: a number, nothing in one of its spellings, or something else. Never a guessed 0. */
export function readFigure(raw: string): PrintedCell {
  if (/^\d{1,9}$/.test(raw)) return { kind: "number", value: Number(raw) };
  const plain = raw.normalize("NFKC").trim().replace(/\s+/g, " ");
  if (nothing.test(plain.replaceAll(" ", ""))) return { kind: "blank", raw };
  const match = plain.length > longest ? null : number.exec(plain.replace(afterthought, ""));
  if (match === null) return { kind: "unreadable", raw };
  const [, sign = "", digits = "", decimals = ""] = match;
  const value = Number(`${digits.replaceAll(",", "")}${decimals}`);
  // More digits than a number can hold are no figure of a report.
  if (value > Number.MAX_SAFE_INTEGER) return { kind: "unreadable", raw };
  return { kind: "number", value: sign === "" || value === 0 ? value : -value };
}
