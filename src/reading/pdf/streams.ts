import { inflateSync } from "node:zlib";
import { tooBig } from "../faults.ts";

/** What the compressed parts of a .pdf open to, found out before the library opens them without a bound. */

/** The operators of a page of a report take a hundredth of this. */
const maxStream = 4 * 1024 * 1024;
/** An embedded font of all Chinese characters. */
const maxFont = 24 * 1024 * 1024;
const maxAll = 64 * 1024 * 1024;
/** Nothing opens to more than a thousandfold. */
const small = maxStream / 1032;
const isFont = /\/Length1\b|\/Subtype\s*\/(?:CIDFontType0C|Type1C|OpenType)\b/;
const isPicture = /\/Subtype\s*\/Image\b/;
const packedTwice = /(?:Flate|LZW|RunLength)Decode\b[^\]]*(?:Flate|LZW|RunLength)Decode\b/;

/** OutsideError when a stream opens to more than any report needs. */
export function refuseBombs(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let total = 0;
  for (let at = file.indexOf("stream"); at >= 0;) {
    const end = file.indexOf("endstream", at);
    const start = at + (file[at + 6] === 0x0d ? 8 : 7);
    const packed = file.subarray(start, end < 0 ? file.length : end);
    if (packed.length > small) {
      const dictionary = file.toString("latin1", Math.max(0, at - 600), at).replace(/^[\s\S]*\bobj\b/, "");
      if (packedTwice.test(dictionary)) throw tooBig();
      const most = isFont.test(dictionary) ? maxFont : maxStream;
      if (!isPicture.test(dictionary)) total += opened(packed, most);
      if (total > maxAll) throw tooBig();
    }
    at = end < 0 ? -1 : file.indexOf("stream", end + 9);
  }
}

/** The size a stream opens to; one that is not compressed, or damaged, is left to the library. */
function opened(packed: Uint8Array, most: number): number {
  try {
    return inflateSync(packed, { maxOutputLength: most }).length;
  } catch (cause) {
    if (cause instanceof RangeError) throw tooBig();
    return 0;
  }
}
