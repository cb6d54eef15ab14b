import type { Block } from "./blocks.ts";
import { goesOn, joined } from "./pdf/chain.ts";
import { unruledTables } from "./pdf/columns.ts";
import { drawings } from "./pdf/document.ts";
import { withoutFurniture } from "./pdf/furniture.ts";
import { gridsOf } from "./pdf/grid.ts";
import { linesOf, type Line } from "./pdf/lines.ts";
import { marginsOf, paragraphsOf } from "./pdf/paragraphs.ts";
import { fill, type PageTable } from "./pdf/table.ts";

type Piece = PageTable | { kind: "lines"; lines: Line[]; width: number };

/** Paragraphs and tables of a .pdf. OutsideError: encrypted, damaged, too long, a scan, text that cannot be told. */
export async function pdfBlocks(bytes: Uint8Array): Promise<Block[]> {
  const pages = (await drawings(bytes)).map((drawing) => {
    const { tables, rest } = fill(gridsOf(drawing.segments), drawing.glyphs);
    const { tables: unruled, taken } = unruledTables(rest);
    const more = unruled.map((table): PageTable => ({ kind: "table", xs: [], ...table }));
    return {
      tables: [...tables, ...more].toSorted((one, other) => one.top - other.top),
      lines: linesOf(rest.filter((glyph) => !taken.has(glyph))),
      width: drawing.width,
      height: drawing.height,
    };
  });
  const text = withoutFurniture(pages);
  const pieces: Piece[] = [];
  for (const [index, { tables, width }] of pages.entries()) {
    let lines = text[index] ?? [];
    for (const [place, table] of tables.entries()) {
      addLines(pieces, lines.filter(({ y }) => y <= table.top), width); // prettier-ignore
      lines = lines.filter(({ y }) => y > table.top);
      addTable(pieces, table, place === 0);
    }
    addLines(pieces, lines, width);
  }
  const margins = new Map(
    [...Map.groupBy(pieces.filter((piece) => piece.kind === "lines"), ({ width }) => width)].map(
      ([width, own]) => [width, marginsOf(own.flatMap(({ lines }) => lines))],
    ),
  ); // prettier-ignore
  return pieces.flatMap((piece): Block[] => {
    if (piece.kind === "table") return [{ kind: "table", rows: piece.rows }];
    const own = margins.get(piece.width) ?? { left: 0, right: 0 };
    return paragraphsOf(piece.lines, own).map((text) => ({ kind: "paragraph", text }));
  });
}

/** Lines go on with the lines before, over a page break too. */
function addLines(pieces: Piece[], lines: readonly Line[], width: number): void {
  if (lines.length === 0) return;
  const last = pieces.at(-1);
  if (last?.kind === "lines" && last.width === width) last.lines.push(...lines);
  else pieces.push({ kind: "lines", lines: [...lines], width });
}

/** A table goes on with the table before where nothing but a page break stands between them. */
function addTable(pieces: Piece[], table: PageTable, first: boolean): void {
  const last = pieces.at(-1);
  if (first && last?.kind === "table" && goesOn(last, table)) pieces[pieces.length - 1] = joined(last, table);
  else pieces.push(table);
}
