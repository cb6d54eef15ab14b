import { decodeText } from "./decode.ts";
import { archive, emptyFile, encrypted, notRead } from "./faults.ts";

/** The kinds of file a report comes in, told by content. `.wps` is an OLE file like `.doc`; `.md` is text. */
export type Format = "docx" | "doc" | "pdf" | "html" | "xlsx" | "text";

const beginsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);
const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));

const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const known: readonly { begins: readonly number[]; fault: () => Error }[] = [
  { begins: [0x89, ...ascii("PNG")], fault: () => picture() },
  { begins: [0xff, 0xd8, 0xff], fault: () => picture() },
  { begins: ascii("GIF8"), fault: () => picture() },
  { begins: [...ascii("II"), 0x2a, 0], fault: () => picture() },
  { begins: [...ascii("MM"), 0, 0x2a], fault: () => picture() },
  { begins: ascii("Rar!"), fault: () => archive() },
  { begins: [...ascii("7z"), 0xbc, 0xaf], fault: () => archive() },
  { begins: [0x1f, 0x8b], fault: () => archive() },
  { begins: ascii("{\\rtf"), fault: () => notRead(" .rtf 文件", "用 Word 或 WPS 另存为 .docx 再发来") },
];
const picture = (): Error => notRead("图片", "发年报的 Word、PDF 或网页文件");

/** Whether the directory of an OLE file has a stream of this name: its entries are 128 bytes, the name in front. */
function hasStream(bytes: Buffer, name: string): boolean {
  const wide = Buffer.from(`${name}\0`, "utf16le");
  for (let at = bytes.indexOf(wide); at >= 0; at = bytes.indexOf(wide, at + 2))
    if (at % 128 === 0 && bytes[at + 64] === wide.length && bytes[at + 66] === 2) return true;
  return false;
}

/** An encrypted .docx or .xlsx is an OLE file too. A .doc may hold a sheet, so Word is looked for first. */
function ofOle(bytes: Uint8Array): Format {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (hasStream(buffer, "EncryptedPackage")) throw encrypted();
  if (hasStream(buffer, "WordDocument")) return "doc";
  if (hasStream(buffer, "Workbook") || hasStream(buffer, "Book")) return "xlsx";
  if (hasStream(buffer, "PowerPoint Document")) throw notRead("演示文稿", "发年报的 Word 文件");
  return "doc";
}

/** The names in a zip stand in it as they are, in front of each part and again in the directory at the end. */
function ofZip(bytes: Uint8Array): Format {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const has = (name: string): boolean => buffer.includes(name, 0, "latin1");
  if (has("word/document.xml") || has("word\\document.xml")) return "docx";
  if (has("xl/workbook.bin")) throw notRead(" .xlsb 文件", "另存为 .xlsx 再发来");
  if (has("xl/workbook") || has("xl\\workbook")) return "xlsx";
  if (has("[Content_Types].xml") && has("word/")) return "docx";
  if (has("application/vnd.oasis.opendocument")) throw notRead(" OpenDocument 文件", "另存为 .docx 再发来");
  if (has("OFD.xml")) throw notRead(" OFD 文件", "发年报的 Word 文件，或者导出为 PDF 再发来");
  if (has("ppt/presentation.xml")) throw notRead("演示文稿", "发年报的 Word 文件");
  if (has("_rels/.rels")) return "docx";
  throw archive();
}

/** The text a page begins with, without mark, blanks and comments. */
const opening = (text: string): string =>
  text.slice(0, 4096).replace(/^(?:\s|\uFEFF|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)+/, "");

/** Tags that only pages have; several of them make a page of a text that begins with something else. */
const pageTags = /<(?:html|head|body|meta|table|tbody|div|span|p|br|td|tr|h[1-6])(?:\s[^<>]*)?\/?>/gi;

export function isHtml(text: string): boolean {
  const start = opening(text);
  if (/^<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|h[1-6]|style|script|article|section|main|font|span|center)\b/i.test(start))
    return true; // prettier-ignore
  const found = text.slice(0, 200_000).match(pageTags) ?? [];
  return found.length >= 6 && found.some((tag) => /^<(?:html|body|table|div|p)/i.test(tag));
}

/** As much of a text as tells what it is. */
const beginning = 256 * 1024;

/** What kind of file this is, by its bytes, never by its name. OutsideError: empty, or a kind that is not read. */
export function formatOf(bytes: Uint8Array): Format {
  if (bytes.every((byte) => byte === 0)) throw emptyFile();
  if (beginsWith(bytes, ole)) return ofOle(bytes);
  if (beginsWith(bytes, ascii("PK\x03\x04"))) return ofZip(bytes);
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024));
  if (head.includes("%PDF-", 0, "latin1")) return "pdf";
  for (const { begins, fault } of known) if (beginsWith(bytes, begins)) throw fault();
  const text = decodeText(bytes.subarray(0, beginning));
  if (text.trim() === "") throw emptyFile();
  if (/^(?:MIME-Version:|From:\s[^\n]*\n)/i.test(opening(text)))
    throw notRead("存成单个文件的网页（.mht）", "另存为 .docx 再发来");
  if (/<w:wordDocument\b|<pkg:package\b/.test(text.slice(0, 8192)))
    throw notRead(" Word 的 XML 文件", "用 Word 或 WPS 另存为 .docx 再发来");
  return isHtml(text) ? "html" : "text";
}
