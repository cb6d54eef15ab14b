import { plainNumber } from "../language/numerals.ts";
import { visible } from "../language/width.ts";
import { grids, sections, type CellId, type TableId } from "../report/form.ts";
import type { Place } from "../report/vocabulary.ts";
import type { Paragraph, WrittenReport } from "../report/written.ts";

/** A place of a printed table with what stands in it; covered places are not listed. */
export interface PrintedPlace extends Omit<Place, "cell"> {
  cell?: CellId;
  remarks: readonly string[];
}

/** What a document consists of, whatever its file format. */
export type Block =
  | { kind: "title"; lines: readonly string[]; remarks: readonly string[] }
  | { kind: "heading"; text: string }
  | { kind: "paragraph"; lead?: string; text: string; remarks: readonly string[] }
  | { kind: "table"; table: TableId; columns: number; headerRows: number; rows: PrintedPlace[][] };

const isTable = (section: string): section is TableId => section in grids;
const clean = (texts: readonly string[]): string[] =>
  texts.map((text) => visible(text).trim()).filter((text) => text !== "");

function paragraphs(list: readonly Paragraph[]): Block[] {
  return list.map(({ lead, text, remarks }) => ({
    kind: "paragraph",
    ...(lead === undefined ? {} : { lead: visible(lead) }),
    text: visible(text),
    remarks: clean(remarks),
  }));
}

function table(id: TableId, written: WrittenReport): Block {
  const { columns, headerRows, rows } = grids[id];
  return {
    kind: "table",
    table: id,
    columns,
    headerRows,
    rows: rows.map((row) =>
      row.map((place): PrintedPlace => {
        if (place.cell === undefined) return { ...place, cell: undefined, remarks: [] };
        const cell = place.cell as CellId;
        const value = written.cells.get(cell);
        const text = value === undefined ? "" : plainNumber(value);
        return { ...place, cell, text, remarks: clean(written.cellRemarks.get(cell) ?? []) };
      }),
    ),
  };
}

/** The report as a sequence of blocks; text is freed of characters that no file format can hold. */
export function layOut(written: WrittenReport): Block[] {
  return [
    { kind: "title", lines: written.title.map(visible), remarks: clean(written.titleRemarks) },
    ...paragraphs(written.preamble),
    ...sections.flatMap(({ id, heading }): Block[] => [
      { kind: "heading", text: heading },
      ...(isTable(id) ? [table(id, written)] : []),
      ...paragraphs(written.paragraphs[id]),
    ]),
  ];
}
