import type { Quantity } from "./claim.ts";
import {
  accepted,
  applicant,
  carriedIn,
  carriedOut,
  granted,
  grantedAtAll,
  group,
  handled,
  loosely,
  organisations,
  partlyGranted,
  reason,
  received,
} from "./quantities.ts";
import type { Bond, Spot } from "./spot.ts";

/** The words around a number that make it a number of table 三. They stand directly before it or directly after its unit. */

/** What is asked for, in the many orders of its words: 政府信息公开, 依申请公开政府信息. */
const asked = String.raw`(?:政府|政务|信息|依|公开|申请(?!人)|各类|的|有关|相关|事项|要求|案件|件(?!\d)){0,8}`;
/** Words between the name and its number that add nothing. */
const filler = String.raw`(?:的|了|过|共计|合计|总计|共|计|为|是|有|总数|数量|件数|数|案件|案|事项|情况|：){0,4}$`;
const before = (words: string): RegExp => new RegExp(`(?:${words})${filler}`);

const verb = /(?:收到|新收|接收|受理|接到)/;
const object =
  /申请(?:公开)?(?:政府信息|信息)?(?:公开)?(?:的要求|要求|事项|案件|数量|件|数|信息)?(?:总数)?(?:共计|合计|总计|共|计|为|是){0,3}$/;
const otherApplications =
  /(?:许可|复议|登记|救助|补助|补贴|低保|仲裁|入学|证照|赔偿|备案|注册)[^，]{0,6}申请/;
const follows = /^(?:的)?(?:政府|政务|信息|依|公开|的){0,6}申请(?!人|复议|行政)/;

/** 收到…申请N件 and 收到N件…申请: one clause, of requests for information or where those are spoken of. */
export function receivedWords(spot: Spot): Bond | undefined {
  const said = verb.exec(spot.clause);
  if (said === null) return undefined;
  const between = spot.clause.slice(said.index);
  if (between.length > 40 || otherApplications.test(between + spot.after)) return undefined;
  const named = object.test(between) && /公开|信息/.test(between);
  const bare = object.test(between) && spot.inRequests;
  const behind = /^..(?:了|到|过|共|的)*$/.test(between) && follows.test(spot.after);
  if (!named && !bare && !(behind && (spot.inRequests || /公开|信息/.test(spot.after.slice(0, 10)))))
    return undefined;
  const clause = named || bare ? spot.clause : spot.clause + spot.after;
  if (partOfAll.test(clause.replace(rowNames, ""))) return undefined;
  const from = spot.head.length - between.length;
  return { quantity: received, from, ...(named || bare ? {} : { behind: true }) };
}

/** Words that make a number one way, one season, another year, another thing. */
const byWay =
  /网络|网上|线上|线下|信函|邮寄|邮件|信箱|邮箱|来信|当面|现场|窗口|平台|渠道|网站|传真|季度|上半年|下半年|\d月|同比|上年|去年|历年|累计|截至|以来|复议|诉讼|许可|登记|政务服务|咨询|投诉|每|增加|减少|多收|少收|上升|下降/;
/** For the number of requests received also: parts and kinds of applicants. */
const partOfAll = new RegExp(`其中|自然人|法人|企业|公民(?!、)|${byWay.source}`);
/** 办结各类事项30件, 办结案件12件: of what is not said. */
const unnamed = /(?:办结|答复|办复|办理完毕|办理完成)了?(?:各类|有关|相关|的)*(?:事项|案件|要求)/;
/** Names of rows, and of the whole year, that hold words of other things. */
const rowNames = /信访举报投诉类(?:申请)?|上一?年度?结转|1月(?:1日)?(?:起)?[至到-]12月(?:31日)?/g;

const last = String.raw`(?:上一?年度?|去年度?|LAST年度?)`;
const next = String.raw`(?:下一?年度?|次年|明年度?|NEXT年度?)`;
const carry = String.raw`(?:结转|顺延|转入|转到|转至|延至|延期)(?:至|到|入)?`;

interface Pattern {
  quantity: Quantity;
  before?: RegExp;
  after?: RegExp;
}

const carriedOf = new Map<number | undefined, readonly Pattern[]>();
function carriedPatterns(year: number | undefined): readonly Pattern[] {
  let found = carriedOf.get(year);
  if (found === undefined) carriedOf.set(year, (found = buildCarried(year)));
  return found;
}

