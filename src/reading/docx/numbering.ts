import { attributeOf, piecesOf, valueOf } from "./styles.ts";

/** Numbers that Word puts before paragraphs by itself: they are printed, but no text of the document. */

interface Level {
  start: number;
  format: string;
  /** %1 stands for the number of the first level. */
  text: string;
}
interface List {
  levels: Map<number, Level>;
  counts: Map<number, number>;
}

const digits = "〇一二三四五六七八九";
const chinese = (n: number): string => {
  if (n > 99) return [...String(n)].map((digit) => digits[Number(digit)] ?? "").join("");
  const tens = Math.floor(n / 10);
  const ones = n % 10 === 0 && n > 0 ? "" : (digits[n % 10] ?? "");
  return `${tens > 1 ? (digits[tens] ?? "") : ""}${tens > 0 ? "十" : ""}${ones}`;
};
const from = (first: string, most: number, n: number): string =>
  n >= 1 && n <= most ? String.fromCodePoint((first.codePointAt(0) ?? 0) + n - 1) : String(n);
const roman = (n: number): string =>
  [[10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]].reduce<[string, number]>(
    ([text, left], [value, sign]) => [
      text + String(sign).repeat(Math.floor(left / Number(value))),
      left % Number(value),
    ],
    ["", Math.min(n, 99)],
  )[0]; // prettier-ignore

/** A number in one of Word's formats; undefined for those without one (bullets). */
function numberIn(format: string, n: number): string | undefined {
  switch (format) {
    case "bullet":
    case "none":
      return undefined;
    case "chineseCounting":
    case "chineseCountingThousand":
    case "ideographDigital":
    case "japaneseCounting":
    case "japaneseDigitalTenThousand":
    case "taiwaneseCounting":
    case "taiwaneseCountingThousand":
    case "taiwaneseDigital":
      return chinese(n);
    case "decimalEnclosedCircle":
    case "decimalEnclosedCircleChinese":
      return from("①", 20, n);
    case "decimalEnclosedParen":
      return from("⑴", 20, n);
    case "decimalEnclosedFullstop":
      return from("⒈", 20, n);
    case "ideographTraditional":
      return "甲乙丙丁戊己庚辛壬癸"[n - 1] ?? String(n);
    case "upperLetter":
      return from("A", 26, n);
    case "lowerLetter":
      return from("a", 26, n);
    case "upperRoman":
      return roman(n);
    case "lowerRoman":
      return roman(n).toLowerCase();
    default:
      return String(n);
  }
}

const levelsIn = (piece: string): Map<number, Level> =>
  new Map(
    piecesOf(piece, "lvl").map((level) => [
      Number(attributeOf(level, "ilvl") ?? 0),
      {
        start: Number(valueOf(level, "start") ?? 1),
        format: valueOf(level, "numFmt") ?? "decimal",
        text: valueOf(level, "lvlText") ?? "",
      },
    ]),
  );

/** The lists of numbering.xml, counting as the document is read from its beginning. */
export class Numbering {
  readonly #lists = new Map<string, List>();

  constructor(xml: string | undefined) {
    const shared = new Map<string, List>();
    for (const piece of xml === undefined ? [] : piecesOf(xml, "abstractNum")) {
      const id = attributeOf(piece, "abstractNumId");
      // The last abstract list is followed by the lists themselves.
      const own = piece.split(/<(?:\w+:)?num\s/, 1)[0] ?? "";
      if (id !== undefined) shared.set(id, { levels: levelsIn(own), counts: new Map() });
    }
    for (const piece of xml === undefined ? [] : piecesOf(xml, "num")) {
      const list = shared.get(valueOf(piece, "abstractNumId") ?? "");
      const id = attributeOf(piece, "numId");
      if (list === undefined || id === undefined) continue;
      const overrides = piecesOf(piece, "lvlOverride").flatMap((override) => {
        const depth = Number(attributeOf(override, "ilvl") ?? 0);
        const level = levelsIn(override).get(depth) ?? list.levels.get(depth);
        const start = valueOf(override, "startOverride");
        if (level === undefined) return [];
        return [[depth, start === undefined ? level : { ...level, start: Number(start) }] as const];
      });
      const own = { levels: new Map([...list.levels, ...overrides]), counts: new Map<number, number>() };
      this.#lists.set(id, overrides.length === 0 ? list : own);
    }
  }

  /** What is printed before the next paragraph of a list. */
  next({ list: id, depth }: { list: string; depth: number }): string {
    const list = this.#lists.get(id);
    const level = list?.levels.get(depth);
    if (list === undefined || level === undefined) return "";
    const { levels, counts } = list;
    const count = counts.get(depth);
    counts.set(depth, count === undefined ? level.start : count + 1);
    for (const below of [...counts.keys()]) if (below > depth) counts.delete(below);
    if (level.format === "bullet") return "";
    return level.text.replace(/%(\d)/g, (_, place: string) => {
      const at = Number(place) - 1;
      const other = levels.get(at);
      return other === undefined ? "" : (numberIn(other.format, counts.get(at) ?? other.start) ?? "");
    });
  }
}
