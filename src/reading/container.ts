import { crc32, inflateRawSync } from "node:zlib";
import { damaged, encrypted, notDocx, tooBig } from "./faults.ts";

/** The zip around a .docx or .xlsx, read with a bound on everything: a few hundred KB can be made to unpack to hundreds of MB. */

const maxFile = 40 * 1024 * 1024;
const maxPart = 20 * 1024 * 1024;
const maxTotal = 40 * 1024 * 1024;
const maxRatio = 200;
/** A small part may be dense: the ratio counts from this size on. */
const ratioFrom = 1024 * 1024;
const maxEntries = 4000;

interface Entry {
  method: number;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

/** The end of the central directory: it may be followed by a comment of up to 64 KB. */
function directory(view: DataView): { count: number; offset: number } {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    return { count: view.getUint16(at + 10, true), offset: view.getUint32(at + 16, true) };
  }
  throw damaged();
}

function entriesOf(bytes: Uint8Array): Map<string, Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, offset } = directory(view);
  if (count > maxEntries) throw tooBig();
  const entries = new Map<string, Entry>();
  let at = offset;
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw damaged();
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw encrypted();
    entries.set(name.replaceAll("\\", "/").replace(/^\//, ""), {
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Unpacks one entry, never beyond the size it declares: a header that lies is damage, not a bomb. */
function unpack(bytes: Uint8Array, entry: Entry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.size > maxPart) throw tooBig();
  if (entry.size > ratioFrom && entry.size > maxRatio * entry.packed) throw tooBig();
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== 0x04034b50) throw damaged();
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const packed = bytes.subarray(start, start + entry.packed);
  if (packed.length !== entry.packed) throw damaged();
  let data: Uint8Array;
  if (entry.method === 0) {
    data = packed;
  } else if (entry.method === 8) {
    try {
      data = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
    } catch (cause) {
      throw damaged(cause);
    }
  } else {
    throw damaged();
  }
  if (data.length !== entry.size || crc32(data) !== entry.crc) throw damaged();
  return data;
}

/** OLE, the container of .doc and of encrypted .docx. */
function refuseOle(bytes: Uint8Array): void {
  const signature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
  if (!signature.every((byte, index) => bytes[index] === byte)) return;
  if (
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("EncryptedPackage", 0, "utf16le")
  )
    throw encrypted();
}

/** The parts of a zip by path, unpacked when asked for. OutsideError: not a zip, encrypted, damaged or too big. */
export function openContainer(bytes: Uint8Array): (path: string) => Uint8Array | undefined {
  if (bytes.length > maxFile) throw tooBig();
  refuseOle(bytes);
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw notDocx();
  if (bytes.length < 22) throw damaged();
  const entries = entriesOf(bytes);
  let total = 0;
  return (path) => {
    const entry = entries.get(path);
    if (entry === undefined) return undefined;
    total += entry.size;
    if (total > maxTotal) throw tooBig();
    return unpack(bytes, entry);
  };
}

/** The paths of all parts of a zip. OutsideError as for opening it. */
export function pathsOf(bytes: Uint8Array): string[] {
  if (bytes.length < 22) throw damaged();
  return [...entriesOf(bytes).keys()];
}

/** A zip of these parts as they are, not packed: for a library that opens zips by itself. */
export function stored(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [path, data] of parts) {
    const name = Buffer.from(path);
    // What the header before the data and the entry at the end have in common, from the version on.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const head = Buffer.concat([Buffer.from("PK\x03\x04"), common, name]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), common, place, name]));
    bodies.push(head, Buffer.from(data));
    offset += head.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(parts.size, 8);
  end.writeUInt16LE(parts.size, 10);
  end.writeUInt32LE(entries.reduce((sum, entry) => sum + entry.length, 0), 12); // prettier-ignore
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...bodies, ...entries, end]));
}
