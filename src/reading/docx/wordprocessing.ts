import { SaxesParser, type SaxesTagPlain } from "saxes";
import { visible } from "../../language/width.ts";
import { readFigure } from "../align/figure.ts";
import type { Block } from "../blocks.ts";
import { damaged, tooBig } from "../faults.ts";
import { Numbering } from "./numbering.ts";
import { Styles } from "./styles.ts";
import { maxColumns, OpenTable } from "./table.ts";

/** WordprocessingML → paragraphs and tables as a reader of the page sees them. */

/** Whole subtrees that are not text of the report: what was deleted, fallbacks, pinyin; and how it looked before. */
const unseen = new Set(["del", "moveFrom", "object", "rt", "instrText", "delInstrText", "Fallback"]);
/** Drawings, and the text boxes in them. */
const boxed = new Set(["drawing", "pict", "txbxContent"]);
const marks: Record<string, string> = { tab: "\t", br: "\n", cr: "\n", noBreakHyphen: "-" };
const maxCells = 20_000;
const maxParagraphs = 20_000;
const maxTables = 100;

const on = (value: string | undefined): boolean => value === undefined || !/^(0|false|off)$/i.test(value);
const asCount = (value: string | undefined, least: number): number => {
  const count = Number(value);
  return Number.isInteger(count) ? Math.min(Math.max(count, least), maxColumns) : least;
};

interface Paragraph {
  text: string;
  style: string | undefined;
  level: number | undefined;
  list: string | undefined;
  depth: number | undefined;
  /** Its end was deleted: it goes on in the next one. */
  open: boolean;
}

export interface Around {
  styles?: Styles;
  numbering?: Numbering;
  /** Text boxes count. */
  boxes?: boolean;
}

class Reading {
  readonly blocks: Block[] = [];
  readonly #styles: Styles;
  readonly #numbering: Numbering;
  readonly #unseen: ReadonlySet<string>;
  readonly #tables: OpenTable[] = [];
  readonly #paragraphs: Paragraph[] = [];
  readonly #path: string[] = [];
  /** Content controls around this place; true while they show what to type, not what was typed. */
  readonly #prompts: boolean[] = [];
  #prefix: string | undefined;
  #skip = 0;
  #cells = 0;
  #count = 0;
  #inText = false;
  #hidden = false;
  /** A paragraph without its end. */
  #carried: Paragraph | undefined;

  constructor({ styles, numbering, boxes }: Around) {
    this.#styles = styles ?? new Styles(undefined);
    this.#numbering = numbering ?? new Numbering(undefined);
    this.#unseen = boxes === true ? unseen : new Set([...unseen, ...boxed]);
  }

