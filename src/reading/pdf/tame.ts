/** What pdf.js does on damaged files that would harm more than the file. */

/**
 * A damaged font can give it an array that is empty but for an element far beyond all data, and it looks for values in
 * it: a minute in native code, in which not even its thread can be stopped. In a thread that reads PDF such a search
 * fails, and the font with it.
 */
const mostElements = 1_000_000;
const indexOf = Array.prototype.indexOf as (this: unknown[], what: unknown, from?: number) => number;

function refuseEndlessSearches(): void {
  Array.prototype.indexOf = function (this: unknown[], what: unknown, from?: number): number {
    if (this.length > mostElements) throw new RangeError("an array without end");
    return indexOf.call(this, what, from);
  };
}

/** Its own exceptions, by name: they are no errors of the language. */
const own =
  /^(?:XRef\w+|InvalidPDF|MissingPDF|MissingData|Password|UnknownError|Parser\w+|RenderingCancelled|Abort|Format\w*|Jpx\w*|Jpeg\w*|Jbig2\w*)(?:Exception|Error)$/;
const isOwn = (reason: unknown): boolean =>
  typeof reason === "object" &&
  reason !== null &&
  (("name" in reason && own.test(String(reason.name))) ||
    ("stack" in reason && /[\\/]unpdf[\\/]/.test(String(reason.stack))));

/** It leaves promises of damaged parts rejected that nobody waits for; what was waited for fails by itself. */
function leaveOwnRejections(): void {
  process.on("unhandledRejection", (reason) => {
    if (!isOwn(reason)) throw reason;
  });
}

/** Called once in a thread that reads PDF, before the library is loaded. */
export function tame(): void {
  refuseEndlessSearches();
  leaveOwnRejections();
}
