import { read, SSF, type CellObject, type WorkBook, type WorkSheet } from "@e965/xlsx";
import { OutsideError } from "../errors.ts";
import { visible } from "../language/width.ts";
import type { Block } from "./blocks.ts";
import { openContainer, pathsOf, stored } from "./container.ts";
import { damaged, tooBig } from "./faults.ts";
import { gridsOfXls, type Format } from "./xlsx/biff.ts";
import { maxColumns, maxRows, merge, plain, put, type Grid } from "./xlsx/grid.ts";
import { blocksOfSheet } from "./xlsx/sheet.ts";

/** The library gives its formats without types. */
const formats = SSF as { format(code: string | number, value: number): unknown };

/** Far beyond any workbook with the tables of a report, and small enough for a library that reads it in one go. */
const maxBytes = 5 * 1024 * 1024;
const maxSheets = 40;
/** The parts that hold what is printed. */
const needed = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:_rels\/|worksheets\/)?[^/]+\.(?:xml|rels))$/i;

/** The same workbook with only the parts that are read, unpacked by us within our bounds: nothing lies to the library. */
function checked(bytes: Uint8Array): Uint8Array {
  const part = openContainer(bytes);
  const parts = new Map<string, Uint8Array>();
  let total = 0;
  for (const path of pathsOf(bytes).filter((name) => needed.test(name))) {
    const data = part(path);
    if (data === undefined) continue;
    total += data.length;
    if (total > maxBytes) throw tooBig();
    parts.set(path, data);
  }
  return stored(parts);
}

function workbookOf(bytes: Uint8Array): WorkBook {
  try {
    return read(checked(bytes), { type: "array", dense: true, cellFormula: false, cellHTML: false, cellNF: true, sheetStubs: true, sheetRows: maxRows, nodim: true }); // prettier-ignore
  } catch (cause) {
    throw cause instanceof OutsideError ? cause : damaged(cause);
  }
}

/** 0.###### shows 9 as "9.". */
const tidy = (shown: string): string =>
  visible(shown)
    .trim()
    .replace(/^(-?[\d,]+)\.$/, "$1");

/** What a cell shows. */
function textOf(cell: CellObject): string {
  if (cell.t === "z") return "";
  if (cell.t === "n" && typeof cell.v === "number" && (cell.z ?? "General") === "General")
    return plain(cell.v);
  return tidy(cell.w ?? String(cell.v ?? ""));
}

function gridOf(sheet: WorkSheet): Grid {
  const rows: (readonly (CellObject | undefined)[] | undefined)[] = sheet["!data"] ?? [];
  const grid: Grid = [];
  for (const [row, cells] of rows.slice(0, maxRows).entries())
    for (const [column, cell] of (cells ?? []).slice(0, maxColumns).entries())
      if (cell !== undefined && cell !== null) put(grid, row, column, textOf(cell));
  const ranges = sheet["!merges"] ?? [];
  return merge(
    grid,
    ranges.map(({ s: from, e: to }) => ({ top: from.r, left: from.c, bottom: to.r, right: to.c })),
  );
}

function gridsOfXlsx(bytes: Uint8Array): Grid[] {
  const workbook = workbookOf(bytes);
  if (workbook.SheetNames.length > maxSheets) throw tooBig();
  const hidden = new Set(
    (workbook.Workbook?.Sheets ?? []).flatMap(({ Hidden, name }) => (Hidden ? [name] : [])),
  );
  return workbook.SheetNames.filter((name) => !hidden.has(name)).flatMap((name) => {
    const sheet = workbook.Sheets[name];
    return sheet === undefined ? [] : [gridOf(sheet)];
  });
}

/** The library's way with formats; one it cannot make sense of shows the number as it is. */
const shownBy: Format = (code, value) => {
  try {
    return tidy(String(formats.format(code, value)));
  } catch {
    return plain(value);
  }
};

/** A workbook (.xlsx, .xls) → the tables and lines of its sheets. OutsideError: encrypted, damaged, too big. */
export function xlsxBlocks(bytes: Uint8Array): Block[] {
  const zipped = bytes[0] === 0x50;
  if (!zipped && bytes.length > maxBytes) throw tooBig();
  const grids = zipped ? gridsOfXlsx(bytes) : gridsOfXls(bytes, shownBy);
  // Every sheet may repeat the title and the notes of the first.
  const said = new Set<string>();
  return grids.flatMap(blocksOfSheet).filter((block) => {
    if (block.kind === "table") return true;
    const first = !said.has(block.text);
    said.add(block.text);
    return first;
  });
}