  #put(block: Block): void {
    const table = this.#tables.findLast(({ cell }) => cell !== undefined);
    if (table === undefined) this.blocks.push(block);
    else table.put(block);
  }

  open(tag: SaxesTagPlain): void {
    this.#prefix ??= tag.name.includes(":") ? tag.name.slice(0, tag.name.indexOf(":") + 1) : "";
    const local = tag.name.slice(tag.name.indexOf(":") + 1);
    const own = tag.name === `${this.#prefix}${local}`;
    const parent = this.#path.at(-1) ?? "";
    this.#path.push(own ? local : tag.name);
    if (own && local === "tc") this.#cells += 1;
    const property = parent.endsWith("Pr");
    if (this.#skip > 0 || (this.#unseen.has(local) && !property) || local.endsWith("PrChange")) {
      this.#skip += 1;
      return;
    }
    if (!own) return;
    const attribute = (name = "val"): string | undefined => tag.attributes[`${this.#prefix}${name}`];
    if (property) this.#property(local, parent, attribute);
    else if (parent === "tblBorders" || parent === "tcBorders") this.#line(attribute());
    else this.#element(local, parent);
  }

  #element(local: string, parent: string): void {
    switch (local) {
      case "tbl":
        this.#endCarried();
        this.#tables.push(new OpenTable());
        if (this.#tables.length > maxTables) throw tooBig();
        break;
      case "tr":
        this.#tables.at(-1)?.openRow();
        break;
      case "tc":
        if (this.#cells > maxCells) throw tooBig();
        this.#tables.at(-1)?.openCell(this.#cells - 1);
        break;
      case "p": {
        const text = this.#carried?.text ?? "";
        this.#carried = undefined;
        this.#paragraphs.push({ text, style: undefined, level: undefined, list: undefined, depth: undefined, open: false }); // prettier-ignore
        break;
      }
      case "r":
        this.#hidden = false;
        break;
      case "t":
        this.#inText = true;
        break;
      case "sdt":
        this.#prompts.push(false);
        break;
      default:
        if (parent === "r") this.text(marks[local] ?? "", true);
    }
  }

  #property(local: string, parent: string, attribute: (name?: string) => string | undefined): void {
    const table = this.#tables.at(-1);
    const cell = table?.cell;
    const paragraph = this.#paragraphs.at(-1);
    if (parent === "pPr" && paragraph !== undefined) {
      if (local === "pStyle") paragraph.style = attribute();
      else if (local === "outlineLvl") paragraph.level = Number(attribute()) + 1;
    } else if (parent === "numPr" && this.#path.at(-3) === "pPr" && paragraph !== undefined) {
      if (local === "numId") paragraph.list = attribute();
      else if (local === "ilvl") paragraph.depth = Number(attribute());
    } else if (parent === "rPr") {
      const owner = this.#path.at(-3);
      if (owner === "r" && local === "vanish") this.#hidden = on(attribute());
      else if (owner === "pPr" && (local === "del" || local === "moveFrom") && paragraph !== undefined)
        paragraph.open = true;
    } else if (parent === "sdtPr" && local === "showingPlcHdr" && this.#prompts.length > 0)
      this.#prompts[this.#prompts.length - 1] = on(attribute());
    else if (table === undefined) return;
    else if (parent === "tblPr" && local === "tblStyle") table.style = attribute();
    else if (parent === "trPr" && (local === "del" || (local === "hidden" && on(attribute()))))
      table.deletedRow = true;
    else if (parent === "trPr" && local === "gridBefore") table.leaveOut(asCount(attribute(), 0));
    else if (cell === undefined || parent !== "tcPr") return;
    else if (local === "gridSpan") cell.span = asCount(attribute(), 1);
    else if (local === "vMerge") cell.merge = attribute() === "restart" ? "restart" : "continue";
  }

  #line(kind: string | undefined): void {
    const table = this.#tables.at(-1);
    if (table !== undefined && kind !== undefined && !/^(?:none|nil)$/.test(kind)) table.lines = true;
  }

  close(): void {
    const local = this.#path.pop() ?? "";
    if (this.#skip > 0) {
      this.#skip -= 1;
      return;
    }
    const table = this.#tables.at(-1);
    if (local === "t") this.#inText = false;
    else if (local === "r") this.#hidden = false;
    else if (local === "p") this.#endParagraph();
    else if (local === "sdt") this.#prompts.pop();
    else if (local === "tc") {
      this.#endCarried();
      table?.closeCell();
    } else if (local === "tr") table?.closeRow();
    else if (local === "tbl" && table !== undefined) {
      this.#tables.pop();
      for (const block of table.close((style) => this.#styles.drawsLines(style))) this.#put(block);
    }
  }

  #endParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    if (paragraph?.open === true) this.#carried = paragraph;
    else if (paragraph !== undefined) this.#add(paragraph);
  }

  #endCarried(): void {
    const paragraph = this.#carried;
    this.#carried = undefined;
    if (paragraph !== undefined && paragraph.text !== "") this.#add(paragraph);
  }

  #add(paragraph: Paragraph): void {
    if (this.#count++ > maxParagraphs) throw tooBig();
    const { style } = paragraph;
    if (this.#styles.isContents(style)) return;
    const inStyle = this.#styles.numbering(style);
    const list = paragraph.list ?? inStyle?.list;
    const number =
      list === undefined ? "" : this.#numbering.next({ list, depth: paragraph.depth ?? inStyle?.depth ?? 0 });
    const written = visible(paragraph.text);
    // Before a figure or an empty line a number would be taken for a part of it.
    const text = readFigure(written).kind === "unreadable" ? number + written : written;
    const level = paragraph.level === undefined ? this.#styles.level(style) : paragraph.level;
    const heading = level !== undefined && level >= 1 && level <= 9 && text !== "";
    this.#put({ kind: "paragraph", text, ...(heading ? { level } : {}) });
  }

  text(piece: string, mark = false): void {
    if (this.#skip > 0 || this.#hidden || (!mark && !this.#inText) || this.#prompts.includes(true)) return;
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph !== undefined) paragraph.text += piece;
  }

  end(): Block[] {
    this.#endCarried();
    return this.blocks;
  }
}

/** Properties of type and page that say nothing of the text: a third of a document, and of the time to parse it. */
const looks =
  /<w:(?:rFonts|szCs?|lang|kern|color|spacing|ind|jc|tcW|vAlign|bCs?|iCs?|snapToGrid|widowControl|w|u|highlight|shd|textAlignment)(?:\s[^<>]*)?\/>/g;
const emptied = /<w:rPr><\/w:rPr>/g;

/** Reads word/document.xml. OutsideError when it is not well-formed or far beyond any report. */
export function blocksOf(xml: string, around: Around = {}): Block[] {
  const reading = new Reading(around);
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on("opentag", (tag) => reading.open(tag));
  parser.on("closetag", () => reading.close());
  parser.on("text", (piece) => reading.text(piece));
  parser.on("error", (error) => {
    throw damaged(error);
  });
  parser.write(xml.replace(looks, "").replace(emptied, "")).close();
  return reading.end();
}
