/** Sentences with their end marks and closing quotes; line breaks end a sentence too. Nothing is lost but blanks at the ends. */
export function splitSentences(text: string): string[] {
  // ? ! and ; inside Latin text belong to an address, not to the sentence.
  const pattern = /(?:[^。！？!?；;\n]|(?<=[\w/=&])[!?;](?=[A-Za-z/=&]))*(?:[。！？!?；;]+[”’」』）)]*)?/g;
  return (text.match(pattern) ?? []).map((sentence) => sentence.trim()).filter((sentence) => sentence !== "");
}

/** 第一更新慢，第二人手少: a list only from its second mark on; 第一时间 and 第一责任人 are words. */
const spokenOrdinal =
  /第[一二三四五六七八九十](?![一二三四五六七八九十，,：:、]|是|时间|书记|责任|[条款项个批次届年页名位章节线手方期件号轮]|季度|产业|中学|小学)/g;

/** Ways to number the items of a list. */
const markers: readonly RegExp[] = [
  /第?[一二三四五六七八九十]是/g,
  /其[一二三四五六七八九十](?:[，,：:、]|是)/g,
  /第[一二三四五六七八九十][，,：:、](?!第?[一二三四五六七八九十])/g,
  spokenOrdinal,
  /[（(][一二三四五六七八九十][）)]/g,
  /[一二三四五六七八九十]、(?![一二三四五六七八九十])/g,
  /[（(]?(?<!\d)\d{1,2}[）)]/g,
  /(?<![\d.])\d{1,2}[.、．](?!\d)/g,
  /[①-⑳]/g,
];
function ordinalOf(marker: string): number {
  const figure = /\d+/.exec(marker.normalize("NFKC"));
  if (figure) return Number(figure[0]);
  return "一二三四五六七八九十".indexOf(/[一二三四五六七八九十]/.exec(marker)?.[0] ?? "-") + 1;
}

interface Cut {
  start: number;
  end: number;
}

/** The marks of one kind that number a list: they follow each other 一, 二, 三, and the first opens a clause (not 统一是). */
function listMarks(text: string, marker: RegExp): Cut[] {
  const row: Cut[] = [];
  let next = 1;
  for (const match of text.matchAll(marker)) {
    const start = match.index;
    const ahead = text.charAt(start - 1);
    const value = ordinalOf(match[0]);
    if (value === 1 && (start === 0 || /[\s，,。；;：:！!？?、]/.test(ahead))) next = 1;
    else if (value === 1 || value !== next) continue;
    row.push({ start, end: start + match[0].length });
    next++;
  }
  const [first] = row;
  if (row.length === 1 && marker === spokenOrdinal) return [];
  const alone = row.length === 1 && first !== undefined && first.start > 0;
  return alone && !/[\s。；;：:]/.test(text.charAt(first.start - 1)) ? [] : row;
}

/** Items of a spoken list: 一是…二是…, 1. … 2. …, （一）…, lines, or clauses ended by ；。 Only the numbering and marks are lost. */
export function splitItems(text: string): string[] {
  const cuts = markers.flatMap((marker) => listMarks(text, marker));
  cuts.sort((one, other) => one.start - other.start);
  let marked = "";
  let at = 0;
  for (const { start, end } of cuts) {
    if (start < at) continue;
    marked += `${text.slice(at, start)}\n`;
    at = end;
  }
  return `${marked}${text.slice(at)}`
    .split(/[\n。；;！!]+/)
    .map((item) => trimMarks(item))
    .filter((item) => item !== "");
}

/** Without blanks and punctuation at both ends. */
export function trimMarks(text: string): string {
  return trimEnd(text, /[\s，,、；;。.：:！!]/).replace(/^[\s，,、；;。.：:！!]+/, "");
}

/** By hand: a pattern for marks at the end takes quadratic time on long runs of marks. */
function trimEnd(text: string, mark: RegExp): string {
  let end = text.length;
  while (end > 0 && mark.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** The same words as one written sentence: full-width punctuation, no blanks between Chinese and digits, ended by 。 */
export function writtenSentence(text: string): string {
  const body = trimEnd(chinesePunctuation(text), /[\s，、；：,;:]/);
  if (!/[\p{L}\p{N}]/u.test(body)) return "";
  return /[。！？…][”’」』）]?$/.test(body) ? body : `${body}。`;
}

const wide: Record<string, string> = {
  ",": "，",
  ";": "；",
  ":": "：",
  "?": "？",
  "!": "！",
  "(": "（",
  ")": "）",
};
const address = String.raw`(?:https?:\/\/|www\.)[!-~]*[\w/=#%&-]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}`;
const token = new RegExp(String.raw`${address}|\s+|\.{3,}|[^]`, "gu");
const chinese = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef“”‘’…—]/u;
const isWord = (character: string): boolean => /[\p{L}\p{N}]/u.test(character) && !chinese.test(character);

/**
 * Half-width punctuation as full-width and blanks around Chinese removed; marks between Latin words and figures
 * stay (8:30, 3.5, 1,148, web addresses). A line break becomes ， unless a mark stands there. Idempotent.
 */
export function chinesePunctuation(text: string): string {
  const pieces = oneLine(text).match(token) ?? [];
  const paired = pieces.filter((piece) => piece === '"').length % 2 === 0;
  let open = false;
  let out = "";
  let previous = "";
  pieces.forEach((piece, index) => {
    if (piece.trim() === "") return;
    const ahead = pieces[index + 1] ?? "";
    const spaced = ahead !== "" && ahead.trim() === "";
    const next = (spaced ? pieces[index + 2] : ahead) ?? "";
    let mark = wideMark(piece, { previous, next, spaced });
    if (piece === '"' && paired) {
      open = !open;
      mark = open ? "“" : "”";
    }
    const blank = index > 0 && pieces[index - 1]?.trim() === "";
    out += blank && !chinese.test(previous) && !chinese.test(mark) ? ` ${mark}` : mark;
    previous = [...mark].at(-1) ?? "";
  });
  return out;
}

function wideMark(piece: string, around: { previous: string; next: string; spaced: boolean }): string {
  const { previous, next, spaced } = around;
  if (piece === ".")
    return /[\p{Script=Han}）”》]/u.test(previous) && (spaced || !isWord(next.charAt(0))) ? "。" : piece;
  if (/^\.{3,}$/.test(piece)) return chinese.test(previous) ? "……" : piece;
  const full = wide[piece];
  if (full === undefined) return piece;
  const list = spaced && /\d/.test(previous) && /^\d/.test(next); // 3, 5
  const inside = isWord(previous) && isWord(next.charAt(0)) && !list && !/[()]/.test(piece);
  return inside ? piece : full;
}

/** The lines put together, with plain digits and letters; figures of two lines never run into one. */
function oneLine(text: string): string {
  const lines = text
    .split("\n")
    .map((line) => line.trim().replace(/(?<=[\p{L}\p{N}%）”》])\.$/u, "。"))
    .filter((line) => line !== "");
  return lines
    .map((line, index) => {
      const next = lines[index + 1];
      const parted = next === undefined || marks.test(line.slice(-1)) || marks.test(next.charAt(0));
      return parted ? line : `${line}，`;
    })
    .join("")
    .replace(/[０-９Ａ-Ｚａ-ｚ％]/g, (character) => character.normalize("NFKC"));
}
const marks = /[，。；：！？、,;:?!…—（）()“”《》「」]/;
