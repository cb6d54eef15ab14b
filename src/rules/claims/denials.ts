import type { Claim } from "./claim.ts";
import { dispute, received } from "./quantities.ts";
import { scopeIn, type Topic, yearIn } from "./scope.ts";

/** 未收到申请, 未发生行政复议、行政诉讼: claims of none. Words that narrow them make them no claim. */

const word =
  "(?:任何|公民|、|法人|和|或者?|及|其他组织|其它组织|组织|个人|社会|公众|群众|关于|对|有关|的|要求|提出|政府|政务|信息|依|公开|书面|形式|向本机关|本机关|过)";
const noRequest = new RegExp(
  `(?:未|没有|尚未|没)(?:收到|接到|接收到?|受理)(${word}{0,24})申请(?:公开)?(?:政府信息|信息|事项|情况|案件|件)*(?=$|[，。；\\n])`,
);
const oneDispute = "(?:(?:被)?(?:申请|提起|提出)?(?:的)?(?:行政)?(?:复议|诉讼)(?:案件|申请)?)";
const noDispute = new RegExp(
  `(?:未|没有|无|未曾)(?:发生|出现|产生|引发|有|存在)?(?:一起|任何|过)?((?:因|由|涉及|关于|针对|有关|与|本机关|本单位|政府|政务|信息|公开|工作|方面|相关|依申请|而|引发|引起|产生|的|被){0,12})(${oneDispute}(?:(?:、|和|或者?|及|以及|与)(?:${oneDispute}|申诉|举报|投诉))*)(?:的|等|案件|情况|事件|情形|现象|事项|案例)*(?=$|[，。；）\\n])`,
);
const narrowed =
  /通过|渠道|平台|网络|信函|邮|现场|窗口|季度|半年|\d月|除|外|其他(?!组织)|再|因(?!政府信息公开|信息公开|政务公开|政府信息|公开)|上年|去年|申诉渠道/;

type Denial = Omit<Claim, "where">;

export function denialsIn(sentence: string, topic: Topic, year: number | undefined): Denial[] {
  if (!/[未没无]/.test(sentence)) return [];
  const claim = (match: RegExpExecArray, quantity: Claim["quantity"]): Denial[] => {
    const head = sentence.slice(0, match.index + match[0].length);
    const named = yearIn(head);
    if (year !== undefined && named !== undefined && named !== year) return [];
    const clauses = head.split("，");
    const before = clauses.at(-2) ?? "";
    // 通过邮箱，未收到申请: a clause with a figure tells of something else.
    if (narrowed.test((/\d(?!\d*年)/.test(before) ? "" : before) + (clauses.at(-1) ?? ""))) return [];
    const scope = scopeIn(head);
    return [
      {
        quantity,
        quote: match[0],
        sentence,
        value: 0,
        unit: "",
        approximate: false,
        none: true,
        part: false,
        ...(scope === undefined ? {} : { scope }),
        start: match.index,
        end: match.index + match[0].length,
      },
    ];
  };
  const request = noRequest.exec(sentence);
  const disputes = noDispute.exec(sentence);
  const found: Denial[] = [];
  if (request !== null && /公开/.test(request[0])) {
    const lone = /法人|企业/.test(request[1] ?? "") && !/公民|个人|自然人/.test(request[1] ?? "");
    if (!lone) found.push(...claim(request, received));
  }
  if (disputes !== null) {
    const named = disputes[2] ?? "";
    const information = /信息公开|政务公开|依申请/.test(
      sentence.slice(0, disputes.index + disputes[0].length),
    );
    if (information || topic === "requests" || topic === "disputes") {
      const both = named.includes("复议") && named.includes("诉讼");
      found.push(
        ...claim(disputes, dispute(both ? "both" : named.includes("复议") ? "reconsideration" : "suits")),
      );
    }
  }
  return found;
}
