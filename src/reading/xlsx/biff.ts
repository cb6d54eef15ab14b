import { visible } from "../../language/width.ts";
import { damaged, encrypted, notRead, tooBig } from "../faults.ts";
import { streamsOf } from "../ole.ts";
import { merge, plain, put, type Grid, type Merged } from "./grid.ts";
import { stringsOf, textAt } from "./strings.ts";

/** The older kind of workbook (.xls, BIFF8): a stream of records, each with its number, its length and its data. */

interface Entry {
  kind: number;
  at: number;
  data: Buffer;
}
const kinds = {
  formula: 0x06, end: 0x0a, password: 0x2f, continued: 0x3c, sheet: 0x85, manyRk: 0xbd, manyBlank: 0xbe, rich: 0xd6, look: 0xe0,
  merged: 0xe5, strings: 0xfc, shared: 0xfd, blank: 0x201, number: 0x203, label: 0x204, truth: 0x205, result: 0x207, rk: 0x27e,
  format: 0x41e, begin: 0x809,
} as const; // prettier-ignore
const maxSheets = 40;
const maxRecords = 300_000;

/** A format turns a number into what its cell shows; `code` is a text or the number of a built-in one. */
export type Format = (code: string | number, value: number) => string;

function entriesOf(stream: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + 4 <= stream.length;) {
    const length = stream.readUInt16LE(at + 2);
    entries.push({ kind: stream.readUInt16LE(at), at, data: stream.subarray(at + 4, at + 4 + length) });
    if (entries.length > maxRecords) throw tooBig();
    at += 4 + length;
  }
  return entries;
}

/** The packed kind of number: an integer or the upper half of a double, either perhaps in hundredths. */
function rk(bits: number): number {
  const wide = Buffer.alloc(8);
  wide.writeInt32LE(bits & ~3, 4);
  const value = (bits & 2) === 0 ? wide.readDoubleLE(0) : bits >> 2;
  return (bits & 1) === 0 ? value : value / 100;
}

class Workbook {
  readonly #strings: readonly string[];
  readonly #formats = new Map<number, string>();
  readonly #looks: number[] = [];
  readonly #format: Format;

  constructor(globals: readonly Entry[], format: Format) {
    this.#format = format;
    for (const { kind, data } of globals) {
      if (kind === kinds.password) throw encrypted();
      if (kind === kinds.format) this.#formats.set(data.readUInt16LE(0), textAt(data, 2));
      else if (kind === kinds.look) this.#looks.push(data.readUInt16LE(2));
    }
    const first = globals.findIndex(({ kind }) => kind === kinds.strings);
    const length = globals.slice(first + 1).findIndex(({ kind }) => kind !== kinds.continued);
    const pieces = first < 0 ? [] : globals.slice(first, length < 0 ? undefined : first + 1 + length);
    this.#strings = stringsOf(pieces.map(({ data }) => data));
  }

  #shown(value: number, look: number): string {
    const code = this.#looks[look] ?? 0;
    const format = this.#formats.get(code) ?? code;
    return format === 0 || format === "General" ? plain(value) : this.#format(format, value);
  }

  grid(entries: readonly Entry[]): Grid {
    const grid: Grid = [];
    const merged: Merged[] = [];
    let depth = 0;
    let formula: { row: number; column: number } | undefined;
    for (const { kind, data } of entries) {
      if (kind === kinds.begin) depth += 1;
      else if (kind === kinds.end) depth -= 1;
      if (depth === 0) break;
      // A chart within the sheet has cells of its own.
      if (depth > 1 || data.length < 2) continue;
      if (kind === kinds.merged) {
        for (let at = 2; at + 8 <= data.length; at += 8) {
          const [top, bottom, left, right] = [0, 2, 4, 6].map((offset) => data.readUInt16LE(at + offset));
          merged.push({ top: top ?? 0, bottom: bottom ?? 0, left: left ?? 0, right: right ?? 0 });
        }
        continue;
      }
      if (kind === kinds.result && formula !== undefined) put(grid, formula.row, formula.column, visible(textAt(data, 0)).trim()); // prettier-ignore
      if (data.length < 6) continue;
      const [row, column, look] = [data.readUInt16LE(0), data.readUInt16LE(2), data.readUInt16LE(4)];
      const set = (text: string, right = 0): void => put(grid, row, column + right, visible(text).trim());
      if (kind === kinds.shared) set(this.#strings[data.readUInt32LE(6)] ?? "");
      else if (kind === kinds.label || kind === kinds.rich) set(textAt(data, 6));
      else if (kind === kinds.number) set(this.#shown(data.readDoubleLE(6), look));
      else if (kind === kinds.rk) set(this.#shown(rk(data.readInt32LE(6)), look));
      else if (kind === kinds.truth) set(data[7] === 0 ? (data[6] === 0 ? "FALSE" : "TRUE") : "#N/A");
      else if (kind === kinds.blank) set("");
      else if (kind === kinds.manyBlank)
        for (let at = 4; at + 4 <= data.length; at += 2) set("", (at - 4) / 2);
      else if (kind === kinds.manyRk) {
        for (let at = 4; at + 8 <= data.length; at += 6)
          set(this.#shown(rk(data.readInt32LE(at + 2)), data.readUInt16LE(at)), (at - 4) / 6);
      } else if (kind === kinds.formula) {
        const special = data.readUInt16LE(12) === 0xffff;
        formula = special && data[6] === 0 ? { row, column } : undefined;
        if (!special) set(this.#shown(data.readDoubleLE(6), look));
        else set(data[6] === 1 ? (data[8] === 0 ? "FALSE" : "TRUE") : data[6] === 2 ? "#N/A" : "");
      }
    }
    return merge(grid, merged);
  }
}

/** The sheets of an .xls that are not hidden. OutsideError: encrypted, older than Excel 97, damaged, too big. */
export function gridsOfXls(bytes: Uint8Array, format: Format): Grid[] {
  try {
    const stream = streamsOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))("Workbook");
    if (stream === undefined) throw notRead("很旧的 Excel 文件", "另存为 .xlsx 再发来");
    const entries = entriesOf(stream);
    const end = entries.findIndex(({ kind }) => kind === kinds.end);
    const globals = entries.slice(0, end < 0 ? undefined : end);
    if (globals[0]?.kind !== kinds.begin || globals[0].data.readUInt16LE(0) !== 0x600) throw damaged();
    const workbook = new Workbook(globals, format);
    const sheets = globals.filter(({ kind }) => kind === kinds.sheet);
    if (sheets.length > maxSheets) throw tooBig();
    const seen = sheets
      .filter(({ data }) => data.readUInt16LE(4) === 0)
      .map(({ data }) => data.readUInt32LE(0));
    return seen.map((place) => {
      const first = entries.findIndex(({ at }) => at === place);
      if (entries[first]?.kind !== kinds.begin) throw damaged();
      return workbook.grid(entries.slice(first));
    });
  } catch (cause) {
    // A place outside of a record or of the file.
    if (cause instanceof RangeError) throw damaged(cause);
    throw cause;
  }
}
