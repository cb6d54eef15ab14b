import { narrow } from "../../language/width.ts";
import { kindsOf, type OrganKind } from "../../report/organ.ts";
import type { PrintedReport } from "../../report/printed.ts";

const chineseDigits = "〇一二三四五六七八九";
const yearPattern = /(20\d\d|[二2][〇○零Oo0][一二三四五六七八九〇○零]{2})年?度?/;
const documentKind =
  /(?:关于)?(?:20\d\d年?度?)?(?:政府|政务)?信息公开(?:工作)?(?:20\d\d年?)?(?:年度|度)?(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:报告|年报).*$/;
const maxTitleLine = 80;

const yearOf = (text: string): number | null => {
  const found = yearPattern.exec(narrow(text).replace(/\s+/g, ""))?.[1];
  if (found === undefined) return null;
  const digits = found
    .replace(/[○零Oo]/g, "〇")
    .replace(/[〇一二三四五六七八九]/g, (digit) => String(chineseDigits.indexOf(digit)));
  return Number(digits);
};

/** The kind of an organ that is printed by the bare name of its place. */
function kindOf(name: string): OrganKind | undefined {
  // The office of a government reports for it: 某市人民政府办公室.
  const government = /^(.*人民政府)办公[厅室]$/.exec(name)?.[1];
  const kind = kindsOf(government ?? name)[0];
  if (kind !== undefined) return kind;
  if (/(?:实验区|开发区|示范区|高新区|新区|园区|度假区)$/.test(name)) return "committee";
  if (/(?:省|自治区)$/.test(name)) return "province";
  if (/(?:市|自治州|盟)$/.test(name)) return "city";
  return /[县区旗]$/.test(name) ? "county" : undefined;
}

/** No sentence, and no path of menus: 首页 > 政府信息公开年报. */
const isTitleLine = (line: string): boolean =>
  line.length <= maxTitleLine && !/[。；>＞»|]|当前(?:的)?位置/.test(line);

/** The first lines, at most three in a row, that together name the kind of document; best where they end with it. */
function titleWindow(lines: readonly string[]): { first: number; last: number } {
  for (const kind of [/信息公开.*(?:报告|年报)(?:[（(].*[）)])?$/, /信息公开.*(?:报告|年报)/]) {
    for (const [last, line] of lines.entries()) {
      if (!isTitleLine(line)) continue;
      for (let first = last; first >= Math.max(0, last - 2) && isTitleLine(lines[first] ?? ""); first--) {
        const joined = lines.slice(first, last + 1).join("").replace(/\s+/g, ""); // prettier-ignore
        if (kind.test(joined)) return { first, last };
      }
    }
  }
  return { first: -1, last: -1 };
}

/** Title, organ and year from the lines before the first section; the rest of them is the preamble. */
export function readTitle(
  lines: readonly string[],
): Pick<PrintedReport, "title" | "organ" | "year" | "preamble"> {
  const window = titleWindow(lines);
  const { last } = window;
  let { first } = window;
  // The organ often has a line of its own above; a menu or a date of publication does not belong to the title.
  if (
    first > 0 &&
    /^\s*(?:20\d\d|[二2][〇○零]|政府信息公开|政务|信息公开|关于)/.test(narrow(lines[first] ?? ""))
  ) {
    const above = lines[first - 1] ?? "";
    if (isTitleLine(above) && !/[：:>|]/.test(above)) first -= 1;
  }
  const titleLines = last < 0 ? [] : lines.slice(first, last + 1);
  const rest = last < 0 ? lines : [...lines.slice(0, first), ...lines.slice(last + 1)];
  const preamble = rest.join("\n");
  const title = titleLines.join("");
  const plain = title.replace(/\s+/g, "").replace(/[０-９]/g, narrow);
  const name = plain.replace(documentKind, "").replace(new RegExp(`[（(]?${yearPattern.source}[）)]?`), "");
  const kind = kindOf(name);
  const period = /(20\d\d)年1月1日/.exec(preamble.replace(/\s+/g, ""))?.[1];
  return {
    title,
    organ: name.length < 2 || kind === undefined ? null : { name, kind },
    year: yearOf(title) ?? (period === undefined ? null : Number(period)),
    preamble,
  };
}