function buildCarried(year: number | undefined): readonly Pattern[] {
  const fill = (words: string): RegExp =>
    new RegExp(
      words
        .replaceAll("LAST", year === undefined ? "(?!)" : String(year - 1))
        .replaceAll("NEXT", year === undefined ? "(?!)" : String(year + 1)),
    );
  return [
    {
      quantity: carriedIn,
      before: fill(
        `(?:${last}(?:的)?结转(?:至|到|来|过来|入)?(?:本年度?)?(?:继续)?(?:办理|答复)?(?:的)?${asked}|结转(?:自)?${last}(?:继续)?(?:办理|答复)?(?:的)?${asked})${filler}`,
      ),
      after: fill(`^${asked}(?:为|是|系|属于?|由)?${last}结转`),
    },
    {
      quantity: carriedOut,
      before: fill(`${carry}${next}(?:继续)?(?:办理|处理|答复|办结)?(?:的)?${asked}${filler}`),
      after: fill(`^${asked}(?:因故|按照《条例》|依法|按照?规定|将|需|需要|已|尚|继续)*${carry}${next}`),
    },
  ];
}

const inTime =
  "(?:在法定期限内|在规定时间内|按时|按期|依法|及时|按照?规定|按照相关要求|按要求|按流程|进行|予以|书面|全部)*";
const simple: readonly Pattern[] = [
  {
    quantity: handled,
    before: before(
      `(?<!未|未能|待|延期|逾期|超期|不予|电话|口头|当面|网上|线上|未按期|未按时)(?:办结|答复|办复|办理完毕|办理完成)(?:了)?${asked}`,
    ),
    after: new RegExp(`^${asked}(?:已|均已|都已|皆已)(?:经)?${inTime}(?:办结|答复|回复|办理完毕|办理完成)`),
  },
  {
    quantity: accepted,
    before: before(
      `(?:收办|共办理|共处理)(?:了)?${asked}|(?<!继续|正在|年度|协助)(?:办理|处理)(?:了)?(?:政府|政务|信息|依|公开|各类|的){0,8}申请(?!人)${asked}`,
    ),
  },
  { quantity: grantedAtAll, before: before(`(?:予以|同意)公开(?:和|及|与|、|或|并|以及)(?:予以)?部分公开`) },
  { quantity: partlyGranted, before: before("部分公开"), after: /^(?:申请)?(?:予以|依法|已|的)*部分公开/ },
];

/** 予以公开 and the four groups of the other results. */
function resultOf(words: string): Quantity | undefined {
  if (/^(?:予以|同意)公开$/.test(words)) return granted;
  if (/^(?:不予|不|不同意)公开$/.test(words)) return group("不予公开");
  return group(words);
}
const results = "予以公开|同意公开|不予公开|不同意公开|不公开|无法提供|不予处理|其他处理";
const resultBefore = new RegExp(
  `(?<!主动|不|依申请|或|及|和|或者|以及)(${results})(?:的|答复|处理|决定|类|申请){0,2}${filler}`,
);
const resultAfter = new RegExp(
  `^(?:申请)?(?:已|均|均已|依法|决定|作出|答复)*(${results})(?!率|的?范围|目录)`,
);
/** 公开3件，部分公开1件，不予公开0件: a bare 公开 only in such a list. */
const bareGranted = /(?:^|其中|条例》?|结果|依法)公开(?:的)?(?:有|为|共)?$/;

const reasons: readonly [RegExp, Parameters<typeof reason>[0]][] = [
  [/国家秘密$/, "refused.stateSecret"],
  [/其他法律行政法规禁止公开$/, "refused.otherLaw"],
  [/危及[“‘"]?三安全一稳定[”’"]?$/, "refused.safetyStability"],
  [/保护第三方合法权益$/, "refused.thirdParty"],
  [/三类内部事务信息$/, "refused.internalAffairs"],
  [/四类过程性信息$/, "refused.processInformation"],
  [/行政执法案卷$/, "refused.enforcementFile"],
  [/行政查询事项$/, "refused.adminQuery"],
  [/本机关不掌握(?:相关政府信息)?$/, "unavailable.notHeld"],
  [/(?:没有现成信息)?需要?另行制作$/, "unavailable.mustBeCreated"],
  [/补正后(?:申请内容)?仍不明确$/, "unavailable.unclear"],
  [/信访举报投诉类(?:申请)?$/, "notProcessed.petition"],
  [/重复申请$/, "notProcessed.repeated"],
  [/要求提供公开出版物$/, "notProcessed.publication"],
  [/无正当理由大量反复申请$/, "notProcessed.excessive"],
  [/确认或重新出具已获取信息$/, "notProcessed.reissue"],
  [/逾期不补正$/, "otherHandling.notCorrected"],
  [/逾期(?:未缴费|不缴费)$/, "otherHandling.feeUnpaid"],
];
const reasonIn = (words: string): Quantity | undefined => {
  const bare = words.replace(/(?:的|有|为|是|共|计)+$/, "");
  const found = reasons.find(([pattern]) => pattern.test(bare));
  return found === undefined ? undefined : reason(found[1]);
};

