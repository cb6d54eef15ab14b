import { read, type CellObject, type Range, type WorkBook, type WorkSheet } from "@e965/xlsx";
import { zipSync, type Zippable } from "fflate";
import { visible } from "../language/width.ts";
import type { Block, Cell } from "./blocks.ts";
import { openContainer, pathsOf } from "./container.ts";
import { damaged, encrypted, tooBig } from "./faults.ts";
import { blocksOfSheet, type Grid } from "./xlsx/sheet.ts";

/** Far beyond any workbook with the tables of a report, and small enough for a library that reads it in one go. */
const maxBytes = 5 * 1024 * 1024;
const maxSheets = 40;
const maxRows = 2_000;
const maxColumns = 200;
const maxMerges = 20_000;
/** The parts that hold what is printed. */
const needed =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:_rels\/|worksheets\/)?[^/]+\.(?:xml|bin|rels))$/i;

/** The same workbook with only the parts that are read, unpacked by us within our bounds: nothing lies to the library. */
function checked(bytes: Uint8Array): Uint8Array {
  const part = openContainer(bytes);
  const parts: Zippable = {};
  let total = 0;
  for (const path of pathsOf(bytes).filter((name) => needed.test(name))) {
    const data = part(path);
    if (data === undefined) continue;
    total += data.length;
    if (total > maxBytes) throw tooBig();
    parts[path] = [data, { level: 0 }];
  }
  return zipSync(parts);
}

function workbookOf(bytes: Uint8Array): WorkBook {
  const zipped = bytes[0] === 0x50;
  if (!zipped && bytes.length > maxBytes) throw tooBig();
  const data = zipped ? checked(bytes) : bytes;
  try {
    return read(data, { type: "array", dense: true, cellFormula: false, cellHTML: false, cellNF: true, sheetStubs: true, sheetRows: maxRows, nodim: true }); // prettier-ignore
  } catch (cause) {
    if (cause instanceof Error && /password|encrypt/i.test(cause.message)) throw encrypted(cause);
    throw damaged(cause);
  }
}

/** A number as the cell shows it; where it has no format of its own, without the noise of the last binary digits. */
function textOf(cell: CellObject): string {
  if (cell.t === "z") return "";
  const general = cell.t === "n" && typeof cell.v === "number" && (cell.z ?? "General") === "General";
  const shown = general ? String(Number(Number(cell.v).toPrecision(15))) : (cell.w ?? String(cell.v ?? ""));
  // 0.###### shows 9 as "9.".
  return visible(shown)
    .trim()
    .replace(/^(-?[\d,]+)\.$/, "$1");
}

function gridOf(sheet: WorkSheet): Grid {
  const rows: (CellObject | undefined)[][] = sheet["!data"] ?? [];
  const grid: Grid = [];
  for (const [index, row] of rows.slice(0, maxRows).entries())
    grid[index] = Array.from(row ?? [])
      .slice(0, maxColumns)
      .map((cell): Cell | undefined =>
        cell === undefined || cell === null ? undefined : { text: textOf(cell) },
      );
  merge(grid, sheet["!merges"] ?? []);
  return Array.from(grid, (row) => row ?? []);
}

/** The first place of a merged range gives the text of all; places that are in one range stay there. */
function merge(grid: Grid, ranges: readonly Range[]): void {
  if (ranges.length > maxMerges) throw tooBig();
  const taken = new Set<Cell>();
  for (const { s: from, e: to } of ranges) {
    const cell = grid[from.r]?.[from.c] ?? { text: "" };
    if (taken.has(cell)) continue;
    taken.add(cell);
    for (let row = from.r; row <= Math.min(to.r, grid.length - 1); row++)
      for (let column = from.c; column <= Math.min(to.c, maxColumns - 1); column++)
        (grid[row] ??= [])[column] = cell;
  }
}

/** A workbook (.xlsx, .xls) → the tables and lines of its sheets. OutsideError: encrypted, damaged, too big. */
export function xlsxBlocks(bytes: Uint8Array): Block[] {
  const workbook = workbookOf(bytes);
  if (workbook.SheetNames.length > maxSheets) throw tooBig();
  const hidden = new Set(
    (workbook.Workbook?.Sheets ?? []).flatMap(({ Hidden, name }) => (Hidden ? [name] : [])),
  );
  const blocks = workbook.SheetNames.filter((name) => !hidden.has(name)).flatMap((name) => {
    const sheet = workbook.Sheets[name];
    return sheet === undefined ? [] : blocksOfSheet(gridOf(sheet));
  });
  // Every sheet may repeat the title and the notes of the first.
  const said = new Set<string>();
  return blocks.filter((block) => {
    if (block.kind === "table") return true;
    const first = !said.has(block.text);
    said.add(block.text);
    return first;
  });
}
