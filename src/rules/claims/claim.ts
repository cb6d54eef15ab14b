import type { CellId } from "../../report/form.ts";
import type { Where } from "../reading.ts";

/** What a number of the text counts, as a sum of cells. */
export interface Quantity {
  /** Its kind, stable: requests.received, disputes.suits.upheld … */
  id: string;
  /** What the clerk calls it: 表三本年新收. */
  name: string;
  cells: readonly CellId[];
  /** The words are those of the form; otherwise they could mean something else, and a difference is a question. */
  exact: boolean;
}

/** A number of the text that is bound to cells of the tables, or nothing where the text says there is none. */
export interface Claim {
  where: Where;
  quantity: Quantity;
  /** The words that bind it with the number and its unit, without blanks and line breaks. */
  quote: string;
  /** The sentence or the part of it up to ；, likewise. */
  sentence: string;
  /** In the unit of the cells: 万元 for fees, else pieces. */
  value: number;
  unit: string;
  approximate: boolean;
  /** 未收到, 未发生: said in words, without a figure. */
  none: boolean;
  /** Told as a part of something named before: 其中自然人3件. */
  part: boolean;
  /** Words that make it the number of somebody else: 区政府办, 全区, 备案. */
  scope?: string;
  /** Offsets of the digits (for `none` of the denying words) in the text as given. */
  start: number;
  end: number;
}
