import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  VerticalMergeType,
  WidthType,
  type Paragraph,
} from "docx";
import type { TableId } from "../../report/form.ts";
import type { Block, PrintedPlace } from "../blocks.ts";
import { paragraph, runs, type Comments } from "./text.ts";

type TableBlock = Extract<Block, { kind: "table" }>;

/** Lengths in twips; each grid is as wide as the type area (8844). */
const geometry: Record<TableId, { widths: readonly number[]; rowHeight: number; figureRowHeight?: number }> =
  {
    disclosure: { widths: [2211, 2211, 2211, 2211], rowHeight: 454 },
    // At this height the table and its heading just fill a page when they begin one.
    requests: { widths: [685, 836, 2969, 622, 622, 622, 622, 622, 622, 622], rowHeight: 350 },
    disputes: {
      widths: [590, 590, 590, 590, 590, 590, 590, 590, 590, 589, 589, 589, 589, 589, 589],
      rowHeight: 350,
      figureRowHeight: 624,
    },
  };
const cellMargin = 57;
const tightMargin = 20;
const border = { style: BorderStyle.SINGLE, size: 4, color: "000000" };
const borders = {
  top: border,
  bottom: border,
  left: border,
  right: border,
  insideHorizontal: border,
  insideVertical: border,
};

const fontSize = 20;
/** The largest size up to the usual one, in half-points, at which so many digits fit on one line of the width. */
const figureSize = (text: string, width: number, margin: number): number =>
  Math.min(fontSize, Math.floor((width - 2 * margin) / 10 / (0.5 * text.length)));

/**
 * Indents that make narrow labels break well without break marks in the text: 三、 / 本 / 年 / 度 …, one character a
 * line after the first, and （三） / 不予 / 公开.
 */
function labelIndent(width: number): { left: number; right: number; hanging: number } | undefined {
  if (width < 750) return { left: 165, right: 12, hanging: 20 };
  if (width < 1000) return { left: 133, right: 0, hanging: 100 };
  return undefined;
}

/** 自然人 stays on one line of a column meant for two characters. */
const isThreeInARow = (place: PrintedPlace, width: number): boolean =>
  place.kind === "heading" && place.text.length === 3 && width < 750;

/** Places that need more of their cell than its margins leave them: 自然人 and figures of many digits. */
const isTight = (place: PrintedPlace, width: number): boolean =>
  place.kind === "figure"
    ? figureSize(place.text, width, cellMargin) < fontSize
    : isThreeInARow(place, width);

function content(place: PrintedPlace, width: number, keepNext: boolean, comments: Comments): Paragraph {
  const keep = keepNext ? { keepNext } : {};
  if (place.kind === "figure") {
    const tight = isTight(place, width) ? { size: figureSize(place.text, width, tightMargin) } : {};
    const run = new TextRun({ text: place.text, ...tight });
    return paragraph("TableFigure", comments.around([run], place.remarks), keep);
  }
  const children = [
    ...(place.text === "" ? [] : runs(place.text, "table", isThreeInARow(place, width) ? 19 : undefined)),
    ...(place.note === undefined ? [] : runs(place.note, "lead")),
  ];
  if (place.kind === "heading") {
    const more = place.note === undefined ? {} : { alignment: AlignmentType.LEFT };
    return paragraph("TableHead", comments.around(children, place.remarks), more);
  }
  const indent = labelIndent(width);
  return paragraph("TableLabel", comments.around(children, place.remarks), {
    ...keep,
    ...(indent ? { indent } : {}),
  });
}

/**
 * Where a page may not end: inside a block of 表二 or a group such as （三）不予公开 of 表三, whose label stands in
 * front of its first row only.
 */
function holdsOn({ table }: TableBlock, row: PrintedPlace[], next: PrintedPlace[]): boolean {
  if (table === "disclosure") return next[0]?.kind !== "heading";
  const labels = (places: PrintedPlace[]): PrintedPlace[] => places.filter((place) => place.kind === "label");
  const inGroup = (places: PrintedPlace[]): boolean => labels(places).at(-1)?.colSpan === 1;
  return inGroup(row) && inGroup(next) && labels(next).length === 1;
}

const span = (columns: number): { columnSpan?: number } => (columns === 1 ? {} : { columnSpan: columns });

function cellOf(place: PrintedPlace, width: number, keepNext: boolean, comments: Comments): TableCell {
  return new TableCell({
    ...span(place.colSpan),
    ...(place.rowSpan > 1 ? { verticalMerge: VerticalMergeType.RESTART } : {}),
    verticalAlign: VerticalAlignTable.CENTER,
    ...(isTight(place, width)
      ? { margins: { left: tightMargin, right: tightMargin, marginUnitType: WidthType.DXA } }
      : {}),
    children: [content(place, width, keepNext, comments)],
  });
}

/** The cell below one that covers several rows. */
function continuation(above: PrintedPlace, keepNext: boolean): TableCell {
  const style = above.kind === "heading" ? "TableHead" : "TableLabel";
  return new TableCell({
    ...span(above.colSpan),
    verticalMerge: VerticalMergeType.CONTINUE,
    children: [paragraph(style, [], keepNext ? { keepNext } : {})],
  });
}

/**
 * The cells of every row, covered ones included. Merged places are written out as Word wants them: the library's own
 * row spans would change rows that were handed to it and leave unstyled paragraphs in them.
 */
function cellsOf(block: TableBlock, widths: readonly number[], comments: Comments): TableCell[][] {
  /** Places that go on in the rows below, by their first column. */
  const open = new Map<number, { place: PrintedPlace; rowsLeft: number }>();
  return block.rows.map((row, index) => {
    const next = block.rows[index + 1];
    const keepNext = next !== undefined && holdsOn(block, row, next);
    const pending = [...row];
    const cells: TableCell[] = [];
    let column = 0;
    while (column < block.columns) {
      const above = open.get(column);
      const place = above?.place ?? pending.shift();
      if (place === undefined) throw new Error(`${block.table}: row ${index + 1} is too short`);
      if (above === undefined) {
        const width = widths.slice(column, column + place.colSpan).reduce((sum, part) => sum + part, 0);
        cells.push(cellOf(place, width, keepNext, comments));
      } else {
        cells.push(continuation(place, keepNext));
      }
      const rowsLeft = (above?.rowsLeft ?? place.rowSpan) - 1;
      if (rowsLeft > 0) open.set(column, { place, rowsLeft });
      else open.delete(column);
      column += place.colSpan;
    }
    return cells;
  });
}

/** A table with all borders, fixed widths, repeated header rows and rows that are not split. */
export function tableOf(block: TableBlock, comments: Comments): Table {
  const { widths, rowHeight, figureRowHeight = rowHeight } = geometry[block.table];
  const cells = cellsOf(block, widths, comments);
  const rows = block.rows.map((row, index) => {
    const figures = row.every((place) => place.kind === "figure");
    return new TableRow({
      children: cells[index] ?? [],
      cantSplit: true,
      height: { value: figures ? figureRowHeight : rowHeight, rule: HeightRule.ATLEAST },
      ...(index < block.headerRows ? { tableHeader: true } : {}),
    });
  });
  return new Table({
    rows,
    width: { size: widths.reduce((sum, part) => sum + part, 0), type: WidthType.DXA },
    columnWidths: [...widths],
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    borders,
    margins: { left: cellMargin, right: cellMargin, top: 0, bottom: 0, marginUnitType: WidthType.DXA },
  });
}
