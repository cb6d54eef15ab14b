import { Parser } from "htmlparser2";
import { visible } from "../../language/width.ts";
import { tooBig } from "../faults.ts";
import { OpenTable, type Placed } from "./table.ts";

/** A web page → paragraphs and tables as a reader of the screen sees them. */

/** A part of the page with the paragraphs and tables from `from` up to, not including, `to`. */
export interface Part {
  from: number;
  to: number;
}
export interface Page {
  title: string;
  content: Placed[];
  /** Parts that hold others: div, td, article …; inner ones before outer ones. */
  parts: Part[];
}

const names = (list: string): ReadonlySet<string> => new Set(list.split(" "));
const unseen = names(
  "script style noscript template head textarea select button svg iframe object audio video canvas map nav footer aside del",
);
const ownLine = names(
  "address article blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 " +
    "h3 h4 h5 h6 header hgroup hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul",
);
const holding = names("article body center div form main section td");
const hiddenStyle = /(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i;

/** A page of a report has some ten thousand tags, a few dozen deep; tables that place things lie a few deep. */
const maxTags = 300_000;
const maxDepth = 2_000;
const maxTables = 100;
const maxParagraphs = 20_000;

const wide = /[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF\u3000-\u303F“”‘’—…]/;
/** A line end of the source is no blank between characters that are written without one. */
const collapsed = (text: string): string =>
  text.replace(/[ \t\r\n\f]+/g, (run, at: number) =>
    run.includes("\n") && wide.test(text[at - 1] ?? "") && wide.test(text[at + run.length] ?? "") ? "" : " ",
  );
/** <br>; and a line end in <pre>. No page can hold it, and it is not collapsed. */
const lineBreak = "\v";
const asSeen = (text: string): string =>
  visible(collapsed(text.replaceAll("\u00a0", "\u2007"))).replaceAll("\u2007", " ").replace(/ *\n */g, "\n").trim(); // prettier-ignore

const spanOf = (value: string | undefined): number => {
  const count = Number.parseInt(value ?? "1", 10);
  return Number.isNaN(count) || count < 0 ? 1 : count;
};

class Reading {
  readonly page: Page = { title: "", content: [], parts: [] };
  readonly #tables: OpenTable[] = [];
  /** Where each open element that holds others began; undefined for other elements. */
  readonly #open: (number | undefined)[] = [];
  #next = 0;
  #tags = 0;
  #hidden = 0;
  #inTitle = false;
  #level: number | undefined;
  #pre = 0;
  #text = "";

  #put(placed: Placed): void {
    const table = this.#tables.findLast(({ inCell }) => inCell);
    if (table === undefined) this.page.content.push(placed);
    else table.put(placed);
  }

  #endParagraph(): void {
    const text = asSeen(this.#text);
    this.#text = "";
    if (text === "") return;
    if (this.#next > maxParagraphs) throw tooBig();
    const level = this.#level === undefined ? {} : { level: this.#level };
    this.#put({ block: { kind: "paragraph", text, ...level }, at: this.#next++ });
  }

  #endTable(): void {
    const table = this.#tables.pop();
    if (table === undefined) return;
    for (const placed of table.close(this.#next++)) this.#put(placed);
  }

  open(name: string, attributes: Record<string, string>): void {
    this.#tags += 1;
    if (this.#tags > maxTags || this.#open.length > maxDepth) throw tooBig();
    this.#inTitle = name === "title" && this.page.title === "";
    // Word ends a table with a row that has the widths of all columns and no height.
    const flat = name === "tr" && attributes["height"] === "0";
    const hides =
      unseen.has(name) || flat || "hidden" in attributes || hiddenStyle.test(attributes["style"] ?? "");
    if (this.#hidden > 0 || hides) {
      this.#hidden += 1;
      return;
    }
    if (ownLine.has(name)) this.#endParagraph();
    this.#open.push(holding.has(name) ? this.#next : undefined);
    const table = this.#tables.at(-1);
    if (name === "table") {
      this.#tables.push(new OpenTable());
      if (this.#tables.length > maxTables) throw tooBig();
    } else if (name === "tr") table?.openRow();
    else if (name === "td" || name === "th")
      table?.openCell(spanOf(attributes["colspan"]), spanOf(attributes["rowspan"]));
    else if (name === "br") this.#text += lineBreak;
    else if (name === "pre") this.#pre += 1;
    else if (/^h[1-6]$/.test(name)) this.#level = Number(name[1]);
  }

  close(name: string): void {
    this.#inTitle = false;
    if (this.#hidden > 0) {
      this.#hidden -= 1;
      return;
    }
    if (ownLine.has(name)) this.#endParagraph();
    const from = this.#open.pop();
    if (from !== undefined && this.#next > from) this.page.parts.push({ from, to: this.#next });
    const table = this.#tables.at(-1);
    if (name === "table") this.#endTable();
    else if (name === "tr") table?.closeRow();
    else if (name === "td" || name === "th") table?.closeCell();
    else if (/^t(?:body|head|foot)$/.test(name)) table?.closeGroup();
    else if (name === "pre") this.#pre -= 1;
    else if (/^h[1-6]$/.test(name)) this.#level = undefined;
  }

  text(piece: string): void {
    if (this.#inTitle) this.page.title += piece;
    else if (this.#hidden === 0) this.#text += this.#pre > 0 ? piece.replaceAll("\n", lineBreak) : piece;
  }

  end(): Page {
    this.#endParagraph();
    while (this.#tables.length > 0) this.#endTable();
    this.page.title = asSeen(this.page.title);
    return this.page;
  }
}

/** OutsideError: far beyond any report. */
export function pageOf(html: string): Page {
  const reading = new Reading();
  const parser = new Parser({
    onopentag: (name, attributes) => reading.open(name, attributes),
    onclosetag: (name) => reading.close(name),
    ontext: (piece) => reading.text(piece),
  });
  parser.write(html);
  parser.end();
  return reading.end();
}
