/**
 * A damaged font can give pdf.js an array that is empty but for an element at 2³¹, and it looks for a value in it: a
 * minute in native code, in which not even its thread can be stopped. In a thread that reads PDF such a search fails,
 * and the font with it.
 */
const mostElements = 10_000_000;
const indexOf = Array.prototype.indexOf as (this: unknown[], what: unknown, from?: number) => number;

export function refuseEndlessSearches(): void {
  Array.prototype.indexOf = function (this: unknown[], what: unknown, from?: number): number {
    if (this.length > mostElements) throw new RangeError("an array without end");
    return indexOf.call(this, what, from);
  };
}
