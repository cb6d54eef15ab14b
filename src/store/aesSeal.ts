import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { OutsideError } from "../errors.ts";
import { byteMarks, isSealed, textMarks, type Seal } from "./seal.ts";

/**
 * AES-256-GCM. A box is: kind (1 byte), key id (4), nonce (12), ciphertext, tag (16); in a text it stands as base64
 * between the marks. Kind, key id and what the value belongs to are authenticated with it.
 *
 * Nonces are random: NIST SP 800-38D allows 2^32 values under one key then. A message of a clerk lays down about ten
 * values; a province in a year about 10^8, so that the bound is decades away, and a new key starts from nothing.
 */
const cipher = "aes-256-gcm";
const [idBytes, nonceBytes, tagBytes] = [4, 12, 16] as const;
const headBytes = 1 + idBytes;
const shortest = headBytes + nonceBytes + tagBytes;

/** What is in a box: bits of its kind. */
const kinds = { bytes: 1, packed: 2, utf16: 4 } as const;

/** Shorter texts gain little; of a report's JSON about a tenth is left. In characters. */
const packedFrom = 1000;
/** No text of ours is larger, and what was packed cannot unpack to more. In bytes. */
const packedTo = 64 * 1024 * 1024;
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** 32 bytes each; `former` ones open what was sealed before. */
export interface Keys {
  current: Uint8Array;
  former: readonly Uint8Array[];
}

interface Key {
  id: Buffer;
  secret: KeyObject;
}

/** How a key is called where it was used: says nothing about it. */
const idOf = (key: Uint8Array): Buffer => createHash("sha256").update(key).digest().subarray(0, idBytes);

function keyOf(bytes: Uint8Array): Key {
  if (bytes.length !== 32) throw new Error("a key has 32 bytes");
  return { id: idOf(bytes), secret: createSecretKey(bytes) };
}

const anotherKey = (): OutsideError =>
  new OutsideError(
    "这个密钥打不开数据，数据是用另一个密钥加密的，没有改动它。请核对 NIANBAO_KEY；换过密钥的，把旧密钥写在 NIANBAO_KEY_FORMER 里。",
    { where: "store", code: "wrong-key" },
  );
const changed = (cause?: unknown): OutsideError =>
  new OutsideError("数据被改动过，或者损坏了，打不开；没有再动它。请用备份替换，或请维护人员查看。", {
    ...{ where: "store", code: "changed" },
    ...(cause === undefined ? {} : { cause }),
  });

/** Seals with the current key; opens what it or a former one has sealed, and gives back what is plain. */
export function sealWith({ current, former }: Keys): Seal {
  const writing = keyOf(current);
  const keys = new Map([...former, current].map((bytes) => [idOf(bytes).toString("hex"), keyOf(bytes)]));

  const lock = (kind: number, content: Uint8Array, about: string): Buffer[] => {
    const head = Buffer.concat([Buffer.of(kind), writing.id]);
    const nonce = randomBytes(nonceBytes);
    const locked = createCipheriv(cipher, writing.secret, nonce, { authTagLength: tagBytes });
    locked.setAAD(belonging(head, about));
    return [head, nonce, locked.update(content), locked.final(), locked.getAuthTag()];
  };
  const unlock = (box: Buffer, about: string): { kind: number; content: Buffer } => {
    if (box.length < shortest) throw changed();
    const [head, nonce] = [box.subarray(0, headBytes), box.subarray(headBytes, headBytes + nonceBytes)];
    const key = keys.get(head.toString("hex", 1));
    if (key === undefined) throw anotherKey();
    const opening = createDecipheriv(cipher, key.secret, nonce, { authTagLength: tagBytes });
    opening.setAAD(belonging(head, about)).setAuthTag(box.subarray(-tagBytes));
    try {
      const first = opening.update(box.subarray(headBytes + nonceBytes, -tagBytes));
      return { kind: head[0] ?? 0, content: Buffer.concat([first, opening.final()]) };
    } catch (error) {
      throw changed(error);
    }
  };

  return {
    close(text, about) {
      const { kind, content } = packed(text);
      return textMarks.join(Buffer.concat(lock(kind, content, about)).toString("base64"));
    },
    open(sealed, about) {
      if (!isSealed(sealed)) return sealed;
      return unpacked(unlock(boxIn(sealed), about));
    },
    closeBytes: (bytes, about) =>
      Buffer.concat([byteMarks[0], ...lock(kinds.bytes, bytes, about), byteMarks[1]]),
    openBytes(sealed, about) {
      if (!isSealed(sealed)) return sealed;
      const { kind, content } = unlock(boxAmong(sealed), about);
      if (kind !== kinds.bytes) throw changed();
      return new Uint8Array(content);
    },
    isFresh(stored) {
      if (!isSealed(stored)) return false;
      const box = typeof stored === "string" ? boxIn(stored) : boxAmong(stored);
      return writing.id.equals(box.subarray(1, headBytes));
    },
  };
}

/** UTF-16 tells all texts apart, also those that are no Unicode. */
const belonging = (head: Buffer, about: string): Buffer =>
  Buffer.concat([head, Buffer.from(about, "utf16le")]);

function boxIn(sealed: string): Buffer {
  const [first, last] = textMarks;
  if (!sealed.startsWith(first) || !sealed.endsWith(last)) throw changed();
  const base64 = sealed.slice(first.length, -last.length);
  const box = Buffer.from(base64, "base64");
  // Node passes over letters that are not base64.
  if (box.toString("base64") !== base64) throw changed();
  return box;
}

function boxAmong(sealed: Uint8Array): Buffer {
  const all = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const [first, last] = byteMarks;
  const box = all.subarray(first.length, -last.length);
  if (first.equals(all.subarray(0, first.length)) && last.equals(all.subarray(-last.length))) return box;
  throw changed();
}

function packed(text: string): { kind: number; content: Buffer } {
  const utf8 = text.isWellFormed();
  const content = Buffer.from(text, utf8 ? "utf8" : "utf16le");
  const kind = utf8 ? 0 : kinds.utf16;
  if (text.length < packedFrom || content.length > packedTo) return { kind, content };
  return { kind: kind | kinds.packed, content: zstdCompressSync(content, fast) };
}

/** Only what was authenticated is unpacked. */
function unpacked({ kind, content }: { kind: number; content: Buffer }): string {
  if ((kind & kinds.bytes) !== 0) throw changed();
  const plain =
    (kind & kinds.packed) === 0 ? content : zstdDecompressSync(content, { maxOutputLength: packedTo });
  return plain.toString((kind & kinds.utf16) === 0 ? "utf8" : "utf16le");
}
