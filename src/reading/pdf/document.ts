import { getResolvedPDFJS } from "unpdf";
import { OutsideError } from "../../errors.ts";
import { damaged, encrypted, scanned } from "../faults.ts";
import { drawingOf, type Drawing } from "./drawing.ts";
import { tame } from "./tame.ts";
import { refuseBombs } from "./streams.ts";

/** A .pdf opened by pdf.js, every page as the glyphs and lines it draws. The only place that knows the library. */

const where = "reading pdf";
/** A report has five to thirty pages; a compilation of many is not one. */
export const maxPages = 80;
/** A page of a report draws with three to five thousand operators. */
const maxOfPage = 60_000;
const maxOfAll = 250_000;

const tooManyPages = (pages: number): OutsideError =>
  new OutsideError(`这个 PDF 有${pages}页，一份年报不会超过${maxPages}页，请只发年报本身的那几页。`, {
    where,
    code: "too many pages",
  });
const tooMuch = (): OutsideError =>
  new OutsideError("这个 PDF 里的图形太多，读不下来，请发 Word 文件。", { where, code: "too big" });
const garbled = (): OutsideError =>
  new OutsideError("这个 PDF 里的文字没有带编码，读出来是乱码，请发 Word 文件，或者重新导出 PDF 再发来。", {
    where,
    code: "garbled",
  });

interface Library {
  pdf: Awaited<ReturnType<typeof getResolvedPDFJS>>;
}
let loaded: Promise<Library> | undefined;
function library(): Promise<Library> {
  if (loaded === undefined) {
    tame();
    loaded = getResolvedPDFJS().then((pdf) => ({ pdf }));
  }
  return loaded;
}

/** What pdf.js says about a file it cannot open, as a sentence. */
function told(cause: unknown): OutsideError {
  if (cause instanceof OutsideError) return cause;
  return cause instanceof Error && cause.name === "PasswordException" ? encrypted(cause) : damaged(cause);
}

/** Fonts are never drawn here: what pdf.js would do to hand them to a browser is left out (a third of its time). */
function leaveFontsAlone(transport: unknown): void {
  const loader = (transport as { fontLoader?: { bind?: unknown } } | undefined)?.fontLoader;
  if (loader !== undefined) loader.bind = () => Promise.resolve();
}

interface Operators {
  fnArray: number[];
  argsArray: unknown[];
}

/** The operators of a page as they come in pieces, given up where they are more than any report has. */
async function operatorsOf(
  page: { getOperatorList: () => Promise<Operators> },
  most: number,
): Promise<Operators> {
  const pieces = page as { _renderPageChunk?: (piece: Operators, state: unknown) => void };
  const take = pieces._renderPageChunk;
  const whole = page.getOperatorList();
  if (take === undefined) return whole;
  const enough = Promise.withResolvers<never>();
  let count = 0;
  pieces._renderPageChunk = (piece, state) => {
    count += piece.fnArray.length;
    if (count > most) enough.reject(tooMuch());
    else take.call(page, piece, state);
  };
  // The list that is given up is rejected when the document is closed: nobody waits for it any more.
  whole.catch(() => undefined);
  return Promise.race([whole, enough.promise]);
}

/** The pages of a .pdf in order. OutsideError: encrypted, damaged, too long, a scan, text without its code. */
export async function drawings(bytes: Uint8Array): Promise<Drawing[]> {
  refuseBombs(bytes);
  const { pdf } = await library();
  const task = pdf.getDocument({
    // A copy: pdf.js takes what it is given for its own, and a Buffer not at all.
    data: new Uint8Array(bytes),
    verbosity: 0,
    disableFontFace: false,
    useSystemFonts: false,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    useWasm: false,
    enableXfa: false,
    // Pictures are not looked at.
    maxImageSize: 1,
    stopAtErrors: false,
  });
  try {
    const document = await task.promise;
    if (document.numPages > maxPages) throw tooManyPages(document.numPages);
    leaveFontsAlone((document as { _transport?: unknown })._transport);
    const pages: Drawing[] = [];
    let operators = 0;
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const list = await operatorsOf(page, Math.min(maxOfPage, maxOfAll - operators));
      operators += list.fnArray.length;
      const { width, height, transform } = page.getViewport({ scale: 1 });
      const font = (id: string): unknown => (page.commonObjs.has(id) ? page.commonObjs.get(id) : undefined);
      pages.push(drawingOf(list, pdf.OPS, { width, height, transform, font }));
      page.cleanup();
    }
    judgeText(pages);
    return pages;
  } catch (cause) {
    throw told(cause);
  } finally {
    await task.destroy();
  }
}

/** Characters of which any Chinese text has some; where shapes are numbered, these numbers are other shapes. */
const everyday = /[，。、（）：；信息公开政府年报告行政机关申请的是一]/u;
const notText = /[\uFFFD\uE000-\uF8FF\p{Cc}]/u;

/**
 * A character that is only the number of its shape says nothing of the text: a font without a map of its characters, or
 * a gap in the map. It stays as a mark that something stands there; too many, and nothing is read.
 */
function judgeText(pages: readonly Drawing[]): void {
  const glyphs = pages.flatMap((page) => page.glyphs);
  for (const own of Map.groupBy(glyphs, ({ font }) => font).values()) {
    if (!own.some(({ code }) => code < 32 || code > 255)) continue;
    const numbers = own.filter(({ text, code }) => text.length === 1 && text.charCodeAt(0) === code);
    const told = numbers.filter(({ text }) => everyday.test(text)).length * 20 > own.length;
    if (told && numbers.length === own.length) continue;
    for (const glyph of numbers) glyph.text = "\uFFFD";
  }
  const written = glyphs.filter(({ text }) => text.trim() !== "");
  if (written.length === 0) throw scanned();
  const lost = written.filter(({ text }) => notText.test(text)).length;
  if (lost * 4 > written.length) throw garbled();
}
