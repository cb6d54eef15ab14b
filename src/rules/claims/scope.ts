import type { Spot } from "./spot.ts";

/** What a sentence is about, and whose number it tells. */

/** What the part of the text is about: requests, disputes, something else that has a title; nothing said yet. */
export type Topic = "requests" | "disputes" | "other" | undefined;

const title = /^(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．])+\s*([^，。：；\d]{2,24})/;
/** Words that tell of requests that came in or were settled, not only of that kind of work. */
const requestsTold =
  /(?:收到|新收|接收|受理|接到|办理|办结|答复|处理)[^，。；]{0,30}(?:信息公开申请|依申请|申请公开|申请政府信息)/;
const titles: readonly [RegExp, Topic][] = [
  [/主动公开/, "other"],
  [/申请/, "requests"],
  [/复议|诉讼/, "disputes"],
  [/信息管理|平台|监督|保障|存在.*问题|改进|组织领导|解读|回应/, "other"],
];

/** The topic from this sentence on: a title sets it; without titles the first words on requests do. */
export function topicOf(sentence: string, current: Topic): Topic {
  const found = title.exec(sentence)?.[1];
  if (found !== undefined) {
    const named = titles.find(([sign]) => sign.test(found));
    if (named !== undefined) return named[1];
  }
  return current === undefined && requestsTold.test(sentence) ? "requests" : current;
}

/** Other things that are asked for, answered and settled. */
const otherThings =
  /信访|来信|来访|信箱|留言|热线|(?<!\d)12345(?![\d件])|咨询|投诉|举报|提案|建议|议案|网民|工单|救助|低保|听证|政务服务|审批|许可|纠纷|调解|督办|督查|议题|监测|检查|抽查|培训|考核|案卷|事项办理/g;
const ownRows = /信访举报投诉类(?:申请)?|行政执法案卷|咨询答复/g;
/** Reconsiderations and suits over something else. */
const otherDisputes =
  /具体行政行为|行政处罚|行政许可|征地|拆迁|土地|工伤|应诉|出庭|法律顾问|复议机关|备案|执法|房屋|赔偿/;

/** Whether the words before a number speak of requests for information, and of disputes about information. */
export function spokenOf(
  head: string,
  topic: Topic,
  sentence: string,
): Pick<Spot, "inRequests" | "inDisputes"> {
  const words = head.replace(ownRows, (name) => "〇".repeat(name.length));
  const request = Math.max(
    ...[
      ...words.matchAll(
        /信息公开申请|依申请公开|申请公开|申请政府信息|政务公开申请|公开(?:政府)?信息的申请/g,
      ),
    ].map((match) => match.index),
    -1,
  );
  const other = Math.max(...[...words.matchAll(otherThings)].map((match) => match.index), -1);
  const inRequests = request > other || (topic === "requests" && other < 0);
  const aboutInformation =
    /信息公开|政务公开|依申请|公开政府信息/.test(head) ||
    /(?:有关|涉及|因)[^，]{0,6}(?:信息|政务)公开/.test(sentence);
  const inDisputes =
    !otherDisputes.test(head) && (aboutInformation || topic === "requests" || topic === "disputes");
  return { inRequests, inDisputes };
}

/** Bodies and bounds other than this organ in this year. */
const others =
  /(?:[省市县区旗州]|管委会)?(?:人民)?政府办(?:公室|公厅)?|(?<!党政|综合)办公[室厅]|机关本级|本级|各部门|各单位|全系统|代表(?=[^，。]{0,4}政府)|代为|全[省市州县区旗镇乡]|下属|辖区(?=内?[各所])|备案|所属/;
/** Words for another scope than this organ's. */
export const scopeIn = (words: string): string | undefined => others.exec(words)?.[0];

const otherTimes = /上年|去年|上一年|同期|历年|以来|五年|三年|十[三四五]五|累计/;
const carry = /(?:结转|顺延|转入|延[至期])[^，]{0,4}20\d\d年|(?:上一?年度?|去年|20\d\d年度?)(?:的)?结转/g;

/** The last year named before the end of the words, but for those that something is carried to or from. */
export const yearIn = (words: string): number | undefined => {
  const found = [...words.replace(carry, "").matchAll(/(20\d\d)年/g)].at(-1)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** A number of another year, of half a year, of many years. */
export function ofOtherTime({ head: own, before, clause, lead, year }: Spot): boolean {
  const head = before + own;
  const named = yearIn(head);
  if (year !== undefined && named !== undefined && named !== year) return true;
  return (
    /上半年|下半年|季度/.test(head) || (otherTimes.test(clause.replace(carry, "")) && !/结转/.test(lead))
  );
}
