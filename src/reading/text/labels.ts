import { handledGroup, requestRows, resultGroups } from "../../report/form/requests.ts";
import type { RequestRow } from "../../report/form/requests.ts";
import { narrow } from "../../language/width.ts";

/** A text without blanks, characters narrowed, and where each of them stands in the original. */
export interface Squeezed {
  flat: string;
  /** Place in the original of each character of `flat`, and of its end. */
  at: readonly number[];
}

/** Circled numbers stay: narrowed, they would join the figure before them. */
const ignored = /[\s\p{Cf}|｜│┃]/u;
const circled = /[①-⒛]/;

export function squeeze(text: string): Squeezed {
  const plain = narrow(text);
  let flat = "";
  const at: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? "";
    if (ignored.test(character)) continue;
    flat += circled.test(character) ? character : (plain[index] ?? "");
    at.push(index);
  }
  return { flat, at: [...at, text.length] };
}

/** The words of a label as they may be printed, as a pattern on squeezed text. */
export const asPrinted = (words: string): string =>
  narrow(words)
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replace(/[“”"]/g, "[“”\"'‘’「」『』]*")
    .replace(/[、,]/g, "[、,.]?")
    .replace("下年度", "下一?年度");

const chinese = "(?:[(]?[一二三四五六七八九十][)]?[、.,:]?)?";
/** The number of a label is one digit with a mark behind it: the digits before it are figures. */
const arabic = "(?:\\d[、.]|[①-⒛]|[(]\\d[)])?";

const unnumbered = (label: string): string =>
  label.replace(/^(?:[（(][一二三四五六七八九十][）)]|[一二三四五六七八九十]、|\d\.)/, "");

/** What a label on the print is: a row, a group of rows, or one the form does not know. */
export type LabelKind =
  { row: RequestRow } | { group: (typeof resultGroups)[number]["id"] | "handled" } | { unknown: true };

export interface Label {
  kind: LabelKind;
  /** The figures behind it may end in the number of the next label. */
  doubtful?: boolean;
  /** Places in the squeezed text. */
  from: number;
  to: number;
}

interface Pattern {
  kind: LabelKind;
  source: string;
}

const patterns: readonly Pattern[] = [
  ...requestRows.map((row): Pattern => {
    const own = unnumbered(row.label);
    const number = /^\d/.test(row.label) ? arabic : chinese;
    const note = row.note === undefined ? "" : "(?:[(]区分处理[^()\\d]*[)])?";
    // 其他 and 总计 are names of columns and parts of other labels too: with their numbers only.
    if (row.id === "otherHandling.other")
      return { kind: { row: row.id }, source: "(?:3[、.]|③|[(]3[)])其他(?!法律)" };
    if (row.id === "handledTotal") return { kind: { row: row.id }, source: "[(]七[)][、.]?总计" };
    return { kind: { row: row.id }, source: `${number}${asPrinted(own)}${note}` };
  }),
  ...[...resultGroups, handledGroup].map((group): Pattern => ({
    kind: { group: group.id },
    source: `${chinese}${asPrinted(unnumbered(group.label))}`,
  })),
  { kind: { unknown: true }, source: "\\d[、.][^\\d\\s|、.,。;(]{4,40}" },
];
const any = new RegExp(patterns.map(({ source }) => `(${source})`).join("|"), "g");

/** The number the form puts before a label of a row within a group. */
const formDigit = ({ kind }: Label): string | undefined =>
  "row" in kind ? /^\d/.exec(requestRows.find(({ id }) => id === kind.row)?.label ?? "")?.[0] : undefined;

/**
 * A digit before a label that is printed without a mark behind its number: where every label has its own, they are the
 * numbers. Where only some have, nobody can say whether a digit is the number or the end of a figure.
 */
function withNumbers(labels: readonly Label[], flat: string): Label[] {
  const bareLabels = labels.filter(
    (label) => formDigit(label) !== undefined && !/[\d①-⒛(]/.test(flat[label.from] ?? ""),
  );
  const preceded = bareLabels.filter((label) => flat[label.from - 1] === formDigit(label));
  if (preceded.length === 0) return [...labels];
  if (preceded.length === bareLabels.length && preceded.length >= minNumbered)
    return labels.map((label) => (preceded.includes(label) ? { ...label, from: label.from - 1 } : label));
  return labels.map((label, at) => {
    const next = labels[at + 1];
    const doubtful = next !== undefined && preceded.includes(next) && bareLabels.length < minNumbered;
    return doubtful ? { ...label, doubtful } : label;
  });
}
/** Of the nineteen numbered labels. */
const minNumbered = 10;

/** All labels of table 三 in a stretch of squeezed text. */
export function labelsIn(flat: string, from: number, to: number): Label[] {
  const out: Label[] = [];
  for (const match of flat.slice(from, to).matchAll(any)) {
    const kind = patterns[match.slice(1).findIndex((part) => part !== undefined)]?.kind;
    const start = from + match.index;
    if (kind !== undefined) out.push({ kind, from: start, to: start + match[0].length });
  }
  return withNumbers(out, flat);
}
