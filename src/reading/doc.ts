import WordExtractor from "word-extractor";
import type { Block } from "./blocks.ts";
import { bodyBlocks } from "./doc/body.ts";
import { checkDoc } from "./doc/guard.ts";
import { damaged } from "./faults.ts";

/** Text of a .doc or .wps → blocks. OutsideError: no Word document, encrypted, damaged, too big. */
export async function docBlocks(bytes: Uint8Array): Promise<Block[]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkDoc(buffer);
  let body: string;
  try {
    // Unfiltered: else “” become "".
    body = (await new WordExtractor().extract(buffer)).getBody({ filterUnicode: false });
  } catch (cause) {
    // Whatever the library says of such a file, it is damaged.
    throw damaged(cause);
  }
  return bodyBlocks(body);
}
