/**
 * The name in a Content-Disposition, as a person knows it: `filename*` with its own encoding (RFC 6266); else `filename`,
 * which storage servers fill with a form-encoded name, and others with bytes of UTF-8 or GBK that arrive as Latin-1.
 */
export function nameIn(disposition: string | undefined): string | undefined {
  const [, charset = "", coded] = /filename\*\s*=\s*([\w-]*)'[^']*'([^;\s]+)/i.exec(disposition ?? "") ?? [];
  const [, quoted, bare] = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]+))/i.exec(disposition ?? "") ?? [];
  const plain = quoted?.replaceAll(/\\(.)/g, "$1") ?? bare ?? "";
  const extended = coded === undefined || broken.test(coded) ? "" : decoded(percentBytes(coded), charset);
  const name = baseName(extended === "" ? plainName(plain) : extended);
  return name === "" ? undefined : name;
}

/** The last part of a path, without what a file system does not take; "" where nothing is left. */
export function baseName(path: string): string {
  const last = path.split(/[/\\]/).at(-1) ?? "";
  const name = last
    .replaceAll(/\p{Cc}/gu, "")
    .trim()
    .slice(0, 200);
  return /^\.{1,2}$/.test(name) ? "" : name;
}

const broken = /%(?![\da-f]{2})/i;

function plainName(raw: string): string {
  // Characters of a header are bytes; where they are more, somebody has decoded them already.
  if (/[^\x00-\xff]/.test(raw)) return raw;
  const form = /%[\da-f]{2}/i.test(raw);
  return decoded(form ? percentBytes(raw.replaceAll("+", " ")) : Buffer.from(raw, "latin1"), "utf-8");
}

const percentBytes = (text: string): Buffer =>
  Buffer.from(
    text.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );

function decoded(bytes: Buffer, charset: string): string {
  for (const label of [charset, "utf-8", "gb18030"])
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // The next one; Latin-1 takes everything.
    }
  return bytes.toString("latin1");
}
