/** What of styles.xml matters for reading. Few things of a big part are wanted: it is searched, not parsed. */

interface Style {
  name: string;
  basedOn: string | undefined;
  /** Outline level from 1. */
  level: number | undefined;
  numbering: { list: string; depth: number } | undefined;
  /** Draws lines in a table. */
  lines: boolean;
  isDefaultTable: boolean;
}

/** The value of an attribute of the first such element in a piece of XML. */
export const valueOf = (piece: string, element: string, attribute = "val"): string | undefined =>
  new RegExp(`<(?:\\w+:)?${element}\\s[^<>]{0,300}?\\b${attribute}="([^"]{0,200})"`).exec(piece)?.[1];
export const attributeOf = (tag: string, name: string): string | undefined =>
  new RegExp(`(?:^|[\\s:])${name}="([^"]{0,200})"`).exec(tag.slice(0, 500))?.[1];
/** The pieces of XML that begin with this element; each begins with its attributes. */
export const piecesOf = (xml: string, element: string): string[] =>
  xml.split(new RegExp(`<(?:\\w+:)?${element}\\s`)).slice(1);

const visibleLine =
  /<(?:\w+:)?(?:top|left|start|bottom|right|end|insideH|insideV)\s[^<>]{0,300}?\bval="(?!none"|nil")/;
const deepest = 20;

export class Styles {
  readonly #styles = new Map<string, Style>();

  constructor(xml: string | undefined) {
    for (const piece of xml === undefined ? [] : piecesOf(xml, "style")) {
      const tag = piece.slice(0, piece.indexOf(">"));
      const id = attributeOf(tag, "styleId");
      if (id === undefined) continue;
      const name = valueOf(piece, "name") ?? "";
      const outline = valueOf(piece, "outlineLvl") ?? /^(?:heading|标题) ?([1-9])$/i.exec(name)?.[1];
      const offset = valueOf(piece, "outlineLvl") === undefined ? 0 : 1;
      const list = valueOf(piece, "numId");
      this.#styles.set(id, {
        name,
        basedOn: valueOf(piece, "basedOn"),
        level: outline === undefined ? undefined : Number(outline) + offset,
        numbering: list === undefined ? undefined : { list, depth: Number(valueOf(piece, "ilvl") ?? 0) },
        lines: visibleLine.test(piece),
        isDefaultTable:
          attributeOf(tag, "type") === "table" && /^(?:1|true|on)$/.test(attributeOf(tag, "default") ?? ""),
      });
    }
  }

  /** A style and those it is based on, itself first. */
  #chain(id: string | undefined): Style[] {
    const chain: Style[] = [];
    for (let style = this.#styles.get(id ?? ""); style !== undefined && chain.length < deepest;) {
      chain.push(style);
      style = this.#styles.get(style.basedOn ?? "");
    }
    return chain;
  }

  /** The level of headings of this style, from 1; 9 and below the level of headings is none. */
  level(id: string | undefined): number | undefined {
    const level = this.#chain(id).find((style) => style.level !== undefined)?.level;
    return level !== undefined && level <= 9 ? level : undefined;
  }

  get hasNumbering(): boolean {
    return [...this.#styles.values()].some(({ numbering }) => numbering !== undefined);
  }

  numbering(id: string | undefined): Style["numbering"] {
    return this.#chain(id).find((style) => style.numbering !== undefined)?.numbering;
  }

  /** A line of a table of contents says what stands elsewhere. */
  isContents(id: string | undefined): boolean {
    return /^(?:toc|目录) ?\d$/i.test(this.#styles.get(id ?? "")?.name ?? "");
  }

  /** Whether tables of this style may have lines: one that is not known may. Without `id` the default style counts. */
  drawsLines(id: string | undefined): boolean {
    if (id !== undefined && !this.#styles.has(id)) return true;
    const byDefault = [...this.#styles.values()].filter(({ isDefaultTable }) => isDefaultTable);
    return (id === undefined ? byDefault : this.#chain(id)).some(({ lines }) => lines);
  }
}
