/**
 * The name in a Content-Disposition, as a person knows it; "" where there is none. WeCom writes filename*=utf-8''…,
 * or the bytes of UTF-8 into filename="…", which arrive as one character each.
 */
export function nameIn(disposition: string): string {
  const extended = /filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(disposition)?.[1];
  const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1]?.replace(/\\(.)/g, "$1");
  const bare = /filename\s*=\s*([^;"]+)/i.exec(disposition)?.[1];
  return baseName(percent(extended) ?? utf8(quoted ?? bare ?? ""));
}

/** The last part of a path, without what a file system does not take. */
export const baseName = (name: string): string =>
  (name.split(/[/\\]/).at(-1) ?? "")
    .replace(/\p{Cc}/gu, "")
    .trim()
    .slice(0, 200);

function percent(encoded: string | undefined): string | null {
  try {
    return encoded === undefined ? null : decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

/** A header's characters are bytes; where they are no UTF-8, the name is as it stands. */
function utf8(header: string): string {
  if (/[^\x00-\xff]/.test(header)) return header;
  try {
    const name = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(header, "latin1"));
    return /%[\da-f]{2}/i.test(name) ? (percent(name) ?? name) : name;
  } catch {
    return header;
  }
}
