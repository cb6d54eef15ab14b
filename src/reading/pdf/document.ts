import { getResolvedPDFJS } from "unpdf";
import { OutsideError } from "../../errors.ts";
import { damaged, encrypted, scanned } from "../faults.ts";
import { drawingOf, type Drawing } from "./drawing.ts";

/** A .pdf opened by pdf.js, every page as the glyphs and lines it draws. The only place that knows the library. */

const where = "reading pdf";
/** A report has five to thirty pages; a compilation of many is not one. */
export const maxPages = 80;
const maxOperators = 600_000;

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
const library = (): Promise<Library> => (loaded ??= getResolvedPDFJS().then((pdf) => ({ pdf })));

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

/** The pages of a .pdf in order. OutsideError: encrypted, damaged, too long, a scan, text without its code. */
export async function drawings(bytes: Uint8Array): Promise<Drawing[]> {
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
      const list = await page.getOperatorList();
      operators += list.fnArray.length;
      if (operators > maxOperators) throw tooMuch();
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

const notText = /[\uFFFD\uE000-\uF8FF\p{Cc}]/u;

/** Fonts whose characters are only the numbers of their shapes say nothing of the text; too many, and nothing is read. */
function judgeText(pages: readonly Drawing[]): void {
  const glyphs = pages.flatMap((page) => page.glyphs);
  const fonts = Map.groupBy(glyphs, ({ font }) => font);
  for (const own of fonts.values()) {
    const plain = own.every(({ text, code }) => text.length === 1 && text.charCodeAt(0) === code);
    if (plain && own.some(({ code }) => code < 32 || code > 255))
      for (const glyph of own) glyph.text = "\uFFFD";
  }
  const written = glyphs.filter(({ text }) => text.trim() !== "");
  if (written.length === 0) throw scanned();
  const lost = written.filter(({ text }) => notText.test(text)).length;
  if (lost * 4 > written.length) throw garbled();
}
