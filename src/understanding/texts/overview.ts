import { splitSentences, trimMarks } from "../../language/sentences.ts";
import { aspects, type AspectId } from "../../report/form/overview.ts";

/** DATA: how people head an aspect, and the words that tell a sentence of it. */
const heads: Record<AspectId, string> = {
  disclosure: "主动公开(?:政府信息)?",
  requests: "依申请公开|依申请|申请公开|申请办理",
  management: "(?:政府)?信息管理|管理",
  platform: "(?:政府)?(?:信息)?(?:公开)?平台(?:建设)?",
  supervision: "监督保障|监督和保障|监督与保障|监督|保障",
};
/** The first that fits decides. */
const marks: readonly (readonly [AspectId, RegExp])[] = [
  ["supervision", /考核|评议|追责|问责|责任追究|培训|监督|督查|督办|举报/],
  ["requests", /申请|依申请/],
  [
    "management",
    /审核|审查|审定|审批|初审|复审|终审|三审|先审|把关|保密|目录|清理|谁发布谁负责|涉密|分管领导|主要领导|领导定|领导签|办公室审|科室.{0,3}提/,
  ],
  ["platform", /平台|查阅点|查阅室|专区|阵地|专栏|栏目|一体机|触摸屏|专人维护|改版/],
  [
    "disclosure",
    /主动公开|(?:公开|发布|推送|发了|发出|更新|公示|推出|张贴|上网|解读).{0,12}(?:条|篇|期|次|份|个|项)|\d+余?(?:条|篇|期)|公示栏|公开了|发布了/,
  ],
  ["platform", /网站|公众号|微博|新媒体|宣传栏/],
  ["requests", /答复|登记/],
  ["disclosure", /公开/],
];
const ids = aspects.map((aspect) => aspect.id);
const number = String.raw`(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十])[）)]|\d{1,2}[.、．]|[一二三四五六七八九十][、.是]|第[一二三四五][、,，是]|[①-⑤])?\s*`;
const head = new RegExp(
  String.raw`(?<start>^|[\n。；;！!？?]|[\s，,、](?=[^。；;\n]{0,14}[:：])|(?=[（(][一二三四五][）)]))\s*${number}(?:${ids.map((id) => `(?<${id}>${heads[id]})`).join("|")})(?:情况|方面|工作|这块|上)*\s*(?<mark>[:：。]|[，,](?!\d)|\s+(?=\S)|——?|(?<=方面|情况|这块))`,
  "g",
);
const item =
  /(?:^|[\n。；;，,\s])\s*(?:[（(](\d|[一二三四五])[）)]|(\d)[.、．](?!\d)|([一二三四五])[、.是]|([①-⑤]))/g;

export interface Part {
  slot: AspectId;
  text: string;
}

const tell = (text: string): AspectId | undefined => marks.find(([, pattern]) => pattern.test(text))?.[0];

/** A message on several aspects, part by part: by headings, by five numbered items or lines, or by its words. */
export function splitAspects(text: string): { parts: Part[]; unread: string[] } {
  const found = [...text.matchAll(head)];
  if (found.length > 0) return byHeads(text, found);
  const five = numbered(text) ?? lines(text);
  if (five !== undefined)
    return {
      parts: five.map((body, index) => ({ slot: ids[index] ?? "disclosure", text: body })),
      unread: [],
    };
  return byWords(text);
}

/** The aspects that the message heads with a colon, when it opens with one: 主动公开：… */
export function headedAspects(text: string): AspectId[] {
  const found = [...text.matchAll(head)].filter((match) => /[:：]/.test(match.groups?.["mark"] ?? ""));
  if (found[0]?.index !== 0) return [];
  return found.flatMap((match) => ids.find((id) => match.groups?.[id] !== undefined) ?? []);
}

/** A heading in full, as nobody heads a problem: 平台建设：, not 平台：. */
export const headedInFull = (text: string): boolean =>
  /^[^:：]{0,6}(?:主动公开|依申请公开|信息管理|平台建设|监督和?与?保障)[^:：，。]{0,6}[:：]/.test(text);

function byHeads(text: string, found: readonly RegExpExecArray[]): { parts: Part[]; unread: string[] } {
  const before = text.slice(0, found[0]?.index ?? 0);
  const parts: Part[] = [];
  const unread: string[] = [];
  if (trimMarks(before) !== "") {
    const told = byWords(before);
    parts.push(...told.parts);
    unread.push(...told.unread);
  }
  for (const [index, match] of found.entries()) {
    const slot = ids.find((id) => match.groups?.[id] !== undefined);
    const body = trimMarks(text.slice(match.index + match[0].length, found[index + 1]?.index ?? text.length));
    if (slot !== undefined && body !== "") parts.push({ slot, text: body });
  }
  return { parts, unread };
}

/** 1.网站公开120条 2.专人登记申请 …: five numbered items that speak of the five aspects in their order. */
export function isFiveAspects(text: string): boolean {
  const told = numbered(text)?.map(tell) ?? [];
  const right = told.filter((slot, index) => slot === ids[index]).length;
  return right >= 4 && told.every((slot, index) => slot === undefined || slot === ids[index]);
}

/** 1. … 2. … 3. … 4. … 5. …: in the order of the form. */
function numbered(text: string): string[] | undefined {
  const found = [...text.matchAll(item)];
  const order = found.map((match) => {
    const mark = match[1] ?? match[2] ?? match[3] ?? match[4] ?? "";
    return "一二三四五".indexOf(mark) + 1 || "①②③④⑤".indexOf(mark) + 1 || Number(mark);
  });
  if (order.length !== ids.length || order.some((value, index) => value !== index + 1)) return undefined;
  if (trimMarks(text.slice(0, found[0]?.index ?? 0)) !== "") return undefined;
  return found.map((match, index) =>
    trimMarks(text.slice(match.index + match[0].length, found[index + 1]?.index ?? text.length)),
  );
}

/** Five lines, none of which clearly belongs elsewhere. */
function lines(text: string): string[] | undefined {
  const found = text
    .split("\n")
    .map(trimMarks)
    .filter((line) => line !== "");
  if (found.length !== ids.length) return undefined;
  return found.every((line, index) => [undefined, ids[index]].includes(tell(line))) ? found : undefined;
}

/** Sentence by sentence; a clause that tells nothing stays with the one before it. */
function byWords(text: string): { parts: Part[]; unread: string[] } {
  const parts: Part[] = [];
  const unread: string[] = [];
  for (const sentence of splitSentences(text)) {
    let current: Part | undefined;
    let loose = "";
    for (const clause of sentence.split(/(?<=[，,])/)) {
      const slot = tell(clause);
      if (slot === undefined || slot === current?.slot) {
        if (current === undefined) loose += clause;
        else current.text += clause;
        continue;
      }
      current = { slot, text: loose + clause };
      loose = "";
      parts.push(current);
    }
    if (loose !== "") unread.push(trimMarks(loose));
  }
  return {
    parts: parts.map((part) => ({ ...part, text: trimMarks(part.text) })),
    unread: unread.filter((words) => words !== ""),
  };
}