/** 不予公开（国家秘密）2件: the reason in brackets is the row. */
function bracketed({ lead, inner }: Spot): Quantity | undefined {
  if (inner === undefined || !/(?:不予公开|无法提供|不予处理|其他处理)$/.test(lead)) return undefined;
  if (/^其他$/.test(inner) && /其他处理$/.test(lead)) return reason("otherHandling.other");
  return reasonIn(inner);
}

const person = "(?:自然人|公民|个人)";
const organisation = "(?:(?:法人|企业|单位)(?:或者?|和|及|、|与)?其[他它](?:社会)?组织|法人组织|法人)";
const asks = "(?:的)?(?:申请|提出|提交|提起)?(?:的)?";
const kinds: readonly { words: string; quantity: Quantity }[] = [
  { words: person, quantity: applicant("person", "自然人") },
  { words: organisation, quantity: organisations },
  { words: "商业企业", quantity: applicant("business", "商业企业") },
  { words: "(?<!商业)企业", quantity: loosely(applicant("business", "商业企业")) },
  { words: "科研机构", quantity: applicant("research", "科研机构") },
  { words: "社会公益组织", quantity: applicant("charity", "社会公益组织") },
  { words: "法律服务机构", quantity: applicant("legal", "法律服务机构") },
  { words: "其他单位", quantity: loosely(applicant("other", "其他")) },
];
const kindPatterns = kinds.map(({ words, quantity }) => ({
  quantity,
  before: new RegExp(`${words}${asks}${filler}`),
  after: new RegExp(`^(?:申请)?(?:为|由|是|来自|属于?|系)?${words}(?:的)?(?:申请|提出|提交|$)`),
}));

/** Who asked: only of requests received, and where one kind is named, not 公民、法人和其他组织. */
function applicantWords(spot: Spot): Bond | undefined {
  if (!spot.ofReceived) return undefined;
  if (/(?:公民|自然人|个人)[、和及或与]+(?:法人|企业|其他组织)/.test(spot.lead + spot.after))
    return undefined;
  const ahead = kindPatterns.find(({ before }) => before.test(spot.lead));
  if (ahead !== undefined) return { quantity: ahead.quantity };
  const behind = spot.lead === "" ? kindPatterns.find(({ after }) => after.test(spot.after)) : undefined;
  return behind === undefined ? undefined : { quantity: behind.quantity, behind: true };
}

const ahead = (list: readonly Pattern[], { lead }: Spot): Quantity | undefined =>
  list.find(({ before }) => before?.test(lead) === true)?.quantity;
const behind = (list: readonly Pattern[], { after }: Spot): Quantity | undefined =>
  list.find((pattern) => pattern.after?.test(after) === true)?.quantity;
const because = /^.*?(?:属于|涉及|因为?)(?=国家|其他法律|危及|保护|三类|四类|行政|本机关)/;

/** What a number of requests counts; undefined where it cannot be told. */
export function requestWords(spot: Spot): Bond | undefined {
  const carried = carriedPatterns(spot.year);
  const carriedAhead = ahead(carried, spot);
  if (carriedAhead !== undefined) return { quantity: carriedAhead };
  const carriedBehind = behind(carried, spot);
  if (carriedBehind !== undefined) return { quantity: carriedBehind, behind: true };
  if (!spot.inRequests || byWay.test(spot.clause.replace(rowNames, "")) || unnamed.test(spot.lead))
    return undefined;
  const result = resultBefore.exec(spot.lead)?.[1];
  const listed = bareGranted.test(spot.lead) && /(?:部分|不予)公开\d/.test(spot.sentence);
  const before =
    bracketed(spot) ??
    ahead(simple, spot) ??
    (result === undefined ? undefined : resultOf(result)) ??
    (listed ? granted : undefined) ??
    reasonIn(spot.lead.replace(because, ""));
  if (before !== undefined) return { quantity: before };
  const asker = applicantWords(spot);
  if (asker !== undefined) return asker;
  const afterwards = resultAfter.exec(spot.after)?.[1];
  const after = (afterwards === undefined ? undefined : resultOf(afterwards)) ?? behind(simple, spot);
  return after === undefined ? undefined : { quantity: after, behind: true };
}
