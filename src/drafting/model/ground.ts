import { plainNumber } from "../../language/numerals.ts";
import { maxText, type TextSlot } from "../../report/events.ts";
import { cellName, type CellId } from "../../report/form.ts";
import type { Organ } from "../../report/organ.ts";
import { valueOf, type Report } from "../../report/report.ts";
import { claimsOf } from "../../rules/claims.ts";
import { withoutRequestFigures } from "../aspects.ts";
import { writing } from "../writing.ts";

/** A figure of the form that the person's words speak of: the model gets and gives it as a token. */
export interface Bound {
  /** f1, f2 … */
  token: string;
  cell: CellId;
  value: number;
  unit: string;
}

/** What a paragraph may be made of: nothing else may stand in it. */
export interface Ground {
  slot: TextSlot;
  /** What the person said here, without what the bound sentence of the requests says already. */
  items: readonly string[];
  /** The same with tokens for the figures of the form. */
  tokened: readonly string[];
  bound: readonly Bound[];
  /** Characters the paragraph may have. */
  longest: number;
  organ: Organ;
  self: string;
  year: number;
  value: (cell: CellId) => number | undefined;
}

/** Null where the organ is not known or nothing is left to word. */
export function groundOf(report: Report, slot: TextSlot): Ground | null {
  if (report.organ === null) return null;
  const said = report.texts.get(slot)?.items ?? [];
  const items = slot === "overview.requests" ? withoutRequestFigures(said) : said;
  if (items.length === 0) return null;
  const { organ, self, year } = writing(report, report.organ);
  const value = (cell: CellId): number | undefined => valueOf(report, cell);
  const bound: Bound[] = [];
  const tokened = items.map((item) => tokens(item, { year, value, bound }));
  return { slot, items, tokened, bound, longest: lengthOf(items), organ, self, year, value };
}

/** What was said needs room to be worded, not to be blown up. */
function lengthOf(items: readonly string[]): number {
  const said = items.join("").length;
  return Math.min(maxText, Math.max(120, Math.min(3 * said + 60, Math.round(1.3 * said) + 400)));
}

interface Binding {
  year: number;
  value: Ground["value"];
  bound: Bound[];
}

/** The item with a token for each figure that is told of one cell and is what stands there. */
function tokens(item: string, { year, value, bound }: Binding): string {
  let out = "";
  let at = 0;
  for (const claim of claimsOf(item, "overview", year)) {
    const [cell, ...more] = claim.quantity.cells;
    if (cell === undefined || more.length > 0 || claim.none || claim.approximate) continue;
    if (claim.scope !== undefined || claim.start < at || value(cell) !== claim.value) continue;
    const unit = cell === "disclosure.fees" ? "万元" : "件";
    if (claim.unit !== unit) continue;
    const token = `f${bound.length + 1}`;
    bound.push({ token, cell, value: claim.value, unit });
    out += `${item.slice(at, claim.start)}{${token}}`;
    at = claim.end;
  }
  return out + item.slice(at);
}

/** The tokens for the prompt, a line each with the printed name. */
export const tokenLines = (bound: readonly Bound[]): string =>
  bound.length === 0
    ? "（没有）"
    : bound.map(({ token, cell, unit }) => `{${token}}${unit}：${cellName(cell)}`).join("\n");

const token = /\{(f\d+)\}/g;

/** Tokens as cell ids, as a paragraph is stored; null for a token nobody gave. */
export function withCells(text: string, bound: readonly Bound[]): string | null {
  let known = true;
  const out = text.replace(token, (_, name: string) => {
    const cell = bound.find((one) => one.token === name)?.cell;
    if (cell === undefined) known = false;
    return `{${cell ?? ""}}`;
  });
  return known && !/[{}]/.test(out.replace(/\{[A-Za-z.]+\}/g, "")) ? out : null;
}

/** Tokens as their figures, as the paragraph will be printed. */
export const withFigures = (text: string, bound: readonly Bound[]): string =>
  text.replace(token, (all, name: string) => {
    const value = bound.find((one) => one.token === name)?.value;
    return value === undefined ? all : plainNumber(value);
  });
