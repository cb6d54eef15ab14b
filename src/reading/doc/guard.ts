import { damaged, encrypted, notRead, tooBig } from "../faults.ts";

/**
 * What must hold of an OLE file before the library reads it: chains of sectors that end, a directory without circles,
 * pieces of text that are no longer than the file. On a file made otherwise it would run for ever or eat all memory.
 */

interface Entry {
  name: string;
  type: number;
  links: readonly number[];
  start: number;
  size: number;
}

const header = 512;
const entrySize = 128;
const root = 5;
const stream = 2;

/** Sectors of one size, and which follows which. */
interface Store {
  bytes: Buffer;
  size: number;
  /** Where the sector of number 0 begins. */
  first: number;
  next: readonly number[];
}

function chain({ next }: Store, start: number): number[] {
  const sectors: number[] = [];
  for (let at = start; at >= 0 && at < next.length; at = next[at] ?? -1) {
    if (sectors.length > next.length) throw damaged();
    sectors.push(at);
  }
  return sectors;
}

const content = (store: Store, sectors: readonly number[]): Buffer =>
  Buffer.concat(sectors.map((at) => store.bytes.subarray(store.first + at * store.size, store.first + (at + 1) * store.size))); // prettier-ignore

const numbers = (bytes: Buffer): number[] =>
  Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => bytes.readInt32LE(at * 4));

/** The table of all sectors, whose own sectors are listed in the header and, in a big file, in further sectors. */
function sectorsOf(bytes: Buffer): Store {
  const power = bytes.readInt16LE(30);
  if ((power !== 9 && power !== 12) || bytes.readInt16LE(32) !== 6) throw damaged();
  const size = 1 << power;
  const count = Math.ceil(bytes.length / size);
  const [tables, more] = [bytes.readInt32LE(44), bytes.readInt32LE(72)];
  if (tables < 1 || tables > count || more < 0 || more > count) throw damaged();
  const store: Store = { bytes, size, first: size, next: [] };
  const places = numbers(bytes.subarray(76, header));
  for (let at = bytes.readInt32LE(68), left = more; left > 0; left--) {
    const listed = numbers(content(store, [at]));
    at = listed.pop() ?? -1;
    places.push(...listed);
  }
  const used = places.slice(0, tables);
  if (used.some((place) => place < 0 || place >= count)) throw damaged();
  return { ...store, next: numbers(content(store, used)) };
}

function entriesOf(bytes: Buffer): Entry[] {
  return Array.from({ length: Math.floor(bytes.length / entrySize) }, (_, index): Entry => {
    const entry = bytes.subarray(index * entrySize, (index + 1) * entrySize);
    const length = Math.min(Math.max(entry.readInt16LE(64) - 2, 0), 64);
    return {
      name: entry.toString("utf16le", 0, length),
      type: entry.readInt8(66),
      links: [entry.readInt32LE(68), entry.readInt32LE(72), entry.readInt32LE(76)],
      start: entry.readInt32LE(116),
      size: entry.readInt32LE(120),
    };
  });
}

/** Every entry is reached on one way only. */
function checkTree(entries: readonly Entry[]): void {
  const seen = new Set<number>();
  const open = [entries.findIndex(({ type }) => type === root)];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const entry = entries[at];
    if (entry === undefined || seen.has(at)) throw damaged();
    seen.add(at);
    open.push(...entry.links.filter((link) => link !== -1));
  }
}

/** The streams of the file by their names; damage wherever the library would go in circles. */
function streamsOf(bytes: Buffer): (name: string) => Buffer | undefined {
  const big = sectorsOf(bytes);
  const entries = entriesOf(content(big, chain(big, bytes.readInt32LE(48))));
  checkTree(entries);
  const small: Store = {
    bytes: content(big, chain(big, entries.find(({ type }) => type === root)?.start ?? -1)),
    size: 64,
    first: 0,
    next: numbers(content(big, chain(big, bytes.readInt32LE(60)))),
  };
  return (name) => {
    const found = entries.find((entry) => entry.type === stream && entry.name === name);
    if (found === undefined) return undefined;
    const store = found.size < bytes.readInt32LE(56) ? small : big;
    const sectors = chain(store, found.start);
    if (found.size <= 0 || sectors.length < Math.ceil(found.size / store.size)) throw damaged();
    return content(store, sectors).subarray(0, found.size);
  };
}

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
    text += word.toString(wide ? "utf16le" : "latin1", start, start + (to - from) * (wide ? 2 : 1));
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
