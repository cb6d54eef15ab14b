import { findNumbers } from "../../language/numerals.ts";
import { narrow } from "../../language/width.ts";
import { inWriting } from "../register.ts";
import type { Ground } from "./ground.ts";

/** Numbers as the guard compares them: with what they count, and every numeral sign accounted for. */

export interface Figure {
  start: number;
  end: number;
  /** As it stands, with its unit. */
  quote: string;
  value: number;
  /** What is counted: 件, %, 年; the next character where it is no unit (三审三校); "" before a mark or the end. */
  unit: string;
  /** 200余, −3, 第3, 百分之3: only the same counts as the same. */
  manner: string;
  /** The words of its clause, for telling 网站120条 from 公众号120条. */
  clause: string;
}

/** Signs that write numbers in any script. */
const sign =
  "\\p{N}一二三四五六七八九十百千万亿零两俩仨壹贰叁肆伍陆柒捌玖拾佰仟廿卅卌萬億兆貳參陸弌弍弎叄弐壱両兩皕卄亖幺半";
const signs = new RegExp(`[${sign}]+`, "gu");

/** Words with a numeral sign that tell no number. DATA. Not here: 一起, 十分, 一批, 之一, 第一. */
const words = [
  "进一步", "下一步", "统一", "一共", "一致", "一体", "一定", "一律", "一并", "一直", "一般", "一旦", "一贯", "一同",
  "一方面", "单一", "同一", "某一", "逐一", "百姓", "一次性", "队伍", "陆续",
] as const; // prettier-ignore

const unit =
  /^\s*(?:余|多|来|几)?\s*(个百分点|百分点|个人|%|‰|分之|万元|亿元|元|万|亿|倍|成|折|番|人次|个工作日|工作日|个月|周年|年度|年|月|日|号|天|周|小时|分钟|分(?![之管工类别析级享散配为布])|季度|平方米|[件条份宗起次期篇名人场个项家处户部类种批版页字张套台本册届轮级层座间辆支堂则幅款位组块])/;

/** Units of which a bare stated number may be: never a share, a sum of money or a date. */
const counting = /^(?:人次|[件条份宗起次期篇名人场个项家处户部类种批版页张套台本册届轮座])$/;

/** A place no other sign writes to: one that stands for what was taken out. */
const gone = "\ue000";
/** Takes spans out without moving what is behind them. */
const blanked = (text: string, pattern: RegExp): string =>
  text.replace(pattern, (found) => gone.repeat(found.length));

const wordPattern = new RegExp(words.map((word) => `(?<![${sign}])${word}(?![${sign}])`).join("|"), "gu");

/** Every number of a text; words that tell none are passed over. */
export function figuresOf(text: string): Figure[] {
  const plain = blanked(narrow(text), wordPattern);
  return findNumbers(plain).map(({ start, end, value, approximate, negative }) => {
    const head = plain.slice(0, start);
    const rest = plain.slice(end);
    const counted = unit.exec(rest);
    const next = /^\s*([\p{Script=Han}\w])/u.exec(rest)?.[1] ?? "";
    const manner = [
      approximate ? "约" : "",
      negative ? "负" : "",
      /第\s*$/.test(head) ? "第" : "",
      /(?:百|千|万)分之\s*$/.test(head) ? "%" : /分之\s*$/.test(head) ? "/" : "",
    ].join("");
    const share = /(百|千|万)分之\s*$/.exec(head)?.[0].length ?? 0;
    return {
      start: start - share,
      end,
      quote: text.slice(start - share, end) + (counted === null ? next : counted[0].trim()),
      value,
      unit: manner.includes("%") ? "%" : (counted?.[1] ?? next).replace(/^(?:名|个人)$/, "人"),
      manner: manner.replace("%", ""),
      clause: clauseAt(plain, start),
    };
  });
}

/** The clause a number stands in; with the one before where it has hardly a word of its own. */
function clauseAt(text: string, at: number): string {
  const edge = /[，。；：、,;\n（）]/;
  const parts = text.slice(0, at).split(edge);
  const tail = text.slice(at).split(edge)[0] ?? "";
  const own = parts.at(-1) ?? "";
  const han = (words_: string): string =>
    words_.replace(new RegExp(`[^\\p{Script=Han}]|[${sign}]`, "gu"), "");
  const clause = han(own);
  return clause.length >= 2 ? clause + han(tail) : han(`${parts.at(-2) ?? ""}${own}${tail}`);
}

const isUnit = (counted: string): boolean => counted === "" || unit.test(counted);

const isYear = ({ value, unit: counted, manner }: Figure, year: number): boolean =>
  manner === "" && /^年度?$/.test(counted) && (value === year || value === year - 1);

export interface Stated extends Figure {
  /** Also as the written register counts it: requests in 件. */
  units: readonly string[];
}

/** The numbers that people stated here, but for the year's own and the marks of a list. */
export function statedIn({ items, self, year }: Pick<Ground, "items" | "self" | "year">): Stated[] {
  return items.flatMap((item) => {
    const own = withoutMark(item);
    const spoken = figuresOf(own).filter((figure) => !isYear(figure, year));
    const written = figuresOf(inWriting(own, { self, year })).filter((figure) => !isYear(figure, year));
    return spoken.map((figure, index) => ({
      ...figure,
      units: [figure.unit, ...(written.length === spoken.length ? [written[index]?.unit ?? ""] : [])],
    }));
  });
}

