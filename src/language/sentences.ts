/** Sentences with their end mark; line breaks end a sentence too. Nothing is lost but blanks at the ends. */
export function splitSentences(text: string): string[] {
  return (text.match(/[^。！？!?；;\n]+[。！？!?；;]?/g) ?? [])
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** Items of a spoken list: 一是…二是…, 1. … 2. …, （一）…, lines, or clauses ended by ；。 */
export function splitItems(text: string): string[] {
  const marked = text
    .replace(
      /\s*(?:第?[一二三四五六七八九十]是|其[一二三四五六七八九十][，,：:]?|第[一二三四五六七八九十][，,、：:])\s*/g,
      "\n",
    )
    .replace(
      /(^|[\n。；;，,\s])\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十])[）)]|\d{1,2}[.、．](?!\d)|[一二三四五六七八九十]、|[①-⑩])\s*/g,
      "$1\n",
    );
  return marked
    .split(/[\n。；;！!]+/)
    .map((item) => trimMarks(item))
    .filter((item) => item !== "");
}

/** Without blanks and punctuation at both ends. */
export function trimMarks(text: string): string {
  return text.replace(/^[\s，,、；;。.：:！!]+|[\s，,、；;。.：:！!]+$/g, "");
}

/** The same words as one written sentence: full-width punctuation, no blanks between Chinese and digits, ended by 。 */
export function writtenSentence(text: string): string {
  const body = chinesePunctuation(text).replace(/[，、；：]+$/, "");
  if (body === "") return "";
  return /[。！？]$/.test(body) ? body : `${body}。`;
}

/** Half-width punctuation between Chinese as full-width, blanks around Chinese characters removed. */
export function chinesePunctuation(text: string): string {
  const map: Record<string, string> = {
    ",": "，",
    ";": "；",
    ":": "：",
    "?": "？",
    "!": "！",
    "(": "（",
    ")": "）",
  };
  const chinese = String.raw`[\u3400-\u9fff，。；：？！（）“”《》、]`;
  return text
    .trim()
    .replace(/\s*\n\s*/g, "")
    .replace(/[０-９]/g, (digit) => digit.normalize("NFKC"))
    .replace(
      /(?<!\d)\s*([,;:?!()])\s*|\s*([,;:?!()])\s*(?!\d)/g,
      (_, first?: string, second?: string) => map[first ?? second ?? ""] ?? "",
    )
    .replace(/(?<=[\u3400-\u9fff）”》\d%])\s*\.(?!\d)/g, "。")
    .replace(new RegExp(String.raw`(?<=${chinese})[ \t\u3000]+|[ \t\u3000]+(?=${chinese})`, "g"), "");
}
