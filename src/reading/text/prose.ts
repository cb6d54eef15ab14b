import { canonicalLabel } from "../../language/width.ts";
import { sections } from "../../report/form.ts";
import { bare, likeness } from "../align/label.ts";
import type { Block } from "../blocks.ts";

/** Running text → paragraphs: headings on lines of their own, marks of markdown and of web pages taken off them. */

/** Whole lines of a web page around a report. */
const furniture =
  /^(?:【?(?:附件下载|附件|打印本页|打印|关闭窗口|关闭|收藏|返回顶部|返回|分享到?|扫一扫.*|字体|我要纠错|责任编辑|相关链接|文字版|全真版|文件下载|微信|微博|QQ空间|-->)】?[:：\s|]*)+$|^(?:上一[篇条]|下一[篇条]|版权所有|主办(?:单位)?[:：]|承办(?:单位)?[:：]|网站标识码|当前位置|您(?:现在)?的位置|.{0,10}ICP备|.{0,6}公网安备)/;
const pageNumber =
  /^\s*(?:[-—–－]+\s*\d{1,3}\s*[-—–－]+|第?\s*\d{1,3}\s*页(?:[\s，,/]*共\s*\d{1,3}\s*页)?|\d{1,3}\s*\/\s*\d{1,3})\s*$/;

const maxFurniture = 120;

/** A line that is no part of the report: a number of a page, a button or a footer of a web page. */
export const isFurniture = (line: string): boolean =>
  (/^[\s\u2500-\u257f]+$/.test(line) && line.trim() !== "") ||
  (line.length <= maxFurniture && (pageNumber.test(line) || furniture.test(line.trim())));

/** Longer than any heading: text runs on in the same line. */
const maxHeading = 40;
const numbered = /[一二三四五六][、.．]/g;
const names = new Map(sections.map(({ number, name }) => [number as string, bare(name)]));

/** The length of the heading that begins here, if one of the form does or one much like it. */
function headingLength(text: string): number {
  const official = names.get(text[0] ?? "");
  if (official === undefined) return 0;
  let best = { length: 0, score: 0.5 };
  for (const end of text.slice(0, maxHeading).matchAll(/情况|事项|措施/g)) {
    const length = end.index + end[0].length;
    const score = likeness(official, bare(text.slice(0, length)));
    if (score > best.score) best = { length, score };
  }
  return best.length;
}

/** Line breaks where a line runs over headings of sections and of their parts. */
function broken(line: string): string[] {
  if (line.length <= maxHeading) return [line];
  const cuts: number[] = [titleRunsOn.exec(line)?.[1]?.length ?? 0];
  for (const { index } of line.matchAll(numbered)) {
    if (index > 0 && !/[。；！？\s）)】>0-9]/.test(line[index - 1] ?? "")) continue;
    const length = headingLength(line.slice(index));
    if (length > 0) cuts.push(index, index + length);
  }
  for (const { index } of line.matchAll(/[（(][一二三四五六][）)]/g))
    if (/[。；！？\s]/.test(line[index - 1] ?? "")) cuts.push(index);
  const places = [0, ...cuts.sort((one, other) => one - other), line.length];
  return places.slice(1).map((to, at) => line.slice(places[at], to));
}

/** A title that runs on into the text: as far as the kind of document is named, without any mark of a sentence. */
const titleRunsOn = /^([^。，；：《》]{4,60}?信息公开(?:工作)?(?:年度)?报告)(?=.{40})/;

/** A heading of markdown loses its marks; marks elsewhere stay in the text. */
function paragraph(line: string): Block {
  const heading = line.length > maxFurniture ? null : /^\s*(#{1,6})\s*(\S.*)$/.exec(line);
  if (heading !== null) {
    const text = (heading[2] ?? "").replace(/\s*#+\s*$/, "").replace(/^\*\*(.*)\*\*$/, "$1");
    return { kind: "paragraph", text, level: heading[1]?.length ?? 1 };
  }
  const strong = /^\s*\*\*([^*]{1,40})\*\*\s*$/.exec(line)?.[1];
  const section = strong !== undefined && names.has(canonicalLabel(strong)[0] ?? "");
  return { kind: "paragraph", text: section ? strong : line };
}

/** A row of table 二 that has one cell only is no paragraph. */
const tableHead = /^\s*第二十条\s*第?\s*[（(].[）)]\s*项\s*$/;

/** The paragraphs of a text, one a line. */
export function paragraphs(text: string): Block[] {
  return text
    .split("\n")
    .filter((line) => !isFurniture(line) && !tableHead.test(line))
    .map((line) => line.replace(/^\s*标题[:：]\s*(?=.*报告)/, ""))
    .flatMap(broken)
    .map((line) => line.replace(/[。]\s+(?:附件下载|打印本页|关闭窗口|相关链接)[\s\S]*$/, "。"))
    .filter((line) => line.trim() !== "")
    .map(paragraph);
}
