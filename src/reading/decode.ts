import { notText } from "./faults.ts";

/** Bytes → text, whatever the encoding: what a file says of its own encoding is believed last. */

const replacement = /\uFFFD/g;
const decoded = (bytes: Uint8Array, encoding: string): string => new TextDecoder(encoding).decode(bytes);

/** UTF-8 with at most a few damaged characters; a file cut off in the middle of one is UTF-8 too. */
function utf8(bytes: Uint8Array): string | undefined {
  const text = decoded(bytes, "utf-8");
  const broken = text.match(replacement)?.length ?? 0;
  if (broken === 0) return text;
  let wide = 0;
  for (const byte of bytes) if (byte >= 0xc2 && byte <= 0xf4) wide += 1;
  return broken <= 1 + wide / 200 ? text : undefined;
}

/** UTF-16 without a mark: half the bytes of blanks, digits and line ends are 0, always on the same side. */
function utf16(bytes: Uint8Array): string | undefined {
  const zeros = [0, 0];
  const length = Math.min(bytes.length, 65_536);
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const most = Math.max(even, odd);
  if (most < length / 200 || Math.min(even, odd) > most / 10) return undefined;
  return decoded(bytes, odd > even ? "utf-16le" : "utf-16be");
}

const byMark = (bytes: Uint8Array): string | undefined => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
};

/** Text of people has next to no control characters; what is no text in any encoding is full of them. */
function isText(text: string): boolean {
  const sample = text.slice(0, 100_000);
  const odd = sample.match(/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f\uFFFD\uE000-\uF8FF]|\p{Cn}/gu)?.length ?? 0;
  return odd <= 2 + sample.length / 50;
}

/** The text of a file: by its mark, else UTF-8, UTF-16, `declared`, GB18030. OutsideError when it is no text. */
export function decodeText(bytes: Uint8Array, declared?: string): string {
  const mark = byMark(bytes);
  const text =
    mark === undefined
      ? (utf16(bytes) ?? utf8(bytes) ?? declaredText(bytes, declared) ?? decoded(bytes, "gb18030"))
      : decoded(bytes, mark);
  if (!isText(text)) throw notText();
  return text.replaceAll("\0", "").toWellFormed();
}

function declaredText(bytes: Uint8Array, declared: string | undefined): string | undefined {
  if (declared === undefined || /utf|^(?:gb|iso-8859-1|ascii)/i.test(declared)) return undefined;
  try {
    return decoded(bytes, declared);
  } catch {
    // A name no decoder knows is worth nothing.
    return undefined;
  }
}

/** The text of a web page, which may name its encoding at its beginning. */
export function decodeHtml(bytes: Uint8Array): string {
  const head = decoded(bytes.subarray(0, 2048), "latin1");
  return decodeText(bytes, /<meta\b[^>]*\bcharset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]);
}