export const withoutMark = (item: string): string =>
  item.replace(
    /^\s*(?:第?[一二三四五六七八九十]是|\d{1,2}[.、．](?!\d)|[（(][一二三四五六七八九十\d]+[）)]|[①-⑳])/,
    "",
  );

const isSame = (stated: Stated, figure: Figure): boolean =>
  stated.value === figure.value &&
  stated.manner === figure.manner &&
  (stated.units.includes(figure.unit) || (stated.unit === "" && counting.test(figure.unit)));

/** 01 and 2十6 are no way to write a figure. */
const usual = /^(?:0|[1-9][\d,]*)(?:\.\d+)?[ \t]*[万亿]?$|^(?![〇零].)[^\d]+$/;

/** Two characters in a row, both in a clause. */
function overlap(one: string, other: string): number {
  let count = 0;
  for (let at = 0; at + 2 <= one.length; at++) if (other.includes(one.slice(at, at + 2))) count++;
  return count;
}

/** Stated numbers that the answer tells by a token, one for each token. */
function byToken(text: string, bound: Ground["bound"], stated: readonly Stated[]): Stated[] {
  const found = new Set<Stated>();
  for (const { value, unit: counted } of bound.filter((one) => text.includes(`{${one.token}}`))) {
    const here = stated.find(
      (one) => !found.has(one) && one.value === value && (one.unit === "" || one.units.includes(counted)),
    );
    if (here !== undefined) found.add(here);
  }
  return [...found];
}

/** What is wrong with the numbers of an answer; `unused`: the stated ones that do not stand in it, as a figure or a token. */
export function wrongFigures(answer: string, ground: Ground): { refusals: string[]; unused: Stated[] } {
  const all = statedIn(ground);
  const tokened = byToken(answer, ground.bound, all);
  const stated = all.filter((one) => !tokened.includes(one));
  const text = answer.replace(/\{f\d+\}/g, gone);
  const marked = blanked(text, listMarks(text, ground.items.length));
  const used = new Set<Stated>();
  const refusals: string[] = [];
  const covered: { start: number; end: number }[] = [];
  for (const figure of figuresOf(marked)) {
    covered.push(figure);
    const raw = narrow(marked.slice(figure.start, figure.end));
    if (!usual.test(raw) && !narrow(ground.items.join("\n")).includes(raw))
      refusals.push(`“${figure.quote}”的写法不对`);
    if (isYear(figure, ground.year)) continue;
    const same = stated.filter((one) => isSame(one, figure));
    const free = same.filter((one) => !used.has(one));
    const best = free.toSorted(
      (a, b) => overlap(figure.clause, b.clause) - overlap(figure.clause, a.clause),
    )[0];
    if (best === undefined) {
      const again = same.length > 0 && !isUnit(figure.unit);
      if (!again)
        refusals.push(same.length > 0 ? `“${figure.quote}”写了不止一次` : `“${figure.quote}”没有人说过`);
      continue;
    }
    used.add(best);
    const others = stated.filter(
      (one) => one.value !== figure.value && overlap(figure.clause, one.clause) > 0,
    );
    if (overlap(figure.clause, best.clause) === 0 && others.length > 0)
      refusals.push(`“${figure.quote}”说的不是原来那件事`);
  }
  // A number that is part of a word (12345热线) may be told once for all.
  const told = new Set([...used].filter(({ unit: counted }) => !isUnit(counted)).map(({ quote }) => quote));
  const unused = stated.filter((one) => !used.has(one) && !told.has(one.quote));
  return { refusals: [...refusals, ...unread(marked, covered, ground)], unused };
}

/** Numeral signs that no number above accounts for: they must stand in a person's words just so. */
function unread(text: string, covered: readonly { start: number; end: number }[], ground: Ground): string[] {
  const plain = blanked(narrow(text), wordPattern);
  const known = narrow(ground.items.map(withoutMark).join("\n"));
  return [...plain.matchAll(signs)].flatMap(({ 0: run, index }) => {
    if (covered.some(({ start, end }) => start <= index && index + run.length <= end)) return [];
    const behind = plain.slice(index, index + run.length + 1);
    const ahead = plain.slice(Math.max(0, index - 1), index + run.length);
    const said = [behind, ahead].some((piece) => piece.length > run.length && known.includes(piece));
    return said ? [] : [`“${ahead}${behind.slice(run.length)}”没有人说过`];
  });
}

const ordinals = "一二三四五六七八九十";
/** 一是 … 二是 … as marks of a list: from one on, none left out, no more than there are items. Else they are read as numbers. */
function listMarks(text: string, items: number): RegExp {
  const mark = new RegExp(`(?<=^|[。；，：;])(?:([${ordinals}])是|第([${ordinals}])，)`, "g");
  const found = [...text.matchAll(mark)].map(([, is, comma]) => ordinals.indexOf(is ?? comma ?? "") + 1);
  const running = found.every((value, index) => value === index + 1);
  return running && found.length <= Math.max(items, 2) ? mark : /(?!)/g;
}
