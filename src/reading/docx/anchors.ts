import { SaxesParser } from "saxes";
import { damaged } from "../faults.ts";

/** A piece of visible text in a run, with where it stands in the XML: `from` and `to` enclose the text itself. */
export interface Piece {
  from: number;
  to: number;
  /** Nothing but its properties stands before it in its run. */
  first: boolean;
  /** No CDATA in it: it can be divided. */
  plain: boolean;
  run: { from: number; to: number; properties: string };
}

/** Where a paragraph's content begins and ends in the XML; `empty` for <w:p/>, then both are where it stands. */
export interface ParagraphAnchor {
  from: number;
  to: number;
  empty: boolean;
  pieces: Piece[];
  /** The table cell it stands in: its ordinal among all w:tc, -1 outside tables. */
  cell: number;
}

/** Text that is not part of the page; paragraphs and cells inside are counted all the same. */
const unseen = new Set(["del", "moveFrom", "drawing", "pict", "object", "txbxContent", "rt", "instrText", "Fallback"]); // prettier-ignore

/** Every paragraph of word/document.xml in the order of its opening tag, with the prefix of the namespace. */
export function anchorsOf(xml: string): { prefix: string; paragraphs: ParagraphAnchor[] } {
  const paragraphs: ParagraphAnchor[] = [];
  const open: { paragraph: ParagraphAnchor; depth: number }[] = [];
  const cells: number[] = [];
  const path: string[] = [];
  let prefix: string | undefined;
  let skip = 0;
  let cellCount = 0;
  let run: { from: number; to: number; content: number; properties: string; pieces: Piece[] } | undefined;
  let properties = -1;
  let text = -1;

  const parser = new SaxesParser({ xmlns: false });
  /** Where the tag that was just read begins. */
  const tagStart = (): number => xml.lastIndexOf("<", parser.position - 1);
  parser.on("opentag", (tag) => {
    prefix ??= tag.name.includes(":") ? tag.name.slice(0, tag.name.indexOf(":") + 1) : "";
    const name = tag.name.startsWith(prefix) ? tag.name.slice(prefix.length) : tag.name;
    const parent = path.at(-1);
    path.push(name);
    if (skip > 0 || (unseen.has(name) && !(name === "del" && /Pr$/.test(parent ?? "")))) skip += 1;
    const at = parser.position;
    if (name === "tc") cells.push(cellCount++);
    else if (name === "p") {
      const empty = tag.isSelfClosing;
      const from = empty ? at - 2 : at;
      const paragraph = { from, to: from, empty, pieces: [], cell: cells.at(-1) ?? -1 };
      paragraphs.push(paragraph);
      open.push({ paragraph, depth: path.length });
    } else if (skip > 0) return;
    else if (name === "r") run = { from: tagStart(), to: 0, content: at, properties: "", pieces: [] };
    else if (name === "rPr" && parent === "r") properties = tagStart();
    else if (name === "t" && !tag.isSelfClosing) text = at;
  });
  parser.on("closetag", () => {
    const name = path.pop() ?? "";
    const at = parser.position;
    const seen = skip === 0;
    const inner = open.at(-1);
    if (name === "tc") cells.pop();
    else if (name === "p") {
      open.pop();
      if (inner !== undefined && !inner.paragraph.empty) inner.paragraph.to = tagStart();
    } else if (seen && name === "pPr" && inner !== undefined && path.length === inner.depth)
      inner.paragraph.from = at;
    else if (seen && name === "rPr" && run !== undefined && properties >= 0) {
      run.properties = xml.slice(properties, at);
      properties = -1;
    } else if (seen && name === "t" && run !== undefined && text >= 0) {
      const to = tagStart();
      const before = run.properties === "" ? run.content : run.content + run.properties.length;
      const first = xml.lastIndexOf("<", text - 1) <= before;
      run.pieces.push({ from: text, to, first, plain: !xml.slice(text, to).includes("<"), run });
      text = -1;
    } else if (seen && name === "r" && run !== undefined) {
      run.to = at;
      inner?.paragraph.pieces.push(...run.pieces);
      run = undefined;
    }
    if (skip > 0) skip -= 1;
  });
  parser.on("error", (error) => {
    throw damaged(error);
  });
  parser.write(xml).close();
  return { prefix: prefix ?? "", paragraphs };
}
