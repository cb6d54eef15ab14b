/**
 * Full-width digits, letters and Kangxi radicals as plain ones (NFKC), keeping the length, so that offsets
 * into the result are offsets into the original. For figures, labels and commands only: in prose it would
 * turn ：，（ into ASCII.
 */
export function narrow(text: string): string {
  return text.replace(/[^\n -~\u4e00-\u9fff、。]/gu, (character) => {
    const plain = character.normalize("NFKC");
    return plain.length === character.length ? plain : character;
  });
}

/** A label for comparison: narrow, without blanks and invisible characters, quotes and numbering marks unified. */
export function canonicalLabel(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\s\p{Cf}]+/gu, "")
    .replace(/["'“”‘’「」『』＂]/g, '"')
    .replace(/[、．。.,，;；:：]/g, ".")
    .replace(/[〔【[]/g, "(")
    .replace(/[〕】\]]/g, ")");
}

// Format characters include bidirectional marks and the tag characters that can smuggle unseen text.
const invisible = /(?!\n)[\p{Cc}\p{Cf}\p{Noncharacter_Code_Point}\uFE00-\uFE0F]/gu;

/** What most texts consist of: nothing in it is invisible. */
const ordinary = /^[\t\n -~\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e—…·‘’“”]*$/;

/** The text as a person sees it: without control and invisible characters, line breaks as \n, tabs kept. */
export function visible(text: string): string {
  if (ordinary.test(text)) return text;
  return text
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(invisible, (character) => (character === "\t" ? "\t" : ""))
    .toWellFormed();
}

/** The full-width marks of Chinese text for their half-width ones. */
export const wide: Readonly<Record<string, string>> = {
  ",": "，",
  ";": "；",
  ":": "：",
  "(": "（",
  ")": "）",
  "!": "！",
  "?": "？",
};
