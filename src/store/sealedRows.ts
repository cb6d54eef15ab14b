import type { Replaceable } from "./holdings.ts";
import type { Seal } from "./seal.ts";
import {
  aboutBytes, aboutEntry, aboutFile, aboutFileName, aboutMessage, aboutOutgoing,
} from "./sealAbout.ts"; // prettier-ignore

/** What is done to a value that may be sealed; bytes stand in base64. */
type Hand = (value: string, about: string) => string;

/** Every value of a row that may be sealed, in other hands. Which keys are in use lies as it is. */
function handed(row: Replaceable, text: Hand, bytes: Hand): Replaceable {
  switch (row.kind) {
    case "entry": {
      const { namespace, key, value } = row;
      return namespace === "seal" ? row : { ...row, value: text(value, aboutEntry(namespace, key)) };
    }
    case "inbox": {
      const { seq, payload, file } = row;
      return {
        ...row,
        payload: payload === null ? null : text(payload, aboutMessage(row)),
        file: file && {
          name: text(file.name, aboutFileName(seq)),
          bytes: bytes(file.bytes, aboutFile(seq)),
        },
      };
    }
    case "outbox":
      return {
        ...row,
        payload: row.payload === null ? null : text(row.payload, aboutOutgoing(row)),
        bytes: row.bytes === null ? null : bytes(row.bytes, aboutBytes(row.key)),
      };
  }
}

const fromBase64 = (base64: string): Buffer => Buffer.from(base64, "base64");
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** A stored row with all of its values opened. OutsideError when one of them cannot be. */
export const openedRow = (seal: Seal, row: Replaceable): Replaceable =>
  handed(
    row,
    (text, about) => seal.open(text, about),
    (bytes, about) => toBase64(seal.openBytes(fromBase64(bytes), about)),
  );

/** An opened row as it is to be stored. */
export const closedRow = (seal: Seal, row: Replaceable): Replaceable =>
  handed(
    row,
    (text, about) => seal.close(text, about),
    (bytes, about) => toBase64(seal.closeBytes(fromBase64(bytes), about)),
  );

/** Whether all values of a row lie as this seal would lay them down now. */
export function isFreshRow(seal: Seal, row: Replaceable): boolean {
  let fresh = true;
  const look = (stored: string | Uint8Array): void => void (fresh &&= seal.isFresh(stored));
  handed(
    row,
    (text) => (look(text), text),
    (bytes) => (look(fromBase64(bytes)), bytes),
  );
  return fresh;
}
