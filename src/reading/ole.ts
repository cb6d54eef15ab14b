import { damaged } from "./faults.ts";

/** The container of .doc, .wps and .xls, read so that no chain of sectors and no directory goes in circles. */

/** The bytes before the first sector. */
export const header = 512;

/**
 * Text of two bytes a character, as far as there are bytes. Node 24 writes beyond its memory when such a text begins at
 * an odd place and has an odd number of bytes: so it never has.
 */
export function wideText(bytes: Buffer, from: number, characters: number): string {
  const count = Math.min(characters, Math.floor((bytes.length - from) / 2));
  return count <= 0 ? "" : bytes.toString("utf16le", from, from + 2 * count);
}

interface Entry {
  name: string;
  type: number;
  links: readonly number[];
  start: number;
  size: number;
}

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
      name: wideText(entry, 0, Math.floor(length / 2)),
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

/** The streams of an OLE file by their names. OutsideError: damaged. A RangeError: a place outside of the file. */
export function streamsOf(bytes: Buffer): (name: string) => Buffer | undefined {
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
