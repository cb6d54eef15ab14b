const sector = 512;

/** An OLE file with a directory of these streams and nothing in them: enough to tell what it is. */
export function oleFile(streams: readonly string[]): Uint8Array {
  const names = ["Root Entry", ...streams];
  const bytes = Buffer.alloc(sector * (3 + Math.ceil(names.length / 4)));
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  bytes.writeUInt16LE(0x3e, 24);
  bytes.writeUInt16LE(3, 26);
  bytes.writeUInt16LE(0xfffe, 28);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt16LE(6, 32);
  bytes.writeUInt32LE(1, 44);
  bytes.writeUInt32LE(1, 48);
  bytes.fill(0xff, 76, sector);
  bytes.writeUInt32LE(0, 76);
  bytes.fill(0xff, sector, 2 * sector);
  for (const [index, name] of names.entries()) {
    const at = 2 * sector + 128 * index;
    bytes.write(name, at, "utf16le");
    bytes.writeUInt16LE(2 * (name.length + 1), at + 64);
    bytes[at + 66] = index === 0 ? 5 : 2;
  }
  return new Uint8Array(bytes);
}
