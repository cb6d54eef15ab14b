import { OutsideError } from "../errors.ts";

/** How values lie on the disk. `about` says what a value belongs to: it is opened for the same only. */
export interface Seal {
  close(text: string, about: string): string;
  /** OutsideError when it cannot be opened: no key, another key, changed by somebody. */
  open(sealed: string, about: string): string;
  closeBytes(bytes: Uint8Array, about: string): Uint8Array;
  openBytes(sealed: Uint8Array, about: string): Uint8Array;
  /** Whether a stored value lies as this seal would lay it down now. */
  isFresh(stored: string | Uint8Array): boolean;
}

/** What a sealed text begins and ends with: of a spoiled one at least one mark is left, and nobody takes it for a plain text. No value of ours begins or ends so, all of them are JSON. */
export const textMarks = ["nb1:", ":nb1"] as const;
/** The same for bytes: no kind of file that is sent has it. */
export const byteMarks = [Buffer.from("\0nianbao1:"), Buffer.from(":nianbao1\0")] as const;

/** Whether it was sealed, whole or not; everything else is plain. */
export function isSealed(stored: string | Uint8Array): boolean {
  if (typeof stored === "string") return stored.startsWith(textMarks[0]) || stored.endsWith(textMarks[1]);
  const [first, last] = byteMarks;
  return first.equals(stored.subarray(0, first.length)) || last.equals(stored.subarray(-last.length));
}

function plain<Value extends string | Uint8Array>(stored: Value): Value {
  if (!isSealed(stored)) return stored;
  const message = "数据是加密存的，没有密钥打不开。请在设置里写上 NIANBAO_KEY。";
  throw new OutsideError(message, { where: "store", code: "sealed" });
}

/** As they are. */
export const unsealed: Seal = {
  close: (text) => text,
  open: plain,
  closeBytes: (bytes) => bytes,
  openBytes: plain,
  isFresh: (stored) => !isSealed(stored),
};
