import { wideText } from "../ole.ts";

/** Texts as an .xls holds them: a length, marks, then characters of one or two bytes. */

const wideMark = 1;
const furtherMark = 4;
const richMark = 8;

/** A text within one record, its length in two bytes at `at`. */
export function textAt(data: Buffer, at: number): string {
  const length = data.readUInt16LE(at);
  const marks = data.readUInt8(at + 2);
  const from = at + 3 + ((marks & richMark) === 0 ? 0 : 2) + ((marks & furtherMark) === 0 ? 0 : 4);
  return (marks & wideMark) === 0
    ? data.toString("latin1", from, from + length)
    : wideText(data, from, length);
}

/** Records read on as one; where the characters of a text go on in the next record, that begins with its own mark. */
class Pieces {
  readonly #pieces: readonly Buffer[];
  #piece = 0;
  #at = 0;

  constructor(pieces: readonly Buffer[]) {
    this.#pieces = pieces;
  }

  /** The rest of this record; the next one when nothing is left; undefined at the end. */
  #rest(): Buffer | undefined {
    for (; ; this.#piece++, this.#at = 0) {
      const piece = this.#pieces[this.#piece];
      if (piece === undefined || this.#at < piece.length) return piece?.subarray(this.#at);
    }
  }

  bytes(count: number): Buffer | undefined {
    const parts: Buffer[] = [];
    for (let left = count; left > 0;) {
      const part = this.#rest()?.subarray(0, left);
      if (part === undefined) return undefined;
      parts.push(part);
      this.#at += part.length;
      left -= part.length;
    }
    return Buffer.concat(parts);
  }

  characters(count: number, firstWide: boolean): string | undefined {
    let [text, wide] = ["", firstWide];
    for (;;) {
      const piece = this.#pieces[this.#piece];
      if (piece === undefined) return undefined;
      const size = wide ? 2 : 1;
      const here = Math.max(0, Math.min(count - text.length, Math.floor((piece.length - this.#at) / size)));
      text += wide ? wideText(piece, this.#at, here) : piece.toString("latin1", this.#at, this.#at + here);
      this.#at += here * size;
      if (text.length >= count) return text;
      this.#piece += 1;
      this.#at = 1;
      wide = ((this.#pieces[this.#piece]?.[0] ?? 0) & wideMark) !== 0;
    }
  }

  skip(count: number): void {
    for (let left = count; left > 0;) {
      const rest = this.#rest();
      if (rest === undefined) return;
      const step = Math.min(left, rest.length);
      this.#at += step;
      left -= step;
    }
  }
}

/** The texts that all sheets share, as far as they can be read. */
export function stringsOf(records: readonly Buffer[]): string[] {
  const pieces = new Pieces(records);
  const count = pieces.bytes(8)?.readUInt32LE(4) ?? 0;
  const texts: string[] = [];
  while (texts.length < count) {
    const head = pieces.bytes(3);
    if (head === undefined) break;
    const marks = head.readUInt8(2);
    const runs = (marks & richMark) === 0 ? 0 : (pieces.bytes(2)?.readUInt16LE(0) ?? 0);
    const further = (marks & furtherMark) === 0 ? 0 : (pieces.bytes(4)?.readUInt32LE(0) ?? 0);
    const text = pieces.characters(head.readUInt16LE(0), (marks & wideMark) !== 0);
    if (text === undefined) break;
    texts.push(text);
    pieces.skip(4 * runs + further);
  }
  return texts;
}
