import type { Quantity } from "./claim.ts";
import {
  decisions,
  documents,
  fees,
  loosely,
  type DecisionKind,
  type DocumentColumn,
  type DocumentKind,
} from "./quantities.ts";
import type { Bond, Spot } from "./spot.ts";

/** The words around a number that make it a number of table 二: acts and documents, not what was published of them. */

const filler = String.raw`(?:的|共计|合计|总计|共|计|为|是|有|数量|件数|数|：){0,4}$`;
const owner = "(?:本级|我[市省区县镇乡局]|[市省区县镇乡]?政府|以[^，]{0,12}名义|的|各类|本年度?|新){0,4}";
const kinds: readonly { id: DocumentKind; words: string }[] = [
  { id: "normative", words: "(?:行政)?规范性文件" },
  { id: "regulations", words: "(?:政府)?规章" },
];
const columns: readonly { id: DocumentColumn; words: string; exact: RegExp }[] = [
  { id: "made", words: "(?:新?制发|新?制定|出台|印发)(?:并(?:公开|公布|发布|印发))?", exact: /制发|制定/ },
  {
    id: "repealed",
    words: "(?:宣布)?(?:废止|失效)(?:(?:和|或|、)(?:宣布)?失效)?",
    exact: /废止(?!(?:和|或|、))/,
  },
  { id: "inForce", words: "现行有效", exact: /现行有效/ },
];
const patterns = kinds.flatMap((kind) =>
  columns.map((column) => ({
    kind: kind.id,
    column: column.id,
    exact: column.exact,
    before: [
      new RegExp(`${column.words}${owner}${kind.words}${filler}`),
      new RegExp(`${kind.words}(?:本年|全年|年内|共|已|累计)?${column.words}${filler}`),
    ],
  })),
);
const columnAlone = columns.map((column) => ({
  ...column,
  pattern: new RegExp(`^[、和及]?(?:现有)?${column.words}${filler}`),
}));

/** Work on documents, and showing them, is not making them. */
const handledOnly =
  /备案|报备|报送|审查|审核|清理|修订|修改|修正|解读|公示|汇编|起草|征求|评估|拟|计划|归集|下载|浏览|目录|转发|上级|代拟|公平竞争/;

function documentWords(spot: Spot): Quantity | undefined {
  const clause = spot.clause;
  if (!/[件部个份项]/.test(spot.unit) || handledOnly.test(clause)) return undefined;
  const found = patterns.find(({ before }) => before.some((pattern) => pattern.test(spot.lead)));
  if (found !== undefined) {
    const printed = found.kind === "regulations" || spot.lead.includes("行政规范性文件");
    const exact = printed && found.exact.test(spot.lead) && !/公开|发布|公布/.test(clause);
    const counted = documents(found.kind, found.column);
    return exact ? counted : loosely(counted);
  }
  // 制发行政规范性文件3件，废止1件，现行有效10件
  const column = columnAlone.find(({ pattern }) => pattern.test(spot.lead));
  const named = [...spot.head.matchAll(/行政规范性文件|规范性文件|规章(?!制度)/g)].at(-1)?.[0];
  const last = spot.head.slice(spot.head.lastIndexOf(named ?? "\0"));
  if (column === undefined || named === undefined || handledOnly.test(spot.head) || last.length > 40)
    return undefined;
  if (!/\d|[零一二两三四五六七八九十百]/.test(last)) return undefined;
  const counted = documents(named === "规章" ? "regulations" : "normative", column.id);
  return named === "规范性文件" || /公开|发布|公布/.test(spot.head) ? loosely(counted) : counted;
}

const acts = (
  [
    ["licensing", "行政许可"],
    ["penalties", "行政处罚"],
    ["coercion", "行政强制"],
  ] as const satisfies readonly (readonly [DecisionKind, string])[]
).map(([id, words]) => ({
  id,
  decided: new RegExp(`${words}(?:处理)?决定(?:书)?${filler}`),
  done: new RegExp(`(?:作出|办理|办结|实施|下达|核发)(?:各类)?${words}(?:案件|处罚)?${filler}`),
}));
const shown =
  /公开|公示|发布|归集|上传|录入|推送|公布|事项|信息|清单|目录|双公示|案卷|评查|咨询|投诉|申请|复议|诉讼|信用|网上|平台|免罚|不予/;

function decisionWords(spot: Spot): Quantity | undefined {
  if (!/[件宗起个份]/.test(spot.unit) || shown.test(spot.head)) return undefined;
  for (const { id, decided, done } of acts) {
    if (decided.test(spot.lead)) return decisions(id);
    if (done.test(spot.lead)) return loosely(decisions(id));
  }
  return undefined;
}

const feePattern = new RegExp(`行政事业性收费(?:收入|金额|总额|总金额|收取)?${filler}`);
const notFees = /减免|降低|取消|减少|免征|停征|罚没|非税|项目|标准|处理费/;

/** Money in 万元 or 元 only after 行政事业性收费. */
export function feeWords(spot: Spot): Bond | undefined {
  return feePattern.test(spot.lead) && !notFees.test(spot.clause) ? { quantity: fees } : undefined;
}

export function disclosureWords(spot: Spot): Bond | undefined {
  const quantity = documentWords(spot) ?? decisionWords(spot);
  return quantity === undefined ? undefined : { quantity };
}
