import { aspects, type AspectId } from "../report/form/overview.ts";
import { organKind } from "../report/organ.ts";
import { law, practice, regulation } from "../report/vocabulary.ts";
import { emptyParts, titled, type AspectPart } from "./aspects.ts";
import type { Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";

/** Rules of section 一: the five aspects and the three results a government owes. */

const fiveAspects = law("国办公开办函〔2021〕30号 一（一）");

/** Words that name an aspect in running text, and those that only show it is dealt with. */
const words: Record<AspectId, { name: RegExp; sign: RegExp }> = {
  disclosure: { name: /主动公开/, sign: /公开[^。]{0,20}(?:信息|条|件)/ },
  requests: { name: /依申请/, sign: /申请/ },
  management: { name: /信息管理/, sign: /管理|审核|审查|清理|目录|属性/ },
  platform: { name: /平台建设/, sign: /平台|网站|公众号|新媒体|公示栏|专栏/ },
  supervision: { name: /监督保障|监督与保障|监督和保障/, sign: /监督|考核|评议|培训|责任/ },
};

/** With titles an aspect must have one or be named; without titles any sign of it will do. */
function missingAspects(reading: Reading): AspectId[] {
  const text = reading.text("overview");
  const byTitle = titled(reading.aspects);
  return aspects
    .map((aspect) => aspect.id)
    .filter((id) => {
      if (reading.aspects.some((part) => part.aspect === id)) return false;
      return !words[id].name.test(text) && (byTitle || !words[id].sign.test(text));
    });
}

const nameOf = (id: AspectId): string => aspects.find((aspect) => aspect.id === id)?.name ?? id;

const rankOf = ({ aspect }: AspectPart): number => aspects.findIndex(({ id }) => id === aspect);
/** Titled by the name of its aspect, not by a sign of it: 组织领导 may stand anywhere. */
const isOfficial = ({ aspect, title }: AspectPart): boolean =>
  aspect !== null && words[aspect].name.test(title);

function fiveTreated(reading: Reading): Outcome[] {
  if (!reading.sections.has("overview")) return [];
  const missing = missingAspects(reading);
  const empty = emptyParts(reading.aspects);
  const named = empty.flatMap((part) => part.aspect ?? []);
  const titles = reading.aspects.filter(
    (part) => part.aspect === "platform" && /加强|推进|完善/.test(part.title),
  );
  const order = reading.aspects.flatMap((part) => (part.aspect !== null && isOfficial(part) ? [part] : []));
  const moved = order.find((part, index) => {
    const before = order[index - 1];
    return before !== undefined && rankOf(part) < rankOf(before);
  });
  return [
    ...breaks(missing.length > 0, () => ({
      message: `总体情况没有写到${missing.map((id) => `“${nameOf(id)}”`).join("")}，五个方面（主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障）都要写，请补上。`,
      cells: [],
      where: "overview",
      expected: aspects.length,
      actual: aspects.length - missing.length,
    })),
    ...breaks(named.length > 0, () => ({
      message: `总体情况的${named.map((id) => `“${nameOf(id)}”`).join("")}只有标题没有内容，请写一两句实际情况。`,
      cells: [],
      where: "overview",
      quote: empty[0]?.title ?? "",
    })),
    ...breaks(moved !== undefined, () => ({
      severity: "notice",
      message: `总体情况五个方面的先后顺序与统一格式不一样，“${moved?.title}”应当提前，请按主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障的顺序写。`,
      cells: [],
      where: "overview",
      quote: moved?.title ?? "",
    })),
    ...breaks(
      titles.some((part) => !part.title.includes("信息公开平台")),
      () => ({
        severity: "notice",
        message: `总体情况第四个方面的名称是“政府信息公开平台建设”，请把“${titles[0]?.title}”改过来。`,
        cells: [],
        where: "overview",
        quote: titles[0]?.title ?? "",
        expected: "政府信息公开平台建设",
      }),
    ),
  ];
}

/** 工作考核, 社会评议, 责任追究 in the usual words. */
const results: readonly [string, RegExp][] = [
  ["工作考核", /考核|考评|绩效|评估/],
  [
    "社会评议",
    /评议|满意度|(?:社会|群众|公众|舆论)[^。，]{0,6}监督|监督员|评价|举报电话|(?:群众|居民|代表|委员)[^。；]{0,12}提(?:出)?(?:意见|建议)/,
  ],
  ["责任追究", /追究|追责|问责|责任倒查/],
];

/** 条例第五十条 binds 各级人民政府; a 街道办事处 or a department only follows the custom. */
const usual = practice("街道、部门年报的通行写法；条例第五十条第（四）项只要求各级人民政府");

function threeResults(reading: Reading): Outcome[] {
  const text = reading.text("overview");
  const absent = [...missingAspects(reading), ...emptyParts(reading.aspects).map((part) => part.aspect)];
  if (text === "" || absent.includes("supervision")) return [];
  const missing = results.filter(([, sign]) => !sign.test(text)).map(([name]) => name);
  const kind = reading.report.organ?.kind;
  const government = kind !== undefined && organKind(kind).government;
  return breaks(missing.length > 0, () => ({
    ...(government ? { severity: "warning" } : { basis: usual }),
    message: `监督保障里没有写${missing.map((name) => `“${name}”`).join("")}${government ? "，各级人民政府的年报应当写明" : "，街道和部门的年报通常也写"}，没有发生的也请写一句。`,
    cells: [],
    where: "overview",
    expected: results.length,
    actual: results.length - missing.length,
  }));
}

export const overviewRules: readonly Rule[] = [
  {
    id: "S-05",
    severity: "warning",
    basis: fiveAspects,
    demand: "总体情况写到五个方面",
    forms: ["2021"],
    check: fiveTreated,
  },
  {
    id: "S-08",
    severity: "notice",
    basis: regulation("第五十条第（四）项"),
    demand: "监督保障写到工作考核、社会评议、责任追究结果",
    check: threeResults,
  },
];
