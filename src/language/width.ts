/**
 * Full-width digits, letters and Kangxi radicals as plain ones (NFKC), keeping the length, so that offsets
 * into the result are offsets into the original. For figures, labels and commands only: in prose it would
 * turn ：，（ into ASCII.
 */
export function narrow(text: string): string {
  let out = "";
  for (const character of text) {
    const plain = character.normalize("NFKC");
    out += plain.length === character.length ? plain : character;
  }
  return out;
}

/** A label for comparison: narrow, without blanks, quotes unified, Chinese numbering marks unified. */
export function canonicalLabel(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/["'“”‘’「」『』＂]/g, '"')
    .replace(/[、．。.,，;；:：]/g, ".")
    .replace(/[〔【[]/g, "(")
    .replace(/[〕】\]]/g, ")");
}

 
const invisible =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u200B-\u200F\u2028\u2029\u202A-\u202E\u2060\uFEFF\uFFFE\uFFFF]/g;

/** The text as a person sees it: without control and invisible characters, line breaks as \n. */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(invisible, "").toWellFormed();
}
