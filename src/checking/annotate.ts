import { firstFreeId, packWithComments, type Comment } from "../document/docx/comments.ts";
import { OutsideError } from "../errors.ts";
import { alignPlaced } from "../reading/align.ts";
import { openContainer, pathsOf } from "../reading/container.ts";
import { docxBlocks } from "../reading/docx.ts";
import { anchorsOf, type ParagraphAnchor, type Piece } from "../reading/docx/anchors.ts";
import { mainPath, mainXml } from "../reading/docx/parts.ts";
import { formatOf } from "../reading/format.ts";
import { sections, type CellId } from "../report/form.ts";
import type { PrintedReport } from "../report/printed.ts";
import type { Finding, Where } from "../rules/judge.ts";

/** A stretch of one paragraph; without pieces the whole of it. */
interface Target {
  paragraph: ParagraphAnchor;
  from?: { piece: Piece; at: number };
  to?: { piece: Piece; at: number };
}

/** A change of the XML: what stands from `from` to `to` becomes `text`. Of two at one place the lower rank comes first. */
interface Edit {
  from: number;
  to: number;
  rank: number;
  text: string;
}

const notDocx = (): OutsideError =>
  new OutsideError("批注只能写进 .docx 文件，请用 Word 或 WPS 另存为 .docx 再检查。", {
    where: "annotate",
    code: "not a docx",
  });
const failed = (): OutsideError =>
  new OutsideError("这个文件的写法少见，批注没有写成；检查结果不受影响。", {
    where: "annotate",
    code: "not annotated",
  });

/**
 * The .docx with the findings as Word comments at their cells or sentences; everything else as it was. Read back before
 * it is handed over. OutsideError when it is no .docx or a comment cannot be put in without harm.
 */
export function annotate(bytes: Uint8Array, findings: readonly Finding[]): Uint8Array {
  if (formatOf(bytes) !== "docx") throw notDocx();
  const part = openContainer(bytes);
  const parts = new Map<string, Uint8Array>();
  for (const path of pathsOf(bytes)) {
    const data = path.endsWith("/") ? undefined : part(path);
    if (data !== undefined) parts.set(path, data);
  }
  const main = mainPath(part);
  const xml = mainXml((path) => parts.get(path));
  const { prefix, paragraphs } = anchorsOf(xml);
  const { report, places } = alignPlaced(docxBlocks(bytes));

  const targets = new Map<string, { target: Target; texts: string[] }>();
  for (const finding of findings) {
    const target = targetOf(finding, report, xml, paragraphs, (cell) => places.get(cell)?.origin);
    if (target === undefined) continue;
    const key = `${paragraphs.indexOf(target.paragraph)}:${target.from?.piece.from ?? ""}:${target.from?.at ?? ""}:${target.to?.at ?? ""}`;
    const there = targets.get(key) ?? { target, texts: [] };
    there.texts.push(commentText(finding));
    targets.set(key, there);
  }
  const first = firstFreeId(parts, main);
  const comments: Comment[] = [];
  const edits: Edit[] = [];
  const empty = new Map<ParagraphAnchor, string>();
  for (const { target, texts } of targets.values()) {
    const id = first + comments.length;
    comments.push({ id, texts });
    const start = `<${prefix}commentRangeStart ${prefix}id="${id}"/>`;
    const end = `<${prefix}commentRangeEnd ${prefix}id="${id}"/><${prefix}r><${prefix}commentReference ${prefix}id="${id}"/></${prefix}r>`;
    const { paragraph } = target;
    if (paragraph.empty) empty.set(paragraph, (empty.get(paragraph) ?? "") + start + end);
    else
      edits.push(
        put(target.from, paragraph.from, start, prefix, 1),
        put(target.to, paragraph.to, end, prefix, 0),
      );
  }
  for (const [{ from }, marks] of empty)
    edits.push({ from, to: from + 2, rank: 0, text: `>${marks}</${prefix}p>` });
  const marked = packWithComments(parts, main, applied(xml, edits), comments);
  const again = alignPlaced(docxBlocks(marked)).report;
  if (!same(report, again)) throw failed();
  return marked;
}

function commentText({ message, fix, basis }: Finding): string {
  const [likely] = fix ?? [];
  const repair = likely === undefined ? "" : `建议：${likely.reason}`;
  return [message, repair, `依据：${basis.text}`].filter((each) => each !== "").join("\n");
}

const same = (one: PrintedReport, other: PrintedReport): boolean =>
  one.title === other.title &&
  JSON.stringify([...one.cells]) === JSON.stringify([...other.cells]) &&
  JSON.stringify(one.sections) === JSON.stringify(other.sections);

/** An edit inside a text closes the run and opens it again with the same properties. */
function put(point: Target["from"], otherwise: number, mark: string, prefix: string, rank: number): Edit {
  if (point === undefined) return { from: otherwise, to: otherwise, rank, text: mark };
  const { piece, at } = point;
  if (at === piece.from && xmlBefore(piece))
    return { from: piece.run.from, to: piece.run.from, rank, text: mark };
  const { properties } = piece.run;
  const text = `</${prefix}t></${prefix}r>${mark}<${prefix}r>${properties}<${prefix}t xml:space="preserve">`;
  return { from: at, to: at, rank, text };
}
/** The text is the first of its run: the mark can stand before the run. */
const xmlBefore = (piece: Piece): boolean => piece.first;

