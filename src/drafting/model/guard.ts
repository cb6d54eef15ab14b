import { shortened } from "../../language/columns.ts";
import { withoutRequestFigures } from "../aspects.ts";
import { cellName } from "../../report/form.ts";
import { claimsOf } from "../../rules/claims.ts";
import { wrongFigures } from "./figures.ts";
import { withFigures, type Bound, type Ground } from "./ground.ts";
import { lost } from "./kept.ts";
import { wrongNames } from "./names.ts";
import { wrongShape } from "./shape.ts";
import { strangeClauses } from "./strange.ts";

/** Columns of one refusal: an answer can put anything between 《 and 》. */
const longest = 80;

/**
 * The number guard (design.md 8) and its company: why an answer of a model may not become a paragraph, in Chinese, for
 * the model and for the person; none when it may. `text` has tokens for the figures of the form.
 */
export function refusalsOf(text: string, ground: Ground): string[] {
  const shape = wrongShape(text, ground);
  if (text.trim() === "" || text.length > 2 * ground.longest) return shape;
  const bare = text.replace(/\{f\d+\}/g, "\ue000");
  const { refusals, unused } = wrongFigures(text, ground);
  const printed = withFigures(text, ground.bound);
  const all = new Set([
    ...shape,
    ...wrongTokens(text, ground),
    ...refusals,
    ...wrongNames(bare, ground),
    ...strangeClauses(bare, ground),
    ...lost(text, unused, ground),
    ...untrue(printed, ground),
    ...doubled(printed, ground),
    ...begunAlready(bare, ground),
  ]);
  return [...all].map((refusal) => shortened(refusal, longest));
}

const numeral = "\\p{N}一二三四五六七八九十百千万亿零两半几数";
/** Signs that would make another figure of the one they stand at: 2{f1}件, 近{f1}件, {f1}余件, {f1}.5. */
const before = new RegExp(
  `[${numeral}.,，、第近约超逾达上\\-－−负]\\s*$|(?:大约|将近|超过|不足|至少|最多|分之)\\s*$`,
  "u",
);

/** Each token stands by itself, once, with its unit. */
function wrongTokens(text: string, { bound }: Ground): string[] {
  return [...text.matchAll(/\{(f\d+)\}/g)].flatMap(({ 0: found, 1: name, index }) => {
    const known = bound.find(({ token }) => token === name);
    if (known === undefined) return [`没有${found}这个记号`];
    const head = text.slice(0, index);
    const tail = text.slice(index + found.length);
    const alone = !before.test(head.replace(/[，、]$/, "\ue000")) && tail.startsWith(known.unit);
    return [
      ...(alone && !/^(?:件|万元)\s*(?:多|余|左右|以上|以内|上下)/.test(tail)
        ? []
        : [`${found}要写成${found}${known.unit}，前后不加别的数`]),
      ...(head.includes(found) ? [`${found}写了不止一次`] : []),
      ...(isNamed(known, head.split(/[。；]/).at(-1) ?? "")
        ? []
        : [`${found}前面要说清楚是${cellName(known.cell)}`]),
    ];
  });
}

/** Whether the words before a figure of 表二 or 表四 name its row: 许可 for 行政许可. Figures of requests are told in too many ways. */
function isNamed({ cell }: Bound, head: string): boolean {
  if (cell.startsWith("requests.")) return true;
  const name = cellName(cell).replace(/^[^“]*|行政|本年|总计|[“”]/g, "");
  const pairs = [...name].slice(1).map((sign, at) => `${name.charAt(at)}${sign}`);
  return pairs.some((pair) => head.includes(pair));
}

/** What the words say of the tables must be what stands there. */
function untrue(text: string, { year, value }: Ground): string[] {
  return claimsOf(text, "overview", year).flatMap(({ quantity, value: told, quote, scope }) => {
    const values = quantity.cells.map(value);
    if (scope !== undefined || !quantity.exact || values.some((one) => one === undefined)) return [];
    const sum = values.reduce<number>((all, one) => all + (one ?? 0), 0);
    return sum === told ? [] : [`“${quote}”和表里的数不一致`];
  });
}

/** The sentences of requests are bound to the table and printed by us: they are not told again. */
function doubled(text: string, { slot }: Ground): string[] {
  if (slot !== "overview.requests") return [];
  const signs = (words: string): string => words.replace(/[^\p{L}\p{N}]/gu, "");
  const rest = withoutRequestFigures([text]).join("");
  return signs(rest) === signs(text) ? [] : ["申请的件数和办理结果已经另行写明，不要再写"];
}

/** Measures are meant, not done, unless a person said so. */
function begunAlready(text: string, { slot, items }: Ground): string[] {
  if (slot !== "improvements") return [];
  const done = /已经?(?!有|公开)|[\u4e00-\u9fff]了(?=[，。；])/.exec(text)?.[0];
  return done === undefined || /已|了/.test(items.join("")) ? [] : [`措施是打算做的，不要写“${done}”`];
}
