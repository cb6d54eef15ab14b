import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { Block, Cell } from "../blocks.ts";
import { damaged, tooBig } from "../faults.ts";

/** WordprocessingML → paragraphs and tables as a reader of the page sees them. */

/** Whole subtrees that are not text of the report: drawings, text boxes, what was deleted, fallbacks, pinyin. */
const unseen = new Set([
  "del",
  "moveFrom",
  "drawing",
  "pict",
  "object",
  "txbxContent",
  "rt",
  "instrText",
  "Fallback",
]);
const marks: Record<string, string> = { tab: "\t", br: "\n", cr: "\n", noBreakHyphen: "-" };
/** A table of the form has 15 columns; anything far beyond is not one. */
const maxColumns = 200;
const maxCells = 20_000;
const maxParagraphs = 20_000;

interface OpenTable {
  rows: Cell[][];
  row: Cell[];
  deleted: boolean;
  cell: { texts: string[]; span: number; merge: "none" | "restart" | "continue"; origin: number };
}

const on = (value: string | undefined): boolean => value === undefined || !/^(0|false|off)$/i.test(value);

/** Reads word/document.xml. OutsideError when it is not well-formed or far beyond any report. */
export function blocksOf(xml: string): Block[] {
  const blocks: Block[] = [];
  const tables: OpenTable[] = [];
  const path: string[] = [];
  let prefix: string | undefined;
  let skip = 0;
  let cells = 0;
  let cellTags = 0;
  let text = "";
  let inText = false;
  let hidden = false;

  const attribute = (tag: SaxesTagPlain, name: string): string | undefined =>
    tag.attributes[`${prefix ?? ""}${name}`];
  const put = (piece: string): void => {
    if (!hidden) text += piece;
  };

  const open = (tag: SaxesTagPlain): void => {
    prefix ??= tag.name.includes(":") ? tag.name.slice(0, tag.name.indexOf(":") + 1) : "";
    const local = tag.name.slice(tag.name.indexOf(":") + 1);
    const own = tag.name === `${prefix}${local}`;
    const parent = path.at(-1);
    path.push(own ? local : tag.name);
    if (own && local === "tc") cellTags += 1;
    if (skip > 0 || (unseen.has(local) && !(local === "del" && /Pr$/.test(parent ?? "")))) {
      skip += 1;
      return;
    }
    if (!own) return;
    const table = tables.at(-1);
    switch (local) {
      case "tbl":
        tables.push({ rows: [], row: [], deleted: false, cell: { texts: [], span: 1, merge: "none", origin: -1 } });
        break;
      case "tr":
        if (table !== undefined) Object.assign(table, { row: [], deleted: false });
        break;
      case "del":
        if (table !== undefined && parent === "trPr") table.deleted = true;
        break;
      case "gridBefore":
        for (let left = columns(attribute(tag, "val"), 0); left > 0; left--) table?.row.push({ text: "" });
        break;
      case "tc":
        if (table !== undefined) table.cell = { texts: [], span: 1, merge: "none", origin: cellTags - 1 };
        break;
      case "gridSpan":
        if (table !== undefined) table.cell.span = columns(attribute(tag, "val"), 1);
        break;
      case "vMerge":
        if (table !== undefined)
          table.cell.merge = attribute(tag, "val") === "restart" ? "restart" : "continue";
        break;
      case "p":
        text = "";
        break;
      case "r":
        hidden = false;
        break;
      case "vanish":
        if (parent === "rPr" && path.at(-3) === "r") hidden = on(attribute(tag, "val"));
        break;
      case "t":
        inText = true;
        break;
      default: {
        const mark = parent === "r" ? marks[local] : undefined;
        if (mark !== undefined) put(mark);
      }
    }
  };

  const close = (): void => {
    const local = path.pop() ?? "";
    if (skip > 0) {
      skip -= 1;
      return;
    }
    const table = tables.at(-1);
    switch (local) {
      case "t":
        inText = false;
        break;
      case "r":
        hidden = false;
        break;
      case "p":
        if (blocks.length > maxParagraphs) throw tooBig();
        if (table === undefined) blocks.push({ kind: "paragraph", text });
        else table.cell.texts.push(text);
        text = "";
        break;
      case "tc":
        if (table !== undefined) closeCell(table);
        cells += 1;
        if (cells > maxCells) throw tooBig();
        break;
      case "tr":
        if (table !== undefined && !table.deleted) table.rows.push(table.row);
        break;
      case "tbl": {
        tables.pop();
        const outer = tables.at(-1);
        if (table === undefined) break;
        if (outer === undefined) blocks.push({ kind: "table", rows: table.rows });
        else for (const cell of new Set(table.rows.flat())) outer.cell.texts.push(cell.text);
        break;
      }
    }
  };

  const parser = new SaxesParser({ xmlns: false });
  parser.on("opentag", open);
  parser.on("closetag", close);
  parser.on("text", (piece) => {
    if (inText && skip === 0) put(piece);
  });
  parser.on("error", (error) => {
    throw damaged(error);
  });
  parser.write(xml).close();
  return blocks;
}

function columns(value: string | undefined, least: number): number {
  const count = Number(value);
  return Number.isInteger(count) ? Math.min(Math.max(count, least), maxColumns) : least;
}

/** Puts the cell at the places it covers; one that continues a vertical merge is the cell above it. */
function closeCell({ rows, row, cell }: OpenTable): void {
  const above = cell.merge === "continue" ? rows.at(-1)?.[row.length] : undefined;
  const put = above ?? { text: cell.texts.join("\n").trim(), origin: cell.origin };
  if (row.length + cell.span > maxColumns) throw damaged();
  for (let left = cell.span; left > 0; left--) row.push(put);
}
