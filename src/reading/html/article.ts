import type { Block } from "../blocks.ts";
import { isSectionHeading, isTitle } from "../headings.ts";
import type { Page, Part } from "./page.ts";
import type { Placed } from "./table.ts";

/** The report within a page: menus, buttons, links and the foot of the site are no part of it. */

const maxLine = 80;

const linesOf = ({ block }: Placed): string[] =>
  block.kind === "paragraph" ? block.text.split("\n").map((line) => line.trim()) : [];
/** Buttons, counters, neighbours and the foot of a site, as they stand below a text. */
const furniture =
  /^[【[(（|｜\s]*(?:打印|关闭|返回|收藏|分享|字[体号]|纠错|推荐|顶部|[大中小]$|[上下]一[篇条页]|相关(?:链接|文章|阅读|新闻|信息|文档)|扫一扫|二维码|(?:责任)?编辑[:：]|(?:信息)?来源[:：]|作者[:：]|发布(?:日期|时间|机构|人|单位)|浏览|点击|阅读(?:次|量|数)|访问|版权|主办|承办|技术支持|网站(?:标识|地图|声明|首页)|联系我们|关于我们|设为首页|微信|微博|QQ|Copyright|©|【)|(?:ICP备|公网安备)/i;

/** The innermost part of the page with everything from the first heading to the last. */
function articleIn(page: Page): Part | undefined {
  const found = page.content.filter((placed) => linesOf(placed).some(isSectionHeading));
  const [first, last] = [found[0]?.at, found.at(-1)?.at];
  if (first === undefined || last === undefined) return undefined;
  return page.parts.find(({ from, to }) => from <= first && last < to);
}

/** The title above the article, as the last lines there that name the document; else that of the window. */
function titleAbove(above: readonly Placed[], page: Page): Block[] {
  const at = above.findLastIndex((placed) => isTitle(linesOf(placed).join("")));
  const title = above[at];
  if (title === undefined) {
    const name = page.title.split(/[-_|—–>]/).find((piece) => isTitle(piece.trim()));
    return name === undefined ? [] : [{ kind: "paragraph", text: name.trim() }];
  }
  const before = above[at - 1];
  const organ =
    before !== undefined &&
    /^\s*(?:20\d\d|[二2][〇○零]|政府信息公开)/.test(linesOf(title).join("")) &&
    /(?:政府|办事处|街道|[局委办厅镇乡会室])$/.test(linesOf(before).join(""));
  return [...(organ ? [before.block] : []), title.block];
}

const asBlocks = (content: readonly Placed[]): Block[] => content.map(({ block }) => block);

/** The text without what the site put below it. */
function withoutFoot(content: readonly Placed[]): Placed[] {
  let end = content.length;
  const isFoot = (placed: Placed | undefined): boolean =>
    placed !== undefined &&
    placed.block.kind === "paragraph" &&
    linesOf(placed).every((line) => line.length <= maxLine && furniture.test(line));
  while (isFoot(content[end - 1])) end -= 1;
  return content.slice(0, end);
}

export function articleOf(page: Page): Block[] {
  const article = articleIn(page);
  const inside = page.content.filter(
    ({ at }) => article === undefined || (at >= article.from && at < article.to),
  );
  const text = asBlocks(withoutFoot(inside));
  const first = inside.findIndex((placed) => linesOf(placed).some(isSectionHeading));
  const head = first < 0 ? inside : inside.slice(0, first);
  // A title of two paragraphs, organ above year, is one title.
  const titled = head.some(
    (placed, at) =>
      isTitle(linesOf(placed).join("")) ||
      isTitle([...(head[at - 1] === undefined ? [] : linesOf(head[at - 1] ?? placed)), ...linesOf(placed)].join("")),
  ); // prettier-ignore
  if (titled) return text;
  const above = article === undefined ? [] : page.content.filter(({ at }) => at < article.from);
  return [...titleAbove(above, page), ...text];
}
