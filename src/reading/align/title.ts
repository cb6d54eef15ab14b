import { kindsOf, type OrganKind } from "../../report/organ.ts";
import type { PrintedReport } from "../../report/printed.ts";

const chineseDigits = "〇一二三四五六七八九";
const yearPattern = /(20\d\d|[二2][〇○零Oo0][一二三四五六七八九〇○零]{2})年?度?/;
const documentKind =
  /(?:关于)?(?:20\d\d年?度?)?(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:报告|年报).*$/;
const maxTitleLine = 80;

const yearOf = (text: string): number | null => {
  const found = yearPattern.exec(text.replace(/\s+/g, ""))?.[1];
  if (found === undefined) return null;
  const digits = found
    .replace(/[○零Oo]/g, "〇")
    .replace(/[〇一二三四五六七八九]/g, (digit) => String(chineseDigits.indexOf(digit)));
  return Number(digits);
};

/** The kind of an organ that is printed by the bare name of its place. */
function kindOf(name: string): OrganKind | undefined {
  const kind = kindsOf(name)[0];
  if (kind !== undefined) return kind;
  if (/(?:实验区|开发区|示范区|高新区|新区|园区|度假区)$/.test(name)) return "committee";
  if (/(?:省|自治区)$/.test(name)) return "province";
  if (/(?:市|自治州|盟)$/.test(name)) return "city";
  return /[县区旗]$/.test(name) ? "county" : undefined;
}

/** Title, organ and year from the lines before the first section; the rest of them is the preamble. */
export function readTitle(
  lines: readonly string[],
): Pick<PrintedReport, "title" | "organ" | "year" | "preamble"> {
  const isTitle = (line: string): boolean => line.length <= maxTitleLine && !/[。；]/.test(line);
  const last = lines.findIndex(
    (line) => isTitle(line) && /信息公开/.test(line.replace(/\s+/g, "")) && /报告|年报/.test(line),
  );
  let first = last;
  // The organ often has a line of its own above; what ends like a sentence, a date or a menu does not belong to it.
  if (last > 0 && /^\s*(?:20\d\d|[二2][〇○零]|政府信息公开|政务|信息公开|关于)/.test(lines[last] ?? "")) {
    const above = lines[last - 1] ?? "";
    if (isTitle(above) && !/[：:>|]/.test(above)) first = last - 1;
  }
  const titleLines = last < 0 ? [] : lines.slice(first, last + 1);
  const rest = last < 0 ? lines : [...lines.slice(0, first), ...lines.slice(last + 1)];
  const preamble = rest.join("\n");
  const title = titleLines.join("");
  const plain = title.replace(/\s+/g, "");
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
