import { practice } from "../report/vocabulary.ts";
import { allPrinted, prose, twoQuotes, type Place } from "./places.ts";
import type { Reading, Where } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";

/** L-05: what copying, converting and templates leave behind in the text (domain.md 5.8). */

/** One finding for all places of one kind. */
function counted(places: readonly Place[], message: (count: number, quotes: string) => string): Outcome[] {
  const [first] = places;
  return first === undefined
    ? []
    : [
        {
          message: message(places.length, twoQuotes(places.map(({ quote }) => quote))),
          cells: [],
          where: first.where,
          quote: first.quote.trim(),
          actual: places.length,
        },
      ];
}

/** Marks of other programs that stayed behind. A person wrote none of them. */
const residue =
  /\[bookmark:[^\]\n]*\]?|_GoBack|错误[!！]\s*未(?:找到引用源|定义书签)[。.]?|(?:HYPERLINK|PAGEREF|MERGEFORMAT|REF _\w+)[^\n]{0,20}|\*\*|^#{1,6}(?=\s*\S)|&(?:nbsp|amp|lt|gt|quot|#\d{2,5});|<\/?(?:p|br|span|div|td|tr|table|strong|b|font)\b[^>\n]{0,80}>/gim;
const placeholder =
  /[（(](?:具体网址|网址|请填写[^）)\n]{0,10}|填写[^）)\n]{0,10})[）)]|待(?:填|补充)(?=[，。；）]|$)|[×xX]{2,}(?=街道|镇|乡|局|年|月|日|件|条)/g;
/** What a web page puts around a report. */
const furniture =
  /当前位置[：:]|微信\s*微博|QQ空间|打印本页|关闭窗口|浏览次数|访问次数|[【[]?字体[：:]|全真版\s*文字版|(?:附件|文件)下载\s*$/gm;

const listItem =
  /^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十]是|第[一二三四五])/;

/** Most long lines end inside a sentence: the page wraps them, nobody broke them. */
function wrapped(reading: Reading): boolean {
  const lines = prose.flatMap((where) => reading.printed(where).split("\n")).filter((line) => line.length > 24); // prettier-ignore
  return lines.filter((line) => !/[。；：！？”）*]\s*$/.test(line)).length * 3 > lines.length;
}

/** A sentence that a line break cuts. */
function brokenSentences(reading: Reading): { where: Where; quote: string; next: string }[] {
  const found = prose.flatMap((where) => {
    const lines = reading.printed(where).split("\n").filter((line) => line.trim() !== ""); // prettier-ignore
    return lines.flatMap((line, index) => {
      const next = lines[index + 1]?.trim() ?? "";
      const cut = /[，、,]\s*$/.test(line) && /^[\u4e00-\u9fff\d“《]/.test(next) && !listItem.test(next);
      return cut
        ? [
            {
              where,
              quote: line
                .trim()
                .slice(-24)
                .replace(/^[^，。；、]*[，。；、](?=.{4})/, "")
                .trim(),
              next: next.slice(0, 10),
            },
          ]
        : [];
    });
  });
  return found.length > 2 || wrapped(reading) ? [] : found;
}

function leftovers(reading: Reading): Outcome[] {
  const [cut] = brokenSentences(reading);
  return [
    ...counted(
      allPrinted(reading, residue),
      (count, quotes) => `正文里留有${count}处排版或转换的痕迹（如${shown(quotes)}），请删除。`,
    ),
    ...counted(
      allPrinted(reading, placeholder),
      (count, quotes) => `正文里有${count}处模板的空没有填（如${shown(quotes)}），请填写或者删除。`,
    ),
    ...breaks(cut !== undefined, () => ({
      message: `一句话被换行断成了两段：“${cut?.quote}”后面另起了一行“${cut?.next}”，请连成一段。`,
      cells: [],
      where: cut?.where ?? "overview",
      quote: cut?.quote ?? "",
    })),
    ...counted(
      allPrinted(reading, furniture),
      (count, quotes) => `报告里混有网页上的文字${count}处（如${quotes}），不是报告内容，请删除。`,
    ).map((outcome): Outcome => ({ ...outcome, severity: "notice" })),
  ];
}

/** Machine words are not read out to a clerk; the quote shows them. */
const shown = (quotes: string): string => (/[A-Za-z]/.test(quotes) ? "书签、域代码一类" : quotes);

export const residueRules: readonly Rule[] = [
  {
    id: "L-05",
    severity: "warning",
    basis: practice("定稿前清除排版和转换留下的痕迹"),
    demand: "正文里没有代码、标记、空白模板和断开的句子",
    check: leftovers,
  },
];
