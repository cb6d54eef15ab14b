import type { Quantity } from "./claim.ts";
import { dispute, loosely, type OutcomeId, type SubjectId } from "./quantities.ts";
import type { Bond, Spot } from "./spot.ts";

/** The words around a number that make it a number of table 四. */

const filler = String.raw`(?:的|共计|合计|总计|共|计|为|是|有|数量|件数|案件|案|情况|：){0,4}$`;
const trailing = new RegExp(filler);
const reconsidered = String.raw`(?:行政)?复议(?:案件|申请|案)?`;
const sued = String.raw`(?:行政)?(?:诉讼|应诉)(?:案件|案)?`;
const subjects: readonly [RegExp, SubjectId][] = [
  [/未经(?:行政)?复议(?:而|的)?直接(?:提起)?(?:行政)?(?:起诉|诉讼)|直接起诉/g, "directSuit"],
  [/复议后(?:再|又)?(?:提起)?(?:行政)?(?:起诉|诉讼)/g, "suitAfterReconsideration"],
  [/(?:行政)?复议(?!后|机关|机构|机制|纠错|体制|[^，。；]{0,3}直接)/g, "reconsideration"],
  [/(?:行政)?诉讼(?!机关|法)|被?起诉(?!书|状)/g, "suits"],
];

/** The last block named in the words, and the one before where both are named together: 行政复议、行政诉讼. */
export function subjectOf(words: string): SubjectId | undefined {
  let found: { id: SubjectId; start: number; end: number } | undefined;
  for (const [pattern, id] of subjects) {
    for (const match of words.matchAll(pattern)) {
      const end = match.index + match[0].length;
      // 复议后起诉 ends with 起诉 and holds 复议: the longer one is meant.
      if (found === undefined || end > found.end || (end === found.end && match.index < found.start))
        found = { id, start: match.index, end };
    }
  }
  return found?.id;
}

const together = new RegExp(`${reconsidered}(?:、|和|或者?|及|与|以及)(?:被?(?:提起|申请))?${sued}${filler}`);
const reconsiderationTotal = new RegExp(`${reconsidered}${filler}`);
const suitTotal = new RegExp(`(?:${sued}|起诉)${filler}`);
/** As an organ that decides on reconsiderations or takes part in cases, or of parts of them. */
const notAgainstUs =
  /(?:收到|受理|办理|审理|审结|办结|参与|承办|代理|处理|接收|审查|化解|应对|出庭|作为)[^，]{0,12}$|各$|率|其中[^，]{0,4}(?:信息公开|涉及)/;

const outcomes: readonly [RegExp, OutcomeId][] = [
  [/(?:结果|予以|被|获|获得|均|决定)?维持(?:原(?:行政)?(?:行为|判|答复|决定))?$/, "upheld"],
  [/(?:结果|被|予以)?(?:纠正|纠错)$/, "corrected"],
  [/其[他它]结果$/, "other"],
  [/(?:尚|仍|还)?未审结$/, "pending"],
];
const outcomeAfter: readonly [RegExp, OutcomeId][] = [
  [/^(?:案件|的|均|已|被|获|结果|予以|为)*维持/, "upheld"],
  [/^(?:案件|的|均|已|被|结果|予以|为)*(?:纠正|纠错)/, "corrected"],
  [/^(?:案件|的|为)*其[他它]结果/, "other"],
  [/^(?:案件|的|为)*(?:尚|仍|还)?未审结/, "pending"],
];
const exactOutcome = /结果维持|结果纠正|其他结果|尚未审结/;

const cases = "(?:案件|案)?";
const behindIt = new RegExp(
  `^(?:有关|涉及|关于|因|的|政府|政务|信息|公开|工作|类|引发){0,8}(?:行政)?(复议|诉讼)${cases}$`,
);

/** What a number of disputes counts; undefined where it cannot be told, or where it is not this organ that is complained of. */
export function disputeWords(spot: Spot): Bond | undefined {
  if (!spot.inDisputes || !/[件起宗例]/.test(spot.unit)) return undefined;
  const bare = spot.lead.replace(trailing, "").replace(/^[、和及]/, "");
  const ahead = outcomes.find(([pattern]) => pattern.test(bare));
  if (ahead !== undefined) return outcomeOf(spot, ahead[1], spot.lead);
  const total = totalOf(spot);
  if (total !== undefined) return { quantity: total };
  if (bare.length > 3 || subjectOf(spot.lead) !== undefined) return undefined;
  const behind = outcomeAfter.find(([pattern]) => pattern.test(spot.after));
  if (behind !== undefined) {
    const bond = outcomeOf(spot, behind[1], spot.after);
    return bond === undefined ? undefined : { ...bond, behind: true };
  }
  // 发生1起有关政府信息公开的行政复议案件
  const named = behindIt.exec(spot.after)?.[1];
  if (named === undefined || !/(?:发生|产生|引发|出现|有)(?:了)?$/.test(spot.lead)) return undefined;
  return { quantity: dispute(named === "复议" ? "reconsideration" : "suits"), behind: true };
}

/** 行政复议2件、行政诉讼1件，其中维持2件: of which of the two is not said. */
function ofBoth(head: string): boolean {
  const words = head.replace(/未经(?:行政)?复议|复议后/g, "");
  const two = /复议[^。]*?(?:诉讼|起诉)|(?:诉讼|起诉)[^。]*?复议/.exec(words)?.[0];
  return two !== undefined && !/维持|纠正|纠错|其[他它]结果|未审结/.test(two);
}

/** The outcome of the last block named in the sentence. */
function outcomeOf(spot: Spot, outcome: OutcomeId, words: string): Bond | undefined {
  const subject = subjectOf(spot.head);
  const before = spot.head.slice(0, spot.from).replace(/未审结/g, "");
  if (subject === undefined || notAgainstUs.test(before.split(/[：（]/).at(-1) ?? "")) return undefined;
  if (ofBoth(spot.head)) return undefined;
  const found = dispute(subject, outcome);
  return { quantity: exactOutcome.test(words) ? found : loosely(found) };
}

/** 受理行政复议2件，行政诉讼1件: of an organ that decides on them, also what follows. */
const decidesOnThem =
  /(?:收到|受理|办理|审理|审结|参与|承办|代理|接收|审查)[^，。被因]{0,6}(?:复议|诉讼|应诉)/;

function totalOf({ lead, clause, head }: Spot): Quantity | undefined {
  if (decidesOnThem.test(head)) return undefined;
  const ends = (pattern: RegExp): boolean => {
    const match = pattern.exec(lead);
    return match !== null && !notAgainstUs.test(clause.slice(0, clause.length - lead.length + match.index));
  };
  if (ends(together)) {
    const found = dispute("both");
    return /共|合计|总计/.test(lead) ? found : loosely(found);
  }
  const subject = subjectOf(lead);
  if (subject === undefined || !ends(subject === "reconsideration" ? reconsiderationTotal : suitTotal))
    return undefined;
  // Two things named and one number, of which the other is no dispute.
  const words = lead.split(/公开/).at(-1) ?? "";
  return /[^、]+[、和或及与]/.test(words) ? undefined : dispute(subject);
}
