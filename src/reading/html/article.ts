import type { Block } from "../blocks.ts";
import { isSectionHeading, isTitle } from "../headings.ts";
import type { Page, Part } from "./page.ts";
import type { Placed } from "./table.ts";

/** The report within a page: menus, buttons, links and the foot of the site are no part of it. */

const maxLine = 80;

/** A line of text or a table, with its place in the order of the page. */
type Line = Placed & { text: string };

const linesOf = ({ block, at }: Placed): Line[] =>
  block.kind === "table"
    ? [{ block, at, text: "" }]
    : block.text.split("\n").map((text) => ({ block: { ...block, text }, at, text: text.trim() }));

const named = /信息公开.*(?:报告|年报)/;
/** Buttons, counters, neighbours and the foot of a site, as they stand below a text. */
const furniture =
  /^[【[(（|｜\s]*(?:打印|关闭|返回|收藏|分享|字[体号]|纠错|推荐|顶部|[大中小]$|[上下]一[篇条页]|相关(?:链接|文章|阅读|新闻|信息|文档)|扫一扫|二维码|(?:责任)?编辑[:：]|(?:信息)?来源[:：]|作者[:：]|发布(?:日期|时间|机构|人|单位)|浏览|点击|阅读(?:次|量|数)|访问|版权|主办|承办|技术支持|网站(?:标识|地图|声明|首页)|联系我们|关于我们|设为首页|微信|微博|QQ|Copyright|©|【)|(?:ICP备|公网安备)/i;

/** The innermost part of the page with everything from the first heading to the last. */
function articleIn(lines: readonly Line[], parts: readonly Part[]): Part {
  const found = lines.filter(({ text }) => isSectionHeading(text));
  const [first, last] = [found[0]?.at, found.at(-1)?.at];
  const whole = { from: 0, to: Infinity };
  if (first === undefined || last === undefined) return whole;
  return parts.find(({ from, to }) => from <= first && last < to) ?? whole;
}

/** Where the title begins among the lines above the first heading: at the last ones that are one; below 0 without one. */
function titleIn(lines: readonly Line[]): number {
  const text = (at: number): string => (lines[at]?.text ?? "").replace(/\s+/g, "");
  const last = lines.findLastIndex(
    (_, at) => isTitle(text(at)) || (named.test(text(at)) && isTitle(text(at - 1) + text(at))),
  );
  if (last < 0) return lines.findLastIndex(({ block }, at) => "level" in block && named.test(text(at)));
  // The organ often has a line of its own above the year, or both one above the kind of document.
  const rest = /^(?:20\d\d|[二2][〇○零]|政府信息公开)/.test(text(last));
  return rest && /(?:政府|办事处|街道|[局委办厅镇乡会室区]|年度?)$/.test(text(last - 1)) ? last - 1 : last;
}

/** The lines without what the site put below them. */
function withoutFoot(lines: readonly Line[]): readonly Line[] {
  const isFoot = ({ block, text }: Line): boolean =>
    block.kind === "paragraph" && text.length <= maxLine && furniture.test(text);
  return lines.slice(0, lines.findLastIndex((line) => !isFoot(line)) + 1);
}

export function articleOf(page: Page): Block[] {
  const lines = page.content.flatMap(linesOf);
  const article = articleIn(lines, page.parts);
  const inside = withoutFoot(lines.filter(({ at }) => at >= article.from && at < article.to));
  const first = inside.findIndex(({ text }) => isSectionHeading(text));
  const own = titleIn(inside.slice(0, Math.max(first, 0)));
  const above = lines.filter(({ at }) => at < article.from);
  const outside = titleIn(above);
  const found = own >= 0 ? inside.slice(own) : [...(outside < 0 ? [] : above.slice(outside)), ...inside];
  const blocks = found.map(({ block }) => block);
  const name = page.title.split(/[-_|—–>]/).find((piece) => isTitle(piece));
  if (own >= 0 || outside >= 0 || name === undefined) return blocks;
  return [{ kind: "paragraph", text: name.trim() }, ...blocks];
}
