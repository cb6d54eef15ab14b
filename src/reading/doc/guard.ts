import { damaged, encrypted, notRead, tooBig } from "../faults.ts";
import { header, streamsOf, wideText } from "../ole.ts";

/**
 * What must hold of an OLE file before the library reads it: chains of sectors that end, a directory without circles,
 * pieces of text that are no longer than the file. On a file made otherwise it would run for ever or eat all memory.
 */

/** A report has some ten thousand characters. */
const maxText = 500_000;
/** Characters times blocks of formatting: the library copies the text once for every row of a table and every deletion. */
const maxWork = 50_000_000;
const maxInstruction = 2_000;
const maxFields = 2_000;

/** The text of the pieces as the library will put it together, to know how long it is. */
function textOf(word: Buffer, table: Buffer): string {
  let at = word.readUInt32LE(0x1a2);
  while (table.readUInt8(at) === 1) at += 3 + table.readUInt16LE(at + 1);
  if (table.readUInt8(at) !== 2) throw damaged();
  const count = (table.readUInt32LE(at + 1) - 4) / 12;
  if (!Number.isInteger(count) || count < 1 || at + 5 + count * 12 + 4 > table.length) throw damaged();
  let [text, length] = ["", 0];
  for (let piece = 0; piece < count; piece++) {
    const [from, to] = [table.readUInt32LE(at + 5 + piece * 4), table.readUInt32LE(at + 9 + piece * 4)];
    const place = table.readUInt32LE(at + 5 + (count + 1) * 4 + piece * 8 + 2);
    const wide = (place & 0x40000000) === 0;
    const start = wide ? place : Math.floor((place & ~0x40000000) / 2);
    length += to - from;
    if (to < from || length > maxText) throw to < from ? damaged() : tooBig();
    if (start + (to - from) * (wide ? 2 : 1) > word.length) throw damaged();
    text += wide ? wideText(word, start, to - from) : word.toString("latin1", start, start + to - from);
  }
  return text;
}

/** Refuses what is no Word document, is encrypted or damaged, or would not be read in bounded time and memory. */
export function checkDoc(bytes: Buffer): void {
  try {
    if (bytes.length < header) throw damaged();
    const streamNamed = streamsOf(bytes);
    const word = streamNamed("WordDocument");
    if (word === undefined) throw notRead("别的程序的文件", "发年报的 Word 文件");
    if (word.readUInt16LE(0) !== 0xa5ec) throw damaged();
    const flags = word.readUInt16LE(0x0a);
    if ((flags & 0x0100) !== 0) throw encrypted();
    const table = streamNamed((flags & 0x0200) === 0 ? "0Table" : "1Table");
    if (table === undefined) throw damaged();
    const text = textOf(word, table);
    const blocks = [0xfe, 0x106].reduce((sum, at) => sum + Math.max(0, (word.readUInt32LE(at) - 4) / 8), 0);
    if (text.length * blocks > maxWork) throw tooBig();
    const fields = text.split("\x13").slice(1);
    const longest = fields.map((field) => field.search(/[\x14\x15]|$/));
    if (fields.length > maxFields || longest.some((length) => length > maxInstruction)) throw damaged();
  } catch (cause) {
    // A place outside of the file.
    if (cause instanceof RangeError) throw damaged(cause);
    throw cause;
  }
}