function applied(xml: string, edits: readonly Edit[]): string {
  let out = "";
  let done = 0;
  for (const { from, to, text } of [...edits].sort(
    (one, other) => one.from - other.from || one.rank - other.rank,
  )) {
    out += xml.slice(done, from) + text;
    done = to;
  }
  return out + xml.slice(done);
}

/** Where a finding is to be seen: its cell, its words, or the heading of its section. */
function targetOf(
  { cells, quote, where }: Finding,
  report: PrintedReport,
  xml: string,
  paragraphs: readonly ParagraphAnchor[],
  origin: (cell: CellId) => number | undefined,
): Target | undefined {
  const prose = paragraphs.filter((paragraph) => paragraph.cell < 0);
  if (quote !== undefined) {
    const range = sectionRange(where, report, xml, prose);
    const found = find(quote, xml, range) ?? find(quote, xml, prose) ?? find(quote, xml, paragraphs);
    if (found !== undefined) return found;
  }
  const tables = new Set<Where>(["disclosure", "requests", "disputes"]);
  if (tables.has(where)) {
    for (const cell of cells) {
      const ordinal = origin(cell);
      const paragraph = ordinal === undefined ? undefined : paragraphs.find((each) => each.cell === ordinal);
      if (paragraph !== undefined) return { paragraph };
    }
  }
  const [first] = sectionRange(where, report, xml, prose);
  const paragraph = first ?? prose.find((each) => textOf(each, xml).text !== "") ?? paragraphs[0];
  return paragraph === undefined ? undefined : { paragraph };
}

/** The paragraphs of a place, its heading first; none for a section that is not there. */
function sectionRange(
  where: Where,
  report: PrintedReport,
  xml: string,
  prose: readonly ParagraphAnchor[],
): readonly ParagraphAnchor[] {
  const starts = report.sections.map(({ heading, number }) => ({
    number,
    at: prose.findIndex((paragraph) => squeezed(textOf(paragraph, xml).text) === squeezed(heading)),
  }));
  if (where === "title" || where === "preamble") {
    const end = starts.find(({ at }) => at >= 0)?.at ?? prose.length;
    const before = prose.slice(0, end);
    const title = before.findIndex((paragraph) => {
      const text = squeezed(textOf(paragraph, xml).text);
      return text !== "" && squeezed(report.title).includes(text);
    });
    return title < 0 ? before : before.slice(title);
  }
  const number = sections.find((section) => section.id === where)?.number;
  const index = starts.findIndex((start) => start.number === number && start.at >= 0);
  const from = starts[index]?.at;
  if (from === undefined) return [];
  return prose.slice(from, starts.slice(index + 1).find(({ at }) => at > from)?.at);
}

const squeezed = (text: string): string => text.replace(/\s+/g, "");

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

interface Character {
  piece: Piece;
  from: number;
  to: number;
}

/** The visible text of a paragraph without blanks, each UTF-16 unit with its place in the XML. */
function textOf(paragraph: ParagraphAnchor, xml: string): { text: string; characters: Character[] } {
  let text = "";
  const characters: Character[] = [];
  for (const piece of paragraph.pieces) {
    const raw = xml.slice(piece.from, piece.to);
    for (const match of raw.matchAll(/&(#x?[0-9a-fA-F]+|\w+);|<!\[CDATA\[|\]\]>|[\s\S]/g)) {
      const from = piece.from + match.index;
      const shown = character(match[0], match[1]);
      if (/^\s*$/.test(shown)) continue;
      for (let unit = 0; unit < shown.length; unit++)
        characters.push({ piece, from, to: from + match[0].length });
      text += shown;
    }
  }
  return { text, characters };
}

function character(raw: string, entity: string | undefined): string {
  if (entity === undefined) return raw.length === 1 ? raw : "";
  if (!entity.startsWith("#")) return entities[entity] ?? "";
  const code = entity.startsWith("#x") ? parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** The first paragraph that holds the words, whatever its blanks, with the places where they begin and end. */
function find(quote: string, xml: string, paragraphs: readonly ParagraphAnchor[]): Target | undefined {
  const words = squeezed(quote);
  if (words === "") return undefined;
  for (const paragraph of paragraphs) {
    const { text, characters } = textOf(paragraph, xml);
    const at = text.indexOf(words);
    if (at < 0) continue;
    const [first, last] = [characters[at], characters[at + words.length - 1]];
    if (first === undefined || last === undefined) return { paragraph };
    if (first.piece.plain && last.piece.plain)
      return {
        paragraph,
        from: { piece: first.piece, at: first.from },
        to: { piece: last.piece, at: last.to },
      };
    return { paragraph };
  }
  return undefined;
}
